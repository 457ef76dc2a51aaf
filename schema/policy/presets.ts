// Usual ways to decide, by name. Each stands for a vote that could be written out; whoever reads a document after this sees
// the vote only.

import type { DecideDocument, PolicyDocument, VoteDocument } from './form.ts'

/** What the preset of a document stands for: a vote, and of `above` the condition that the policy is concerned at all. */
export function expanded({ when, decide }: { when?: string | undefined; decide: DecideDocument }): {
  when?: string | undefined
  decide: PolicyDocument['decide']
} {
  const { rule, vote, preset, by, closesIn, title, venues, amount } = decide
  const said = when === undefined ? {} : { when }
  if (preset === undefined) return { ...said, decide: { rule, vote } }
  if (preset === 'two-people') return { ...said, decide: { vote: twoPeople(by!, closesIn!, title, venues) } }
  const larger = `action.data.amountInCollectiveCurrency > ${amount}`
  const both = when === undefined ? larger : `(${when}) && ${larger}`
  return { when: both, decide: { vote: majority(by!, closesIn!, title, venues) } }
}

/** The holders of a role decide by more than half. */
function majority(role: string, closesIn: string, title: string | undefined, venues: string[] = []): VoteDocument {
  return {
    title: title ?? 'Agree to "{{ action.subject.title }}"?',
    electorate: { role, weight: 'EQUAL' },
    method: 'SINGLE_CHOICE',
    closesIn,
    passes: {},
    venues,
    onChange: 'REOPEN',
  }
}

/**
 * At least two are for it, and more for it than against it: nobody can abstain, so that of two who vote both must be for it, and
 * one for and one against is not more than half.
 */
function twoPeople(role: string, closesIn: string, title: string | undefined, venues: string[] = []): VoteDocument {
  return {
    title: title ?? 'Agree to "{{ action.subject.title }}"?',
    electorate: { role, weight: 'EQUAL' },
    method: 'SINGLE_CHOICE',
    choices: [
      { key: 'approve', label: 'Approve', means: 'FOR' },
      { key: 'reject', label: 'Reject', means: 'AGAINST' },
    ],
    closesIn,
    passes: { quorum: 0, threshold: 0.5, minVotes: 2, closeEarly: true },
    venues,
    onChange: 'REOPEN',
  }
}
