// Sources: one for each community that has connected an instance.

import type { Selectable } from 'kysely'
import type { Tx } from '../../../backbone/database/database.ts'
import { snapshotColumns, snapshotFrom } from './snapshots.ts'
import { cred, type Queries, type SnapshotRow, type SourceRow, type SourcesTable } from './tables.ts'

/** Sources with their current snapshot; all of them, or those of some communities. */
export async function readSources(db: Queries, communities?: readonly string[]): Promise<SourceRow[]> {
  let query = db
    .selectFrom('sources as source')
    .innerJoin('snapshots as snapshot', 'snapshot.id', 'source.snapshot')
    .selectAll('source')
    .select(snapshotColumns('snapshot'))
  if (communities) query = query.where('source.community', 'in', [...communities, ''])
  return (await query.execute()).map((row) => sourceFrom(row, snapshotFrom(row)))
}

/** The source of a community, locked until the transaction ends. */
export async function lockSource(tx: Tx, community: string): Promise<Selectable<SourcesTable> | null> {
  const row = await cred(tx)
    .selectFrom('sources')
    .selectAll()
    .where('community', '=', community)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

/** Writes the whole row, whether there was one or not. */
export async function putSource(tx: Tx, row: Omit<SourceRow, 'snapshot'> & { snapshot: string }): Promise<void> {
  const values = {
    community: row.community,
    url: row.url,
    refresh_every_seconds: row.refreshEverySeconds,
    generation: row.generation,
    status: row.status,
    problem: row.problem,
    refreshed_at: row.refreshedAt,
    attempted_at: row.attemptedAt,
    etags: JSON.stringify(row.etags),
    snapshot: row.snapshot,
  }
  await cred(tx)
    .insertInto('sources')
    .values(values)
    .onConflict((conflict) => conflict.column('community').doUpdateSet(values))
    .execute()
}

/** Changes some of a source. */
export async function changeSource(
  tx: Tx,
  community: string,
  change: Partial<Pick<SourceRow, 'status' | 'problem' | 'refreshedAt' | 'attemptedAt' | 'etags'>> & {
    snapshot?: string
  },
): Promise<void> {
  const values = {
    ...(change.status === undefined ? {} : { status: change.status }),
    ...(change.problem === undefined ? {} : { problem: change.problem }),
    ...(change.refreshedAt === undefined ? {} : { refreshed_at: change.refreshedAt }),
    ...(change.attemptedAt === undefined ? {} : { attempted_at: change.attemptedAt }),
    ...(change.etags === undefined ? {} : { etags: JSON.stringify(change.etags) }),
    ...(change.snapshot === undefined ? {} : { snapshot: change.snapshot }),
  }
  await cred(tx).updateTable('sources').set(values).where('community', '=', community).execute()
}

// Private:

function sourceFrom(row: Omit<Selectable<SourcesTable>, 'snapshot'>, snapshot: SnapshotRow): SourceRow {
  return {
    community: row.community,
    url: row.url,
    refreshEverySeconds: row.refresh_every_seconds,
    generation: row.generation,
    status: row.status,
    problem: row.problem,
    refreshedAt: row.refreshed_at,
    attemptedAt: row.attempted_at,
    etags: row.etags,
    snapshot,
  }
}
