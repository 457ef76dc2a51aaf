// The form of a policy document: its keys, their types, their limits, and what is assumed where nothing is said.

import { z } from 'zod'
import { meanings } from '../choices.ts'
import { kindPattern, plainKind } from './kinds.ts'
import { show } from './problem.ts'

/** Under `then`, what is no key of a choice. */
export const outcomes = ['approved', 'rejected', 'noWinner', 'noQuorum'] as const
export type Outcome = (typeof outcomes)[number]

/** Usual ways to decide, by name: presets.ts says what they stand for. */
export const presets = ['two-people', 'above'] as const

/** Limits of size. A document beyond them is refused, so that no policy costs more than it should. */
export const limits = {
  documentBytes: 65_536,
  depth: 20,
  expressionLength: 2_000,
  templateLength: 10_000,
  kinds: 20,
  steps: 10,
  venues: 5,
  terms: 20,
  choices: 20,
  members: 1_000,
  closesInSeconds: 366 * 86_400,
} as const

const expression = z.string().min(1).max(limits.expressionLength)
const template = z.string().min(1).max(limits.templateLength)
const kind = z
  .string()
  .max(200)
  .regex(kindPattern, {
    error: (issue) =>
      `Wanted a kind such as opencollective.expense.created, or opencollective.expense.*; got ${show(issue.input)}.`,
  })
const plain = z
  .string()
  .max(200)
  .regex(plainKind, {
    error: (issue) => `Wanted a kind such as opencollective.expense.approve; got ${show(issue.input)}.`,
  })

const duration = z.string().superRefine((value, context) => {
  const problem = durationProblem(value)
  if (problem !== null) context.addIssue({ code: 'custom', message: problem })
})
const roleName = z.string().min(1).max(100)

export const step = z.strictObject({
  perform: plain,
  with: z.record(z.string(), z.json()).optional(),
  holds: duration.optional(),
  guardian: roleName.optional(),
  needs: z.int().min(1).max(100).optional(),
  by: roleName.optional(),
  within: duration.optional(),
})
const steps = z.array(step).max(limits.steps)

export const except = z.strictObject({ initiator: z.boolean().optional(), payee: z.boolean().optional() })

export const electorate = z.strictObject({
  role: z.string().min(1).max(100).optional(),
  members: z.array(z.string().min(1).max(100)).min(1).max(limits.members).optional(),
  minCred: z.number().min(0).optional(),
  credWeeks: z.int().min(1).max(520).optional(),
  weight: z.enum(['EQUAL', 'CRED', 'SQRT_CRED']).default('EQUAL'),
  except: except.optional(),
})

export const choice = z.strictObject({
  key: z.string().regex(/^[A-Za-z0-9_-]{1,50}$/, 'Wanted 1 to 50 letters, digits, - or _.'),
  label: z.string().min(1).max(200),
  means: z.enum(meanings).optional(),
})

export const objections = z.strictObject({ atLeast: z.int().min(1).max(1_000_000) })
const early = z.strictObject({ after: duration })

export const passes = z.strictObject({
  quorum: z.number().min(0).max(1).optional(),
  threshold: z.number().min(0).max(1).optional(),
  minVotes: z.int().min(0).max(1_000_000).optional(),
  closeEarly: z
    .union([z.boolean(), early], {
      error: (issue) => `Wanted true, false or { after: P1D }; got ${show(issue.input)}.`,
    })
    .optional(),
  objections: objections.optional(),
})

export const vote = z.strictObject({
  title: template,
  body: template.optional(),
  electorate: electorate.default({ weight: 'EQUAL' }),
  method: z.enum(['SINGLE_CHOICE', 'APPROVAL', 'CONSENT', 'RANKED']).default('SINGLE_CHOICE'),
  choices: z.array(choice).min(2).max(limits.choices).optional(),
  closesIn: duration,
  passes: passes.default({}),
  venues: z.array(plain).max(limits.venues).default([]),
  onChange: z.enum(['REOPEN', 'CANCEL', 'KEEP']).default('REOPEN'),
  terms: z
    .array(z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,49}$/, 'Wanted the name of a term, such as amountInCents.'))
    .min(1)
    .max(limits.terms)
    .optional(),
})

export const decide = z
  .strictObject({
    rule: expression.optional(),
    vote: vote.optional(),
    preset: z.enum(presets).optional(),
    by: roleName.optional(),
    closesIn: duration.optional(),
    amount: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
    title: template.optional(),
    venues: z.array(plain).max(limits.venues).optional(),
  })
  .superRefine((value, context) => {
    const say = (message: string, path: string[] = []) => context.addIssue({ code: 'custom', message, path })
    const said = [value.rule, value.vote, value.preset].filter((way) => way !== undefined).length
    if (said !== 1) {
      const got = said === 0 ? 'neither' : said === 2 && value.preset === undefined ? 'both' : 'more'
      say(`Wanted one of rule and vote; got ${got}.`)
    }
    for (const key of ['by', 'closesIn'] as const)
      if (value.preset !== undefined && value[key] === undefined) say('Missing.', [key])
    if (value.preset === 'above' && value.amount === undefined) say('Missing.', ['amount'])
    if (value.preset === 'two-people' && value.amount !== undefined) say('Only beside the preset above.', ['amount'])
    for (const key of ['by', 'closesIn', 'title', 'venues', 'amount'] as const)
      if (value.preset === undefined && value[key] !== undefined)
        say(`Only beside a preset. Of a vote, it stands under vote.`, [key])
  })

export const document = z.strictObject({
  name: z
    .string()
    .regex(
      /^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,79}$/u,
      'Wanted 1 to 80 letters, digits, spaces, dots, - or _, first a letter or digit.',
    ),
  description: z.string().max(2_000).optional(),
  on: z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(kind).min(1).max(limits.kinds)),
  when: expression.optional(),
  decide,
  enforcement: z.enum(['ENFORCING', 'ADVISORY']).default('ENFORCING'),
  // biome-ignore lint/suspicious/noThenProperty: `then` is the community's word; nothing awaits a document.
  then: z
    .record(z.string(), steps)
    .default({})
    .transform((given): Then => ({ approved: [], rejected: [], noWinner: [], noQuorum: [], ...given })),
})

/** What follows from each outcome, and from each choice of a ballot of options, by its key. */
export type Then = Record<Outcome, Step[]> & Record<string, Step[]>
export type DecideDocument = z.output<typeof decide>
/** In its full form: a preset stands there as the vote that it means. */
export type PolicyDocument = Omit<z.output<typeof document>, 'decide'> & {
  decide: { rule?: string | undefined; vote?: VoteDocument | undefined }
}
export type VoteDocument = z.output<typeof vote>
export type Step = z.output<typeof step>

/** Seconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds; null for anything else. */
export function durationSeconds(duration: string): number | null {
  const parts = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration)
  if (parts === null || duration.endsWith('P') || duration.endsWith('T')) return null
  const [weeks, days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0))
  return (weeks! * 7 + days!) * 86_400 + hours! * 3_600 + minutes! * 60 + seconds!
}

function durationProblem(duration: string): string | null {
  if (/^P(\d+W)?(\d+D)?\d+[YM]/.test(duration))
    return `Wanted a duration in weeks, days, hours, minutes or seconds, because months and years have no fixed length; got "${duration}".`
  const seconds = durationSeconds(duration)
  if (seconds === null) return `Wanted an ISO 8601 duration such as P3D or PT90M; got "${duration}".`
  if (seconds === 0) return `Wanted a duration longer than nothing; got "${duration}".`
  if (seconds > limits.closesInSeconds) return `Wanted at most 366 days; got "${duration}".`
  return null
}
