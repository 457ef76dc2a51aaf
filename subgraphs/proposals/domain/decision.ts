// How an outcome is said: the tally as it is kept with a decision, and the reason in words for people.

import { cut } from '../../../schema/policy/text.ts'
import { type Ballot, keyOf, question, standing } from './ballot.ts'
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
  /** The option that would be chosen. Absent in tallies of before. */
  choice?: string | null
  /** Of an instant run-off, the deciding round last; else none. */
  rounds: { counts: ChoiceCount[]; eliminated: string | null }[]
  updatedAt: string
}

/** What people see of the totals. O(choices), whatever the number of votes; RANKED runs its rounds over the different orders. */
export function tallyOf(ballot: Ballot, totals: Totals, updatedAt: Date): TallyFact {
  const { outcome, choice } = resultOf(ballot, totals)
  return {
    counts: ballot.choices.map(({ key }) => shownCount(key, totals.counts[key]!)),
    voters: totals.cast.votes,
    turnout: ballot.size === 0 ? 0 : totals.cast.votes / ballot.size,
    quorumReached: quorumReached(ballot, totals),
    standing: outcome,
    choice,
    rounds: isRunOff(ballot) ? roundsOf(ballot, totals) : [],
    updatedAt: updatedAt.toISOString(),
  }
}

/** Of two choices that are yes and no there is nothing to run off. */
function isRunOff({ method, choices }: Ballot): boolean {
  return method === 'RANKED' && !question(choices)
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
  const counts = isRunOff(ballot)
    ? roundsInWords(ballot, totals)
    : `${countsInWords(
        ballot,
        ballot.choices.map(({ key }) => [key, totals.counts[key]!]),
      )};`
  return `${said(ballot, outcome, choice)}. ${counts} ${voted}.${ended}`
}

function said(ballot: Ballot, outcome: VoteOutcome, choice: string | null): string {
  if (outcome === 'CHOSEN') return `Chosen: ${labelOf(ballot, choice!)}`
  if (outcome === 'NO_WINNER') return 'No winner'
  if (outcome === 'APPROVED') return 'Approved'
  const none = question(ballot.choices) ? null : keyOf(ballot.choices, 'AGAINST')
  return none === null ? 'Rejected' : `Rejected: ${labelOf(ballot, none)}`
}

/** A choice as voters read it, in one short line. */
function labelOf({ choices }: Ballot, key: string): string {
  return cut((choices.find((choice) => choice.key === key)?.label ?? key).replaceAll(/\s+/g, ' ').trim(), 80)
}

/** At most some 500 characters, whatever the number of choices: the tally has them all. */
function countsInWords(ballot: Ballot, counts: Iterable<readonly [string, Count]>): string {
  return cut([...counts].map(([key, count]) => `${labelOf(ballot, key)} ${shown(count)}`).join(', '), 500)
}

/** The first round, the last ones, and between them as many as there is room for. */
function roundsInWords(ballot: Ballot, totals: Totals): string {
  const { rounds } = runOff(standing(ballot.choices), totals.orders)
  const told = rounds.map(({ counts, eliminated }, index) => {
    const leaves = eliminated === null ? '' : `; ${labelOf(ballot, eliminated)} leaves`
    return `Round ${index + 1}: ${countsInWords(ballot, counts)}${leaves}.`
  })
  if (told.length <= mostRounds) return told.join(' ')
  return [...told.slice(0, 1), '…', ...told.slice(1 - mostRounds)].join(' ')
}

const mostRounds = 4

function shown({ votes, weight }: { votes: number; weight: number }): string {
  const float = asFloat(weight)
  return float === votes ? String(votes) : `${votes} (weight ${Number(float.toFixed(2))})`
}
