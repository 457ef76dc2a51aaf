// The tables of cred, and the rows that are made of them.

import type { ColumnType, Kysely } from 'kysely'
import { type On, tablesOf } from '../../../backbone/database/database.ts'
import type { Account } from '../domain/address.ts'
import type { ReadFile } from '../sourcecred/read.ts'

export type SourceStatus = 'READY' | 'LOADING' | 'UNREACHABLE' | 'INVALID'

export interface SourcesTable {
  community: string
  url: string
  refresh_every_seconds: number
  generation: number
  status: SourceStatus
  problem: string | null
  refreshed_at: Date
  attempted_at: Date
  etags: ColumnType<Record<string, string | null>, string, string>
  snapshot: string
}

export interface SnapshotsTable {
  id: string
  community: string
  source_url: string
  sha256: string
  fetched_at: Date
  last_interval_end: Date
  participants: number
  files: ColumnType<ReadFile[], string, never>
  ledger_problem: string | null
}

export interface Tables {
  sources: SourcesTable
  snapshots: SnapshotsTable
  snapshot_bodies: { snapshot: string; body: Uint8Array }
  pins: { snapshot: string }
  /** `person`: itself, or the member it was merged into. `since`: the first of the members that it is made of. */
  members: { id: string; community: string; person: string; since: string }
  /** An account once for each key by which it may be found to be somebody else's too. */
  accounts: { community: string; key: string; member: string; account: ColumnType<Account, string, string> }
  /** The event by which a community's members or accounts last changed. */
  rosters: { community: string; position: number }
}

export interface SnapshotRow {
  id: string
  community: string
  sourceUrl: string
  sha256: string
  fetchedAt: Date
  lastIntervalEnd: Date
  participantCount: number
  files: ReadFile[]
  ledgerProblem: string | null
}

export interface SourceRow {
  community: string
  url: string
  refreshEverySeconds: number
  generation: number
  status: SourceStatus
  problem: string | null
  refreshedAt: Date
  attemptedAt: Date
  etags: Record<string, string | null>
  /** The snapshot that answers now. */
  snapshot: SnapshotRow
}

export type Queries = Kysely<Tables>

/** The tables of cred, on the database or in a transaction. */
export function cred(on: On): Queries {
  return tablesOf<Tables>(on, 'cred')
}
