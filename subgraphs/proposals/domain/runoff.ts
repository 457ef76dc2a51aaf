// Instant run-off. In each round every ballot stands for the first of its choices that is still in. A choice with
// more than half of the continuing weight wins; else the lowest leaves, until two are left. A ballot whose choices
// have all left no longer counts.
//
// Ties, who is lower: the one lower in the nearest earlier round in which the two differed (backwards tie-breaking:
// J. C. O'Neill, "Tie-Breaking with the Single Transferable Vote", Voting matters 18, 2004). He then draws lots; so
// that anyone can count again and get the same, we take the one with fewer ballots by head, then the one that stands
// later on the ballot.

import type { Count } from './totals.ts'

export interface Round {
  counts: ReadonlyMap<string, Count>
  /** Of all ballots that still name a choice that is in. */
  continuing: Count
  /** Who leaves after this round; null in the last one. */
  eliminated: string | null
}

export interface Runoff {
  rounds: readonly Round[]
  winner: string
}

/** Counts `orders` (see Totals) over the choices `keys`, of which there must be at least one. */
export function runOff(keys: readonly string[], orders: Readonly<Record<string, Count>>): Runoff {
  const ballots = Object.entries(orders).map(([order, count]) => ({ order: order.split('>'), count }))
  const rounds: Round[] = []
  let inside = [...keys]
  for (;;) {
    const { counts, continuing } = countRound(inside, ballots)
    const ranked = inside.toSorted(higherFirst(keys, [...rounds.map((round) => round.counts), counts]))
    const leads = counts.get(ranked[0]!)!.weight * 2 > continuing.weight
    if (leads || inside.length <= 2) {
      rounds.push({ counts, continuing, eliminated: null })
      return { rounds, winner: ranked[0]! }
    }
    const eliminated = ranked.at(-1)!
    rounds.push({ counts, continuing, eliminated })
    inside = inside.filter((key) => key !== eliminated)
  }
}

/** One round's count of the choices that are in. */
export function countRound(inside: readonly string[], ballots: readonly { order: readonly string[]; count: Count }[]) {
  const counts = new Map(inside.map((key) => [key, { votes: 0, weight: 0 }]))
  const continuing = { votes: 0, weight: 0 }
  for (const { order, count } of ballots) {
    const first = order.find((key) => counts.has(key))
    if (first === undefined) continue
    for (const sum of [counts.get(first)!, continuing]) {
      sum.votes += count.votes
      sum.weight += count.weight
    }
  }
  return { counts, continuing }
}

/** Highest first. `history` holds the counts of all rounds, this one last. A total order: no two are equal. */
function higherFirst(keys: readonly string[], history: readonly ReadonlyMap<string, Count>[]) {
  return (a: string, b: string): number => {
    for (const counts of history.toReversed()) {
      const difference = counts.get(b)!.weight - counts.get(a)!.weight
      if (difference !== 0) return difference
    }
    const now = history.at(-1)!
    return now.get(b)!.votes - now.get(a)!.votes || keys.indexOf(a) - keys.indexOf(b)
  }
}
