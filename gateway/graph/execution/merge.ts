// Two parts' answers about one thing as one answer.

import type { Entity } from './places.ts'
import type { Narrowing } from './types.ts'

/**
 * Adds what another part knows, in place: who waits to add to an object below must find it where it was. Of two names of its
 * type the narrower stays: a part with an interface object knows no other than the interface's.
 */
export function addTo(target: Entity, more: Entity, narrow: Narrowing): void {
  if (target === more) return
  for (const name of Object.keys(more)) {
    if (name === '__proto__' || (name === '__typename' && isNarrower(target[name], more[name], narrow))) continue
    target[name] = merged(target[name], more[name], narrow)
  }
}

function isNarrower(before: unknown, value: unknown, narrow: Narrowing): boolean {
  return typeof before === 'string' && typeof value === 'string' && before !== value && narrow([value]).has(before)
}

function merged(before: unknown, value: unknown, narrow: Narrowing): unknown {
  if (before === undefined || before === null || before === value) return value
  if (value === undefined || value === null) return before
  if (typeof before !== 'object' || typeof value !== 'object' || Array.isArray(before) !== Array.isArray(value)) {
    return value
  }
  if (!Array.isArray(before)) {
    addTo(before as Entity, value as Entity, narrow)
    return before
  }
  const list = value as unknown[]
  if (before.length !== list.length) return value
  for (let index = 0; index < list.length; index++) before[index] = merged(before[index], list[index], narrow)
  return before
}

/** Objects and lists anew, so that what is added to one is not added to the other. */
export function copied(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(copied)
  const copy: Entity = {}
  for (const name of Object.keys(value)) copy[name] = copied((value as Entity)[name])
  return copy
}
