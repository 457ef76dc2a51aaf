// One try of what was asked for, and what it says: done, refused, later, or no answer.

import { forgottenOn } from '../../../backbone/people/person.ts'
import { Refusal } from '../../../schema/errors.ts'
import { cut } from '../../../schema/policy/text.ts'
import type { Terms } from '../../../schema/terms.ts'
import type { Told } from '../domain/action.ts'
import {
  type Connection,
  NoAnswer,
  type Platform,
  type Receipt,
  type Request,
  TryLater,
} from '../platforms/platform.ts'
import { findAction } from '../storage/actions.ts'
import { findConnection, openConnection } from '../storage/connections.ts'
import { findDecision } from '../storage/decisions.ts'
import { markSent } from '../storage/performing.ts'
import { type ActionRow, tables } from '../storage/tables.ts'
import type { StandingDeps } from './hear-standing.ts'
import { noteAnswered, noteFailure } from './status.ts'

export type TryDeps = StandingDeps & {
  /** Milliseconds before a try whose answer was lost is looked up: it may still arrive. */
  afterNoAnswer: number
}

export interface Outcome {
  event: Exclude<Told, 'giveUp' | 'lapse'>
  detail: string | null
  receipt: Receipt | null
  result: Record<string, unknown> | null
  waitAtLeast: number | null
  /** Acts on the platform that are ours, though it failed. */
  events: string[]
  /** The terms of the subject as they were found, where they are not those that were decided on. */
  found: Terms | null
  /** Whether somebody else seems to have settled the matter. */
  settledByOthers: boolean
}

/** This process slept for longer than a claim holds, and another has the action now: nothing was sent. */
export class ClaimLost extends Error {
  constructor(id: string) {
    super(`Another process has taken the action ${id}.`)
    this.name = 'ClaimLost'
  }
}

/** Tries of this process, by the name that it claims them under. What goes wrong is an outcome. @throws ClaimLost */
export function triesOf(deps: TryDeps, me: string) {
  return attempt

  async function attempt(row: ActionRow, platform: Platform): Promise<Outcome> {
    let sentNow = false
    try {
      const connection = await connectionOf(row, platform)
      const receipt = await platform[row.advisory ? 'advise' : 'perform'](connection, {
        id: row.id,
        kind: row.kind,
        subject: { type: row.subject_type, id: row.subject_id, title: row.subject_title, url: row.subject_url },
        parameters: row.data,
        decision: row.decision,
        terms: await decidedOn(row),
        sentBefore: row.sent_at !== null,
        place: row.place,
        async sending(place) {
          const change = { sent_at: row.sent_at ?? deps.clock.now(), place: row.place ?? place }
          if (!(await markSent(tables(deps.db), row.id, me, change))) throw new ClaimLost(row.id)
          sentNow = true
        },
      })
      if (row.connection !== null) await noteAnswered(deps, row.connection)
      const advised = row.advisory && platform.consequences(row.kind) !== null ? receipt.expense : null
      const settledByOthers =
        advised !== null && platform.standing(row.kind, { ...advised.state, gone: false }) !== 'UNDONE'
      const plainly = plain(row.advisory ? 'advised' : 'done', receipt.detail)
      return { ...plainly, receipt, result: receipt.result, settledByOthers }
    } catch (error) {
      if (error instanceof ClaimLost) throw error
      if (row.connection !== null) await noteFailure(deps, row.connection, aboutTheConnection(error))
      const refused = error instanceof Refusal && aboutTheConnection(error) === null && !error.details?.terms
      return { ...failed(row, error, sentNow), settledByOthers: refused && platform.consequences(row.kind) !== null }
    }
  }

  /** What the decision that asked for it was made on, where that is the same subject. */
  async function decidedOn(row: ActionRow): Promise<Request['terms']> {
    if (row.decision === null) return null
    const on = tables(deps.db)
    let decision = await findDecision(on, row.decision)
    if (!decision) {
      await deps.catchUp()
      decision = await findDecision(on, row.decision)
    }
    if (!decision?.terms || decision.community !== row.community || decision.trigger === null) return null
    const trigger = await findAction(on, decision.trigger)
    const same = trigger?.platform === row.platform && trigger.subject_id === row.subject_id
    if (!same) return null
    const forget = await forgottenOn(deps.db.root, deps.secrets, row.community, row.platform)
    return { pinned: decision.terms, named: decision.terms_named, known: forget ?? ((terms) => terms) }
  }

  function failed(row: ActionRow, error: unknown, sentNow: boolean): Outcome {
    if (error instanceof Refusal) {
      const { code, message } = error
      const { terms, events, ...details } = (error.details ?? {}) as { terms?: Terms; events?: string[] }
      return {
        ...plain('refused', `${code}: ${message}`),
        result: { code, message, ...details },
        events: events ?? [],
        found: terms ?? null,
      }
    }
    const lost = error instanceof NoAnswer || (sentNow && !(error instanceof TryLater))
    if (!(error instanceof NoAnswer || error instanceof TryLater)) {
      deps.logger.error({ err: error, action: row.id }, 'an action could not be performed')
    }
    const detail = error instanceof NoAnswer || error instanceof TryLater ? error.message : 'Something went wrong here.'
    const waitAtLeast = lost ? deps.afterNoAnswer : error instanceof TryLater ? error.afterMs : null
    return { ...plain(lost ? 'lost' : 'later', detail), waitAtLeast }
  }

  async function connectionOf(row: ActionRow, platform: Platform): Promise<Connection> {
    if (!platform.connects) {
      return { id: '', community: row.community, externalId: '', settings: {}, credentials: {}, self: null }
    }
    const connection = row.connection === null ? null : await findConnection(tables(deps.db), row.connection)
    if (connection && connection.status !== 'DISCONNECTED') return openConnection(deps.secrets, connection)
    throw new Refusal('PLATFORM_NOT_CONNECTED', `The connection to ${platform.name} is gone.`)
  }
}

function plain(event: Outcome['event'], detail: string | null): Outcome {
  return {
    event,
    detail: detail == null ? null : cut(detail, 2000),
    receipt: null,
    result: null,
    waitAtLeast: null,
    events: [],
    found: null,
    settledByOthers: false,
  }
}

/** Of the errors of a try, those that say something about the connection rather than about what was asked. */
function aboutTheConnection(error: unknown): unknown {
  if (error instanceof Refusal)
    return ['CREDENTIALS_REFUSED', 'CREDENTIALS_ANONYMOUS'].includes(error.code) ? error : null
  return error
}
