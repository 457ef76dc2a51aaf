// What became of a decision on the platform, from what was heard in the order it was heard.

export type Compliance = 'NOT_APPLICABLE' | 'PENDING' | 'FOLLOWED' | 'OVERRIDDEN' | 'FAILED'
export type ActionStatus = 'OBSERVED' | 'PENDING' | 'DONE' | 'FAILED' | 'UNKNOWN' | 'ADVISED' | 'STAYED'

export interface FollowUp {
  /** Whether the policy asks for anything after this outcome. */
  expected: boolean
  /** The actions asked for by the decision: id to status. */
  actions: Readonly<Record<string, ActionStatus>>
  /** The last act of people on the platform that bears on it. */
  people: 'fulfilled' | 'contradicted' | null
  /** The id of that act, where it is known. Rows that are older than the field are without it. */
  act?: string | null
}

export type FollowUpEvent =
  | { kind: 'action'; action: string; status: ActionStatus }
  | { kind: 'fulfilled' | 'contradicted'; act: string }

export const noFollowUp = (expected: boolean): FollowUp => ({ expected, actions: {}, people: null, act: null })

/** What is known after one more event. An act of ours that is done after people contradicted it takes their act back. */
export function heard(before: FollowUp, event: FollowUpEvent): FollowUp {
  if (event.kind !== 'action') {
    // Advice that found the matter settled may name itself, where nobody heard who had done it: that is no act of people.
    const ours = Object.hasOwn(before.actions, event.act)
    return { ...before, people: event.kind, act: ours ? null : event.act }
  }
  const isNew = before.actions[event.action] !== event.status
  const known = { ...before, actions: { ...before.actions, [event.action]: event.status } }
  const takenBack = event.status === 'DONE' && isNew && before.people === 'contradicted'
  return takenBack ? { ...known, people: null, act: null } : known
}

/** People's last act counts first; then a failure; then whether all is done. Told people (ADVISED) are waited for. */
export function complianceOf(known: FollowUp): Compliance {
  if (known.people) return known.people === 'fulfilled' ? 'FOLLOWED' : 'OVERRIDDEN'
  const statuses = Object.values(known.actions)
  if (statuses.includes('FAILED') || statuses.includes('STAYED')) return 'FAILED'
  if (statuses.length === 0) return known.expected ? 'PENDING' : 'NOT_APPLICABLE'
  return statuses.every((status) => status === 'DONE') ? 'FOLLOWED' : 'PENDING'
}
