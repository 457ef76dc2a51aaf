// What a long history does to a statement: compared are its costliest runs over a short and over a long one.

import { growing } from './fill.ts'
import type { Ran, Scan } from './plan.ts'

/** All runs of one statement. */
export interface Statement {
  text: string
  runs: number
  /** Of the costliest run. */
  buffers: number
  /** Rows looked at, and rows returned, of the run that looked at most. */
  read: number
  returned: number
  /** How tables were read, in the run with the most buffers. */
  scans: Scan[]
}

export interface Compared extends Statement {
  buffersOverShort: number
  readOverShort: number
  /** Counts rows: what it costs is what it counts, so it must be by the index alone. */
  counts: boolean
  /** Why it does not hold; empty: it holds. */
  problems: string[]
}

/** So much more may be touched of a thousandfold history: indexes are higher, and rows of a page lie further apart. */
const most = { times: 3, beyond: 250 }
/** What returns a page may touch so much for each row of it, however long the history. */
const page = { rows: 1000, buffers: 6, read: 2 }

export function statementsOf(ran: readonly Ran[]): Map<string, Statement> {
  const found = new Map<string, Statement>()
  for (const { text, buffers, read, returned, scans } of ran) {
    const known = found.get(text)
    if (!known) found.set(text, { text, runs: 1, buffers, read, returned, scans })
    else {
      known.runs++
      if (buffers > known.buffers) Object.assign(known, { buffers, scans })
      if (read > known.read) Object.assign(known, { read, returned })
    }
  }
  return found
}

/** Statements that ran over both, and look at a table that grows. */
export function compare(short: readonly Ran[], long: readonly Ran[]): Compared[] {
  const before = statementsOf(short)
  const compared: Compared[] = []
  for (const statement of statementsOf(long).values()) {
    const over = before.get(statement.text)
    const grows = growing.some((table) => new RegExp(table.replace('.', '"?\\."?')).test(statement.text))
    if (!over || !grows) continue
    const counts = /^select [^)]*\bcount ?\(/i.test(statement.text)
    const all = { ...statement, buffersOverShort: over.buffers, readOverShort: over.read, counts }
    compared.push({ ...all, problems: problemsOf(all) })
  }
  return compared
}

const names = growing.map((table) => table.split('.')[1])

function problemsOf(statement: Omit<Compared, 'problems'>): string[] {
  const { buffers, buffersOverShort, read, readOverShort, returned, counts, scans } = statement
  const problems = scans
    .filter(({ node, table, rows }) => node === 'Seq Scan' && names.includes(table) && rows > most.beyond)
    .map(({ table }) => `reads all of ${table}`)
  const rows = Math.min(returned, page.rows)
  const grown = (now: number, then: number, ofRow: number) =>
    now > Math.max(then * most.times, rows * ofRow) + most.beyond
  if (counts) {
    for (const { node, index, table, rows, fetched } of scans)
      if (rows > most.beyond && (node !== 'Index Only Scan' || fetched > rows / 10))
        problems.push(`counts not by the index alone: ${node} ${index ?? table}`)
  } else {
    if (grown(buffers, buffersOverShort, page.buffers)) problems.push('touches more pages')
    if (grown(read, readOverShort, page.read)) problems.push('looks at more rows')
  }
  return problems
}
