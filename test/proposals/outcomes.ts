// A decision, what the actions subgraph tells of it, and what is seen and told of it then.

import assert from 'node:assert/strict'
import type { ActionFact } from '../../schema/events.ts'
import { adminViewer, type World } from './world.ts'

export const policy = JSON.parse(`{
  "name": "invoices", "on": "opencollective.expense.created",
  "decide": { "vote": { "title": "Pay?", "closesIn": "P3D" } },
  "then": { "approved": [{ "perform": "opencollective.expense.approve" }] }
}`)

export async function catchUp(world: World): Promise<void> {
  for (const consumer of world.subgraph.consumers) await consumer.catchUp()
}
export async function decide(
  world: World,
  input: Record<string, unknown> = {},
  field = 'approveProposal',
): Promise<string> {
  const { id } = await world.open(input)
  return (await world.make(adminViewer, field, { proposal: id, reason: 'x' })).id
}
export async function seen(world: World, id: string): Promise<any> {
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
export async function told(world: World, id: string): Promise<[string, string | null][]> {
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
export const requested = (world: World, decision: string, given: Partial<ActionFact> = {}) =>
  world.action({
    direction: 'REQUESTED',
    kind: 'opencollective.expense.approve',
    status: 'PENDING',
    decision,
    ...given,
  })
export const recorded = (action: ActionFact) =>
  ({ type: 'actions.action.recorded', community: action.community, payload: { action } }) as const
export const people = (world: World, did: 'contradicted' | 'fulfilled', decision: string, action: string) =>
  ({
    type: `actions.decision.${did}`,
    community: world.community,
    payload: { decision, action, kind: 'opencollective.expense.approved', by: 'otis-gray' },
  }) as const
export const changed = (action: ActionFact, status: ActionFact['status']) =>
  ({ type: 'actions.action.changed', community: action.community, payload: { action: { ...action, status } } }) as const
