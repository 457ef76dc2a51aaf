// Actions: recorded once each, and for requested ones, what became of them.

import { type Insertable, sql } from 'kysely'
import type { ActionFact } from '../../../schema/events.ts'
import { type ActionStatus, unsettled } from '../domain/action.ts'
import type { ActionRow, ActionsTable, AttemptRow, Queries } from './tables.ts'

/** The action as events and other subgraphs know it. */
export function factOf(row: ActionRow): ActionFact {
  return {
    id: row.id,
    community: row.community,
    direction: row.direction,
    platform: row.platform,
    kind: row.kind,
    initiator: row.initiator,
    initiatorName: row.initiator_name,
    subject: { type: row.subject_type, id: row.subject_id, title: row.subject_title, url: row.subject_url },
    data: row.data,
    terms: row.terms,
    changed: row.changed,
    asks: row.asks,
    ...(row.parties && { parties: row.parties }),
    status: row.status,
    decision: row.decision,
    proposal: row.proposal,
    advisory: row.advisory,
    asksPermission: row.asks_permission,
    verdict: row.verdict,
    problem: row.problem,
    result: row.result,
    supersedes: row.supersedes,
    dead: row.dead,
    ...waitsOf(row),
    occurredAt: row.occurred_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
  }
}

/** What it waits for, or waited; nothing where it never did. */
function waitsOf({ held_until, guardian, needs, confirmers, lapses_at }: ActionRow): Pick<ActionFact, 'waits'> {
  if (held_until === null && needs === null) return {}
  const [heldUntil, lapsesAt] = [held_until?.toISOString() ?? null, lapses_at?.toISOString() ?? null]
  return { waits: { heldUntil, guardian, needs, confirmers, lapsesAt } }
}

/** @returns null when the platform's event, or the idempotency key, stands there already. */
export async function insertAction(on: Queries, row: Insertable<ActionsTable>): Promise<ActionRow | null> {
  const inserted = await on
    .insertInto('actions')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  return inserted ?? null
}

