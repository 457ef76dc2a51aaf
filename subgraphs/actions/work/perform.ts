// Performing what was asked for. A try is claimed, so that two workers never hold one action, and actions that change
// the same subject go one after another, oldest first. What becomes of a try is stored with what follows from it:
//
//   done ───────▶ DONE (ADVISED where people were told instead)
//   refused ────▶ FAILED, in the platform's words
//   later ──────▶ PENDING, and a job for the next try: doubling waits, never sooner than the platform says
//   no answer ──▶ UNKNOWN, and a job that looks before it repeats
//
// Killed at any point, the action is taken up at the next start: what may have been sent is marked before it is sent.

import { randomUUID } from 'node:crypto'
import { databaseNow, type Tx } from '../../../backbone/database/database.ts'
import { forgottenFor, forgottenOn } from '../../../backbone/people/person.ts'
import { requireScope, type Viewer } from '../../../backbone/security/viewer.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import { cut } from '../../../schema/policy/text.ts'
import type { Terms } from '../../../schema/terms.ts'
import { type ActionStatus, actionTable, statusAsked, type Told, unsettled } from '../domain/action.ts'
import { mostTries, waitBeforeNext } from '../domain/retries.ts'
import { expenseWithout } from '../people.ts'
import { type Platforms, scopesToPerform } from '../platforms/index.ts'
import {
  type Connection,
  NoAnswer,
  type Platform,
  type Receipt,
  type Request,
  TryLater,
} from '../platforms/platform.ts'
import {
  addAttempt,
  addOwnEvents,
  changeAction,
  claimAction,
  dropClaims,
  dropUnsentClaims,
  factOf,
  findAction,
  keepClaim,
  lockAction,
  markSent,
  nextOnSubject,
  unsettledActions,
} from '../storage/actions.ts'
import { findConnection, openConnection } from '../storage/connections.ts'
import { findDecision } from '../storage/decisions.ts'
import { putExpenses } from '../storage/expenses.ts'
import { type ActionRow, tables, within } from '../storage/tables.ts'
import { hearWhatStands, type StandingDeps } from './hear-standing.ts'
import { record } from './record.ts'
import { settlingKinds, tellStandings } from './standing.ts'
import { noteFailure } from './status.ts'

/** Each platform has a queue and workers of its own: one that hangs as a whole leaves the others theirs. */
export const performQueue = (platform: string) => `actions.perform.${platform}`

export type PerformDeps = StandingDeps &
  Pick<SubgraphDeps, 'jobs' | 'directory'> & {
    platforms: Platforms
    chance(): number
    /** Milliseconds before a try whose answer was lost is looked up: it may still arrive. */
    afterNoAnswer: number
    /** Waits that are ours to choose are divided by this. */
    haste: number
  }

