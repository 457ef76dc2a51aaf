// No statement's cost grows with the history. What `npm run bench -- plans` shows over a million rows is seen here over a few
// thousand: rows and pages looked at are counted, and nothing is timed. A table so small the planner would rather read whole,
// so it is told not to: what has an index that fits is found by it, and what has none reads everything all the same. What this
// cannot see is whether the planner also wants that index when the table is large; the bench does.

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { auto_explain } from '@electric-sql/pglite/contrib/auto_explain'
import { sql } from 'kysely'
import { readTestDatabaseUrl } from '../../backbone/config.ts'
import { type FreshDatabase, freshDatabase } from '../support/template.ts'
import { until } from '../support/until.ts'
import { askable, askedBy } from './asked.ts'
import type { History } from './fill.ts'
import { liveOn } from './happening.ts'
import { type Compared, compare, ofTenfold } from './judge.ts'
import type { Lived } from './life.ts'
import { readLists } from './lists.ts'
import { type Heard, heardDuring, history } from './over.ts'
import { shortened } from './plan.ts'
import { readOne } from './reading.ts'
import { untold } from './recorder.ts'

const short: History = { events: 1500, votes: 300, each: 150 }
const long: History = { events: 15_000, votes: 3000, each: 1500 }
const byIndex = { enable_seqscan: 'off', enable_bitmapscan: 'off', random_page_cost: '1' }

const server = readTestDatabaseUrl()
const skip = (server && (await untold(server))) ?? false
if (skip) console.log(`Plans are not looked at: ${skip}`)

const fieldsNotAsked = (asked: Iterable<string>) => {
  const known = askedBy(asked)
  return askable().filter((field) => !known.has(field))
}

describe('statements over a long history', { skip }, () => {
  const stops: (() => unknown)[] = []
  const t = { after: (stop: () => unknown) => void stops.push(stop) } as Parameters<typeof history>[0]
  let few: Heard
  let many: Heard & { on: FreshDatabase; lived: Lived }

  /** All that a server does over it. */
  async function over(of: History) {
    const on = await freshDatabase(server, { auto_explain })
    stops.push(on.drop)
    const lived = await history(t, on, of)
    const heard = await heardDuring(t, on, (folkmoot) => liveOn(folkmoot, lived), byIndex)
    return { ...heard, on, lived }
  }
  before(async () => {
    few = await over(short)
    many = await over(long)
  })
  after(async () => {
    for (const stop of stops.reverse()) await stop()
  })

  const bad = (ran: Heard['ran']) => compare(few.ran, ran, ofTenfold).filter(({ problems }) => problems.length > 0)
  const told = (found: readonly Compared[]) =>
    found.map(({ text, problems, ...each }) => {
      const rows = `${each.read} rows instead of ${each.readOverShort}`
      const pages = `${each.scanned} pages instead of ${each.scannedOverShort}`
      return `${problems.join(', ')} (${rows}, ${pages}): ${shortened(text)}`
    })

  it('No statement looks at more over a history ten times as long', () => {
    const compared = compare(few.ran, many.ran, ofTenfold)
    assert.ok(compared.length > 150, `only ${compared.length} statements were heard`)
    assert.deepEqual(told(bad(many.ran)), [])
  })

  it('Everything that clients may ask was asked, so that all statements are compared', () => {
    assert.deepEqual(
      fieldsNotAsked(many.asked),
      [],
      'ask for these in test/plans, so that their statements are looked at',
    )
    const fewer = many.asked.filter((operation) => !operation.includes('verifyDecisions'))
    assert.ok(fieldsNotAsked(fewer).includes('Query.verifyDecisions'))
  })

  it('A statement whose index is gone is named', async () => {
    const gone: Record<string, RegExp> = {
      'actions.actions_by_shape': /actions\.actions .*limit/,
      'actions.expenses_by_status': /actions\.expenses .*status .*limit/,
      'proposals.proposals_by_status': /count\(\*\).* proposals\.proposals .*status/,
      'communities.deliveries_by_death': /^delete from communities\.deliveries/,
      'backbone.events_of_proposal': /backbone\.events where proposal .*limit/,
    }
    const { on, lived } = many
    for (const index of Object.keys(gone)) await sql.raw(`drop index ${index}`).execute(on.db.root)
    const { ran } = await heardDuring(
      t,
      on,
      async (folkmoot, ran) => {
        await readLists(folkmoot, lived.village.community)
        await readOne(folkmoot, lived)
        await until('what is long dead to be dropped', () =>
          ran.some(({ text }) => text.startsWith('delete from comm')),
        )
      },
      byIndex,
    )
    const found = bad(ran)
    for (const [index, statement] of Object.entries(gone))
      assert.ok(
        found.some(({ text }) => statement.test(text)),
        `nothing was said about ${index}, only:\n${told(found).join('\n')}`,
      )
    const others = found.filter(({ text }) => !/\."?(actions|expenses|proposals|deliveries|events)\b/.test(text))
    assert.deepEqual(told(others), [])
  })
})
