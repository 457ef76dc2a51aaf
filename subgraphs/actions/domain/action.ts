// What an action is, and how a requested one may go from one state to another.

import { Refusal } from '../../../schema/errors.ts'
import type { ActionFact } from '../../../schema/events.ts'

export type ActionStatus = ActionFact['status']
export type Direction = ActionFact['direction']
export type Verdict = NonNullable<ActionFact['verdict']>
export type Subject = ActionFact['subject']

/**
 * Where each state may lead. UNKNOWN is looked up before anything is repeated: it ends as DONE when the platform shows
 * the act, goes back to PENDING when it shows that nothing happened. FAILED is left only when someone asks for a retry.
 */
export const transitions: Record<ActionStatus, readonly ActionStatus[]> = {
  OBSERVED: [],
  PENDING: ['PENDING', 'DONE', 'FAILED', 'UNKNOWN', 'ADVISED', 'STAYED'],
  UNKNOWN: ['PENDING', 'DONE', 'FAILED', 'UNKNOWN', 'ADVISED'],
  FAILED: ['PENDING'],
  DONE: [],
  ADVISED: [],
  STAYED: [],
}

export function mayBecome(from: ActionStatus, to: ActionStatus): boolean {
  return transitions[from].includes(to)
}

/** Whether nothing will change any more unless someone asks for it. */
export function isSettled(action: { status: ActionStatus; asksPermission: boolean; verdict: Verdict | null }): boolean {
  if (action.asksPermission) return action.verdict === 'ALLOW' || action.verdict === 'DENY'
  return action.status !== 'PENDING' && action.status !== 'UNKNOWN'
}

/** The states that still have work before them. */
export const unsettled: readonly ActionStatus[] = ['PENDING', 'UNKNOWN']

/** @throws Refusal BAD_INPUT unless the kind has the form platform.object.verb. */
export function platformOf(kind: string): string {
  const platform = /^([a-z][a-z0-9-]{0,39})(\.[A-Za-z0-9_-]{1,60}){2,4}$/.exec(kind)?.[1]
  if (platform) return platform
  throw new Refusal('BAD_INPUT', `Wanted a kind of the form platform.object.verb; got "${kind.slice(0, 100)}".`, {
    path: ['input', 'kind'],
  })
}

/**
 * The verdict after the driver said another. What was allowed or denied stays so: someone has acted on it.
 * @returns null when nothing changes. @throws Refusal VERDICT_SETTLED
 */
export function nextVerdict(before: Verdict | null, said: Verdict): Verdict | null {
  if (before === said) return null
  if (before === 'ALLOW' || before === 'DENY') {
    throw new Refusal('VERDICT_SETTLED', `Wanted ${said}; it was settled before as ${before}.`)
  }
  return said
}

/** Something that another subgraph owns. */
export interface Entity {
  id: string
}
