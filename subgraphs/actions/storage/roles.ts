// Who holds which role: what communities says, kept here to know who may stay or confirm an action.

import { sql } from 'kysely'
import type { Queries } from './tables.ts'

/** Role names are the same whatever their case, and however their accents are written. */
function nameKey(name: string): string {
  return name.normalize('NFC').trim().toLowerCase()
}

export async function putRole(on: Queries, community: string, id: string, name: string): Promise<void> {
  await on
    .insertInto('roles')
    .values({ id, community, name, name_key: nameKey(name) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The role of this id, else of this name; null where the community has none. */
export async function roleNamed(on: Queries, community: string, nameOrId: string): Promise<string | null> {
  const role = await on
    .selectFrom('roles')
    .select('id')
    .where('community', '=', community)
    .where((where) => where.or([where('name_key', '=', nameKey(nameOrId)), where('id', '=', nameOrId)]))
    .orderBy((by) => by('id', '=', nameOrId), 'desc') // a role may be named like the id of another
    .executeTakeFirst()
  return role?.id ?? null
}

export function rolesById(on: Queries, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  return on.selectFrom('roles').select(['id', 'name']).where('id', 'in', ids).execute()
}

export async function grantRole(on: Queries, role: string, member: string): Promise<void> {
  await on
    .insertInto('role_holders')
    .values({ role, member })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function revokeRole(on: Queries, role: string, member: string): Promise<void> {
  await on.deleteFrom('role_holders').where('role', '=', role).where('member', '=', member).execute()
}

/** Two records are one person, who holds the roles of both. */
export async function mergePersons(on: Queries, from: string, into: string): Promise<void> {
  await on.updateTable('persons').set({ person: into }).where('person', '=', from).execute()
  await on
    .insertInto('persons')
    .values({ member: from, person: into })
    .onConflict((conflict) => conflict.column('member').doUpdateSet({ person: into }))
    .execute()
  await sql`
    insert into actions.role_holders (role, member)
    select role, ${into}::text from actions.role_holders where member = ${from} on conflict do nothing`.execute(on)
  await on.deleteFrom('role_holders').where('member', '=', from).execute()
}

/** Who a member is now, after merges. */
export async function personOf(on: Queries, member: string): Promise<string> {
  const row = await on.selectFrom('persons').select('person').where('member', '=', member).executeTakeFirst()
  return row?.person ?? member
}

/** Who each of these members is now, after merges: in one query, so that it can be asked in a transaction. */
export async function personsOf(on: Queries, members: readonly string[]): Promise<string[]> {
  if (members.length === 0) return []
  const rows = await on.selectFrom('persons').selectAll().where('member', 'in', members).execute()
  return members.map((member) => rows.find((row) => row.member === member)?.person ?? member)
}

/** Which of these roles a member holds. */
export async function rolesHeld(on: Queries, member: string, roles: readonly string[]): Promise<Set<string>> {
  if (roles.length === 0) return new Set()
  const rows = await on
    .selectFrom('role_holders')
    .select('role')
    .where('member', '=', await personOf(on, member))
    .where('role', 'in', roles)
    .execute()
  return new Set(rows.map(({ role }) => role))
}
