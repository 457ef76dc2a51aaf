// A policy document from what was given to its full form, with every problem of form.
// What the document means (expressions, kinds, contradictions) is checked in check.ts.

import type { z } from 'zod'
import {
  choice,
  decide,
  document,
  electorate,
  except,
  type Outcome,
  objections,
  outcomes,
  type PolicyDocument,
  passes,
  type Step,
  step,
  type Then,
  vote,
} from './form.ts'
import { isOfExpenses } from './kinds.ts'
import { didYouMean } from './nearest.ts'
import { expanded } from './presets.ts'
import { type PolicyProblem, refusalOf, show } from './problem.ts'
import { readDocument } from './reading.ts'

/** Reads a document (an object, or YAML or JSON text) into its full form. Throws POLICY_INVALID with every problem of form. */
export function parsePolicy(input: unknown): PolicyDocument {
  const given = readDocument(input)
  const read = document.safeParse(given, { reportInput: true })
  const problems = [...(read.error?.issues.flatMap(problemsOf) ?? []), ...unknownOutcomes(given)]
  if (read.success && problems.length === 0) return withExcept({ ...read.data, ...expanded(read.data) })
  throw refusalOf(problems)
}

/** A document of any form. */
interface Loose {
  then?: unknown
  decide?: { vote?: { choices?: unknown } | null } | null
}

/** What the document says under `then` that is neither an outcome nor a choice of its ballot. */
function unknownOutcomes(given: object): PolicyProblem[] {
  const { then, decide } = given as Loose
  if (then === null || typeof then !== 'object' || Array.isArray(then)) return []
  const choices = decide?.vote?.choices
  const keys = Array.isArray(choices)
    ? choices.map((choice: { key?: unknown } | null) => choice?.key).filter((key) => typeof key === 'string')
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
