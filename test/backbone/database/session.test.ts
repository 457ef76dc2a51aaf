// What a database, a role or an address sets for its sessions changes nothing here, or is refused at the start.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import pino from 'pino'
import { readTestDatabaseUrl } from '../../../backbone/config.ts'
import { connectionTo, patience } from '../../../backbone/database/connection.ts'
import { listener } from '../../../backbone/database/listener.ts'
import { migrate } from '../../../backbone/database/migrate.ts'
import { openDatabase } from '../../../backbone/database/open.ts'
import { openJobs } from '../../../backbone/jobs/jobs.ts'
import { everyPart } from '../../support/template.ts'

const skip = readTestDatabaseUrl() === null && 'needs PostgreSQL: TEST_DATABASE_URL'

/** Ends in the order against that of the beginning. */
function ending(t: TestContext): (end: () => Promise<unknown>) => void {
  const ends: (() => Promise<unknown>)[] = []
  t.after(async () => {
    for (const end of ends.reverse()) await end()
  })
  return (end) => void ends.push(end)
}

/** A database made as `options` say, with `settings` for whoever connects. */
async function database(
  atEnd: ReturnType<typeof ending>,
  options: string,
  settings: Record<string, string> = {},
): Promise<string> {
  const admin = new pg.Client({ connectionString: readTestDatabaseUrl()! })
  await admin.connect()
  const name = `folkmoot_test_${randomUUID().replaceAll('-', '')}`
  atEnd(async () => {
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.end()
  })
  await admin.query(`create database ${name} template template0 ${options}`)
  for (const [setting, value] of Object.entries(settings)) {
    await admin.query(`alter database ${name} set ${setting} = ${value}`)
  }
  return Object.assign(new URL(readTestDatabaseUrl()!), { pathname: `/${name}` }).href
}

const hostile = {
  datestyle: "'SQL, DMY'",
  intervalstyle: 'sql_standard',
  timezone: "'Asia/Kathmandu'",
  client_encoding: 'LATIN1',
  bytea_output: 'escape',
  extra_float_digits: '-15',
  array_nulls: 'off',
  transform_null_equals: 'on',
  standard_conforming_strings: 'off',
  search_path: 'elsewhere, pg_catalog',
  default_transaction_isolation: 'serializable',
  default_transaction_deferrable: 'on',
  statement_timeout: '1',
  lock_timeout: '1',
  idle_in_transaction_session_timeout: '1',
}

describe('PostgreSQL session settings', { skip }, () => {
  it('A session on PostgreSQL has the same settings whatever the database and the address would set', async (t) => {
    const atEnd = ending(t)
    const url = new URL(await database(atEnd, "encoding 'UTF8'", hostile))
    url.searchParams.set('options', '-c datestyle=German -c timezone=Mars/Phobos0 -c search_path=elsewhere')
    const client = new pg.Client(connectionTo(url.href))
    await client.connect()
    atEnd(() => client.end())
    const { rows } = await client.query('select name, setting from pg_settings where name = any($1)', [
      [...Object.keys(hostile), 'TimeZone', 'DateStyle', 'IntervalStyle'],
    ])
    assert.deepEqual(Object.fromEntries(rows.map(({ name, setting }) => [name.toLowerCase(), setting])), {
      datestyle: 'ISO, MDY',
      intervalstyle: 'postgres',
      timezone: 'UTC',
      client_encoding: 'UTF8',
      bytea_output: 'hex',
      extra_float_digits: '1',
      array_nulls: 'on',
      transform_null_equals: 'off',
      standard_conforming_strings: 'on',
      search_path: 'pg_catalog,pg_temp',
      default_transaction_isolation: 'read committed',
      default_transaction_deferrable: 'off',
      statement_timeout: '60000',
      lock_timeout: '30000',
      idle_in_transaction_session_timeout: '60000',
    })
  })

  it('A session on PostgreSQL is set the same for all that connect: pool, listeners, holders and jobs', async (t) => {
    const atEnd = ending(t)
    const url = await database(atEnd, "encoding 'UTF8'", hostile)
    const db = await openDatabase({ url, poolSize: 2 })
    atEnd(() => db.close())
    await migrate(db, await everyPart())
    const jobs = await openJobs(db, pino({ level: 'silent' }))
    atEnd(() => jobs.stop())
    const held = await db.hold('something', new AbortController().signal)
    atEnd(() => held.release())
    const heard = Promise.withResolvers<string>()
    await db.listen('something', (payload) => payload && heard.resolve(payload))
    const ear = listener(url, patience, async (client) => {
      const { rows } = await client.query("select current_setting('datestyle') as style, $1::text as said", ['🗳'])
      assert.deepEqual(rows, [{ style: 'ISO, MDY', said: '🗳' }])
    })
    await ear.listen('other', () => {})
    atEnd(() => ear.close())
    await sql`select pg_notify('something', ${'🗳'})`.execute(db.root)
    assert.equal(await heard.promise, '🗳')
    const told = Promise.withResolvers<object>()
    await jobs.work('told', async (data) => told.resolve(data))
    await jobs.send('told', { said: '🗳' }, { startAt: new Date(0) })
    assert.deepEqual(await told.promise, { said: '🗳' })
    const at = new Date('2026-11-05T01:02:03.456Z')
    const bytes = Buffer.from([0, 92, 255])
    const { rows } = await sql`select ${at}::timestamptz as at, ${bytes}::bytea as bytes, '{"at": "x"}'::jsonb as j,
      1.1::float8 as f, ${['a', null]}::text[] as list, null = null as same`.execute(db.root)
    assert.deepEqual(rows, [{ at, bytes, j: { at: 'x' }, f: 1.1, list: ['a', null], same: null }])
  })

  it('A session on PostgreSQL is refused if the database cannot hold every text', async (t) => {
    const atEnd = ending(t)
    const url = await database(atEnd, "encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'")
    await assert.rejects(
      openDatabase({ url }),
      /^Error: Wanted a database in UTF8; "folkmoot_test_\w+" is in LATIN1, which/,
    )
  })

  it('A session on PostgreSQL is refused if triggers do not fire, or nothing can be written', async (t) => {
    const atEnd = ending(t)
    const silent = await database(atEnd, "encoding 'UTF8'", { session_replication_role: 'replica' })
    await assert.rejects(openDatabase({ url: silent }), /Wanted session_replication_role = origin, .* got replica for/)
    const url = await database(atEnd, "encoding 'UTF8'", { default_transaction_read_only: 'on' })
    const db = await openDatabase({ url, poolSize: 1 })
    atEnd(() => db.close())
    await assert.rejects(
      migrate(db, {}),
      /"folkmoot_test_\w+" can only be read: default_transaction_read_only is on for it\./,
    )
  })
})
