// Reading every live connection at its interval, for as long as it lives: each reading sends the job of the next.

import { databaseNow, type Tx } from '../../../backbone/database/database.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import { TryLater } from '../platforms/platform.ts'
import { findConnection, liveConnections } from '../storage/connections.ts'
import { tables, within } from '../storage/tables.ts'
import type { Readers } from './read.ts'

export const reconcileQueue = 'actions.reconcile'

type Deps = Pick<SubgraphDeps, 'db' | 'jobs' | 'logger'> & { readers: Readers }

const usual = 300 // seconds
const workers = 4 // a platform that hangs holds one of them
const afterRefusal = 10 // times the interval: credentials that are refused will hardly be better soon

export function reconcilerOf({ db, jobs, logger, readers }: Deps) {
  async function reconcile(connection: string): Promise<void> {
    const row = await findConnection(tables(db), connection)
    if (!row?.live || row.status === 'DISCONNECTED') return
    const every = Number(row.settings.reconcileEverySeconds ?? usual) * 1000
    let wait = every
    try {
      await readers.reconcile(connection)
    } catch (error) {
      if (error instanceof TryLater) wait = Math.max(every, error.afterMs ?? 0)
      else if (error instanceof Refusal) wait = Math.min(every * afterRefusal, 3_600_000)
      else logger.error({ err: error, connection }, 'a platform could not be read')
    }
    await next(connection, new Date((await databaseNow(db.root)).getTime() + wait))
  }

  async function next(connection: string, startAt?: Date, tx?: Tx, key = connection): Promise<void> {
    const when = startAt ? { startAt } : {}
    await jobs.send(reconcileQueue, { connection }, { key, group: connection, ...when, ...(tx ? { tx } : {}) })
  }

  return {
    /** Communities has the connection: from now on it is read. */
    async goLive(tx: Tx, connection: string): Promise<void> {
      const on = within(tx)
      const result = await on
        .updateTable('connections')
        .set({ live: true })
        .where('id', '=', connection)
        .executeTakeFirst()
      // Beside the one that may wait for later: it may be connected anew, with other credentials.
      if (result.numUpdatedRows > 0n) await next(connection, undefined, tx, `${connection}:connected`)
    },

    async start(): Promise<void> {
      await jobs.work<{ connection: string }>(reconcileQueue, ({ connection }) => reconcile(connection), {
        concurrency: workers,
      })
      for (const { id } of await liveConnections(tables(db))) {
        readers.heard(id) // webhooks that were stored and not answered
        await next(id, undefined, undefined, `${id}:start`) // beside the one that may wait for later
      }
    },

    /** Answers the webhooks that a process stored and did not answer, and mends the chain of readings where it had the job. */
    async takeUp(): Promise<void> {
      for (const { id } of await liveConnections(tables(db))) {
        readers.heard(id)
        await next(id) // none where one waits
      }
    },
  }
}
