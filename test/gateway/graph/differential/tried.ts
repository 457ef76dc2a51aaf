// Cases tried one after another: what they came to, and each that differs, shrunk.

import { isDeepStrictEqual } from 'node:util'
import { Kind, print, valueFromASTUntyped } from 'graphql'
import type { Both, Request } from './both.ts'
import { compared, type Outcome } from './compare.ts'
import { requestOf } from './generator.ts'
import { shrunk } from './shrink.ts'

export interface Counts {
  same: number
  different: number
  /** By code. */
  refused: Record<string, number>
}

export interface Difference {
  /** The seed and the number of the case. */
  name: string
  /** Made small, with both answers. */
  shown(): Promise<string>
}

/** @param told of each that differs, and how many there were with it */
export async function tried(
  both: Both,
  seed: string,
  first: number,
  cases: number,
  told: (each: Difference, count: number) => Promise<unknown>,
): Promise<Counts> {
  const counts: Counts = { same: 0, different: 0, refused: {} }
  for (let at = first; at < first + cases; at++) {
    const name = `${seed} ${at}`
    const request = requestOf(both.api, name)
    // What was made of the text the first time is taken again for the second.
    for (const each of [request, ...otherwise(request)]) {
      const outcome = await compared(both, each)
      if (outcome.kind === 'refused') counts.refused[outcome.code] = (counts.refused[outcome.code] ?? 0) + 1
      else counts[outcome.kind]++
      if (outcome.kind === 'different') {
        await told({ name, shown: async () => `--- ${name}\n${await shown(both, each, outcome)}` }, counts.different)
      }
    }
  }
  return counts
}

/** The same with the other of two values for each variable that has two; none where there is none. */
function otherwise(request: Request): Request[] {
  const variables = { ...request.variables }
  for (const definition of request.document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    for (const { variable, type, defaultValue } of definition.variableDefinitions ?? []) {
      const name = variable.name.value
      const before = variables[name] ?? (defaultValue && valueFromASTUntyped(defaultValue))
      if (/^Boolean!?$/.test(print(type)) && typeof before === 'boolean') variables[name] = !before
    }
  }
  return isDeepStrictEqual(variables, request.variables) ? [] : [{ ...request, variables }]
}

const isUnplanned = ({ parted }: Differing) => parted.includes('PLAN_FAILED')

type Differing = Extract<Outcome, { kind: 'different' }>

async function shown(both: Both, request: Request, first: Differing): Promise<string> {
  let last = first
  const small = await shrunk(both.api, request, async (smaller) => {
    const outcome = await compared(both, smaller)
    // A fault of another kind is a case of its own.
    if (outcome.kind !== 'different' || isUnplanned(outcome) !== isUnplanned(first)) return false
    last = outcome
    return true
  })
  const { whole, parted, masked } = last
  const lines = [
    print(small.document),
    ...(small.operationName ? [`operation ${small.operationName}`] : []),
    `variables ${JSON.stringify(small.variables)}`,
    `wanted ${whole}`,
    `got    ${parted}`,
    ...masked.map((each) => `masked ${each}`),
  ]
  return lines.join('\n')
}
