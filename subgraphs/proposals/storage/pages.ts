// Lists, a page at a time: for many parents in one query, by keyset, and counted by index.

import { type RawBuilder, sql } from 'kysely'
import type { On } from '../../../backbone/database/database.ts'
import type { Outcome } from '../domain/decision.ts'
import type { PolicyState, ProposalState } from '../domain/lifecycle.ts'
import type { DecisionRow, DoubleRow, PolicyRow, ProposalRow, SeatRow, VenueRow, VoteRow } from './tables.ts'

export type Child<Row> = Row & { parent: string }

export interface PagedList<Row, Filter> {
  /** What a cursor holds: the place of the row in the list. */
  key(row: Row): string
  read(on: On, parents: readonly string[], filter: Filter, after: string | null, limit: number): Promise<Child<Row>[]>
  count(on: On, parents: readonly string[], filter: Filter): Promise<{ parent: string; count: number }[]>
}

/** Newest first. */
export const proposalsOfCommunity: PagedList<ProposalRow, ProposalState | null> = {
  key: (row) => row.id,
  read: (on, parents, status, after, limit) =>
    each(
      on,
      parents,
      limit,
      sql`proposals.proposals`,
      status
        ? newest([sql`community = parent`], sql`status`, sql`${status}`, sql`id`, after)
        : newest([], sql`community`, sql`parent`, sql`id`, after),
    ),
  count: (on, parents, status) =>
    counted(on, parents, sql`proposals.proposals`, [sql`community = parent`, status && sql`status = ${status}`]),
}

/** Newest first: from the chain's end. */
export const decisionsOfCommunity: PagedList<DecisionRow, Outcome | null> = {
  key: (row) => String(row.position),
  read(on, parents, outcome, after, limit) {
    const before = after === null ? null : Number(after)
    return each(
      on,
      parents,
      limit,
      sql`proposals.decisions`,
      outcome
        ? newest([sql`community = parent`], sql`outcome`, sql`${outcome}`, sql`position`, before)
        : newest([], sql`community`, sql`parent`, sql`position`, before),
    )
  },
  count: (on, parents, outcome) =>
    counted(on, parents, sql`proposals.decisions`, [sql`community = parent`, outcome && sql`outcome = ${outcome}`]),
}

/** In the order in which members first voted. */
export const votesOfProposal: PagedList<VoteRow, null> = {
  key: (row) => row.id,
  read: (on, parents, _, after, limit) =>
    each(on, parents, limit, sql`proposals.votes`, {
      where: [sql`proposal = parent and not retracted`, after && sql`id > ${after}`],
      order: sql`id`,
    }),
  count: (on, parents) => counted(on, parents, sql`proposals.votes`, [sql`proposal = parent and not retracted`]),
}

/** By member. */
export const seatsOfProposal: PagedList<SeatRow, null> = {
  key: (row) => row.member,
  read: (on, parents, _, after, limit) =>
    each(on, parents, limit, sql`proposals.seats`, {
      where: [sql`proposal = parent and not void`, after && sql`member > ${after}`],
      order: sql`member`,
    }),
  async count(on, parents) {
    const { rows } = await sql<{ parent: string; count: number }>`
      select id as parent, size as count from proposals.proposals where id = any(${parents}::text[])`.execute(on)
    return rows
  },
}

/** By member; without those who were merged with whom they sit as. */
export const doublesOfProposal: PagedList<DoubleRow, null> = {
  key: (row) => row.member,
  read: (on, parents, _, after, limit) =>
    each(on, parents, limit, sql`proposals.doubles`, {
      where: [sql`proposal = parent`, stillTwo, after && sql`member > ${after}`],
      order: sql`member`,
    }),
  count: (on, parents) => counted(on, parents, sql`proposals.doubles`, [sql`proposal = parent`, stillTwo]),
}
const stillTwo = sql`not exists (
  select from proposals.members one, proposals.members other
  where one.id = doubles.member and other.id = doubles.seated_as and one.person = other.person)`

/** Newest first, with those of the members that were merged into this one: of each its newest, and the newest of them all. */
export const votesOfMember: PagedList<VoteRow, null> = {
  key: (row) => row.id,
  async read(on, parents, _, after, limit) {
    const { where, order } = newest([sql`not retracted`], sql`member`, sql`m.id`, sql`id`, after)
    const { rows } = await sql<Child<VoteRow>>`
      select parent, found.* from unnest(${parents}::text[]) as parent cross join lateral (
        select v.* from proposals.members m cross join lateral (
          select * from proposals.votes where ${all(where)} order by ${order} limit ${limit}) v
        where m.person = parent order by v.id desc limit ${limit}) found`.execute(on)
    return rows
  },
  count: (on, parents) => counted(on, parents, sql`proposals.votes`, [theirs]),
}
const theirs = sql`not retracted and member in (select m.id from proposals.members m where m.person = parent)`

type Condition = RawBuilder<unknown> | '' | null

/** Which rows of a list, and in which order. */
interface Place {
  where: Condition[]
  order: RawBuilder<unknown>
}

