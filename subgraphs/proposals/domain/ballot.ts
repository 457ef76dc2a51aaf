// What a ballot is: the question's form, before anybody voted. Checked whole when the proposal opens.

import { Refusal } from '../../../schema/errors.ts'

export const methods = ['SINGLE_CHOICE', 'APPROVAL', 'CONSENT', 'RANKED'] as const
export type Method = (typeof methods)[number]

export interface Choice {
  key: string
  label: string
}

export interface PassRule {
  /** Part of the electorate, by head, that must vote. */
  quorum: number
  /** More than this part of the weight for and against must be for. */
  threshold: number
  minVotes: number
  closeEarly: boolean
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

/** These three keys have a meaning in every ballot. */
export const yes = 'approve'
export const no = 'reject'
export const neither = 'abstain'

export const defaultChoices: readonly Choice[] = [
  { key: yes, label: 'Approve' },
  { key: no, label: 'Reject' },
  { key: neither, label: 'Abstain' },
]
export const defaultPassRule: PassRule = { quorum: 0, threshold: 0.5, minVotes: 1, closeEarly: true }

const mostChoices = 50
const keyForm = /^(?!__proto__$)[A-Za-z0-9_.-]{1,64}$/

/** Whether the question is only yes or no. */
export function isYesOrNo(choices: readonly Choice[]): boolean {
  const real = standing(choices)
  return real.length === 2 && real.includes(yes) && real.includes(no)
}

/** The keys that can win: all but `abstain`. */
export function standing(choices: readonly Choice[]): string[] {
  return choices.map(({ key }) => key).filter((key) => key !== neither)
}

/** @throws Refusal BALLOT_INVALID */
export function checkChoices(method: Method, choices: readonly Choice[]): void {
  const path = ['input', 'choices']
  const refuse = (message: string) => {
    throw new Refusal('BALLOT_INVALID', message, { path })
  }
  if (choices.length > mostChoices) refuse(`Wanted at most ${mostChoices} choices; got ${choices.length}.`)
  const seen = new Set<string>()
  for (const { key, label } of choices) {
    if (!keyForm.test(key))
      refuse(`Wanted keys of 1 to 64 letters, digits, "_", "." and "-"; got "${key.slice(0, 80)}".`)
    if (seen.has(key)) refuse(`Wanted each key once; got "${key}" twice.`)
    if (label.trim() === '' || label.length > 500)
      refuse(`Wanted labels of 1 to 500 characters; that of "${key}" has ${label.length}.`)
    seen.add(key)
  }
  if (standing(choices).length < 2)
    refuse(`Wanted at least two choices besides "${neither}"; got ${standing(choices).length}.`)
  if (method === 'CONSENT' && !isYesOrNo(choices)) {
    refuse(
      `A CONSENT ballot takes the choices "${yes}", "${no}" (the objection) and "${neither}"; got ${[...seen].join(', ')}.`,
    )
  }
}

/** @throws Refusal BALLOT_INVALID */
export function checkPassRule(rule: PassRule): void {
  const refuse = (field: keyof PassRule, message: string) => {
    throw new Refusal('BALLOT_INVALID', message, { path: ['input', 'passes', field] })
  }
  if (!(rule.quorum >= 0 && rule.quorum <= 1)) refuse('quorum', `Wanted a quorum from 0 to 1; got ${rule.quorum}.`)
  if (!(rule.threshold >= 0 && rule.threshold < 1)) {
    refuse('threshold', `More than the threshold passes, so wanted one from 0 to below 1; got ${rule.threshold}.`)
  }
  if (!Number.isInteger(rule.minVotes) || rule.minVotes < 0)
    refuse('minVotes', `Wanted a whole number of votes from 0; got ${rule.minVotes}.`)
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
  if (marked.length > 1 && marked.includes(neither)) refuse(`"${neither}" stands alone; got ${marked.join(', ')}.`)
}
