import { sql } from 'kysely'
import { type CommunityRow, columns, type On, storable } from './tables.ts'

/** The communities with these ids or slugs. */
export async function findCommunities(on: On, idsOrSlugs: readonly string[]): Promise<CommunityRow[]> {
  const asked = idsOrSlugs.map(storable)
  const { rows } = await sql<CommunityRow>`
    select ${columns.communities} from communities.communities c
    where c.id = any(${asked}::text[]) or c.slug = any(${asked}::text[])`.execute(on)
  return rows
}

export async function insertCommunity(
  tx: On,
  community: Pick<CommunityRow, 'id' | 'slug' | 'name' | 'visibility'>,
): Promise<CommunityRow> {
  const { id, slug, name, visibility } = community
  const { rows } = await sql<CommunityRow>`
    insert into communities.communities as c (id, slug, name, visibility) values (${id}, ${slug}, ${name}, ${visibility})
    returning ${columns.communities}`.execute(tx)
  return rows[0]!
}

/** Null leaves a column as it is. */
export async function updateCommunity(
  tx: On,
  id: string,
  change: { name: string | null; visibility: CommunityRow['visibility'] | null; twoAdmins: boolean | null },
): Promise<CommunityRow> {
  const { rows } = await sql<CommunityRow>`
    update communities.communities c
    set name = coalesce(${change.name}, name), visibility = coalesce(${change.visibility}, visibility),
      two_admins = coalesce(${change.twoAdmins}, two_admins)
    where id = ${id} returning ${columns.communities}`.execute(tx)
  return rows[0]!
}

/** Locks a community for a change. */
export async function lockCommunity(tx: On, id: string): Promise<CommunityRow> {
  const { rows } = await sql<CommunityRow>`
    select ${columns.communities} from communities.communities c where c.id = ${id} for update`.execute(tx)
  return rows[0]!
}

/** Says who drives. The secret before, where there is one, signs no more. */
export async function updateDriver(
  tx: On,
  id: string,
  { driver, driverEndpoint, driverSecret }: Pick<CommunityRow, 'driver' | 'driverEndpoint' | 'driverSecret'>,
): Promise<CommunityRow> {
  const { rows } = await sql<CommunityRow>`
    update communities.communities c set driver = ${driver}, driver_endpoint = ${driverEndpoint},
      driver_secret = ${driverSecret},
      driver_secret_before = case when driver_secret = ${driverSecret} then driver_secret_before end
    where id = ${id} returning ${columns.communities}`.execute(tx)
  return rows[0]!
}

/** The secret until now signs along for a day. */
export async function rotateSecret(tx: On, id: string, secret: string): Promise<CommunityRow> {
  const { rows } = await sql<CommunityRow>`
    update communities.communities c set driver_secret = ${secret}, driver_secret_before = driver_secret,
      driver_secret_before_until = clock_timestamp() + interval '1 day'
    where id = ${id} returning ${columns.communities}`.execute(tx)
  return rows[0]!
}
