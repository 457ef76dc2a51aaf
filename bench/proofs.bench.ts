// What the roots in a record cost: a ballot is closed, with its record of form 2, and beside it, in the same run, one whose
// ballots are not hashed, which ends with form 1. The leaves are hashed as votes come; at closing there are only peaks.

import type { Database } from '../backbone/database/database.ts'
import { migrate } from '../backbone/database/migrate.ts'
import { migrations as backbone } from '../backbone/database/migrations.ts'
import { typeIds } from '../backbone/ids.ts'
import { hashOfLeaf } from '../subgraphs/proposals/domain/leaves.ts'
import { emptyRoot, growing, type Range } from '../subgraphs/proposals/domain/merkle.ts'
import { emptyTotals, withVote } from '../subgraphs/proposals/domain/totals.ts'
import { decide } from '../subgraphs/proposals/mutations/deciding.ts'
import type { Parts } from '../subgraphs/proposals/mutations/parts.ts'
import { migrations as proposals } from '../subgraphs/proposals/storage/migrations.ts'
import { insertProposal, lockProposal } from '../subgraphs/proposals/storage/proposals.ts'
import type { ProposalRow } from '../subgraphs/proposals/storage/tables.ts'
import { type Bench, median, type Result, round } from './harness.ts'
import { type Engine, onBothDatabases } from './server.ts'

const pairs = 200
const choices = [
  { key: 'approve', label: 'Approve', means: 'FOR' as const },
  { key: 'reject', label: 'Reject', means: 'AGAINST' as const },
]

/** The list of so many ballots, as it would be after as many votes; and milliseconds that each thousand leaves took. */
function ballotsOf(votes: number): { range: Range; took: number } {
  const list = growing()
  const began = performance.now()
  for (let n = 0; n < votes; n++) {
    const vote = { member: `mem_${n}`, choices: ['approve'], weight: 1e6, revision: 0, castBy: null, retracted: false }
    list.add(hashOfLeaf({ ...vote, castAt: '2026-11-22T18:00:00.000Z' }))
  }
  return { range: list.range(), took: (performance.now() - began) / (votes / 1000) }
}

function proposalOf(votes: number, ballots: Range | null): ProposalRow {
  const now = new Date()
  const totals = withVote(emptyTotals({ choices }), { method: 'SINGLE_CHOICE', choices }, ['approve'], votes * 1e6)
  const about = { platform: null, subject: null, terms: null, terms_named: null, replaces: null, opened_by: null }
  return {
    ...about,
    on_change: 'REOPEN',
    left_out: [],
    early_at: null,
    id: typeIds.next('prop'),
    community: 'bench',
    title: 'Pay it?',
    body: '',
    status: 'OPEN',
    trigger: null,
    policy: null,
    enforcement: 'ADVISORY',
    method: 'SINGLE_CHOICE',
    choices,
    passes: { quorum: 0, threshold: 0.5, minVotes: 1, closeEarly: false },
    evidence: null,
    size: votes,
    weight: votes * 1e6,
    electorate: 'all',
    snapshot: null,
    opened_at: now,
    closes_at: null,
    closed_at: null,
    totals,
    totals_at: now,
    ballots,
    electorate_root: ballots && emptyRoot,
  }
}

/** Milliseconds of one closing, by itself. */
async function closing(db: Database, row: ProposalRow): Promise<number> {
  await db.transaction((tx) => insertProposal(tx, row, []))
  const began = performance.now()
  await db.transaction(async (tx) => {
    const parts = { ids: typeIds, directory: { byId: () => undefined } } as unknown as Parts
    const proposal = (await lockProposal(tx, row.id))!
    const verdict = { event: 'count', outcome: 'APPROVED', choice: null, madeBy: 'VOTE', maker: null } as const
    await decide(parts, { tx, emit: () => {} }, proposal, { ...verdict, reason: 'Approved.' })
  })
  return performance.now() - began
}

async function measure(name: Engine, db: Database): Promise<Result[]> {
  await migrate(db, { backbone, proposals })
  const results: Result[] = []
  for (const votes of [1000, 1_000_000]) {
    const { range, took } = ballotsOf(votes)
    const times = { ours: [] as number[], before: [] as number[] }
    for (let n = 0; n < pairs + 20; n++) {
      const before = await closing(db, proposalOf(votes, null))
      const ours = await closing(db, proposalOf(votes, range))
      if (n < 20) continue // warm
      times.before.push(before)
      times.ours.push(ours)
    }
    const [ours, before] = [median(times.ours), median(times.before)]
    const ratio = round(ours / before)
    const many = votes.toLocaleString('en')
    results.push({
      what: `closing with roots, ${many} votes, ${name} (a thousand leaves took ${round(took, 1)} ms as they came)`,
      ours: `${round(ours)} ms`,
      baseline: `${round(before)} ms with a record of form 1`,
      ratio,
      wanted: votes === 1000 ? '≤ 1.25' : '≤ 1.25, below 2 s',
      met: ratio <= 1.25 && ours < 2000,
    })
  }
  return results
}

export const bench: Bench = {
  name: 'Proofs',
  run: () => onBothDatabases(measure),
}
