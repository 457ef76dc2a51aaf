import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { adminViewer, anonymous, proposalsWorld, type World } from './world.ts'

const decisions = `subscription ($community: ID!, $after: Cursor, $outcome: Outcome) { decisions(community: $community, after: $after, outcome: $outcome) {
  cursor decision { id outcome compliance proposal { id title status } } } }`
const proposals = `subscription ($community: ID!, $after: Cursor) { proposals(community: $community, after: $after) {
  cursor kind proposal { id status tally { voters } decision { outcome compliance } } } }`
const one =
  'subscription ($id: ID!) { proposal(id: $id) { id status tally { voters } viewerVote { choices } decision { outcome compliance } } }'

async function next(stream: AsyncGenerator<any>, field: string): Promise<any> {
  const timer = AbortSignal.timeout(10_000)
  const late = new Promise<never>((_, reject) =>
    timer.addEventListener('abort', () => reject(new Error('Nothing came in time.'))),
  )
  const { value } = await Promise.race([stream.next(), late])
  if (value.errors) throw value.errors[0]
  return value.data[field]
}
const rule = (world: World, title: string, outcome = 'APPROVED') =>
  world.make(adminViewer, 'recordDecision', { community: world.community, title, outcome, reason: 'x' }, 'id')
const codeOf = async (work: Promise<unknown>) => {
  try {
    await work
    return null
  } catch (error: any) {
    return error.extensions?.code ?? error.message
  }
}

describe('stream of decisions', () => {
  it('The stream of decisions has them as they are made, and again from any cursor: no gap, no repeat', async (t) => {
    const world = await proposalsWorld(t)
    const live = await world.watch(anonymous, decisions, { community: 'meadow' })
    const made = []
    for (const title of ['one', 'two', 'three']) made.push((await rule(world, title)).id)
    const events = []
    for (const _ of made) events.push(await next(live, 'decisions'))
    assert.deepEqual(
      events.map(({ decision }) => decision.id),
      made,
    )
    assert.deepEqual(
      events.map(({ decision }) => [decision.proposal.title, decision.proposal.status]),
      [
        ['one', 'DECIDED'],
        ['two', 'DECIDED'],
        ['three', 'DECIDED'],
      ],
    )

    const again = await world.watch(anonymous, decisions, { community: world.community, after: events[0].cursor })
    const fourth = await rule(world, 'four')
    const rest = []
    for (let left = 3; left > 0; left--) rest.push(await next(again, 'decisions'))
    assert.deepEqual(
      rest.map(({ decision }) => decision.id),
      [...made.slice(1), fourth.id],
    )
    assert.equal(rest[0].cursor, events[1].cursor)
  })

  it('The stream of decisions has those of one outcome where asked, canceled ones too', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(1)
    const approved = await world.watch(anonymous, decisions, { community: 'meadow', outcome: 'APPROVED' })
    const canceled = await world.watch(anonymous, decisions, { community: 'meadow', outcome: 'CANCELED' })
    await rule(world, 'no', 'REJECTED')
    const { id } = await world.open()
    await world.make(adminViewer, 'cancelProposal', { proposal: id })
    const chosen = await world.watch(anonymous, decisions, { community: 'meadow', outcome: 'CHOSEN' })
    const options = await world.open({ choices: ['red', 'blue'].map((key) => ({ key, label: key })) })
    await world.vote(ann!, options.id, 'red')
    const yes = await rule(world, 'yes')
    assert.equal((await next(approved, 'decisions')).decision.id, yes.id)
    assert.equal((await next(canceled, 'decisions')).decision.proposal.id, id)
    assert.equal((await next(chosen, 'decisions')).decision.proposal.id, options.id)
  })

  it('The stream of decisions refuses a cursor that is foreign, altered, or of another stream', async (t) => {
    const world = await proposalsWorld(t)
    const other = await world.addCommunity('other')
    const live = await world.watch(anonymous, decisions, { community: 'meadow' })
    await rule(world, 'one')
    const { cursor } = await next(live, 'decisions')
    const future = world.cursors.encode('decisions', world.community, 10_000)
    for (const [community, after, query] of [
      [other, cursor, decisions],
      [world.community, cursor, proposals],
      [world.community, `${cursor}A`, decisions],
      [world.community, 'nonsense', decisions],
      [world.community, future, decisions],
    ] as const) {
      assert.equal(await codeOf(world.watch(anonymous, query, { community, after })), 'CURSOR_INVALID')
    }
  })

  it('The stream of decisions is refused to those who may not read the community', async (t) => {
    const world = await proposalsWorld(t)
    const hidden = await world.addCommunity('hidden', 'PRIVATE')
    const foreign = await world.key(['READ', 'ADMIN'])
    for (const viewer of [anonymous, foreign]) {
      for (const query of [decisions, proposals]) {
        assert.equal(await codeOf(world.watch(viewer, query, { community: hidden })), 'COMMUNITY_NOT_FOUND')
      }
    }
    const own = await world.key(['READ'], { community: hidden })
    const live = await world.watch(own, decisions, { community: 'hidden' })
    await world.make(adminViewer, 'recordDecision', { community: hidden, title: 'x', outcome: 'APPROVED', reason: 'x' })
    assert.equal((await next(live, 'decisions')).decision.outcome, 'APPROVED')
    await world.tell({ type: 'communities.key.revoked', community: hidden, payload: { key: own.key! } })
    await world.directory.catchUp()
    await world.make(adminViewer, 'recordDecision', { community: hidden, title: 'y', outcome: 'APPROVED', reason: 'x' })
    assert.equal(await codeOf(next(live, 'decisions')), 'UNAUTHENTICATED')
  })
})

