// The audit log as it is read: in pages, the newest first, and whole, to see whether its chain holds.

import { type QueryExecutorProvider, type RawBuilder, sql } from 'kysely'
import { commitmentTo, digestOf } from '../../schema/commitments.ts'
import { type AuditRecord, chained } from '../log/acts.ts'

export interface AuditRow {
  /** The place, as text: what pages are cut by. */
  id: string
  place: number
  record: AuditRecord
  /** Of a record of form 2; null where there was none, and where it was erased. */
  address: string | null
  salt: string | null
  erased: boolean
  hash: string
}
export type AuditActorRow = AuditRecord['by']

export interface AuditFilter {
  mutation: string | null
  /** A member, or a key that is nobody's. */
  by: string | null
}

type On = QueryExecutorProvider

/** The newest of each community's entries, below a place. Community '': what is of none. */
export async function readAudit(
  on: On,
  communities: readonly string[],
  filter: AuditFilter,
  below: string | null,
  limit: number,
): Promise<(AuditRow & { parent: string })[]> {
  const { rows } = await sql<AuditRow & { parent: string }>`
    select p.id as parent, a.* from unnest(${communities}::text[]) as p(id) cross join lateral (
      select a.place::text as id, a.place, a.record, a.address, a.salt, a.erased, a.hash from backbone.audit a
      where a.community = p.id ${filtered(filter)} ${below === null ? sql`` : sql`and a.place < ${below}::bigint`}
      order by a.community desc, ${ordered(filter)} a.place desc limit ${limit}) a
    order by a.place desc`.execute(on)
  return rows
}

export async function countAudit(
  on: On,
  communities: readonly string[],
  filter: AuditFilter,
): Promise<{ parent: string; count: number }[]> {
  const all = filter.mutation === null && filter.by === null
  const { rows } = all
    ? await sql<{ parent: string; count: number }>`
        select community as parent, length::int as count from backbone.audit_ends
        where community = any(${communities}::text[])`.execute(on)
    : await sql<{ parent: string; count: number }>`
        select p.id as parent, (select count(*)::int from backbone.audit a
          where a.community = p.id ${filtered(filter)}) as count
        from unnest(${communities}::text[]) as p(id)`.execute(on)
  return rows
}

function filtered({ mutation, by }: AuditFilter): RawBuilder<unknown> {
  return sql`${mutation === null ? sql`` : sql`and a.mutation = ${mutation}`} ${by === null ? sql`` : sql`and a.actor = ${by}`}`
}

/** The columns of the index that is meant, so that no other has the order. */
function ordered({ mutation, by }: AuditFilter): RawBuilder<unknown> {
  if (by !== null) return sql`a.actor desc,`
  return mutation === null ? sql`` : sql`a.mutation desc,`
}

/** Where a chain ends; length 0 and hash '' where it has not begun. */
export interface AuditEnd {
  length: number
  hash: string
}

export async function endOfAudit(on: On, community: string): Promise<AuditEnd> {
  const { rows } = await sql<AuditEnd>`
    select length, hash from backbone.audit_ends where community = ${community}`.execute(on)
  return rows[0] ?? { length: 0, hash: '' }
}

export async function hashOfAudit(on: On, community: string, place: number): Promise<string | null> {
  const { rows } = await sql<{ hash: string }>`
    select hash from backbone.audit where community = ${community} and place = ${place}`.execute(on)
  return rows[0]?.hash ?? null
}

/** Entries after a place and up to another, the oldest first. */
export async function readAuditOn(
  on: On,
  community: string,
  after: number,
  upTo: number,
  limit: number,
): Promise<(AuditRow & { digest: string })[]> {
  const { rows } = await sql<AuditRow & { digest: string }>`
    select place::text as id, place, record, address, salt, erased, digest, hash from backbone.audit
    where community = ${community} and place > ${after} and place <= ${upTo} order by place limit ${limit}`.execute(on)
  return rows
}

export interface AuditChecked {
  valid: boolean
  length: number
  head: string | null
  /** How many of them hold but for an address that was erased. */
  erased: number
  brokenAt: number | null
  problem: string | null
}

/** Holds every entry against the one before, and the last against where the chain says that it ends. */
export async function verifyAudit(on: On, community: string): Promise<AuditChecked> {
  const end = await endOfAudit(on, community)
  let [length, head, erased] = [0, '', 0]
  const told = (problem: string | null, brokenAt: number | null = null): AuditChecked => {
    return { valid: problem === null, length, head: head || null, erased, brokenAt, problem }
  }
  while (length < end.length) {
    const { rows } = await sql<Kept>`
      select place, record, address, salt, erased, digest, hash from backbone.audit
      where community = ${community} and place > ${length} and place <= ${end.length} order by place limit 500`.execute(
      on,
    )
    if (rows.length === 0) return told(`The chain says that it has ${end.length} entries; ${length} are there.`)
    for (const row of rows) {
      const { place, digest, hash } = row
      if (place !== length + 1) return told('An entry is missing before it.', place)
      const problem = problemOf(row)
      if (problem) return told(problem, place)
      if (row.erased) erased++
      if (chained(head, digest) !== hash) return told('Its hash does not follow on the one before.', place)
      ;[length, head] = [place, hash]
    }
  }
  return head === end.hash ? told(null) : told('The chain says that it ends with another hash.')
}

type Kept = Pick<AuditRow, 'place' | 'record' | 'address' | 'salt' | 'erased' | 'hash'> & { digest: string }

/** Why an entry does not hold by itself. Of form 1 the address is in what the digest is over: without it the digest stands alone. */
function problemOf({ record, address, salt, erased, digest }: Kept): string | null {
  if (record.form === 1 && erased && record.address === null) return null
  if (digestOf(record) !== digest) return 'Its digest is not that of its record: it was changed.'
  if (record.form === 1 || erased) return null
  const own = address === null || salt === null ? null : commitmentTo(salt, address)
  return own === record.addressHash ? null : 'The address is not the one that it was asked from: it was changed.'
}
