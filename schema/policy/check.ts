// What a document of the right form may still get wrong: expressions, kinds nobody hears or does, and rules that
// contradict themselves. Everything is looked at, so that a writer sees all problems at once.

import { isDeepStrictEqual } from 'node:util'
import { defaultQuestion, kindProblem, type MeantChoice, questionOf, trapKeys, withMeanings } from '../choices.ts'
import { compile, ExpressionInvalid, type Stage } from './cel.ts'
import { examine, type Sight } from './cel-examine.ts'
import { parsePolicy } from './document.ts'
import { durationSeconds, outcomes, type PolicyDocument, type Step, type VoteDocument } from './form.ts'
import { matchesKind, type PlatformCapability, platformOf } from './kinds.ts'
import { didYouMean } from './nearest.ts'
import { type PolicyProblem, refusalOf } from './problem.ts'
import type { KnownRoles } from './roles.ts'
import { fieldsSeen, stepProblems, termProblems } from './shapes.ts'
import { compileTemplate, inTemplate } from './template.ts'

/** Reads and checks; throws POLICY_INVALID with the first problem and all of them in its details. */
export function acceptPolicy(
  input: unknown,
  capabilities: readonly PlatformCapability[] | null,
  roles: KnownRoles | null = null,
): PolicyDocument {
  const document = parsePolicy(input)
  const problems = checkPolicy(document, capabilities, roles)
  if (problems.length > 0) throw refusalOf(problems)
  return document
}

/** Every problem of a document's meaning. Without capabilities (null) kinds are not looked at, without roles no roles. */
export function checkPolicy(
  document: PolicyDocument,
  capabilities: readonly PlatformCapability[] | null,
  roles: KnownRoles | null = null,
): PolicyProblem[] {
  const { rule, vote } = document.decide
  const sight = { fields: capabilities === null ? null : fieldsSeen(document, capabilities), roles }
  return [
    ...expression(document.when, ['when'], sight),
    ...expression(rule, ['decide', 'rule'], sight),
    ...(vote === undefined ? [] : ballot(vote, sight)),
    ...follows(document, sight),
    ...(capabilities === null
      ? []
      : [
          ...kinds(document, capabilities),
          ...stepProblems(document, capabilities),
          ...termProblems(document, capabilities),
        ]),
  ]
}

function expression(source: string | undefined, path: string[], sight: Sight): PolicyProblem[] {
  if (source === undefined) return []
  const problems = attempt(path, () => compile(source, 'asked', 'bool'))
  if (problems.length > 0) return problems
  const { problems: found, always } = examine(source, 'asked', 'bool', sight)
  if (found.length === 0 && always === false && path[0] === 'when')
    found.push('It is never true: the policy would never be concerned.')
  return found.map((message) => ({ path, message }))
}

function template(text: string, path: string[], stage: Stage, sight: Sight): PolicyProblem[] {
  return attempt(path, () => {
    for (const { source, at } of compileTemplate(text, stage).expressions) {
      const [problem] = examine(source, stage, 'any', sight).problems
      if (problem !== undefined) throw new ExpressionInvalid(inTemplate(at, problem))
    }
  })
}

function attempt(path: string[], work: () => unknown): PolicyProblem[] {
  try {
    work()
    return []
  } catch (error) {
    if (error instanceof ExpressionInvalid) return [{ path, message: error.message }]
    throw error
  }
}

