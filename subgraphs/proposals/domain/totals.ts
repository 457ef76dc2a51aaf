// Running totals of a ballot: what is kept as votes come, change and go, so that the outcome never needs the votes
// themselves. Weights are whole millionths, so adding and taking away leaves no rounding behind.
// They are as large as the choices are many, whatever the number of votes; of a RANKED ballot, as the different orders
// that were given: at most one for each vote, and 15 for three choices.

import { type Ballot, keyOf } from './ballot.ts'

export interface Count {
  votes: number
  weight: number
}

export interface Totals {
  /** Everyone whose vote stands. */
  cast: Count
  /** Of them, those who did not abstain. */
  decided: Count
  /** By choice; in a RANKED ballot, the first preferences. */
  counts: Readonly<Record<string, Count>>
  /** In a RANKED ballot, every order that somebody gave (keys joined by ">"): as many as there are different ones. */
  orders: Readonly<Record<string, Count>>
}

const nothing: Count = { votes: 0, weight: 0 }

export function emptyTotals(ballot: Pick<Ballot, 'choices'>): Totals {
  return {
    cast: nothing,
    decided: nothing,
    counts: Object.fromEntries(ballot.choices.map(({ key }) => [key, nothing])),
    orders: {},
  }
}

/** The totals with one more vote. */
export function withVote(
  totals: Totals,
  ballot: Pick<Ballot, 'method' | 'choices'>,
  marked: readonly string[],
  weight: number,
): Totals {
  return changed(totals, ballot, marked, { votes: 1, weight })
}

/** The totals without a vote that is in them. */
export function withoutVote(
  totals: Totals,
  ballot: Pick<Ballot, 'method' | 'choices'>,
  marked: readonly string[],
  weight: number,
): Totals {
  return changed(totals, ballot, marked, { votes: -1, weight: -weight })
}

/** The totals as if so many members of so much weight had marked the same. */
export function changed(
  totals: Totals,
  ballot: Pick<Ballot, 'method' | 'choices'>,
  marked: readonly string[],
  by: Count,
): Totals {
  const neither = keyOf(ballot.choices, 'ABSTAIN')
  const abstains = neither !== null && marked.includes(neither)
  const ranked = ballot.method === 'RANKED'
  const counts = { ...totals.counts }
  for (const key of ranked ? marked.slice(0, 1) : marked) counts[key] = plus(counts[key]!, by)
  return {
    cast: plus(totals.cast, by),
    decided: abstains ? totals.decided : plus(totals.decided, by),
    counts,
    orders: ranked && !abstains ? reordered(totals.orders, marked.join('>'), by) : totals.orders,
  }
}

function reordered(orders: Totals['orders'], order: string, by: Count): Totals['orders'] {
  const { [order]: before, ...others } = Object.hasOwn(orders, order) ? orders : { ...orders, [order]: nothing }
  const after = plus(before!, by)
  return after.votes === 0 ? others : { ...others, [order]: after }
}

function plus(a: Count, b: Count): Count {
  return { votes: a.votes + b.votes, weight: a.weight + b.weight }
}
