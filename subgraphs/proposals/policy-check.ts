// A policy looked at before it is applied: what is wrong with it, and what it would have made of what happened last.
// Nothing is changed.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { requireScope, type Viewer } from '../../backbone/security/viewer.ts'
import { outward } from '../../backbone/subgraph/graphql.ts'
import { Refusal } from '../../schema/errors.ts'
import type { DriverCredSnapshotQuery, LastActionsQuery } from '../../schema/generated/operations.ts'
import { type Asked, factsAbout } from '../../schema/policy/facts.ts'
import { type Inspection, problemsOf } from '../../schema/policy/inspection.ts'
import { credSnapshotQuery, lastActionsQuery } from '../../schema/policy/questions.ts'
import { refuseTooLong } from '../../schema/policy/reading.ts'
import { prepare } from '../../schema/policy/ready.ts'
import { type TrialVerdict, tryPolicy } from '../../schema/policy/trial.ts'
import { ofDocument } from '../../schema/policy/work.ts'
import type { CheckAnswer, TrialAnswer } from './answers.ts'
import { checkJson } from './domain/texts.ts'
import type { Parts } from './mutations/parts.ts'
import { capabilities, rolesIn, tooNear } from './mutations/policies.ts'
import { nameTooNear, newestPolicy } from './storage/policies.ts'

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
    const { policy, problems, warnings, inWords } = await read(deps, id, document)
    if (problems.length > 0 || policy === null)
      return { valid: false, problems, warnings: [], inWords: null, replaces: null }
    const replaces = (await newestPolicy(deps.db.root, id, policy.name)) ?? null
    return { valid: true, problems, warnings, inWords, replaces }
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
    const ready = prepare({ id: '', name: policy.name, version: 0, document: policy }, (job) =>
      deps.policyWork.run(id, job),
    )
    const answer = await asked.ask<LastActionsQuery>(lastActionsQuery, { community: id, first: last })
    // One reading of cred for all of them, also where another comes in between.
    const read0 = await asked.ask<DriverCredSnapshotQuery>(credSnapshotQuery, { community: id })
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

/** The inspection; a name that is taken for another's is a problem too. */
async function read(deps: Parts, community: string, given: unknown): Promise<Inspection> {
  const refused = (error: unknown) => ({ ...nothing, problems: problemsOf(error, () => null) })
  let found: Inspection
  try {
    refuseTooLong(given) // before anything else looks at it
    const document = checkJson(given, 'document', 100_000)
    const known = await capabilities(deps).catch((error: Refusal) => error)
    const surroundings =
      known instanceof Refusal
        ? { capabilities: null, roles: null }
        : { capabilities: known, roles: await rolesIn(deps, community) }
    found = await ofDocument(deps.policyWork, community, { kind: 'inspect', document, ...surroundings })
    // Problems of form can be told without knowing the platforms, and nothing else.
    if (known instanceof Refusal && found.policy !== null) throw known
  } catch (error) {
    return refused(error)
  }
  const { policy, problems, name: place } = found
  if (policy === null || problems.length > 0) return found
  const before = await newestPolicy(deps.db.root, community, policy.name)
  const near = before && before.status !== 'RETIRED' ? null : await nameTooNear(deps.db.root, community, policy.name)
  return near === null ? found : { ...nothing, problems: problemsOf(tooNear(policy.name, near), () => place) }
}

const nothing: Inspection = { policy: null, problems: [], warnings: [], inWords: null, name: null }

/** Asks the graph, each question once: many actions are of few members. */
function remembering({ ask }: Pick<Parts, 'ask'>): Asked {
  const known = new Map<string, Promise<unknown>>()
  return {
    ask<T>(query: string, variables: Record<string, unknown>) {
      const key = JSON.stringify([query, variables])
      let answer = known.get(key)
      if (!answer) {
        answer = ask<T>(query, variables)
        known.set(key, answer)
      }
      return answer as Promise<T>
    },
  }
}
