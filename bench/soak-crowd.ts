// The subscribers of the soak, in a process of their own. Told by its parent: to break connections off at random while it
// lasts; then to wait until each has heard as much as there is, and to compare what each has with the table.

import { seededRandom } from '../sandbox/random.ts'
import { type Reader, startReader } from './soak-reader.ts'

/** What the parent sends. */
export type Order =
  | {
      do: 'begin'
      port: number
      size: number
      query: string
      after: string
      room: number
      seed: string
      calmSeconds: number
    }
  | { do: 'count' }
  | { do: 'calm' }
  | { do: 'compare'; table: number[] }

/** What it is answered. */
export interface Answer {
  /** Of the one that has heard least, and of all. */
  least: number
  sum: number
  /** How streams ended, and how often. */
  ends: Record<string, number>
  /** What differs from the table. Empty: nothing. */
  faults: string[]
}

const tickEvery = 50 // milliseconds

const readers: Reader[] = []
const ends: Record<string, number> = {}
let breaking: NodeJS.Timeout | null = null

process.on('message', (order: Order) => {
  if (order.do === 'begin') begin(order)
  if (order.do === 'calm' && breaking) clearInterval(breaking)
  const faults = order.do === 'compare' ? compare(order.table) : []
  let least = Number.POSITIVE_INFINITY
  let sum = 0
  for (const { count } of readers) {
    least = Math.min(least, count)
    sum += count
  }
  process.send!({ least, sum, ends, faults } satisfies Answer)
})
process.on('disconnect', () => process.exit(0))

/** Half over WebSocket, half as event streams. Each breaks off once in `calmSeconds` on average, for up to 20 seconds. */
function begin({ port, size, query, after, room, seed, calmSeconds }: Extract<Order, { do: 'begin' }>): void {
  const random = seededRandom(seed)
  const ended = (how: string) => {
    ends[how] = (ends[how] ?? 0) + 1
  }
  for (let each = 0; each < size; each++) {
    const transport = each % 2 === 0 ? 'ws' : 'sse'
    readers.push(startReader({ port, transport, query, after, room, random, ended }))
  }
  const often = (size * tickEvery) / (calmSeconds * 1000) // of a tick
  breaking = setInterval(() => {
    for (let due = often + random() - 0.5; due > 0.5; due--) {
      const away = random() < 0.8 ? random() * 1000 : random() * 20_000
      readers[Math.floor(random() * readers.length)]!.breakOff(away)
    }
  }, tickEvery)
}

function compare(table: number[]): string[] {
  const faults: string[] = []
  for (const [index, { heard, count }] of readers.entries()) {
    const who = `subscriber ${index} (${index % 2 === 0 ? 'ws' : 'sse'})`
    const at = table.findIndex((number, place) => heard[place] !== number)
    if (at >= 0)
      faults.push(`${who} has ${at < count ? heard[at] : 'nothing'} at place ${at}, where the table has ${table[at]}`)
    else if (count !== table.length) faults.push(`${who} has ${count} events; the table has ${table.length}`)
  }
  return faults
}
