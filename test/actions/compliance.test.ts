// What people do on the platform, held against what was decided: never hindered, always seen.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Platform, type Receipt, TryLater } from '../../subgraphs/actions/platforms/platform.ts'
import { findAction } from '../../subgraphs/actions/storage/actions.ts'
import { tables } from '../../subgraphs/actions/storage/tables.ts'
import { hearWhatStands } from '../../subgraphs/actions/work/standing.ts'
import { actionById, type CollectiveWorld, collectiveWorld, impatient } from './support.ts'

const barrow = { as: 'otis-gray', description: 'A wheelbarrow', amountInCents: 12_345 }
const decision = 'dec_01jvh3k5n8f0000000000000001'

async function request(world: CollectiveWorld, verb: string, subject: string, more: object = {}) {
  const input = { community: world.community, kind: `opencollective.expense.${verb}`, subject, decision, ...more }
  const { action, userErrors } = await world.mutate('performAction', input)
  assert.deepEqual(userErrors, [])
  return world.until(async () => {
    const found = await actionById(world, action.id)
    return !['PENDING', 'UNKNOWN'].includes(found.status) && found
  })
}
const adminOf = (world: CollectiveWorld) =>
  world.oc.people().find(({ slug, adminOf }) => adminOf.length > 0 && slug !== 'governance-bot')!.slug

describe('a decision that was carried out', () => {
  it('is not contradicted by our own acts, whatever they pass through', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    assert.equal((await request(world, 'approve', id)).status, 'DONE')
    assert.equal((await request(world, 'reject', id, { decision: `${decision}2` })).status, 'DONE')
    await world.heard()
    await world.reconcile()
    assert.equal((await world.observed()).length, 4)
    assert.deepEqual(await world.events('actions.decision.contradicted'), [])
  })

  it('is contradicted by an admin who does otherwise, once, with their name', async (t) => {
    const world = await collectiveWorld(t)
    const admin = adminOf(world)
    const { id } = world.oc.submitExpense(barrow)
    await request(world, 'reject', id)
    await world.oc.process({ as: admin, expense: id, action: 'APPROVE' })
    await world.heard()
    await world.reconcile()
    const [contradicted, ...more] = await world.events('actions.decision.contradicted')
    assert.equal(more.length, 0)
    assert.equal(contradicted.decision, decision)
    assert.equal(contradicted.kind, 'opencollective.expense.approved')
    assert.equal(contradicted.by, admin)
    assert.equal((await actionById(world, contradicted.action)).data.byFolkmoot, false)
  })

  it('is contradicted too by the person behind the token, by hand', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    await request(world, 'approve', id)
    await world.oc.process({ as: 'governance-bot', expense: id, action: 'UNAPPROVE' })
    await world.heard()
    assert.equal((await world.events('actions.decision.contradicted')).length, 1)
  })

  it('is not contradicted by what came before it, however late that is heard', async (t) => {
    const world = await collectiveWorld(t)
    world.oc.faults.webhooks = 'hold'
    const { id } = world.oc.submitExpense(barrow)
    await world.oc.process({ as: adminOf(world), expense: id, action: 'APPROVE' })
    await request(world, 'reject', id)
    await world.oc.faults.releaseWebhooks()
    await world.heard()
    assert.equal((await world.observed()).length, 4)
    assert.deepEqual(await world.events('actions.decision.contradicted'), [])
  })

  it('is not taken for overridden while the answer to our own act is lost', async (t) => {
    const world = await collectiveWorld(t, { actions: { ...impatient.actions, afterNoAnswer: 1500 } })
    const { id } = world.oc.submitExpense(barrow)
    await world.heard()
    await world.oc.process({ as: 'governance-bot', expense: id, action: 'APPROVE' })
    world.oc.faults.next('hang-after-apply', { field: 'processExpense' })
    const rejecting = request(world, 'reject', id)
    await world.until(() => world.oc.expense(id).status !== 'APPROVED')
    await world.heard()
    assert.equal((await rejecting).status, 'DONE')
    await world.heard()
    assert.deepEqual(
      (await world.observed()).map(({ data }) => data.byFolkmoot),
      [false, false, true, true],
    )
    assert.deepEqual(await world.events('actions.decision.contradicted'), [])
  })
})

