// Five webhooks of one expense, in every order that they can come in.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { garden } from '../support/folkmoot.ts'

const told = ['created', 'approved', 'unapproved', 'approved', 'rejected']
const happened = ['created', 'approved', 'unapproved', 'rejected']

describe('five webhooks', () => {
  it('Five webhooks change the result once, in each of their 120 orders', async (t) => {
    const all = await garden(t, { people: ['maren-holt', 'lin-yue'], requestsPerMinute: 100_000 })
    const { collective } = all
    collective.submitExpense({ as: 'lin-yue', description: 'first', amountInCents: 100 })
    await collective.webhooksSettled()
    const [{ url, body }] = collective.webhookDeliveries as [any]
    collective.faults.webhooks = 'drop' // from here on, this test delivers
    const deliver = async (order: readonly number[], turn: number) => {
      const { id } = collective.submitExpense({ as: 'lin-yue', description: order.join(), amountInCents: 100 })
      for (const action of ['APPROVE', 'UNAPPROVE', 'REJECT'] as const)
        await collective.process({ as: 'maren-holt', expense: id, action })
      for (const which of order) {
        const webhook = {
          ...body,
          id: 1_000_000 + turn * 10 + which,
          type: `collective.expense.${told[which]}`,
          data: { expense: { publicId: id } },
        }
        const { status } = await fetch(url, { method: 'POST', body: JSON.stringify(webhook) })
        assert.equal(status, 200)
      }
      return id
    }
    const expenses = await Promise.all(permutations([0, 1, 2, 3, 4]).map(deliver))
    const wanted = new Map(expenses.map((id) => [id, happened.map((kind) => `opencollective.expense.${kind}`)]))
    // Asked of the table: the actions themselves are many, and reading them takes time from those who record them.
    const waiting = async () => {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from actions.webhooks where handled_at is null`.execute(all.db.root)
      return rows[0]!.n
    }
    while ((await waiting()) > 0) await pause(100)
    const byExpense = Map.groupBy(await actionsOf(all), ({ subject }) => subject.id)
    assert.equal(byExpense.size, wanted.size)
    for (const [id, kinds] of wanted) {
      const recorded = byExpense.get(id)?.map(({ kind }) => kind)
      assert.deepEqual(recorded?.sort(), kinds.sort(), id)
    }
  })
})

async function actionsOf({ ask, community }: Awaited<ReturnType<typeof garden>>): Promise<any[]> {
  const nodes: any[] = []
  for (let after: string | null = null; ; ) {
    const { community: page }: any = await ask(
      `query ($c: ID!, $after: Cursor) { community(community: $c) { actions(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor } nodes { kind subject { id title } } } } }`,
      { c: community, after },
    )
    nodes.push(...page.actions.nodes.filter(({ subject }: any) => subject.title !== 'first'))
    if (!page.actions.pageInfo.hasNextPage) return nodes
    after = page.actions.pageInfo.endCursor
  }
}

function permutations<T>(of: readonly T[]): T[][] {
  if (of.length < 2) return [[...of]]
  return of.flatMap((first, index) => permutations(of.toSpliced(index, 1)).map((rest) => [first, ...rest]))
}
