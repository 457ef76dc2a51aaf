// A document looked at as a whole, for whoever is writing it: every problem with its place in the text.

import { Refusal, type RefusalCode } from '../errors.ts'
import { checkPolicy } from './check.ts'
import { describePolicy } from './describe.ts'
import { parsePolicy } from './document.ts'
import type { PolicyDocument } from './form.ts'
import type { PlatformCapability } from './kinds.ts'
import { type Place, placesIn } from './place.ts'
import type { PolicyProblem } from './problem.ts'
import type { KnownRoles } from './roles.ts'
import { policyWarnings } from './shapes.ts'

export interface PlacedProblem {
  code: RefusalCode | 'POLICY_WARNING'
  message: string
  path: string[]
  line: number | null
  column: number | null
}

export interface Inspection {
  /** null where there are problems of form. */
  policy: PolicyDocument | null
  problems: PlacedProblem[]
  warnings: PlacedProblem[]
  /** null where there are problems. */
  inWords: string | null
  /** Where its name stands. */
  name: Place | null
}

const mostProblems = 100

/** Every problem of form; where there is none, every problem of meaning; where there is none, too, what may not be meant. */
export function inspectPolicy(
  given: unknown,
  capabilities: readonly PlatformCapability[] | null,
  roles: KnownRoles | null,
): Inspection {
  const placeOf = lazily(() => (typeof given === 'string' ? placesIn(given) : () => null))
  const nothing = { policy: null, problems: [], warnings: [], inWords: null, name: null }
  let policy: PolicyDocument
  try {
    policy = parsePolicy(given)
  } catch (error) {
    return { ...nothing, problems: problemsOf(error, placeOf) }
  }
  const found = checkPolicy(policy, capabilities, roles)
  if (found.length > 0) return { ...nothing, policy, problems: placed('POLICY_INVALID', found, placeOf) }
  return {
    policy,
    problems: [],
    warnings: capabilities === null ? [] : placed('POLICY_WARNING', policyWarnings(policy, capabilities), placeOf),
    inWords: describePolicy(policy),
    name: placeOf(['name']),
  }
}

type PlaceOf = (path: readonly string[]) => Place | null

function lazily(make: () => PlaceOf): PlaceOf {
  let made: PlaceOf | null = null
  return (path) => {
    made ??= make()
    return made(path)
  }
}

/** Of a refusal of a document. @throws what is none */
export function problemsOf(error: unknown, placeOf: PlaceOf): PlacedProblem[] {
  if (!(error instanceof Refusal) || error.code === 'UNAVAILABLE') throw error
  const [, , ...path] = error.path ?? []
  const found = (error.details?.problems as PolicyProblem[] | undefined) ?? [{ path, message: error.message }]
  return placed(error.code, found, placeOf)
}

function placed(code: PlacedProblem['code'], problems: readonly PolicyProblem[], placeOf: PlaceOf): PlacedProblem[] {
  const over = problems.length > mostProblems
  const shown = (over ? problems.slice(0, mostProblems - 1) : problems).map(({ path, message, place }) => {
    const { line = null, column = null } = place ?? placeOf(path) ?? {}
    return { code, message, path, line, column }
  })
  if (!over) return shown
  const message = `There are ${problems.length - shown.length} more of them.`
  return [...shown, { code, message, path: [], line: null, column: null }]
}
