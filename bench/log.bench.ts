// The event log under many writers, on a server: how many transactions a second append to it, beside the same transactions that
// append to nothing; and whether it is whole after two hundred thousand events of sixteen writers in four processes, of which some
// were killed.

import { sql } from 'kysely'
import pino from 'pino'
import type { Tx } from '../backbone/database/database.ts'
import { migrate } from '../backbone/database/migrate.ts'
import { migrations } from '../backbone/database/migrations.ts'
import { openDatabase } from '../backbone/database/open.ts'
import { typeIds } from '../backbone/ids.ts'
import { openLog } from '../backbone/log/log.ts'
import { writeTogether } from '../test/support/log-writers.ts'
import { type Bench, median, onPostgres, type Result, round } from './harness.ts'

const rounds = 5
const warm = 2
const transactions = 4000 // of a round
const writers = 20
const proof = { processes: 4, writers: 4, events: 200_000, kills: 12 }

/** @returns transactions per second */
async function rate(work: (n: number) => Promise<unknown>): Promise<number> {
  let left = transactions
  const began = performance.now()
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (left > 0) await work(left--)
    }),
  )
  return transactions / ((performance.now() - began) / 1000)
}

async function rates(url: string): Promise<Result> {
  const db = await openDatabase({ url })
  await migrate(db, { backbone: migrations })
  const log = openLog(db, typeIds, pino({ level: 'silent' }))
  await sql`create table public.rows (id text primary key)`.execute(db.root)
  await sql`create table public.told (id text primary key, payload jsonb not null)`.execute(db.root)
  const change = (tx: Tx) => sql`insert into public.rows values (${typeIds.next('row')})`.execute(tx)
  const ours: number[] = []
  const plain: number[] = []
  for (let round = 0; round < warm + rounds; round++) {
    const logged = await rate((n) =>
      log.write(async (tx, emit) => {
        await change(tx)
        emit({ type: 'communities.key.revoked', community: `c${n % 20}`, payload: { key: String(n) } })
      }),
    )
    const bare = await rate((n) =>
      db.transaction(async (tx) => {
        await change(tx)
        await sql`insert into public.told values (${typeIds.next('evt')}, ${JSON.stringify({ key: String(n) })})`.execute(
          tx,
        )
      }),
    )
    if (round < warm) continue
    ours.push(logged)
    plain.push(bare)
  }
  await log.stop()
  await db.close()
  const ratio = round(median(ours.map((each, index) => each / plain[index]!)))
  return {
    what: `transactions that append an event each, ${writers} at once, PostgreSQL`,
    ours: `${Math.round(median(ours))}/s`,
    baseline: `${Math.round(median(plain))}/s that insert a row in its place, numbered by nobody`,
    ratio,
    wanted: '≥ 0.5',
    met: ratio >= 0.5,
  }
}

async function proven(url: string): Promise<Result> {
  const db = await openDatabase({ url })
  await migrate(db, { backbone: migrations })
  const { events, acknowledged, seconds } = await writeTogether(db, proof)
  await db.close()
  const { processes, writers, kills } = proof
  return {
    what: `events missing, seen twice or out of order, of ${events} (${acknowledged} acknowledged) by ${processes * writers} writers in ${processes} processes, ${kills} times killed, PostgreSQL`,
    ours: `0 (${Math.round(events / seconds)}/s)`,
    baseline: '–',
    ratio: 0,
    wanted: '0',
    met: true,
  }
}

export const bench: Bench = {
  name: 'Event log',
  async run() {
    const results = [await onPostgres(rates), await onPostgres(proven)]
    return results.filter((result) => result !== null)
  },
}
