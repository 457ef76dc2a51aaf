// What a long history does to a statement: compared are its costliest runs over a short and over a long one.

import { growing } from './fill.ts'
import type { Ran, Scan } from './plan.ts'

/** All runs of one statement. */
export interface Statement {
  text: string
  runs: number
  /** Pages touched, and those touched by reading, of the costliest run. */
  buffers: number
  scanned: number
  /** Rows looked at, and rows returned, of the run that looked at most. */
  read: number
  returned: number
  /** How tables were read, in the run that looked at most rows, and of those in the one with the most buffers. */
  scans: Scan[]
}

export interface Compared extends Statement {
  buffersOverShort: number
  scannedOverShort: number
  readOverShort: number
  /** Counts rows: what it costs is what it counts, so it must be by the index alone. */
  counts: boolean
  /** Why it does not hold; empty: it holds. */
  problems: string[]
}

/** How much more may be looked at than over the short history: indexes are higher, and rows of a page lie further apart. */
export interface Limits {
  times: number
  /** So many pages or rows on top. */
  beyond: number
  /** What returns a page may look at so many pages and rows for each row of it, however long the history. */
  page: { rows: number; pages: number; read: number }
  /** The part of a count that may be looked up in the table, because a row beside was written since the last vacuum. */
  fetched: number
}

/** Of a history a thousand times as long, read as the planner wants. */
export const ofThousandfold: Limits = { times: 3, beyond: 250, page: { rows: 1000, pages: 6, read: 2 }, fetched: 0.1 }

/** Of one ten times as long, read by indexes. The largest page is that of a reader of the log. */
export const ofTenfold: Limits = { times: 2, beyond: 50, page: { rows: 500, pages: 3, read: 1.25 }, fetched: 0.5 }

/** Statements that look at a table that grows. What did not run over the short history is as if it had looked at nothing. */
export function compare(short: readonly Ran[], long: readonly Ran[], limits: Limits): Compared[] {
  const before = statementsOf(short)
  const compared: Compared[] = []
  for (const statement of statementsOf(long).values()) {
    if (!growing.some((table) => new RegExp(table.replace('.', '"?\\."?')).test(statement.text))) continue
    const counts = /^select [^)]*\bcount ?\(/i.test(statement.text)
    const { buffers = 0, scanned = 0, read = 0 } = before.get(statement.text) ?? {}
    const then = { buffersOverShort: buffers, scannedOverShort: scanned, readOverShort: read }
    const all = { ...statement, ...then, counts }
    compared.push({ ...all, problems: problemsOf(all, limits) })
  }
  return compared
}

// Private:

function statementsOf(ran: readonly Ran[]): Map<string, Statement> {
  const found = new Map<string, Statement>()
  for (const { text, buffers, scanned, read, returned, scans } of ran) {
    const known = found.get(text)
    if (!known) {
      found.set(text, { text, runs: 1, buffers, scanned, read, returned, scans })
      continue
    }
    known.runs++
    if (read > known.read || (read === known.read && buffers > known.buffers))
      Object.assign(known, { read, returned, scans })
    known.buffers = Math.max(known.buffers, buffers)
    known.scanned = Math.max(known.scanned, scanned)
  }
  return found
}

const names = growing.map((table) => table.split('.')[1])

function problemsOf(statement: Omit<Compared, 'problems'>, { times, beyond, page, fetched }: Limits): string[] {
  const { scanned, scannedOverShort, read, readOverShort, returned, counts, scans } = statement
  const problems = scans
    .filter(({ node, table, rows }) => node === 'Seq Scan' && names.includes(table) && rows > beyond)
    .map(({ table }) => `reads all of ${table}`)
  const rows = Math.min(returned, page.rows)
  const grown = (now: number, then: number, ofRow: number) => now > Math.max(then * times, rows * ofRow) + beyond
  if (counts) {
    for (const { node, index, table, rows, fetched: looked } of scans)
      if (rows > beyond && (node !== 'Index Only Scan' || looked > rows * fetched))
        problems.push(`counts not by the index alone: ${node} ${index ?? table}`)
  } else {
    if (grown(scanned, scannedOverShort, page.pages)) problems.push('looks at more pages')
    if (grown(read, readOverShort, page.read)) problems.push('looks at more rows')
  }
  return problems
}