/**
 * Rows where `column` is `value`, the newest by `key` first, from before a key on. That it is equal is said as "from it to it",
 * and it comes first in the order: only the index that begins so has that order. Of a plain equality PostgreSQL supposes that
 * such rows are spread evenly, and may walk through all that is newer in search of the first.
 */
function newest(
  also: Condition[],
  column: RawBuilder<unknown>,
  value: RawBuilder<unknown>,
  key: RawBuilder<unknown>,
  before: string | number | null,
): Place {
  const upTo = before === null ? sql`${column} <= ${value}` : sql`(${column}, ${key}) < (${value}, ${before})`
  return { where: [...also, sql`${column} >= ${value}`, upTo], order: sql`${column} desc, ${key} desc` }
}

async function each<Row>(
  on: On,
  parents: readonly string[],
  limit: number,
  table: RawBuilder<unknown>,
  { where, order }: Place,
): Promise<Child<Row>[]> {
  const { rows } = await sql<Child<Row>>`
    select parent, found.* from unnest(${parents}::text[]) as parent
    cross join lateral (select * from ${table} where ${all(where)} order by ${order} limit ${limit}) found
  `.execute(on)
  return rows
}

async function counted(on: On, parents: readonly string[], table: RawBuilder<unknown>, conditions: Condition[]) {
  const { rows } = await sql<{ parent: string; count: number }>`
    select parent, (select count(*)::int from ${table} where ${all(conditions)}) as count
    from unnest(${parents}::text[]) as parent`.execute(on)
  return rows
}

function all(conditions: Condition[]): RawBuilder<unknown> {
  return sql.join(
    conditions.filter((condition) => condition !== null && condition !== ''),
    sql` and `,
  )
}

/** A part of a plain list: so many, after the one of this id. */
export interface Part {
  first: number
  after: string | null
}

/** The newest version of each policy, by name. */
export async function policiesOf(
  on: On,
  communities: readonly string[],
  status: PolicyState | null,
  { first, after }: Part,
): Promise<PolicyRow[]> {
  const having = status ? sql`and status = ${status}` : sql``
  const beyond = after === null ? sql`` : sql`and name > (select name from proposals.policies where id = ${after})`
  const { rows } = await sql<PolicyRow>`
    select found.* from unnest(${communities}::text[]) as parent cross join lateral (
      select * from proposals.policies where community = parent and newest ${having} ${beyond} order by name limit ${first}
    ) found order by found.community, found.name`.execute(on)
  return rows
}

/** The versions of the policies named by any of their versions, newest first; `parent` is the id asked with. */
export async function versionsOf(on: On, ids: readonly string[], { first, after }: Part): Promise<Child<PolicyRow>[]> {
  const before =
    after === null ? sql`` : sql`and version < (select version from proposals.policies where id = ${after})`
  const { rows } = await sql<Child<PolicyRow>>`
    select asked.id as parent, found.* from proposals.policies asked cross join lateral (
      select * from proposals.policies where community = asked.community and name = asked.name ${before}
      order by version desc limit ${first}
    ) found where asked.id = any(${ids}::text[]) order by asked.id, found.version desc`.execute(on)
  return rows
}

export async function venuesOf(on: On, proposals: readonly string[]): Promise<VenueRow[]> {
  const { rows } = await sql<VenueRow>`
    select * from proposals.venues where proposal = any(${proposals}::text[]) order by action`.execute(on)
  return rows
}

/** The proposals that took the place of these, oldest first. */
export async function replacing(on: On, proposals: readonly string[]): Promise<ProposalRow[]> {
  const { rows } = await sql<ProposalRow>`
    select * from proposals.proposals where replaces = any(${proposals}::text[]) order by id`.execute(on)
  return rows
}

/** The votes that a person has on these proposals, whichever of its merged records cast them. */
export async function votesOn(on: On, proposals: readonly string[], person: string): Promise<VoteRow[]> {
  const { rows } = await sql<VoteRow>`
    select v.* from proposals.votes v join proposals.members m on m.id = v.member
    where v.proposal = any(${proposals}::text[]) and not v.retracted
      and m.person = (select person from proposals.members where id = ${person})`.execute(on)
  return rows
}

/** The seats that a person has on these proposals, whichever of its merged records has them. */
export async function seatsOn(on: On, proposals: readonly string[], person: string): Promise<SeatRow[]> {
  const { rows } = await sql<SeatRow>`
    select s.proposal, s.member, s.weight from proposals.seats s join proposals.members m on m.id = s.member
    where s.proposal = any(${proposals}::text[]) and not s.void
      and m.person = (select person from proposals.members where id = ${person})`.execute(on)
  return rows
}

export async function actionsOf(
  on: On,
  decisions: readonly string[],
  { first, after }: Part,
): Promise<{ decision: string; action: string }[]> {
  const beyond = after === null ? sql`` : sql`and action > ${after}`
  const { rows } = await sql<{ decision: string; action: string }>`
    select found.* from unnest(${decisions}::text[]) as parent cross join lateral (
      select decision, action from proposals.follow_up_actions where decision = parent ${beyond} order by action limit ${first}
    ) found order by found.decision, found.action`.execute(on)
  return rows
}
