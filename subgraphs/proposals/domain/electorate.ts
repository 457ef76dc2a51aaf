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
  except: Except
}

/** Who does not vote on their own cause. */
export interface Except {
  /** Whoever submitted what it is about, and whoever did what asks for the decision. */
  initiator: boolean
  /** Whoever is paid. */
  payee: boolean
}

/** A person whom `except` keeps out, and why. */
export interface LeftOut {
  member: string
  name: string
  why: (keyof Except)[]
}

export const nobody: Except = { initiator: false, payee: false }

export const everyone: ElectorateRule = {
  role: null,
  members: null,
  minCred: null,
  credWeeks: null,
  weight: 'EQUAL',
  except: nobody,
}

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
  leftOut: readonly LeftOut[] = [],
): Seat[] {
  const out = new Set(leftOut.map(({ member }) => member))
  const seats = members
    .filter((member) => !out.has(member))
    .map((member) => ({ member, cred: cred.get(member) ?? 0 }))
    .filter((candidate) => rule.minCred === null || candidate.cred >= rule.minCred)
    .map((candidate) => ({ member: candidate.member, weight: weigh(rule.weight, candidate.cred) }))
  const path = ['input', 'electorate']
  if (seats.length === 0)
    throw new Refusal(
      'ELECTORATE_INVALID',
      `Wanted at least one member who may vote; got none: ${describe(rule, leftOut)}`,
      {
        path,
      },
    )
  if (seats.length < passes.minVotes) {
    const message = `Wanted at least ${passes.minVotes} members who may vote (minVotes); got ${seats.length}: ${describe(rule, leftOut)}`
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

/** Those whom the rule keeps out, of the persons who stand behind what is voted on. */
export function leftOutBy(except: Except, parties: Record<keyof Except, readonly string[]>): Omit<LeftOut, 'name'>[] {
  const reasons = (['initiator', 'payee'] as const).filter((reason) => except[reason])
  const members = [...new Set(reasons.flatMap((reason) => parties[reason]))]
  return members.map((member) => ({ member, why: reasons.filter((reason) => parties[reason].includes(member)) }))
}

/** Why someone has no vote: "submitted it and is paid". */
export function whyLeftOut(why: LeftOut['why']): string {
  return why.map((reason) => ({ initiator: 'submitted it', payee: 'is paid' })[reason]).join(' and ')
}

/** ", without whoever submitted it or is paid (Ada)"; empty where nobody is to be left out. */
function without({ initiator, payee }: Except, leftOut: readonly LeftOut[]): string {
  if (!initiator && !payee) return ''
  const who = [initiator ? 'submitted it' : '', payee ? 'is paid' : ''].filter((part) => part !== '').join(' or ')
  const names = leftOut.length === 0 ? 'no member is known to be' : leftOut.map(({ name }) => name).join(', ')
  return `, without whoever ${who} (${names})`
}

/** The rule in words for people, with the names of those whom it keeps out. */
export function describe(rule: ElectorateRule, leftOut: readonly LeftOut[] = []): string {
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
  return `${who}${needsCred(rule) ? over : ''}${without(rule.except, leftOut)}; ${weighs[rule.weight]}.`
}
