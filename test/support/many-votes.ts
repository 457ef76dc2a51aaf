// A ballot on which many have voted, put into the tables of both parts at once: cast one by one it would take minutes.

import { sql } from 'kysely'
import type { Database } from '../../backbone/database/database.ts'
import { typeIds } from '../../backbone/ids.ts'
import { withVote } from '../../subgraphs/proposals/domain/totals.ts'
import { lockProposal, saveCounted, saveElectorate } from '../../subgraphs/proposals/storage/proposals.ts'
import { ballotOf } from '../../subgraphs/proposals/storage/tables.ts'
import { putVotes } from '../../subgraphs/proposals/storage/votes.ts'

const weight = 1_000_000 // millionths

/**
 * Adds members `Voter 1` … to a community, and a vote of each to an open proposal of yes or no, in this order; every third
 * is against. The proposal's counts are right afterwards; no events tell of it,
 * and so its ballots are no longer hashed.
 * @param community an id
 */
export async function addVotes(db: Database, community: string, proposal: string, many: number): Promise<void> {
  const ids = (prefix: string) => Array.from({ length: many }, () => typeIds.next(prefix)).sort()
  const members = ids('mem')
  const votes = ids('vote').map((id, index) => ({
    id,
    member: members[index]!,
    choices: [index % 3 === 2 ? 'reject' : 'approve'],
    weight,
    comment: null,
    source: 'folkmoot',
    cast_by: null,
    note: null,
    retracted: false,
  }))
  const named = members.map((id, index) => ({ id, name: `Voter ${index + 1}` }))
  const rows = sql`jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as voter (id text, name text)`
  await db.transaction(async (tx) => {
    await sql`insert into communities.members (id, community, name) select id, ${community}, name from ${rows}`.execute(
      tx,
    )
    await sql`insert into proposals.members (id, community, person) select id, ${community}, id from ${rows}`.execute(
      tx,
    )
    await sql`insert into proposals.seats (proposal, member, weight)
      select ${proposal}, id, ${weight}::bigint from ${rows}`.execute(tx)
    const locked = (await lockProposal(tx, proposal))!
    const row = { ...locked, ballots: null, electorate_root: null }
    await saveElectorate(tx, { ...row, size: row.size + many, weight: row.weight + many * weight })
    await putVotes(
      tx,
      votes.map((vote) => ({ ...vote, proposal, closes_at: row.closes_at })),
    )
    const ballot = ballotOf(row)
    const totals = votes.reduce((totals, { choices }) => withVote(totals, ballot, choices, weight), row.totals)
    await saveCounted(tx, [{ ...row, totals, totals_at: new Date() }])
  })
}
