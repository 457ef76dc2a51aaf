// Participants in the order of their cred, of all time or of some weeks.

import { communityTotal, countAbove, credWithin } from './standing.ts'
import type { CredTable } from './table.ts'
import type { Span } from './weeks.ts'

/** An order over a table: `participants[i]` has `cred[i]`, highest first. */
export interface Leaderboard {
  participants: Uint32Array
  cred: Float64Array
  total: number
}

export interface LeaderboardRow {
  participant: number
  total: number
  /** 1 is the highest; equals have the same. */
  rank: number
  share: number
}

/** The order by all-time cred, or by the cred of the weeks that start within `span`. */
export function leaderboardOf(table: CredTable, includeBots: boolean, span: Span | null): Leaderboard {
  if (span === null) {
    const everyone = includeBots
      ? Uint32Array.from({ length: table.participants }, (_, index) => index)
      : table.peopleIndex
    return {
      participants: everyone,
      cred: includeBots ? table.totals : table.peopleTotals,
      total: communityTotal(table, includeBots),
    }
  }
  const kept = orders.get(table) ?? new Map<string, Leaderboard>()
  orders.set(table, kept)
  const key = `${includeBots} ${span.from} ${span.to}`
  const known = kept.get(key) ?? orderWithin(table, includeBots, span)
  kept.delete(key)
  kept.set(key, known)
  if (kept.size > mostOrders) kept.delete(kept.keys().next().value!)
  return known
}

/** `count` rows from `position` on. */
export function rowsOf({ participants, cred, total }: Leaderboard, position: number, count: number): LeaderboardRow[] {
  return Array.from(participants.subarray(position, position + count), (participant, index) => {
    const own = cred[position + index]!
    return { participant, total: own, rank: 1 + countAbove(cred, own), share: total > 0 ? own / total : 0 }
  })
}

// Private:

/** Ordering 100,000 participants takes some 60 ms: the last few orders are kept with the table. */
const mostOrders = 4
const orders = new WeakMap<CredTable, Map<string, Leaderboard>>()

function orderWithin(table: CredTable, includeBots: boolean, span: Span): Leaderboard {
  const everyone = includeBots
    ? Uint32Array.from({ length: table.participants }, (_, index) => index)
    : table.peopleIndex.slice()
  const credOf = new Float64Array(table.participants)
  for (const participant of everyone) credOf[participant] = credWithin(table, table.cred(participant), span)
  everyone.sort((a, b) => credOf[b]! - credOf[a]! || a - b)
  const cred = Float64Array.from(everyone, (participant) => credOf[participant]!)
  return { participants: everyone, cred, total: cred.reduce((sum, own) => sum + own, 0) }
}
