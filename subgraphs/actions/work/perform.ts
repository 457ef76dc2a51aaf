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
import { forgottenFor } from '../../../backbone/people/person.ts'
import { requireScope, type Viewer } from '../../../backbone/security/viewer.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import { type ActionStatus, actionTable, statusAsked, unsettled } from '../domain/action.ts'
import { mostTries, waitBeforeNext } from '../domain/retries.ts'
import { expenseWithout } from '../people.ts'
import { type Platforms, scopesToPerform } from '../platforms/index.ts'
import type { Platform } from '../platforms/platform.ts'
import { addOwnEvents, changeAction, factOf, findAction, lockAction } from '../storage/actions.ts'
import { putExpenses } from '../storage/expenses.ts'
import {
  addAttempt,
  claimAction,
  dropClaims,
  dropUnsentClaims,
  keepClaim,
  nextOnSubject,
  unsettledActions,
} from '../storage/performing.ts'
import { type ActionRow, tables, within } from '../storage/tables.ts'
import { hearChange, hearWhatStands } from './hear-standing.ts'
import { performQueue } from './perform-queue.ts'
import { settlingKinds, tellStandings } from './standing.ts'
import { ClaimLost, type Outcome, type TryDeps, triesOf } from './try.ts'

export type PerformDeps = TryDeps &
  Pick<SubgraphDeps, 'jobs' | 'directory'> & {
    platforms: Platforms
    chance(): number
    /** Waits that are ours to choose are divided by this. */
    haste: number
  }

const workers = 6 // of a platform: actions of one connection go one after another, so that one that hangs holds one of them
const workersOfOurOwn = 2 // of Folkmoot itself, which answers at once
const heartbeat = 10_000 // milliseconds; a claim holds 30 s

export function performerOf(deps: PerformDeps) {
  const me = `${deps.db.process}:${randomUUID()}`
  const attempt = triesOf(deps, me)

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
      if (outcome.found) await hearChange(deps, platform, claimed, outcome.found)
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
    const code = String(outcome.result?.code ?? '')
    // Of credentials that are refused the outage of the connection is told.
    if (outcome.event === 'refused' && !code.startsWith('CREDENTIALS_')) {
      const { id: action, kind, connection } = row
      deps.logger.warn({ action, kind, connection, code }, 'an act was refused')
    }
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

function detailOf({ supersedes }: ActionRow, status: ActionStatus, detail: string | null): string | null {
  if (supersedes === null || status !== 'DONE') return detail
  return [detail, `It supersedes what was done for the decision ${supersedes}.`].filter(Boolean).join(' ')
}
