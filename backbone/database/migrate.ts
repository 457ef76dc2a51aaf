// Forward-only migrations: each part has a schema of its own. All in one transaction under a lock, so that two
// processes that start at once do the work once, and a failure leaves nothing half done.

import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { faultPoint } from '../fault-point.ts'
import type { Database, On, Tx } from './database.ts'

/** Name (`0001_start`; applied in the order of names) to SQL. The search path is the part's own schema. */
export type Migrations = Record<string, string>

/** A migration that was applied, as the database remembers it. */
export interface Applied {
  part: string
  name: string
  sha256: string
}

/** @throws Error when a migration that was applied has since been changed, or is unknown here (a newer version's). */
export async function migrate(db: Database, parts: Record<string, Migrations>): Promise<void> {
  if (await isMigrated(db, parts)) return
  await db.transaction((tx) => migrateWithin(tx, parts))
}

/** Whether nothing is left to do, by a look that takes no lock and changes nothing: so it is at nearly every start. */
async function isMigrated({ root }: Database, parts: Record<string, Migrations>): Promise<boolean> {
  await requireWritable(root)
  const { rows: tables } = await sql`select from pg_tables
    where schemaname = 'backbone' and tablename = 'migrations'`.execute(root)
  if (tables.length === 0) return false
  const { rows } = await sql<Applied>`select part, name, sha256 from backbone.migrations`.execute(root)
  requireKnown(parts, rows)
  const applied = new Set(rows.map(({ part, name }) => `${part}/${name}`))
  return Object.entries(parts).every(([part, migrations]) =>
    Object.keys(migrations).every((name) => applied.has(`${part}/${name}`)),
  )
}

/** As `migrate`, in a transaction of the caller's. @param only applies no others than these, and these all */
export async function migrateWithin(
  tx: Tx,
  parts: Record<string, Migrations>,
  only?: readonly Applied[],
): Promise<void> {
  await requireWritable(tx)
  // An index on a large table may take its time, and a second process waits for the first.
  await sql.raw(`set local statement_timeout = 0; set local lock_timeout = 0`).execute(tx)
  await sql`select pg_advisory_xact_lock(hashtextextended('folkmoot.migrate', 0))`.execute(tx)
  await sql
    .raw(`create schema if not exists backbone;
    create table if not exists backbone.migrations (
      part text not null, name text not null, sha256 text not null, applied_at timestamptz not null default now(),
      primary key (part, name))`)
    .execute(tx)
  const { rows } = await sql<Applied>`select part, name, sha256 from backbone.migrations`.execute(tx)
  requireKnown(parts, rows)
  for (const [part, migrations] of Object.entries(parts)) {
    const applied = new Set(rows.filter((row) => row.part === part).map(({ name }) => name))
    await sql.raw(`create schema if not exists "${part}"; set local search_path to "${part}"`).execute(tx)
    for (const name of Object.keys(migrations).sort()) {
      if (applied.has(name) || (only && !only.some((each) => each.part === part && each.name === name))) continue
      await sql.raw(migrations[name]!).execute(tx)
      faultPoint?.(`in migration ${part}/${name}`)
      await sql`insert into backbone.migrations (part, name, sha256)
        values (${part}, ${name}, ${digestOf(migrations[name]!)})`.execute(tx)
    }
  }
}

/** A standby, or a database that its operator (or its host, when the disk is full) lets only be read: nobody overrules that. */
async function requireWritable(on: On): Promise<void> {
  const { rows } = await sql<{ name: string; only: string; standby: boolean }>`select current_database() as name,
    current_setting('transaction_read_only') as only, pg_is_in_recovery() as standby`.execute(on)
  const { name, only, standby } = rows[0]!
  if (only === 'off') return
  const why = standby ? 'the server is a standby' : 'default_transaction_read_only is on for it'
  throw new Error(`Wanted a database that can be written; "${name}" can only be read: ${why}.`)
}

/** What a migration is known by. */
export function digestOf(migration: string): string {
  return createHash('sha256').update(migration).digest('hex')
}

/** @throws Error unless each of them is one of ours, unchanged. Parts that do not run here are not looked at. */
export function requireKnown(parts: Record<string, Migrations>, applied: readonly Applied[]): void {
  for (const { part, name, sha256 } of applied) {
    if (!parts[part]) continue
    const migration = parts[part][name]
    if (migration === undefined) {
      throw new Error(`The database has ${part}/${name}, which this version does not know: use a newer Folkmoot.`)
    }
    if (digestOf(migration) !== sha256) {
      throw new Error(`The migration ${part}/${name} was applied with other contents; add a new one instead.`)
    }
  }
}
