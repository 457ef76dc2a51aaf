// What a ballot is: the question's form, before anybody voted. Checked whole when the proposal opens.

import {
  type ChoiceSaid,
  defaultQuestion,
  kindProblem,
  type Meaning,
  type MeantChoice,
  questionOf,
  trapKeys,
  withMeanings,
} from '../../../schema/choices.ts'
import { Refusal } from '../../../schema/errors.ts'

export const methods = ['SINGLE_CHOICE', 'APPROVAL', 'CONSENT', 'RANKED'] as const
export type Method = (typeof methods)[number]

export interface Choice {
  key: string
  label: string
  /** Absent in ballots that opened before choices said it. */
  means?: Meaning
}

export interface PassRule {
  /** Part of the electorate, by head, that must vote. */
  quorum: number
  /** More than this part of the weight for and against must be for. */
  threshold: number
  minVotes: number
  closeEarly: boolean
  /** It closes early only once this ISO 8601 duration has passed since it opened. */
  closeEarlyAfter?: string | null
  /** Under CONSENT: so many must object to block it. Absent: one. */
  objections?: number
}

export interface Ballot {
  method: Method
  choices: readonly Choice[]
  passes: PassRule
  /** Members who may vote. */
  size: number
  /** Their weights together, in millionths. */
  weight: number
}

export const defaultChoices = defaultQuestion
export const defaultPassRule: PassRule = { quorum: 0, threshold: 0.5, minVotes: 1, closeEarly: true }

const mostChoices = 50
const keyForm = /^[A-Za-z0-9_.-]{1,64}$/

const legacy = new Map<string, Meaning>(defaultChoices.map(({ key, means }) => [key, means]))

/** What a choice means. Before choices said it, three keys had a meaning, and all others were options. */
export function meaningOf({ key, means }: Choice): Meaning {
  if (means) return means
  return legacy.get(key) ?? 'OPTION'
}

/** The keys for and against, where the ballot asks only that; null where it offers options. */
export function question(choices: readonly Choice[]): { yes: string; no: string } | null {
  return questionOf(choices.map((choice) => ({ ...choice, means: meaningOf(choice) })))
}

/** The first choice with this meaning. */
export function keyOf(choices: readonly Choice[], means: Meaning): string | null {
  return choices.find((choice) => meaningOf(choice) === means)?.key ?? null
}

/** The keys that can win: all but the one that abstains. */
export function standing(choices: readonly Choice[]): string[] {
  return choices.filter((choice) => meaningOf(choice) !== 'ABSTAIN').map(({ key }) => key)
}

/** The choices with what each means. @throws Refusal BALLOT_INVALID */
export function checkChoices(method: Method, said: readonly ChoiceSaid[]): MeantChoice[] {
  const path = ['input', 'choices']
  const refuse = (message: string) => {
    throw new Refusal('BALLOT_INVALID', message, { path })
  }
  if (said.length > mostChoices) refuse(`Wanted at most ${mostChoices} choices; got ${said.length}.`)
  const seen = new Set<string>()
  for (const { key, label } of said) {
    if (!keyForm.test(key) || trapKeys.includes(key))
      refuse(`Wanted keys of 1 to 64 letters, digits, "_", "." and "-"; got "${key.slice(0, 80)}".`)
    if (seen.has(key)) refuse(`Wanted each key once; got "${key}" twice.`)
    if (label.trim() === '' || label.length > 500)
      refuse(`Wanted labels of 1 to 500 characters; that of "${key}" has ${label.length}.`)
    seen.add(key)
  }
  const { choices, problems } = withMeanings(said)
  if (problems[0]) refuse(problems[0].message)
  const problem = kindProblem(choices)
  if (problem) refuse(problem)
  if (method === 'CONSENT' && !questionOf(choices)) refuse(wantedForConsent(choices))
  return choices
}

function wantedForConsent(choices: readonly MeantChoice[]): string {
  const got = choices.map(({ key, means }) => `"${key}" (${means})`).join(', ')
  return `A CONSENT ballot takes a choice that means FOR and one that means AGAINST (the objection); got ${got}.`
}

/** @throws Refusal BALLOT_INVALID */
export function checkPassRule(method: Method, rule: PassRule): void {
  const refuse = (field: keyof PassRule, message: string) => {
    throw new Refusal('BALLOT_INVALID', message, { path: ['input', 'passes', field] })
  }
  if (!(rule.quorum >= 0 && rule.quorum <= 1)) refuse('quorum', `Wanted a quorum from 0 to 1; got ${rule.quorum}.`)
  if (!(rule.threshold >= 0 && rule.threshold < 1)) {
    refuse('threshold', `More than the threshold passes, so wanted one from 0 to below 1; got ${rule.threshold}.`)
  }
  if (!Number.isInteger(rule.minVotes) || rule.minVotes < 0)
    refuse('minVotes', `Wanted a whole number of votes from 0; got ${rule.minVotes}.`)
  const { objections = 1 } = rule
  if (!Number.isInteger(objections) || objections < 1)
    refuse('objections', `Wanted a whole number of objections from 1; got ${objections}.`)
  if (objections > 1 && method !== 'CONSENT')
    refuse('objections', `Only a CONSENT ballot counts objections; got ${objections} with ${method}.`)
  if (rule.closeEarlyAfter && !rule.closeEarly)
    refuse('closeEarlyAfter', 'Wanted a time after which it may close early, or closeEarly: false; got both.')
}

/** What one member marked. @throws Refusal CHOICE_UNKNOWN, or CHOICES_INVALID when it is not a vote of this method. */
export function checkVote(ballot: Pick<Ballot, 'method' | 'choices'>, marked: readonly string[]): void {
  const path = ['input', 'choices']
  const refuse = (message: string) => {
    throw new Refusal('CHOICES_INVALID', message, { path })
  }
  if (marked.length > ballot.choices.length) {
    refuse(`Wanted each choice at most once; got ${marked.length} marks on ${ballot.choices.length} choices.`)
  }
  const keys = new Set(ballot.choices.map(({ key }) => key))
  for (const key of marked) {
    if (!keys.has(key)) {
      throw new Refusal('CHOICE_UNKNOWN', `Wanted one of ${[...keys].join(', ')}; got "${key.slice(0, 80)}".`, { path })
    }
  }
  if (marked.length === 0) refuse('Wanted a choice; got none. To take a vote back, retract it.')
  if (new Set(marked).size < marked.length) refuse(`Wanted each choice once; got ${marked.join(', ')}.`)
  const many = ballot.method === 'APPROVAL' || ballot.method === 'RANKED'
  if (!many && marked.length > 1) refuse(`Wanted one choice; got ${marked.length}: ${marked.join(', ')}.`)
  // In a ranking "against" has its place among the others; marked beside another it would say yes and no at once.
  const alone = ballot.method === 'APPROVAL' ? ['ABSTAIN', 'AGAINST'] : ['ABSTAIN']
  const single = ballot.choices.find((choice) => marked.includes(choice.key) && alone.includes(meaningOf(choice)))
  if (marked.length > 1 && single) refuse(`"${single.key}" stands alone; got ${marked.join(', ')}.`)
}
