// The weeks that cred is counted in: from Sunday to Sunday, 00:00 UTC.

export interface Interval {
  endTimeMs: number
  startTimeMs: number
}

export const WEEK = 7 * 24 * 3600 * 1000

/** The end of the week a moment lies in: the next Sunday, 00:00 UTC. */
export function endOfWeek(moment: Date): Date {
  const day = Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), moment.getUTCDate())
  return new Date(day + (7 - moment.getUTCDay()) * 24 * 3600 * 1000)
}

/** So many weeks, the last of which ends then. @throws Error where that is no end of a week */
export function weeksUntil(end: Date, weeks: number): Interval[] {
  if (end.getTime() !== endOfWeek(new Date(end.getTime() - 1)).getTime())
    throw new Error(`The last week must end on a Sunday, 00:00 UTC; got ${end.toISOString()}.`)
  return Array.from({ length: weeks }, (_, index) => {
    const endTimeMs = end.getTime() - (weeks - 1 - index) * WEEK
    return { endTimeMs, startTimeMs: endTimeMs - WEEK }
  })
}
