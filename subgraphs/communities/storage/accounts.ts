import { sql } from 'kysely'
import { type AccountClaim, spellingsOf, usernameKey } from '../domain/accounts.ts'
import { type AccountRow, columns, type On } from './tables.ts'

/** The accounts of these members, in the order they were linked. */
export async function accountsOf(on: On, members: readonly string[]): Promise<AccountRow[]> {
  const { rows } = await sql<AccountRow>`
    select ${columns.accounts} from communities.accounts a
    where a.member = any(${members}::text[]) order by a.key`.execute(on)
  return rows
}

/** How many accounts these members have together. */
export async function countAccounts(on: On, members: readonly string[]): Promise<number> {
  const { rows } = await sql<{ many: number }>`
    select count(*)::int as many from communities.accounts where member = any(${members}::text[])`.execute(on)
  return rows[0]!.many
}

export interface AccountQuestion {
  community: string
  claim: AccountClaim
}

/**
 * Whose accounts these are: for each question the member's id, or null. An id counts before a username, and a username
 * does not find an account that is known to have another id.
 */
export async function membersOfAccounts(on: On, questions: readonly AccountQuestion[]): Promise<(string | null)[]> {
  const column = (value: (question: AccountQuestion) => string | null) => questions.map(value)
  const { rows } = await sql<{ place: number; member: string }>`
    select distinct on (q.place) q.place::int as place, a.member
    from unnest(${column((q) => q.community)}::text[], ${column((q) => q.claim.platform)}::text[],
      ${column((q) => q.claim.host)}::text[], ${column((q) => q.claim.externalId)}::text[],
      ${column((q) => usernameKey(q.claim))}::text[]) with ordinality
      as q(community, platform, host, external_id, username_key, place)
    join communities.accounts a
      on a.community = q.community and a.platform = q.platform and a.host = q.host
      and (a.external_id = q.external_id
        or (a.username_key = q.username_key and (q.external_id is null or a.external_id is null)))
    order by q.place, a.external_id = q.external_id desc nulls last`.execute(on)
  const found = new Map(rows.map((row) => [row.place, row.member]))
  return questions.map((_, index) => found.get(index + 1) ?? null)
}

/** The accounts of a community that bear the claim's id or its username, in whatever spelling. */
export async function accountsLike(tx: On, community: string, claim: AccountClaim): Promise<AccountRow[]> {
  const spelled = spellingsOf(claim)
  const { rows } = await sql<AccountRow>`
    select ${columns.accounts} from communities.accounts a
    where a.community = ${community} and a.platform = ${claim.platform} and a.host = ${claim.host}
      and (a.external_id = ${claim.externalId}::text or a.username_key = ${usernameKey(claim)}::text
        or a.id_spelling = ${spelled.id}::text or a.username_spelling = ${spelled.username}::text)
    order by a.key for update`.execute(tx)
  return rows
}

export async function insertAccount(
  tx: On,
  owner: { community: string; member: string },
  claim: AccountClaim,
  proof: AccountRow['proof'],
): Promise<void> {
  const spelled = spellingsOf(claim)
  await sql`
    insert into communities.accounts
      (community, member, platform, host, external_id, id_spelling, username, username_key, username_spelling, proof)
    values (${owner.community}, ${owner.member}, ${claim.platform}, ${claim.host}, ${claim.externalId}, ${spelled.id},
      ${claim.username}, ${usernameKey(claim)}, ${spelled.username}, ${proof})`.execute(tx)
}

export async function updateAccount(
  tx: On,
  key: number,
  claim: AccountClaim,
  proof: AccountRow['proof'],
): Promise<void> {
  const spelled = spellingsOf(claim)
  await sql`
    update communities.accounts set external_id = ${claim.externalId}, id_spelling = ${spelled.id},
      username = ${claim.username}, username_key = ${usernameKey(claim)}, username_spelling = ${spelled.username}, proof = ${proof} where key = ${key}`.execute(
    tx,
  )
}

export async function deleteAccount(tx: On, key: number): Promise<void> {
  await sql`delete from communities.accounts where key = ${key}`.execute(tx)
}
