// Closing early: whether the votes still missing could change the outcome (or the winning choice).
//
// Missing are the members without a standing vote. Votes already cast may be changed or retracted until the ballot
// closes; closing early does not wait for that, else no ballot could ever close before its last moment.
//
// All but RANKED: exact. Whatever the missing votes can do, they do most of it by all marking one choice, so the
// outcome is certain if it is the same now and after each of these. (More for a choice never lets another pass it;
// the share of a choice is highest when all mark it, and lowest when all mark another. Too few votes now, and enough
// if all come, differ as well.) The tests try every electorate of up to four against every way to vote.
//
// RANKED: sound, not complete. It is certain while each round's elimination is safe by more than the missing weight,
// up to a round in which one choice keeps more than half whatever comes. It may miss a certainty, and then the ballot
// waits for its deadline or its last vote.

import { type Ballot, question, standing } from './ballot.ts'
import { isMoreThan } from './exact.ts'
import { quorumReached, resultOf } from './result.ts'
import { countRound } from './runoff.ts'
import { changed, type Totals } from './totals.ts'

/** Whether no vote that is still missing can change the outcome or the winner. */
export function isCertain(ballot: Ballot, totals: Totals): boolean {
  const missing = { votes: ballot.size - totals.cast.votes, weight: ballot.weight - totals.cast.weight }
  if (missing.votes <= 0) return true
  if (ballot.method === 'RANKED' && !question(ballot.choices)) return rankedIsCertain(ballot, totals, missing.weight)
  const now = resultOf(ballot, totals)
  return ballot.choices.every(({ key }) => {
    const then = resultOf(ballot, changed(totals, ballot, [key], missing))
    return then.outcome === now.outcome && then.choice === now.choice
  })
}

function rankedIsCertain(ballot: Ballot, totals: Totals, missing: number): boolean {
  if (!quorumReached(ballot, totals)) return false
  const ballots = Object.entries(totals.orders).map(([order, count]) => ({ order: order.split('>'), count }))
  const rounds: { weights: Map<string, number>; of: number }[] = []
  let inside = standing(ballot.choices)
  for (;;) {
    const { counts, continuing } = countRound(inside, ballots)
    const weights = new Map(inside.map((key) => [key, counts.get(key)!.weight]))
    rounds.push({ weights, of: continuing.weight })
    const ranked = inside.toSorted((a, b) => weights.get(b)! - weights.get(a)!)
    const weightAt = (place: number) => weights.get(ranked.at(place)!)!
    if (weightAt(0) * 2 > continuing.weight + missing) return passingIsCertain(ballot, ranked[0]!, rounds, missing)
    if (inside.length <= 2 || weightAt(-1) + missing >= weightAt(-2)) return false
    inside = ranked.slice(0, -1)
  }
}

/** The winner is certain, but with other votes the run-off may end in any of these rounds: does it pass in all, or in none? */
function passingIsCertain(
  ballot: Ballot,
  winner: string,
  rounds: readonly { weights: ReadonlyMap<string, number>; of: number }[],
  missing: number,
): boolean {
  const { threshold } = ballot.passes
  if (threshold <= 0.5) return true // it wins by more than half
  const passesWith = (more: number) =>
    rounds.map(({ weights, of }) => isMoreThan(weights.get(winner)! + more, of + missing, threshold))
  return passesWith(0).every(Boolean) || !passesWith(missing).some(Boolean)
}
