// One connection to PostgreSQL: what it is made with, and how it is found to be dead.

import type { Socket } from 'node:net'
import type pg from 'pg'

/** Milliseconds. */
export interface Patience {
  /** For a connection: to be made, or to be free in the pool. */
  connect: number
  statement: number
  lock: number
  idleInTransaction: number
  /** Beyond `statement`: how long the server's own refusal may take to arrive. */
  answer: number
  /** Between two probes of a connection that only listens, or only holds a lock. */
  probe: number
}

export const patience: Patience = {
  connect: 10_000,
  statement: 60_000,
  lock: 30_000,
  idleInTransaction: 60_000,
  answer: 15_000,
  probe: 5_000,
}

// After 10 s of silence the server probes, and gives up after three lost probes, or 20 s after what was not acknowledged.
const serverProbes =
  '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c tcp_user_timeout=20000'

// What a value looks like in text, what a name means and what a transaction sees: never as the database, the role or the
// address would have it. The path names no schema that others may write to; every name of ours says its own.
const session = {
  client_encoding: 'UTF8',
  datestyle: 'ISO,MDY',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  array_nulls: 'on',
  transform_null_equals: 'off',
  standard_conforming_strings: 'on',
  search_path: 'pg_catalog,pg_temp',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
} as const

const pinned = Object.entries(session)
  .map(([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`)
  .join(' ')

/** What every connection is made with, whoever makes it. Options in the address itself come after our probes, and before what is pinned. */
export function connectionTo(url: string, bounds: Patience = patience) {
  return {
    ...withOptions(url),
    application_name: 'folkmoot',
    connectionTimeoutMillis: bounds.connect,
    statement_timeout: bounds.statement,
    lock_timeout: bounds.lock,
    idle_in_transaction_session_timeout: bounds.idleInTransaction,
    query_timeout: bounds.statement + bounds.answer,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  } satisfies pg.ClientConfig
}

/** Has the server end the connection of a machine that is gone without a word sooner than others: what it holds, others wait for. */
export async function goneSoon(client: pg.Client): Promise<void> {
  await client.query(
    'set tcp_keepalives_idle = 4; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 2; set tcp_user_timeout = 8000',
  )
}

/**
 * Asks a connection that else says nothing for a sign of life. One that gives none is cut, and `dead` is called.
 * @returns what stops it
 */
export function probing(client: pg.Client, bounds: Patience, dead: () => void): () => void {
  let stopped = false
  let timer: NodeJS.Timeout
  const next = () => {
    timer = setTimeout(async () => {
      try {
        await client.query({ text: 'select', query_timeout: bounds.probe } as pg.QueryConfig)
        if (!stopped) next()
      } catch {
        if (stopped) return
        dead()
        cut(client)
      }
    }, bounds.probe)
    timer.unref()
  }
  next()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

/** Whether pg 8.23 gave up a query after `query_timeout`: it says so in words alone. */
export function isUnanswered(error: Error): boolean {
  return error.message === 'Query read timeout'
}

/** Ends a connection without a word to the server: nobody answers there. `pg` declares neither of the two, and has no call for it. */
export function cut(client: pg.ClientBase): void {
  const { connection } = client as pg.ClientBase & { connection: { stream: Socket } }
  connection.stream.destroy()
}

// Private:

/** pg takes the options of an address in place of those that stand beside it, so ours go into the address where it is one. */
function withOptions(url: string): { connectionString: string; options?: string } {
  if (!URL.canParse(url)) return { connectionString: url, options: `${serverProbes} ${pinned}` }
  const address = new URL(url)
  const given = address.searchParams.get('options')
  address.searchParams.set('options', [serverProbes, given, pinned].filter(Boolean).join(' '))
  return { connectionString: address.href }
}
