// What became of decisions on platforms, as the actions subgraph tells it.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Viewer } from '../../backbone/security/viewer.ts'
import type { ActionFact, EventPayloads } from '../../schema/events.ts'
import { adminViewer, proposalsWorld, type World } from './world.ts'

const policy = JSON.parse(`{
  "name": "invoices", "on": "opencollective.expense.created",
  "decide": { "vote": { "title": "Pay?", "closesIn": "P3D" } },
  "then": { "approved": [{ "perform": "opencollective.expense.approve" }] }
}`)

async function catchUp(world: World): Promise<void> {
  for (const consumer of world.subgraph.consumers) await consumer.catchUp()
}
async function decide(world: World, input: Record<string, unknown> = {}, field = 'approveProposal'): Promise<string> {
  const { id } = await world.open(input)
  return (await world.make(adminViewer, field, { proposal: id, reason: 'x' })).id
}
async function seen(world: World, id: string): Promise<any> {
  await catchUp(world)
  return (
    await world.ask(
      adminViewer,
      'query ($id: ID!) { decision(id: $id) { compliance peoplesAct { id } actions { id } } }',
      { id },
    )
  ).decision
}
/** What the history tells of it, oldest first: what it became, by which act of people. */
async function told(world: World, id: string): Promise<[string, string | null][]> {
  const query = `query ($id: ID!) { decision(id: $id) { proposal { history {
    nodes { kind compliance peoplesAct { id } } } } } }`
  const { nodes } = (await world.ask(adminViewer, query, { id })).decision.proposal.history
  const others = nodes.filter(({ kind }: any) => kind !== 'COMPLIANCE_CHANGED')
  assert.ok(others.every(({ peoplesAct }: any) => peoplesAct === null))
  return nodes
    .filter(({ kind }: any) => kind === 'COMPLIANCE_CHANGED')
    .map(({ compliance, peoplesAct }: any) => [compliance, peoplesAct?.id ?? null])
    .reverse()
}
const requested = (world: World, decision: string, given: Partial<ActionFact> = {}) =>
  world.action({
    direction: 'REQUESTED',
    kind: 'opencollective.expense.approve',
    status: 'PENDING',
    decision,
    ...given,
  })
const recorded = (action: ActionFact) =>
  ({ type: 'actions.action.recorded', community: action.community, payload: { action } }) as const
const people = (world: World, did: 'contradicted' | 'fulfilled', decision: string, action: string) =>
  ({
    type: `actions.decision.${did}`,
    community: world.community,
    payload: { decision, action, kind: 'opencollective.expense.approved', by: 'otis-gray' },
  }) as const
const changed = (action: ActionFact, status: ActionFact['status']) =>
  ({ type: 'actions.action.changed', community: action.community, payload: { action: { ...action, status } } }) as const

