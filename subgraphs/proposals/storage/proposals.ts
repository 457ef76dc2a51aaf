// Proposals: opened, locked to be voted on or settled, and closed.

import { sql } from 'kysely'
import type { On, Tx } from '../../../backbone/database/database.ts'
import type { Seat } from '../domain/electorate.ts'
import type { ProposalState } from '../domain/lifecycle.ts'
import { type ProposalRow, tables } from './tables.ts'

export async function insertProposal(tx: Tx, row: ProposalRow, seats: readonly Seat[]): Promise<void> {
  await tables(tx)
    .insertInto('proposals')
    .values({
      ...row,
      choices: JSON.stringify(row.choices),
      passes: JSON.stringify(row.passes),
      evidence: row.evidence === null ? null : JSON.stringify(row.evidence),
      totals: JSON.stringify(row.totals),
      terms: row.terms && JSON.stringify(row.terms),
      terms_named: row.terms_named && JSON.stringify(row.terms_named),
      opened_by: JSON.stringify(row.opened_by),
      left_out: JSON.stringify(row.left_out),
      ballots: row.ballots && JSON.stringify(row.ballots),
    })
    .execute()
  if (seats.length === 0) return
  await sql`
    insert into proposals.seats (proposal, member, weight)
    select ${row.id}, seat.member, seat.weight
    from jsonb_to_recordset(${JSON.stringify(seats)}::jsonb) as seat (member text, weight bigint)`.execute(tx)
}

/** The proposal, locked until the transaction ends: whoever votes, counts or settles waits here for its turn. */
export function lockProposal(tx: Tx, id: string): Promise<ProposalRow | undefined> {
  return tables(tx).selectFrom('proposals').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

/** Those of these proposals that nobody else has locked now, locked as by `lockProposal`: it waits for none. */
export function lockFreeProposals(tx: Tx, ids: readonly string[]): Promise<ProposalRow[]> {
  const any = sql<boolean>`id = any(${ids})`
  return tables(tx).selectFrom('proposals').selectAll().where(any).forUpdate().skipLocked().execute()
}

export function findProposal(on: On, id: string): Promise<ProposalRow | undefined> {
  return tables(on).selectFrom('proposals').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The running totals and the lists of ballots, after votes. One statement. */
export async function saveCounted(tx: Tx, rows: readonly ProposalRow[]): Promise<void> {
  const counted = rows.map(({ id, totals, totals_at, ballots }) => ({ id, totals, totals_at, ballots }))
  await sql`
    update proposals.proposals as row set totals = counted.totals, totals_at = counted.totals_at, ballots = counted.ballots
    from jsonb_to_recordset(${JSON.stringify(counted)}::jsonb)
      as counted (id text, totals jsonb, totals_at timestamptz, ballots jsonb)
    where row.id = any(${rows.map(({ id }) => id)}) and row.id = counted.id`.execute(tx)
}

function countedOf({ totals, totals_at, ballots }: ProposalRow) {
  return { totals: JSON.stringify(totals), totals_at, ballots: ballots && JSON.stringify(ballots) }
}

export async function saveClosed(tx: Tx, row: ProposalRow, status: ProposalState, closedAt: Date): Promise<void> {
  await tables(tx)
    .updateTable('proposals')
    .set({ status, closed_at: closedAt, ...countedOf(row) })
    .where('id', '=', row.id)
    .execute()
}

/** Open proposals that are to be looked at by the database's clock: their time is over, or they may close early from now on. */
export async function overdue(on: On): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from (
      select id, closes_at as due from proposals.proposals
      where status = 'OPEN' and closes_at <= (select clock_timestamp())
      union all
      select id, early_at as due from proposals.proposals
      where status = 'OPEN' and early_at is not null and early_at <= (select clock_timestamp())
    ) waiting group by id order by min(due)
  `.execute(on)
  return rows.map(({ id }) => id)
}

/** Its minimum time is over: from now on it closes as soon as nothing can change it. */
export async function saveEarly(tx: Tx, id: string): Promise<void> {
  await tables(tx).updateTable('proposals').set({ early_at: null }).where('id', '=', id).execute()
}

/** After a merge: the electorate as it is now, with its root, and the totals and ballots. */
export async function saveElectorate(tx: Tx, row: ProposalRow): Promise<void> {
  const { size, weight, electorate_root } = row
  await tables(tx)
    .updateTable('proposals')
    .set({ size, weight, electorate_root, left_out: JSON.stringify(row.left_out), ...countedOf(row) })
    .where('id', '=', row.id)
    .execute()
}
