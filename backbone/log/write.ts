// Writing to the log: every change of state appends its events in its own transaction, at the end of it.

import { type RawBuilder, sql } from 'kysely'
import { type EventType, eventVersions } from '../../schema/events.ts'
import { type Database, sqlState, type Tx } from '../database/database.ts'
import { faultPoint } from '../fault-point.ts'
import type { Ids } from '../ids.ts'
import { type Act, currentAct, type Entry, entriesOf, type Happened } from './acts.ts'
import type { NewEvent } from './event.ts'

/** @param act by whom, where it is another's than the mutation's that is under way; null: by nobody */
export type Emit = (event: NewEvent, act?: Act | null) => void
/** Tells the audit log of a change that no event tells of. @param act where it is another's than the mutation's that is under way */
export type Note = (community: string | null, subjects: readonly string[], act?: Act) => void

/** What is done in one transaction. */
export type Work<T> = (tx: Tx, emit: Emit, note: Note) => Promise<T>
export type Write = <T>(work: Work<T>) => Promise<T>

/** The channel on which a commit that appended events is told. */
export const channel = 'folkmoot_log'

/**
 * What is told of a proposal's end takes its position in its own transaction: the head of the log that is signed with the end of
 * the chain of decisions is not before any of them.
 */
const numberedAtOnce: ReadonlySet<EventType> = new Set(['proposals.proposal.decided', 'proposals.proposal.canceled'])

/**
 * @param number gives positions to what was committed without
 * @param wrote called after a commit that appended events
 */
export function writing(db: Database, ids: Ids, number: () => Promise<void>, wrote: () => void): Write {
  let writers = 0

  async function write<T>(work: Work<T>): Promise<T> {
    const ambient = currentAct()
    for (let tries = 1; ; tries++) {
      const events: NewEvent[] = []
      const happened: Happened[] = []
      let unnumbered = false
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
          const entries = entriesOf(happened, new Date())
          const appends = events.length > 0 || entries.length > 0
          unnumbered =
            appends && db.engine === 'postgres' && writers > 1 && !events.some(({ type }) => numberedAtOnce.has(type))
          if (appends) await append(db, tx, rowsOf(ids, events), entries, unnumbered)
          if (faultPoint) reached('before commit', events)
          return done
        })
        if (faultPoint) reached('after commit', events)
        // It is committed, come what may: where it cannot be numbered now, that is done as soon as anybody can.
        if (unnumbered) await number().catch(() => {})
        if (events.length > 0) wrote()
        return result
      } catch (error) {
        const deadlock = ['40P01', '40001'].includes(sqlState(error) ?? '')
        if (!deadlock || tries === 5) throw error
      }
    }
  }

  return async (work) => {
    writers++
    try {
      return await write(work)
    } finally {
      writers--
    }
  }
}

function reached(step: string, events: NewEvent[]): void {
  for (const type of new Set(events.map(({ type }) => type))) faultPoint?.(`${step} ${type}`)
}

function rowsOf(ids: Ids, events: readonly NewEvent[]) {
  return events.map(({ type, community, payload }, index) => ({
    offset: index + 1,
    id: ids.next('evt'),
    community,
    type,
    version: eventVersions[type],
    payload,
  }))
}

/** One statement: where the head is locked, it is from here to the commit, so nothing is sent back and forth under the lock. */
async function append(
  { engine }: Database,
  tx: Tx,
  rows: ReturnType<typeof rowsOf>,
  entries: readonly Entry[],
  unnumbered: boolean,
): Promise<void> {
  const told = JSON.stringify(rows)
  const noted = entries.length === 0 ? null : JSON.stringify(entries)
  if (unnumbered) await sql`insert into backbone.pending (events, entries) values (${told}, ${noted})`.execute(tx)
  else if (engine === 'postgres') await sql`select backbone.append(${told}, ${noted})`.execute(tx)
  // Embedded, nothing is ever pending: transactions stand in line.
  else
    await sql`
      with head as (update backbone.head set position = position + ${rows.length} returning position),
      added as (
        insert into backbone.events (position, id, community, type, version, payload)
        select head.position - ${rows.length} + e."offset", e.id, e.community, e.type, e.version, e.payload
        from head, jsonb_to_recordset(${told}::jsonb)
          as e("offset" int, id text, community text, type text, version int, payload jsonb)
      )
      select pg_notify(${channel}, position::text)${recorded(noted)} from head`.execute(tx)
}

function recorded(noted: string | null): RawBuilder<unknown> {
  return noted === null ? sql`` : sql`, backbone.record_audit(${noted}::jsonb)`
}
