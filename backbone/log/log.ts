// The event log: what every part of Folkmoot reads to know what became true.
//
// Every change of state appends its events in its own transaction, at the end of it. Positions come from one row that
// the appending transaction locks until it commits: so they have no gaps, and what commits later stands later. (Ids
// handed out at insert do not have that property: a reader that asks `id > last` skips a late commit.)
//
// A reader has a position and asks for what stands after it. NOTIFY only wakes it up.

import { type RawBuilder, sql } from 'kysely'
import type { Logger } from 'pino'
import { type EventPayloads, type EventType, eventVersions } from '../../schema/events.ts'
import { type Database, sqlState, type Tx } from '../database/database.ts'
import { faultPoint } from '../fault-point.ts'
import type { Ids } from '../ids.ts'
import { type Act, currentAct, type Entry, entriesOf, type Happened } from './acts.ts'
import { type Consumer, projecting } from './consumer.ts'
import { performing } from './performer.ts'
import { type Following, type Tail, tailOf } from './tail.ts'

export type { Tx } from '../database/database.ts'
export type { Consumer } from './consumer.ts'

export type NewEvent = { [T in EventType]: { type: T; community: string | null; payload: EventPayloads[T] } }[EventType]
export type LoggedEvent = NewEvent & { position: number; id: string; version: number; recordedAt: Date }
export type EventOf<T extends EventType> = Extract<LoggedEvent, { type: T }>
/** @param act by whom, where it is another's than the mutation's that is under way; null: by nobody */
export type Emit = (event: NewEvent, act?: Act | null) => void
/** Tells the audit log of a change that no event tells of. @param act where it is another's than the mutation's that is under way */
export type Note = (community: string | null, subjects: readonly string[], act?: Act) => void

export interface Selection {
  types?: readonly EventType[]
  community?: string
}

export interface EventLog {
  /**
   * Runs `work` in one transaction and appends what it emitted, just before the commit; with it, for the audit log, by whom: the
   * mutation that is under way (acts.ts). Run again after a deadlock.
   */
  write<T>(work: (tx: Tx, emit: Emit, note: Note) => Promise<T>): Promise<T>
  /** Events after a position, oldest first. */
  read(query: Selection & { after: number; upTo?: number; limit: number }): Promise<LoggedEvent[]>
  /** The position of the last event; 0 when there is none. */
  head(): Promise<number>
  /** The position of the first event that is kept; one after the head when there is none. */
  first(): Promise<number>
  /** Events after a position (default: from now), then those that come: no gap, no repeat. Ends when `signal` fires. */
  follow(query: Following): AsyncIterableIterator<LoggedEvent>
  /** As `follow`, but what is there is handed on together: pages of a few hundred; an empty one, once, where that ends. */
  pages(query: Following): AsyncIterableIterator<LoggedEvent[]>
  /** A consumer that changes this database only: its cursor moves in the transaction of `handle`, so each event counts once. */
  project(projection: {
    name: string
    types: readonly EventType[]
    handle(tx: Tx, event: LoggedEvent, emit: Emit): Promise<void>
  }): Consumer
  /**
   * A consumer that acts outside, on the events of communities: at least once, alone over all processes, in order within a
   * community and communities side by side. A throw is tried again with backoff; only its own community waits for it.
   */
  perform(performer: { name: string; types: readonly EventType[]; handle(event: LoggedEvent): Promise<void> }): Consumer
  stop(): Promise<void>
}

const channel = 'folkmoot_log'

