// What PostgreSQL looks at for every statement, over a short history and over one a thousand times as long. Nothing is timed:
// counted are pages and rows. The plans go to PLANS.md.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../backbone/database/open.ts'
import { type History, longest } from '../test/plans/fill.ts'
import { liveOn } from '../test/plans/happening.ts'
import { compare, ofThousandfold } from '../test/plans/judge.ts'
import { heardDuring, history } from '../test/plans/over.ts'
import type { Ran } from '../test/plans/plan.ts'
import { type Bench, onPostgres, type Result } from './harness.ts'
import { reportOf } from './plans-report.ts'

const short: History = { events: 1000, votes: 1000, each: 1000 }
const long: History = { events: 1_000_000, votes: 1_000_000, each: 100_000 }

/** What ran while the server did everything over such a history. */
async function ranOver(url: string, of: History): Promise<Ran[]> {
  const stops: (() => Promise<unknown> | unknown)[] = []
  const t = { after: (stop: () => unknown) => void stops.push(stop) } as Parameters<typeof history>[0]
  const began = performance.now()
  try {
    const db = await openDatabase({ url, patience: { statement: longest } })
    stops.push(() => db.close())
    const on = { db, url }
    const lived = await history(t, on, of)
    const { ran } = await heardDuring(t, on, (server) => liveOn(server, lived))
    const seconds = Math.round((performance.now() - began) / 1000)
    console.log(`  ${ran.length} statements over ${of.events.toLocaleString('en')} events, after ${seconds} s`)
    return ran
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}

export const bench: Bench = {
  name: 'Plans',
  async run(): Promise<Result[]> {
    const before = await onPostgres((url) => ranOver(url, short))
    const after = before && (await onPostgres((url) => ranOver(url, long)))
    if (!after) return []
    const compared = compare(before, after, ofThousandfold)
    const where = `${new Date().toISOString().slice(0, 10)}, PostgreSQL, Node ${process.version}`
    writeFileSync(join(import.meta.dirname, 'PLANS.md'), reportOf(compared, short, long, where))
    const bad = compared.filter(({ problems }) => problems.length > 0)
    for (const { text, problems } of bad) console.log(`  ${problems.join(', ')}: ${text.slice(0, 200)}`)
    const [counts, others] = [bad.filter((each) => each.counts), bad.filter((each) => !each.counts)]
    const most = (of: (each: (typeof compared)[number]) => number) =>
      Math.max(...compared.filter((each) => !each.counts).map(of))
    const long_ = `${long.events.toLocaleString('en')} events and votes`
    return [
      {
        what: `of ${compared.length} statements over ${long_}, those that look at more than over 1,000 ([plans](PLANS.md))`,
        ours: `${others.length}`,
        baseline: '–',
        ratio: others.length,
        wanted: '0',
        met: others.length === 0,
      },
      {
        what: 'pages that the largest of them touches, but for counts',
        ours: `${most(({ buffers }) => buffers)}`,
        baseline: `${most(({ buffersOverShort }) => buffersOverShort)} over 1,000`,
        ratio: Number((most(({ buffers }) => buffers) / most(({ buffersOverShort }) => buffersOverShort)).toFixed(2)),
        wanted: 'shown',
        met: true,
      },
      {
        what: 'counts (`totalCount`) that are not made in an index alone',
        ours: `${counts.length}`,
        baseline: '–',
        ratio: counts.length,
        wanted: '0',
        met: counts.length === 0,
      },
    ]
  },
}