interface Outcome {
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
class ClaimLost extends Error {
  constructor(id: string) {
    super(`Another process has taken the action ${id}.`)
    this.name = 'ClaimLost'
  }
}

const workers = 6 // of a platform: actions of one connection go one after another, so that one that hangs holds one of them
const workersOfOurOwn = 2 // of Folkmoot itself, which answers at once
const heartbeat = 10_000 // milliseconds; a claim holds 30 s

export function performerOf(deps: PerformDeps) {
  const me = `${deps.db.process}:${randomUUID()}`

  /** One try. Does nothing where another has it, or where it is not its turn. */
  async function perform(id: string): Promise<void> {
    const row = await findAction(tables(deps.db), id)
    const platform = row && deps.platforms.get(row.platform)
    if (!row || !platform) return
    if (row.lacking > 0) return lapse(row)
    const claimed = await claimAction(tables(deps.db), id, me, settlingKinds(platform))
    if (!claimed) return comeBack(id)
    const beat = setInterval(() => void keepClaim(tables(deps.db), id, me).catch(() => {}), heartbeat)
    try {
      const outcome = await attempt(claimed, platform)
      if (outcome.settledByOthers) await hearWhatStands(deps, platform, claimed)
      await settle(claimed, platform, outcome)
      if (outcome.found) await hearChange(claimed, platform, outcome.found)
    } catch (error) {
      if (!(error instanceof ClaimLost)) throw error
      await comeBack(id)
    } finally {
      clearInterval(beat)
    }
  }

  /** Too few confirmed it: when its time is over, it has failed. */
  async function lapse({ id }: ActionRow): Promise<void> {
    await deps.log.write(async (tx, emit) => {
      const on = within(tx)
      const before = (await lockAction(on, id))!
      const over = before.lapses_at !== null && before.lapses_at <= (await databaseNow(tx))
      const status = actionTable[before.status].lapse
      if (before.lacking === 0 || status === null || !over) return
      const confirmed = before.needs! - before.lacking
      const message = `Wanted ${before.needs} to confirm it before ${before.lapses_at!.toISOString()}; got ${confirmed}.`
      const result = { code: 'ACTION_LAPSED', message }
      const after = await changeAction(on, id, { status, next_try_at: null, result })
      emit({ type: 'actions.action.changed', community: after.community, payload: { action: factOf(after) } })
      await sendNextOnSubject(deps, tx, after)
    })
  }

  /** Another holds it: should that one have died, it is free when its claim ends. */
  async function comeBack(id: string): Promise<void> {
    const row = await findAction(tables(deps.db), id)
    if (!row || !unsettled.includes(row.status)) return
    if (!row.claimed_until || row.claimed_until <= (await databaseNow(deps.db.root))) return // an older one goes first, and sends for it
    await deps.jobs.send(
      performQueue(row.platform),
      { action: id },
      { startAt: new Date(row.claimed_until.getTime() + 1000), key: `${id}:claimed`, group: row.connection },
    )
  }

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

  /** What was found changed is heard at once, so that the question is asked again; else the next reading tells. */
  async function hearChange(row: ActionRow, platform: Platform, terms: Terms): Promise<void> {
    const connection = row.connection === null ? null : await findConnection(tables(deps.db), row.connection)
    if (!connection) return
    try {
      const reading = await platform.look(openConnection(deps.secrets, connection), [row.subject_id])
      const expenses = reading.expenses.map((state) => ({ ...state, terms: { ...state.terms, ...terms } }))
      // Other readings may have come meanwhile that did not open the attached files: this one holds.
      await record(deps, platform, connection, { ...reading, expenses, readAt: deps.clock.now() })
    } catch (error) {
      deps.logger.warn({ err: error, action: row.id }, 'a change of the subject could not be read yet')
    }
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

  async function settle(row: ActionRow, platform: Platform, outcome: Outcome): Promise<void> {
    const tries = row.tries + 1
    const tried = actionTable[row.status][outcome.event]
    if (tried === null) return
    const over = tries >= mostTries && unsettled.includes(tried)
    // Given up: what was certainly not done has failed; what may have been stays unknown until someone asks again.
    const status = (over ? actionTable[tried].giveUp : null) ?? tried
    const again = unsettled.includes(status) && !over
    const wait = again ? waitBeforeNext(tries, deps.chance(), outcome.waitAtLeast, deps.haste) : 0
    const nextTry = again ? new Date((await databaseNow(deps.db.root)).getTime() + wait) : null
    await deps.log.write(async (tx, emit) => {
      const on = within(tx)
      const forget = await forgottenFor(tx, deps.secrets, row.community, row.platform)
      const before = await lockAction(on, row.id)
      if (before?.claimed_by !== me || actionTable[before.status][outcome.event] !== tried) return
      await addAttempt(on, {
        action: row.id,
        number: tries,
        outcome: status,
        detail: detailOf(row, status, outcome.detail),
      })
      const { receipt, result } = outcome
      const after = await changeAction(on, row.id, {
        ...{ status, tries, next_try_at: nextTry, claimed_by: null, claimed_until: null },
        ...(result ? { result } : {}),
        ...(receipt && before.place === null ? { place: receipt.place } : {}),
      })
      await addOwnEvents(on, after, receipt?.events ?? outcome.events)
      if (receipt?.expense && after.connection) {
        const connection = { id: after.connection, community: after.community }
        await putExpenses(on, connection, [expenseWithout(receipt.expense.state, forget)], receipt.expense.readAt)
      }
      // First how it stands: held against the new status, the old standing would say what never was.
      if (after.connection && platform.consequences(after.kind)) {
        const connection = { id: after.connection, community: after.community }
        await tellStandings(on, emit, platform, connection, [after.subject_id], new Set([after.subject_id]))
      }
      if (before.status !== status || before.dead !== after.dead || result) {
        emit({ type: 'actions.action.changed', community: after.community, payload: { action: factOf(after) } })
      }
      await sendNext(tx, after, nextTry)
    })
    deps.jobs.wake(performQueue(row.platform))
  }

  async function sendNext(tx: Tx, row: ActionRow, nextTry: Date | null): Promise<void> {
    if (nextTry) {
      await deps.jobs.send(
        performQueue(row.platform),
        { action: row.id },
        { tx, startAt: nextTry, key: `${row.id}:${row.tries}`, group: row.connection },
      )
      return
    }
    await sendNextOnSubject(deps, tx, row)
  }

  async function sendUnsettled(): Promise<void> {
    for (const { id, platform, connection, next_try_at } of await unsettledActions(tables(deps.db))) {
      if (!deps.platforms.has(platform)) continue // an adapter that is no longer installed
      await deps.jobs.send(
        performQueue(platform),
        { action: id },
        { key: `${id}:start`, group: connection, ...(next_try_at ? { startAt: next_try_at } : {}) },
      )
    }
    for (const name of deps.platforms.keys()) deps.jobs.wake(performQueue(name))
  }

  return {
    perform,

    /** Makes the queue known and takes up what the process before left. */
    async start(): Promise<void> {
      for (const { name, connects } of deps.platforms.values()) {
        const concurrency = connects ? workers : workersOfOurOwn
        await deps.jobs.work<{ action: string }>(performQueue(name), ({ action }) => perform(action), { concurrency })
      }
      if (deps.db.engine === 'pglite') await dropClaims(tables(deps.db))
      await sendUnsettled()
    },

    /** What a process had claimed and not sent is free; what may be on its way to the platform when its claim ends. */
    async takeUp(process: string): Promise<void> {
      await dropUnsentClaims(tables(deps.db), `${process}:`)
      await sendUnsettled()
    },

    /** Tries again now. @throws Refusal ACTION_NOT_RETRYABLE */
    async retry(viewer: Viewer, id: string): Promise<ActionRow> {
      const found = await findAction(tables(deps.db), id)
      const community = found && (await deps.directory.find(viewer, found.community))
      if (!found || !community) throw notFound(id)
      requireScope(viewer, community.id, ...scopesToPerform(deps.platforms.get(found.platform)))
      const row = await deps.log.write(async (tx, emit) => {
        const on = within(tx)
        const before = (await lockAction(on, id))!
        // What is unknown stays so: it is looked up first, as ever.
        const status = statusAsked(before.status, 'retry', {
          message: `Wanted a requested action that is not done; this one is ${before.status}.`,
          path: ['id'],
        })
        const held = before.held_until !== null && before.held_until > (await databaseNow(tx))
        if (held || before.lacking > 0) {
          const message = 'Wanted an action that waits for no time and for nobody; this one is held, or not confirmed.'
          throw new Refusal('ACTION_NOT_RETRYABLE', message, { path: ['id'] })
        }
        const after = await changeAction(on, id, {
          ...{ status, next_try_at: await databaseNow(tx) },
          ...(before.status === status ? {} : { result: null }),
        })
        if (before.status !== status || before.dead) {
          emit({ type: 'actions.action.changed', community: after.community, payload: { action: factOf(after) } })
        }
        await deps.jobs.send(performQueue(before.platform), { action: id }, { tx, group: before.connection })
        return after
      })
      deps.jobs.wake(performQueue(row.platform))
      return row
    },
  }
}

/** One that is settled keeps those behind it no longer. */
export async function sendNextOnSubject(deps: Pick<SubgraphDeps, 'jobs'>, tx: Tx, settled: ActionRow): Promise<void> {
  const { id, platform, connection } = settled
  const next = await nextOnSubject(within(tx), settled)
  if (next === null) return
  await deps.jobs.send(performQueue(platform), { action: next }, { tx, key: `${next}:after:${id}`, group: connection })
}

export function notFound(id: string, path: readonly string[] = ['id']): Refusal {
  return new Refusal(
    'ACTION_NOT_FOUND',
    `Wanted the id of an action that this key can see; got "${id.slice(0, 80)}".`,
    { path },
  )
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

function detailOf({ supersedes }: ActionRow, status: ActionStatus, detail: string | null): string | null {
  if (supersedes === null || status !== 'DONE') return detail
  return [detail, `It supersedes what was done for the decision ${supersedes}.`].filter(Boolean).join(' ')
}

/** Of the errors of a try, those that say something about the connection rather than about what was asked. */
function aboutTheConnection(error: unknown): unknown {
  if (error instanceof Refusal)
    return ['CREDENTIALS_REFUSED', 'CREDENTIALS_ANONYMOUS'].includes(error.code) ? error : null
  return error
}
