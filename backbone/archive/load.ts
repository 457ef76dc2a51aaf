// Restoring: all of it in one transaction, into a database that has nothing of ours. The tables are made as they were when
// the backup was made, filled, and only then brought to what this version has: so an old backup is read for ever.

import { type RawBuilder, sql } from 'kysely'
import type { Database, Tx } from '../database/database.ts'
import { type Migrations, migrateWithin, requireKnown } from '../database/migrate.ts'
import { type Header, type Line, type Row, readArchive } from './format.ts'
import { type Table, tablesOf } from './tables.ts'

export interface Loading {
  file: string
  /** The migrations of every part, as this version has them. */
  parts: Record<string, Migrations>
  /** SQL run at the end: what must be seen otherwise in a world that went on while this was a file. */
  afterwards: readonly string[]
}

const muchText = 1024 * 1024 // characters of rows that are inserted at once

/** @throws Error that says why not; then nothing was changed. */
export async function loadArchive(db: Database, { file, parts, afterwards }: Loading): Promise<Header> {
  return db.transaction(async (tx) => {
    await sql
      .raw(
        `set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres';
        set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`,
      )
      .execute(tx)
    await requireEmpty(tx, parts)
    const lines = readArchive(file)
    const header = (await lines.next()).value as Header
    requireParts(parts, header)
    await migrateWithin(tx, parts, header.migrations)
    await sql.raw('set local search_path to pg_catalog').execute(tx) // every name comes with its schema
    const tables = await tablesOf(tx, Object.keys(parts))
    const foreign = await dropForeignKeys(tx, Object.keys(parts))
    for (const { schema, name } of tables) {
      if (isOurRecord(schema, name)) continue
      await sql
        .raw(`alter table "${schema}"."${name}" disable trigger user; delete from "${schema}"."${name}"`)
        .execute(tx)
    }
    const finish = async () => {
      for (const { schema, name } of tables) {
        await sql.raw(`alter table "${schema}"."${name}" enable trigger user`).execute(tx)
      }
      for (const key of foreign) await sql.raw(key).execute(tx)
      await migrateWithin(tx, parts)
      for (const statement of afterwards) await sql.raw(statement).execute(tx)
    }
    await fill(tx, lines, tables, finish)
    return header
  })
}

/** @throws Error where there is anything already. */
async function requireEmpty(tx: Tx, parts: Record<string, Migrations>): Promise<void> {
  const [table] = await tablesOf(tx, [...Object.keys(parts), 'jobs'])
  if (!table) return
  throw new Error(
    `Wanted a database without tables of Folkmoot; this one has ${table.schema}.${table.name}. Restore into a new, empty database.`,
  )
}

function requireParts(parts: Record<string, Migrations>, { migrations, version }: Header): void {
  const strange = migrations.find(({ part }) => !parts[part])
  if (strange) {
    throw new Error(
      `The backup is of version ${version} and has ${strange.part}/${strange.name}, which this version does not know: use a newer Folkmoot.`,
    )
  }
  requireKnown(parts, migrations)
}

/** Which migrations were applied is written by those who apply them. */
const isOurRecord = (schema: string, name: string) => schema === 'backbone' && name === 'migrations'

async function fill(
  tx: Tx,
  lines: AsyncIterable<Line | Row>,
  tables: readonly Table[],
  finish: () => Promise<void>,
): Promise<void> {
  let insert: ((batch: string) => RawBuilder<unknown>) | null = null
  let batch: string[] = []
  let text = 0
  const flush = async () => {
    if (insert && batch.length > 0) await insert(`[${batch.join(',')}]`).execute(tx)
    batch = []
    text = 0
  }
  for await (const line of lines) {
    if (typeof line === 'string') {
      batch.push(line)
      text += line.length
      if (text > muchText) await flush()
      continue
    }
    await flush()
    if ('table' in line) {
      const [schema, name] = line.table
      const table = tables.find((each) => each.schema === schema && each.name === name)
      if (!table) throw new Error(`The backup has a table ${schema}.${name} that its version does not have.`)
      insert = insertInto(table, line.columns)
    } else if ('sequence' in line) {
      const [schema, table, column] = line.sequence
      if (line.at > 0) {
        await sql`select setval(pg_get_serial_sequence(${`"${schema}"."${table}"`}, ${column}), ${line.at})`.execute(tx)
      }
    } else if ('jobs' in line) {
      await finish()
      const [table] = (await tablesOf(tx, ['backbone'])).filter(({ name }) => name === 'restored_jobs')
      insert = insertInto(table!, line.jobs)
    }
  }
  await flush()
}

/** @returns a statement that takes rows as a JSON array of arrays of texts. */
function insertInto({ schema, name, columns }: Table, named: readonly string[]) {
  const typed = named.map((column, index) => {
    const known = columns.find((each) => each.name === column)
    if (!known) throw new Error(`The backup has a column ${schema}.${name}.${column} that its version does not have.`)
    return `(row ->> ${index})::${known.type}`
  })
  const into = named.map((column) => `"${column}"`).join(', ')
  return (batch: string) =>
    sql`${sql.raw(`insert into "${schema}"."${name}" (${into}) overriding system value select ${typed.join(', ')}`)}
      from json_array_elements(${batch}::json) as row`
}

/** Rows come table by table, not in the order in which they refer to one another. @returns what makes the keys again */
async function dropForeignKeys(tx: Tx, schemas: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ of: string; name: string; definition: string }>`
    select c.conrelid::regclass::text as of, quote_ident(c.conname) as name, pg_get_constraintdef(c.oid) as definition
    from pg_constraint c join pg_namespace n on n.oid = c.connamespace
    where c.contype = 'f' and n.nspname in (${sql.join([...schemas])}) order by c.oid`.execute(tx)
  for (const { of, name } of rows) await sql.raw(`alter table ${of} drop constraint ${name}`).execute(tx)
  return rows.map(({ of, name, definition }) => `alter table ${of} add constraint ${name} ${definition}`)
}
