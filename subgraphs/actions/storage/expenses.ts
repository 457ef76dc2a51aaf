// Expenses as they were last read. Of two readings, the later holds, whichever is written last.

import { type RawBuilder, sql } from 'kysely'
import type { Terms } from '../../../schema/terms.ts'
import type { ExpenseState, Known } from '../platforms/platform.ts'
import type { ExpenseRow, Queries } from './tables.ts'

/** Statuses after which nothing more is expected; those that a list leaves out are not asked for one by one. */
const over = ['PAID', 'SPAM', 'DRAFT', 'CANCELED', 'INVITE_DECLINED']
const recent = 60 // days in which also what is over is looked at again

export async function putExpenses(
  on: Queries,
  connection: { id: string; community: string },
  states: readonly ExpenseState[],
  readAt: Date,
): Promise<void> {
  if (states.length === 0) return
  await on
    .insertInto('expenses')
    .values(
      states.map((state) => ({
        connection: connection.id,
        community: connection.community,
        id: state.id,
        legacy_id: state.legacyId,
        account: state.account,
        description: state.description,
        status: state.status,
        on_hold: state.onHold,
        amount_in_cents: state.amountInCents,
        currency: state.currency,
        payee: state.payee,
        submitted_by: state.submittedBy,
        tags: JSON.stringify(state.tags),
        url: state.url,
        created_at: state.createdAt,
        read_at: readAt,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['connection', 'id'])
        .doUpdateSet((excluded) => ({
          description: excluded.ref('excluded.description'),
          status: excluded.ref('excluded.status'),
          on_hold: excluded.ref('excluded.on_hold'),
          amount_in_cents: excluded.ref('excluded.amount_in_cents'),
          currency: excluded.ref('excluded.currency'),
          payee: excluded.ref('excluded.payee'),
          tags: excluded.ref('excluded.tags'),
          url: excluded.ref('excluded.url'),
          read_at: excluded.ref('excluded.read_at'),
          deleted_at: null,
        }))
        .whereRef('expenses.read_at', '<=', 'excluded.read_at' as never),
    )
    .execute()
}

/** When the expenses of these ids were last read, and their terms as they were told. @param lock keeps them so until the transaction ends */
export async function expensesRead(
  on: Queries,
  connection: string,
  ids: readonly string[],
  lock = false,
): Promise<{ id: string; read_at: Date; terms: Terms | null }[]> {
  if (ids.length === 0) return []
  const rows = await on
    .selectFrom('expenses')
    .select(['id', 'read_at'])
    .where('connection', '=', connection)
    .where('id', 'in', ids)
    .orderBy('id')
    .$if(lock, (query) => query.forUpdate())
    .execute()
  // In a statement of its own: whoever waited for the lock must see what was told meanwhile.
  const terms = await termsTold(on, connection, ids)
  return rows.map((row) => ({ ...row, terms: terms.get(row.id) ?? null }))
}

/** The terms of expenses as they were last told. */
export async function termsTold(on: Queries, connection: string, ids: readonly string[]): Promise<Map<string, Terms>> {
  const rows = await on
    .selectFrom('expense_terms')
    .select(['expense', 'terms'])
    .where('connection', '=', connection)
    .where('expense', 'in', ids)
    .execute()
  return new Map(rows.map(({ expense, terms }) => [expense, terms]))
}

/** Keeps the terms that were told of expenses. */
export async function tellTerms(
  on: Queries,
  connection: string,
  told: readonly { id: string; terms: Terms }[],
): Promise<void> {
  if (told.length === 0) return
  await sql`
    insert into actions.expense_terms (connection, expense, terms)
    select ${connection}::text, told.id, told.terms
    from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as told (id text, terms jsonb)
    on conflict (connection, expense) do update set terms = excluded.terms`.execute(on)
}

/** @returns the ids that were there until now. */
export async function removeExpenses(
  on: Queries,
  connection: string,
  ids: readonly string[],
  at: Date,
): Promise<ExpenseRow[]> {
  if (ids.length === 0) return []
  return on
    .updateTable('expenses')
    .set({ deleted_at: at, read_at: at })
    .where('connection', '=', connection)
    .where('id', 'in', ids)
    .where('deleted_at', 'is', null)
    .returningAll()
    .execute()
}

/**
 * Expenses that may still change, oldest first: those that are not over, and those that were made lately. Each of the two is
 * read from an index that has no others.
 */
export async function openExpenses(on: Queries, connection: string, now: Date): Promise<Known[]> {
  const since = new Date(now.getTime() - recent * 86_400_000)
  const oldest = (which: RawBuilder<unknown>) => sql`(
    select id, created_at as "createdAt" from actions.expenses where connection = ${connection} and deleted_at is null
    and ${which} order by created_at limit 1000)`
  const { rows } = await sql<Known>`
    ${oldest(sql`status not in (${sql.join([...over, 'REJECTED'])})`)}
    union all ${oldest(sql`status in ('PAID', 'REJECTED') and created_at > ${since}`)}
    order by "createdAt" limit 1000`.execute(on)
  return rows
}

/** Of which nobody has heard as a question, nor asked about. */
const unasked = (connection: string) =>
  sql`e.connection = ${connection} and e.deleted_at is null and e.asked_at is null`

/** The ids of those in a status, oldest first; where ids are given, of those, in whatever status. They are locked. */
export async function unaskedExpenses(
  on: Queries,
  connection: string,
  which: { status: string } | { ids: readonly string[] },
  most: number,
): Promise<string[]> {
  const some = 'ids' in which ? sql`and e.id = any(${which.ids}::text[])` : sql`and e.status = ${which.status}`
  const { rows } = await sql<{ id: string }>`
    select e.id from actions.expenses e where ${unasked(connection)} ${some}
    order by e.created_at, e.id limit ${most} for update of e`.execute(on)
  return rows.map(({ id }) => id)
}

/** How many there are in a status, counted as far as `most`. */
export async function countUnasked(on: Queries, connection: string, status: string, most: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from actions.expenses e where ${unasked(connection)} and e.status = ${status} limit ${most}) e`.execute(on)
  return rows[0]!.count
}

/** Remembers that these are asked about, or not after all. */
export async function markAsked(
  on: Queries,
  connection: string,
  ids: readonly string[],
  asked: boolean,
): Promise<void> {
  if (ids.length === 0) return
  await on
    .updateTable('expenses')
    .set({ asked_at: asked ? sql<Date>`clock_timestamp()` : null })
    .where('connection', '=', connection)
    .where('id', 'in', ids)
    .where('asked_at', asked ? 'is' : 'is not', null)
    .execute()
}

/** An expense of a community by its id or its number. */
export async function findExpense(
  on: Queries,
  community: string,
  reference: { id: string } | { legacyId: number },
): Promise<ExpenseRow | null> {
  const rows = await on
    .selectFrom('expenses')
    .selectAll()
    .where('community', '=', community)
    .where('deleted_at', 'is', null)
    .$if('id' in reference, (query) => query.where('id', '=', (reference as { id: string }).id))
    .$if('legacyId' in reference, (query) =>
      query.where('legacy_id', '=', (reference as { legacyId: number }).legacyId),
    )
    .execute()
  return rows.length === 1 ? rows[0]! : null
}

export function expensesById(on: Queries, keys: readonly { community: string; id: string }[]): Promise<ExpenseRow[]> {
  return on
    .selectFrom('expenses')
    .selectAll()
    .where('community', 'in', [...new Set(keys.map(({ community }) => community))])
    .where('id', 'in', [...new Set(keys.map(({ id }) => id))])
    .execute()
}
