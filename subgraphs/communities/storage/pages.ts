// Lists in pages, for many parents in one query. A page begins after the last id of the one before (keyset), so that its
// cost does not grow with its number; ids sort by the time they were made.

import { type RawBuilder, sql } from 'kysely'
import { type AuditFilter, type AuditRow, countAudit, readAudit } from '../../../backbone/audit/audit.ts'
import { overAll, type Viewer } from '../../../backbone/security/viewer.ts'
import type { RequestStatus } from '../domain/requests.ts'
import { foldedCase } from '../domain/text.ts'
import {
  type ActRow,
  type CommunityRow,
  columns,
  type DeliveryRow,
  type KeyRow,
  type MemberRow,
  type On,
  type RequestRow,
  type SessionRow,
  storable,
} from './tables.ts'

export interface Page<Row> {
  nodes: Row[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
  /** Counted only when asked for. */
  totalCount: () => Promise<number>
}
export type MemberPage = Page<MemberRow>
export type RequestPage = Page<RequestRow>
export type CommunityPage = Page<CommunityRow>
export type DeliveryPage = Page<DeliveryRow>
export type AuditPage = Page<AuditRow>
export type KeyPage = Page<KeyRow>
export type SessionPage = Page<SessionRow>
export type ActPage = Page<ActRow>

/** One list of many parents: how it is read and counted. `parents` are ids. */
export interface PagedList<Row, Filter> {
  read(on: On, parents: readonly string[], filter: Filter, after: string | null, limit: number): Promise<(Row & Of)[]>
  count(on: On, parents: readonly string[], filter: Filter): Promise<(Of & { count: number })[]>
}
interface Of {
  parent: string
}

export const membersOfCommunity: PagedList<MemberRow, { role: string | null; search: string | null }> = {
  async read(on, parents, filter, after, limit) {
    const { rows } = await sql<MemberRow & Of>`
      select p.id as parent, m.* from unnest(${parents}::text[]) as p(id) cross join lateral (
        select ${columns.members} from communities.members m
        where m.community = p.id and m.merged_into is null and m.erased_at is null and (${after}::text is null or m.id > ${after}) ${memberFilter(filter)}
        order by m.id limit ${limit}) m
      order by m.id`.execute(on)
    return rows
  },
  async count(on, parents, filter) {
    const { rows } = await sql<Of & { count: number }>`
      select m.community as parent, count(*)::int as count from communities.members m
      where m.community = any(${parents}::text[]) and m.merged_into is null and m.erased_at is null ${memberFilter(filter)}
      group by m.community`.execute(on)
    return rows
  },
}

export const holdersOfRole: PagedList<MemberRow, null> = {
  async read(on, parents, _filter, after, limit) {
    const { rows } = await sql<MemberRow & Of>`
      select p.id as parent, m.* from unnest(${parents}::text[]) as p(id) cross join lateral (
        select ${columns.members} from communities.grants g join communities.members m on m.id = g.member
        where g.role = p.id and (${after}::text is null or g.member > ${after})
        order by g.member limit ${limit}) m
      order by m.id`.execute(on)
    return rows
  },
  async count(on, parents) {
    const { rows } = await sql<Of & { count: number }>`
      select role as parent, count(*)::int as count from communities.grants
      where role = any(${parents}::text[]) group by role`.execute(on)
    return rows
  },
}

export const requestsOfCommunity: PagedList<RequestRow, { status: RequestStatus | null }> = {
  async read(on, parents, { status }, after, limit) {
    // That it is equal is said as "from it to it", and it comes first in the order: only the index meant has that order. Of a
    // plain equality PostgreSQL supposes that such rows are spread evenly, and may walk through all that is newer.
    const [column, value] = status ? [sql`q.status`, sql`${status}`] : [sql`q.community`, sql`p.id`]
    const upTo = after === null ? sql`${column} <= ${value}` : sql`(${column}, q.id) < (${value}, ${after})`
    const { rows } = await sql<RequestRow & Of>`
      select p.id as parent, q.* from unnest(${parents}::text[]) as p(id) cross join lateral (
        select ${columns.requests} from communities.requests q
        where ${status ? sql`q.community = p.id and` : sql``} ${column} >= ${value} and ${upTo}
        order by ${column} desc, q.id desc limit ${limit}) q
      order by q.id desc`.execute(on)
    return rows
  },
  async count(on, parents, { status }) {
    const { rows } = await sql<Of & { count: number }>`
      select p.id as parent, (select count(*)::int from communities.requests q
        where q.community = p.id ${status ? sql`and q.status = ${status}` : sql``}) as count
      from unnest(${parents}::text[]) as p(id)`.execute(on)
    return rows
  },
}

export const keysOfCommunity: PagedList<KeyRow, null> = {
  async read(on, parents, _filter, after, limit) {
    const { rows } = await sql<KeyRow & Of>`
      select p.id as parent, k.* from unnest(${parents}::text[]) as p(id) cross join lateral (
        select ${columns.keys} from communities.api_keys k
        where k.community = p.id and (${after}::text is null or k.id < ${after})
        order by k.community desc, k.id desc limit ${limit}) k
      order by k.id desc`.execute(on)
    return rows
  },
  async count(on, parents) {
    const { rows } = await sql<Of & { count: number }>`
      select community as parent, count(*)::int as count from communities.api_keys
      where community = any(${parents}::text[]) group by community`.execute(on)
    return rows
  },
}

/** Those that go on. */
export const sessionsOfCommunity: PagedList<SessionRow, { now: Date }> = {
  async read(on, parents, { now }, after, limit) {
    const { rows } = await sql<SessionRow & Of>`
      select p.id as parent, s.* from unnest(${parents}::text[]) as p(id) cross join lateral (
        select ${columns.sessions} from communities.sessions s
        where s.community = p.id and s.ended_at is null and s.expires_at > ${now}
          and (${after}::text is null or s.id < ${after})
        order by s.community desc, s.id desc limit ${limit}) s
      order by s.id desc`.execute(on)
    return rows
  },
  async count(on, parents, { now }) {
    const { rows } = await sql<Of & { count: number }>`
      select community as parent, count(*)::int as count from communities.sessions
      where community = any(${parents}::text[]) and ended_at is null and expires_at > ${now} group by community`.execute(
      on,
    )
    return rows
  },
}

export const auditOfCommunity: PagedList<AuditRow, AuditFilter> = { read: readAudit, count: countAudit }

/** The communities that a viewer may read. */
export async function readableCommunities(
  on: On,
  viewer: Viewer,
  search: string | null,
  after: string | null,
  limit: number,
): Promise<CommunityRow[]> {
  const { rows } = await sql<CommunityRow>`
    select ${columns.communities} from communities.communities c
    where ${readable(viewer)} ${named(search)} and (${after}::text is null or c.id > ${after})
    order by c.id limit ${limit}`.execute(on)
  return rows
}

export async function countReadable(on: On, viewer: Viewer, search: string | null): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from communities.communities c where ${readable(viewer)} ${named(search)}`.execute(on)
  return rows[0]!.count
}

// As `mayRead`, in SQL.
function readable(viewer: Viewer): RawBuilder<unknown> {
  if (overAll(viewer)) return sql`true`
  return sql`(c.visibility = 'PUBLIC' or c.id = ${viewer.kind === 'key' ? viewer.community : null}::text)`
}

function named(search: string | null): RawBuilder<unknown> {
  return search ? sql`and (c.name ilike ${containing(search)} or c.slug ilike ${containing(search)})` : sql``
}

/** The pattern of LIKE for a text that contains this one. */
function containing(search: string): string {
  return `%${storable(search).replace(/[\\%_]/g, '\\$&')}%`
}

function memberFilter(filter: { role: string | null; search: string | null }): RawBuilder<unknown> {
  const role = filter.role && storable(filter.role)
  const byRole = role
    ? sql`and exists (select from communities.grants g join communities.roles r on r.id = g.role
        where g.member = m.id and (r.id = ${role} or r.name_key = ${foldedCase(role.trim())}))`
    : sql``
  const like = filter.search ? containing(filter.search) : null
  const bySearch = like
    ? sql`and (m.name ilike ${like} or exists (select from communities.accounts a
        where a.member = m.id and a.username_key like ${foldedCase(like)}))`
    : sql``
  return sql`${byRole} ${bySearch}`
}
