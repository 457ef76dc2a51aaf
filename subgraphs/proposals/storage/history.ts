// What happened to a proposal, read from the log: it is written there in the transaction that made it true.

import { sql } from 'kysely'
import type { On } from '../../../backbone/database/database.ts'
import type { LoggedEvent } from '../../../backbone/log/event.ts'
import type { CasterFact, DecisionFact, ProposalFact } from '../../../schema/events.ts'
import type { Compliance } from '../domain/compliance.ts'
import type { Child, PagedList } from './pages.ts'

export type HistoryRow = Pick<LoggedEvent, 'id' | 'type' | 'position' | 'recordedAt'> & { payload: HistoryPayload }

/** What events of a proposal say, whichever of them it is. */
interface HistoryPayload {
  proposal: string | ProposalFact
  member?: string
  choices?: string[]
  revision?: number
  castBy?: CasterFact
  platform?: string
  url?: string | null
  externalId?: string
  decision?: string | DecisionFact
  compliance?: Compliance
  action?: string | null
}

/** Newest first. */
export const historyOfProposal: PagedList<HistoryRow, null> = {
  key: (row) => String(row.position),
  async read(on: On, proposals, _, after, limit) {
    // The order begins as the index does, so that it is this index that is read: see `newest` in pages.ts.
    const upTo = after === null ? sql`proposal <= parent` : sql`(proposal, position) < (parent, ${Number(after)})`
    const { rows } = await sql<Child<HistoryRow>>`
      select parent, found.* from unnest(${proposals}::text[]) as parent
      cross join lateral (
        select position, id, type, payload, recorded_at as "recordedAt" from backbone.events
        where proposal >= parent and ${upTo}
        order by proposal desc, position desc limit ${limit}) found
      order by position desc`.execute(on)
    return rows
  },
  async count(on, proposals) {
    const { rows } = await sql<{ parent: string; count: number }>`
      select parent, (select count(*)::int from backbone.events where proposal = parent) as count
      from unnest(${proposals}::text[]) as parent`.execute(on)
    return rows
  },
}
