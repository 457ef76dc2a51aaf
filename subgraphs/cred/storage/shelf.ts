// Tables of snapshots in memory: those asked for lately, up to a number of bytes. Opening one is inflating it (off the
// event loop); nothing is parsed.

import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import { uncancelled } from '../../../backbone/concurrency/cancellation.ts'
import { type CredTable, openTable } from '../domain/table.ts'

export interface Shelf {
  /** The table if it stands on the shelf: no waiting, no query. */
  at(snapshot: string): CredTable | undefined
  /** The table, fetched if it must be; null where no such snapshot is kept. */
  table(snapshot: string): Promise<CredTable | null>
  /** Puts up a table that is at hand. */
  put(snapshot: string, packed: Uint8Array): void
  /** What stands there is not as it is kept any more. */
  clear(): void
}

const inflateApart = promisify(inflate)
/** A table may have a hundred megabytes: many asked for at once must not all be in memory at once. */
const mostComing = 2

/**
 * @param readBody the deflated table of a snapshot
 * @param mostBytes of all tables together; the one asked for last stays whatever its size
 */
export function openShelf(
  readBody: (snapshot: string) => Promise<Uint8Array | null>,
  mostBytes = 96 * 1024 * 1024,
): Shelf {
  const tables = new Map<string, CredTable>() // in the order of their last use
  const coming = new Map<string, Promise<CredTable | null>>()
  const waiting: (() => void)[] = []
  let fetching = 0
  let era = 0
  let bytes = 0

  function place(snapshot: string, table: CredTable): CredTable {
    if (tables.has(snapshot)) return tables.get(snapshot)!
    tables.set(snapshot, table)
    bytes += table.byteLength
    for (const [oldest, old] of tables) {
      if (bytes <= mostBytes || oldest === snapshot) break
      tables.delete(oldest)
      bytes -= old.byteLength
    }
    return table
  }

  async function fetch(snapshot: string): Promise<CredTable | null> {
    if (fetching < mostComing) fetching++
    else await new Promise<void>((go) => waiting.push(go)) // who is done hands over its turn
    try {
      const began = era
      const body = await readBody(snapshot)
      const table = body && openTable(await inflateApart(body))
      return table && (began === era ? place(snapshot, table) : table)
    } finally {
      const next = waiting.shift()
      if (next) next()
      else fetching--
    }
  }

  return {
    at(snapshot) {
      const table = tables.get(snapshot)
      if (!table) return undefined
      tables.delete(snapshot)
      tables.set(snapshot, table)
      return table
    },
    table(snapshot) {
      const here = this.at(snapshot)
      if (here) return Promise.resolve(here)
      let promised = coming.get(snapshot)
      if (!promised) {
        const asked = uncancelled(() => fetch(snapshot)).finally(() => {
          if (coming.get(snapshot) === asked) coming.delete(snapshot)
        })
        promised = asked
        coming.set(snapshot, promised)
      }
      return promised
    },
    put: (snapshot, packed) => void place(snapshot, openTable(packed)),
    clear() {
      tables.clear()
      coming.clear()
      bytes = 0
      era++
    },
  }
}
