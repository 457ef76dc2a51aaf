import { sql } from 'kysely'
import { foldedCase } from '../domain/text.ts'
import { columns, type GrantRow, type On, type RoleRow, storable } from './tables.ts'

/** The roles of these communities, in the order they were made. */
export async function rolesOf(
  on: On,
  communities: readonly string[],
  after: string | null,
  first: number,
): Promise<RoleRow[]> {
  const { rows } = await sql<RoleRow>`
    select found.* from unnest(${communities}::text[]) as parent cross join lateral (
      select ${columns.roles} from communities.roles r
      where r.community = parent ${after === null ? sql`` : sql`and r.id > ${after}`} order by r.id limit ${first}
    ) found order by found.id`.execute(on)
  return rows
}

export async function findRoles(on: On, ids: readonly string[]): Promise<RoleRow[]> {
  const { rows } = await sql<RoleRow>`
    select ${columns.roles} from communities.roles r where r.id = any(${ids}::text[])`.execute(on)
  return rows
}

/** The role of a community with this name or id. */
export async function findRole(on: On, community: string, nameOrId: string): Promise<RoleRow | null> {
  const asked = storable(nameOrId)
  const { rows } = await sql<RoleRow>`
    select ${columns.roles} from communities.roles r
    where r.community = ${community} and (r.id = ${asked} or r.name_key = ${foldedCase(asked.trim())})
    order by r.id = ${asked} desc limit 1`.execute(on)
  return rows[0] ?? null
}

export async function insertRole(tx: On, role: RoleRow): Promise<RoleRow> {
  const { rows } = await sql<RoleRow>`
    insert into communities.roles as r (id, community, name, name_key, description)
    values (${role.id}, ${role.community}, ${role.name}, ${foldedCase(role.name)}, ${role.description})
    returning ${columns.roles}`.execute(tx)
  return rows[0]!
}

/** The roles that these members hold, in the order they were granted. */
export async function grantsOf(on: On, members: readonly string[]): Promise<GrantRow[]> {
  const { rows } = await sql<GrantRow>`
    select ${columns.grants} from communities.grants g
    where g.member = any(${members}::text[]) order by g.granted_at, g.role`.execute(on)
  return rows
}

/** How many different roles these members hold together. */
export async function countRoles(on: On, members: readonly string[]): Promise<number> {
  const { rows } = await sql<{ many: number }>`
    select count(distinct role)::int as many from communities.grants where member = any(${members}::text[])`.execute(on)
  return rows[0]!.many
}

export async function holdsRole(on: On, member: string, role: string): Promise<boolean> {
  const { rows } = await sql`select from communities.grants where member = ${member} and role = ${role}`.execute(on)
  return rows.length > 0
}

/** Whether the member did not hold the role before. */
export async function insertGrant(
  tx: On,
  grant: { community: string; member: string; role: string; request: string | null; decision: string | null },
): Promise<boolean> {
  const { community, member, role, request, decision } = grant
  const { rows } = await sql`
    insert into communities.grants (community, member, role, request, decision)
    values (${community}, ${member}, ${role}, ${request}, ${decision})
    on conflict (member, role) do nothing returning 1 as granted`.execute(tx)
  return rows.length > 0
}

/** Whether the member held the role before. */
export async function deleteGrant(tx: On, member: string, role: string): Promise<boolean> {
  const { rows } = await sql`
    delete from communities.grants where member = ${member} and role = ${role} returning 1 as revoked`.execute(tx)
  return rows.length > 0
}
