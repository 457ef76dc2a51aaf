// What is known of a community's members, by projection, to say who may vote.

import { sql } from 'kysely'
import type { On, Tx } from '../../../backbone/database/database.ts'
import { nameKey } from '../../../schema/policy/roles.ts'
import type { Except } from '../domain/electorate.ts'
import { tables } from './tables.ts'

/** The name of a role given by name or id; null where the community has no such role. */
export async function roleNamed(
  on: On,
  community: string,
  nameOrId: string,
): Promise<{ id: string; name: string } | null> {
  const role = await tables(on)
    .selectFrom('roles')
    .select(['id', 'name'])
    .where('community', '=', community)
    .where((where) => where.or([where('name_key', '=', nameKey(nameOrId)), where('id', '=', nameOrId)]))
    .orderBy((by) => by('id', '=', nameOrId), 'desc') // a role may be named like the id of another
    .executeTakeFirst()
  return role ?? null
}

/** All roles of a community. */
export function rolesOf(on: On, community: string): Promise<{ id: string; name: string }[]> {
  return tables(on)
    .selectFrom('roles')
    .select(['id', 'name'])
    .where('community', '=', community)
    .orderBy('name_key')
    .execute()
}

/**
 * While one transaction fixes who may vote, no other makes two members one: else the new seats would be of someone who
 * is another by then. Many may open at once; a merge waits for them, and they for it.
 */
export async function holdPersons(tx: Tx, community: string, to: 'read' | 'merge'): Promise<void> {
  const key = sql`hashtextextended(${`proposals.persons ${community}`}, 0)`
  const lock = to === 'merge' ? sql`pg_advisory_xact_lock(${key})` : sql`pg_advisory_xact_lock_shared(${key})`
  await sql`select ${lock}`.execute(tx)
}

/** Who each of these members is now, after merges; those that are not of the community are missing. */
export async function personsOf(on: On, community: string, members: readonly string[]) {
  if (members.length === 0) return new Map<string, string>()
  const rows = await tables(on)
    .selectFrom('members')
    .select(['id', 'person'])
    .where('community', '=', community)
    .where('id', 'in', [...members])
    .execute()
  return new Map(rows.map(({ id, person }) => [id, person]))
}

/** The members of a community, each person once, in order; with a role, those who hold it. */
export async function membersOf(on: On, community: string, role: string | null): Promise<string[]> {
  const holds =
    role === null ? sql`true` : sql`exists (select from proposals.role_holders where role = ${role} and member = m.id)`
  const { rows } = await sql<{ id: string }>`
    select m.id from proposals.members m where m.community = ${community} and m.person = m.id and not m.erased and ${holds} order by m.id
  `.execute(on)
  return rows.map(({ id }) => id)
}

/** Who stands behind a trigger, as persons: by whom it came about, and who is paid. One may be both. */
export async function partiesTo(on: On, community: string, trigger: string): Promise<Record<keyof Except, string[]>> {
  const row = await tables(on)
    .selectFrom('triggers')
    .select(['initiator', 'submitter', 'payee'])
    .where('id', '=', trigger)
    .where('community', '=', community)
    .executeTakeFirst()
  const { initiator = null, submitter = null, payee = null } = row ?? {}
  const named = [initiator, submitter, payee].filter((member) => member !== null)
  const persons = await personsOf(on, community, named)
  const among = (members: (string | null)[]) => [
    ...new Set(members.flatMap((member) => (member === null ? [] : (persons.get(member) ?? member)))),
  ]
  return { initiator: among([submitter, initiator]), payee: among([payee]) }
}
