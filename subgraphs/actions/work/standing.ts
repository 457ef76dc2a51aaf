// How subjects stand to what decisions asked for, told whenever that is no longer what was told last: after each reading,
// and after each request that was settled. It is worked out anew each time, from the newest state and the acts that were
// seen, so that it does not matter in which order, or how late, these were heard.

import { isDeepStrictEqual } from 'node:util'
import type { Emit } from '../../../backbone/log/write.ts'
import { differencesOf, type Terms } from '../../../schema/terms.ts'
import { type BearingAct, whatStands } from '../domain/compliance.ts'
import type { Platform } from '../platforms/platform.ts'
import { termsTold } from '../storage/expenses.ts'
import {
  actsOn,
  type DecidedOn,
  decidedRequests,
  lockExpenses,
  rememberTold,
  type SeenAct,
  type Told,
  toldBefore,
  whatWasDecidedOn,
} from '../storage/standings.ts'
import type { Queries } from '../storage/tables.ts'

/** Whether the subject is no longer what was decided about, by the terms as they were told. */
const isChanged = (expense: string, terms: Terms | undefined, on: DecidedOn | undefined): boolean =>
  on?.subject === expense && differencesOf(on.terms, terms, on.named).length > 0

/**
 * Tells how each of the subjects stands to each decision that asked for something on it.
 * @param news those of them that an act was heard of: of the others only a new state is told
 */
export async function tellStandings(
  on: Queries,
  emit: Emit,
  platform: Platform,
  connection: { id: string; community: string },
  subjects: readonly string[],
  news: ReadonlySet<string>,
): Promise<void> {
  const { community } = connection
  const kinds = settlingKinds(platform)
  const about = { community, platform: platform.name, connection: connection.id, subjects, kinds }
  const requests = await decidedRequests(on, about)
  if (requests.length === 0) return
  const bySubject = Map.groupBy(requests, ({ subject_id }) => subject_id)
  const expenses = await lockExpenses(on, connection.id, [...bySubject.keys()])
  const terms = await termsTold(on, connection.id, [...bySubject.keys()])
  const made = [...new Set(requests.map(({ decision }) => decision))]
  const decidedOn = await whatWasDecidedOn(on, platform.name, made)
  const before = await toldBefore(on, platform.name, made)
  for (const expense of expenses) {
    const state = { status: expense.status, onHold: expense.on_hold, gone: expense.deleted_at !== null }
    const told = (decision: string) => before.get(`${decision} ${expense.id}`)
    const changed = (decision: string) => isChanged(expense.id, terms.get(expense.id), decidedOn.get(decision))
    const key = (decision: string) => JSON.stringify({ ...state, changed: changed(decision) })
    const decided = Map.groupBy(bySubject.get(expense.id)!, ({ decision }) => decision)
    if (!news.has(expense.id) && [...decided.keys()].every((decision) => told(decision)?.state === key(decision)))
      continue
    const seen = await actsOn(on, { community, platform: platform.name, subject: expense.id, kinds: platform.hears })
    const acts = seen.flatMap((act) => bearing(platform, act))
    for (const [decision, ofDecision] of decided) {
      const [request] = ofDecision
      const since = request!.place ?? request!.recorded_at
      const asks = (its: typeof state) => platform.standing(request!.kind, its)
      const asked = { id: request!.id, decision, since }
      const { standing, by, act, later } = whatStands(asks, state, acts, asked, changed(decision))
      const payload: Told = {
        ...{ decision, platform: platform.name, subject: expense.id, requests: ofDecision.map(({ id }) => id) },
        ...{ standing, by, later, action: act?.id ?? null, kind: act?.kind ?? null, initiatorName: act?.by ?? null },
      }
      const same = isDeepStrictEqual(told(decision)?.payload, payload)
      if (!same) emit({ type: 'actions.decision.standing', community, payload })
      if (!same || told(decision)?.state !== key(decision)) await rememberTold(on, key(decision), payload)
    }
  }
}

/** The kinds of request that settle something about their subject. */
export function settlingKinds(platform: Platform): string[] {
  return platform.performs.filter((kind) => platform.consequences(kind) !== null)
}

function bearing(platform: Platform, act: SeenAct): BearingAct[] {
  const left = platform.left(act.kind, act.data)
  if (!left) return []
  const { id, kind, initiator_name: by, occurred_at: occurredAt, platform_event: event, request, decision } = act
  const ours = request !== null || act.data.byFolkmoot === true ? { request, decision } : null
  return [{ id, kind, by, occurredAt, event, left, ours }]
}
