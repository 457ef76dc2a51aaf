// Who may vote: everyone in the community who meets all that is given.

import { Refusal } from '../../../schema/errors.ts'
import type { PassRule } from './ballot.ts'
import { totalWeight, type Weighting, weigh } from './weights.ts'

export interface ElectorateRule {
  role: string | null
  members: readonly string[] | null
  minCred: number | null
  /** Count minCred and weights over the last N weeks; null: all time. */
  credWeeks: number | null
  weight: Weighting
}

export const everyone: ElectorateRule = { role: null, members: null, minCred: null, credWeeks: null, weight: 'EQUAL' }

export interface Seat {
  member: string
  /** In millionths. */
  weight: number
}

/** Whether the rule cannot be applied without knowing cred. */
export function needsCred(rule: ElectorateRule): boolean {
  return rule.minCred !== null || rule.weight !== 'EQUAL'
}

/** @throws Refusal BAD_INPUT */
export function checkElectorateRule(rule: ElectorateRule): void {
  const refuse = (field: keyof ElectorateRule, message: string) => {
    throw new Refusal('BAD_INPUT', message, { path: ['input', 'electorate', field] })
  }
  if (rule.minCred !== null && !(Number.isFinite(rule.minCred) && rule.minCred >= 0))
    refuse('minCred', `Wanted cred from 0; got ${rule.minCred}.`)
  if (rule.credWeeks !== null && !(Number.isInteger(rule.credWeeks) && rule.credWeeks >= 1 && rule.credWeeks <= 520)) {
    refuse('credWeeks', `Wanted 1 to 520 whole weeks; got ${rule.credWeeks}.`)
  }
}

/**
 * The seats of those who qualify, among the members with the role and on the list. Without known cred one has none.
 * @throws Refusal ELECTORATE_INVALID when nobody qualifies, nobody's vote weighs anything, or too few for `minVotes` or
 * for the objections that would block.
 */
export function seat(
  rule: ElectorateRule,
  members: readonly string[],
  cred: ReadonlyMap<string, number>,
  passes: PassRule,
): Seat[] {
  const seats = members
    .map((member) => ({ member, cred: cred.get(member) ?? 0 }))
    .filter((candidate) => rule.minCred === null || candidate.cred >= rule.minCred)
    .map((candidate) => ({ member: candidate.member, weight: weigh(rule.weight, candidate.cred) }))
  const path = ['input', 'electorate']
  if (seats.length === 0)
    throw new Refusal('ELECTORATE_INVALID', `Wanted at least one member who may vote; got none: ${describe(rule)}`, {
      path,
    })
  if (seats.length < passes.minVotes) {
    const message = `Wanted at least ${passes.minVotes} members who may vote (minVotes); got ${seats.length}: ${describe(rule)}`
    throw new Refusal('ELECTORATE_INVALID', message, { path })
  }
  if (seats.length < (passes.objections ?? 1)) {
    const message = `Wanted at least ${passes.objections} members who may vote, so that as many can object; got ${seats.length}: ${describe(rule)}`
    throw new Refusal('ELECTORATE_INVALID', message, { path })
  }
  if (totalWeight(seats.map(({ weight }) => weight)) === 0) {
    throw new Refusal(
      'ELECTORATE_INVALID',
      `Wanted votes that weigh something; got ${seats.length} members without cred.`,
      { path },
    )
  }
  return seats
}

/** The rule in words for people. */
export function describe(rule: ElectorateRule): string {
  const who = [
    rule.role === null ? 'Members of the community' : `Members with the role ${rule.role}`,
    rule.members === null ? '' : ` among ${rule.members.length} named`,
    rule.minCred === null ? '' : ` who have at least ${rule.minCred} cred`,
  ].join('')
  const over = rule.credWeeks === null ? '' : `, cred of the last ${rule.credWeeks} weeks`
  const weighs = {
    EQUAL: 'each vote weighs the same',
    CRED: 'votes weigh as their cred',
    SQRT_CRED: 'votes weigh as the square root of their cred',
  }
  return `${who}${needsCred(rule) ? over : ''}; ${weighs[rule.weight]}.`
}
