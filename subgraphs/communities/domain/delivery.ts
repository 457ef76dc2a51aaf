// What is delivered to the endpoint of an external driver, in which form, and when it is tried again.

import type { ActionFact, EventType } from '../../../schema/events.ts'

/** The events that a driver needs to decide, and to see what became of its decisions. */
export const deliveredTypes = [
  'actions.action.recorded',
  'actions.action.changed',
  'communities.role.settled',
  'proposals.proposal.opened',
  'proposals.proposal.decided',
  'proposals.proposal.canceled',
  'proposals.decision.compliance',
  'cred.snapshot.taken',
] as const satisfies readonly EventType[]

/** Of actions: each that was observed (role requests and asked permissions are among them), and what became of each that was requested. */
export function isDelivered(event: { type: EventType; payload: unknown }): boolean {
  if (!(deliveredTypes as readonly EventType[]).includes(event.type)) return false
  if (event.type !== 'actions.action.recorded' && event.type !== 'actions.action.changed') return true
  const { direction } = (event.payload as { action: ActionFact }).action
  return direction === (event.type === 'actions.action.recorded' ? 'OBSERVED' : 'REQUESTED')
}

/** An event as it is delivered, and as the subscription `driverEvents` gives it. */
export interface Envelope {
  id: string
  type: string
  version: number
  community: string
  /** When it was recorded: RFC 3339. */
  timestamp: string
  payload: unknown
}

export function envelopeOf(event: {
  id: string
  type: EventType
  version: number
  community: string | null
  recordedAt: Date
  payload: unknown
}): Envelope {
  const { id, type, version, community, recordedAt, payload } = event
  return { id, type, version, community: community!, timestamp: recordedAt.toISOString(), payload }
}

const first = 5_000 // milliseconds
const longest = 3_600_000

/** Three days: how long an event is tried for. */
export const patience = 3 * 24 * 3_600_000

/**
 * How long to wait after `failures` failures in a row: doubled each time up to an hour, half of it left to chance, and not
 * sooner than the endpoint said (of which no more than an hour is believed). Milliseconds.
 * @param haste divides what is ours to choose.
 */
export function waitBeforeNext(failures: number, chance: number, atLeast: number | null, haste = 1): number {
  const full = Math.min(longest, first * 2 ** Math.max(0, failures - 1)) / haste
  return Math.max(Math.round(full / 2 + (full / 2) * chance), Math.min(atLeast ?? 0, longest))
}

/**
 * Whether an event that failed now is given up: it has waited for so long, and all that while nothing was taken. (Where only
 * Folkmoot was away, the event is old and the endpoint has not failed yet.)
 */
export function isOver(event: { queuedAt: Date; failingSince: Date | null }, now: Date, after = patience): boolean {
  const passed = (since: Date) => now.getTime() - since.getTime() >= after
  return passed(event.queuedAt) && event.failingSince !== null && passed(event.failingSince)
}

/** The signing secret in the form of Standard Webhooks, made of 32 random bytes. @throws Error when given fewer */
export function signingSecretOf(random: Uint8Array): string {
  if (random.length < 32) throw new Error(`A signing secret takes 32 random bytes; it was given ${random.length}.`)
  return `whsec_${Buffer.from(random).toString('base64')}`
}

/** What a `retry-after` header asks for, in milliseconds; null where it says nothing that is understood. */
export function retryAfterOf(header: string | null, now: Date): number | null {
  if (header === null) return null
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime())
}
