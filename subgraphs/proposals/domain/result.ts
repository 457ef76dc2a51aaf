// What a ballot comes to if it closed now, from its totals alone.
//
// For and against: those who abstain count for quorum and minVotes, and for nothing else.
//  - Only yes or no: for is the weight of `approve`, out of the weight of all who did not abstain.
//  - CONSENT: one objection (`reject`), whatever its weight, blocks; without any it passes.
//  - More choices: the one with most weight (then most votes, then first on the ballot) is for, all others against.
//  - RANKED: the winner of the run-off, against those left with it in the round that decided.
// Where `reject` is among more choices and wins, the proposal is rejected. A choice is named only where it passed.

import { type Ballot, isYesOrNo, no, standing, yes } from './ballot.ts'
import { isAtLeast, isMoreThan } from './exact.ts'
import { runOff } from './runoff.ts'
import type { Count, Totals } from './totals.ts'

export type VoteOutcome = 'APPROVED' | 'REJECTED' | 'NO_QUORUM'

export interface Result {
  outcome: VoteOutcome
  /** The choice that won and passed, where there was more than yes and no. */
  choice: string | null
}

/** Whether enough members voted: the quorum by head, and the least number of votes. */
export function quorumReached(ballot: Ballot, totals: Totals): boolean {
  return totals.cast.votes >= ballot.passes.minVotes && isAtLeast(totals.cast.votes, ballot.size, ballot.passes.quorum)
}

/** The outcome if no other vote came. */
export function resultOf(ballot: Ballot, totals: Totals): Result {
  if (!quorumReached(ballot, totals)) return { outcome: 'NO_QUORUM', choice: null }
  const { choices, method, passes } = ballot
  if (method === 'CONSENT') return plain(totals.counts[no]!.votes === 0)
  if (isYesOrNo(choices)) return plain(isMoreThan(totals.counts[yes]!.weight, totals.decided.weight, passes.threshold))
  const { winner, weight, of } = method === 'RANKED' ? runOffWinner(ballot, totals) : leader(ballot, totals)
  const passed = winner !== no && isMoreThan(weight, of, passes.threshold)
  return passed ? { outcome: 'APPROVED', choice: winner } : { outcome: 'REJECTED', choice: null }
}

function plain(passed: boolean): Result {
  return { outcome: passed ? 'APPROVED' : 'REJECTED', choice: null }
}

function leader(ballot: Ballot, totals: Totals): { winner: string; weight: number; of: number } {
  const count = (key: string): Count => totals.counts[key]!
  const higher = (a: string, b: string) => count(b).weight - count(a).weight || count(b).votes - count(a).votes
  const winner = standing(ballot.choices).toSorted(higher)[0]! // the sort is stable: a tie goes to the first on the ballot
  return { winner, weight: count(winner).weight, of: totals.decided.weight }
}

function runOffWinner(ballot: Ballot, totals: Totals): { winner: string; weight: number; of: number } {
  const { winner, rounds } = runOff(standing(ballot.choices), totals.orders)
  const last = rounds.at(-1)!
  return { winner, weight: last.counts.get(winner)!.weight, of: last.continuing.weight }
}
