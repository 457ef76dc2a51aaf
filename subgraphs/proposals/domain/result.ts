// What a ballot comes to if it closed now, from its totals alone.
//
// For and against go by what the choices mean; those who abstain count for quorum and minVotes, and for nothing else.
//  - A question: for is the weight of the choice that means FOR, out of the weight of all who did not abstain.
//  - CONSENT: as many objections (AGAINST) as `passes.objections` says, or of all, whatever their weight, block; else it passes.
//  - Options: the one with most weight (then most votes, then first on the ballot) is for, all others against.
//  - RANKED: the winner of the run-off, against those left with it in the round that decided.
// An option that passes is CHOSEN, which is no approval of anything. Where AGAINST ("none of these") passes among options,
// the outcome is REJECTED; where nothing passes, NO_WINNER.

import { type Ballot, keyOf, question, standing } from './ballot.ts'
import { isAtLeast, isMoreThan } from './exact.ts'
import { runOff } from './runoff.ts'
import type { Count, Totals } from './totals.ts'

export type VoteOutcome = 'APPROVED' | 'REJECTED' | 'CHOSEN' | 'NO_WINNER' | 'NO_QUORUM'

export interface Result {
  outcome: VoteOutcome
  /** The option that was chosen. */
  choice: string | null
}

/** Whether enough members voted: the quorum by head, and the least number of votes. */
export function quorumReached(ballot: Ballot, totals: Totals): boolean {
  return totals.cast.votes >= ballot.passes.minVotes && isAtLeast(totals.cast.votes, ballot.size, ballot.passes.quorum)
}

/** The outcome if no other vote came. */
export function resultOf(ballot: Ballot, totals: Totals): Result {
  if (!quorumReached(ballot, totals)) return { outcome: 'NO_QUORUM', choice: null }
  const { choices, method, passes, size } = ballot
  const asked = question(choices)
  if (asked && method === 'CONSENT') {
    const blocking = Math.max(1, Math.min(passes.objections ?? 1, size)) // where all object, none is left to consent
    return plain(totals.counts[asked.no]!.votes < blocking)
  }
  if (asked) return plain(isMoreThan(totals.counts[asked.yes]!.weight, totals.decided.weight, passes.threshold))
  const { winner, weight, of } = method === 'RANKED' ? runOffWinner(ballot, totals) : leader(ballot, totals)
  if (!isMoreThan(weight, of, passes.threshold)) return { outcome: 'NO_WINNER', choice: null }
  if (winner === keyOf(choices, 'AGAINST')) return { outcome: 'REJECTED', choice: null }
  return { outcome: 'CHOSEN', choice: winner }
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
