// The form of a policy document: its keys, their types, their limits, and what is assumed where nothing is said.
// What the document means (expressions, kinds, contradictions) is checked in check.ts.

import { type Document, isScalar, LineCounter, parseAllDocuments, visit } from 'yaml'
import { z } from 'zod'
import { meanings } from '../choices.ts'
import { Refusal } from '../errors.ts'
import { isOfExpenses, kindPattern, plainKind } from './kinds.ts'
import { didYouMean } from './nearest.ts'
import { expanded, presets } from './presets.ts'

/** Under `then`, what is no key of a choice. */
export const outcomes = ['approved', 'rejected', 'noWinner', 'noQuorum'] as const
export type Outcome = (typeof outcomes)[number]

/** One place of a document that is wrong: `path` leads to it from the top. */
export interface PolicyProblem {
  path: string[]
  message: string
  /** In the text, counted from 1, where it cannot be found by the path: the text is not YAML. */
  place?: { line: number; column: number }
}

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

const step = z.strictObject({
  perform: plain,
  with: z.record(z.string(), z.json()).optional(),
  holds: duration.optional(),
  guardian: roleName.optional(),
  needs: z.int().min(1).max(100).optional(),
  by: roleName.optional(),
  within: duration.optional(),
})
const steps = z.array(step).max(limits.steps)

const except = z.strictObject({ initiator: z.boolean().optional(), payee: z.boolean().optional() })

const electorate = z.strictObject({
  role: z.string().min(1).max(100).optional(),
  members: z.array(z.string().min(1).max(100)).min(1).max(limits.members).optional(),
  minCred: z.number().min(0).optional(),
  credWeeks: z.int().min(1).max(520).optional(),
  weight: z.enum(['EQUAL', 'CRED', 'SQRT_CRED']).default('EQUAL'),
  except: except.optional(),
})

const choice = z.strictObject({
  key: z.string().regex(/^[A-Za-z0-9_-]{1,50}$/, 'Wanted 1 to 50 letters, digits, - or _.'),
  label: z.string().min(1).max(200),
  means: z.enum(meanings).optional(),
})

const objections = z.strictObject({ atLeast: z.int().min(1).max(1_000_000) })
const early = z.strictObject({ after: duration })

const passes = z.strictObject({
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

const vote = z.strictObject({
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

const decide = z
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

const document = z.strictObject({
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

/** Reads a document (an object, or YAML or JSON text) into its full form. Throws POLICY_INVALID with every problem of form. */
export function parsePolicy(input: unknown): PolicyDocument {
  const given = readDocument(input)
  const read = document.safeParse(given, { reportInput: true })
  const problems = [...(read.error?.issues.flatMap(problemsOf) ?? []), ...unknownOutcomes(given)]
  if (read.success && problems.length === 0) return withExcept({ ...read.data, ...expanded(read.data) })
  throw refusalOf(problems)
}

/** What the document says under `then` that is neither an outcome nor a choice of its ballot. */
function unknownOutcomes(given: any): PolicyProblem[] {
  const { then } = given
  if (then === null || typeof then !== 'object' || Array.isArray(then)) return []
  const choices: unknown = given.decide?.vote?.choices
  const keys = Array.isArray(choices)
    ? choices.map((choice) => choice?.key).filter((key) => typeof key === 'string')
    : []
  const known = [...outcomes, ...keys]
  return Object.keys(then)
    .filter((key) => !known.includes(key))
    .map((key) => unknownKey(['then'], key, known))
}

/**
 * What follows from a decision, and under which key of `then` it stands; null where nothing can. A choice is looked up by
 * its own key only: what follows when something is approved never follows from a choice.
 */
export function stepsAfter(
  then: Then,
  { outcome, choice }: { outcome: Decided; choice?: string | null },
): { key: string | null; steps: readonly Step[] } {
  const key = outcome === 'CHOSEN' ? choiceKey(then, choice ?? null) : keyAfter[outcome]
  return { key, steps: key === null ? [] : (then[key] ?? []) }
}

type Decided = 'APPROVED' | 'REJECTED' | 'CHOSEN' | 'NO_WINNER' | 'NO_QUORUM' | 'CANCELED'
const keyAfter: Record<Exclude<Decided, 'CHOSEN'>, Outcome | null> = {
  APPROVED: 'approved',
  REJECTED: 'rejected',
  NO_WINNER: 'noWinner',
  NO_QUORUM: 'noQuorum',
  CANCELED: null,
}

function choiceKey(then: Then, choice: string | null): string | null {
  const isOutcome = (outcomes as readonly (string | null)[]).includes(choice)
  return choice !== null && !isOutcome && Object.hasOwn(then, choice) ? choice : null
}

/** Of money, nobody decides for themselves unless the policy says so. */
function withExcept(document: PolicyDocument): PolicyDocument {
  const { vote } = document.decide
  if (!vote || !document.on.some(isOfExpenses)) return document
  const electorate = { ...vote.electorate, except: { initiator: true, payee: true, ...vote.electorate.except } }
  return { ...document, decide: { vote: { ...vote, electorate } } }
}

/** The document as plain JSON: text is parsed as YAML (of which JSON is a part), anything else is taken as it is. */
export function readDocument(input: unknown): unknown {
  refuseTooLong(input)
  const value = typeof input === 'string' ? readYaml(input) : input
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw refusalOf([{ path: [], message: `Wanted a policy document with name, on and decide; got ${show(value)}.` }])
  if (!isShallow(value, limits.depth))
    throw refusalOf([{ path: [], message: `Wanted at most ${limits.depth} levels; got more.` }])
  return value
}

/** Before anything else looks at the document: what is too long costs no more than its length. @throws Refusal POLICY_INVALID */
export function refuseTooLong(input: unknown): void {
  const most = limits.documentBytes
  const size = typeof input === 'string' ? Buffer.byteLength(input) : sizeOf(input, most)
  if (size <= most) return
  const got = typeof input === 'string' ? size : 'more'
  throw refusalOf([{ path: [], message: `Wanted a policy of at most ${most} bytes; got ${got}.` }])
}

/** At least how many characters of JSON it takes; the count ends above `most`. No recursion: it may be of any depth. */
function sizeOf(input: unknown, most: number): number {
  let size = 0
  const rest = [input]
  while (rest.length > 0 && size <= most) {
    const value = rest.pop()
    if (typeof value === 'string') size += value.length + 2
    else if (value === null || typeof value !== 'object') size += String(value).length
    else {
      const entries = Object.entries(value)
      size += Math.max(entries.length - 1, 0) + 2
      for (const [key, inner] of entries) {
        if (!Array.isArray(value)) size += key.length + 3
        rest.push(inner)
      }
    }
  }
  return size
}

/** POLICY_INVALID: the first problem's place as its path, the first few in its message, all of them in its details. */
export function refusalOf(problems: readonly PolicyProblem[]): Refusal {
  const lines = problems.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
  const told = lines.slice(0, mostTold).join(' Also: ')
  const more = lines.length > mostTold ? ` And ${lines.length - mostTold} more.` : ''
  return new Refusal('POLICY_INVALID', `${told}${more}`, {
    path: ['input', 'document', ...problems[0]!.path],
    details: { problems },
  })
}

const mostTold = 5

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

function readYaml(text: string): unknown {
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, ...yamlOptions })
  if (documents.length > 1)
    throw refusalOf([
      { path: [], message: `Wanted one policy; got ${documents.length} documents. Apply them one by one.` },
    ])
  const [only] = documents
  if (!Array.isArray(documents) || only === undefined)
    throw refusalOf([{ path: [], message: 'Wanted a policy document; got no text.' }])
  const [error] = only.errors
  const [at, why] = error ? [error.pos[0], error.message] : [keyTwice(only), 'Map keys must be unique']
  if (at !== null) {
    const { line, col } = lines.linePos(at)
    const message = `Not YAML at line ${line}, column ${col}: ${why}`
    throw refusalOf([{ path: [], message, place: { line, column: col } }])
  }
  try {
    // Aliases can make a small text huge; a policy has no need of many.
    return only.toJS({ maxAliasCount: 20 })
  } catch (error) {
    throw refusalOf([{ path: [], message: `Not YAML that can be read: ${(error as Error).message}` }])
  }
}

/** The library compares each key of a map with every other: `keyTwice` takes no longer than the text is. */
export const yamlOptions = { stringKeys: true, uniqueKeys: false } as const

/** Where the first key stands that its map has already. */
function keyTwice(document: Document): number | null {
  let found: number | null = null
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        if (seen.has(String(key.value))) {
          found = key.range?.[0] ?? 0
          return visit.BREAK
        }
        seen.add(String(key.value))
      }
    },
  })
  return found
}

