// Kysely over PGlite. Kysely's own dialect shares one connection object, so that a query beside an open transaction
// runs inside it; here each acquired connection is its own, and PGlite's locks keep the others waiting.

import { type PGlite, TransactionAbortedError } from '@electric-sql/pglite'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import { cancelSignal } from '../concurrency/cancellation.ts'
import { type Answer, Statements } from './pglite-statements.ts'

export class PgliteDialect implements Dialect {
  readonly #pglite: PGlite
  constructor(pglite: PGlite) {
    this.#pglite = pglite
  }
  createDriver(): Driver {
    return new PgliteDriver(this.#pglite)
  }
  createQueryCompiler() {
    return new PostgresQueryCompiler()
  }
  createAdapter() {
    return new PostgresAdapter()
  }
  createIntrospector(db: Kysely<any>) {
    return new PostgresIntrospector(db)
  }
}

class PgliteDriver implements Driver {
  readonly #pglite: PGlite
  /** Connections that nobody uses now: a new one would cost Kysely more than the query does. */
  readonly #free: PgliteConnection[] = []
  constructor(pglite: PGlite) {
    this.#pglite = pglite
  }
  async init() {
    await this.#pglite.waitReady
  }
  async acquireConnection() {
    return this.#free.pop() ?? new PgliteConnection(this.#pglite)
  }
  beginTransaction(connection: DatabaseConnection) {
    return (connection as PgliteConnection).begin()
  }
  commitTransaction(connection: DatabaseConnection) {
    return (connection as PgliteConnection).end('commit')
  }
  rollbackTransaction(connection: DatabaseConnection) {
    return (connection as PgliteConnection).end('rollback')
  }
  async releaseConnection(connection: DatabaseConnection) {
    this.#free.push(connection as PgliteConnection)
  }
  async destroy() {}
}

class PgliteConnection implements DatabaseConnection {
  readonly #pglite: PGlite
  readonly #statements: Statements
  /** Leaves the transaction that this connection is in. */
  #leave: (() => void) | null = null
  #left: Promise<unknown> | null = null
  constructor(pglite: PGlite) {
    this.#pglite = pglite
    this.#statements = Statements.of(pglite)
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (!this.#pglite.ready) await this.#pglite._checkReady()
    const { rows, changed } = await (this.#leave
      ? this.#alone(query)
      : this.#pglite._runExclusiveTransaction(() => {
          cancelSignal()?.throwIfAborted() // it may have waited long for its turn
          return this.#alone(query)
        }))
    return { rows: rows as R[], ...(changed === undefined ? {} : { numAffectedRows: BigInt(changed) }) }
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query)
  }

  begin(): Promise<void> {
    return new Promise((begun, failed) => {
      this.#left = this.#pglite._runExclusiveTransaction(async () => {
        await this.#pglite._checkReady()
        await this.#control('begin')
        return new Promise<void>((leave) => {
          this.#leave = leave
          begun()
        })
      })
      this.#left.catch(failed)
    })
  }

  /** @throws TransactionAbortedError when what was to be committed had failed before, and was rolled back. */
  async end(how: 'commit' | 'rollback'): Promise<void> {
    const leave = this.#leave
    if (!leave) return // the commit failed, and with it the transaction ended
    try {
      const { command } = await this.#control(how)
      if (how === 'commit' && command === 'ROLLBACK') throw new TransactionAbortedError()
    } finally {
      this.#leave = null
      leave()
      await this.#left
    }
  }

  // Private:

  #alone(query: CompiledQuery): Promise<Answer> {
    return this.#pglite._runExclusiveQuery(() =>
      mayBeSeveral(query)
        ? this.#statements.runAll(query.sql)
        : this.#statements.run(query.sql, query.parameters, this.#leave !== null),
    )
  }

  #control(statement: 'begin' | 'commit' | 'rollback'): Promise<Answer> {
    return this.#pglite._runExclusiveQuery(() => this.#statements.run(statement, [], statement !== 'begin'))
  }
}

/** Only raw SQL without parameters may hold several statements (migrations do). */
function mayBeSeveral({ query, parameters, sql }: CompiledQuery): boolean {
  return parameters.length === 0 && query.kind === 'RawNode' && sql.includes(';')
}
