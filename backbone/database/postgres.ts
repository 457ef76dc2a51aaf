// PostgreSQL behind the database interface: how connections are made, what bounds them, and how a dead one is found.
//
// Nothing waits for ever. The server ends a statement, a wait for a lock and an idle transaction; the client ends a query
// that nobody answers (the server or the way to it is gone, and no packet says so) and drops its connection. Both ends
// probe an idle connection, so that locks of a machine that vanished are free again within half a minute.

import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { type Driver, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { cancelSignal } from '../concurrency/cancellation.ts'
import { advisoryLocks } from './advisory-locks.ts'
import { connectionTo, cut, goneSoon, isUnanswered, type Patience } from './connection.ts'
import type { Database, QueryHeard } from './database.ts'
import { common, guarded } from './engine.ts'
import { listener } from './listener.ts'

// int8 comes back as a number: nothing here counts past 2^53.
const types = {
  getTypeParser: (oid: number, format?: 'text') => (oid === 20 ? Number : pg.types.getTypeParser(oid, format)),
}

/** @throws Error when the server cannot be reached, is too old, or the database cannot hold every text or fires no triggers. */
export async function openPostgres(url: string, poolSize: number, bounds: Patience): Promise<Database> {
  const listeners = new Set<QueryHeard>()
  const pool = new pg.Pool({ ...connectionTo(url, bounds), max: poolSize, types: types as pg.CustomTypesConfig })
  pool.on('error', () => {}) // an idle connection broke: the pool makes another when it needs one
  pool.on('connect', (client) => {
    // One in use broke: its query fails with the reason. Heard by nobody, the event would end the process.
    client.on('error', () => {})
    dropWhenUnanswered(client)
    cancelWhenGone(client, connectionTo(url, bounds))
  })
  const dialect = new PostgresDialect({ pool })
  const createDriver = dialect.createDriver.bind(dialect)
  dialect.createDriver = (): Driver => guarded(createDriver())
  const root = new Kysely<unknown>({
    dialect,
    log: ({ query }) => listeners.forEach((heard) => heard(query.sql, query.parameters)),
  })
  await requireFit(root).catch(async (error) => {
    await root.destroy().catch(() => {})
    throw error
  })
  const me = randomInt(1, 2 ** 31)
  // Held for as long as this process has its connection: others see by it that it lives.
  const ear = listener(url, bounds, async (client) => {
    await goneSoon(client)
    await client.query('select pg_advisory_lock_shared(hashtext($1), $2)', [living, me])
  })
  const locks = advisoryLocks(url, bounds)
  return {
    ...common(root, listeners),
    engine: 'postgres',
    pglite: null,
    url,
    listen: ear.listen,
    process: String(me),
    async processes() {
      const { rows } = await sql<{ process: string }>`
        select objid::text as process from pg_locks where locktype = 'advisory' and objsubid = 2 and granted
        and classid = hashtext(${living})::oid
        and database = (select oid from pg_database where datname = current_database())`.execute(root)
      return rows.map(({ process }) => process)
    },
    hold: locks.hold,
    async close() {
      await ear.close()
      await root.destroy()
    },
  }
}

async function requireFit(root: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ version: number; encoding: string; database: string; role: string }>`
    select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
    current_database() as database, current_setting('session_replication_role') as role`.execute(root)
  const { version, encoding, database, role } = rows[0]!
  if (version < 140000) throw new Error(`Wanted PostgreSQL 14 or later; got ${version}.`)
  if (encoding !== 'UTF8') {
    throw new Error(
      `Wanted a database in UTF8; "${database}" is in ${encoding}, which cannot hold every text. Make another: create database folkmoot encoding 'UTF8' template template0.`,
    )
  }
  if (role !== 'origin') {
    throw new Error(
      `Wanted session_replication_role = origin, so that nothing decided can be changed; got ${role} for "${database}". Take it back by alter database or alter role … reset session_replication_role.`,
    )
  }
}

const living = 'folkmoot.processes'

/** `query` of a client of pg, by whichever of its signatures. */
type Query = (...args: unknown[]) => unknown

/** pg forgets a query that timed out, but not that its connection still waits for the answer: the next would wait behind it. */
function dropWhenUnanswered(client: pg.PoolClient): void {
  const query = client.query.bind(client) as Query
  const bounded: Query = (...args) => {
    const answer = query(...args)
    if (!(answer instanceof Promise)) return answer
    return answer.catch(async (error: Error) => {
      if (isUnanswered(error)) {
        const ended = once(client, 'end') // before the pool has it back
        cut(client)
        await ended
      }
      throw error
    })
  }
  client.query = bounded as typeof client.query
}

/**
 * Has the server end a statement that nobody waits for any more. Its connection is free again only when the server has
 * taken that: it must not end the statement after it.
 */
function cancelWhenGone(client: pg.PoolClient, address: pg.ClientConfig): void {
  const query = client.query.bind(client) as Query
  const cancelable: Query = (...args) => {
    const gone = cancelSignal()
    const answer = query(...args)
    if (!gone || !(answer instanceof Promise)) return answer
    let canceled: Promise<void> | null = null
    const cancel = () => {
      canceled = cancelStatement((client as unknown as { processID: number }).processID, address)
    }
    gone.addEventListener('abort', cancel, { once: true })
    return answer.then(
      async (result: unknown) => {
        gone.removeEventListener('abort', cancel)
        await canceled
        return result
      },
      async (error: unknown) => {
        gone.removeEventListener('abort', cancel)
        await canceled
        throw gone.aborted ? gone.reason : error
      },
    )
  }
  client.query = cancelable as typeof client.query
}

/** On a connection of its own: all others may be busy with what is to be ended. */
async function cancelStatement(process: number, address: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(address)
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select pg_cancel_backend($1)', [process])
  } catch {
    // It goes on until `statement_timeout` ends it.
  } finally {
    await client.end().catch(() => {})
  }
}
