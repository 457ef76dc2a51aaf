// The clock of this machine is an hour ahead of the database's, or behind it: what is to come later comes when it is due.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { collectiveWorld, goLive } from './support.ts'

const hour = 3_600_000 // milliseconds

for (const [words, skew] of [
  ['ahead', hour],
  ['behind', -hour],
] as const) {
  describe(`a clock that is an hour ${words}`, () => {
    const clock = { now: () => new Date(Date.now() + skew) }

    it(`A clock that is an hour ${words} delays no second try of an action, and does not use up all tries at once`, async (t) => {
      const world = await collectiveWorld(t, { clock, actions: { haste: 2 } })
      const { id } = world.oc.submitExpense({ as: 'lin-yue', description: 'Hose', amountInCents: 6840 })
      await world.heard()
      world.oc.faults.next('500', { field: 'permissions' })
      const { action } = await world.mutate('approveExpense', { community: world.community, expense: id })
      const began = Date.now()
      await world.until(() => world.oc.expense(id).status === 'APPROVED')
      assert.ok(Date.now() - began >= 400, 'it waited')
      const { action: done } = await world.run('query ($id: ID!) { action(id: $id) { attempts { outcome } } }', {
        id: action.id,
      })
      assert.equal(done.attempts[0].outcome, 'PENDING')
      assert.ok(done.attempts.length <= 2)
    })

    it(`A clock that is an hour ${words} does not keep a platform from being read again`, async (t) => {
      const world = await collectiveWorld(t, { clock, settings: { reconcileEverySeconds: 5 } })
      world.oc.faults.webhooks = 'drop'
      await goLive(world, world.connection, world.oc.collective.slug)
      await world.until(() => world.oc.requests.some(({ query }) => query.includes('query Log')))
      await world.until(async () => (await world.backbone.jobs.waiting())['actions.reconcile'] === 1)
      const { id } = world.oc.submitExpense({ as: 'lin-yue', description: 'Lamps', amountInCents: 6840 })
      await world.until(async () => (await world.observed()).some(({ subject }) => subject.id === id))
    })
  })
}
