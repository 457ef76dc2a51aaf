// An initialised database, made once for each state of the migrations and copied for each test: making one anew takes
// seconds. Embedded: a file in the cache. PostgreSQL (TEST_DATABASE_URL): a template database.

import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after } from 'node:test'
import type { Extensions, PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import pg from 'pg'
import pino from 'pino'
import { readTestDatabaseUrl } from '../../backbone/config.ts'
import type { Database } from '../../backbone/database/database.ts'
import { type Migrations, migrate } from '../../backbone/database/migrate.ts'
import { migrations as backbone } from '../../backbone/database/migrations.ts'
import { openDatabase } from '../../backbone/database/open.ts'
import { createPglite } from '../../backbone/database/pglite.ts'
import { openJobs } from '../../backbone/jobs/jobs.ts'

const root = join(import.meta.dirname, '../..')
const cache = join(root, 'node_modules/.cache/folkmoot')
const quiet = pino({ level: 'silent' })

export interface FreshDatabase {
  db: Database
  url: string | null
  drop: () => Promise<void>
}

/**
 * A fresh database with every part's tables, and what removes it.
 * @param server where it is made; null: embedded
 * @param extensions of the embedded one, which then no other test has after it
 */
export async function freshDatabase(
  server: string | null = readTestDatabaseUrl(),
  extensions?: Extensions,
): Promise<FreshDatabase> {
  const parts = await everyPart()
  const state = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
  if (server) return freshPostgres(server, `folkmoot_template_${state}`, parts)
  const template = join(cache, `template-${state}.tar`)
  const pglite = (extensions ? null : emptied.pop()) ?? (await copyOf(template, parts, extensions))
  const db = await openDatabase({ pglite, keep: true })
  made ??= await shapeOf((text) => pglite.query(text))
  return {
    db,
    url: null,
    async drop() {
      await db.close()
      if (pglite.closed) return
      const asMade = !extensions && (await shapeOf((text) => pglite.query(text))) === made
      if (!asMade) return pglite.close()
      await pglite.exec(emptyEverything)
      emptied.push(pglite)
    },
  }
}

/** Databases of this process that a test has used and that were emptied again: another embedded one takes 0.4 s to open, one of PostgreSQL 0.4 s to make and drop. */
const emptied: PGlite[] = []
const emptiedOnServer: string[] = []
after(async () => {
  await Promise.all(emptied.map((pglite) => pglite.close()))
  const server = readTestDatabaseUrl()
  if (!server || emptiedOnServer.length === 0) return
  for (const name of emptiedOnServer) await dropOnServer(server, name)
})

/** What a database is like in which the migrations have run, and in which no test has changed a table. */
let made: string | null = null

/** The tables, columns, constraints, triggers and functions of a database, as one hash. */
async function shapeOf(query: (text: string) => Promise<{ rows: unknown[] }>): Promise<string> {
  const { rows } = await query(`
    select md5(string_agg(part, ' ' order by part)) as shape from (
      select format('schema %s', nspname) as part from pg_namespace where nspname !~ '^pg_'
      union all select format('column %s %s %s %s', attrelid::regclass, attname, atttypid, attnotnull)
        from pg_attribute join pg_class c on c.oid = attrelid where attnum > 0 and not attisdropped
        and relnamespace::regnamespace::text !~ '^pg_|^information_schema$'
      union all select format('constraint %s %s', conrelid::regclass, conname) from pg_constraint
      union all select format('trigger %s %s %s', tgrelid::regclass, tgname, tgenabled) from pg_trigger where not tgisinternal
      union all select format('function %s %s', oid::regprocedure, md5(prosrc)) from pg_proc
        where pronamespace::regnamespace::text !~ '^pg_catalog$|^information_schema$'
    ) as parts(part)`)
  return (rows[0] as { shape: string }).shape
}

/** All rows that the migrations did not make. The triggers that keep decisions for ever do not fire for a replica. */
const emptyEverything = `
  set session_replication_role = replica;
  do $$
  declare each record;
  begin
    for each in select schemaname as s, tablename as t from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')
      and (schemaname, tablename) not in (('backbone', 'head'), ('backbone', 'migrations'), ('jobs', 'version'))
    loop
      execute format('delete from only %I.%I', each.s, each.t);
    end loop;
    update backbone.head set position = 0;
  end $$;
  set session_replication_role = origin;
  unlisten *;`

/** A database with nothing of ours in it. */
export async function emptyDatabase(server: string | null = readTestDatabaseUrl()): Promise<FreshDatabase> {
  if (server) return emptyOnServer(server)
  const fresh = await freshDatabase(server)
  const schemas = ['jobs', ...Object.keys(await everyPart())]
  await sql.raw(`drop schema ${schemas.join(', ')} cascade`).execute(fresh.db.root)
  return {
    ...fresh,
    async drop() {
      await fresh.db.pglite?.close() // not to be used again as one that has its tables
      await fresh.drop()
    },
  }
}

async function copyOf(file: string, parts: Record<string, Migrations>, extensions: Extensions = {}): Promise<PGlite> {
  if (!existsSync(file)) await makeTemplate(file, parts)
  return createPglite({ loadDataDir: new Blob([readFileSync(file)]), extensions })
}

/** The migrations of the backbone and of every subgraph, by schema. */
export async function everyPart(): Promise<Record<string, Migrations>> {
  const parts: Record<string, Migrations> = { backbone }
  for (const name of readdirSync(join(root, 'subgraphs')).sort()) {
    const file = join(root, 'subgraphs', name, 'storage/migrations.ts')
    if (existsSync(file)) parts[name] = (await import(file)).migrations
  }
  return parts
}

async function makeTemplate(file: string, parts: Record<string, Migrations>): Promise<void> {
  mkdirSync(cache, { recursive: true })
  const pglite = await createPglite({ initDbStartParams: ['--wal-segsize=1'] })
  const db = await openDatabase({ pglite })
  await prepare(db, parts)
  for (const statement of makeSmall) await pglite.exec(statement)
  const dump = await pglite.dumpDataDir('none')
  const partial = `${file}.${randomUUID()}`
  writeFileSync(partial, Buffer.from(await dump.arrayBuffer()))
  renameSync(partial, file) // whoever comes second replaces it by the same
  await db.close()
  for (const old of readdirSync(cache)) {
    const made = statSync(join(cache, old), { throwIfNoEntry: false })?.mtimeMs ?? 0
    if (old.startsWith('template-') && Date.now() - made > 3_600_000) rmSync(join(cache, old), { force: true })
  }
}

/** Each copy is read and written whole: without the databases that others are made of, and without the log of how it was made. */
const makeSmall = [
  'update pg_database set datistemplate = false',
  'drop database template0',
  'drop database template1',
  'set wal_recycle = off',
  'checkpoint',
]

async function prepare(db: Database, parts: Record<string, Migrations>): Promise<void> {
  await migrate(db, parts)
  const jobs = await openJobs(db, quiet)
  await jobs.stop()
}

async function freshPostgres(server: string, template: string, parts: Record<string, Migrations>) {
  const name = emptiedOnServer.pop() ?? (await copyOnServer(server, template, parts))
  const url = onServer(server, name)
  const db = await openDatabase({ url })
  made ??= await shapeOf((text) => sql.raw(text).execute(db.root))
  return {
    db,
    url,
    async drop() {
      await db.close()
      const admin = await adminOf(url)
      await admin.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
        [name],
      )
      const asMade = (await shapeOf((text) => admin.query(text))) === made
      if (asMade) await admin.query(emptyEverything)
      await admin.end()
      if (asMade) emptiedOnServer.push(name)
      else await dropOnServer(server, name)
    },
  }
}

