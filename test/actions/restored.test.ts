// A backup holds as still to be done what was done after it was made: it is looked up before anything is sent.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { afterRestore, createActions } from '../../subgraphs/actions/index.ts'
import { type CollectiveWorld, collectiveWorld } from './support.ts'

const barrow = { as: 'lin-yue', description: 'Wheelbarrow', amountInCents: 9900 }
const action = 'query ($id: ID!) { action(id: $id) { status result attempts { outcome detail } } }'

/** What the world's database would hold, had it been restored from a backup made before the action was tried. */
async function restoreFromBefore(world: CollectiveWorld, id: string): Promise<any> {
  const { root } = world.backbone.db
  await sql`update actions.actions set status = 'PENDING', tries = 0, result = null, sent_at = null, place = null,
    claimed_by = null, claimed_until = null, next_try_at = clock_timestamp() where id = ${id}`.execute(root)
  await sql`delete from actions.attempts`.execute(root)
  await sql`delete from actions.own_events`.execute(root)
  for (const statement of afterRestore) await sql.raw(statement).execute(root)
  const none = () => Promise.reject(new Error('nobody'))
  const call = { connectPlatform: none, disconnectPlatform: none, secondAdmin: none }
  const next = createActions({ ...world.backbone, ask: none, call }, { haste: 20 })
  await next.start()
  const settled = await world.until(async () => {
    const found = (await world.run(action, { id })).action
    return found.status === 'DONE' && found
  })
  await next.stop()
  return settled
}

describe('actions in a restored database', () => {
  it('A comment that a restored database holds as still to be made is not made twice', async (t) => {
    const world = await collectiveWorld(t)
    const expense = world.oc.submitExpense(barrow)
    const input = {
      kind: 'opencollective.expense.comment',
      subject: expense.id,
      parameters: { message: 'A ballot is open.' },
    }
    const asked = await world.mutate('performAction', { community: world.community, ...input })
    await world.until(async () => (await world.run(action, { id: asked.action.id })).action.status === 'DONE')
    const settled = await restoreFromBefore(world, asked.action.id)
    assert.match(settled.attempts[0].detail, /An earlier try had reached Open Collective/)
    assert.equal(world.oc.expense(expense.id).comments.length, 1)
  })

  it('An approval that a restored database holds as still to be done is known as ours if it was done', async (t) => {
    const world = await collectiveWorld(t)
    const expense = world.oc.submitExpense(barrow)
    const asked = await world.mutate('approveExpense', { community: world.community, expense: expense.id })
    await world.until(async () => (await world.run(action, { id: asked.action.id })).action.status === 'DONE')
    const settled = await restoreFromBefore(world, asked.action.id)
    assert.equal(settled.result.already, false)
    const approvals = world.oc.expense(expense.id).activities.filter(({ type }) => type.endsWith('_APPROVED'))
    assert.equal(approvals.length, 1)
  })
})
