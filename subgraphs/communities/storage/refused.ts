// What the audit log has of this hour's refusals at the doors: so that of several gateways, and after a restart, each is there once.

import { sql } from 'kysely'
import type { Told } from '../../../backbone/security/refused.ts'
import type { On } from './tables.ts'

/** Until the end of the transaction nobody else counts. */
export async function lockRefused(tx: On): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('folkmoot.communities.refused', 0))`.execute(tx)
}

export async function refusedSince(tx: On, hour: Date): Promise<Told[]> {
  const { rows } = await sql<Told>`
    select kind, community, address, about from communities.refused where hour = ${hour}`.execute(tx)
  return rows
}

export async function insertRefused(tx: On, hour: Date, refused: readonly Told[]): Promise<void> {
  const rows = refused.map(({ kind, community, address, about }) => ({ kind, community, address, about }))
  await sql`
    insert into communities.refused (hour, kind, community, address, about)
    select ${hour}, kind, community, address, about
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (kind text, community text, address text, about text)
    on conflict do nothing`.execute(tx)
}

/** Those of hours that are over: a thousand each at most. */
export async function dropOldRefused(on: On): Promise<void> {
  await sql`delete from communities.refused where hour < (select clock_timestamp()) - interval '2 hours'`.execute(on)
}

/** The members whose keys they are, by key; `erased`: who is none any more. */
export async function ownersOfKeys(
  on: On,
  keys: readonly string[],
): Promise<Map<string, { member: string; erased: boolean }>> {
  if (keys.length === 0) return new Map()
  const { rows } = await sql<{ id: string; member: string; erased: boolean }>`
    select k.id, k.member, m.erased_at is not null as erased from communities.api_keys k
    join communities.members m on m.id = k.member where k.id = any(${[...keys]}::text[])`.execute(on)
  return new Map(rows.map(({ id, member, erased }) => [id, { member, erased }]))
}