function ballot(vote: VoteDocument, sight: Sight): PolicyProblem[] {
  const at = (...path: string[]) => ['decide', 'vote', ...path]
  const problems = template(vote.title, at('title'), 'asked', sight)
  if (vote.body !== undefined) problems.push(...template(vote.body, at('body'), 'asked', sight))
  const role = vote.electorate.role
  const roleProblem = role === undefined ? null : (sight.roles?.problemOf(role, 'anyCase') ?? null)
  if (roleProblem !== null) problems.push({ path: at('electorate', 'role'), message: roleProblem })
  const say = (path: string[], message: string) => problems.push({ path, message })

  const { electorate, passes, choices, method } = vote
  if (passes.threshold === 1)
    say(
      at('passes', 'threshold'),
      'Wanted less than 1: more than this must be for, so 1 can never pass. For all, say method: CONSENT.',
    )
  if (electorate.credWeeks !== undefined && electorate.minCred === undefined && electorate.weight === 'EQUAL')
    say(at('electorate', 'credWeeks'), 'Without minCred or a weight by cred, credWeeks changes nothing.')
  if (electorate.members !== undefined) {
    if (new Set(electorate.members).size !== electorate.members.length)
      say(at('electorate', 'members'), 'A member is named twice.')
    if ((passes.minVotes ?? 1) > electorate.members.length)
      say(
        at('passes', 'minVotes'),
        `Wanted at most the ${electorate.members.length} members who may vote; got ${passes.minVotes}: it can never pass.`,
      )
  }
  if (choices !== undefined && new Set(choices.map((choice) => choice.key)).size !== choices.length)
    say(at('choices'), 'Two choices have the same key.')
  problems.push(...choiceProblems(vote))
  const { objections, closeEarly } = passes
  if (objections !== undefined && method !== 'CONSENT')
    say(at('passes', 'objections'), 'Only under method: CONSENT do objections block.')
  if (objections !== undefined && electorate.members !== undefined && objections.atLeast > electorate.members.length)
    say(
      at('passes', 'objections', 'atLeast'),
      `Wanted at most the ${electorate.members.length} members who may vote; got ${objections.atLeast}: nothing could be blocked.`,
    )
  if (typeof closeEarly === 'object' && durationSeconds(closeEarly.after)! > durationSeconds(vote.closesIn)!)
    say(
      at('passes', 'closeEarly', 'after'),
      `Wanted at most the ${vote.closesIn} after which it closes; got ${closeEarly.after}.`,
    )
  if (method === 'CONSENT' && passes.threshold !== undefined)
    say(at('passes', 'threshold'), 'Under consent a single objection blocks; a threshold contradicts it.')
  if (method === 'RANKED' && choices === undefined) say(at('method'), 'A ranked vote needs choices to rank.')
  if (vote.onChange === 'KEEP' && vote.terms === undefined)
    say(
      at('terms'),
      'With onChange: KEEP, wanted the terms that people agree to, such as [amountInCents, currency, payee]; got none.',
    )
  if (new Set(vote.venues).size !== vote.venues.length) say(at('venues'), 'A venue is named twice.')
  return problems
}

/** The choices that voters have, with what each means, as far as that can be told. */
export function choicesOf(vote: VoteDocument): MeantChoice[] {
  return vote.choices === undefined ? [...defaultQuestion] : withMeanings(vote.choices).choices
}

/** What keeps the choices from being a question or a ballot of options. */
function choiceProblems({ choices, method }: VoteDocument): PolicyProblem[] {
  if (choices === undefined) return []
  const path = ['decide', 'vote', 'choices']
  const keys = choices.flatMap(({ key }, index): PolicyProblem[] => {
    const place = [...path, String(index), 'key']
    if (trapKeys.includes(key))
      return [{ path: place, message: `Wanted a key that is no trap for programs; got "${key}".` }]
    if (!(outcomes as readonly string[]).includes(key)) return []
    return [{ path: place, message: `Wanted a key that is not the name of an outcome; got "${key}".` }]
  })
  const read = withMeanings(choices)
  const each = read.problems.map(({ at, message }) => ({ path: [...path, String(at)], message }))
  const kind = each.length > 0 ? null : kindProblem(read.choices)
  if (kind !== null) return [...keys, { path, message: kind }]
  if (method === 'CONSENT' && each.length === 0 && questionOf(read.choices) === null)
    each.push({
      path,
      message:
        'Consent asks for agreement or objection; it does not choose among options. Say means: FOR and means: AGAINST on the choices.',
    })
  return [...keys, ...each]
}

/** Outcomes that this vote cannot have, and choices that nothing can follow from. */
function outcomeProblems(vote: VoteDocument, then: PolicyDocument['then']): PolicyProblem[] {
  const choices = choicesOf(vote)
  const asked = questionOf(choices)
  const problems: PolicyProblem[] = []
  const say = (key: string, message: string) => problems.push({ path: ['then', key], message })
  const has = (key: string) => (then[key]?.length ?? 0) > 0
  if (asked !== null) {
    if (has('noWinner')) say('noWinner', 'A question has no winner: it is approved or rejected.')
  } else {
    const none = choices.find(({ means }) => means === 'AGAINST')
    const byKey = `or say what follows by the key of the choice: then: { ${choices.find(({ means }) => means === 'OPTION')?.key ?? 'key'}: [ … ] }.`
    const mend = `The choices do not say which of them is for it and which against: say means: FOR and means: AGAINST on the choices, ${byKey}`
    if (has('approved')) say('approved', mend)
    if (has('rejected') && none === undefined) say('rejected', mend)
  }
  for (const { key, means } of choices) {
    if ((outcomes as readonly string[]).includes(key) || !Object.hasOwn(then, key) || means === 'OPTION') continue
    const instead = { FOR: 'approved', AGAINST: 'rejected', ABSTAIN: null }[means]
    const mend = instead === null ? 'nothing follows from it' : `say under "${instead}" what follows`
    say(key, `The choice "${key}" means ${means}: ${mend}.`)
  }
  return problems
}

