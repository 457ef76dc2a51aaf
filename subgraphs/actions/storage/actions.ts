// Actions: recorded once each, as they are found and changed. Who performs those that were requested: performing.ts.

import { type Insertable, sql } from 'kysely'
import type { ActionFact } from '../../../schema/events.ts'
import type { ActionRow, ActionsTable, Queries } from './tables.ts'

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
