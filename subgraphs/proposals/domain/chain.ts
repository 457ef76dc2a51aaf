// The chain of a community's decisions. Each hash is SHA-256, in lower-case hex, over the UTF-8 bytes of the decision's
// record in canonical JSON (RFC 8785: keys sorted, no spaces, numbers as ECMAScript writes them). The record holds the
// hash of the decision before, so nobody can change, drop or slip in one without changing all that follow.

import { createHash } from 'node:crypto'
import type { Enforcement, Maker, Outcome, TallyFact } from './decision.ts'

/** What the hash is over. Instants as RFC 3339 in UTC with milliseconds. Fields are only ever added under a new `form`. */
export interface DecisionRecord {
  form: 1
  id: string
  community: string
  /** The place in the chain, from 1. */
  position: number
  proposal: string
  title: string
  trigger: string | null
  policy: string | null
  outcome: Outcome
  choice: string | null
  madeBy: Maker
  maker: string | null
  reason: string
  tally: TallyFact
  evidence: unknown
  enforcement: Enforcement
  decidedAt: string
  previousHash: string | null
}

/** The hash of a record. */
export function hashOf(record: DecisionRecord): string {
  return createHash('sha256').update(canonical(record)).digest('hex')
}

/** Canonical JSON (RFC 8785). @throws TypeError for what JSON cannot hold */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    // Sorted by UTF-16 code units, as the RFC asks and as JavaScript compares.
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
  }
  const good = value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
  if (!good) throw new TypeError(`Wanted what JSON can hold; got ${String(value)}.`)
  return JSON.stringify(value)
}

export interface Link {
  record: DecisionRecord
  hash: string
}
export interface Checked {
  length: number
  head: string | null
  brokenAt: string | null
}

export const emptyChain: Checked = { length: 0, head: null, brokenAt: null }

/** Goes on checking a chain with the links that follow, oldest first. It stops at the first that does not hold. */
export function checkChain(before: Checked, links: readonly Link[]): Checked {
  let { length, head } = before
  for (const { record, hash } of links) {
    const follows = record.previousHash === head && record.position === length + 1
    if (!follows || hashOf(record) !== hash) return { length, head, brokenAt: record.id }
    length++
    head = hash
  }
  return { length, head, brokenAt: null }
}