describe('compliance of decisions', () => {
  it('A decision’s compliance is PENDING where the policy says what follows, else NOT_APPLICABLE', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const { id } = await world.make(adminViewer, 'applyPolicy', { community: 'meadow', document: policy })
    assert.equal((await seen(world, await decide(world, { policy: id }))).compliance, 'PENDING')
    assert.equal(
      (await seen(world, await decide(world, { policy: id }, 'rejectProposal'))).compliance,
      'NOT_APPLICABLE',
    )
    assert.equal(
      (await seen(world, await decide(world, { policy: id }, 'cancelProposal'))).compliance,
      'NOT_APPLICABLE',
    )
    assert.equal((await seen(world, await decide(world))).compliance, 'NOT_APPLICABLE')
  })

  it('A decision’s compliance does not wait for what an external driver does not do', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const { id } = await world.make(adminViewer, 'applyPolicy', { community: 'meadow', document: policy })
    await world.tell({
      type: 'communities.driver.set',
      community: world.community,
      payload: { community: world.community, kind: 'EXTERNAL', endpoint: null },
    })
    await world.directory.catchUp()
    assert.equal((await seen(world, await decide(world, { policy: id }))).compliance, 'NOT_APPLICABLE')
  })

  it('A decision’s compliance follows the actions asked for, and tells each change once', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const decision = await decide(world)
    const action = requested(world, decision)
    await world.tell(recorded(action))
    assert.deepEqual(JSON.parse(JSON.stringify(await seen(world, decision))), {
      compliance: 'PENDING',
      peoplesAct: null,
      actions: [{ id: action.id }],
    })
    await world.tell(changed(action, 'DONE'), changed(action, 'DONE'))
    assert.equal((await seen(world, decision)).compliance, 'FOLLOWED')
    const events = await world.log.read({ after: 0, types: ['proposals.decision.compliance'], limit: 10 })
    assert.deepEqual(
      events.map((event: any) => event.payload.compliance),
      ['PENDING', 'FOLLOWED'],
    )
  })

  it('A decision’s compliance is FAILED when an action failed for good', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const decision = await decide(world)
    const action = requested(world, decision)
    await world.tell(recorded(action), changed(action, 'UNKNOWN'), changed(action, 'FAILED'))
    assert.equal((await seen(world, decision)).compliance, 'FAILED')
  })

  it('An advisory decision is FOLLOWED or OVERRIDDEN by what people do', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const told = async (type: 'actions.decision.fulfilled' | 'actions.decision.contradicted') => {
      const decision = await decide(world, { enforcement: 'ADVISORY' })
      const action = requested(world, decision, { advisory: true })
      await world.tell(recorded(action), changed(action, 'ADVISED'))
      assert.equal((await seen(world, decision)).compliance, 'PENDING')
      await world.tell({
        type,
        community: world.community,
        payload: { decision, action: 'act_x', kind: 'opencollective.expense.rejected', by: null },
      })
      return (await seen(world, decision)).compliance
    }
    assert.equal(await told('actions.decision.fulfilled'), 'FOLLOWED')
    assert.equal(await told('actions.decision.contradicted'), 'OVERRIDDEN')
  })

  it('A decision’s compliance is told with the act that made it so, and the newest act of people beside it', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const decision = await decide(world)
    const stands = async () => {
      const { compliance, peoplesAct } = await seen(world, decision)
      return [compliance, peoplesAct?.id ?? null]
    }
    const [first, again] = [requested(world, decision), requested(world, decision)]
    await world.tell(recorded(first), changed(first, 'DONE'))
    assert.deepEqual(await stands(), ['FOLLOWED', null])
    await world.tell(people(world, 'contradicted', decision, 'act_approved'))
    assert.deepEqual(await stands(), ['OVERRIDDEN', 'act_approved'])
    await world.tell(people(world, 'contradicted', decision, 'act_paid'))
    assert.deepEqual(await stands(), ['OVERRIDDEN', 'act_paid'])
    await world.tell(recorded(again), changed(again, 'DONE'))
    assert.deepEqual(await stands(), ['FOLLOWED', null])
    await world.tell(
      people(world, 'contradicted', decision, 'act_late'),
      people(world, 'fulfilled', decision, 'act_meek'),
    )
    assert.deepEqual(await stands(), ['FOLLOWED', 'act_meek'])
    assert.deepEqual(await told(world, decision), [
      ['PENDING', null],
      ['FOLLOWED', null],
      ['OVERRIDDEN', 'act_approved'],
      ['FOLLOWED', null],
      ['OVERRIDDEN', 'act_late'],
      ['FOLLOWED', 'act_meek'],
    ])
  })

  it('A decision’s compliance is told without an act where only our own advice is known', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const decision = await decide(world, { enforcement: 'ADVISORY' })
    const advice = requested(world, decision, { advisory: true })
    await world.tell(recorded(advice), changed(advice, 'ADVISED'), people(world, 'fulfilled', decision, advice.id))
    const { compliance, peoplesAct } = await seen(world, decision)
    assert.deepEqual([compliance, peoplesAct], ['FOLLOWED', null])
    assert.deepEqual((await told(world, decision)).at(-1), ['FOLLOWED', null])
  })

  it('A decision’s compliance that was kept before acts were kept is read, and goes on', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const decision = await decide(world)
    await world.tell(people(world, 'contradicted', decision, 'act_x'))
    await catchUp(world)
    await world.db.transaction(async (tx) => {
      await sql`update proposals.follow_ups set known = known - 'act'`.execute(tx)
      await sql`update backbone.events set version = 1, payload = payload - 'action'
        where type = 'proposals.decision.compliance'`.execute(tx)
    })
    const { compliance, peoplesAct } = await seen(world, decision)
    assert.deepEqual([compliance, peoplesAct], ['OVERRIDDEN', null])
    assert.deepEqual(await told(world, decision), [['OVERRIDDEN', null]])
    await world.tell(people(world, 'fulfilled', decision, 'act_y'))
    assert.equal((await seen(world, decision)).peoplesAct.id, 'act_y')
  })

  it('A decision’s compliance hears nothing from another community', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const decision = await decide(world)
    const other = await world.addCommunity('other')
    await world.tell(recorded(requested(world, decision, { community: other })))
    await world.tell({
      type: 'actions.decision.contradicted',
      community: other,
      payload: { decision, action: 'act_x', kind: 'x', by: null },
    })
    await world.tell({
      type: 'actions.decision.contradicted',
      community: world.community,
      payload: { decision: 'dec_nowhere', action: 'act_x', kind: 'x', by: null },
    })
    assert.deepEqual(JSON.parse(JSON.stringify(await seen(world, decision))), {
      compliance: 'NOT_APPLICABLE',
      peoplesAct: null,
      actions: [],
    })
  })

  it('A decision’s compliance leaves the decision and its hash as they were', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const decision = await decide(world)
    await world.tell({
      type: 'actions.decision.contradicted',
      community: world.community,
      payload: { decision, action: 'act_x', kind: 'x', by: null },
    })
    await seen(world, decision)
    assert.equal(
      (await world.ask(adminViewer, '{ verifyDecisions(community: "meadow") { valid } }')).verifyDecisions.valid,
      true,
    )
  })
})

