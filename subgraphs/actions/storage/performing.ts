// Who performs a requested action, what was tried, and what still has work before it.

import { sql } from 'kysely'
import { type ActionStatus, unsettled } from '../domain/action.ts'
import type { ActionRow, AttemptRow, Queries } from './tables.ts'

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
