// Durable readers of the log that act outside. Each community is a lane: its events are handled in order, and one whose
// handler hangs or fails keeps no other waiting.
//
// A reader's cursor says how far the log was looked through, and a row for each community how far its events were handled
// (`position`) and up to where they wait (`wanted`). So nothing of a lane is kept in memory: one that stands still for days
// reads on from its own place, also after a kill.

import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { EventType } from '../../schema/events.ts'
import { lanesOf } from '../concurrency/lanes.ts'
import type { Database } from '../database/database.ts'
import { elected } from '../database/elected.ts'
import { faultPoint } from '../fault-point.ts'
import { type Consumer, lockCursor, moveCursor } from './consumer.ts'
import { type LoggedEvent, type Query, selects } from './event.ts'
import type { Tail } from './tail.ts'

const batch = 100
const longestBackoff = 30_000 // milliseconds

export function performing(
  db: Database,
  read: (query: Query) => Promise<LoggedEvent[]>,
  tail: Tail,
  logger: Logger,
  performer: { name: string; types: readonly EventType[]; handle(event: LoggedEvent): Promise<void> },
): Consumer {
  const { name, types, handle } = performer
  const office = `folkmoot.${name}`
  const mine = selects({ types })
  const turns = new Map<string, Promise<unknown>>()
  const failures = new Map<string, number>()

  /** Looks through the next events and notes for each community that they wait. @returns whose, and whether there are more. */
  async function lookOn(): Promise<{ communities: string[]; more: boolean }> {
    return db.transaction(async (tx) => {
      const from = await lockCursor(tx, name)
      const head = await sql<{ position: number }>`select position from backbone.head`.execute(tx)
      const { rows } = await sql<{ community: string | null; position: number }>`
        select community, position from backbone.events where position > ${from} and type in (${sql.join([...types])})
        order by position limit ${batch}`.execute(tx)
      const waiting = Map.groupBy(
        rows.filter(({ community }) => community !== null),
        ({ community }) => community!,
      )
      const found = [...waiting].map(([community, events]) => {
        return { community, first: events[0]!.position, last: events.at(-1)!.position }
      })
      if (found.length > 0)
        await sql`
          insert into backbone.lanes as lane (consumer, community, position, wanted)
          select ${name}, f.community, f.first - 1, f.last
          from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as f(community text, first bigint, last bigint)
          on conflict (consumer, community) do update set wanted = excluded.wanted,
            position = case when lane.position < lane.wanted then lane.position else excluded.position end`.execute(tx)
      const more = rows.length === batch
      const at = more ? rows.at(-1)!.position : Math.max(head.rows[0]!.position, rows.at(-1)?.position ?? from)
      if (at > from) await moveCursor(tx, name, at)
      return { communities: [...waiting.keys()], more }
    })
  }

  /** Handles what waits in a lane. One at a time, whoever asks. @throws what the handler throws; the event waits. */
  function workOff(community: string, over: AbortSignal): Promise<void> {
    const turn = (turns.get(community) ?? Promise.resolve()).then(() => handleAll(community, over))
    const ended = turn
      .catch(() => {})
      .finally(() => {
        if (turns.get(community) === ended) turns.delete(community)
      })
    turns.set(community, ended)
    return turn
  }

  async function handleAll(community: string, over: AbortSignal): Promise<void> {
    for (;;) {
      const { rows } = await sql<{ position: number; wanted: number }>`
        select position, wanted from backbone.lanes where consumer = ${name} and community = ${community}`.execute(
        db.root,
      )
      const place = rows[0]
      if (!place || place.position >= place.wanted) return
      const events = await read({ after: place.position, upTo: place.wanted, community, types, limit: batch })
      for (const event of events) {
        if (over.aborted) return
        faultPoint?.(`before ${name} handles ${event.type}`)
        await handle(event)
        faultPoint?.(`after ${name} handled ${event.type}`)
        await moveLane(community, event.position)
      }
      if (events.length < batch) await moveLane(community, place.wanted)
    }
  }

  async function moveLane(community: string, position: number): Promise<void> {
    await sql`
      update backbone.lanes set position = ${position}
      where consumer = ${name} and community = ${community} and position < ${position}`.execute(db.root)
  }

  async function unfinished(): Promise<string[]> {
    const { rows } = await sql<{ community: string }>`
      select community from backbone.lanes where consumer = ${name} and position < wanted order by position`.execute(
      db.root,
    )
    return rows.map(({ community }) => community)
  }

  /** @returns milliseconds until the next try; null where all was handled. */
  async function attempt(community: string, over: AbortSignal): Promise<number | null> {
    try {
      await workOff(community, over)
      failures.delete(community)
      return null
    } catch (error) {
      if (over.aborted) return null
      const count = (failures.get(community) ?? 0) + 1
      failures.set(community, count)
      logger.error(
        { err: error, consumer: name, community, failures: count },
        'an event could not be handled; it is tried again',
      )
      return Math.min(100 * 2 ** count, longestBackoff)
    }
  }

  async function serve(over: AbortSignal): Promise<void> {
    const lanes = lanesOf({ run: (community) => attempt(community, over) })
    let due = true
    let woken: () => void = () => {}
    const wake = () => {
      due = true
      woken()
    }
    const unwatch = await tail.watch((event) => mine(event) && wake())
    over.addEventListener('abort', wake)
    try {
      for (const community of await unfinished()) lanes.push(community)
      while (!over.aborted) {
        if (due) {
          due = false
          const { communities, more } = await lookOn()
          for (const community of communities) lanes.push(community)
          due ||= more
        } else
          await new Promise<void>((resolve) => {
            woken = resolve
          })
      }
    } finally {
      unwatch()
      over.removeEventListener('abort', wake)
      await lanes.stop()
    }
  }

  const term = elected(db, logger, office, serve)
  const stopping = new AbortController()
  let started = false
  return {
    name,
    start() {
      started = true
      term.start()
    },
    async catchUp() {
      const hold = started ? null : await db.hold(office, stopping.signal)
      try {
        while ((await lookOn()).more);
        for (const community of await unfinished()) await workOff(community, stopping.signal)
      } finally {
        await hold?.release()
      }
    },
    async stop() {
      stopping.abort()
      await term.stop()
      await Promise.all(turns.values())
    },
  }
}
