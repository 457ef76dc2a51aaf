// Opening a database by its address: a folder is PGlite, a URL is PostgreSQL.

import type { PGlite } from '@electric-sql/pglite'
import { type Patience, patience } from './connection.ts'
import type { Database } from './database.ts'
import { overPglite } from './embedded.ts'
import { openPglite } from './pglite-folder.ts'
import { openPostgres } from './postgres.ts'

export type DatabaseAddress =
  | { folder: string }
  | { url: string; poolSize?: number; patience?: Partial<Patience> }
  /** One that is open already; `keep` leaves it open when the database is closed. */
  | { pglite: PGlite; keep?: boolean }

/** @throws Error when the folder is used by another process, or the server cannot be reached. */
export async function openDatabase(address: DatabaseAddress): Promise<Database> {
  if ('url' in address) {
    return openPostgres(address.url, address.poolSize ?? 10, { ...patience, ...address.patience })
  }
  if ('pglite' in address) return overPglite(address.pglite, async () => {}, address.keep)
  const { pglite, release } = await openPglite(address.folder)
  return overPglite(pglite, release)
}
