// Names and sentences that people write: trimmed, of bounded length, and without characters that hide or forge others.

import { Refusal } from '../../../schema/errors.ts'

// Control characters, and those that turn the direction of text around (they can make one name look like another).
const hidden = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/u
const hiddenInLines = /[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/u

/** A name on one line, trimmed. @throws Refusal BAD_INPUT */
export function nameOf(text: string, path: readonly string[], longest = 100): string {
  const name = text.normalize('NFC').trim()
  if (name.length === 0) throw new Refusal('BAD_INPUT', 'Wanted a name; got nothing but spaces.', { path })
  return checked(name, hidden, path, longest)
}

/** Sentences, which may have several lines; null for nothing. @throws Refusal BAD_INPUT */
export function proseOf(text: string | null | undefined, path: readonly string[], longest = 2000): string | null {
  const prose = text?.normalize('NFC').trim()
  if (!prose) return null
  checked(prose.replace(/[\n\r\t]/g, ' '), hiddenInLines, path, longest)
  return prose
}

/** How a community is named in addresses. @throws Refusal BAD_INPUT */
export function slugOf(text: string, path: readonly string[]): string {
  if (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(text)) return text
  const wanted = 'Wanted a slug of 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends'
  throw new Refusal('BAD_INPUT', `${wanted}; got ${quoted(text)}.`, { path })
}

/** Text from outside inside a message: short, and on one line. */
export function quoted(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text
  return JSON.stringify(short)
}

/** What two names are compared by. */
export function foldedCase(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

function checked(text: string, refused: RegExp, path: readonly string[], longest: number): string {
  if ([...text].length > longest) {
    throw new Refusal('BAD_INPUT', `Wanted at most ${longest} characters; got ${[...text].length}.`, { path })
  }
  if (refused.test(text) || !text.isWellFormed()) {
    throw new Refusal('BAD_INPUT', 'Wanted text without control characters; got some.', { path })
  }
  return text
}
