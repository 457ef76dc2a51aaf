// Who casts a vote for whom, and what is kept of that.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Viewer } from '../../backbone/security/viewer.ts'
import { adminViewer, anonymous, proposalsWorld, tally, type World } from './world.ts'

describe('who may vote for whom', () => {
  it('A member with their own key may vote for themselves', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(4)
    const { id } = await world.open()
    const annsKey = await world.voter(ann!)
    assert.equal((await world.mutate(annsKey, 'castVote', { proposal: id, choices: ['approve'] })).vote.member.id, ann)
    assert.equal(
      (await world.mutate(annsKey, 'castVote', { proposal: id, choices: ['reject'], member: ann })).vote.revision,
      1,
    )
    assert.equal(
      (await world.mutate(annsKey, 'castVote', { proposal: id, choices: ['approve'], member: bob })).code,
      'FORBIDDEN',
    )
    assert.equal((await world.mutate(annsKey, 'retractVote', { proposal: id, member: bob })).code, 'FORBIDDEN')
    await world.vote(bob!, id, 'approve')
    assert.equal((await world.mutate(annsKey, 'retractVote', { proposal: id })).proposal.tally.voters, 1)
  })

  it('An integrator or driver may vote for a voter whom they name', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(9)
    const { id } = await world.open()
    for (const [index, scope] of (['INTEGRATE', 'DRIVE', 'ADMIN'] as const).entries()) {
      const key = await world.key([scope])
      assert.equal((await world.mutate(key, 'castVote', { proposal: id, choices: ['approve'] })).code, 'BAD_INPUT')
      const named = await world.mutate(key, 'castVote', { proposal: id, choices: ['approve'], member: members[index] })
      assert.equal(named.vote.member.id, members[index])
    }
  })

  it('Nobody but members, integrators and drivers may vote', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(4)
    const { id } = await world.open()
    const elsewhere = await world.addCommunity('elsewhere')
    const attempts: [string, Awaited<ReturnType<typeof world.key>>][] = [
      ['UNAUTHENTICATED', anonymous],
      ['FORBIDDEN', await world.key(['READ'], { member: ann! })],
      ['FORBIDDEN', await world.key(['VOTE'])],
      ['FORBIDDEN', await world.key(['VOTE', 'INTEGRATE', 'DRIVE', 'ADMIN'], { community: elsewhere })],
    ]
    for (const [code, viewer] of attempts) {
      for (const member of [undefined, ann]) {
        assert.equal(
          (await world.mutate(viewer, 'castVote', { proposal: id, choices: ['approve'], member })).code,
          code,
        )
        assert.equal((await world.mutate(viewer, 'retractVote', { proposal: id, member })).code, code)
      }
    }
    assert.equal((await world.ask(adminViewer, tally, { id })).proposal.tally.voters, 0)
  })

  it('Nobody of another community may vote on a private one, which does not exist for them', async (t) => {
    const world = await proposalsWorld(t)
    world.community = await world.addCommunity('hidden', 'PRIVATE')
    const [ann] = await world.addMembers(2)
    const { id } = await world.open()
    const elsewhere = await world.addCommunity('elsewhere')
    const foreign = await world.key(['INTEGRATE'], { community: elsewhere })
    assert.equal(
      (await world.mutate(foreign, 'castVote', { proposal: id, choices: ['approve'], member: ann })).code,
      'PROPOSAL_NOT_FOUND',
    )
  })
})

