// Erasing a person from the tables of a part, a few rows at a time: each batch is a transaction that also keeps how far it came,
// so whoever is killed goes on where they were, and nobody waits long for a lock. One process of all does it, and again until it
// is done.

import { setTimeout as pause } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import type { EventType } from '../../schema/events.ts'
import type { Database, Tx } from '../database/database.ts'
import { faultPoint } from '../fault-point.ts'
import type { Consumer } from '../log/consumer.ts'
import type { EventLog } from '../log/log.ts'
import type { SubgraphDeps } from '../subgraph/subgraph.ts'
import { findPerson, type PartWithPeople, type Person } from './person.ts'

/**
 * One thing that is erased: a batch from a place on.
 * @returns the place where the next begins; null: that was all
 */
export type Step = (tx: Tx, person: Person, after: string | null) => Promise<string | null>

export const rowsAtOnce = 100

/** Where a person's words are known whole, and each part erases what it has of them. */
export const readyType = 'communities.erasure.ready' satisfies EventType

export function eraserOf(
  deps: Pick<SubgraphDeps, 'db' | 'log' | 'secrets'>,
  part: PartWithPeople,
  steps: readonly Step[],
  after?: (person: Person) => Promise<void>,
): Consumer {
  return deps.log.perform({
    name: `${part}.people`,
    types: [readyType],
    async handle(event) {
      if (event.type === readyType) await erase(deps, part, event.payload.member, steps, after)
    },
  })
}

/** Erases a person from a part. Done again, it does the rest. */
export async function erase(
  { db, secrets }: { db: Database; log: EventLog; secrets: SubgraphDeps['secrets'] },
  part: PartWithPeople,
  id: string,
  steps: readonly Step[],
  after?: (person: Person) => Promise<void>,
): Promise<void> {
  for (;;) {
    const began = performance.now()
    const more = await db.transaction(async (tx) => {
      const { rows } = await sql<{ step: number; place: string | null; done: boolean }>`
        select step, place, done_at is not null as done from backbone.erasing
        where erasure = ${id} and part = ${part} for update`.execute(tx)
      const [at] = rows
      const person = at && !at.done ? await findPerson(tx, secrets, id) : null
      if (!at || person === null) return null
      const step = steps[at.step]
      if (step === undefined) return person
      const place = await step(tx, person, at.place)
      await sql`update backbone.erasing set place = ${place}, step = ${place === null ? at.step + 1 : at.step}
        where erasure = ${id} and part = ${part}`.execute(tx)
      return 'more'
    })
    if (more !== 'more') {
      if (more === null) return
      await after?.(more)
      return db.transaction((tx) => finish(tx, part, id))
    }
    faultPoint?.(`erasing ${part}`)
    await pause(performance.now() - began) // half of the time is others'
  }
}

/** Who is the last forgets the words, too. */
async function finish(tx: Tx, part: PartWithPeople, id: string): Promise<void> {
  await sql`select from backbone.erasures where id = ${id} for update`.execute(tx)
  await sql`update backbone.erasing set done_at = clock_timestamp() where erasure = ${id} and part = ${part}`.execute(
    tx,
  )
  await sql`update backbone.erasures set words = null, done_at = clock_timestamp()
    where id = ${id} and not exists (select from backbone.erasing where erasure = ${id} and done_at is null)`.execute(
    tx,
  )
}

/** What a row says beside its columns: whether it is about the person. */
export type About = { about: boolean }

/** A row as it is read: the wanted columns, and the two that are made. */
type Seen = Record<string, unknown> & About & { mine: boolean }

/**
 * A step over the rows of a table that are anybody's: those are changed that name the person.
 * @param keys by which the rows are in order, as an index has them
 * @param mine which rows of the table `t` are the community's. What no index with these keys finds is looked at a few rows at a time
 * @param change the columns as they are then, JSON as it is; null: it stays
 * @param about what `change` finds as `row.about`
 */
export function throughRows<Row extends object>(
  table: string,
  keys: readonly (keyof Row & string)[],
  columns: readonly (keyof Row & string)[],
  mine: (person: Person) => RawBuilder<unknown>,
  change: (row: Row & { about: boolean }, person: Person) => { readonly [Column in keyof Row]?: unknown } | null,
  about: (person: Person) => RawBuilder<unknown> = () => sql`true`,
): Step {
  const from = sql.table(table)
  const named = new Set<string>(keys)
  const by = sql.join(keys.map((key) => sql`t.${sql.ref(key)}`))
  const wanted = sql.join([...new Set([...keys, ...columns])].map((column) => sql`t.${sql.ref(column)}`))
  return async (tx, person, after) => {
    const beyond = after === null ? keys.map(firstOf(person)) : JSON.parse(after)
    const indexed = keys[0] === 'community'
    const { rows: seen } = await sql<Seen>`
      select ${wanted}, ${indexed ? sql`true` : mine(person)} as mine, ${about(person)} as about from (
        select * from ${from} t where (${by}) > (${sql.join(beyond)}) ${indexed ? sql`and ${mine(person)}` : sql``}
        order by ${by} limit ${rowsAtOnce} for no key update) t order by ${by}`.execute(tx)
    for (const { mine, ...row } of seen) {
      const changed = Object.entries((mine && change(row as unknown as Row & { about: boolean }, person)) || {})
      // By its keys a row is known, also to others: whatever somebody is called, they stay.
      const others = changed.filter(([column, now]) => !named.has(column) && differs(row[column], now))
      if (others.length === 0) continue
      const values = others.map(([column, value]) => sql`${sql.ref(column)} = ${written(value)}`)
      const place = sql.join(keys.map((key) => row[key]))
      await sql`update ${from} t set ${sql.join(values)} where (${by}) = (${place})`.execute(tx)
    }
    return seen.length < rowsAtOnce ? null : JSON.stringify(keys.map((key) => seen.at(-1)![key]))
  }
}

/** What is before the first row, by its key. */
export const firstOf =
  ({ community }: Pick<Person, 'community'>) =>
  (key: string) =>
    key === 'community' ? community : key === 'number' || key === 'position' ? 0 : ''

const differs = (before: unknown, after: unknown) => JSON.stringify(before ?? null) !== JSON.stringify(after ?? null)

function written(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}
