// Actions that wait: for a time in which guardians may stay them, for people who confirm them, or both. What is not stayed
// and is confirmed by enough is performed; what is not confirmed in time has failed. Whether it is time, the database's clock
// says, and the claim of the performer asks it: whoever has the row's lock first decides.

import { databaseNow, type Tx } from '../../../backbone/database/database.ts'
import type { Consumer } from '../../../backbone/log/consumer.ts'
import type { Emit } from '../../../backbone/log/write.ts'
import { hasScope, requireScope, type Viewer } from '../../../backbone/security/viewer.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { ConfirmActionInput, StayActionInput } from '../../../schema/generated/actions.ts'
import { actionTable, statusAsked } from '../domain/action.ts'
import { textOf } from '../domain/input.ts'
import { lackingOf } from '../domain/waiting.ts'
import { changeAction, factOf, findAction, lockAction } from '../storage/actions.ts'
import { countApprovals, partiesOf, putApproval, takeApproval } from '../storage/approvals.ts'
import { personOf, personsOf, rolesHeld } from '../storage/roles.ts'
import { type ActionRow, tables, within } from '../storage/tables.ts'
import { notFound, sendNextOnSubject } from './perform.ts'
import { performQueue } from './perform-queue.ts'

const mostApprovals = 500 // more than any action may need

export type WaitingDeps = Pick<SubgraphDeps, 'db' | 'log' | 'jobs' | 'directory'> & { roles: Consumer }

/** Ends an action while it is held. The same again changes nothing. @throws Refusal */
export function stayAction(deps: WaitingDeps, viewer: Viewer, input: StayActionInput): Promise<ActionRow> {
  const message = textOf(input.reason, 'reason', 2000)
  return onAction(deps, viewer, input.action, async (tx, emit, before) => {
    if (actionTable[before.status].stay === before.status) return before
    if (!hasScope(viewer, before.community, 'ADMIN')) await requireRole(tx, viewer, before.guardian, 'stays it')
    const over = before.held_until === null || (await databaseNow(tx)) >= before.held_until
    const until = before.held_until === null ? 'was never held' : `was held until ${before.held_until.toISOString()}`
    const why = `Wanted an action that is held; got one that is ${before.status} and ${until}.`
    const status = statusAsked(before.status, 'stay', { message: why, ...at('action') })
    if (over) throw new Refusal('ACTION_NOT_HELD', why, at('action'))
    const by = viewer.member ?? viewer.key ?? 'admin'
    const after = await changeAction(within(tx), before.id, {
      ...{ status, next_try_at: null, claimed_by: null, claimed_until: null },
      result: { code: 'STAYED', message, by },
    })
    emit({ type: 'actions.action.changed', community: after.community, payload: { action: factOf(after) } })
    await sendNextOnSubject(deps, tx, after)
    return after
  })
}

/** Confirms an action that waits for it, or takes that back. The same again changes nothing. @throws Refusal */
export function confirmAction(deps: WaitingDeps, viewer: Viewer, input: ConfirmActionInput): Promise<ActionRow> {
  return onAction(deps, viewer, input.action, async (tx, emit, before) => {
    const on = within(tx)
    const now = await databaseNow(tx)
    const confirmed = input.confirmed ?? true
    const late = confirmed && before.lapses_at !== null && now >= before.lapses_at
    const state = late ? 'out of time' : before.status
    const got = before.needs === null ? 'one that waits for nobody' : `one that is ${state}`
    const why = `Wanted an action that waits to be confirmed; got ${got}.`
    statusAsked(before.status, 'confirm', { message: why, ...at('action') })
    if (before.needs === null || before.sent_at !== null || late)
      throw new Refusal('ACTION_NOT_CONFIRMABLE', why, at('action'))
    const person = await requireRole(tx, viewer, before.confirmers, 'confirms it')
    const own = await personsOf(on, await partiesOf(on, before))
    if (own.includes(person)) {
      const message = 'Wanted somebody who neither submitted it nor is paid; got one who did or is.'
      throw new Refusal('OWN_CAUSE', message, at('action'))
    }
    const changed = await (confirmed ? putApproval : takeApproval)(on, before.id, person)
    if (changed && confirmed && (await countApprovals(on, before.id)) > mostApprovals) {
      const message = `Wanted an action that fewer than ${mostApprovals} have confirmed; got one that needs no more.`
      throw new Refusal('TOO_MANY', message, at('action'))
    }
    return changed ? recount(deps, tx, emit, before) : before
  })
}

/** After somebody has confirmed it, or does no longer: it is due, or waits. The action is locked. */
export async function recount(
  deps: Pick<SubgraphDeps, 'jobs'>,
  tx: Tx,
  emit: Emit,
  before: ActionRow,
): Promise<ActionRow> {
  const on = within(tx)
  const lacking = lackingOf(before.needs, await countApprovals(on, before.id))
  const now = await databaseNow(tx)
  const due = before.held_until && before.held_until > now ? before.held_until : now
  const next_try_at = lacking === 0 ? due : before.lapses_at!
  const turned = (lacking === 0) !== (before.lacking === 0)
  // A worker that has it in hand and has not sent anything loses it, and finds that out before it sends.
  const turn = turned ? { next_try_at, claimed_by: null, claimed_until: null } : {}
  const after = await changeAction(on, before.id, { lacking, ...turn })
  emit({ type: 'actions.action.changed', community: after.community, payload: { action: factOf(after) } })
  if (turned) {
    const { id, platform, connection } = after
    await deps.jobs.send(performQueue(platform), { action: id }, { tx, startAt: next_try_at, group: connection })
  }
  return after
}

/** Works on an action that the viewer can see, locked, with the roles as they are now. */
async function onAction(
  deps: WaitingDeps,
  viewer: Viewer,
  id: string,
  work: (tx: Tx, emit: Emit, before: ActionRow) => Promise<ActionRow>,
): Promise<ActionRow> {
  const found = await findAction(tables(deps.db), id)
  const community = found && (await deps.directory.find(viewer, found.community))
  if (!found || !community) throw notFound(id, ['input', 'action'])
  requireScope(viewer, community.id, 'VOTE')
  await deps.roles.catchUp()
  const row = await deps.log.write(async (tx, emit) => work(tx, emit, (await lockAction(within(tx), id))!))
  deps.jobs.wake(performQueue(row.platform))
  return row
}

/** The person behind the key, who holds the role. @throws Refusal FORBIDDEN, ROLE_NOT_HELD */
async function requireRole(tx: Tx, viewer: Viewer, role: string | null, does: string): Promise<string> {
  if (viewer.member === null)
    throw new Refusal('FORBIDDEN', `Wanted the key of the member who ${does}; this one is nobody's.`)
  const on = within(tx)
  if (role !== null && (await rolesHeld(on, viewer.member, [role])).has(role)) return personOf(on, viewer.member)
  const wanted = role === null ? 'an administrator: no role was named for it' : 'a holder of the role that it names'
  throw new Refusal('ROLE_NOT_HELD', `Wanted ${wanted}; got a member who is not.`, at('action'))
}

const at = (field: string) => ({ path: ['input', field] })
