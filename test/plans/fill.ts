// A long history, made by SQL from a short one: rows of a community that really lived are copied under new keys, so that
// a column of tomorrow is filled, too.

import { type Kysely, sql } from 'kysely'
import type { Database } from '../../backbone/database/database.ts'

export interface History {
  events: number
  votes: number
  /** Of actions, proposals, decisions, webhooks and so on each. */
  each: number
}

/** The tables that grow as long as a community lives. */
export const growing = [
  'backbone.events',
  'proposals.proposals',
  'proposals.decisions',
  'proposals.votes',
  'proposals.seats',
  'proposals.venues',
  'proposals.follow_ups',
  'proposals.follow_up_actions',
  'proposals.triggers',
  'proposals.idempotency',
  'actions.actions',
  'actions.attempts',
  'actions.own_events',
  'actions.webhooks',
  'actions.expenses',
  'actions.standings',
  'actions.decisions',
  'communities.requests',
  'communities.deliveries',
] as const
type Table = (typeof growing)[number]

/** What lived. */
export interface Village {
  community: string
  /** A ballot that is open: half of the votes are on it. */
  open: string
  /** A ballot that was decided, with what led to it and what followed. */
  decided: { proposal: string; decision: string; trigger: string }
  /** A member who voted on every ballot. */
  voter: string
  /** Members who asked for a role again and again. */
  asks: string[]
  /** A community whose external driver has not taken everything. */
  driven: string
}

/** Milliseconds that one statement may take: the longest history takes its time. */
export const longest = 120_000

/** Nothing else may run on the database. The copies are older than what lived: their ids come before. */
export async function fill(db: Database, village: Village, { events, votes, each }: History): Promise<void> {
  await db.transaction(async (tx) => {
    // No trigger fires: neither those that look up foreign keys nor those that keep decisions.
    await run(tx, 'set local session_replication_role = replica; set local maintenance_work_mem = 262144')
    const remake = await withoutIndexes(tx)
    const copy = copyOn(tx)
    await fillActions(copy, village, each)
    await fillProposals(copy, village, { votes, each })
    await copy('communities.requests', `community = '${village.community}' and status <> 'PENDING'`, each, {
      id: id('req'),
      community: elsewhere(each),
      member: `(array['${village.asks.join("', '")}'])[1 + n % ${village.asks.length}]`,
    })
    await copy('communities.deliveries', `community = '${village.driven}'`, each, {
      position: '-n', // of events before the first
      community: elsewhere(each),
      dead_at: 'now()',
    })
    await run(tx, `update proposals.chains set length = length + ${each >> 1} where community = '${village.community}'`)
    await fillEvents(tx, village, { events, each })
    for (const index of remake) await run(tx, index)
  })
  // Twice: what was committed a moment ago may not be known to be visible to all, so that no index alone could count it; what is
  // frozen is.
  for (const how of ['freeze', 'analyze']) for (const table of growing) await run(db.root, `vacuum (${how}) ${table}`)
}

const run = <Row>(on: Kysely<any>, statement: string) => sql.raw<Row>(statement).execute(on)

/** Copies of the first row of those meant, numbered by `n`, with these columns changed. */
type Copy = (table: Table, where: string, count: number, changed: Record<string, string>) => Promise<void>

function copyOn(tx: Kysely<any>): Copy {
  return async (table, where, count, changed) => {
    const { rows } = await run<{ name: string }>(
      tx,
      `select column_name as name from information_schema.columns
      where table_schema || '.' || table_name = '${table}' and is_generated = 'NEVER'`,
    )
    const columns = rows.map(({ name }) => name)
    const values = columns.map((name) => changed[name] ?? `one."${name}"`)
    const { numAffectedRows } = await run(
      tx,
      `insert into ${table} (${columns.map((name) => `"${name}"`).join(', ')}) overriding system value
      select ${values.join(', ')} from (select * from ${table} where ${where} limit 1) one, generate_series(1, ${count}) n`,
    )
    if (Number(numAffectedRows) !== count)
      throw new Error(`Wanted a row of ${table} where ${where}, to copy; got none.`)
  }
}

/** An index is made faster than it is kept while a million rows come. @returns what makes them again */
async function withoutIndexes(tx: Kysely<any>): Promise<string[]> {
  const { rows } = await run<{ name: string; made: string }>(
    tx,
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
    where i.indrelid = any('{${growing.join(',')}}'::regclass[])
    and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
  )
  for (const { name } of rows) await run(tx, `drop index ${name}`)
  return rows.map(({ made }) => made)
}

/** Half is another community's, and the newer half. */
const elsewhere = (each: number) => `case when n > ${each >> 1} then 'com_elsewhere' else one.community end`

/** An id that comes before all that were really made. */
const id = (kind: string, number = 'n') => `'${kind}_00' || lpad((${number})::text, 8, '0')`

