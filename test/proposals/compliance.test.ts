// What became of decisions on platforms, as the actions subgraph tells it.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { catchUp, changed, decide, people, policy, recorded, requested, seen, told } from './outcomes.ts'
import { adminViewer, proposalsWorld } from './world.ts'

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
