// Coming back: a thousand that each missed a hundred, from one place or from a hundred, and one that missed ten thousand.
// How many queries that takes is counted for one and for the thousand; what a server asks that nobody subscribes to (it
// looks at its log every second, say) is not counted.

import { setTimeout as pause } from 'node:timers/promises'
import { median, type Result, round } from './harness.ts'
import { type Crowd, now, type Ours } from './streams-sides.ts'

const missed = 10_000
const runs = 5
const warm = 5 // runs before, until the server's code is compiled for what it does
const returning = 1000
const behind = 100
const idle = 5_000 // milliseconds in which whatever a server asks by itself is asked

export async function resumeResults(ours: Ours, crowd: Crowd): Promise<Result[]> {
  await crowd.gather(1)
  const first = await crowd.expect(1)
  await ours.publish()
  await first.came
  const start = cursorIn(crowd.text())
  const some = await crowd.expect(behind)
  await ours.copy(behind)
  await some.came
  await crowd.leave()
  await quiet(ours)
  const counts = await resumedAtOnce(ours, crowd, start)

  await crowd.gather(1)
  const all = await crowd.expect(missed - behind)
  await ours.copy(missed - behind)
  await all.came
  await crowd.leave()
  await quiet(ours)
  const rates: number[] = []
  for (let each = 0; each < warm + runs; each++) {
    const heard = await crowd.expect(missed)
    const began = now()
    await crowd.gather(1, resumed(start))
    const seconds = ((await heard.came) - began) / 1000
    if (each >= warm) rates.push(missed / seconds)
    await crowd.leave()
  }
  return [
    {
      what: `events a second to one that resumes, ${missed} missed`,
      ours: `${round(median(rates), 0)}/s`,
      baseline: '–',
      ratio: round(median(rates), 0),
      wanted: '≥ 20000/s',
      met: median(rates) >= 20_000,
    },
    ...counts,
  ]
}

async function resumedAtOnce(ours: Ours, crowd: Crowd, start: string): Promise<Result[]> {
  const places = [start, ...(await cursorsAfter(crowd, start))]
  const before = await ours.queries()
  await pause(idle)
  const usual = new Set(grown(before, await ours.queries()).map(([text]) => text))

  /** What the database is asked until so many, from these places in turns, have what they missed. */
  async function queriesOf(size: number, from: readonly string[]): Promise<{ queries: number; ms: number }> {
    const found: { queries: number; ms: number }[] = []
    const messages = Array.from({ length: size }, (_, index) => behind - (index % from.length))
    for (let each = 0; each < runs; each++) {
      const asked = await ours.queries()
      const heard = await crowd.expect(messages.reduce((sum, count) => sum + count, 0))
      const began = now()
      await crowd.send(size, ...from.map(resumed))
      const ms = (await heard.came) - began
      const queries = grown(asked, await ours.queries()).filter(([text]) => !usual.has(text))
      found.push({ queries: queries.reduce((sum, [, count]) => sum + count, 0), ms })
      await crowd.leave()
    }
    return { queries: median(found.map(({ queries }) => queries)), ms: median(found.map(({ ms }) => ms)) }
  }

  const one = await queriesOf(1, [start])
  const result = (from: string, { queries, ms }: typeof one): Result => ({
    what: `queries of the database for ${returning} that resume at once${from}`,
    ours: `${queries} queries, ${round(ms, 0)} ms`,
    baseline: `${one.queries} for one, ${round(one.ms, 0)} ms`,
    ratio: round(queries / one.queries),
    wanted: '',
    met: true,
  })
  const same = result(`, each ${behind} behind`, await queriesOf(returning, [start]))
  const spread = result(
    ` from ${behind} places, 1 to ${behind} behind`,
    await queriesOf(returning, places.slice(0, -1)),
  )
  return [
    { ...same, wanted: '≤ 1', met: same.ratio <= 1 },
    { ...spread, wanted: 'shown' },
  ]
}

/** Those of the events after a cursor, one after another. */
async function cursorsAfter(crowd: Crowd, start: string): Promise<string[]> {
  const found: string[] = []
  while (found.length < behind) {
    const next = await crowd.expect(1)
    await crowd.send(1, resumed(found.at(-1) ?? start))
    await next.came
    found.push(cursorIn(crowd.text()))
    await crowd.leave()
  }
  return found
}

/** What was asked between two looks, and how often. */
function grown(before: Record<string, number>, after: Record<string, number>): [string, number][] {
  return Object.entries(after)
    .map(([text, count]): [string, number] => [text, count - (before[text] ?? 0)])
    .filter(([, count]) => count > 0)
}

/** What else hears of decisions has heard of these, or is given no more time. */
async function quiet(ours: Ours): Promise<void> {
  let before = await ours.queries()
  for (let seconds = 0; seconds < 10; seconds++) {
    await pause(1000)
    const now = await ours.queries()
    if (grown(before, now).reduce((sum, [, count]) => sum + count, 0) < 20) return
    before = now
  }
}

function resumed(after: string): object {
  return {
    query: `subscription ($after: Cursor) { decisions(community: "bench", after: $after) {
      cursor decision { id outcome reason compliance } } }`,
    variables: { after },
  }
}

function cursorIn(text: string): string {
  const cursor = /"cursor":"([^"]+)"/.exec(text)?.[1]
  if (!cursor) throw new Error(`Wanted a message with a cursor; got ${text.slice(0, 300)}`)
  return cursor
}
