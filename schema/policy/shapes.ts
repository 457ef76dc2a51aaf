// What platforms tell of their kinds, held against a policy: the fields it may look at, and what its steps may be given.

import { fieldsOf } from './cel-examine.ts'
import type { PolicyDocument } from './form.ts'
import { type Fields, matchesKind, ofKind, type PlatformCapability, platformOf } from './kinds.ts'
import { didYouMean } from './nearest.ts'
import type { PolicyProblem } from './problem.ts'
import { publishKind } from './publishing.ts'
import { cut } from './text.ts'

type Capabilities = readonly PlatformCapability[]

/** The fields of `action.data` that any of the policy's kinds has; null where one may have anything. */
export function fieldsSeen(document: PolicyDocument, capabilities: Capabilities): Fields | null {
  const all: Record<string, Fields[string]> = {}
  for (const pattern of document.on) {
    const heard = heardBy(pattern, capabilities)
    if (heard === null || heard.length === 0) return null
    for (const { fields } of heard) {
      if (fields === undefined) return null
      for (const [name, type] of Object.entries(fields)) {
        if (all[name] !== undefined && plain(all[name]) !== plain(type)) return null
        all[name] = type
      }
    }
  }
  return all
}

/** The kinds that a pattern asks for, as their platform tells of them; null for a platform without an adapter. */
function heardBy(pattern: string, capabilities: Capabilities) {
  const capability = capabilities.find(({ platform }) => platform === platformOf(pattern))
  if (capability === undefined) return null
  return capability.hears
    .filter((kind) => matchesKind(pattern, kind))
    .map((kind) => ({ fields: ofKind(capability.fields, kind), subject: ofKind(capability.subjects, kind) }))
}

/** Parameters that a step's kind does not know or lacks, and steps that can never be done to what the policy is about. */
export function stepProblems(document: PolicyDocument, capabilities: Capabilities): PolicyProblem[] {
  const problems: PolicyProblem[] = []
  const capabilityOf = (kind: string) => capabilities.find(({ performs }) => performs.includes(kind)) // one that nobody performs is told elsewhere
  const subject = (kind: string, path: string[]) => {
    const wanted = ofKind(capabilityOf(kind)?.subjects, kind)
    if (wanted === undefined) return
    const stranger = document.on.find((pattern) => {
      if (platformOf(pattern) !== platformOf(kind)) return true
      const heard = heardBy(pattern, capabilities) ?? []
      return heard.length > 0 && !heard.some((each) => each.subject === undefined || each.subject === wanted)
    })
    if (stranger === undefined) return
    const message = `"${kind}" is done to the ${inWords(wanted)} that the action is about, and "${stranger}" is about none.`
    problems.push({ path, message: `${message} Take it into a policy of its own, or leave it out.` })
  }
  for (const [index, venue] of (document.decide.vote?.venues ?? []).entries())
    subject(venue, ['decide', 'vote', 'venues', String(index)])
  for (const [outcome, steps] of Object.entries(document.then))
    for (const [index, { perform, with: given = {} }] of steps.entries()) {
      const path = ['then', outcome, String(index)]
      subject(perform, [...path, 'perform'])
      const venue = perform === publishKind && typeof given.at === 'string' ? given.at : null
      if (venue !== null && given.subject === undefined) subject(venue, [...path, 'with', 'at'])
      if (venue !== null && ofKind(capabilityOf(venue)?.parameters, venue)?.message === undefined)
        problems.push({
          path: [...path, 'with', 'at'],
          message: `Wanted a kind that says something, such as opencollective.conversation.comment; got "${cut(venue, 80)}".`,
        })
      const parameters = ofKind(capabilityOf(perform)?.parameters, perform)
      if (parameters !== undefined) problems.push(...parameterProblems(perform, parameters, given, [...path, 'with']))
    }
  return problems
}

/** Names of terms that nothing the policy is about has: agreed to or not, they would never change. */
export function termProblems(document: PolicyDocument, capabilities: Capabilities): PolicyProblem[] {
  const known = document.on.map((kind) => capabilities.find(({ platform }) => platform === platformOf(kind))?.terms)
  if (known.some((terms) => terms === undefined)) return []
  const names = known.flatMap((terms) => terms ?? [])
  return (document.decide.vote?.terms ?? []).flatMap((name, index) => {
    if (names.includes(name)) return []
    const has = names.length === 0 ? ' It has none.' : ` It has ${names.join(', ')}.`
    const message = `No such term of what is voted on: ${name}.${didYouMean(name, names) || has}`
    return [{ path: ['decide', 'vote', 'terms', String(index)], message }]
  })
}

function parameterProblems(
  kind: string,
  parameters: Fields,
  given: Record<string, unknown>,
  path: string[],
): PolicyProblem[] {
  const problems: PolicyProblem[] = []
  const known: Fields = { reason: 'text?', message: 'text?', ...parameters }
  for (const [name, value] of Object.entries(given)) {
    const type = Object.hasOwn(known, name) ? known[name] : undefined
    if (type === undefined) {
      const hint = didYouMean(name, Object.keys(known)) || ` It takes ${Object.keys(known).join(', ')}.`
      problems.push({ path: [...path, name], message: `"${kind}" takes no "${name}".${hint}` })
    } else if (!fits(value, type)) {
      problems.push({
        path: [...path, name],
        message: `Wanted ${words[plain(type)]} in "${name}"; got ${holds(value)}.`,
      })
    }
  }
  for (const [name, type] of Object.entries(parameters))
    if (!type.endsWith('?') && !Object.hasOwn(given, name))
      problems.push({ path: [...path, name], message: `Missing: "${kind}" needs a ${name}.` })
  return problems
}

const words = {
  text: 'a text',
  role: 'a text',
  number: 'a number',
  bool: 'true or false',
  list: 'a list',
  object: 'keys with values',
}

function plain(type: Fields[string]): keyof typeof words {
  return type.replace('?', '') as keyof typeof words
}

function fits(value: unknown, type: Fields[string]): boolean {
  if (value === null) return type.endsWith('?')
  return words[plain(type)] === holds(value)
}

function holds(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return words.list
  return { string: words.text, number: words.number, boolean: words.bool }[typeof value as 'string'] ?? words.object
}

/** `roleRequest`: role request. */
function inWords(type: string): string {
  return type.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

/** What works and may still not be meant. Of a document without problems. */
export function policyWarnings(document: PolicyDocument, capabilities: Capabilities): PolicyProblem[] {
  const fields = fieldsSeen(document, capabilities)
  if (fields?.amountInCents === undefined || fields.amountInCollectiveCurrency === undefined) return []
  const conditions = [
    { path: ['when'], source: document.when },
    { path: ['decide', 'rule'], source: document.decide.rule },
  ].flatMap(({ path, source }) => (source === undefined ? [] : [{ path, source }]))
  if (conditions.some(({ source }) => fieldsOf(source, 'all').has('currency'))) return []
  return conditions
    .filter(({ source }) => fieldsOf(source, 'compared').has('amountInCents'))
    .map(({ path }) => ({
      path,
      message:
        'amountInCents is in the currency of each expense: compare action.data.amountInCollectiveCurrency, or look at action.data.currency too.',
    }))
}
