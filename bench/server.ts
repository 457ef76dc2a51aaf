// Servers that are measured: each in a process of its own, in a folder of its own, on either database.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../backbone/database/database.ts'
import { openDatabase } from '../backbone/database/open.ts'
import { adminKey } from './client.ts'
import { onPostgres, type Result, startProcess } from './harness.ts'

export interface Server<Said> {
  said: Said
  /** It ends, and its folder is gone. */
  stop(): Promise<void>
}

/** Starts a server, quiet and with `adminKey`, unless the environment says otherwise. */
export async function startServer<Said extends { url: string }>(
  script: string,
  environment: Record<string, string> = {},
): Promise<Server<Said>> {
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-bench-'))
  const server = await startProcess<Said>(script, [], {
    PORT: '0',
    LOG_LEVEL: 'silent',
    FOLKMOOT_DATA: folder,
    FOLKMOOT_ADMIN_KEY: adminKey,
    ...environment,
  })
  return {
    said: server.said,
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

export type Engine = 'embedded' | 'PostgreSQL'

/** The same of servers on the embedded database and, where one answers, on PostgreSQL. */
export async function onBothEngines(
  measure: (engine: Engine, environment: Record<string, string>) => Promise<Result[]>,
): Promise<Result[]> {
  const results = await measure('embedded', {})
  const onServer = await onPostgres((url) => measure('PostgreSQL', { DATABASE_URL: url }))
  return [...results, ...(onServer ?? [])]
}

/** The same of a new embedded database and, where a server answers, of a new one on PostgreSQL. */
export async function onBothDatabases(measure: (engine: Engine, db: Database) => Promise<Result[]>): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-bench-'))
  const embedded = await openDatabase({ folder })
  const results = await measure('embedded', embedded)
  await embedded.close()
  rmSync(folder, { recursive: true })
  const onServer = await onPostgres(async (url) => {
    const db = await openDatabase({ url })
    const found = await measure('PostgreSQL', db)
    await db.close()
    return found
  })
  return [...results, ...(onServer ?? [])]
}
