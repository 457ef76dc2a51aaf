// Why a rule came out as it did, with the numbers: for people, and as evidence kept with the decision.

import type { Expression } from './cel.ts'
import { Cred } from './cel-environment.ts'
import { cut } from './text.ts'
import { toContext, type Values } from './values.ts'

/** Characters of JSON that a rule's evidence may have, so that what it saw is kept whole and it can be evaluated again. */
export const roomOfEvidence = 40_000

/**
 * Each thing the expression looked at, with what it saw. A thing that is absent is left out: `has(action.data.x)` looks at what
 * may be. @param room characters for what is longer than a sentence holds; what finds no room is cut, or null
 */
export function seenBy(
  expressions: readonly (Pick<Expression, 'reads'> | null)[],
  values: Values,
  room = 0,
): Record<string, unknown> {
  const seen: Record<string, unknown> = {}
  const context = toContext(values, (cred) => new Cred(cred))
  let left = room
  for (const path of new Set(expressions.flatMap((expression) => expression?.reads ?? []))) {
    const value = valueAt(path, context, values)
    if (value === undefined) continue
    const length = JSON.stringify(value)?.length ?? 0
    seen[path] = plain(value, length <= left ? Math.max(length, short) : short)
    if (length <= left) left -= length
  }
  return seen
}

function valueAt(path: string, context: unknown, values: Values): unknown {
  const weeks = /^cred\.lastWeeks\((\d+)\)$/.exec(path)
  if (weeks) return values.cred?.lastWeeks[Number(weeks[1])]
  let found = context
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined
    found = found[name as never]
  }
  return found
}

/** `The policy "stewards" approves: cred.total is 31.2. Its rule: cred.total > 25` */
export function reasonOf(
  policy: string,
  holds: boolean,
  rule: string,
  seen: Record<string, unknown>,
  cred?: Values['cred'],
): string {
  const facts = factsIn(seen)
  const start = `The policy "${policy}" ${holds ? 'approves' : 'rejects'}`
  return cut(`${start}${facts === '' ? '' : `: ${facts}`}. ${sharedWith(cred)}Its rule: ${rule}`, 1_000)
}

/** Why somebody's cred counts for another member; empty where it does not. */
function sharedWith(cred: Values['cred']): string {
  if (cred?.status !== 'SHARED') return ''
  const holder = cred.heldBy ? `${cred.heldBy.name} (${cred.heldBy.id})` : 'another member'
  return `This account belongs to the same person as ${holder}, for whom the cred counts. An admin can merge the two. `
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

const short = 1_000

function plain(value: unknown, most: number): unknown {
  if (value === Number.POSITIVE_INFINITY) return null
  if (typeof value === 'string') return cut(value, most)
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object' && value !== null && JSON.stringify(value).length > most) return null
  return value
}
