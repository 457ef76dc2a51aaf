// Members, and what becomes of them when two turn out to be one. A merged member points at one that is not merged:
// one step finds who it is now.

import { sql } from 'kysely'
import { Refusal } from '../../../schema/errors.ts'
import { columns, type MemberRow, type On, storable } from './tables.ts'

export type AskedMember = MemberRow & { asked: string }

/** Who these ids stand for now. A merged member's id is found as the one it was merged into. */
export async function findMembers(on: On, ids: readonly string[]): Promise<AskedMember[]> {
  const { rows } = await sql<AskedMember>`
    select f.id as asked, ${columns.members} from communities.members f
    join communities.members m on m.id = coalesce(f.merged_into, f.id)
    where f.id = any(${ids.map(storable)}::text[])`.execute(on)
  return rows
}

export async function insertMember(tx: On, member: Pick<MemberRow, 'id' | 'community' | 'name'>): Promise<MemberRow> {
  const { rows } = await sql<MemberRow>`
    insert into communities.members as m (id, community, name) values (${member.id}, ${member.community}, ${member.name})
    returning ${columns.members}`.execute(tx)
  return rows[0]!
}

/**
 * Locks who this id stands for now, so that it is not merged away before the transaction ends; null for an unknown id.
 * Whoever locks a member does it before its accounts, requests and grants: then nobody waits in a circle.
 * @throws Refusal MEMBER_ERASED
 */
export async function lockMember(tx: On, id: string): Promise<MemberRow | null> {
  const member = await lockAnyMember(tx, id)
  if (member?.erasedAt) {
    throw new Refusal('MEMBER_ERASED', `Wanted a member who is there; ${member.id} was erased.`, {
      path: ['input', 'member'],
    })
  }
  return member
}

/** As `lockMember`, also where it was erased. */
export async function lockAnyMember(tx: On, id: string): Promise<MemberRow | null> {
  for (let asked = storable(id); ; ) {
    const { rows } = await sql<MemberRow & { mergedInto: string | null }>`
      select ${columns.members}, m.merged_into as "mergedInto" from communities.members m
      where m.id = ${asked} for no key update`.execute(tx)
    const member = rows[0]
    if (!member) return null
    if (member.mergedInto === null) return member
    asked = member.mergedInto
  }
}

/** Merges of one community take turns, so that each finds whole what the one before made. */
export async function lockMerges(tx: On, community: string): Promise<{ twoAdmins: boolean }> {
  const { rows } = await sql<{ twoAdmins: boolean }>`
    select two_admins as "twoAdmins" from communities.communities where id = ${community} for no key update`.execute(tx)
  return rows[0]!
}

/** Makes `into` the owner of everything of `from`. Their requests must not collide any more. */
export async function moveMember(tx: On, from: string, into: string): Promise<MemberRow> {
  await sql`update communities.accounts set member = ${into} where member = ${from}`.execute(tx)
  await sql`update communities.requests set member = ${into} where member = ${from}`.execute(tx)
  await sql`update communities.api_keys set member = ${into} where member = ${from}`.execute(tx)
  await sql`update communities.sessions set member = ${into} where member = ${from}`.execute(tx)
  await sql`update communities.sign_in_links set member = ${into} where member = ${from}`.execute(tx)
  await sql`
    insert into communities.grants (community, member, role, request, decision, granted_at)
    select community, ${into}, role, request, decision, granted_at from communities.grants where member = ${from}
    on conflict (member, role) do nothing`.execute(tx)
  await sql`delete from communities.grants where member = ${from}`.execute(tx)
  await sql`update communities.members set merged_into = ${into} where id = ${from} or merged_into = ${from}`.execute(
    tx,
  )
  const { rows } = await sql<MemberRow>`
    update communities.members m
    set joined_at = least(joined_at, (select joined_at from communities.members where id = ${from}))
    where id = ${into} returning ${columns.members}`.execute(tx)
  return rows[0]!
}
