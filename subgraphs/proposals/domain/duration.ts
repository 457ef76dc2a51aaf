// How long a ballot stays open: ISO 8601 durations, counted on the calendar in UTC from the moment it opens.

import { Refusal } from '../../../schema/errors.ts'

const form =
  /^P(?=[\dT])(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9}(?:[.,]\d{1,3})?)S)?)?$/
const second = 1000
const longest = 366 * 24 * 60 * 60 * second

/**
 * The moment a duration after another. A month from the 31st is the last day of a shorter month.
 * @throws Refusal BAD_INPUT unless it is a duration, longer than nothing and at most 366 days.
 */
export function after(from: Date, duration: string, path: readonly string[] = ['input', 'closesIn']): Date {
  const parts = form.exec(duration)
  if (!parts)
    throw new Refusal(
      'BAD_INPUT',
      `Wanted an ISO 8601 duration such as P3D or PT90M; got "${duration.slice(0, 80)}".`,
      { path },
    )
  const [years, months, weeks, days, hours, minutes, seconds] = parts
    .slice(1)
    .map((part) => Number((part ?? '0').replace(',', '.'))) as [number, number, number, number, number, number, number]
  const moved = addMonths(from, years * 12 + months).getTime()
  const end = moved + (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 * second + Math.round(seconds * second)
  const length = end - from.getTime()
  if (!(length > 0 && length <= longest)) {
    throw new Refusal('BAD_INPUT', `Wanted a duration longer than nothing and at most 366 days; got "${duration}".`, {
      path,
    })
  }
  return new Date(end)
}

function addMonths(from: Date, months: number): Date {
  const moved = new Date(from)
  moved.setUTCDate(1)
  moved.setUTCMonth(moved.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate()
  moved.setUTCDate(Math.min(from.getUTCDate(), lastDay))
  return moved
}