describe('standing of decisions on the platform', () => {
  type Payload = EventPayloads['actions.decision.standing']
  const standing = (world: World, decision: string, given: Partial<Payload>) =>
    ({
      type: 'actions.decision.standing',
      community: world.community,
      payload: {
        ...{ decision, platform: 'opencollective', subject: 'ex_1', requests: [], standing: 'DONE', by: 'PEOPLE' },
        ...{ action: 'act_x', kind: 'opencollective.expense.approved', initiatorName: 'otis-gray', later: null },
        ...given,
      } as Payload,
    }) as const
  const query = `query ($id: ID!) { decision(id: $id) { compliance problem peoplesAct { id } supersededBy { id reason } } }`
  const now = async (world: World, id: string) => {
    await catchUp(world)
    const { compliance, problem, peoplesAct, supersededBy } = (await world.ask(adminViewer, query, { id })).decision
    return [compliance, peoplesAct?.id ?? supersededBy?.id ?? problem]
  }

  it('A decision’s standing on the platform is its compliance, each time it is told', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const decision = await decide(world)
    const later = await decide(world)
    const action = requested(world, decision)
    const requests = [action.id]
    await world.tell(recorded(action), standing(world, decision, { requests, by: 'US' }), changed(action, 'DONE'))
    assert.deepEqual(await now(world, decision), ['FOLLOWED', null])
    await world.tell(standing(world, decision, { requests, standing: 'UNDONE', action: 'act_unapproved' }))
    assert.deepEqual(await now(world, decision), ['OVERRIDDEN', 'act_unapproved'])
    await world.tell(standing(world, decision, { requests, action: 'act_approved' }))
    assert.deepEqual(await now(world, decision), ['FOLLOWED', 'act_approved'])
    await world.tell(standing(world, decision, { requests, standing: 'OPPOSITE', by: 'US', later }))
    assert.deepEqual(await now(world, decision), ['SUPERSEDED', later])
    await world.tell(standing(world, decision, { requests, standing: 'GONE', action: 'act_deleted' }))
    assert.deepEqual(await now(world, decision), ['OVERRIDDEN', 'act_deleted'])
    assert.deepEqual(await told(world, decision), [
      ['PENDING', null],
      ['FOLLOWED', null],
      ['OVERRIDDEN', 'act_unapproved'],
      ['FOLLOWED', 'act_approved'],
      ['SUPERSEDED', null],
      ['OVERRIDDEN', 'act_deleted'],
    ])
  })

  it('A decision’s standing on the platform says why it failed, and no other community tells it', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const decision = await decide(world)
    const action = { ...requested(world, decision), result: { code: 'X', message: 'Item not found.' } }
    await world.tell(recorded(action), changed(action, 'FAILED'))
    assert.deepEqual(await now(world, decision), ['FAILED', 'Item not found.'])
    const other = await world.addCommunity('other')
    await world.tell({ ...standing(world, decision, { requests: [action.id] }), community: other })
    assert.deepEqual(await now(world, decision), ['FAILED', 'Item not found.'])
    await world.tell(standing(world, decision, { requests: [action.id], standing: 'OPPOSITE', action: 'act_paid' }))
    assert.deepEqual(await now(world, decision), ['OVERRIDDEN', 'act_paid'])
    const lost = requested(world, await decide(world))
    await world.tell(recorded(lost), changed({ ...lost, dead: true }, 'UNKNOWN'))
    const given = 'opencollective.expense.approve was given up: the platform did not say whether it is done.'
    assert.deepEqual(await now(world, lost.decision!), ['FAILED', given])
  })

  it('A decision’s standing takes over from what a row of an older version knew', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const decision = await decide(world)
    const known = { expected: true, actions: { act_1: 'DONE' }, people: 'contradicted', act: 'act_unapproved' }
    await world.db.transaction(async (tx) => {
      await sql`update proposals.follow_ups set compliance = 'OVERRIDDEN', known = ${JSON.stringify(known)}::jsonb`.execute(
        tx,
      )
    })
    assert.deepEqual(await now(world, decision), ['OVERRIDDEN', 'act_unapproved'])
    await world.tell(standing(world, decision, { requests: ['act_1'], action: 'act_approved' }))
    assert.deepEqual(await now(world, decision), ['FOLLOWED', 'act_approved'])
  })
})

