// Writing to the log: every change of state appends its events in its own transaction, at the end of it.

import { type RawBuilder, sql } from 'kysely'
import { eventVersions } from '../../schema/events.ts'
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

/** @param wrote called after a commit that appended events */
export function writing(db: Database, ids: Ids, wrote: () => void): Write {
  return async function write(work) {
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
        if (events.length > 0) wrote()
        return result
      } catch (error) {
        const deadlock = ['40P01', '40001'].includes(sqlState(error) ?? '')
        if (!deadlock || tries === 5) throw error
      }
    }
  }
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
