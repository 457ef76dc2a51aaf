// Taking somebody out of the snapshots that are kept, and out of those to come.

import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'
import { sql } from 'kysely'
import type { Consumer } from '../../backbone/log/consumer.ts'
import { eraserOf, type Step } from '../../backbone/people/erasing.ts'
import { type Kept, type KeptPage, keptOf, type Whose } from '../../backbone/people/kept.ts'
import { forgottenOn } from '../../backbone/people/person.ts'
import { erasedName, type Redact } from '../../backbone/people/redact.ts'
import type { SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import { spelling } from '../../schema/spelling.ts'
import type { Account } from './domain/address.ts'
import { withoutParticipant, wordsOfParticipant } from './domain/forgetting.ts'
import { resolve } from './domain/resolve.ts'
import { type ParticipantRecord, withRecords } from './domain/table.ts'
import type { Shelf } from './storage/shelf.ts'

const [inflateApart, deflateApart] = [promisify(inflate), promisify(deflate)]

/** One snapshot at a time: its numbers are read whole. */
const snapshots: Step = async (tx, person, after) => {
  const { rows } = await sql<{ id: string; body: Buffer }>`
    select s.id, b.body from cred.snapshots s join cred.snapshot_bodies b on b.snapshot = s.id
    where s.community = ${person.community} and s.id > ${after ?? ''} order by s.id limit 1`.execute(tx)
  const [row] = rows
  if (!row) return null
  const words = new Set(person.words.map(({ platform, text }) => keyOf(platform ?? 'sourcecred', text)))
  const changed = withRecords(await inflateApart(row.body), (record) => {
    const known = wordsOfParticipant(record).find(({ platform, text }) => words.has(keyOf(platform, text)))
    return known ? withoutParticipant(record, person.mark(known.text), erasedName) : null
  })
  if (changed) {
    const body = await deflateApart(changed)
    await sql`update cred.snapshot_bodies set body = ${body} where snapshot = ${row.id}`.execute(tx)
  }
  return row.id
}

/** What is in memory of snapshots is read anew in every process: the event says so. */
export function forgetterOf(deps: SubgraphDeps): Consumer {
  return eraserOf(deps, 'cred', [snapshots], ({ community }) =>
    deps.log.write(async (_tx, emit) => emit({ type: 'cred.snapshots.rewritten', community, payload: {} })),
  )
}

export interface Table {
  table: Uint8Array
  body: Uint8Array
}

/** A table as it was read, without participants who were erased before. */
export async function tableWithout(
  { db, secrets }: Pick<SubgraphDeps, 'db' | 'secrets'>,
  community: string,
  read: Table,
): Promise<Table> {
  const forget = new Map<string, Redact | null>()
  if ((await forgottenOn(db.root, secrets, community, null)) === null) return read
  const platforms = await sql<{ platform: string }>`
    select distinct platform from backbone.tombstones where community = ${community}`.execute(db.root)
  for (const { platform } of platforms.rows)
    forget.set(platform, await forgottenOn(db.root, secrets, community, platform))
  const markIn = (record: ParticipantRecord) => {
    for (const { platform, text } of wordsOfParticipant(record)) {
      const word = spelling(text)
      const mark = forget.get(platform)?.(word) ?? word
      if (mark !== word) return mark
    }
    return null
  }
  const table = withRecords(read.table, (record) => {
    const mark = markIn(record)
    return mark === null ? null : withoutParticipant(record, mark, erasedName)
  })
  return table ? { table, body: await deflateApart(table) } : read
}

const keyOf = (platform: string, text: string) => `${platform} ${spelling(text)}`

export const kept: readonly Kept[] = [
  { table: 'cred.members', keys: ['id'], of: ({ ids }) => sql`t.id = any(${ids}::text[])` },
  { table: 'cred.accounts', keys: ['member', 'key'], of: ({ ids }) => sql`t.member = any(${ids}::text[])` },
]

const bodiesAtOnce = 5 // snapshots: each is read whole

/** The rows, and then what each snapshot that is kept says of them. */
export function keptWith({ db }: Pick<SubgraphDeps, 'db'>, shelf: Shelf) {
  return async (whose: Whose, after: string | null, first: number): Promise<KeptPage> => {
    if (!after?.startsWith('snapshot:')) {
      const page = await keptOf(db, kept, whose, after, first)
      return { nodes: page.nodes, next: page.next ?? 'snapshot:' }
    }
    const { rows: accounts } = await sql<{ account: Account }>`
      select distinct account from cred.accounts where member = any(${whose.ids}::text[])`.execute(db.root)
    const limit = Math.min(first, bodiesAtOnce)
    const { rows } = await sql<{ id: string; fetched_at: Date }>`
      select s.id, s.fetched_at from cred.snapshots s join cred.snapshot_bodies b on b.snapshot = s.id
      where s.community = ${whose.community} and s.id > ${after.slice('snapshot:'.length)} order by s.id limit ${limit}`.execute(
      db.root,
    )
    const nodes: KeptPage['nodes'] = []
    for (const { id, fetched_at } of rows) {
      const table = await shelf.table(id)
      if (table === null) continue
      for (const { participant } of resolve(
        table,
        accounts.map(({ account }) => account),
      ).matches) {
        const [record, cred] = [table.record(participant), [...table.cred(participant)]]
        const row = { snapshot: id, fetchedAt: fetched_at, ...record, total: table.totals[participant], cred }
        nodes.push({ table: 'cred.snapshot_bodies', row })
      }
    }
    return { nodes, next: rows.length < limit ? null : `snapshot:${rows.at(-1)!.id}` }
  }
}