describe('reportStep', () => {
  const report = (world: World, input: Record<string, unknown>, viewer: Viewer = adminViewer) =>
    world.mutate(viewer, 'reportStep', input)
  const ready = async (t: Parameters<typeof proposalsWorld>[0]) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const { id: of } = await world.make(adminViewer, 'applyPolicy', { community: 'meadow', document: policy })
    const decision = await decide(world, { policy: of })
    return { world, decision, step: { decision, step: 'approved:0', kind: 'opencollective.expense.approve' } }
  }
  const problemOf = async (world: World, id: string) =>
    (await world.ask(adminViewer, 'query ($id: ID!) { decision(id: $id) { problem } }', { id })).decision.problem

  it('A step that could not be asked for makes the decision FAILED, until it is asked for or over', async (t) => {
    const { world, decision, step } = await ready(t)
    const problem = 'Wanted an expense of the collective; got nothing. (EXPENSE_NOT_FOUND)'
    for (let time = 0; time < 2; time++) await report(world, { ...step, problem })
    assert.equal((await seen(world, decision)).compliance, 'FAILED')
    assert.equal(await problemOf(world, decision), problem)
    await report(world, { ...step, problem: null })
    assert.equal((await seen(world, decision)).compliance, 'PENDING')
    await report(world, { ...step, problem })
    const action = requested(world, decision)
    await world.tell(recorded(action))
    assert.equal((await seen(world, decision)).compliance, 'PENDING')
    assert.equal(await problemOf(world, decision), null)
    await world.tell(changed(action, 'DONE'))
    assert.equal((await seen(world, decision)).compliance, 'FOLLOWED')
    assert.deepEqual(
      (await told(world, decision)).map(([compliance]) => compliance),
      ['FAILED', 'PENDING', 'FAILED', 'PENDING', 'FOLLOWED'],
    )
  })

  it('A step that could not be asked for is reported by drivers alone, of their decisions, with a limit', async (t) => {
    const { world, decision, step } = await ready(t)
    const code = async (input: Record<string, unknown>, viewer?: Viewer) => (await report(world, input, viewer)).code
    assert.equal(await code({ ...step, decision: 'dec_nowhere', problem: 'x' }), 'DECISION_NOT_FOUND')
    assert.equal(await code({ ...step, step: '', problem: 'x' }), 'BAD_INPUT')
    assert.equal(await code({ ...step, problem: 'x\u0000' }), 'BAD_INPUT')
    assert.equal(await code({ ...step, problem: 'x' }, await world.key(['READ', 'INTEGRATE'])), 'FORBIDDEN')
    assert.equal((await seen(world, decision)).compliance, 'PENDING')
    for (let n = 0; n < 100; n++) assert.equal(await code({ ...step, step: `s${n}`, problem: 'x' }), undefined)
    assert.equal(await code({ ...step, step: 'one more', problem: 'x' }), 'BAD_INPUT')
    assert.equal((await seen(world, decision)).compliance, 'FAILED')
  })
})

