// Why a rule came out as it did, with the numbers: for people, and as evidence kept with the decision.

import { compile, type Expression } from './cel.ts'
import { cut } from './text.ts'
import type { Values } from './values.ts'

/** Each thing the expression looked at, with what it saw. A thing that is absent is left out. */
export function seenBy(
  expressions: readonly (Pick<Expression, 'reads'> | null)[],
  values: Values,
): Record<string, unknown> {
  const seen: Record<string, unknown> = {}
  for (const path of expressions.flatMap((expression) => expression?.reads ?? [])) {
    try {
      seen[path] ??= plain(compile(path).evaluate(values))
    } catch {
      // `has(action.data.x)` looks at what may be absent.
    }
  }
  return seen
}

/** `The policy "stewards" approves: cred.total is 31.2. Its rule: cred.total > 25` */
export function reasonOf(policy: string, holds: boolean, rule: string, seen: Record<string, unknown>): string {
  const facts = factsIn(seen)
  const start = `The policy "${policy}" ${holds ? 'approves' : 'rejects'}`
  return cut(`${start}${facts === '' ? '' : `: ${facts}`}. Its rule: ${rule}`, 1_000)
}

/** `cred.total is 31.2, cred.status is "FOUND"`; empty where nothing was seen that a sentence can hold. */
export function factsIn(seen: Record<string, unknown>): string {
  return Object.entries(seen)
    .filter(([, value]) => value !== null && (typeof value !== 'object' || Array.isArray(value)))
    .map(([path, value]) => `${path} is ${shown(value)}`)
    .join(', ')
}

/** Cred is a sum of fractions: of 126.11351919999998 people need no more than 126.1135. */
function shown(value: unknown): string {
  return typeof value === 'number' && !Number.isInteger(value)
    ? String(Number(value.toPrecision(7)))
    : cut(JSON.stringify(value), 200)
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (value === Number.POSITIVE_INFINITY) return null
  if (typeof value === 'string') return cut(value, 1_000)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Map || (typeof value === 'object' && value !== null && JSON.stringify(value).length > 1_000))
    return null
  return value
}
