// Snapshots: readings as they were, never changed.

import type { Selectable } from 'kysely'
import type { Tx } from '../../../backbone/database/database.ts'
import { cred, type Queries, type SnapshotRow, type SnapshotsTable } from './tables.ts'

/** Keeps a snapshot: its row, and its deflated table. */
export async function keepSnapshot(tx: Tx, row: SnapshotRow, body: Uint8Array): Promise<void> {
  await cred(tx)
    .insertInto('snapshots')
    .values({
      id: row.id,
      community: row.community,
      source_url: row.sourceUrl,
      sha256: row.sha256,
      fetched_at: row.fetchedAt,
      last_interval_end: row.lastIntervalEnd,
      participants: row.participantCount,
      files: JSON.stringify(row.files),
      ledger_problem: row.ledgerProblem,
    })
    .execute()
  await cred(tx)
    .insertInto('snapshot_bodies')
    .values({ snapshot: row.id, body: Buffer.from(body) })
    .execute()
}

/** Snapshots by id, in any order; those that are not there are left out. */
export async function readSnapshots(db: Queries, ids: readonly string[]): Promise<SnapshotRow[]> {
  const rows = await db
    .selectFrom('snapshots as snapshot')
    .select(snapshotColumns('snapshot'))
    .where('id', 'in', [...ids, ''])
    .execute()
  return rows.map(snapshotFrom)
}

/** The deflated table of a snapshot; null where there is none. */
export async function readBody(db: Queries, snapshot: string): Promise<Uint8Array | null> {
  const row = await db.selectFrom('snapshot_bodies').select('body').where('snapshot', '=', snapshot).executeTakeFirst()
  return row?.body ?? null
}

/** The columns of a snapshot under names that cannot clash in a join. */
export function snapshotColumns<T extends string>(table: T) {
  return [
    `${table}.id as snapshot_id`,
    `${table}.community as snapshot_community`,
    `${table}.source_url`,
    `${table}.sha256`,
    `${table}.fetched_at`,
    `${table}.last_interval_end`,
    `${table}.participants`,
    `${table}.files`,
    `${table}.ledger_problem`,
  ] as const
}

export type SnapshotColumns = Omit<Selectable<SnapshotsTable>, 'id' | 'community'> & {
  snapshot_id: string
  snapshot_community: string
}

export function snapshotFrom(row: SnapshotColumns): SnapshotRow {
  return {
    id: row.snapshot_id,
    community: row.snapshot_community,
    sourceUrl: row.source_url,
    sha256: row.sha256,
    fetchedAt: row.fetched_at,
    lastIntervalEnd: row.last_interval_end,
    participantCount: row.participants,
    files: row.files,
    ledgerProblem: row.ledger_problem,
  }
}
