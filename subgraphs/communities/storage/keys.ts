import { sql } from 'kysely'
import { columns, type KeyRow, type On, storable } from './tables.ts'

export async function findKey(on: On, id: string): Promise<KeyRow | null> {
  const { rows } =
    await sql<KeyRow>`select ${columns.keys} from communities.api_keys k where k.id = ${storable(id)}`.execute(on)
  return rows[0] ?? null
}

export async function insertKey(tx: On, key: Omit<KeyRow, 'revokedAt'> & { digest: string }): Promise<KeyRow> {
  const { rows } = await sql<KeyRow>`
    insert into communities.api_keys as k (id, community, member, name, scopes, digest, expires_at)
    values (${key.id}, ${key.community}, ${key.member}, ${key.name}, ${JSON.stringify(key.scopes)}::jsonb, ${key.digest},
      ${key.expiresAt}) returning ${columns.keys}`.execute(tx)
  return rows[0]!
}

/** Whether the key was good before. */
export async function markRevoked(tx: On, id: string): Promise<boolean> {
  const { rows } = await sql`
    update communities.api_keys set revoked_at = clock_timestamp()
    where id = ${id} and revoked_at is null returning 1 as revoked`.execute(tx)
  return rows.length > 0
}
