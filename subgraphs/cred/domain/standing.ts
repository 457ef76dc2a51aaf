// What a member's identities are worth together. All functions take indices of participants in a table.

import { isPerson } from './reading.ts'
import type { CredTable } from './table.ts'
import { type Span, weeksUpTo, wholeWeeksBefore } from './weeks.ts'

export interface WeekOfCred {
  start: Date
  end: Date
  cred: number
}

/** Amounts of attoGrain, in text. */
export interface GrainHeld {
  balance: string
  paid: string
  active: boolean
  payoutAddresses: { currency: string; address: string }[]
}

/** All-time cred. */
export function totalOf(table: CredTable, participants: readonly number[]): number {
  return participants.reduce((sum, participant) => sum + table.totals[participant]!, 0)
}

/** 1 + how many stand strictly higher; null where none of the identities is of those ranked. */
export function rankOf(table: CredTable, participants: readonly number[], includeBots: boolean): number | null {
  const ranked = rankedOf(table, participants, includeBots)
  if (ranked.length === 0) return null
  return 1 + countAbove(includeBots ? table.totals : table.peopleTotals, totalOf(table, ranked))
}

/** Part of the community's total, 0 to 1. */
export function shareOf(table: CredTable, participants: readonly number[], includeBots: boolean): number {
  const whole = communityTotal(table, includeBots)
  return whole > 0 ? Math.min(1, totalOf(table, rankedOf(table, participants, includeBots)) / whole) : 0
}

/** All-time cred of everyone. */
export function communityTotal(table: CredTable, includeBots: boolean): number {
  const known = communityTotals.get(table) ?? { all: sum(table.totals), people: sum(table.peopleTotals) }
  communityTotals.set(table, known)
  return includeBots ? known.all : known.people
}

/** Cred of the last N whole calendar weeks before `asOf`; a week without data counts 0. */
export function lastWeeksOf(table: CredTable, participants: readonly number[], weeks: number, asOf: Date): number {
  const span = wholeWeeksBefore(asOf, weeks)
  return participants.reduce((sum, participant) => sum + credWithin(table, table.cred(participant), span), 0)
}

/** N calendar weeks, oldest first, up to the last that the instance has data for. */
export function weeksOf(table: CredTable, participants: readonly number[], weeks: number): WeekOfCred[] {
  return history(table, weeks, (span) =>
    participants.reduce((sum, participant) => sum + credWithin(table, table.cred(participant), span), 0),
  )
}

/** Cred minted in each of N calendar weeks, likewise. */
export function historyOf(table: CredTable, weeks: number, includeBots: boolean): WeekOfCred[] {
  const minted = includeBots ? table.weekTotals : table.peopleWeekTotals
  return history(table, weeks, (span) => credWithin(table, minted, span))
}

/** attoGrain of all identities together; null where nothing is known of any. */
export function grainOf(table: CredTable, participants: readonly number[]): GrainHeld | null {
  const known = participants.map((participant) => table.record(participant)).filter((record) => record.grain !== null)
  if (known.length === 0) return null
  const add = (what: 'balance' | 'paid') => String(known.reduce((sum, { grain }) => sum + BigInt(grain![what]), 0n))
  return {
    balance: add('balance'),
    paid: add('paid'),
    active: known.some((record) => record.active),
    payoutAddresses: known.flatMap(({ grain }) => grain!.payouts),
  }
}

/** Sum of one participant's (or everybody's) weekly cred over the weeks that start within the span. */
export function credWithin(table: CredTable, cred: Float64Array, { from, to }: Span): number {
  let sum = 0
  for (let week = firstNotBefore(table.weekStarts, from); week < cred.length && table.weekStarts[week]! < to; week++) {
    sum += cred[week]!
  }
  return sum
}

/** How many of the numbers, highest first, are greater than `value`. */
export function countAbove(descending: Float64Array, value: number): number {
  let low = 0
  let high = descending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (descending[middle]! > value) low = middle + 1
    else high = middle
  }
  return low
}

// Private:

const communityTotals = new WeakMap<CredTable, { all: number; people: number }>()

function rankedOf(table: CredTable, participants: readonly number[], includeBots: boolean): readonly number[] {
  return includeBots ? participants : participants.filter((participant) => isPerson(table.kind(participant)))
}

function sum(numbers: Float64Array): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function history(table: CredTable, weeks: number, credOf: (span: Span) => number): WeekOfCred[] {
  const last = table.weekStarts.at(-1)
  if (last === undefined) return []
  return weeksUpTo(last, weeks).map((span) => ({
    start: new Date(span.from),
    end: new Date(span.to),
    cred: credOf(span),
  }))
}

function firstNotBefore(starts: Float64Array, ms: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (starts[middle]! < ms) low = middle + 1
    else high = middle
  }
  return low
}
