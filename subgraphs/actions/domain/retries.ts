// When a requested action is tried again.

const first = 2_000 // milliseconds
const longest = 600_000

/** Tries after which an action is given up: about two hours of an outage, counted with the longest waits. */
export const mostTries = 20

/**
 * How long to wait after `tries` tries: doubled each time, with half of it left to chance so that many do not come back
 * at once, and never sooner than the platform said.
 * @param haste divides the waits that are ours to choose.
 */
export function waitBeforeNext(tries: number, chance: number, atLeast: number | null, haste = 1): number {
  const full = Math.min(longest, first * 2 ** Math.max(0, tries - 1)) / haste
  return Math.max(Math.round(full / 2 + (full / 2) * chance), atLeast ?? 0)
}
