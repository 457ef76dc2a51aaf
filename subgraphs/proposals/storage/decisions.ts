// Decisions and their chain. The chain's row is locked while a decision is added, so each community's are in one line.

import { sql } from 'kysely'
import type { On, Tx } from '../../../backbone/database/database.ts'
import { hashOf } from '../domain/chain.ts'
import { complianceOf, type FollowUp } from '../domain/compliance.ts'
import { type DecisionRow, type FollowUpRow, recordOf, tables } from './tables.ts'

export type NewDecision = Omit<DecisionRow, 'position' | 'hash' | 'previous_hash' | 'decided_at'>

/** Adds the decision at the chain's end, at the database's time. */
export async function addDecision(tx: Tx, decision: NewDecision, followUp: FollowUp): Promise<DecisionRow> {
  const { rows } = await sql<{ position: number; previous_hash: string | null; now: Date }>`
    insert into proposals.chains as chain (community, length, head) values (${decision.community}, 1, null)
    on conflict (community) do update set length = chain.length + 1
    returning length as position, head as previous_hash, clock_timestamp() as now`.execute(tx)
  const { position, previous_hash, now } = rows[0]!
  // Whole milliseconds: what the hash is over must come back from the database as it was.
  const unhashed = { ...decision, position, previous_hash, decided_at: new Date(now.getTime()) }
  const row: DecisionRow = { ...unhashed, hash: hashOf(recordOf(unhashed)) }
  await tables(tx)
    .insertInto('decisions')
    .values({
      ...row,
      tally: JSON.stringify(row.tally),
      ...written(row, [
        'evidence',
        'terms',
        'choices',
        'passes',
        'electorate',
        'ballots',
        'commitments',
        'salts',
        'erased',
      ]),
    })
    .execute()
  await tables(tx).updateTable('chains').set({ head: row.hash }).where('community', '=', row.community).execute()
  await tables(tx)
    .insertInto('follow_ups')
    .values({
      decision: row.id,
      proposal: row.proposal,
      community: row.community,
      compliance: complianceOf(followUp),
      known: JSON.stringify(followUp),
    })
    .execute()
  return row
}

/** Columns that hold JSON, as they are written; an empty one stays empty. */
function written<K extends keyof DecisionRow>(row: DecisionRow, columns: readonly K[]): Record<K, string | null> {
  return Object.fromEntries(
    columns.map((column) => [column, row[column] === null ? null : JSON.stringify(row[column])]),
  ) as Record<K, string | null>
}

export function findDecision(on: On, id: string): Promise<DecisionRow | undefined> {
  return tables(on).selectFrom('decisions').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The follow-up of a decision, locked; none where the decision is not ours. */
export function lockFollowUp(tx: Tx, decision: string): Promise<FollowUpRow | undefined> {
  return tables(tx).selectFrom('follow_ups').selectAll().where('decision', '=', decision).forUpdate().executeTakeFirst()
}

export async function saveFollowUp(tx: Tx, decision: string, known: FollowUp): Promise<void> {
  await tables(tx)
    .updateTable('follow_ups')
    .set({ known: JSON.stringify(known), compliance: complianceOf(known) })
    .where('decision', '=', decision)
    .execute()
}

export interface ChainEnd {
  length: number
  head: string | null
  /** The database's time. */
  at: Date
  /** The head of the event log, of the same moment. */
  position: number
}

/** What the chain says of itself. */
export async function chainEnd(on: On, community: string): Promise<ChainEnd> {
  const { rows } = await sql<ChainEnd>`
    select coalesce(chain.length, 0) as length, chain.head, clock_timestamp() as at, log.position
    from backbone.head log left join proposals.chains chain on chain.community = ${community}`.execute(on)
  return rows[0]!
}

/** Decisions of a chain, oldest first, after one place and up to another. */
export function decisionsAfter(
  on: On,
  community: string,
  after: number,
  upTo: number,
  limit: number,
): Promise<DecisionRow[]> {
  return tables(on)
    .selectFrom('decisions')
    .selectAll()
    .where('community', '=', community)
    .where('position', '>', after)
    .where('position', '<=', upTo)
    .orderBy('position')
    .limit(limit)
    .execute()
}
