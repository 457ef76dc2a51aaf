// Webhooks as they came. The row is what makes an answer of 2xx true: it is there before the answer is.

import { CompiledQuery, sql } from 'kysely'
import { daysAgo, dropRows } from '../../../backbone/database/keeping.ts'
import type { Heard } from '../platforms/platform.ts'
import type { Queries } from './tables.ts'

export interface NewWebhook {
  connection: string
  heard: Heard
}

/**
 * Stores them in one statement, and with it in one transaction; what was stored before, or comes twice, stays as it is.
 * The text is made once: Kysely would compose it for each.
 */
export async function storeWebhooks(on: Queries, webhooks: readonly NewWebhook[]): Promise<void> {
  const rows = webhooks
    .map(({ connection, heard: { id, subject, body } }) => ({ connection, event_id: id, subject, body }))
    .sort((a, b) => order(a.connection, b.connection) || order(a.event_id, b.event_id)) // two processes, one order: no deadlock
  await on.executeQuery(CompiledQuery.raw(insert, [JSON.stringify(rows)]))
}

const insert = `
  insert into actions.webhooks (connection, event_id, subject, body)
  select connection, event_id, subject, body
  from jsonb_to_recordset($1::jsonb) as webhook (connection text, event_id text, subject text, body jsonb)
  on conflict (connection, event_id) do nothing`

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The oldest of those that are not answered for. */
export function waitingWebhooks(on: Queries, connection: string, limit: number) {
  return on
    .selectFrom('webhooks')
    .select(['id', 'subject'])
    .where('connection', '=', connection)
    .where('handled_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/**
 * Marks these as answered for. Never those before a number: a webhook that took its number in another process may be
 * committed after later ones, when nobody has looked at it yet.
 */
export async function webhooksHandled(
  on: Queries,
  connection: string,
  answered: readonly number[],
  now: Date,
): Promise<void> {
  await on
    .updateTable('webhooks')
    .set({ handled_at: now })
    .where('connection', '=', connection)
    .where('handled_at', 'is', null)
    .where('id', '=', sql<number>`any(${answered}::bigint[])`)
    .execute()
}

/**
 * Forgets those that were answered so many days ago, and those that nobody will answer: their connection is no more. None that
 * waits. @returns how many
 */
export async function dropOldWebhooks(on: Queries, days: number): Promise<number> {
  const webhooks = sql`actions.webhooks`
  const answered = await dropRows(on, webhooks, sql`where row.handled_at < ${daysAgo(days)}`)
  const orphaned = await dropRows(
    on,
    webhooks,
    sql`where row.handled_at is null and row.received_at < ${daysAgo(days)} and not exists (
      select from actions.connections c where c.id = row.connection and c.status <> 'DISCONNECTED')`,
  )
  return answered + orphaned
}
