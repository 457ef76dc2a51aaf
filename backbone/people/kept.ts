// All that is kept of a person, for them to take along: rows as they stand in the tables, without secrets, a page at a time. A
// part says of each of its tables whose rows are whose; a test holds it to all tables that there are.

import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { firstOf } from './erasing.ts'

/** Rows of a table that are a person's. */
export interface Kept {
  table: string
  /** By which the rows are in order. */
  keys: readonly string[]
  /** Whose rows they are. */
  of: RawBuilder<unknown> | ((person: Whose) => RawBuilder<unknown>)
  /** Columns that are for nobody, not even for whom they are about. */
  without?: readonly string[]
  /** Within a column, as a path. */
  withoutWithin?: readonly string[]
  /** No index finds them: so many rows are looked through for a page, and it may be empty though more follow. */
  through?: (person: Whose) => RawBuilder<unknown>
}

export interface Whose {
  member: string
  community: string
  /** All records of the person. */
  ids: readonly string[]
}

/** Rows whose column has one of the ids; of one, an index has them in order. */
export function among(column: string, ids: readonly string[], table = 't'): RawBuilder<unknown> {
  const name = sql.ref(`${table}.${column}`)
  return ids.length === 1 ? sql`${name} = ${ids[0]}` : sql`${name} = any(${ids}::text[])`
}

export interface KeptPage {
  nodes: { table: string; row: unknown }[]
  /** Where the next begins; null: that was all. */
  next: string | null
}

const lookedThrough = 200

/**
 * A page of what is kept.
 * @param after as an earlier page's `next`
 * @param first how many rows at most
 */
export async function keptOf(
  db: Database,
  kept: readonly Kept[],
  person: Whose,
  after: string | null,
  first: number,
): Promise<KeptPage> {
  let [index, place]: [number, string | null] = after === null ? [0, null] : JSON.parse(after)
  const nodes: KeptPage['nodes'] = []
  for (let looks = 0; index < kept.length && nodes.length < first && looks < 20; looks++) {
    const each = kept[index]!
    const page = await (each.through ? through : byIndex)(db, each, person, place, first - nodes.length)
    nodes.push(...page.rows.map((row) => ({ table: each.table, row })))
    place = page.next
    if (place === null) index++
  }
  return { nodes, next: index < kept.length ? JSON.stringify([index, place]) : null }
}

// Private:

interface Found {
  rows: unknown[]
  next: string | null
}

const keysOf = ({ keys }: Kept) => sql.join(keys.map((key) => sql`t.${sql.ref(key)}`))
const beyond = (each: Kept, place: string | null) =>
  place === null ? sql`true` : sql`(${keysOf(each)}) > (${sql.join(JSON.parse(place))})`
const mine = ({ of }: Kept, person: Whose) => (typeof of === 'function' ? of(person) : of)
const place = (each: Kept) => {
  const { without = [], withoutWithin = [] } = each
  return sql`(to_jsonb(t) - ${[...without]}::text[]) #- ${[...withoutWithin]}::text[] as row,
    jsonb_build_array(${keysOf(each)}) as at`
}

async function byIndex(db: Database, each: Kept, person: Whose, from: string | null, limit: number): Promise<Found> {
  const { rows } = await sql<{ row: unknown; at: unknown[] }>`
    select ${place(each)} from ${sql.table(each.table)} t
    where ${mine(each, person)} and ${beyond(each, from)} order by ${keysOf(each)} limit ${limit}`.execute(db.root)
  return { rows: rows.map(({ row }) => row), next: rows.length < limit ? null : JSON.stringify(rows.at(-1)!.at) }
}

async function through(db: Database, each: Kept, person: Whose, from: string | null): Promise<Found> {
  const begin = from === null ? each.keys.map(firstOf(person)) : JSON.parse(from)
  const { rows } = await sql<{ row: unknown; at: unknown[]; mine: boolean }>`
    select ${place(each)}, ${mine(each, person)} as mine from (
      select * from ${sql.table(each.table)} t where ${each.through!(person)} and (${keysOf(each)}) > (${sql.join(begin)})
      order by ${keysOf(each)} limit ${lookedThrough}) t order by ${keysOf(each)}`.execute(db.root)
  const next = rows.length < lookedThrough ? null : JSON.stringify(rows.at(-1)!.at)
  return { rows: rows.filter((row) => row.mine).map(({ row }) => row), next }
}
