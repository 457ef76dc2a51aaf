import { sql } from 'kysely'
import type { Seen } from '../../../backbone/subgraph/calls.ts'
import { columns, type KeyRow, type On, storable } from './tables.ts'

export async function findKey(on: On, id: string): Promise<KeyRow | null> {
  const { rows } =
    await sql<KeyRow>`select ${columns.keys} from communities.api_keys k where k.id = ${storable(id)}`.execute(on)
  return rows[0] ?? null
}

export async function findKeys(on: On, ids: readonly string[]): Promise<KeyRow[]> {
  const { rows } = await sql<KeyRow>`
    select ${columns.keys} from communities.api_keys k where k.id = any(${ids}::text[])`.execute(on)
  return rows
}

/** The key, so that it is not revoked before the transaction ends. */
export async function lockKey(tx: On, id: string): Promise<KeyRow | null> {
  const { rows } = await sql<KeyRow>`
    select ${columns.keys} from communities.api_keys k where k.id = ${storable(id)} for no key update`.execute(tx)
  return rows[0] ?? null
}

/** The keys of administrators that are good, the newest first; at most some hundreds. */
export async function adminKeys(on: On, community: string, now: Date): Promise<KeyRow[]> {
  const { rows } = await sql<KeyRow>`
    select ${columns.keys} from communities.api_keys k where k.community = ${community} and k.scopes ? 'ADMIN'
      and k.revoked_at is null and (k.expires_at is null or k.expires_at > ${now})
    order by k.community desc, k.id desc limit 300`.execute(on)
  return rows
}

export type NewKey = Pick<KeyRow, 'id' | 'community' | 'member' | 'name' | 'scopes' | 'expiresAt' | 'told'> & {
  digest: string
}

export async function insertKey(tx: On, key: NewKey): Promise<KeyRow> {
  const { rows } = await sql<KeyRow>`
    insert into communities.api_keys as k (id, community, member, name, scopes, digest, expires_at, told)
    values (${key.id}, ${key.community}, ${key.member}, ${key.name}, ${JSON.stringify(key.scopes)}::jsonb, ${key.digest},
      ${key.expiresAt}, ${key.told}::text[]) returning ${columns.keys}`.execute(tx)
  return rows[0]!
}

/** Whether the key was good before. */
export async function markRevoked(tx: On, id: string): Promise<boolean> {
  const { rows } = await sql`
    update communities.api_keys set revoked_at = clock_timestamp()
    where id = ${id} and revoked_at is null returning 1 as revoked`.execute(tx)
  return rows.length > 0
}

/** Gives a key that is good another secret. Null where it is not. */
export async function rotateKey(
  tx: On,
  id: string,
  change: { digest: string; now: Date; overlapsUntil: Date; told: readonly string[]; toldBefore: readonly string[] },
): Promise<KeyRow | null> {
  const { digest, now, overlapsUntil, told, toldBefore } = change
  const { rows } = await sql<KeyRow>`
    update communities.api_keys k set digest = ${digest}, rotated_at = ${now}, overlaps_until = ${overlapsUntil},
      told = ${told}::text[], told_before = ${toldBefore}::text[]
    where k.id = ${id} and k.revoked_at is null and (k.expires_at is null or k.expires_at > ${now})
    returning ${columns.keys}`.execute(tx)
  return rows[0] ?? null
}

/** Notes when keys and sessions were used; what is known to be later stays. */
export async function noteSeen(on: On, { keys, sessions }: Seen): Promise<void> {
  await sql`
    with given as (select key as id, value::timestamptz as at from jsonb_each_text(${JSON.stringify(keys)}::jsonb))
    update communities.api_keys k set last_used_at = greatest(k.last_used_at, given.at) from given
    where k.id = given.id`.execute(on)
  await sql`
    with given as (select key as id, value::timestamptz as at from jsonb_each_text(${JSON.stringify(sessions)}::jsonb))
    update communities.sessions s set last_seen_at = greatest(s.last_seen_at, given.at) from given
    where s.id = given.id`.execute(on)
}