describe('casters of votes', () => {
  const told = `query ($id: ID!) { proposal(id: $id) { openedBy { kind id name own }
    votes { nodes { choices source note revision castBy { kind id name own } } }
    history { nodes { kind castBy { kind id name own } } } } }`
  const seen = async (world: World, id: string) =>
    JSON.parse(JSON.stringify((await world.ask(anonymous, told, { id })).proposal))
  /** Signed in to the page by a link. */
  const signedIn = (world: World, member: string, session = 'ses_1'): Viewer => ({
    kind: 'key',
    key: null,
    community: world.community,
    member,
    scopes: ['READ', 'VOTE'],
    session,
  })

  it('The caster of a vote stands on it, by name, and in the history; its source is the server’s word', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, cyd, dan] = await world.addMembers(9)
    const driver = await world.key(['DRIVE'], { name: 'policy bot' })
    const bridge = await world.key(['INTEGRATE'], { name: 'Slack bridge', member: bob! })
    const { id } = await world.make(driver, 'openProposal', { community: world.community, title: 'Pay?' }, 'id')
    const cast = (viewer: Viewer, member: string | null, more = {}) =>
      world.make(viewer, 'castVote', { proposal: id, member, choices: ['approve'], ...more })
    await cast(bridge, ann!, { source: 'slack' })
    await cast(bridge, null, { source: 'slack', note: 'from #general' })
    await cast(signedIn(world, cyd!), null)
    await cast({ ...bridge, session: 'ses_2' }, dan!)
    await world.subgraph.consumers[0]!.catchUp()
    const { openedBy, votes, history } = await seen(world, id)
    const byBridge = { kind: 'KEY', id: bridge.key, name: 'Slack bridge', own: false }
    assert.deepEqual(openedBy, { kind: 'KEY', id: driver.key, name: 'policy bot', own: false })
    assert.deepEqual(
      votes.nodes.map((vote: any) => [vote.source, vote.note, vote.castBy]),
      [
        ['key', 'slack', byBridge],
        ['folkmoot', 'from #general', { ...byBridge, own: true }],
        ['folkmoot', null, { kind: 'SESSION', id: null, name: null, own: true }],
        ['key', null, byBridge],
      ],
    )
    assert.deepEqual(
      history.nodes.map((entry: any) => entry.castBy),
      [...votes.nodes.map((vote: any) => vote.castBy).reverse(), openedBy],
    )
  })

  it('The caster is told in the log with the whole vote, and no session is', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(9)
    world.cred.members = { [ann!]: 2.5, [bob!]: 1 }
    const { id } = await world.open({ electorate: { weight: 'CRED', minCred: 1 }, passes: { closeEarly: false } })
    const session = signedIn(world, ann!, 'ses_secret')
    const vote = await world.make(session, 'castVote', { proposal: id, choices: ['approve'] })
    await world.make(session, 'retractVote', { proposal: id })
    const events = await world.log.read({
      after: 0,
      types: ['proposals.vote.cast', 'proposals.vote.retracted'],
      limit: 9,
    })
    const castBy = { kind: 'SESSION', id: null, own: true }
    const which = { proposal: id, vote: vote.id, member: ann, castBy }
    assert.deepEqual(
      events.map(({ version, payload }) => [version, payload]),
      [
        [3, { ...which, choices: ['approve'], revision: 0, weight: 2_500_000, castAt: vote.castAt }],
        [2, { ...which, revision: 0, weight: 2_500_000, castAt: (events[1]!.payload as { castAt?: string }).castAt }],
      ],
    )
    assert.ok((events[1]!.payload as { castAt?: string }).castAt! >= vote.castAt, 'when it was taken back')
    const { rows } = await sql<{ cast_by: object }>`select cast_by from proposals.votes`.execute(world.db.root)
    assert.deepEqual(rows, [{ cast_by: { ...castBy, id: 'ses_secret' } }])
  })

  it('A caster does not outrank the member, who replaces their vote, confirms it or takes it back', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, cyd] = await world.addMembers(9)
    const { id } = await world.open({ passes: { closeEarly: false } })
    const bridge = await world.key(['INTEGRATE', 'VOTE'], { member: cyd! })
    const forOther = (member: string, choice = 'approve') =>
      world.mutate(bridge, 'castVote', { proposal: id, member, choices: [choice] })
    for (const member of [ann!, bob!]) assert.equal((await forOther(member)).vote.castBy.own, false)
    const own = await world.mutate(await world.voter(ann!), 'castVote', { proposal: id, choices: ['approve'] })
    assert.deepEqual([own.vote.revision, own.vote.castBy.own], [1, true])
    const again = await world.mutate(signedIn(world, ann!), 'castVote', { proposal: id, choices: ['approve'] })
    assert.equal(again.vote.revision, 1)
    await world.make(signedIn(world, bob!), 'retractVote', { proposal: id })
    const others = [bridge, adminViewer, await world.key(['DRIVE'])]
    const head = await world.log.head()
    for (const viewer of others) {
      for (const member of [ann!, bob!]) {
        const refused = [
          await world.mutate(viewer, 'castVote', { proposal: id, member, choices: ['reject'] }),
          await world.mutate(viewer, 'retractVote', { proposal: id, member }),
        ]
        assert.deepEqual(
          refused.map(({ code }) => code),
          ['VOTE_IS_MEMBERS_OWN', 'VOTE_IS_MEMBERS_OWN'],
        )
      }
    }
    assert.equal(await world.log.head(), head)
    assert.equal(
      (await world.mutate(signedIn(world, bob!), 'castVote', { proposal: id, choices: ['reject'] })).vote.revision,
      1,
    )
    // The bridge's own vote is its member's.
    await world.make(bridge, 'castVote', { proposal: id, choices: ['approve'] })
    assert.equal((await world.vote(cyd!, id, 'reject')).code, 'VOTE_IS_MEMBERS_OWN')
  })

  it('The caster of an old vote is not known, and whoever may vote for the member replaces it', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(9)
    const { id } = await world.open()
    await world.vote(ann!, id, 'approve')
    await sql`update proposals.votes set cast_by = null`.execute(world.db.root)
    await sql`update proposals.proposals set opened_by = null`.execute(world.db.root)
    const { votes, openedBy } = await seen(world, id)
    assert.deepEqual([votes.nodes[0].castBy, openedBy], [null, null])
    assert.equal((await world.vote(ann!, id, 'approve')).vote.revision, 1)
  })
})
