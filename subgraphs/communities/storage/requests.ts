import { sql } from 'kysely'
import type { Settlement } from '../domain/requests.ts'
import { columns, type On, type RequestRow, storable } from './tables.ts'

export async function findRequests(on: On, ids: readonly string[]): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    select ${columns.requests} from communities.requests q where q.id = any(${ids.map(storable)}::text[])`.execute(on)
  return rows
}

/** The requests of a member, for one role or for all, the oldest first. */
export async function requestsOf(tx: On, member: string, role: string | null): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    select ${columns.requests} from communities.requests q
    where q.member = ${member} and (${role}::text is null or q.role = ${role}) order by q.id`.execute(tx)
  return rows
}

export async function insertRequest(
  tx: On,
  request: Pick<RequestRow, 'id' | 'community' | 'member' | 'role'>,
): Promise<RequestRow> {
  const { rows } = await sql<RequestRow>`
    insert into communities.requests as q (id, community, member, role, status)
    values (${request.id}, ${request.community}, ${request.member}, ${request.role}, 'PENDING')
    returning ${columns.requests}`.execute(tx)
  return rows[0]!
}

/** Settles a request that waits. The caller holds the member's lock, so that nobody else settles it meanwhile. */
export async function updateRequest(
  tx: On,
  id: string,
  settlement: { status: Settlement; reason: string | null; decision: string | null },
): Promise<RequestRow> {
  const { rows } = await sql<RequestRow>`
    update communities.requests q set status = ${settlement.status}, reason = ${settlement.reason},
      decision = ${settlement.decision}, settled_at = clock_timestamp()
    where q.id = ${id} and q.status = 'PENDING' returning ${columns.requests}`.execute(tx)
  if (!rows[0]) throw new Error(`The request ${id} was settled by another transaction despite the lock.`)
  return rows[0]
}
