// Usual ways to decide, by name. Each stands for a vote that could be written out; whoever reads a document after this sees
// the vote only.

import type { DecideDocument, PolicyDocument, VoteDocument } from './document.ts'

export const presets = ['two-people'] as const

/** What the preset of a document stands for. */
export function expanded({
  rule,
  vote,
  preset,
  by,
  closesIn,
  title,
  venues,
}: DecideDocument): PolicyDocument['decide'] {
  if (preset === undefined) return { rule, vote }
  return { vote: twoPeople(by!, closesIn!, title, venues) }
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
