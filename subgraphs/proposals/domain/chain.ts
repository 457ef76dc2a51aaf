// The chain of a community's decisions. Each hash is SHA-256, in lower-case hex, over the UTF-8 bytes of the decision's
// record in canonical JSON (RFC 8785: keys sorted, no spaces, numbers as ECMAScript writes them). The record holds the
// hash of the decision before, so nobody can change, drop or slip in one without changing all that follow.

import { commitmentTo, digestOf } from '../../../schema/commitments.ts'
import type { Choice, Method, PassRule } from './ballot.ts'
import type { Enforcement, Maker, Outcome, TallyFact } from './decision.ts'
import type { Rooted } from './merkle.ts'

export { canonical } from '../../../schema/canonical.ts'

/** What the hash is over. Instants as RFC 3339 in UTC with milliseconds. Fields are only ever added under a new `form`. */
export type DecisionRecord = FirstRecord | SecondRecord | ThirdRecord

interface Decided {
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

/** Of proposals that were opened before their ballots were hashed. */
export interface FirstRecord extends Decided {
  form: 1
}

/** It holds what was decided on, by whom and how: who has the leaves below its roots counts again. */
export interface SecondRecord extends Decided, Basis {
  form: 2
}

/** As form 2, but what may name people stands beside it: the record has a commitment to each, so that it can be erased. */
export interface ThirdRecord extends Omit<Decided, TextName>, Omit<Basis, TextName> {
  form: 3
  texts: Texts<string>
}

/** What a decision says in words of people, or of what they agreed to. */
export const textNames = ['title', 'reason', 'evidence', 'terms'] as const
export type TextName = (typeof textNames)[number]
export type Texts<T> = Record<TextName, T>

/** A text that a commitment is to; null: it was erased. */
export type Opened = { salt: string; value: unknown } | null

/** Why texts do not hold against what the record commits to; null when they do, or are erased. */
export function problemOfTexts({ texts }: ThirdRecord, opened: Texts<Opened>): string | null {
  const wrong = textNames.find((name) => {
    const text = opened[name]
    return text !== null && commitmentTo(text.salt, text.value) !== texts[name]
  })
  return wrong === undefined ? null : `Its ${wrong} is not the one that its record commits to: it was changed.`
}

export interface Basis {
  /** What people agreed to when they said yes; null where nothing was pinned. */
  terms: unknown
  /** Of the policy's document, as canonical JSON; null where it was decided under none. */
  policyHash: string | null
  method: Method
  choices: readonly Choice[]
  passes: PassRule
  /** The tree over the seats; see leaves.ts. */
  electorate: Rooted
  /** The tree over the votes as they were cast, changed and taken back. */
  ballots: Rooted
}

/** The hash of a record. */
export function hashOf(record: DecisionRecord): string {
  return digestOf(record)
}

export interface Link {
  record: DecisionRecord
  hash: string
  /** Of a record of form 1 or 2: something in it was erased, and what its hash was over is not there any more. */
  erased?: boolean
}
export interface Checked {
  /** How many hold. */
  length: number
  head: string | null
  brokenAt: string | null
}

export const emptyChain: Checked = { length: 0, head: null, brokenAt: null }

/** Why a link does not hold after those before it; null when it does. */
export function problemOfLink(
  before: Pick<Checked, 'length' | 'head'>,
  { record, hash, erased = false }: Link,
): string | null {
  if (record.previousHash !== before.head || record.position !== before.length + 1)
    return 'It does not follow on the one before: one was changed, left out or slipped in.'
  if (erased && record.form !== 3) return null // the ones after it still say that this was its hash
  return hashOf(record) === hash ? null : 'Its hash is not that of its record: it was changed.'
}

/** Goes on checking a chain with the links that follow, oldest first. It stops at the first that does not hold. */
export function checkChain(before: Checked, links: readonly Link[]): Checked {
  let { length, head } = before
  for (const link of links) {
    if (problemOfLink({ length, head }, link)) return { length, head, brokenAt: link.record.id }
    length++
    head = link.hash
  }
  return { length, head, brokenAt: null }
}
