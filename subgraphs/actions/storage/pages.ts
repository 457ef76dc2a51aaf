// Lists of a community, a page at a time: for many communities in one query. However long the history, a page is read from
// its own place in an index, and what is counted is counted in an index.
//
// The last thing that rows are to be equal to is said as "from it to it", and they are ordered by it first: only the index
// meant has that order. Of a plain equality PostgreSQL supposes that such rows are spread evenly, and may walk through all
// that is newer in search of the first.

import { type RawBuilder, sql } from 'kysely'
import type { ActionStatus, Direction } from '../domain/action.ts'
import type { ActionRow, ExpenseRow, Queries } from './tables.ts'

export interface ActionFilter {
  direction: Direction | null
  /** A kind; with `.*` at the end, all that begin so. */
  kind: string | null
  status: ActionStatus | null
  waiting: boolean | null
  dead: boolean | null
}

/** Actions newest first, `first + 1` of each community, to see whether there are more. */
export async function actionPages(
  on: Queries,
  communities: readonly string[],
  filter: ActionFilter,
  after: string | null,
  first: number,
): Promise<ActionRow[]> {
  const upTo = (last: RawBuilder<unknown>, its: RawBuilder<unknown>) =>
    after === null ? sql`${last} <= ${its}` : sql`(${last}, a.id) < (${its}, ${after})`
  const limit = sql`limit ${first + 1}`
  const found = byShapes(filter)
    ? sql`
      select of_shape.* from (${shapesOf(filter)}) shape cross join lateral (
        select a.* from actions.actions a
        where a.community = parent and a.kind = shape.kind and a.direction = shape.direction
          and a.status >= shape.status and ${upTo(sql`a.status`, sql`shape.status`)} ${rest(filter)}
        order by a.status desc, a.id desc ${limit}) of_shape
      order by of_shape.id desc ${limit}`
    : sql`
      select a.* from actions.actions a
      where a.community >= parent and ${upTo(sql`a.community`, sql`parent`)} ${plain(filter)} ${rest(filter)}
      order by a.community desc, a.id desc ${limit}`
  const { rows } = await sql<ActionRow>`
    select found.* from unnest(${communities}::text[]) as parent cross join lateral (${found}) found
    order by found.id desc`.execute(on)
  return rows
}

export async function countActions(
  on: Queries,
  communities: readonly string[],
  filter: ActionFilter,
): Promise<{ community: string; count: number }[]> {
  // Nearly all are neither waiting nor dead. So they are all but those that are: of these there is an index.
  for (const flag of ['waiting', 'dead'] as const)
    if (filter[flag] === false) {
      const all = await countActions(on, communities, { ...filter, [flag]: null })
      const others = new Map(
        (await countActions(on, communities, { ...filter, [flag]: true })).map(({ community, count }) => [
          community,
          count,
        ]),
      )
      return all.map(({ community, count }) => ({ community, count: count - (others.get(community) ?? 0) }))
    }
  const { rows } = await sql<{ community: string; count: number }>`
    select parent as community, (${
      byShapes(filter)
        ? sql`select coalesce(sum((select count(*) from actions.actions a where ${ofShape})), 0)
            from (${shapesOf(filter)}) shape`
        : sql`select count(*) from actions.actions a where a.community = parent ${plain(filter)} ${rest(filter)}`
    })::int as count from unnest(${communities}::text[]) as parent`.execute(on)
  return rows
}

/** Whether the filter is by what a shape is. Those that wait or are dead are few, and have an index for themselves. */
function byShapes({ direction, kind, status, waiting, dead }: ActionFilter): boolean {
  if (waiting === true || dead === true) return false
  return direction !== null || kind !== null || status !== null
}

/**
 * The kinds, directions and states that there are together in a community: some dozens, however many the actions. Each is
 * found after the one before in the index actions_by_shape.
 */
function shapesOf(filter: ActionFilter): RawBuilder<unknown> {
  const next = (beyond: RawBuilder<unknown>) => sql`
    select a.kind, a.direction, a.status from actions.actions a where a.community = parent ${beyond}
    order by a.kind, a.direction, a.status limit 1`
  return sql`
    with recursive shapes as (
      (${next(sql``)})
      union all
      select next.* from shapes cross join lateral (
        ${next(sql`and (a.kind, a.direction, a.status) > (shapes.kind, shapes.direction, shapes.status)`)}) next
    ) select a.kind, a.direction, a.status from shapes a where true ${plain(filter)}`
}

const ofShape = sql`a.community = parent and a.kind = shape.kind and a.direction = shape.direction and a.status = shape.status`

/** What every shape says by itself. */
function plain({ direction, kind, status }: ActionFilter): RawBuilder<unknown> {
  const prefix = kind?.endsWith('.*') ? `${kind.slice(0, -1).replace(/[\\%_]/g, '\\$&')}%` : null
  const ofKind = prefix === null ? sql`and a.kind = ${kind}` : sql`and a.kind like ${prefix}`
  return sql`
    ${direction === null ? sql`` : sql`and a.direction = ${direction}`} ${kind === null ? sql`` : ofKind}
    ${status === null ? sql`` : sql`and a.status = ${status}`}`
}

function rest({ waiting, dead }: ActionFilter): RawBuilder<unknown> {
  return sql`
    ${waiting === null ? sql`` : waiting ? sql`and a.problem is not null` : sql`and a.problem is null`}
    ${dead === null ? sql`` : dead ? sql`and a.dead` : sql`and not a.dead`}`
}

export interface ExpensePlace {
  createdAt: Date
  id: string
}

/** Expenses newest first, `first + 1` of each community. @param statuses of none or null: all */
export async function expensePages(
  on: Queries,
  communities: readonly string[],
  statuses: readonly string[] | null,
  after: ExpensePlace | null,
  first: number,
): Promise<ExpenseRow[]> {
  const upTo = (last: RawBuilder<unknown>, its: RawBuilder<unknown>) =>
    after === null
      ? sql`${last} <= ${its}`
      : sql`(${last}, e.created_at, e.id) < (${its}, ${after.createdAt}, ${after.id})`
  const limit = sql`limit ${first + 1}`
  const found = statuses?.length
    ? sql`
      select of_status.* from unnest(${[...new Set(statuses)]}::text[]) as wanted cross join lateral (
        select e.* from actions.expenses e where e.deleted_at is null and e.community = parent
          and e.status >= wanted and ${upTo(sql`e.status`, sql`wanted`)}
        order by e.status desc, e.created_at desc, e.id desc ${limit}) of_status
      order by of_status.created_at desc, of_status.id desc ${limit}`
    : sql`
      select e.* from actions.expenses e where e.deleted_at is null
        and e.community >= parent and ${upTo(sql`e.community`, sql`parent`)}
      order by e.community desc, e.created_at desc, e.id desc ${limit}`
  const { rows } = await sql<ExpenseRow>`
    select found.* from unnest(${communities}::text[]) as parent cross join lateral (${found}) found
    order by found.created_at desc, found.id desc`.execute(on)
  return rows
}

export async function countExpenses(
  on: Queries,
  communities: readonly string[],
  statuses: readonly string[] | null,
): Promise<{ community: string; count: number }[]> {
  const { rows } = await sql<{ community: string; count: number }>`
    select parent as community, (select count(*) from actions.expenses e where e.community = parent
      and e.deleted_at is null ${statuses?.length ? sql`and e.status = any(${statuses}::text[])` : sql``})::int as count
    from unnest(${communities}::text[]) as parent`.execute(on)
  return rows
}
