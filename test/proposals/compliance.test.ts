// What became of decisions on platforms, as the actions subgraph tells it.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ActionFact } from '../../schema/events.ts'
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
  return (await world.ask(adminViewer, 'query ($id: ID!) { decision(id: $id) { compliance actions { id } } }', { id }))
    .decision
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
const changed = (action: ActionFact, status: ActionFact['status']) =>
  ({ type: 'actions.action.changed', community: action.community, payload: { action: { ...action, status } } }) as const

describe('compliance', () => {
  it('is PENDING where the policy says what follows, else NOT_APPLICABLE', async (t) => {
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

  it('does not wait for what an external driver does not do', async (t) => {
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

  it('follows the actions asked for, and tells each change once', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const decision = await decide(world)
    const action = requested(world, decision)
    await world.tell(recorded(action))
    assert.deepEqual(JSON.parse(JSON.stringify(await seen(world, decision))), {
      compliance: 'PENDING',
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

  it('is FAILED when an action failed for good', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const decision = await decide(world)
    const action = requested(world, decision)
    await world.tell(recorded(action), changed(action, 'UNKNOWN'), changed(action, 'FAILED'))
    assert.equal((await seen(world, decision)).compliance, 'FAILED')
  })

  it('of an advisory decision follows what people do: FOLLOWED or OVERRIDDEN', async (t) => {
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

  it('hears nothing about a decision from another community', async (t) => {
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
      actions: [],
    })
  })

  it('leaves the decision and its hash as they were', async (t) => {
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

describe('a venue', () => {
  const venues = 'query ($id: ID!) { proposal(id: $id) { venues { platform url externalId } } }'
  it('is there when the announcement is done, once', async (t) => {
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

  it('is not taken from another community, or for a proposal that is not there', async (t) => {
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
