import { sql } from 'kysely'
import type { Settlement } from '../domain/requests.ts'
import { columns, type On, type RequestRow, storable } from './tables.ts'

export async function findRequests(on: On, ids: readonly string[]): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    select ${columns.requests} from communities.requests q where q.id = any(${ids.map(storable)}::text[])`.execute(on)
  return rows
}

/** The requests of a member that wait, for one role or for all: one at most for each. */
export async function waitingRequests(tx: On, member: string, role: string | null): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`
    select ${columns.requests} from communities.requests q
    where q.member = ${member} and q.status = 'PENDING' ${role === null ? sql`` : sql`and q.role = ${role}`}
    order by q.id`.execute(tx)
  return rows
}

/** The newest request of a member for a role, or the newest that ended so. */
export async function lastRequest(
  tx: On,
  member: string,
  role: string,
  status: Settlement | null = null,
): Promise<RequestRow | null> {
  const { rows } = await sql<RequestRow>`
    select ${columns.requests} from communities.requests q
    where q.member = ${member} and q.role = ${role} ${status === null ? sql`` : sql`and q.status = ${status}`}
    order by q.id desc limit 1`.execute(tx)
  return rows[0] ?? null
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
