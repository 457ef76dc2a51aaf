// Snapshots that proposals were opened with, and what becomes of the others: their numbers go, their row stays.

import { sql } from 'kysely'
import type { On, Tx } from '../../../backbone/database/database.ts'
import { daysAgo, dropRows } from '../../../backbone/database/keeping.ts'

/** Those of the ids that are snapshots of the community. */
export async function pinSnapshots(tx: Tx, community: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    insert into cred.pins (snapshot)
    select id from cred.snapshots where community = ${community} and id in (${sql.join([...ids])})
    on conflict do nothing`.execute(tx)
}

export async function pinAllUntil(tx: Tx, community: string, until: Date): Promise<void> {
  await sql`
    insert into cred.pins (snapshot)
    select id from cred.snapshots where community = ${community} and fetched_at <= ${until}
    on conflict do nothing`.execute(tx)
}

const most = 10 // bodies at a time: each is some megabytes

/**
 * Drops the numbers of snapshots that a newer one replaced long ago, unless a proposal pinned them or a source answers from
 * them.
 * @param days since the newer one was read
 * @returns how many
 */
export async function dropBodies(on: On, days: number): Promise<number> {
  return dropRows(
    on,
    sql`cred.snapshot_bodies`,
    sql`join cred.snapshots old on old.id = row.snapshot
      where exists (
          select from cred.snapshots newer where newer.community = old.community and newer.fetched_at > old.fetched_at
            and newer.fetched_at < ${daysAgo(days)})
        and not exists (select from cred.pins where pins.snapshot = old.id)
        and not exists (select from cred.sources where sources.snapshot = old.id)`,
    most,
  )
}
