// What a ballot is about may change while people vote, be settled by somebody, or go: then the ballot ends, with what happened.

import { differencesInWords, differencesOf, type Terms } from '../../../schema/terms.ts'

export const onChanges = ['REOPEN', 'CANCEL', 'KEEP'] as const
export type OnChange = (typeof onChanges)[number]

/** What the ballot was opened on. */
export interface Pinned {
  terms: Terms | null
  /** The terms that people agree to; null: all. */
  named: readonly string[] | null
  onChange: OnChange
  /** Kinds that its policy asks for, whatever the outcome; null where it has no policy: any that is settled ends it. */
  asksFor: readonly string[] | null
}

/** What is newly known of the subject. */
export interface News {
  terms: Terms | null
  /** Kinds of requested actions that there is nothing to decide on any more; "*": all. */
  settles: readonly string[] | null
  /** In words, as a sentence. */
  how: string | null
}

/** Why the ballot ends, as sentences for people; null: it stays open. */
export function endingOf(pinned: Pinned, news: News): string | null {
  const settled = news.settles?.some((kind) => kind === '*' || pinned.asksFor === null || pinned.asksFor.includes(kind))
  if (settled) return `${news.how ?? 'It was settled.'} There is nothing left to vote on.`
  const differences = differencesOf(pinned.terms, news.terms, pinned.named)
  if (differences.length === 0) return null
  const then = pinned.onChange === 'CANCEL' ? 'It has to be asked again.' : 'The new terms are a new question.'
  return cutReason(`The terms were changed while the vote was open: ${differencesInWords(differences)}. ${then}`)
}

const mostReason = 5_000
const cutReason = (text: string) => (text.length > mostReason ? `${text.slice(0, mostReason - 1)}…` : text)
