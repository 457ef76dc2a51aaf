// How long what is no record is kept, in days, and how it is put away. The event log, decisions, votes and the audit log are the
// record: none of them is ever put away. docs/keeping.md has every table.

import { type QueryExecutorProvider, type RawBuilder, sql } from 'kysely'
import { restAfter } from '../concurrency/background-work.ts'

export interface Kept {
  /** The variable that sets it. */
  setting: string
  /** Days. */
  default: number
}

const kept = <S extends string>(setting: S, days: number) => ({ setting, default: days }) as const

export const keepingTable = {
  /** Webhooks as they came, after they were answered for. One that comes again later is known by its activity. */
  webhooks: kept('FOLKMOOT_KEEP_WEBHOOKS', 30),
  /** Deliveries to an external driver, after they were given up. Those that were taken are gone at once. */
  deliveries: kept('FOLKMOOT_KEEP_DELIVERIES', 30),
  /** Sessions and links to sign in, after they could be used. */
  sessions: kept('FOLKMOOT_KEEP_SESSIONS', 30),
  /** How long a call may be repeated with its idempotency key. A driver may be away for long; a key is some 200 bytes. */
  idempotencyKeys: kept('FOLKMOOT_KEEP_IDEMPOTENCY_KEYS', 365),
  /** The numbers of a reading of cred that a newer one replaced and no proposal pinned. */
  snapshots: kept('FOLKMOOT_KEEP_SNAPSHOTS', 90),
} satisfies Record<string, Kept>

/** Days; null: for ever. */
export type Keeping = Readonly<Record<keyof typeof keepingTable, number | null>>

const longest = 36_500 // days: a date must still be one

export const keptByDefault: Keeping = readKeeping({})

/** @throws Error that names the variable, what was wanted and what was got. */
export function readKeeping(environment: Readonly<Record<string, string | undefined>>): Keeping {
  return Object.fromEntries(
    Object.entries(keepingTable).map(([name, { setting, default: otherwise }]) => {
      const text = environment[setting]?.trim()
      if (!text) return [name, otherwise]
      if (/^\d{1,5}$/.test(text) && Number(text) <= longest) return [name, Number(text) || null]
      throw new Error(
        `${setting}: wanted days as a whole number from 1 to ${longest}, or 0 for ever; got "${text.slice(0, 100)}".`,
      )
    }),
  ) as Keeping
}

const most = 200 // rows at a time: on the embedded database everybody waits for one statement

/**
 * Puts away in batches, each a statement of its own, with rests between, so that nobody waits long for any of them.
 * @param drop puts away at most so many, and says how many
 * @returns how many in all
 */
export async function inBatches(drop: (limit: number) => Promise<number>, limit = most): Promise<number> {
  for (let all = 0; ; ) {
    const from = performance.now()
    const dropped = await drop(limit)
    all += dropped
    if (dropped < limit) return all
    await restAfter(from)
  }
}

/** So many days ago, by the database's clock. */
export const daysAgo = (days: number): RawBuilder<Date> =>
  sql`(select clock_timestamp()) - make_interval(days => ${days})`

/**
 * Puts away the rows of a table that meet the condition, a few at a time. Those that somebody else holds are left for the next hour.
 * @param rows the table with what it is joined to, and which rows; `row` is the table
 * @returns how many
 */
export function dropRows(
  on: QueryExecutorProvider,
  table: RawBuilder<unknown>,
  rows: RawBuilder<unknown>,
  limit = most,
): Promise<number> {
  return inBatches(async (atATime) => {
    const { numAffectedRows } = await sql`
      delete from ${table} where ctid = any(array(
        select row.ctid from ${table} row ${rows} limit ${atATime} for update of row skip locked))`.execute(on)
    return Number(numAffectedRows ?? 0)
  }, limit)
}