async function fillActions(copy: Copy, { community }: Village, each: number): Promise<void> {
  const mine = `community = '${community}'`
  const past = `now() - make_interval(mins => ${each} - n)`
  await copy('actions.actions', `${mine} and direction = 'OBSERVED' and platform = 'opencollective'`, each, {
    id: id('act'),
    community: elsewhere(each),
    platform_event: `'fill' || n`,
    subject_id: `'fill' || n`,
    occurred_at: past,
    recorded_at: past,
  })
  await copy('actions.actions', `${mine} and direction = 'REQUESTED' and status = 'DONE'`, each, {
    id: id('act', `${each} + n`),
    community: elsewhere(each),
    idempotency_key: `'fill' || n`,
    subject_id: `'fill' || n`,
    decision: id('dec'),
    proposal: id('prop'),
    recorded_at: past,
  })
  await copy('actions.attempts', 'true', each, { action: id('act', `${each} + n`) })
  await copy('actions.own_events', mine, each, { platform_event: `'fill' || n`, action: id('act', `${each} + n`) })
  await copy('actions.webhooks', 'handled_at is not null', each, {
    id: '-n',
    event_id: `'fill' || n`,
    handled_at: 'now()',
  })
  await copy('actions.expenses', mine, each, {
    id: `'fill' || n`,
    community: elsewhere(each),
    legacy_id: '1000000 + n',
    status: `'PAID'`,
    created_at: 'now() - make_interval(days => 60 + n)', // so long ago that they are not looked at again
  })
  await copy('actions.standings', 'true', each, { decision: id('dec'), subject: `'fill' || n` })
  await copy('actions.decisions', mine, each, { id: id('dec'), community: elsewhere(each), proposal: id('prop') })
}

async function fillProposals(copy: Copy, village: Village, { votes, each }: Pick<History, 'votes' | 'each'>) {
  const mine = `community = '${village.community}'`
  const past = `now() - make_interval(mins => ${each} - n)`
  await copy('proposals.proposals', `id = '${village.decided.proposal}'`, each, {
    id: id('prop'),
    community: elsewhere(each),
    trigger: id('act'),
    opened_at: past,
    closes_at: past,
  })
  await copy('proposals.triggers', mine, each, { id: id('act') })
  await copy('proposals.decisions', mine, each, {
    id: id('dec'),
    community: elsewhere(each),
    proposal: id('prop'),
    trigger: id('act'),
    position: `(select length from proposals.chains where ${mine}) + n`,
    hash: 'md5(n::text)',
    decided_at: past,
  })
  await copy('proposals.follow_ups', mine, each, { decision: id('dec'), proposal: id('prop') })
  await copy('proposals.follow_up_actions', 'true', each, { decision: id('dec'), action: id('act', `${each} + n`) })
  await copy('proposals.venues', 'true', each, { action: id('act', `2 * ${each} + n`), proposal: id('prop') })
  await copy('proposals.idempotency', mine, each, { key: `'fill' || n` })
  // Half on the open ballot; of the others each voter is another, but for one who voted on all.
  const half = votes >> 1
  const on = `case when n <= ${half} then '${village.open}' else ${id('prop', `1 + n % ${each}`)} end`
  const by = `case when n > ${half} and n <= ${half + each} then '${village.voter}' else ${id('mem')} end`
  await copy('proposals.votes', `proposal = '${village.decided.proposal}'`, votes, {
    id: id('vote'),
    proposal: on,
    member: by,
  })
  await copy('proposals.seats', `proposal = '${village.decided.proposal}'`, votes, { proposal: on, member: by })
}

/** What happened to one ballot happened to each, but for votes: those were cast on the open one. */
async function fillEvents(
  tx: Kysely<any>,
  { open, decided: { proposal, decision, trigger } }: Village,
  { events, each }: Pick<History, 'events' | 'each'>,
): Promise<void> {
  await run(
    tx,
    `create temp table happened on commit drop as
      select row_number() over (order by position) - 1 as place, e.* from backbone.events e
      where e.payload::text like '%${proposal}%' or e.payload::text like '%${trigger}%'`,
  )
  const { rows } = await run<{ many: number }>(tx, 'select count(*)::int as many from happened')
  const at = `1 + n % ${each}`
  const ballot = `case when e.type = 'proposals.vote.cast' then '${open}' else ${id('prop', at)} end`
  await run(
    tx,
    `insert into backbone.events (position, id, community, type, version, payload, recorded_at)
    select h.position + n, ${id('evt')}, e.community, e.type, e.version,
      replace(replace(replace(e.payload::text, '${proposal}', ${ballot}), '${trigger}', ${id('act', at)}),
        '${decision}', ${id('dec', at)})::jsonb, e.recorded_at
    from backbone.head h, generate_series(1, ${events}) n join happened e on e.place = n / ${each} % ${rows[0]!.many}`,
  )
  await run(tx, `update backbone.head set position = position + ${events}`)
  await run(tx, 'update backbone.cursors set position = head.position from backbone.head')
  await run(tx, 'update backbone.lanes set position = head.position, wanted = head.position from backbone.head')
}
