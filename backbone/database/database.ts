// One database interface over PGlite (a folder, this process alone) and PostgreSQL (a URL, any number of processes).
// Inside a transaction only the transaction may be used: with one embedded connection anything else would wait for
// itself for ever, so it is refused on both engines.

import type { PGlite } from '@electric-sql/pglite'
import { type Kysely, sql, type Transaction } from 'kysely'

/** A transaction, handed on without tables: for raw statements, or for `tablesOf`. */
export type Tx = Transaction<unknown>
/** The database itself, for reading, or a transaction. */
export type On = Kysely<unknown>

/**
 * The tables of one schema, on the database or in a transaction: the one place where what is handed on without tables is given
 * those of a part. test/contracts/tables.test.ts holds each part's `Tables` to its migrations.
 */
export function tablesOf<Tables>(on: On, schema: string): Kysely<Tables> {
  return on.withSchema(schema) as unknown as Kysely<Tables>
}

export interface Database {
  readonly engine: 'pglite' | 'postgres'
  readonly root: On
  /** The embedded database, for what only it can do (jobs run on it). */
  readonly pglite: PGlite | null
  readonly url: string | null
  /** The tables of one schema. */
  schema<T>(name: string): Kysely<T>
  /** Runs `work` in one transaction: all of it, or nothing. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs `work`, which only reads, on one state of the database. Embedded, everybody else waits meanwhile. */
  snapshot<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Called with the SQL of every query. Returns what stops it. */
  onQuery(heard: QueryHeard): () => void
  /** Hears NOTIFY on a channel; after a lost connection `heard` is called with '' (look for yourself). Returns what stops it. */
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>
  /** This process among those that share the database. */
  readonly process: string
  /** The processes that are there now, this one with them. Of one that died the database knows at once. */
  processes(): Promise<string[]>
  /** Waits to be the only holder of `name` over all processes. `lost` fires if the connection that holds it breaks. */
  hold(name: string, stop: AbortSignal): Promise<Hold>
  close(): Promise<void>
}

export type QueryHeard = (sql: string, parameters: readonly unknown[]) => void

export interface Hold {
  readonly lost: AbortSignal
  release(): Promise<void>
}

/** The database's time: the clock by which deadlines are kept. In a transaction, the time it began at is not used. */
export async function databaseNow(on: On): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(on)
  return rows[0]!.now
}

/** The SQLSTATE of an error of the database, or null. */
export function sqlState(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null
}

/** Whether the error says that the database is away, on its way out or out of room, and nothing about what it was asked. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, syscall } = error as NodeJS.ErrnoException
  if (syscall !== undefined)
    return ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'].includes(code ?? '')
  // Connection exceptions; shutting down, starting up; too many connections, no memory, a full disk; a standby, which only
  // reads. The rest pg 8.23 and pg-pool 3.14 say in words alone (test/backbone/database/pg-messages.test.ts asks them).
  if (/^(08\w{3}|57P0[1-3]|53[123]00|25006)$/.test(code ?? '')) return true
  return /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
    error.message,
  )
}

/** The unique constraint or index that the error says was violated, or null. */
export function violatedConstraint(error: unknown): string | null {
  if (sqlState(error) !== '23505') return null
  return (error as { constraint?: string }).constraint ?? ''
}
