// What communities has of a person, and taking it away: in one transaction, since it is never much.

import { sql } from 'kysely'
import { bare, erasedName, type Word } from '../../../backbone/people/redact.ts'
import { spellingKey } from '../../../schema/spelling.ts'
import type { On } from './tables.ts'

interface Member {
  id: string
  name: string
}

/** All records of the person, the one that they are now first. */
export async function recordsOf(on: On, member: string): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select id, name from communities.members where id = ${member} or merged_into = ${member}
    order by id <> ${member}, id`.execute(on)
  return rows
}

/** As `recordsOf`, locked. */
export async function lockRecords(tx: On, member: string): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select id, name from communities.members where id = ${member} or merged_into = ${member}
    order by id <> ${member}, id for no key update`.execute(tx)
  return rows
}

/** Names and accounts as they are now. */
export async function wordsOf(tx: On, member: string, names: readonly string[]): Promise<Word[]> {
  const { rows } = await sql<Word>`
    select platform, text from communities.accounts a cross join lateral (values (a.external_id), (a.username)) as v(text)
    where a.member = ${member} and text is not null`.execute(tx)
  return [...names.map((text) => ({ platform: null, text })), ...rows]
}

/** Of these words, names and those of accounts that no member has now. */
export async function nobodysOf(tx: On, community: string, words: readonly Word[]): Promise<Word[]> {
  const keyOf = (platform: string, text: string) => `${platform} ${spellingKey(bare(text))}`
  const asked = [
    ...new Set(words.flatMap(({ platform, text }) => (platform === null ? [] : [text, spellingKey(bare(text))]))),
  ]
  const { rows } = await sql<{ platform: string; text: string }>`
    select platform, text from communities.accounts a
      cross join lateral (values (a.external_id), (a.username)) as v(text)
    where a.community = ${community} and text is not null
      and (a.id_spelling = any(${asked}::text[]) or a.username_spelling = any(${asked}::text[]))`.execute(tx)
  const taken = new Set(rows.map(({ platform, text }) => keyOf(platform, text)))
  return words.filter(({ platform, text }) => platform === null || !taken.has(keyOf(platform, text)))
}

/** Keys are of no use any more, and have no name; that they were there is what the audit log refers to. */
export async function emptyKeys(tx: On, member: string): Promise<{ id: string; wasGood: boolean }[]> {
  const { rows } = await sql<{ id: string; wasGood: boolean }>`
    with mine as (select id, revoked_at is null as "wasGood" from communities.api_keys where member = ${member} for update)
    update communities.api_keys k set name = ${erasedName}, digest = k.id, last_used_at = null,
      revoked_at = coalesce(revoked_at, clock_timestamp())
    from mine where k.id = mine.id returning k.id, mine."wasGood"`.execute(tx)
  return rows
}

/** @returns the sessions that went on */
export async function dropSessions(tx: On, member: string): Promise<{ id: string; community: string | null }[]> {
  await sql`delete from communities.sign_in_links where member = ${member}`.execute(tx)
  const { rows } = await sql<{ id: string; community: string | null; on: boolean }>`
    delete from communities.sessions
    where member = ${member} or key in (select id from communities.api_keys where member = ${member})
    returning id, community, ended_at is null as on`.execute(tx)
  return rows.filter(({ on }) => on)
}

export async function dropGrants(tx: On, member: string): Promise<{ role: string; name: string }[]> {
  const { rows } = await sql<{ role: string; name: string }>`
    with gone as (delete from communities.grants where member = ${member} returning role)
    select r.id as role, r.name from gone join communities.roles r on r.id = gone.role order by r.id`.execute(tx)
  return rows
}

/**
 * Acts that the person asked for or settled, or that name them: who asked for another's asks again.
 * @param words of which those of three letters and more are looked for, in texts and not in what fields are called
 */
export async function dropActs(
  tx: On,
  community: string,
  ids: readonly string[],
  words: readonly Word[],
): Promise<void> {
  const named = [...ids, ...words.map(({ text }) => text).filter((text) => text.length > 2)]
  await sql`
    delete from communities.acts where community = ${community} and (
      asked_by ->> 'member' = any(${[...ids]}::text[]) or settled_by ->> 'member' = any(${[...ids]}::text[])
      or exists (select from jsonb_path_query(arguments, 'strict $.**') as given, unnest(${named}::text[]) as word
        where jsonb_typeof(given) = 'string' and position(lower(word) in lower(given #>> '{}')) > 0))`.execute(tx)
}

/** The rest: accounts, what was said of their requests, and their names. */
export async function emptyMember(tx: On, member: string): Promise<void> {
  await sql`delete from communities.accounts where member = ${member}`.execute(tx)
  await sql`update communities.requests set reason = null where member = ${member} and reason is not null`.execute(tx)
  await sql`update communities.members set name = ${erasedName}, erased_at = clock_timestamp()
    where id = ${member} or merged_into = ${member}`.execute(tx)
}
