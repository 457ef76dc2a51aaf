// Text and JSON from outside, checked before they reach the database, which takes no NUL and no half of a character.

import { Refusal } from '../../../schema/errors.ts'
import { hasTurning } from '../../../schema/policy/text.ts'

/** @throws Refusal BAD_INPUT unless it has `least` to `most` characters that can be stored. */
export function checkText(text: string, field: string, most: number, least = 0): string {
  const path = ['input', field]
  if (text.trim().length < least || text.length > most) {
    throw new Refusal('BAD_INPUT', `Wanted ${least} to ${most} characters in "${field}"; got ${text.length}.`, { path })
  }
  if (!storable(text))
    throw new Refusal('BAD_INPUT', `Wanted text without NUL and broken characters in "${field}".`, { path })
  return text
}

/** As checkText, of what somebody writes for others to read: nothing in it turns the direction of the rest. */
export function checkShown(text: string, field: string, most: number, least = 0): string {
  if (!hasTurning(text)) return checkText(text, field, most, least)
  const message = `Wanted text in "${field}" that does not turn its direction (U+202A to U+202E, U+2066 to U+2069); got some that does.`
  throw new Refusal('BAD_INPUT', message, { path: ['input', field] })
}

/** @throws Refusal BAD_INPUT when it is too large or deep, or holds text that cannot be stored. */
export function checkJson(value: unknown, field: string, most = 65_536): unknown {
  const path = ['input', field]
  if (!shallow(value, 32))
    throw new Refusal('BAD_INPUT', `Wanted at most 32 levels of nesting in "${field}".`, { path })
  const text = JSON.stringify(value) ?? 'null'
  if (text.length > most)
    throw new Refusal('BAD_INPUT', `Wanted at most ${most} characters of JSON in "${field}"; got ${text.length}.`, {
      path,
    })
  if (/\\u0000|\\ud[89a-f]/i.test(text) && !everyText(value, storable)) {
    throw new Refusal('BAD_INPUT', `Wanted text without NUL and broken characters in "${field}".`, { path })
  }
  return value ?? null
}

/** Whether the database could hold the text: what it could not is nobody's id or name. */
export function storable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

function shallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every((inner) => shallow(inner, levels - 1))
}

function everyText(value: unknown, good: (text: string) => boolean): boolean {
  if (typeof value === 'string') return good(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, inner]) => good(key) && everyText(inner, good))
}
