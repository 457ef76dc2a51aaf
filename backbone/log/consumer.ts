// Durable readers of the log that change this database only: each has a name, and a cursor kept under it. (Those that act
// outside: performer.ts.)

import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { EventType } from '../../schema/events.ts'
import { uncancelled } from '../concurrency/cancellation.ts'
import type { Database, Tx } from '../database/database.ts'
import { withoutAct } from './acts.ts'
import { type LoggedEvent, selects } from './event.ts'
import { readOn } from './read.ts'
import type { Tail } from './tail.ts'
import type { Emit, Write } from './write.ts'

export interface Consumer {
  readonly name: string
  start(): void
  /** Returns when everything up to the head (as of the call) has been handled. */
  catchUp(): Promise<void>
  stop(): Promise<void>
}

interface Reader {
  name: string
  types: readonly EventType[]
}

const batch = 100
const longestBackoff = 30_000 // milliseconds

export function projecting(
  db: Database,
  writeLog: Write,
  tail: Tail,
  logger: Logger,
  projection: Reader & { handle(tx: Tx, event: LoggedEvent, emit: Emit): Promise<void> },
): Consumer {
  /** Handles up to `limit` events in one transaction; returns the position it stands at, and whether there may be more. */
  async function advance(limit: number): Promise<{ at: number; more: boolean }> {
    // Whoever waits for it, what follows from an event is not their doing.
    const write: Write = (work) => withoutAct(() => writeLog(work))
    return write(async (tx, emit) => {
      const from = await lockCursor(tx, projection.name)
      const head = await sql<{ position: number }>`select position from backbone.head`.execute(tx)
      const events = await readOn(tx, { after: from, types: projection.types, limit })
      for (const event of events) await projection.handle(tx, event, emit)
      const more = events.length === limit
      const at = more ? events.at(-1)!.position : Math.max(head.rows[0]!.position, events.at(-1)?.position ?? from)
      if (at > from) await moveCursor(tx, projection.name, at)
      return { at, more }
    })
  }
  return running(db, tail, logger, projection, advance)
}

/** The cursor's position; its row stays locked until the transaction ends. */
export async function lockCursor(tx: Tx, consumer: string): Promise<number> {
  await sql`insert into backbone.cursors (consumer, position) values (${consumer}, 0) on conflict do nothing`.execute(
    tx,
  )
  const { rows } = await sql<{ position: number }>`
    select position from backbone.cursors where consumer = ${consumer} for update`.execute(tx)
  return rows[0]!.position
}

export async function moveCursor(tx: Tx, consumer: string, position: number): Promise<void> {
  await sql`update backbone.cursors set position = ${position} where consumer = ${consumer}`.execute(tx)
}

/** The loop: one batch at a time, woken by the tail, with backoff after a failure. */
function running(
  db: Database,
  tail: Tail,
  logger: Logger,
  reader: Reader,
  advance: (limit: number) => Promise<{ at: number; more: boolean }>,
): Consumer {
  const ending = new AbortController()
  const mine = selects({ types: reader.types })
  let known = 0
  let turn: Promise<unknown> = Promise.resolve()
  let loop: Promise<void> | null = null
  let woken: () => void = () => {}
  let due = true

  const oneBatch = (limit: number) => {
    const next = turn.then(async () => {
      if (ending.signal.aborted) throw new Error(`The consumer ${reader.name} was stopped.`)
      const result = await advance(limit)
      known = Math.max(known, result.at)
      return result
    })
    turn = next.catch(() => {})
    return next
  }

  async function run(): Promise<void> {
    const unwatch = await tail.watch((event) => {
      if (!mine(event)) return
      due = true
      woken()
    })
    let failures = 0
    while (!ending.signal.aborted) {
      if (!due) {
        await new Promise<void>((resolve) => {
          woken = resolve
        })
        continue
      }
      due = false
      try {
        // After a failure one at a time, so that what stands before the culprit gets through.
        due = (await oneBatch(failures > 0 ? 1 : batch)).more || due
        failures = 0
      } catch (error) {
        due = true
        if (ending.signal.aborted) break
        failures++
        logger.error(
          { err: error, consumer: reader.name, failures },
          'an event could not be handled; it is tried again',
        )
        await pause(Math.min(100 * 2 ** failures, longestBackoff), undefined, { signal: ending.signal }).catch(() => {})
      }
    }
    unwatch()
  }

  return {
    name: reader.name,
    start() {
      loop ??= run().catch((error) => logger.error({ err: error, consumer: reader.name }, 'the consumer ended'))
    },
    catchUp: () =>
      uncancelled(async () => {
        const { rows } = await sql<{ head: number; waiting: boolean }>`
        select position as head, exists (select from backbone.events where position > ${known}
          and type in (${sql.join([...reader.types])})) as waiting from backbone.head`.execute(db.root)
        const { head, waiting } = rows[0]!
        if (!waiting) {
          known = Math.max(known, head)
          return
        }
        while (known < head) await oneBatch(batch)
      }),
    async stop() {
      ending.abort()
      woken()
      await loop
      await turn
    },
  }
}
