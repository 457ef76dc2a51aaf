// Webhooks that come too often, and webhooks that do not come at all.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { apply, garden, makeSteward, policies } from '../support/folkmoot.ts'

const list = `query ($c: ID!, $kind: String) { community(community: $c) { actions(first: 100, kind: $kind) {
  totalCount nodes { kind subject { id } } } proposals(first: 100) { totalCount nodes { trigger { subject { id } } } } } }`

describe('the same webhook ten times at once', () => {
  it('The same webhook ten times at once is answered 200 each, stored once, and changes the result once', async (t) => {
    const all = await garden(t)
    await makeSteward(all, 'tobias-okafor')
    await apply(all, policies.invoices())
    const opened = all.watch(
      'subscription ($c: ID!, $after: Cursor) { proposals(community: $c, after: $after) { kind proposal { id } } }',
      { c: all.community, after: all.beginning('proposals', all.community) },
    )
    const { collective } = all
    collective.faults.webhooks = 'hold'
    collective.submitExpense({ as: 'lin-yue', description: 'Hose', amountInCents: 6840 })
    await collective.faults.releaseWebhooks()
    await collective.webhooksSettled()
    const { url, body } = collective.webhookDeliveries.at(-1)!
    const again = { ...(body as { id: number }), id: 1_000_000 } // as one that did not come yet
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => fetch(url, { method: 'POST', body: JSON.stringify(again) })),
    )
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
    await opened.until(({ kind }) => kind === 'OPENED')
    const waiting = () =>
      sql<{ stored: number; waiting: number }>`
        select count(*)::int as stored, count(*) filter (where handled_at is null)::int as waiting from actions.webhooks
        where (body->>'id')::int = 1000000`.execute(all.db.root)
    while ((await waiting()).rows[0]!.waiting > 0) await pause(20)
    assert.deepEqual((await waiting()).rows, [{ stored: 1, waiting: 0 }])
    const { community } = await all.ask(list, { c: all.community, kind: 'opencollective.expense.created' })
    assert.equal(community.actions.totalCount, 1)
    assert.equal(community.proposals.totalCount, 1)
  })
})

describe('an hour of the platform’s life of which no webhook tells', () => {
  it('An hour on the platform that no webhook tells of is known after the next reading, each act once', async (t) => {
    let minute = 0
    const now = () => new Date(Date.now() + minute * 60_000)
    const all = await garden(t, { collective: { now }, reconcileEverySeconds: 5 })
    await makeSteward(all, 'tobias-okafor')
    await apply(all, policies.invoices())
    const { collective } = all
    collective.faults.webhooks = 'drop'
    const expenses: number[] = []
    for (minute = 1; minute <= 60; minute++) {
      const as = 'maren-holt'
      const before = expenses.at(-1)!
      // In turn: submitted, approved, taken back, and every other time rejected.
      if (minute % 4 === 1) {
        const description = `Lamp of minute ${minute}`
        expenses.push(collective.submitExpense({ as: 'lin-yue', description, amountInCents: 100 }).legacyId)
      } else if (minute % 4 === 2) await collective.process({ as, expense: before, action: 'APPROVE' })
      else if (minute % 4 === 3) await collective.process({ as, expense: before, action: 'UNAPPROVE' })
      else if (minute % 8 === 0) await collective.process({ as, expense: before, action: 'REJECT' })
    }
    const wanted = expenses
      .map((id) => collective.expense(id))
      .flatMap(({ id, activities }) =>
        activities
          .filter(({ type }) => /^COLLECTIVE_EXPENSE_(CREATED|APPROVED|UNAPPROVED|REJECTED)$/.test(type))
          .map(({ type }) => `${id} ${type.replace('COLLECTIVE_EXPENSE_', '').toLowerCase()}`),
      )
      .sort()
    assert.ok(wanted.length >= 15 * 3, `${wanted.length} acts`)
    for (;;) {
      const { community } = await all.ask(list, { c: all.community })
      const known = community.actions.nodes
        .filter(({ kind }: any) => /expense\.(created|approved|unapproved|rejected)$/.test(kind))
        .map(({ kind, subject }: any) => `${subject.id} ${kind.split('.').at(-1)}`)
        .sort()
      if (known.length < wanted.length || community.proposals.totalCount < expenses.length) {
        await pause(100)
        continue
      }
      assert.deepEqual(known, wanted)
      const asked = community.proposals.nodes.map(({ trigger }: any) => trigger.subject.id)
      assert.deepEqual(asked.sort(), expenses.map((id) => collective.expense(id).id).sort())
      return
    }
  })
})
