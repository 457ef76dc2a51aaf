// How much a vote weighs. Kept in whole millionths, so that totals are exact.

import { Refusal } from '../../../schema/errors.ts'

export const weightings = ['EQUAL', 'CRED', 'SQRT_CRED'] as const
export type Weighting = (typeof weightings)[number]

const unit = 1_000_000

/** The weight of a member with this much cred, in millionths. Less than half a millionth is nothing. */
export function weigh(weighting: Weighting, cred: number): number {
  if (weighting === 'EQUAL') return unit
  const base = Number.isFinite(cred) && cred > 0 ? cred : 0
  return Math.round((weighting === 'CRED' ? base : Math.sqrt(base)) * unit)
}

/** The weights together. @throws Refusal ELECTORATE_INVALID when they are too large to be counted exactly. */
export function totalWeight(weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (!Number.isSafeInteger(total)) {
    throw new Refusal(
      'ELECTORATE_INVALID',
      `Wanted weights below ${Math.floor(Number.MAX_SAFE_INTEGER / unit)} together; got ${total / unit}.`,
    )
  }
  return total
}

/** Millionths as the number that people read. */
export function asFloat(weight: number): number {
  return weight / unit
}
