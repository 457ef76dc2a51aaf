// One database interface over PGlite (a folder, this process alone) and PostgreSQL (a URL, any number of processes).
// Inside a transaction only the transaction may be used: with one embedded connection anything else would wait for
// itself for ever, so it is refused on both engines.

import { AsyncLocalStorage } from 'node:async_hooks'
import type { PGlite } from '@electric-sql/pglite'
import { type Driver, Kysely, sql, type Transaction } from 'kysely'
import { endOfAsking, toItsEnd } from '../concurrency/asking.ts'
import { PgliteDialect } from './pglite-dialect.ts'
import { openPglite } from './pglite-folder.ts'
import { openPostgres, type Patience, patience } from './postgres.ts'

export type Tx = Transaction<any>

export interface Database {
  readonly engine: 'pglite' | 'postgres'
  readonly root: Kysely<any>
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

export type DatabaseAddress =
  | { folder: string }
  | { url: string; poolSize?: number; patience?: Partial<Patience> }
  /** One that is open already; `keep` leaves it open when the database is closed. */
  | { pglite: PGlite; keep?: boolean }

/** @throws Error when the folder is used by another process, or the server cannot be reached. */
export async function openDatabase(address: DatabaseAddress): Promise<Database> {
  if ('url' in address) {
    return openPostgres(address.url, address.poolSize ?? 10, { ...patience, ...address.patience })
  }
  if ('pglite' in address) return overPglite(address.pglite, async () => {}, address.keep)
  const { pglite, release } = await openPglite(address.folder)
  return overPglite(pglite, release)
}

/** The database's time: the clock by which deadlines are kept. In a transaction, the time it began at is not used. */
export async function databaseNow(on: Kysely<any>): Promise<Date> {
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
  // reads. The rest are messages of `pg` without a code.
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

// Private:

const transactionOfTheCaller = new AsyncLocalStorage<{ open: boolean }>()

function refuseInsideTransaction(): void {
  if (transactionOfTheCaller.getStore()?.open) {
    throw new Error('Inside a transaction only the transaction may be used; a query went to the database itself.')
  }
}

/** Refuses a connection of its own to whoever is inside a transaction. */
export function guarded(driver: Driver): Driver {
  const acquire = driver.acquireConnection.bind(driver)
  driver.acquireConnection = async (...args) => {
    refuseInsideTransaction()
    endOfAsking()?.throwIfAborted()
    return acquire(...args)
  }
  return driver
}

/** What both engines have, over Kysely. */
export function common(root: Kysely<any>, listeners: Set<QueryHeard>) {
  const inside = <T>(work: (tx: Tx) => Promise<T>, run: (work: (tx: Tx) => Promise<T>) => Promise<T>) => {
    const state = { open: true }
    return run((tx) => transactionOfTheCaller.run(state, () => work(tx))).finally(() => {
      state.open = false
    })
  }
  return {
    root,
    schema: <T>(name: string) => root.withSchema(name) as unknown as Kysely<T>,
    // What is written may be of many who asked (backbone/database/groups.ts), or what others wait for.
    transaction: <T>(work: (tx: Tx) => Promise<T>) =>
      toItsEnd(() => inside(work, (within) => root.transaction().execute(within))),
    snapshot: <T>(work: (tx: Tx) => Promise<T>) =>
      inside(work, (within) =>
        root.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(within),
      ),
    onQuery(heard: QueryHeard) {
      listeners.add(heard)
      return () => void listeners.delete(heard)
    },
  }
}

function overPglite(pglite: PGlite, release: () => Promise<void>, keep = false): Database {
  const listeners = new Set<QueryHeard>()
  const dialect = new PgliteDialect(pglite)
  const createDriver = dialect.createDriver.bind(dialect)
  dialect.createDriver = () => guarded(createDriver())
  const root = new Kysely<any>({
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
