// Settings of a connection: an object, not too large, of what can be stored.

import { Refusal } from '../../../schema/errors.ts'

const mostBytes = 16_384
const mostLevels = 32

/** @throws Refusal BAD_INPUT */
export function settingsOf(value: unknown, path: readonly string[]): Record<string, unknown> {
  if (value === null || value === undefined) return {}
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new Refusal('BAD_INPUT', `Wanted an object; got ${Array.isArray(value) ? 'a list' : typeof value}.`, { path })
  }
  // First of all: what is nested deep enough cannot even be written out.
  if (!isShallow(value, mostLevels)) {
    throw new Refusal('BAD_INPUT', `Wanted at most ${mostLevels} levels of nesting; got more.`, { path })
  }
  const text = JSON.stringify(value)
  if (text.length > mostBytes) {
    throw new Refusal('BAD_INPUT', `Wanted at most ${mostBytes} characters of JSON; got ${text.length}.`, { path })
  }
  // JSON.stringify writes these as escapes, and PostgreSQL takes neither of them.
  if (/\\u(0000|d[89a-f])/i.test(text)) {
    throw new Refusal('BAD_INPUT', 'Wanted text without NUL characters and broken ones; got some.', { path })
  }
  return value as Record<string, unknown>
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1))
}