export async function findAction(on: Queries, id: string): Promise<ActionRow | null> {
  return (await on.selectFrom('actions').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

export function actionsById(on: Queries, ids: readonly string[]): Promise<ActionRow[]> {
  return on.selectFrom('actions').selectAll().where('id', 'in', ids).execute()
}

export async function actionByKey(on: Queries, community: string, key: string): Promise<ActionRow | null> {
  const query = on
    .selectFrom('actions')
    .selectAll()
    .where('community', '=', community)
    .where('idempotency_key', '=', key)
  return (await query.executeTakeFirst()) ?? null
}

/** Locks an action for a change. */
export async function lockAction(on: Queries, id: string): Promise<ActionRow | null> {
  return (await on.selectFrom('actions').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()) ?? null
}

export type ActionChange = Partial<
  Pick<
    ActionRow,
    'status' | 'verdict' | 'problem' | 'decision' | 'place' | 'sent_at' | 'tries' | 'next_try_at' | 'lacking'
  >
> & { result?: Record<string, unknown> | null; claimed_by?: string | null; claimed_until?: Date | null }

export async function changeAction(on: Queries, id: string, change: ActionChange): Promise<ActionRow> {
  const { result, ...rest } = change
  return on
    .updateTable('actions')
    .set({ ...rest, ...(result === undefined ? {} : { result: result && JSON.stringify(result) }) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/**
 * Makes this process the one that performs the action: not while another does, not while it is held or lacks people who
 * confirm it, and not before an older one of the same
 * subject is settled, where `inOrder` (kinds that change what the subject is).
 */
export async function claimAction(
  on: Queries,
  id: string,
  by: string,
  inOrder: readonly string[],
): Promise<ActionRow | null> {
  const claimed = await on
    .updateTable('actions as mine')
    .set({ claimed_by: by, claimed_until: sql<Date>`clock_timestamp() + interval '30 seconds'` })
    .where('mine.id', '=', id)
    .where('mine.status', 'in', unsettled)
    .where('mine.lacking', '=', 0)
    .where((where) =>
      where.or([where('mine.held_until', 'is', null), where('mine.held_until', '<=', sql<Date>`clock_timestamp()`)]),
    )
    .where((where) =>
      where.or([
        where('mine.claimed_until', 'is', null),
        where('mine.claimed_until', '<', sql<Date>`clock_timestamp()`),
      ]),
    )
    .where((where) =>
      where.or([
        where('mine.kind', 'not in', inOrder.length > 0 ? inOrder : ['']),
        where.not(
          where.exists(
            where
              .selectFrom('actions as older')
              .select('older.id')
              .whereRef('older.community', '=', 'mine.community')
              .whereRef('older.platform', '=', 'mine.platform')
              .whereRef('older.subject_id', '=', 'mine.subject_id')
              .where('older.direction', '=', 'REQUESTED')
              .where('older.kind', 'in', inOrder.length > 0 ? inOrder : [''])
              .where('older.status', 'in', unsettled)
              .where('older.next_try_at', 'is not', null) // one that was given up keeps nobody waiting
              .whereRef('older.id', '<', 'mine.id'),
          ),
        ),
      ]),
    )
    .returningAll('mine')
    .executeTakeFirst()
  return claimed ?? null
}

export async function keepClaim(on: Queries, id: string, by: string): Promise<void> {
  await on
    .updateTable('actions')
    .set({ claimed_until: sql<Date>`clock_timestamp() + interval '30 seconds'` })
    .where('id', '=', id)
    .where('claimed_by', '=', by)
    .execute()
}

/** Remembers that something is about to be sent. @returns false when the claim is another's now. */
export async function markSent(
  on: Queries,
  id: string,
  by: string,
  change: { sent_at: Date; place: Date | null },
): Promise<boolean> {
  const result = await on
    .updateTable('actions')
    .set({ ...change, claimed_until: sql<Date>`clock_timestamp() + interval '30 seconds'` })
    .where('id', '=', id)
    .where('claimed_by', '=', by)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** For the embedded database, which one process has: claims of the process before it are void. */
export async function dropClaims(on: Queries): Promise<void> {
  await on
    .updateTable('actions')
    .set({ claimed_by: null, claimed_until: null })
    .where('direction', '=', 'REQUESTED')
    .where('status', 'in', unsettled)
    .where('claimed_by', 'is not', null)
    .execute()
}

/** For a process that is gone: should it come back all the same, it will find that it may not send. */
export async function dropUnsentClaims(on: Queries, holdersBeginWith: string): Promise<void> {
  await on
    .updateTable('actions')
    .set({ claimed_by: null, claimed_until: null })
    .where('direction', '=', 'REQUESTED')
    .where('status', 'in', unsettled)
    .where((where) =>
      where(where.fn<string>('left', ['claimed_by', sql.lit(holdersBeginWith.length)]), '=', holdersBeginWith),
    )
    .where('sent_at', 'is', null)
    .execute()
}

/** The next requested action on the same subject that still has work before it. */
export async function nextOnSubject(on: Queries, done: ActionRow): Promise<string | null> {
  const row = await on
    .selectFrom('actions')
    .select('id')
    .where('community', '=', done.community)
    .where('platform', '=', done.platform)
    .where('subject_id', '=', done.subject_id)
    .where('direction', '=', 'REQUESTED')
    .where('status', 'in', unsettled)
    .where('next_try_at', 'is not', null)
    .where('id', '!=', done.id)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

/** Of all communities, for the metrics: requested actions that are not done. */
export async function countUnfinished(on: Queries): Promise<{ pending: number; unknown: number; dead: number }> {
  const { rows } = await sql<{ pending: number; unknown: number; dead: number }>`
    select count(*) filter (where status = 'PENDING') as pending, count(*) filter (where status = 'UNKNOWN') as unknown,
      (select count(*) from actions.actions where dead) as dead
    from actions.actions
    where direction = 'REQUESTED' and status in ('PENDING', 'UNKNOWN') and next_try_at is not null`.execute(on)
  return rows[0]!
}

/** Everything requested that still has work before it: what a start takes up again. */
export function unsettledActions(
  on: Queries,
): Promise<Pick<ActionRow, 'id' | 'platform' | 'connection' | 'next_try_at'>[]> {
  return on
    .selectFrom('actions')
    .select(['id', 'platform', 'connection', 'next_try_at'])
    .where('direction', '=', 'REQUESTED')
    .where('status', 'in', unsettled)
    .where('next_try_at', 'is not', null)
    .orderBy('next_try_at')
    .limit(10_000)
    .execute()
}

interface Subject {
  community: string
  platform: string
  subject: string
}

/** All that was observed or requested on a subject. */
function onSubject(on: Queries, { community, platform, subject }: Subject, direction: ActionRow['direction']) {
  return on
    .selectFrom('actions')
    .selectAll()
    .where('community', '=', community)
    .where('platform', '=', platform)
    .where('subject_id', '=', subject)
    .where('direction', '=', direction)
}

/** The newest observed action on each of these subjects. */
export async function newestObserved(
  on: Queries,
  about: readonly Pick<ActionRow, 'community' | 'platform' | 'subject_id'>[],
): Promise<ActionRow[]> {
  const { rows } = await sql<ActionRow>`
    select found.* from jsonb_to_recordset(${JSON.stringify(about)}::jsonb)
      as asked (community text, platform text, subject_id text)
    cross join lateral (
      select * from actions.actions a
      where a.community = asked.community and a.platform = asked.platform and a.subject_id = asked.subject_id
        and a.direction = 'OBSERVED' and a.platform_event is not null
      order by a.occurred_at desc, a.id desc limit 1) found`.execute(on)
  return rows
}

/** The newest requested action of these kinds on a subject. */
export async function latestRequest(
  on: Queries,
  about: Subject & { kinds: readonly string[] },
): Promise<ActionRow | null> {
  if (about.kinds.length === 0) return null
  const row = await onSubject(on, about, 'REQUESTED')
    .where('kind', 'in', about.kinds)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** Requested actions on a subject that were sent, or may have been: whose doing an act may be. */
export function sentRequests(on: Queries, about: Subject): Promise<ActionRow[]> {
  return onSubject(on, about, 'REQUESTED').where('sent_at', 'is not', null).orderBy('id', 'desc').limit(20).execute()
}

export async function addAttempt(
  on: Queries,
  attempt: { action: string; number: number; outcome: ActionStatus; detail: string | null },
): Promise<void> {
  await on
    .insertInto('attempts')
    .values(attempt)
    .onConflict((conflict) =>
      conflict.columns(['action', 'number']).doUpdateSet({ outcome: attempt.outcome, detail: attempt.detail }),
    )
    .execute()
}

/** The last of each, in order. */
export async function attemptsOf(on: Queries, actions: readonly string[], last: number): Promise<AttemptRow[]> {
  const { rows } = await sql<AttemptRow>`
    select found.* from unnest(${actions}::text[]) as parent cross join lateral (
      select * from actions.attempts where action = parent order by number desc limit ${last}
    ) found order by found.number`.execute(on)
  return rows
}

export async function addOwnEvents(on: Queries, action: ActionRow, events: readonly string[]): Promise<void> {
  if (events.length === 0) return
  const { community, platform, id } = action
  await on
    .insertInto('own_events')
    .values(events.map((platform_event) => ({ community, platform, platform_event, action: id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function ownEvent(
  on: Queries,
  community: string,
  platform: string,
  event: string,
): Promise<string | null> {
  const row = await on
    .selectFrom('own_events')
    .select('action')
    .where('community', '=', community)
    .where('platform', '=', platform)
    .where('platform_event', '=', event)
    .executeTakeFirst()
  return row?.action ?? null
}
