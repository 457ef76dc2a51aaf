// What it takes to say how subjects stand to decisions: their requests, what was seen on the subjects, and what was told.

import { sql } from 'kysely'
import type { EventPayloads } from '../../../schema/events.ts'
import type { Terms } from '../../../schema/terms.ts'
import type { ActionRow, ExpenseRow, Queries } from './tables.ts'

export type Told = EventPayloads['actions.decision.standing']
export type DecidedRequest = Pick<ActionRow, 'id' | 'decision' | 'kind' | 'subject_id' | 'place' | 'recorded_at'> & {
  decision: string
}

const most = 100 // requests and acts of one subject that are looked at: the newest

/** Requests that decisions made about these subjects over a connection, newest first. */
export async function decidedRequests(
  on: Queries,
  about: {
    community: string
    platform: string
    connection: string
    subjects: readonly string[]
    kinds: readonly string[]
  },
): Promise<DecidedRequest[]> {
  if (about.subjects.length === 0 || about.kinds.length === 0) return []
  const { rows } = await sql<DecidedRequest>`
    select request.* from unnest(${about.subjects}::text[]) as subject
    cross join lateral (
      select id, decision, kind, subject_id, place, recorded_at from actions.actions
      where community = ${about.community} and platform = ${about.platform} and subject_id = subject
        and direction = 'REQUESTED' and decision is not null
        and connection = ${about.connection} and kind = any(${about.kinds}::text[])
      order by id desc limit ${most}) request
    order by id desc`.execute(on)
  return rows
}

/** The expenses as they stand, also deleted ones, locked: who tells of them does so one after another. */
export function lockExpenses(on: Queries, connection: string, ids: readonly string[]): Promise<ExpenseRow[]> {
  return on
    .selectFrom('expenses')
    .selectAll()
    .where('connection', '=', connection)
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()
}

export interface SeenAct {
  id: string
  kind: string
  data: Record<string, unknown>
  initiator_name: string | null
  occurred_at: Date
  platform_event: string
  /** The request of ours that made it, and the decision that asked for that. */
  request: string | null
  decision: string | null
}

/** The newest acts of these kinds that were read on a subject. */
export async function actsOn(
  on: Queries,
  about: { community: string; platform: string; subject: string; kinds: readonly string[] },
): Promise<SeenAct[]> {
  const { rows } = await sql<SeenAct>`
    select act.id, act.kind, act.data, act.initiator_name, act.occurred_at, act.platform_event,
      request.id as request, request.decision
    from (
      select * from actions.actions
      where community = ${about.community} and platform = ${about.platform} and subject_id = ${about.subject}
        and direction = 'OBSERVED' and platform_event is not null and kind = any(${about.kinds}::text[])
      order by occurred_at desc limit ${most}) act
    left join actions.own_events own on own.community = act.community and own.platform = act.platform
      and own.platform_event = act.platform_event
    left join actions.actions request on request.id = own.action`.execute(on)
  return rows
}

/** What a decision was made on: the subject of what triggered it, and its terms. */
export interface DecidedOn {
  subject: string
  terms: Terms
  /** Only these count; null: all of them. */
  named: string[] | null
}

/** Of those of the decisions that were made on the terms of a subject of the platform. */
export async function whatWasDecidedOn(
  on: Queries,
  platform: string,
  decisions: readonly string[],
): Promise<Map<string, DecidedOn>> {
  const rows = await on
    .selectFrom('decisions as made')
    .innerJoin('actions as trigger', 'trigger.id', 'made.trigger')
    .select(['made.id', 'made.terms', 'made.terms_named as named', 'trigger.subject_id as subject'])
    .where('made.id', 'in', decisions)
    .whereRef('made.community', '=', 'trigger.community')
    .where('trigger.platform', '=', platform)
    .execute()
  return new Map(rows.flatMap(({ id, terms, ...more }) => (terms ? [[id, { terms, ...more }]] : [])))
}

export async function toldBefore(
  on: Queries,
  platform: string,
  decisions: readonly string[],
): Promise<Map<string, { state: string; payload: Told }>> {
  const rows = await on
    .selectFrom('standings')
    .selectAll()
    .where('platform', '=', platform)
    .where('decision', 'in', decisions)
    .execute()
  return new Map(rows.map(({ decision, subject, told }) => [`${decision} ${subject}`, told]))
}

export async function rememberTold(on: Queries, state: string, payload: Told): Promise<void> {
  const { decision, platform, subject } = payload
  const told = JSON.stringify({ state, payload })
  await on
    .insertInto('standings')
    .values({ decision, platform, subject, told })
    .onConflict((conflict) => conflict.columns(['decision', 'platform', 'subject']).doUpdateSet({ told }))
    .execute()
}
