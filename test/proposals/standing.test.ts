// How a decision stands on its platform, and what of it could not be asked for.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Viewer } from '../../backbone/security/viewer.ts'
import type { EventPayloads } from '../../schema/events.ts'
import { catchUp, changed, decide, policy, recorded, requested, seen, told } from './outcomes.ts'
import { adminViewer, proposalsWorld, type World } from './world.ts'

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
