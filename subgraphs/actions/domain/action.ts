// What an action is, and how a requested one may go from one state to another.

import { Refusal, type RefusalCode } from '../../../schema/errors.ts'
import type { ActionFact } from '../../../schema/events.ts'

export type ActionStatus = ActionFact['status']
export type Direction = ActionFact['direction']
export type Verdict = NonNullable<ActionFact['verdict']>
export type Subject = ActionFact['subject']

/** What a try, or its time, says of an action. */
export type Told =
  /** The platform shows the act, now or from an earlier try. */
  | 'done'
  /** It is advisory, and people were told. */
  | 'advised'
  /** The platform, or we, refuse it: no repetition helps. */
  | 'refused'
  /** It was certainly not done, and is tried again. */
  | 'later'
  /** It was sent, and no answer came: it may have been done. */
  | 'lost'
  /** It was tried as often as it is. */
  | 'giveUp'
  /** Too few confirmed it in time. */
  | 'lapse'
/** What somebody asks for: a guardian ends it while it is held; it is confirmed, or not any more; it is to be tried again. */
export type Asked = 'stay' | 'confirm' | 'retry'

interface Refused {
  refused: RefusalCode
}
type Row = Readonly<Record<Told, ActionStatus | null> & Record<Asked, ActionStatus | Refused>>

const notHeld: Refused = { refused: 'ACTION_NOT_HELD' }
const notConfirmable: Refused = { refused: 'ACTION_NOT_CONFIRMABLE' }
const notRetryable: Refused = { refused: 'ACTION_NOT_RETRYABLE' }

const settled: Row = {
  ...{ done: null, advised: null, refused: null, later: null, lost: null, giveUp: null, lapse: null },
  ...{ stay: notHeld, confirm: notConfirmable, retry: notRetryable },
}

/**
 * What becomes of an action in each state: the next state, the refusal of whoever asked, or null where nothing comes of what is
 * told. What is UNKNOWN stays so until the platform shows the act, or refuses it: it is looked up before anything is repeated.
 * FAILED is left only when someone asks for it.
 */
export const actionTable: Readonly<Record<ActionStatus, Row>> = {
  OBSERVED: settled,
  PENDING: {
    ...{ done: 'DONE', advised: 'ADVISED', refused: 'FAILED', later: 'PENDING', lost: 'UNKNOWN', giveUp: 'FAILED' },
    ...{ lapse: 'FAILED', stay: 'STAYED', confirm: 'PENDING', retry: 'PENDING' },
  },
  UNKNOWN: {
    ...{ done: 'DONE', advised: 'ADVISED', refused: 'FAILED', later: 'UNKNOWN', lost: 'UNKNOWN', giveUp: 'UNKNOWN' },
    ...{ lapse: null, stay: notHeld, confirm: notConfirmable, retry: 'UNKNOWN' },
  },
  FAILED: { ...settled, retry: 'PENDING' },
  DONE: settled,
  ADVISED: settled,
  STAYED: { ...settled, stay: 'STAYED' }, // the same again changes nothing
}

/**
 * The state after what somebody asks for.
 * @param why in words, of a state in which it is refused
 * @throws Refusal ACTION_NOT_HELD, ACTION_NOT_CONFIRMABLE, ACTION_NOT_RETRYABLE
 */
export function statusAsked(
  state: ActionStatus,
  asked: Asked,
  why: { message: string; path: readonly string[] },
): ActionStatus {
  const next = actionTable[state][asked]
  if (typeof next === 'string') return next
  throw new Refusal(next.refused, why.message, { path: why.path })
}

/** Whether nothing will change any more unless someone asks for it. */
export function isSettled(action: { status: ActionStatus; asksPermission: boolean; verdict: Verdict | null }): boolean {
  if (action.asksPermission) return action.verdict === 'ALLOW' || action.verdict === 'DENY'
  return !unsettled.includes(action.status)
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
