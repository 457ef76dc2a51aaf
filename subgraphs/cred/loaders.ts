// Batches of one request: however many members or snapshots it names, one query each.

import DataLoader from 'dataloader'
import type { HoldingQuestion, Roster } from './roster.ts'
import { readSnapshots } from './storage/snapshots.ts'
import { readSources } from './storage/sources.ts'
import type { Queries, SnapshotRow, SourceRow } from './storage/tables.ts'

export interface CredLoaders {
  /** Sources as the database has them now; null where none is connected. */
  sources: DataLoader<string, SourceRow | null>
  snapshots: DataLoader<string, SnapshotRow | null>
  /** The members who hold identities. */
  holders: DataLoader<HoldingQuestion, string | null>
}

/** @param learn is told of the sources that were read */
export function credLoaders(
  db: Queries,
  roster: Pick<Roster, 'holders'>,
  learn: (source: SourceRow) => void,
): CredLoaders {
  return {
    holders: roster.holders(),
    sources: new DataLoader(async (communities) => {
      const rows = new Map((await readSources(db, communities)).map((row) => [row.community, row]))
      for (const row of rows.values()) learn(row)
      return communities.map((community) => rows.get(community) ?? null)
    }),
    snapshots: new DataLoader(async (ids) => {
      const storable = ids.filter((id) => !id.includes('\0') && id.isWellFormed()) // no other is anybody's id
      const rows = new Map((await readSnapshots(db, storable)).map((row) => [row.id, row]))
      return ids.map((id) => rows.get(id) ?? null)
    }),
  }
}
