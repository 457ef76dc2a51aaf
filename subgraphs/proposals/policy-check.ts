// A policy looked at before it is applied: what is wrong with it, and what it would have made of what happened last.
// Nothing is changed.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { outward } from '../../backbone/graphql.ts'
import { requireScope, type Viewer } from '../../backbone/viewer.ts'
import { Refusal } from '../../schema/errors.ts'
import type { LastActionsQuery } from '../../schema/generated/operations.ts'
import { refuseTooLong } from '../../schema/policy/document.ts'
import { type Asked, factsAbout } from '../../schema/policy/facts.ts'
import {
  checkPolicy,
  describePolicy,
  type PolicyDocument,
  type PolicyProblem,
  parsePolicy,
  policyWarnings,
} from '../../schema/policy/index.ts'
import { placesIn } from '../../schema/policy/place.ts'
import { credSnapshotQuery, lastActionsQuery } from '../../schema/policy/questions.ts'
import { prepare } from '../../schema/policy/ready.ts'
import { type TrialVerdict, tryPolicy } from '../../schema/policy/trial.ts'
import { checkJson } from './domain/texts.ts'
import type { Parts } from './mutations/parts.ts'
import { capabilities, rolesIn, tooNear } from './mutations/policies.ts'
import { nameTooNear, newestPolicy } from './storage/policies.ts'
import type { PolicyRow } from './storage/tables.ts'

export interface ProblemAnswer {
  code: string
  message: string
  path: string[]
  line: number | null
  column: number | null
}
export interface CheckAnswer {
  valid: boolean
  problems: ProblemAnswer[]
  warnings: ProblemAnswer[]
  inWords: string | null
  replaces: PolicyRow | null
}
export interface TrialAnswer {
  problems: ProblemAnswer[]
  results: (TrialVerdict & { action: { id: string } })[]
  snapshot: { id: string } | null
}

const mostProblems = 100
const mostLooked = 100
/** Milliseconds that the expressions of one trial may take together: one alone may take a quarter of a second. */
const patience = 2_000

interface Question {
  community: string
  document: unknown
}

/** @throws GraphQLError COMMUNITY_NOT_FOUND, FORBIDDEN, UNAVAILABLE */
export function checkOf(deps: Parts, viewer: Viewer, { community, document }: Question): Promise<CheckAnswer> {
  return outward(async () => {
    const { id } = await forAdmin(deps, viewer, community)
    const { policy, problems, warnings } = await read(deps, id, document)
    if (problems.length > 0 || policy === null)
      return { valid: false, problems, warnings: [], inWords: null, replaces: null }
    const replaces = (await newestPolicy(deps.db.root, id, policy.name)) ?? null
    return { valid: true, problems, warnings, inWords: describePolicy(policy), replaces }
  })
}

/** @throws GraphQLError COMMUNITY_NOT_FOUND, FORBIDDEN, BAD_INPUT, UNAVAILABLE */
export function trialOf(
  deps: Parts,
  viewer: Viewer,
  { community, document, last }: Question & { last: number },
): Promise<TrialAnswer> {
  return outward(async () => {
    const { id } = await forAdmin(deps, viewer, community)
    if (!Number.isInteger(last) || last < 1 || last > mostLooked) {
      throw new Refusal('BAD_INPUT', `Wanted "last" from 1 to ${mostLooked}; got ${last}.`, { path: ['last'] })
    }
    const { policy, problems } = await read(deps, id, document)
    if (problems.length > 0 || policy === null) return { problems, results: [], snapshot: null }
    const asked = remembering(deps)
    const ready = prepare({ id: '', name: policy.name, version: 0, document: policy })
    const answer = await asked.ask<LastActionsQuery>(lastActionsQuery, { community: id, first: last })
    // One reading of cred for all of them, also where another comes in between.
    const read0 = await asked.ask<any>(credSnapshotQuery, { community: id })
    const snapshot: string | null = read0.community?.cred?.snapshot?.id ?? null
    const results: TrialAnswer['results'] = []
    let spent = 0
    for (const action of answer.community?.actions.nodes ?? []) {
      const facts = factsAbout(asked, answer.community!, action, snapshot)
      const from = performance.now()
      const verdict = spent > patience ? tooLong : await tryPolicy(ready, action, facts)
      spent += performance.now() - from
      results.push({ ...verdict, action: { id: action.id } })
      await nextTurn() // others are served between two actions
    }
    return { problems, results, snapshot: snapshot === null ? null : { id: snapshot } }
  })
}

const tooLong: TrialVerdict = {
  verdict: 'FAILED',
  reason: 'Not tried: the policy took too long on the actions before.',
  title: null,
  performs: [],
}

async function forAdmin(deps: Parts, viewer: Viewer, community: string): Promise<{ id: string }> {
  const found = await deps.directory.require(viewer, community)
  requireScope(viewer, found.id, 'ADMIN')
  return found
}

interface Reading {
  policy: PolicyDocument | null
  problems: ProblemAnswer[]
  warnings: ProblemAnswer[]
}

/** Every problem of form; where there is none, every problem of meaning; where there is none, too, what may not be meant. */
async function read(deps: Parts, community: string, given: unknown): Promise<Reading> {
  try {
    refuseTooLong(given) // before it is parsed, also for the places of problems
  } catch (error) {
    return { policy: null, problems: problemsIn(error, () => null), warnings: [] }
  }
  const placeOf = lazily(() => (typeof given === 'string' ? placesIn(given) : () => null))
  try {
    const policy = parsePolicy(checkJson(given, 'document', 100_000))
    const known = await capabilities(deps)
    const found = checkPolicy(policy, known, await rolesIn(deps, community))
    if (found.length > 0) return { policy, problems: answers('POLICY_INVALID', found, placeOf), warnings: [] }
    const before = await newestPolicy(deps.db.root, community, policy.name)
    const near = before && before.status !== 'RETIRED' ? null : await nameTooNear(deps.db.root, community, policy.name)
    if (near !== null) throw tooNear(policy.name, near)
    return { policy, problems: [], warnings: answers('POLICY_WARNING', policyWarnings(policy, known), placeOf) }
  } catch (error) {
    return { policy: null, problems: problemsIn(error, placeOf), warnings: [] }
  }
}

type PlaceOf = ReturnType<typeof placesIn>

function lazily(make: () => PlaceOf): PlaceOf {
  let made: PlaceOf | null = null
  return (path) => {
    made ??= make()
    return made(path)
  }
}

function problemsIn(error: unknown, placeOf: PlaceOf): ProblemAnswer[] {
  if (!(error instanceof Refusal) || error.code === 'UNAVAILABLE') throw error
  const [, , ...path] = error.path ?? []
  const found = (error.details?.problems as PolicyProblem[] | undefined) ?? [{ path, message: error.message }]
  return answers(error.code, found, placeOf)
}

function answers(code: string, problems: readonly PolicyProblem[], placeOf: PlaceOf): ProblemAnswer[] {
  return problems.slice(0, mostProblems).map(({ path, message, place }) => {
    const { line = null, column = null } = place ?? placeOf(path) ?? {}
    return { code, message, path, line, column }
  })
}

/** Asks the graph, each question once: many actions are of few members. */
function remembering({ ask }: Pick<Parts, 'ask'>): Asked {
  const known = new Map<string, Promise<any>>()
  return {
    ask(query, variables) {
      const key = JSON.stringify([query, variables])
      let answer = known.get(key)
      if (!answer) {
        answer = ask(query, variables)
        known.set(key, answer)
      }
      return answer
    },
  }
}
