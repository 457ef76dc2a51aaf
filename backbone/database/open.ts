// Opening a database by its address: a folder is PGlite, a URL is PostgreSQL. What the other needs is not loaded.

import type { PGlite } from '@electric-sql/pglite'
import { type Patience, patience } from './connection.ts'
import type { Database } from './database.ts'
import type { Migrations } from './migrate.ts'

export type DatabaseAddress =
  /** `parts`: whose tables a new one has. */
  | { folder: string; parts?: Record<string, Migrations> }
  | { url: string; poolSize?: number; patience?: Partial<Patience> }
  /** One that is open already; `keep` leaves it open when the database is closed. */
  | { pglite: PGlite; keep?: boolean }

/** @throws Error when the folder is used by another process, or the server cannot be reached. */
export async function openDatabase(address: DatabaseAddress): Promise<Database> {
  if ('url' in address) {
    const { openPostgres } = await import('./postgres.ts')
    return openPostgres(address.url, address.poolSize ?? 10, { ...patience, ...address.patience })
  }
  const { overPglite } = await import('./embedded.ts')
  if ('pglite' in address) return overPglite(address.pglite, async () => {}, address.keep)
  const { openPglite } = await import('./pglite-folder.ts')
  const { pglite, release } = await openPglite(address.folder, address.parts)
  return overPglite(pglite, release)
}
