// Timers, retries and deliveries: pg-boss on the same database. A job can be sent in the caller's transaction; a time
// that passed while the process was down is honoured at the next start, by the database's clock.

import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { fromKysely, fromPglite, PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import { connectionTo, patience } from '../database/connection.ts'
import type { Database, Tx } from '../database/database.ts'

export interface Jobs {
  /**
   * Puts a job in a queue that `work` has made known.
   * @param options.key at most one waiting job of this key in the queue: another is dropped.
   * @param options.group jobs of one group are handled one after another in a process, so that one group never has all workers.
   */
  send(
    queue: string,
    data: object,
    options?: { tx?: Tx; startAt?: Date; key?: string; group?: string | null; retries?: number },
  ): Promise<void>
  /** Handles the jobs of a queue. A throw is tried again with exponential backoff, `retries` times (default 5). */
  work<T extends object>(
    queue: string,
    handle: (data: T, job: { attempt: number }) => Promise<void>,
    options?: { concurrency?: number; retries?: number },
  ): Promise<void>
  /** Looks now instead of at the next poll: call it after the transaction has committed. */
  wake(queue: string): void
  /** How many jobs wait in each queue. */
  waiting(): Promise<Record<string, number>>
  stop(): Promise<void>
}

const workOptions = { pollingIntervalSeconds: 0.5, includeMetadata: true, localGroupConcurrency: 1 } as const

// What pg-boss does to its own tables now and then (a new version's changes, an index made anew) may take longer.
const bounds = { ...patience, statement: 600_000, lock: 120_000 }

export async function openJobs(db: Database, logger: Logger): Promise<Jobs> {
  const boss = new PgBoss({
    ...(db.pglite
      ? { db: fromPglite(db.pglite), backend: 'pglite' as const }
      : { ...connectionTo(db.url!, bounds), max: 4 }),
    schema: 'jobs',
    schedule: false,
  })
  boss.on('error', (error) => logger.warn({ err: error }, 'jobs'))
  await boss.start()
  const workers = new Map<string, string[]>()
  return {
    async send(queue, data, { tx, startAt, key, group, retries } = {}) {
      if (!workers.has(queue)) throw new Error(`The queue ${queue} is not known here: work() comes before send().`)
      await boss.send(queue, data, {
        singletonKey: key ?? randomUUID(),
        ...(startAt ? { startAfter: startAt } : {}),
        ...(group ? { group: { id: group } } : {}),
        ...(retries === undefined ? {} : { retryLimit: retries }),
        ...(tx ? { db: fromKysely(tx) } : {}),
      })
    },
    async work<T extends object>(
      queue: string,
      handle: (data: T, job: { attempt: number }) => Promise<void>,
      { concurrency = 1, retries = 5 }: { concurrency?: number; retries?: number } = {},
    ) {
      await boss.createQueue(queue, {
        policy: 'short',
        retryLimit: retries,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: 3600,
      })
      await takeRestored(db, boss, queue)
      const ids: string[] = []
      workers.set(queue, ids)
      for (let worker = 0; worker < concurrency; worker++) {
        ids.push(
          await boss.work<T>(queue, workOptions, async ([job]) => {
            if (!job) return
            try {
              await handle(job.data, { attempt: job.retryCount + 1 })
            } catch (error) {
              logger.warn({ err: error, queue, job: job.id, attempt: job.retryCount + 1 }, 'a job failed')
              throw error
            }
          }),
        )
      }
    },
    wake(queue) {
      for (const id of workers.get(queue) ?? []) boss.notifyWorker(id)
    },
    async waiting() {
      const { rows } = await sql<{ name: string; waiting: number }>`
        select name, count(*) as waiting from jobs.job where state in ('created', 'retry')
        and name in (${sql.join([...workers.keys(), ''])}) group by name`.execute(db.root)
      return Object.fromEntries(rows.map(({ name, waiting }) => [name, waiting]))
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: 10_000, close: true })
    },
  }
}

/** Jobs of a backup wait in a table of ours, because pg-boss's are its own and change with it. Now the queue is there. */
async function takeRestored(db: Database, boss: PgBoss, queue: string): Promise<void> {
  await db.transaction(async (tx) => {
    const { rows } = await sql<{ data: object; key: string; start_at: Date; group_id: string | null; retries: number }>`
      delete from backbone.restored_jobs where queue = ${queue} returning data, key, start_at, group_id, retries`.execute(
      tx,
    )
    for (const { data, key, start_at, group_id, retries } of rows) {
      await boss.send(queue, data, {
        singletonKey: key,
        startAfter: start_at,
        retryLimit: retries,
        ...(group_id === null ? {} : { group: { id: group_id } }),
        db: fromKysely(tx),
      })
    }
  })
}
