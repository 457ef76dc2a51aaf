// Chance that can be had again: from a seed, the same sequence.

import { seededRandom } from '../../sandbox/random.ts'

export interface Chance {
  /** From 0 to below `below`. */
  below(below: number): number
  pick<T>(from: readonly T[]): T
  /** Whether something happens that does in `part` of all cases. */
  happens(part: number): boolean
}

export function chanceOf(seed: string): Chance {
  const next = seededRandom(seed)
  const below = (limit: number) => Math.floor(next() * limit)
  return { below, pick: (from) => from[below(from.length)]!, happens: (part) => next() < part }
}
