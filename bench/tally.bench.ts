// What a tally costs, and what a vote does to it, with a thousand votes in the table and with a million, put there by SQL:
// both go by running totals, which are as large as the choices are many. A RANKED ballot keeps each different order that
// was given; its cost is stated for as many orders as five choices have.

import { sql } from 'kysely'
import type { Database } from '../backbone/database/database.ts'
import { migrate } from '../backbone/database/migrate.ts'
import { migrations as backbone } from '../backbone/database/migrations.ts'
import type { Ballot } from '../subgraphs/proposals/domain/ballot.ts'
import { isCertain } from '../subgraphs/proposals/domain/certainty.ts'
import { tallyOf } from '../subgraphs/proposals/domain/decision.ts'
import { emptyTotals, type Totals, withVote } from '../subgraphs/proposals/domain/totals.ts'
import { migrations as proposals } from '../subgraphs/proposals/storage/migrations.ts'
import { findProposal } from '../subgraphs/proposals/storage/proposals.ts'
import { ballotOf } from '../subgraphs/proposals/storage/tables.ts'
import { type Bench, median, type Result, round } from './harness.ts'
import { type Engine, onBothDatabases } from './server.ts'

const rounds = 7
const each = 300
const few = 1000
const many = 1_000_000

const choices = ['approve', 'reject', 'abstain'].map((key) => ({ key, label: key }))
const passes = { quorum: 0.2, threshold: 0.5, minVotes: 2, closeEarly: true }

/** A ballot of twice as many seats as votes, a third of them for each choice. */
async function fill(db: Database, id: string, votes: number): Promise<void> {
  const third = { votes: Math.round(votes / 3), weight: Math.round(votes / 3) * 1e6 }
  const cast = { votes: third.votes * 3, weight: third.weight * 3 }
  const decided = { votes: third.votes * 2, weight: third.weight * 2 }
  const totals: Totals = { cast, decided, counts: { approve: third, reject: third, abstain: third }, orders: {} }
  await sql`
    insert into proposals.proposals (id, community, title, body, status, enforcement, method, choices, passes, size, weight,
      electorate, opened_at, totals, totals_at)
    values (${id}, 'bench', ${id}, '', 'OPEN', 'ADVISORY', 'SINGLE_CHOICE', ${JSON.stringify(choices)},
      ${JSON.stringify(passes)}, ${votes * 2}, ${votes * 2e6}, 'all', now(), ${JSON.stringify(totals)}, now())`.execute(
    db.root,
  )
  for (let from = 0; from < votes; from += 50_000) {
    await sql`
      insert into proposals.votes (id, proposal, member, choices, weight, source, cast_at, revision, retracted)
      select ${id} || n, ${id}, 'm' || n, '["approve"]', 1000000, 'bench', now(), 0, false
      from generate_series(${from}::int, ${Math.min(from + 50_000, votes) - 1}::int) n`.execute(db.root)
  }
}

/** Microseconds, the median of single runs. */
async function cost(work: () => unknown): Promise<number> {
  const took: number[] = []
  for (let n = 0; n < each; n++) {
    const began = performance.now()
    await work()
    took.push((performance.now() - began) * 1000)
  }
  return median(took)
}

/** The tally and standing from the database, as the API gives them, and what one more vote takes. */
async function tally(db: Database, id: string): Promise<void> {
  const row = (await findProposal(db.root, id))!
  tallyOf(ballotOf(row), row.totals, row.totals_at)
  isCertain(ballotOf(row), withVote(row.totals, row, ['approve'], 1e6))
}

async function measure(name: Engine, db: Database): Promise<Result> {
  await migrate(db, { backbone, proposals })
  await fill(db, 'few', few)
  await fill(db, 'many', many)
  if (db.engine === 'postgres') await sql`analyze`.execute(db.root)
  const ofFew: number[] = []
  const ofMany: number[] = []
  for (let n = 0; n <= rounds; n++) {
    const a = await cost(() => tally(db, 'few'))
    const b = await cost(() => tally(db, 'many'))
    if (n === 0) continue // warm
    ofFew.push(a)
    ofMany.push(b)
  }
  const ratio = round(median(ofMany.map((value, index) => value / ofFew[index]!)), 3)
  return {
    what: `tally, standing and one more vote, ${many.toLocaleString('en')} votes, ${name}`,
    ours: `${Math.round(median(ofMany))} µs`,
    baseline: `${Math.round(median(ofFew))} µs with ${few.toLocaleString('en')}`,
    ratio,
    wanted: '0.8 to 1.2',
    met: ratio >= 0.8 && ratio <= 1.2,
  }
}

/** A RANKED ballot of five choices: all their 325 orders given, and ten. No more of them ever come, however many vote. */
async function ranked(): Promise<Result> {
  const keys = ['a', 'b', 'c', 'd', 'e']
  const ballot: Ballot = {
    method: 'RANKED',
    choices: keys.map((key) => ({ key, label: key })),
    passes,
    size: many,
    weight: many * 1e6,
  }
  const orders = ordersOf(keys)
  const ballots = (some: string[][]) =>
    some.reduce((totals, order, index) => {
      const weight = (index % 7) + 1
      return withVote(totals, ballot, order, weight * 1e6)
    }, emptyTotals(ballot))
  const at = new Date(0)
  const run = (totals: Totals) => () => {
    tallyOf(ballot, totals, at)
    isCertain(ballot, totals)
  }
  const all = ballots(orders)
  const ten = ballots(orders.slice(0, 10))
  await cost(run(all)) // warm
  const [ours, base] = [await cost(run(all)), await cost(run(ten))]
  return {
    what: `the same of a RANKED ballot of 5 choices, all ${orders.length} orders given, without the database`,
    ours: `${Math.round(ours)} µs`,
    baseline: `${Math.round(base)} µs with 10 orders given`,
    ratio: round(ours / base),
    wanted: '(stated)',
    met: true,
  }
}

function ordersOf(keys: readonly string[]): string[][] {
  return keys.flatMap((key) => [
    [key],
    ...ordersOf(keys.filter((other) => other !== key)).map((rest) => [key, ...rest]),
  ])
}

export const bench: Bench = {
  name: 'Tally',
  async run() {
    const results = await onBothDatabases(async (engine, db) => [await measure(engine, db)])
    return [...results, await ranked()]
  },
}
