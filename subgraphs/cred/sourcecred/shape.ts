// Reading unknown JSON: each step says where it stands, so that a refusal names the place.

import { SourceProblem } from './problem.ts'

export type Fields = Record<string, unknown>

export function malformed(place: string, wanted: string, got: unknown): SourceProblem {
  const text = JSON.stringify(got) ?? 'nothing'
  return new SourceProblem(
    'MALFORMED',
    `Wanted ${wanted} at ${place}; got ${text.length > 60 ? `${text.slice(0, 60)}…` : text}.`,
  )
}

export function fields(value: unknown, place: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(place, 'an object', value)
  return value as Fields
}

export function list(value: unknown, place: string): unknown[] {
  if (!Array.isArray(value)) throw malformed(place, 'a list', value)
  return value
}

export function text(value: unknown, place: string): string {
  if (typeof value !== 'string') throw malformed(place, 'text', value)
  return value
}

/** So large that no real number is larger, so small that sums stay finite. */
const mostOfNumbers = 1e100

export function number(value: unknown, place: string): number {
  if (typeof value !== 'number' || !(Math.abs(value) <= mostOfNumbers)) throw malformed(place, 'a number', value)
  return value
}

/** A list of so many numbers. */
export function numbers(value: unknown, count: number, place: string): number[] {
  const all = list(value, place)
  if (all.length !== count) throw malformed(place, `${count} numbers, one for each week`, `${all.length} of them`)
  for (let index = 0; index < count; index++) number(all[index], place)
  return all as number[]
}

/** attoGrain: an integer in text. */
export function attoGrain(value: unknown, place: string): bigint {
  if (typeof value !== 'string' || !/^-?\d{1,80}$/.test(value)) throw malformed(place, 'attoGrain in text', value)
  return BigInt(value)
}