describe('stream of proposals', () => {
  it('The stream of proposals comes in order, each with the proposal as it is', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(2)
    const live = await world.watch(anonymous, proposals, { community: 'meadow' })
    const { id } = await world.open()
    await world.vote(ann!, id, 'approve')
    await world.mutate(adminViewer, 'retractVote', { proposal: id, member: ann })
    await world.vote(bob!, id, 'approve')
    await world.vote(ann!, id, 'approve')
    const decision = (
      await world.ask(adminViewer, 'query ($id: ID!) { proposal(id: $id) { decision { id } } }', { id })
    ).proposal.decision.id
    await world.tell({
      type: 'actions.decision.contradicted',
      community: world.community,
      payload: { decision, action: 'act_x', kind: 'x', by: null },
    })
    const canceled = await world.open()
    await world.make(adminViewer, 'cancelProposal', { proposal: canceled.id })
    const kinds = []
    for (let left = 9; left > 0; left--) kinds.push(await next(live, 'proposals'))
    const ofFirst = kinds.filter(({ proposal }) => proposal.id === id)
    assert.deepEqual(
      ofFirst.map(({ kind }) => kind),
      ['OPENED', 'VOTE_CAST', 'VOTE_RETRACTED', 'VOTE_CAST', 'VOTE_CAST', 'DECIDED', 'COMPLIANCE_CHANGED'],
    )
    assert.equal(ofFirst.at(-1).proposal.decision.compliance, 'OVERRIDDEN')
    assert.deepEqual(
      kinds.filter(({ proposal }) => proposal.id === canceled.id).map(({ kind }) => kind),
      ['OPENED', 'CANCELED'],
    )
    assert.equal(new Set(kinds.map(({ cursor }) => cursor)).size, 9)
  })
})

describe('stream of one proposal', () => {
  it('The stream of one proposal tells it at once as it is, then after every change', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(3)
    const { id } = await world.open()
    const other = await world.open()
    const live = await world.watch(await world.voter(ann!), one, { id })
    assert.equal((await next(live, 'proposal')).tally.voters, 0)
    await world.vote(ann!, other.id, 'approve')
    await world.vote(ann!, id, 'approve')
    const changed = await next(live, 'proposal')
    assert.deepEqual([changed.tally.voters, changed.viewerVote.choices], [1, ['approve']])
    const { id: decision } = await world.make(adminViewer, 'closeProposal', { proposal: id })
    assert.equal((await next(live, 'proposal')).decision.outcome, 'APPROVED')
    await world.tell({
      type: 'actions.decision.fulfilled',
      community: world.community,
      payload: { decision, action: 'act_x', kind: 'x', by: null },
    })
    assert.equal((await next(live, 'proposal')).decision.compliance, 'FOLLOWED')
  })

  it('The stream of one proposal is not there for those who may not read its community', async (t) => {
    const world = await proposalsWorld(t)
    world.community = await world.addCommunity('hidden', 'PRIVATE')
    await world.addMembers(1)
    const { id } = await world.open()
    assert.equal(await codeOf(world.watch(anonymous, one, { id })), 'PROPOSAL_NOT_FOUND')
    assert.equal(await codeOf(world.watch(anonymous, one, { id: 'prop_nowhere' })), 'PROPOSAL_NOT_FOUND')
  })
})

describe('stream of policies', () => {
  it('The stream of policies has them as applied, paused and resumed, and again from any cursor', async (t) => {
    const world = await proposalsWorld(t)
    const follow = (after?: string) =>
      world.watch(
        anonymous,
        `subscription ($community: ID!, $after: Cursor) { policies(community: $community, after: $after) {
          cursor policy { name version status versions { version status } } } }`,
        { community: world.community, after },
      )
    const live = await follow()
    const { community } = world
    const document = { name: 'doors', on: 'door.asked', decide: { rule: 'true' } }
    const first = await world.make(adminViewer, 'applyPolicy', { community, document }, 'id')
    const applied = await next(live, 'policies')
    assert.deepEqual([applied.policy.name, applied.policy.version, applied.policy.status], ['doors', 1, 'ACTIVE'])
    await world.make(adminViewer, 'setPolicyStatus', { policy: first.id, status: 'PAUSED' }, 'id')
    assert.equal((await next(live, 'policies')).policy.status, 'PAUSED')
    await world.make(
      adminViewer,
      'applyPolicy',
      { community, document: { ...document, decide: { rule: 'false' } } },
      'id',
    )
    const second = (await next(live, 'policies')).policy
    assert.equal(second.version, 2)
    assert.equal(second.versions.length, 2)
    await live.return(undefined)

    const again = await follow(applied.cursor)
    assert.deepEqual(
      [(await next(again, 'policies')).policy.version, (await next(again, 'policies')).policy.version],
      [1, 2],
    )
    await again.return(undefined)
  })
})
