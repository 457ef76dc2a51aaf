// Dangerous acts that administrators asked for. Whoever reads one to change it holds the lock of its community.

import { sql } from 'kysely'
import type { PagedList } from './pages.ts'
import { type ActRow, columns, type On, storable } from './tables.ts'

export type NewAct = Omit<ActRow, 'status' | 'settledKey' | 'settledBy' | 'settledTold' | 'settledAt'>

export async function insertAct(tx: On, act: NewAct): Promise<ActRow> {
  const { rows } = await sql<ActRow>`
    insert into communities.acts as t
      (id, community, mutation, arguments, digest, key, asked_by, told, asked_at, expires_at, status)
    values (${act.id}, ${act.community}, ${act.mutation}, ${JSON.stringify(act.arguments)}::jsonb, ${act.digest}, ${act.key},
      ${JSON.stringify(act.askedBy)}::jsonb, ${act.told}::text[], ${act.askedAt}, ${act.expiresAt}, 'WAITING')
    returning ${columns.acts}`.execute(tx)
  return rows[0]!
}

export async function findAct(on: On, id: string): Promise<ActRow | null> {
  const { rows } = await sql<ActRow>`
    select ${columns.acts} from communities.acts t where t.id = ${storable(id)}`.execute(on)
  return rows[0] ?? null
}

/** What a key asked for that can still be approved or done. */
export async function openActsOf(tx: On, key: string, now: Date): Promise<ActRow[]> {
  const { rows } = await sql<ActRow>`
    select ${columns.acts} from communities.acts t
    where t.key = ${key} and t.status in ('WAITING', 'APPROVED') and t.expires_at > ${now} order by t.id`.execute(tx)
  return rows
}

export type Settled = Pick<ActRow, 'status' | 'settledKey' | 'settledBy' | 'settledTold' | 'settledAt'>

export async function settleAct(tx: On, id: string, settled: Settled): Promise<ActRow> {
  const { status, settledKey, settledBy, settledTold, settledAt } = settled
  const { rows } = await sql<ActRow>`
    update communities.acts t set status = ${status}, settled_key = ${settledKey},
      settled_by = ${settledBy === null ? null : JSON.stringify(settledBy)}::jsonb, settled_told = ${settledTold}::text[],
      settled_at = ${settledAt}
    where t.id = ${id} returning ${columns.acts}`.execute(tx)
  return rows[0]!
}

export async function useAct(tx: On, id: string): Promise<void> {
  await sql`update communities.acts set status = 'USED' where id = ${id}`.execute(tx)
}

/** A month after they could be done; the audit log has them. */
export async function forgetActs(tx: On, now: Date): Promise<void> {
  const before = new Date(now.getTime() - 30 * 86_400_000)
  await sql`delete from communities.acts where expires_at < ${before}`.execute(tx)
}

export const pendingActsOf: PagedList<ActRow, { now: Date }> = {
  async read(on, parents, { now }, after, limit) {
    const { rows } = await sql<ActRow & { parent: string }>`
      select p.id as parent, t.* from unnest(${parents}::text[]) as p(id) cross join lateral (
        select ${columns.acts} from communities.acts t
        where t.community = p.id and t.status in ('WAITING', 'APPROVED') and t.expires_at > ${now}
          and (${after}::text is null or t.id < ${after})
        order by t.community desc, t.id desc limit ${limit}) t
      order by t.id desc`.execute(on)
    return rows
  },
  async count(on, parents, { now }) {
    const { rows } = await sql<{ parent: string; count: number }>`
      select community as parent, count(*)::int as count from communities.acts
      where community = any(${parents}::text[]) and status in ('WAITING', 'APPROVED') and expires_at > ${now}
      group by community`.execute(on)
    return rows
  },
}
