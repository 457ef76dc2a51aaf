// What callers give: its form, and the fingerprint by which a repeated call is known to be the same.

import { createHash } from 'node:crypto'
import { Refusal } from '../../../schema/errors.ts'

const longestKey = 200
const largestData = 64 * 1024 // characters of JSON

/** @throws Refusal BAD_INPUT unless it is an object of a bearable size; nothing counts as an empty one. */
export function objectOf(value: unknown, field: string): Record<string, unknown> {
  if (value === null || value === undefined) return {}
  if (typeof value === 'object' && !Array.isArray(value) && JSON.stringify(value).length <= largestData) {
    return value as Record<string, unknown>
  }
  throw bad(
    field,
    `an object of at most ${largestData} characters of JSON`,
    Array.isArray(value) ? 'a list' : typeof value,
  )
}

/** Whether a text has no NUL and no half of a pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

const deepest = 64 // levels of objects and lists

/** @throws Refusal BAD_INPUT where a text has what no database holds (NUL, half of a pair), or the nesting has no end. */
export function requireStorable(value: unknown, path: readonly string[] = [], level = 0): void {
  const wanted = (what: string) =>
    new Refusal('BAD_INPUT', `${path.join('.')}: wanted ${what}.`, { path: path.slice(0, 6) })
  if (typeof value === 'string') {
    if (!isStorable(value)) throw wanted('text without NUL and broken characters')
  } else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    if (level >= deepest) throw wanted(`at most ${deepest} levels`)
    for (const [name, part] of Object.entries(value)) {
      requireStorable(name, path)
      requireStorable(part, [...path, name], level + 1)
    }
  }
}

/** @throws Refusal BAD_INPUT */
export function keyOf(key: string | null | undefined): string | null {
  if (key === null || key === undefined) return null
  if (key.length >= 1 && key.length <= longestKey) return key
  throw bad('idempotencyKey', `1 to ${longestKey} characters`, `${key.length}`)
}

/** @throws Refusal BAD_INPUT */
export function textOf(text: string, field: string, longest: number): string {
  const trimmed = text.trim()
  if (trimmed.length >= 1 && trimmed.length <= longest) return trimmed
  throw bad(field, `1 to ${longest} characters`, `${trimmed.length}`)
}

/** The id of something of another part, as given. @throws Refusal BAD_INPUT */
export function idOf(id: string | null | undefined, field: string): string | null {
  return id === null || id === undefined ? null : textOf(id, field, 100)
}

/** The same for the same call, whatever order its fields came in. */
export function fingerprintOf(call: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(call)))
    .digest('base64url')
}

/** What the key was first used for. @throws Refusal IDEMPOTENCY_CONFLICT unless that was the same call. */
export function sameCall<T extends { request_hash: string | null; id: string }>(first: T, hash: string): T {
  if (first.request_hash === hash) return first
  throw new Refusal(
    'IDEMPOTENCY_CONFLICT',
    `Wanted the input that this idempotency key was first used with (action ${first.id}); got other input.`,
    { path: ['input', 'idempotencyKey'] },
  )
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object' || value === null) return value ?? null
  const entries = Object.entries(value).filter(([, part]) => part !== undefined && part !== null)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, part]) => [name, sorted(part)]))
}

function bad(field: string, wanted: string, got: string): Refusal {
  return new Refusal('BAD_INPUT', `${field}: wanted ${wanted}; got ${got}.`, { path: ['input', ...field.split('.')] })
}
