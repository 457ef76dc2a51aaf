// How an outcome is said: the tally as it is kept with a decision, and the reason in words for people.

import { type Ballot, isYesOrNo, standing } from './ballot.ts'
import { quorumReached, resultOf, type VoteOutcome } from './result.ts'
import { runOff } from './runoff.ts'
import type { Count, Totals } from './totals.ts'
import { asFloat } from './weights.ts'

export type Outcome = VoteOutcome | 'CANCELED'
export type Maker = 'RULE' | 'VOTE' | 'AUTHORITY'
export type Enforcement = 'ENFORCING' | 'ADVISORY'

export interface ChoiceCount {
  choice: string
  votes: number
  weight: number
}
export interface TallyFact {
  counts: ChoiceCount[]
  voters: number
  turnout: number
  quorumReached: boolean
  standing: Outcome
  /** Of an instant run-off, the deciding round last; else none. */
  rounds: { counts: ChoiceCount[]; eliminated: string | null }[]
  updatedAt: string
}

/** What people see of the totals. O(choices), whatever the number of votes; RANKED runs its rounds over the different orders. */
export function tallyOf(ballot: Ballot, totals: Totals, updatedAt: Date): TallyFact {
  return {
    counts: ballot.choices.map(({ key }) => shownCount(key, totals.counts[key]!)),
    voters: totals.cast.votes,
    turnout: ballot.size === 0 ? 0 : totals.cast.votes / ballot.size,
    quorumReached: quorumReached(ballot, totals),
    standing: resultOf(ballot, totals).outcome,
    rounds: ballot.method === 'RANKED' && !isYesOrNo(ballot.choices) ? roundsOf(ballot, totals) : [],
    updatedAt: updatedAt.toISOString(),
  }
}

function roundsOf(ballot: Ballot, totals: Totals): TallyFact['rounds'] {
  return runOff(standing(ballot.choices), totals.orders).rounds.map(({ counts, eliminated }) => ({
    counts: [...counts].map(([choice, count]) => shownCount(choice, count)),
    eliminated,
  }))
}

function shownCount(choice: string, { votes, weight }: Count): ChoiceCount {
  return { choice, votes, weight: asFloat(weight) }
}

/** Why a count came out as it did, in a sentence or two. */
export function reasonOfCount(ballot: Ballot, totals: Totals, why: 'deadline' | 'certain' | 'closed'): string {
  const { outcome, choice } = resultOf(ballot, totals)
  const voted = `${totals.cast.votes} of ${ballot.size} voted`
  const ended = { deadline: '', certain: ' The missing votes could not change it.', closed: ' It was closed by hand.' }[
    why
  ]
  if (outcome === 'NO_QUORUM') {
    const { minVotes, quorum } = ballot.passes
    const wanted = Math.max(minVotes, Math.ceil(quorum * ballot.size - 1e-9))
    return `Too few voted: ${voted}, and ${wanted} were needed.${ended}`
  }
  const label = choice && (ballot.choices.find(({ key }) => key === choice)?.label ?? choice)
  const said =
    outcome === 'REJECTED' ? 'Rejected' : label && !isYesOrNo(ballot.choices) ? `Approved: ${label}` : 'Approved'
  const counts = ballot.choices.map(({ key }) => `${key} ${shown(totals.counts[key]!)}`).join(', ')
  return `${said}. ${counts}; ${voted}.${ended}`
}

function shown({ votes, weight }: { votes: number; weight: number }): string {
  const float = asFloat(weight)
  return float === votes ? String(votes) : `${votes} (weight ${Number(float.toFixed(2))})`
}
