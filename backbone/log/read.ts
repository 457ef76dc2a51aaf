// The log as it is read: by position, from an index of the type.

import { sql } from 'kysely'
import type { EventType } from '../../schema/events.ts'
import type { Database, Tx } from '../database/database.ts'
import type { LoggedEvent, Query } from './event.ts'

/**
 * Events after a position, oldest first, also in a transaction of the caller's. Each type is read from its own place in an index, and they are merged:
 * a reader of what happens rarely does not wade through what happens often.
 */
export async function readOn(on: Tx, query: Query): Promise<LoggedEvent[]> {
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

/** The position of the last event; 0 when there is none. */
export async function headOf(db: Database): Promise<number> {
  const { rows } = await sql<{ position: number }>`select position from backbone.head`.execute(db.root)
  return rows[0]!.position
}

/** The position of the first event that is kept; one after the head when there is none. */
export async function firstOf(db: Database): Promise<number> {
  const { rows } = await sql<{ position: number }>`
    select coalesce((select min(position) from backbone.events), (select position + 1 from backbone.head)) as position`.execute(
    db.root,
  )
  return rows[0]!.position
}