/** One of its own: those that are used again have their tables. */
async function emptyOnServer(server: string): Promise<FreshDatabase> {
  const name = `folkmoot_test_${randomUUID().replaceAll('-', '')}`
  const admin = await adminOf(server)
  await admin.query(`create database ${name}`)
  const url = onServer(server, name)
  const db = await openDatabase({ url })
  return {
    db,
    url,
    async drop() {
      await db.close()
      await admin.query(`drop database if exists ${name} with (force)`)
      await admin.end()
    },
  }
}

async function copyOnServer(server: string, template: string, parts: Record<string, Migrations>): Promise<string> {
  const admin = await adminOf(server)
  await admin.query('select pg_advisory_lock(hashtext($1))', [template])
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [template])
  if (rowCount === 0) {
    const partial = `${template}_partial`
    await admin.query(`drop database if exists ${partial} with (force)`)
    await admin.query(`create database ${partial}`)
    const db = await openDatabase({ url: onServer(server, partial) })
    await prepare(db, parts)
    await db.close()
    await admin.query(`alter database ${partial} rename to ${template}`)
  }
  const name = `folkmoot_test_${randomUUID().replaceAll('-', '')}`
  await admin.query(`create database ${name} template ${template}`)
  await admin.end()
  return name
}

/** Commits do not wait for the disk: a test may end our processes, but not the server. */
function onServer(server: string, database: string): string {
  const url = Object.assign(new URL(server), { pathname: `/${database}` })
  url.searchParams.set('options', '-c synchronous_commit=off')
  return url.href
}

async function dropOnServer(server: string, name: string): Promise<void> {
  const admin = await adminOf(server)
  await admin.query(`drop database if exists ${name} with (force)`)
  await admin.end()
}

async function adminOf(url: string): Promise<pg.Client> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  return admin
}
