// Sessions of the live page, and the links that begin one.

import { sql } from 'kysely'
import { daysAgo, dropRows } from '../../../backbone/database/keeping.ts'
import type { On } from './tables.ts'

export interface LinkRow {
  community: string
  member: string
  usedAt: Date | null
}

export async function insertLink(
  tx: On,
  link: { digest: string; community: string; member: string; expiresAt: Date },
): Promise<void> {
  await sql`insert into communities.sign_in_links (digest, community, member, expires_at)
    values (${link.digest}, ${link.community}, ${link.member}, ${link.expiresAt})`.execute(tx)
}

/** Takes the link, if it is still good. Of two who try at once, one gets it. */
export async function takeLink(tx: On, digest: string, now: Date): Promise<LinkRow | null> {
  const { rows } = await sql<LinkRow>`
    update communities.sign_in_links set used_at = clock_timestamp()
    where digest = ${digest} and used_at is null and expires_at > ${now}
    returning community, member, used_at as "usedAt"`.execute(tx)
  return rows[0] ?? null
}

export async function findLink(on: On, digest: string): Promise<LinkRow | null> {
  const { rows } = await sql<LinkRow>`
    select community, member, used_at as "usedAt" from communities.sign_in_links where digest = ${digest}`.execute(on)
  return rows[0] ?? null
}

/** Whose links these are, as far as they are known. */
export async function findLinks(
  on: On,
  digests: readonly string[],
): Promise<{ digest: string; community: string; member: string }[]> {
  if (digests.length === 0) return []
  const { rows } = await sql<{ digest: string; community: string; member: string }>`
    select digest, community, member from communities.sign_in_links where digest = any(${digests}::text[])`.execute(on)
  return rows
}

/** Makes the links of a member void that were not used. @returns whether one was good */
export async function voidLinks(tx: On, member: string, now: Date): Promise<boolean> {
  const { rows } = await sql`update communities.sign_in_links set expires_at = ${now}
    where member = ${member} and used_at is null and expires_at > ${now} returning 1 as voided`.execute(tx)
  return rows.length > 0
}

export async function insertSession(
  tx: On,
  session: {
    id: string
    community: string | null
    key: string | null
    member: string | null
    digest: string
    expiresAt: Date
    /** Who may have begun it. */
    told: readonly string[]
  },
): Promise<void> {
  const { id, community, key, member, digest, expiresAt, told } = session
  await sql`insert into communities.sessions (id, community, key, member, digest, expires_at, told)
    values (${id}, ${community}, ${key}, ${member}, ${digest}, ${expiresAt}, ${told}::text[])`.execute(tx)
}

/** Who may have begun a session; null for one that is not there. */
export async function toldOfSession(on: On, id: string): Promise<string[] | null> {
  const { rows } = await sql<{ told: string[] }>`select told from communities.sessions where id = ${id}`.execute(on)
  return rows[0]?.told ?? null
}

export interface EndedSession {
  id: string
  community: string | null
}

/** Ends a session. Null where it had ended before, or never was. */
export async function markEnded(tx: On, id: string): Promise<EndedSession | null> {
  const { rows } = await sql<EndedSession>`
    update communities.sessions set ended_at = clock_timestamp() where id = ${id} and ended_at is null
    returning id, community`.execute(tx)
  return rows[0] ?? null
}

/** Ends all sessions of a member: those by a link, and those with a key of theirs. */
export async function markEndedOf(tx: On, member: string): Promise<EndedSession[]> {
  const { rows } = await sql<EndedSession>`
    update communities.sessions set ended_at = clock_timestamp()
    where ended_at is null
      and (member = ${member} or key in (select id from communities.api_keys where member = ${member}))
    returning id, community`.execute(tx)
  return rows
}

/** What nobody will ask about any more: so many days after it was good. @returns how many */
export async function dropOldSessions(on: On, days: number): Promise<number> {
  const over = sql`where expires_at < ${daysAgo(days)}`
  return (
    (await dropRows(on, sql`communities.sign_in_links`, over)) + (await dropRows(on, sql`communities.sessions`, over))
  )
}
