// Expenses that were there before their collective was connected, put to the policies by choice: each once.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Viewer } from '../../backbone/security/viewer.ts'
import { until } from '../support/until.ts'
import { type CollectiveWorld, collectiveWorld } from './support.ts'

const submit = (oc: CollectiveWorld['oc'], many: number) =>
  Array.from({ length: many }, (_, each) =>
    oc.submitExpense({ as: 'otis-gray', description: `Expense ${each}`, amountInCents: 100 + each }),
  )

async function consider(world: CollectiveWorld, input: object, viewer?: Viewer) {
  const { considerExpenses } = await world.run(
    `mutation($input: ConsiderExpensesInput!) { considerExpenses(input: $input) {
      asked remaining userErrors { code message path } } }`,
    { input: { community: world.community, connection: world.connection, ...input } },
    viewer,
  )
  return considerExpenses
}

const recorded = (world: CollectiveWorld) => world.events('actions.action.recorded')
const untilRecorded = (world: CollectiveWorld, many: number) =>
  until(
    `${many} actions`,
    async () => {
      const all = await recorded(world)
      return all.length === many && all.map(({ action }) => action)
    },
    { every: 250, patience: 120_000 },
  )

describe('expenses from before their collective was connected', () => {
  it('Expenses from before are asked about all together, by as many calls as it takes, each once and as they are by now', async (t) => {
    const world = await collectiveWorld(t, { before: (oc) => submit(oc, 310) })
    const before = world.oc.expenses()
    await world.reconcile()
    assert.equal((await recorded(world)).length, 0)
    const [gone, approved, edited] = before.toSorted((a, b) => a.legacyId - b.legacyId) as [any, any, any]
    await world.oc.process({ as: 'maren-holt', expense: approved.id, action: 'APPROVE' })
    await world.heard()
    world.oc.deleteExpense({ as: 'otis-gray', expense: gone.id })
    await world.reconcile()
    const heard = (await recorded(world)).length // of what happens now, as ever

    assert.deepEqual(await consider(world, { all: true }), { asked: 300, remaining: 8, userErrors: [] })
    assert.deepEqual(await consider(world, { all: true }), { asked: 8, remaining: 0, userErrors: [] })
    assert.deepEqual(await consider(world, { all: true }), { asked: 0, remaining: 0, userErrors: [] })
    const actions = (await untilRecorded(world, heard + 308)).filter(({ kind }: any) => /\.created$/.test(kind))
    assert.equal(new Set(actions.map(({ subject }: any) => subject.id)).size, 308)
    for (const { kind, data, terms, initiatorName, subject } of actions) {
      assert.equal(kind, 'opencollective.expense.created')
      assert.deepEqual([data.status, data.byFolkmoot, initiatorName], ['PENDING', false, 'otis-gray'])
      assert.equal(terms.amountInCents, data.amountInCents)
      assert.ok(![gone.id, approved.id].includes(subject.id))
    }
    await world.reconcile()
    assert.equal((await recorded(world)).length, heard + 308)

    // From here on it is as any other: a change of it is told.
    world.oc.editExpense({ as: 'otis-gray', expense: edited.id, amountInCents: 77_700 })
    await world.heard()
    const [{ action: change }] = (await recorded(world)).slice(-1)
    assert.deepEqual([change.subject.id, change.asks], [edited.id, 'opencollective.expense.created'])
  })

  it('Expenses from before are asked about one by one, by any of their names, and those heard of are left', async (t) => {
    const world = await collectiveWorld(t, { before: (oc) => submit(oc, 4) })
    const [first, second, third] = world.oc.expenses() as [any, any, any]
    await world.reconcile()
    const expenses = [first.id, String(second.legacyId), third.url, first.url]
    assert.deepEqual(await consider(world, { expenses }), { asked: 3, remaining: 1, userErrors: [] })
    const actions = await untilRecorded(world, 3)
    assert.deepEqual(actions.map(({ subject }: any) => subject.id).sort(), [first.id, second.id, third.id].sort())
    assert.equal((await consider(world, { expenses })).asked, 0)
    const { id: heard } = submit(world.oc, 1)[0]!
    await world.heard()
    assert.equal((await consider(world, { expenses: [heard] })).asked, 0)
    assert.equal((await recorded(world)).length, 4)
  })

  it('Expenses from before are asked about once, though calls come at once and the platform fails in between', async (t) => {
    const world = await collectiveWorld(t, { before: (oc) => submit(oc, 20) })
    await world.reconcile()
    world.oc.faults.next('500', { field: 'e0' })
    const expenses = world.oc.expenses().map(({ id }) => id)
    const answers = await Promise.all(
      [1, 2, 3, 4].map((each) => consider(world, each % 2 ? { all: true } : { expenses })),
    )
    assert.equal(
      answers.reduce((sum, { asked }) => sum + asked, 0),
      20,
    )
    await untilRecorded(world, 20)
    assert.deepEqual(await consider(world, { all: true }), { asked: 0, remaining: 0, userErrors: [] })
  })

  it('Expenses from before are refused where they are unknown, over, of another connection, or too many', async (t) => {
    const world = await collectiveWorld(t, { before: (oc) => submit(oc, 2) })
    const [paid, open] = world.oc.expenses() as [any, any]
    world.oc.setBalance(10_000_000)
    await world.oc.process({ as: 'hanna-lindqvist', expense: paid.id, action: 'APPROVE' })
    await world.oc.process({ as: 'hanna-lindqvist', expense: paid.id, action: 'PAY' })
    await world.reconcile()
    const codeOf = async (input: object, viewer?: Viewer) => (await consider(world, input, viewer)).userErrors[0]?.code
    assert.equal(await codeOf({ expenses: [paid.id] }), 'EXPENSE_STATUS_UNSUPPORTED')
    assert.equal(await codeOf({ expenses: [open.id, '999999'] }), 'EXPENSE_NOT_FOUND')
    assert.equal(await codeOf({ expenses: ["'; --"] }), 'EXPENSE_NOT_FOUND')
    assert.equal(await codeOf({ expenses: Array(101).fill(open.id) }), 'BAD_INPUT')
    assert.equal(await codeOf({}), 'BAD_INPUT')
    assert.equal(await codeOf({ expenses: [open.id], all: true }), 'BAD_INPUT')
    assert.equal(await codeOf({ connection: 'con_none', all: true }), 'CONNECTION_NOT_FOUND')
    const community = await world.addCommunity('elsewhere')
    assert.equal(await codeOf({ community, all: true }), 'CONNECTION_NOT_FOUND')
    assert.equal(await codeOf({ community, expenses: [open.id] }), 'CONNECTION_NOT_FOUND')
    assert.equal((await recorded(world)).filter(({ action }) => /\.created$/.test(action.kind)).length, 0)
    await world.actions.calls.disconnectPlatform({ connection: world.connection })
    assert.equal(await codeOf({ all: true }), 'CONNECTION_NOT_FOUND')
  })
})
