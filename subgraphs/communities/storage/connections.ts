import { sql } from 'kysely'
import { type ConnectionRow, columns, type On, storable } from './tables.ts'

/** The connections of these communities, in the order they were made. */
export async function connectionsOf(
  on: On,
  communities: readonly string[],
  after: string | null,
  first: number,
): Promise<ConnectionRow[]> {
  const { rows } = await sql<ConnectionRow>`
    select found.* from unnest(${communities}::text[]) as parent cross join lateral (
      select ${columns.connections} from communities.connections n
      where n.community = parent ${after === null ? sql`` : sql`and n.id > ${after}`} order by n.id limit ${first}
    ) found order by found.id`.execute(on)
  return rows
}

export async function findConnection(on: On, community: string, id: string): Promise<ConnectionRow | null> {
  const { rows } = await sql<ConnectionRow>`
    select ${columns.connections} from communities.connections n
    where n.community = ${community} and n.id = ${storable(id)}`.execute(on)
  return rows[0] ?? null
}

export async function findConnectionTo(
  on: On,
  community: string,
  platform: string,
  externalId: string,
): Promise<ConnectionRow | null> {
  const { rows } = await sql<ConnectionRow>`
    select ${columns.connections} from communities.connections n
    where n.community = ${community} and n.platform = ${platform} and n.external_id = ${externalId}`.execute(on)
  return rows[0] ?? null
}

/** Stores a connection, or what became of one that was there before. */
export async function putConnection(tx: On, connection: Omit<ConnectionRow, 'lastEventAt'>): Promise<ConnectionRow> {
  const { id, community, platform, externalId, webhookUrl, status, problem } = connection
  const settings = JSON.stringify(connection.settings)
  const { rows } = await sql<ConnectionRow>`
    insert into communities.connections as n (id, community, platform, external_id, settings, webhook_url, status, problem)
    values (${id}, ${community}, ${platform}, ${externalId}, ${settings}::jsonb, ${webhookUrl}, ${status}, ${problem})
    on conflict (id) do update set settings = excluded.settings, webhook_url = excluded.webhook_url,
      status = excluded.status, problem = excluded.problem
    returning ${columns.connections}`.execute(tx)
  return rows[0]!
}

/** Marks a connection as ended; null where it was already. */
export async function endConnection(tx: On, id: string): Promise<ConnectionRow | null> {
  const { rows } = await sql<ConnectionRow>`
    update communities.connections n set status = 'DISCONNECTED', problem = null, webhook_url = null
    where n.id = ${id} and n.status <> 'DISCONNECTED' returning ${columns.connections}`.execute(tx)
  return rows[0] ?? null
}

/** What the platform's side says of a connection. One that was ended here stays ended. */
export async function noteConnection(
  tx: On,
  connection: string,
  community: string | null,
  change: { status: ConnectionRow['status']; problem: string | null; lastEventAt: string | null },
): Promise<void> {
  await sql`
    update communities.connections
    set status = ${change.status}, problem = ${change.problem},
      last_event_at = greatest(last_event_at, ${change.lastEventAt}::timestamptz)
    where id = ${connection} and community = ${community} and status <> 'DISCONNECTED'`.execute(tx)
}
