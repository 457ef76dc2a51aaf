// Reading platforms: at once when a webhook hints at something, and at intervals for all that no webhook told. One
// reading of a connection at a time in this process; two processes that read the same record it once all the same.

import { setTimeout as pause } from 'node:timers/promises'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { Platforms } from '../platforms/index.ts'
import { TryLater } from '../platforms/platform.ts'
import { findConnection, openConnection } from '../storage/connections.ts'
import { openExpenses } from '../storage/expenses.ts'
import { type ConnectionRow, tables } from '../storage/tables.ts'
import { waitingWebhooks } from '../storage/webhooks.ts'
import type { Outages } from './outages.ts'
import { recheck } from './recheck.ts'
import { record } from './record.ts'
import { noteFailure } from './status.ts'

export type ReadDeps = Pick<
  SubgraphDeps,
  'db' | 'log' | 'ids' | 'clock' | 'secrets' | 'jobs' | 'logger' | 'publicUrl'
> & {
  platforms: Platforms
  outages: Outages
  catchUp(): Promise<void>
}

export interface Readers {
  /** Webhooks wait: ask the platform about them. Returns at once. */
  heard(connection: string): void
  /** Reads everything since the connection's place. @throws Refusal, TryLater */
  reconcile(connection: string): Promise<void>
  /** Records these expenses as submitted, though that was before the collective was connected. @throws Refusal, TryLater */
  consider(connection: string, expenses: readonly string[]): Promise<void>
  /** Waits for what is under way, and lets nothing more begin. */
  stop(): Promise<void>
}

const most = 100 // webhooks answered by one look at what they are about
const mostAtOnce = 10_000 // webhooks answered by reading everything
const gathering = 50 // milliseconds: hints come in bursts, and a platform counts how often it is asked

export function readersOf(deps: ReadDeps): Readers {
  const turns = new Map<string, Promise<unknown>>()
  const waiting = new Set<string>()
  const stopping = new AbortController()

  function inTurn<T>(connection: string, work: () => Promise<T>): Promise<T> {
    const turn = (turns.get(connection) ?? Promise.resolve()).then(() => {
      if (stopping.signal.aborted) throw new Error('The subgraph actions is stopping.')
      return work()
    })
    const ended = turn
      .catch(() => {})
      .finally(() => {
        if (turns.get(connection) === ended) turns.delete(connection)
      })
    turns.set(connection, ended)
    return turn
  }

  async function ready(connection: string): Promise<ConnectionRow | null> {
    const row = await findConnection(tables(deps.db), connection)
    return row && row.status !== 'DISCONNECTED' && row.credentials ? row : null
  }

  async function answerWebhooks(connection: string): Promise<void> {
    for (;;) {
      await pause(gathering, undefined, { signal: stopping.signal })
      waiting.delete(connection)
      const row = await ready(connection)
      const webhooks = row ? await waitingWebhooks(tables(deps.db), connection, most) : []
      if (!row || webhooks.length === 0) return
      const platform = deps.platforms.get(row.platform)!
      const subjects = webhooks.flatMap(({ subject }) => subject ?? [])
      const answered = webhooks.map(({ id }) => id)
      if (subjects.length === webhooks.length) {
        await record(deps, platform, row, await platform.look(openConnection(deps.secrets, row), subjects), answered)
      } else {
        await readAll(row, answered) // one of them does not say what it is about
      }
      if (webhooks.length < most && !waiting.has(connection)) return
    }
  }

  async function readAll(row: ConnectionRow, answered: readonly number[]): Promise<void> {
    const platform = deps.platforms.get(row.platform)!
    const known = await openExpenses(tables(deps.db), row.id, deps.clock.now())
    const reading = await platform.read(
      openConnection(deps.secrets, row),
      { since: row.place ?? row.connected_at },
      known,
    )
    await record(deps, platform, row, reading, answered)
  }

  async function noting<T>(connection: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      await noteFailure(deps, connection, error)
      throw error
    }
  }

  return {
    heard(connection) {
      if (stopping.signal.aborted || waiting.has(connection)) return
      waiting.add(connection)
      inTurn(connection, () => noting(connection, () => answerWebhooks(connection))).catch((error) => {
        if (stopping.signal.aborted) return
        // They stay where they are: the next reading at an interval answers them.
        const isTold = error instanceof Refusal || error instanceof TryLater // as an outage of the connection
        if (!isTold) deps.logger.error({ err: error, connection }, 'webhooks could not be answered yet')
      })
    },
    reconcile: (connection) =>
      inTurn(connection, () =>
        noting(connection, async () => {
          const row = await ready(connection)
          if (!row) return
          const waiting = await waitingWebhooks(tables(deps.db), connection, mostAtOnce)
          await readAll(
            row,
            waiting.map(({ id }) => id),
          )
          await recheck(deps, deps.platforms.get(row.platform)!, connection)
        }),
      ),
    consider: (connection, expenses) =>
      inTurn(connection, () =>
        noting(connection, async () => {
          const row = await ready(connection)
          if (!row) return
          const platform = deps.platforms.get(row.platform)!
          const reading = await platform.look(openConnection(deps.secrets, row), expenses)
          await record(deps, platform, row, reading, [], new Set(expenses))
        }),
      ),
    async stop() {
      stopping.abort()
      await Promise.all(turns.values())
    },
  }
}
