// Taking a person's words (names, usernames, ids of accounts) out of what was written down. A text that is such a word becomes a
// mark, the same for the same word, so that two readings of one thing are still compared; within a longer text it is said that
// somebody was erased. The mark is a keyed hash: without the community's key nobody finds the word by trying.

import { createHmac, type KeyObject } from 'node:crypto'
import { spelling } from '../../schema/spelling.ts'

/** How somebody is called who was erased. */
export const erasedName = 'erased member'

/** A word by which a person can be recognised. */
export interface Word {
  /** Of an account; null: a name. */
  platform: string | null
  text: string
}

/** What stands for a word that was a whole text. No platform has such names: a colon is in none. */
export function markOf(key: KeyObject, word: string): string {
  return `erased:${createHmac('sha256', key)
    .update(spelling(bare(word)))
    .digest('hex')
    .slice(0, 24)}`
}

/** Replaces the words in every text of a value, at any depth. The names of fields stay. */
export type Redact = <T>(value: T) => T

/**
 * @returns `exact`: only texts that are the word of an account as a whole. What a platform says is read again, and must be the same
 * then, where names are not known any more; and nobody is called "USD" to take the currency out of what others agreed to.
 */
export function redactor(key: KeyObject, words: readonly Word[]): { redact: Redact; exact: Redact } {
  const within = withinTexts(words)
  const over = (some: readonly Word[], text: (given: string) => string) => {
    const marks = new Map(some.map(({ text }) => [spelling(bare(text)), markOf(key, text)]))
    const asWritten = new Set(some.map(({ text }) => bare(text)))
    const mark = (given: string) => marks.get(spelling(bare(given)))
    return redacting((given) => (isState(given) && !asWritten.has(given) ? given : (mark(given) ?? text(given))))
  }
  const accounts = words.filter(({ platform }) => platform !== null)
  return {
    exact: over(accounts, (given) => given),
    redact: over(words, (given) => (within === null ? given : given.replace(within, erasedName))),
  }
}

/** Replaces texts that are, as a whole, a word under one of these marks. */
export function forgetting(key: KeyObject, marks: ReadonlySet<string>): Redact {
  return redacting((given) => {
    if (given.length > 200 || isState(given)) return given
    const mark = markOf(key, given)
    return marks.has(mark) ? mark : given
  })
}

// Private:

/** What is all capitals is a state or the like, whatever somebody is called. */
const isState = (text: string) => /^[A-Z_]+$/.test(text)

/** "@ada" is how people write ada; "@alice:example.org" is how Matrix does. */
export const bare = (word: string) => (word.startsWith('@') && !word.includes(':') ? word.slice(1) : word)

/** Fields that say what a thing is, and never who. */
const saysWhat = new Set(['type', 'kind', 'status', 'previousStatus', 'currency', 'collectiveCurrency'])
const isNested = (value: unknown) => typeof value === 'object' && value !== null

function redacting(text: (given: string) => string): Redact {
  const redact = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value)
    if (Array.isArray(value)) return value.map(redact)
    if (typeof value !== 'object' || value === null || value instanceof Date) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, saysWhat.has(name) && !isNested(each) ? each : redact(each)]),
    )
  }
  return redact as Redact
}

/** The longest first, so that "Ada Lovelace" is not left half. A number, or a letter or two, says nothing within a text. */
function withinTexts(words: readonly Word[]): RegExp | null {
  const texts = [...new Set(words.map(({ text }) => bare(text)))].filter(
    (word) => [...word].length > 2 && /\p{L}/u.test(word),
  )
  if (texts.length === 0) return null
  const any = texts
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('|')
  return new RegExp(`(?<![\\p{L}\\p{N}_]|[\\p{L}\\p{N}]-)(?:${any})(?![\\p{L}\\p{N}_]|-[\\p{L}\\p{N}])`, 'giu')
}
