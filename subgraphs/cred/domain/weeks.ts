// Calendar weeks as SourceCred counts them: from Sunday 00:00 UTC. The last week an instance has data for is the week of
// its last activity, not this one: "the last four" of a list are not the last four weeks.

const dayMs = 86_400_000
export const weekMs = 7 * dayMs
/** The first Sunday of Unix time: 4 January 1970. */
const firstSunday = 3 * dayMs

/** The most weeks one question may span: twenty years. */
export const mostWeeks = 1040

/** Half-open, in milliseconds of Unix time. */
export interface Span {
  from: number
  to: number
}

/** Start of the calendar week that the instant lies in. */
export function weekStart(ms: number): number {
  return Math.floor((ms - firstSunday) / weekMs) * weekMs + firstSunday
}

/** The last N whole calendar weeks before `asOf`. The week that `asOf` lies in is not whole yet. */
export function wholeWeeksBefore(asOf: Date, weeks: number): Span {
  const to = weekStart(asOf.getTime())
  return { from: to - weeks * weekMs, to }
}

/** N calendar weeks, oldest first; the last is the one that `lastStart` lies in. */
export function weeksUpTo(lastStart: number, weeks: number): Span[] {
  const last = weekStart(lastStart)
  return Array.from({ length: weeks }, (_, index) => {
    const from = last - (weeks - 1 - index) * weekMs
    return { from, to: from + weekMs }
  })
}