function follows(document: PolicyDocument, sight: Sight): PolicyProblem[] {
  const { then } = document
  const problems: PolicyProblem[] = []
  for (const [outcome, steps] of Object.entries(then))
    for (const [index, step] of steps.entries()) {
      problems.push(...waits(step, ['then', outcome, String(index)]))
      for (const who of ['guardian', 'by'] as const) {
        const role = step[who]
        const message = role === undefined ? null : (sight.roles?.problemOf(role, 'anyCase') ?? null)
        if (message !== null) problems.push({ path: ['then', outcome, String(index), who], message })
      }
      for (const { path, text } of texts(step.with ?? {}, ['then', outcome, String(index), 'with']))
        problems.push(...template(text, path, 'decided', sight))
    }
  if (document.decide.rule !== undefined && then.noQuorum.length > 0)
    problems.push({ path: ['then', 'noQuorum'], message: 'A rule has no quorum: only a vote can lack one.' })
  if (document.decide.rule !== undefined && then.noWinner.length > 0)
    problems.push({
      path: ['then', 'noWinner'],
      message: 'A rule has no winner: only a vote among options can lack one.',
    })
  if (document.decide.vote !== undefined) problems.push(...outcomeProblems(document.decide.vote, then))
  if (then.approved.length > 0 && isDeepStrictEqual(then.approved, then.rejected))
    problems.push({
      path: ['then', 'rejected'],
      message: 'Approved and rejected do the same: the decision would change nothing.',
    })
  return problems
}

/** A word about waiting that means nothing without another. */
function waits(step: Step, path: string[]): PolicyProblem[] {
  const wanted: [keyof Step, keyof Step, string][] = [
    ['guardian', 'holds', 'the time in which the step can be stayed'],
    ['needs', 'by', 'the role of those who confirm it'],
    ['by', 'needs', 'how many are to confirm it'],
    ['within', 'needs', 'how many are to confirm it'],
  ]
  return wanted
    .filter(([said, other]) => step[said] !== undefined && step[other] === undefined)
    .map(([said, other, what]) => ({ path: [...path, said], message: `Wanted with it ${other}, ${what}.` }))
}

/** Every text in a value, however deep, with the way to it. */
export function texts(value: unknown, path: string[]): { path: string[]; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) => texts(inner, [...path, key]))
}

function kinds(document: PolicyDocument, capabilities: readonly PlatformCapability[]): PolicyProblem[] {
  const problems: PolicyProblem[] = []
  const known = new Map(capabilities.map((capability) => [capability.platform, capability]))
  for (const [index, pattern] of document.on.entries()) {
    // A platform without an adapter here may report anything (reportAction).
    const capability = known.get(platformOf(pattern))
    if (capability !== undefined && !capability.hears.some((kind) => matchesKind(pattern, kind)))
      problems.push({
        path: ['on', String(index)],
        message: `${capability.platform} does not hear "${pattern}".${didYouMean(pattern, capability.hears) || ` It hears ${capability.hears.join(', ')}.`}`,
      })
  }
  const perform = (kind: string, path: string[]) => {
    const capability = known.get(platformOf(kind))
    if (capability?.performs.includes(kind)) return
    const message =
      capability === undefined
        ? `No adapter here performs anything on "${platformOf(kind)}".${didYouMean(platformOf(kind), [...known.keys()])}`
        : `${capability.platform} does not perform "${kind}".${didYouMean(kind, capability.performs) || ` It performs ${capability.performs.join(', ')}.`}`
    problems.push({ path, message })
  }
  for (const [index, venue] of (document.decide.vote?.venues ?? []).entries())
    perform(venue, ['decide', 'vote', 'venues', String(index)])
  for (const [outcome, steps] of Object.entries(document.then))
    for (const [index, step] of steps.entries()) perform(step.perform, ['then', outcome, String(index), 'perform'])
  return problems
}
