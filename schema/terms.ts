// Terms: what people agree to when they say yes to something about a subject. Of an expense its amount, payee, items …; each
// platform's adapter gives those of its subjects, always under the same names. They are plain JSON.
//
// Two readings of one subject are compared by name. A name that one of them does not have was not read then (an older
// version): it says nothing. The same holds for the hash of a file that could not be read.

import { own } from './own.ts'
import { cut } from './policy/text.ts'

export type Terms = Record<string, unknown>

export interface TermDifference {
  name: string
  before: unknown
  after: unknown
  /** For people: `amount: 68.40 USD, now 99,999.00 USD`. */
  words: string
}

/**
 * What differs between two readings of the terms, in the order of the names.
 * @param named only these; null: all of them
 */
export function differencesOf(
  before: Terms | null | undefined,
  after: Terms | null | undefined,
  named: readonly string[] | null = null,
): TermDifference[] {
  if (!before || !after) return []
  return inOrder(before)
    .filter((name) => Object.hasOwn(after, name) && (named === null || named.includes(name)))
    .filter((name) => !sameTerm(before[name], after[name]))
    .map((name) => ({
      name,
      before: before[name],
      after: after[name],
      words: `${labelOf(name)}: ${said(name, before)}, now ${said(name, after)}`,
    }))
}

/** "amount: 68.40 USD, now 99,999.00 USD; description: …" */
export function differencesInWords(differences: readonly TermDifference[]): string {
  return differences.map(({ words }) => words).join('; ')
}

/** How much is said: characters of a text, of an entry of a list, and of a list. */
interface Room {
  text: number
  entry: number
  list: number
}
/** For whoever votes on it: as much as terms hold of a text, and of every item what it is. */
const whole: Room = { text: 2_200, entry: 300, list: 8_000 }
/** For what was, beside what is. */
const brief: Room = { text: 200, entry: 200, list: 300 }

/** Each term as people read it, in order: its label and its value. What is empty is left out. */
export function termsInWords(terms: Terms): { name: string; label: string; value: string }[] {
  return inOrder(terms)
    .filter((name) => !isEmpty(terms[name]) && !(name === 'currency' && Object.hasOwn(terms, 'amountInCents')))
    .map((name) => ({ name, label: labelOf(name), value: said(name, terms, whole) }))
}

const first = [
  'amountInCents',
  'currency',
  'payee',
  'payoutMethod',
  'account',
  'type',
  'description',
  'longDescription',
]

/** The names, what matters most first: databases keep no order of keys. */
function inOrder(terms: Terms): string[] {
  const place = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length)
  return Object.keys(terms).sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
}

const labels: Record<string, string> = {
  amountInCents: 'amount',
  payoutMethod: 'paid to',
  longDescription: 'details',
  account: 'collective',
  files: 'attached files',
}
const labelOf = (name: string): string => (Object.hasOwn(labels, name) ? labels[name]! : name)

/** Deep equality of JSON, whatever the order of keys. Hashes that are not known on one side are equal to any. */
function sameTerm(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((each, index) => sameTerm(each, b[index]))
    )
  }
  if (!isObject(a) || !isObject(b)) return a === b
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => {
    if (name === 'sha256' && (!a[name] || !b[name])) return true
    return sameTerm(own(a, name), own(b, name))
  })
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

function said(name: string, terms: Terms, room: Room = brief): string {
  const value = terms[name]
  if (isEmpty(value)) return 'none'
  if (name === 'amountInCents' && typeof value === 'number') return money(value, terms.currency)
  if (Array.isArray(value)) return cut(value.map((entry) => entryInWords(entry, room.entry)).join('; '), room.list)
  return entryInWords(value, room.text)
}

function entryInWords(value: unknown, room: number): string {
  if (typeof value === 'string') return `"${cut(withoutMarkup(value), room)}"`
  if (!isObject(value)) return String(value)
  const { description, amountInCents, currency, name, address, file, type, id, ...others } = value
  const known = [
    typeof description === 'string' ? withoutMarkup(description) : name,
    typeof amountInCents === 'number' ? money(amountInCents, currency) : null,
    type,
    isObject(file) ? fileName(file) : (file ?? (name === undefined ? fileName(value) : null)),
    typeof id === 'string' ? id : null,
  ].filter((part) => typeof part === 'string' && part !== '')
  return cut(known.length > 0 ? known.join(', ') : JSON.stringify(others), room)
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'", nbsp: ' ' }

/** What platforms keep as HTML, as text. */
function withoutMarkup(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(lt|gt|amp|quot|#39|nbsp);/g, (_, name) => entities[name]!)
    .replace(/\s+/g, ' ')
    .trim()
}

/** A file by the beginning of its address's hash, or the last part of its address, with the beginning of its content's hash. */
function fileName({ address, sha256 }: Record<string, unknown>): string | null {
  if (typeof address !== 'string') return null
  const hashed = /^sha256:([0-9a-f]{8})/.exec(address)?.[1]
  const last = hashed ? `file ${hashed}` : (address.split(/[?#]/)[0]!.split('/').filter(Boolean).at(-1) ?? address)
  return typeof sha256 === 'string' ? `${last} (${sha256.slice(0, 8)})` : last
}

/** Hundredths of the currency's unit, as platforms give them, whatever the currency. */
function money(hundredths: number, currency: unknown): string {
  const amount = (hundredths / 100).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  return typeof currency === 'string' && currency !== '' ? `${amount} ${currency}` : amount
}
