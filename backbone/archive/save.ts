// A backup: every table of ours, and the jobs that wait, as they are at one moment. Rows go from the database to the file
// as they come, some at a time; the database itself makes the text of each.

import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { type Database, databaseNow, type Tx } from '../database/database.ts'
import type { Applied } from '../database/migrate.ts'
import { archiveWriter, format, type Header } from './format.ts'
import { sequencesOf, type Table, tablesOf } from './tables.ts'

export interface Saved {
  header: Header
  /** Rows, and jobs among them. */
  rows: number
}

const mostRows = 2000
const muchText = 512 * 1024 // characters: a batch of more makes the next one smaller

/**
 * Writes a backup of the database to a new file.
 * @param version of Folkmoot
 * @throws Error where nothing of ours is in the database; then there is no file
 */
export async function saveArchive(db: Database, file: string, version: string): Promise<Saved> {
  return db.snapshot(async (tx) => {
    // As text, a value must not depend on how this server, or this user, likes to see it.
    await sql
      .raw(
        `set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres';
        set local extra_float_digits = 1; set local bytea_output = 'hex';
        set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`,
      )
      .execute(tx)
    const header = await headerOf(db, tx, version)
    const schemas = [...new Set(['backbone', ...header.migrations.map(({ part }) => part)])]
    const archive = archiveWriter(file)
    try {
      await archive.line(header)
      for (const table of await tablesOf(tx, schemas)) {
        if (table.schema === 'backbone' && ['migrations', 'restored_jobs'].includes(table.name)) continue
        await archive.line({ table: [table.schema, table.name], columns: table.columns.map(({ name }) => name) })
        await copy(
          tx,
          rowsOf(table),
          table.columns.some(({ type }) => type === 'bytea'),
          archive.rows,
        )
      }
      for (const { schema, table, column, at } of await sequencesOf(tx, schemas)) {
        await archive.line({ sequence: [schema, table, column], at })
      }
      await archive.line({ jobs: ['queue', 'data', 'key', 'start_at', 'group_id', 'retries'] })
      for (const jobs of await waitingJobs(tx)) await copy(tx, jobs, false, archive.rows)
      const { rows } = await archive.end()
      return { header, rows }
    } catch (error) {
      await archive.abandon()
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(file, { force: true })
      throw error
    }
  })
}

async function headerOf(db: Database, tx: Tx, version: string): Promise<Header> {
  if (!(await exists(tx, 'backbone.migrations'))) throw new Error('There is nothing of Folkmoot in this database.')
  const { rows } = await sql<Applied>`select part, name, sha256 from backbone.migrations order by part, name`.execute(
    tx,
  )
  const server = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(tx)
  const head = await sql<{ position: number }>`select position from backbone.head`.execute(tx)
  const marked = await exists(tx, 'backbone.secret')
  const secret = marked ? await sql<{ mark: string }>`select mark from backbone.secret`.execute(tx) : null
  return {
    folkmoot: 'backup',
    format,
    version,
    madeAt: (await databaseNow(tx)).toISOString(),
    engine: `${db.engine} ${server.rows[0]!.version.split(' ')[0]}`,
    position: Number(head.rows[0]!.position),
    secretMark: secret?.rows[0]?.mark ?? null,
    migrations: rows,
  }
}

function rowsOf({ schema, name, columns }: Table): string {
  const texts = columns.map((column) => `"${column.name}"::text`).join(', ')
  return `select json_build_array(${texts})::text as line from only "${schema}"."${name}"`
}

/** Those of pg-boss that are still to be done, also the ones in hand, and those of a backup that nobody took up yet. */
async function waitingJobs(tx: Tx): Promise<string[]> {
  const selects: string[] = []
  if (await exists(tx, 'jobs.job')) {
    selects.push(`select json_build_array(name, data::text, coalesce(singleton_key, id::text), start_after::text, group_id,
      retry_limit::text)::text as line from jobs.job where state in ('created', 'retry', 'active')`)
  }
  if (await exists(tx, 'backbone.restored_jobs')) {
    selects.push(`select json_build_array(queue, data::text, key, start_at::text, group_id, retries::text)::text as line
      from backbone.restored_jobs`)
  }
  return selects
}

/** @param large whether one row may be as much as can be borne. */
async function copy(tx: Tx, select: string, large: boolean, write: (lines: string[]) => Promise<void>): Promise<void> {
  await sql.raw(`declare copied no scroll cursor for ${select}`).execute(tx)
  for (let wanted = 1; ; ) {
    const { rows } = await sql.raw<{ line: string }>(`fetch forward ${wanted} from copied`).execute(tx)
    await write(rows.map(({ line }) => line))
    if (rows.length < wanted) break
    const text = rows.reduce((sum, { line }) => sum + line.length, 0)
    if (!large) wanted = Math.min(mostRows, Math.max(1, text > muchText ? wanted >> 1 : wanted * 2))
  }
  await sql.raw('close copied').execute(tx)
}

async function exists(tx: Tx, table: string): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass(${table}) is not null as there`.execute(tx)
  return rows[0]!.there
}