function isShallow(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return true
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1))
}

function problemsOf(issue: z.core.$ZodIssue): PolicyProblem[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(path)
    return issue.keys.map((key) => unknownKey(path, key, known))
  }
  if (issue.code === 'invalid_type')
    return [
      {
        path,
        message: issue.input === undefined ? 'Missing.' : `Wanted ${a(issue.expected)}; got ${show(issue.input)}.`,
      },
    ]
  if (issue.code === 'invalid_value') {
    const wanted = issue.values.map(String)
    const got = show(issue.input)
    return [
      {
        path,
        message: `Wanted one of ${wanted.join(', ')}; got ${got}.${typeof issue.input === 'string' ? didYouMean(issue.input, wanted) : ''}`,
      },
    ]
  }
  if (issue.code === 'too_big')
    return [{ path, message: `Wanted at most ${issue.maximum}${unit(issue.origin)}; got ${show(issue.input)}.` }]
  if (issue.code === 'too_small')
    return [{ path, message: `Wanted at least ${issue.minimum}${unit(issue.origin)}; got ${show(issue.input)}.` }]
  return [{ path, message: issue.message }]
}

function unknownKey(path: string[], key: string, known: readonly string[]): PolicyProblem {
  const mend = didYouMean(key, known) || (known.length === 0 ? '' : ` Known here: ${known.join(', ')}.`)
  return { path: [...path, key], message: `Unknown key "${key}".${mend}` }
}

/** The keys an object at this place may have. */
function knownKeys(path: readonly string[]): string[] {
  const shape: Record<string, z.ZodObject> = {
    '': document as unknown as z.ZodObject,
    decide,
    'decide.vote': vote,
    'decide.vote.electorate': electorate,
    'decide.vote.electorate.except': except,
    'decide.vote.passes': passes,
    'decide.vote.passes.objections': objections,
  }
  const place = path.join('.')
  if (/^then\.[\w-]+\.\d+$/.test(place)) return Object.keys(step.shape)
  if (/^decide\.vote\.choices\.\d+$/.test(place)) return Object.keys(choice.shape)
  return Object.keys(shape[place]?.shape ?? {})
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' ? ' entries' : ''
}

function a(noun: string): string {
  const names: Record<string, string> = {
    string: 'text',
    object: 'keys with values',
    record: 'keys with values',
    array: 'a list',
    boolean: 'true or false',
    int: 'a whole number',
    number: 'a number',
  }
  return names[noun] ?? noun
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (value !== null && typeof value === 'object') return 'keys with values'
  const text = typeof value === 'string' ? `"${value}"` : String(value)
  return text.length > 80 ? `${text.slice(0, 77)}…"` : text
}