export function openLog(db: Database, ids: Ids, logger: Logger): EventLog {
  const tail: Tail = tailOf({
    head: () => head(db),
    read: (query) => read(db, query),
    listen: (heard) => db.listen(channel, heard),
    logger,
  })
  const log: EventLog = {
    async write(work) {
      const ambient = currentAct()
      for (let tries = 1; ; tries++) {
        const events: NewEvent[] = []
        const happened: Happened[] = []
        try {
          const result = await db.transaction(async (tx) => {
            const done = await work(
              tx,
              (event, act = ambient) => {
                events.push(event)
                if (act) happened.push({ act, ...event })
              },
              (community, subjects, act = ambient ?? undefined) => {
                if (act) happened.push({ act, community, subjects })
              },
            )
            await append(tx, ids, events, entriesOf(happened, new Date()))
            if (faultPoint) reached('before commit', events)
            return done
          })
          if (faultPoint) reached('after commit', events)
          if (events.length > 0) tail.wake()
          return result
        } catch (error) {
          const deadlock = ['40P01', '40001'].includes(sqlState(error) ?? '')
          if (!deadlock || tries === 5) throw error
        }
      }
    },
    read: (query) => read(db, query),
    head: () => head(db),
    first: () => first(db),
    follow: (query) => tail.follow(query),
    pages: (query) => tail.pages(query),
    project: (projection) => projecting(db, log, tail, logger, projection),
    perform: (performer) => performing(db, log, tail, logger, performer),
    stop: () => tail.stop(),
  }
  return log
}

function reached(step: string, events: NewEvent[]): void {
  for (const type of new Set(events.map(({ type }) => type))) faultPoint?.(`${step} ${type}`)
}

/** One statement: the head is locked from here to the commit, so nothing is sent back and forth under the lock. */
async function append(tx: Tx, ids: Ids, events: NewEvent[], entries: readonly Entry[]): Promise<void> {
  if (events.length === 0 && entries.length === 0) return
  const rows = events.map(({ type, community, payload }, index) => ({
    offset: index + 1,
    id: ids.next('evt'),
    community,
    type,
    version: eventVersions[type],
    payload,
  }))
  await sql`
    with head as (update backbone.head set position = position + ${rows.length} returning position),
    added as (
      insert into backbone.events (position, id, community, type, version, payload)
      select head.position - ${rows.length} + e."offset", e.id, e.community, e.type, e.version, e.payload
      from head, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as e("offset" int, id text, community text, type text, version int, payload jsonb)
    )
    select pg_notify(${channel}, position::text)${recorded(entries)} from head`.execute(tx)
}

function recorded(entries: readonly Entry[]): RawBuilder<unknown> {
  return entries.length === 0 ? sql`` : sql`, backbone.record_audit(${JSON.stringify(entries)}::jsonb)`
}

async function head(db: Database): Promise<number> {
  const { rows } = await sql<{ position: number }>`select position from backbone.head`.execute(db.root)
  return rows[0]!.position
}

async function first(db: Database): Promise<number> {
  const { rows } = await sql<{ position: number }>`
    select coalesce((select min(position) from backbone.events), (select position + 1 from backbone.head)) as position`.execute(
    db.root,
  )
  return rows[0]!.position
}

async function read(
  db: Database,
  query: Selection & { after: number; upTo?: number; limit: number },
): Promise<LoggedEvent[]> {
  return readOn(db.root as unknown as Tx, query)
}

/**
 * As `EventLog.read`, in a transaction of the caller's. Each type is read from its own place in an index, and they are merged:
 * a reader of what happens rarely does not wade through what happens often.
 */
export async function readOn(
  on: Tx,
  query: Selection & { after: number; upTo?: number; limit: number },
): Promise<LoggedEvent[]> {
  const page = (type: EventType | null) => sql`
    select position, id, community, type, version, payload, recorded_at as "recordedAt" from backbone.events
    where position > ${query.after}
    ${query.upTo === undefined ? sql`` : sql`and position <= ${query.upTo}`}
    ${query.community === undefined ? sql`` : sql`and community = ${query.community}`}
    ${type === null ? sql`` : sql`and type = ${type}`}
    order by position limit ${query.limit}`
  if (query.types?.length === 0) return []
  const pages = query.types ? [...new Set(query.types)].map(page) : [page(null)]
  const all =
    pages.length === 1
      ? pages[0]!
      : sql`select * from (${sql.join(
          pages.map((each) => sql`(${each})`),
          sql` union all `,
        )}) as page order by position limit ${query.limit}`
  return (await sql<LoggedEvent>`${all}`.execute(on)).rows
}
