// What a requested action may have to wait for: a time in which it can be stayed, and people who confirm it.

import { Refusal } from '../../../schema/errors.ts'
import { durationSeconds } from '../../../schema/policy/form.ts'

export interface WaitingInput {
  holds?: string | null
  guardian?: string | null
  needs?: number | null
  by?: string | null
  within?: string | null
}

/** What is waited for: times in seconds, roles as they were named. */
export interface Waiting {
  holds: number | null
  guardian: string | null
  needs: number | null
  by: string | null
  within: number | null
}

export const mostNeeded = 100
export const usualWithin = 30 * 86_400

/** @throws Refusal BAD_INPUT */
export function waitingOf(input: WaitingInput): Waiting {
  const { guardian = null, needs = null, by = null } = input
  const holds = secondsOf(input.holds ?? null, 'holds')
  const within = secondsOf(input.within ?? null, 'within')
  if (guardian !== null && holds === null) throw wrong('guardian', 'holds, the time in which it can be stayed')
  if (needs === null) {
    if (by !== null) throw wrong('by', 'needs, how many are to confirm it')
    if (within !== null) throw wrong('within', 'needs, how many are to confirm it')
  } else {
    if (!Number.isInteger(needs) || needs < 1 || needs > mostNeeded)
      throw new Refusal('BAD_INPUT', `Wanted 1 to ${mostNeeded} people; got ${needs}.`, { path: ['input', 'needs'] })
    if (by === null) throw wrong('needs', 'by, the role of those who confirm it')
  }
  return { holds, guardian, needs, by, within: needs === null ? null : (within ?? usualWithin) }
}

function secondsOf(duration: string | null, field: string): number | null {
  if (duration === null) return null
  const seconds = durationSeconds(duration)
  if (seconds !== null && seconds > 0 && seconds <= 366 * 86_400) return seconds
  const message = `Wanted a duration of at most 366 days such as P2D or PT90M; got "${duration.slice(0, 80)}".`
  throw new Refusal('BAD_INPUT', message, { path: ['input', field] })
}

function wrong(field: string, wanted: string): Refusal {
  return new Refusal('BAD_INPUT', `${field}: wanted with it ${wanted}; got none.`, { path: ['input', field] })
}

/** Of those who confirmed, how many more are wanted. */
export function lackingOf(needs: number | null, confirmed: number): number {
  return Math.max(0, (needs ?? 0) - confirmed)
}