describe('advice', () => {
  it('is a comment; an admin who follows it fulfils the decision', async (t) => {
    const world = await collectiveWorld(t)
    const admin = adminOf(world)
    const { id } = world.oc.submitExpense(barrow)
    const action = await request(world, 'approve', id, { advisory: true, parameters: { message: 'Six to one.' } })
    assert.equal(action.status, 'ADVISED')
    const { comments, status } = world.oc.expense(id)
    assert.equal(status, 'PENDING')
    assert.match(comments[0]!.html, /should be approved[\s\S]*Six to one/)
    await world.oc.process({ as: admin, expense: id, action: 'APPROVE' })
    await world.heard()
    const [fulfilled] = await world.events('actions.decision.fulfilled')
    assert.equal(fulfilled.decision, decision)
    assert.equal(fulfilled.by, admin)
  })

  it('that an admin does the opposite of is contradicted', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    await request(world, 'reject', id, { advisory: true })
    await world.oc.process({ as: adminOf(world), expense: id, action: 'APPROVE' })
    await world.heard()
    assert.equal((await world.events('actions.decision.contradicted')).length, 1)
    assert.deepEqual(await world.events('actions.decision.fulfilled'), [])
  })

  it('on what is already so says at once that it is fulfilled, by whom', async (t) => {
    const world = await collectiveWorld(t)
    const admin = adminOf(world)
    const { id } = world.oc.submitExpense(barrow)
    world.oc.faults.webhooks = 'drop' // nobody has heard of it before the advice asks
    await world.oc.process({ as: admin, expense: id, action: 'APPROVE' })
    await request(world, 'approve', id, { advisory: true })
    const [fulfilled] = await world.events('actions.decision.fulfilled')
    const [approved] = await world.observed('opencollective.expense.approved')
    assert.deepEqual(fulfilled, { decision, action: approved.id, kind: 'opencollective.expense.approved', by: admin })
  })

  it('on what is the opposite already says at once that it is contradicted, by whom', async (t) => {
    const world = await collectiveWorld(t)
    const admin = adminOf(world)
    const { id } = world.oc.submitExpense(barrow)
    for (const action of ['APPROVE', 'UNAPPROVE', 'APPROVE'] as const)
      await world.oc.process({ as: admin, expense: id, action })
    await world.heard()
    await request(world, 'reject', id, { advisory: true })
    const [contradicted] = await world.events('actions.decision.contradicted')
    const approved = await world.observed('opencollective.expense.approved')
    assert.equal(approved.length, 2)
    assert.equal(contradicted.by, admin)
    assert.equal(contradicted.action, approved.toSorted((a, b) => (a.occurredAt < b.occurredAt ? 1 : -1))[0].id)
  })

  it('does not fail where the platform cannot be asked who settled it', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    const { id: action } = await request(world, 'approve', id, { advisory: true })
    const advice = (await findAction(tables(world.backbone.db), action))!
    let asked = 0
    const silent = {
      async look() {
        asked++
        throw new TryLater('PLATFORM_UNREACHABLE', 'It does not answer.')
      },
    }
    const deps = { ...world.backbone, catchUp: async () => {} }
    await hearWhatStands(deps, silent as unknown as Platform, advice, { place: new Date() } as Receipt)
    assert.equal(asked, 1)
  })

  it('on what Folkmoot itself did for an earlier decision names no act of people', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    await request(world, 'approve', id)
    await world.heard()
    const advice = await request(world, 'reject', id, { advisory: true, decision: `${decision}2` })
    const [contradicted] = await world.events('actions.decision.contradicted')
    assert.deepEqual([contradicted.action, contradicted.by], [advice.id, null])
  })
})

describe('a decision that could not be carried out', () => {
  it('is fulfilled when a person does it, and contradicted when one does otherwise', async (t) => {
    const world = await collectiveWorld(t, { as: 'otis-gray' })
    const [a, b] = [world.oc.submitExpense(barrow), world.oc.submitExpense(barrow)]
    assert.equal((await request(world, 'approve', a.id)).status, 'FAILED')
    assert.equal((await request(world, 'approve', b.id)).status, 'FAILED')
    await world.oc.process({ as: 'governance-bot', expense: a.id, action: 'APPROVE' })
    await world.oc.process({ as: 'governance-bot', expense: b.id, action: 'REJECT' })
    await world.reconcile()
    assert.equal((await world.events('actions.decision.fulfilled')).length, 1)
    assert.equal((await world.events('actions.decision.contradicted')).length, 1)
  })
})
