// The tables of cred, and the rows that are made of them.

import type { ColumnType, Kysely } from 'kysely'
import type { Tx } from '../../../backbone/database/database.ts'
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

export interface CredTables {
  sources: SourcesTable
  snapshots: SnapshotsTable
  snapshot_bodies: { snapshot: string; body: Uint8Array }
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

/** The tables of cred, in a transaction. */
export function cred(tx: Tx): Kysely<CredTables> {
  return tx.withSchema('cred') as unknown as Kysely<CredTables>
}
