// PGlite behind the database interface: one process, one connection.

import type { PGlite } from '@electric-sql/pglite'
import { Kysely } from 'kysely'
import type { Database, QueryHeard } from './database.ts'
import { common, guarded } from './engine.ts'
import { PgliteDialect } from './pglite-dialect.ts'

/** @param release run when it is closed, last; `keep` leaves PGlite open. */
export function overPglite(pglite: PGlite, release: () => Promise<void>, keep = false): Database {
  const listeners = new Set<QueryHeard>()
  const dialect = new PgliteDialect(pglite)
  const createDriver = dialect.createDriver.bind(dialect)
  dialect.createDriver = () => guarded(createDriver())
  const root = new Kysely<unknown>({
    dialect,
    log: ({ query }) => listeners.forEach((heard) => heard(query.sql, query.parameters)),
  })
  return {
    ...common(root, listeners),
    engine: 'pglite',
    pglite,
    process: 'alone',
    processes: async () => ['alone'],
    url: null,
    listen: async (channel, heard) => {
      const stop = await pglite.listen(channel, heard)
      return async () => {
        if (!pglite.closed) await stop()
      }
    },
    hold: async () => ({ lost: new AbortController().signal, release: async () => {} }),
    async close() {
      await root.destroy()
      if (!keep && !pglite.closed) await pglite.close()
      await release()
    },
  }
}