describe('venues of proposals', () => {
  const venues = 'query ($id: ID!) { proposal(id: $id) { venues { platform url externalId } } }'
  it('A venue is there when the announcement is done, once', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const { id } = await world.open()
    const action = world.action({
      direction: 'REQUESTED',
      kind: 'opencollective.expense.comment',
      proposal: id,
      status: 'PENDING',
    })
    const done = { ...action, result: { url: 'https://opencollective.com/meadow/expenses/7#c1', externalId: 'cmt_1' } }
    await world.tell(recorded(action))
    await catchUp(world)
    assert.deepEqual((await world.ask(adminViewer, venues, { id })).proposal.venues, [])
    await world.tell(changed(done, 'DONE'), changed(done, 'DONE'))
    await catchUp(world)
    assert.deepEqual(JSON.parse(JSON.stringify((await world.ask(adminViewer, venues, { id })).proposal.venues)), [
      { platform: 'opencollective', url: 'https://opencollective.com/meadow/expenses/7#c1', externalId: 'cmt_1' },
    ])
  })

  it('Venues of a proposal are a hundred at most, the first ones', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const { id } = await world.open()
    await world.tell(
      ...Array.from({ length: 102 }, (_, index) => {
        const action = world.action({ direction: 'REQUESTED', kind: 'opencollective.expense.comment', proposal: id })
        return changed({ ...action, result: { url: null, externalId: `cmt_${index}` } }, 'DONE')
      }),
    )
    await catchUp(world)
    const { proposal } = await world.ask(adminViewer, venues, { id })
    assert.equal(proposal.venues.length, 100)
    const ids = proposal.venues.map((venue: { externalId: string }) => venue.externalId)
    assert.ok(ids.includes('cmt_0') && ids.includes('cmt_99') && !ids.includes('cmt_100'))
  })

  it('A venue is not taken from another community, or for a proposal that is not there', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const { id } = await world.open()
    const other = await world.addCommunity('other')
    await world.tell(
      changed(world.action({ direction: 'REQUESTED', proposal: id, community: other }), 'DONE'),
      changed(world.action({ direction: 'REQUESTED', proposal: 'prop_nowhere' }), 'DONE'),
    )
    await catchUp(world)
    assert.deepEqual((await world.ask(adminViewer, venues, { id })).proposal.venues, [])
  })
})
