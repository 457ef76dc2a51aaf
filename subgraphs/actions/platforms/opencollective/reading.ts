// Reading a collective. Whatever told us to look, the same thing is read: expenses with their own activities. So the id
// of an event is always the activity's, and webhook, poll and log come to one result.

import { Refusal } from '../../../../schema/errors.ts'
import type { Connection, Known, Place, PlatformEvent, Reading } from '../platform.ts'
import type { Client } from './client.ts'
import { eventOf, idOf, partiesOf, referenceOf, stateOf } from './expense.ts'
import { type ActivityAnswer, type ExpenseAnswer, expenseFields } from './expense-answer.ts'
import { kindOf } from './kinds.ts'

const pageSize = 100
const mostPages = 10
const batch = 15 // expenses asked for by id in one request
const overlap = 60_000 // milliseconds read again: what was committed late stands before what was seen

/** What the API says of the expenses that hints name. Those that it does not know are left out: hints are not believed. */
export async function look(client: Client, connection: Connection, subjects: readonly string[]): Promise<Reading> {
  const reading = emptyReading()
  const references = [...new Set(subjects)].map(referenceOf).filter((reference) => reference !== null)
  const ids = references.flatMap((reference) => ('id' in reference ? [reference.id] : []))
  const many = ids.length > 1 ? await readMany(client, connection, ids) : new Map<string, ExpenseAnswer | null>()
  for (const reference of references) {
    const known = 'id' in reference ? many.get(reference.id) : undefined
    const expense = known === undefined ? await readExpense(client, connection, reference) : known
    if (expense && belongs(connection, expense)) add(reading, connection, expense)
  }
  return sorted(reading)
}

/** What happened since a place, by the log of activities where the token may read it, and by the expenses themselves. */
export async function read(
  client: Client,
  connection: Connection,
  place: Place,
  known: readonly Known[],
): Promise<Reading> {
  const reading = emptyReading()
  const log = await readLog(client, connection, new Date(place.since.getTime() - overlap))
  const oldest = known.reduce<Date | null>(
    (least, { createdAt }) => (!least || createdAt < least ? createdAt : least),
    null,
  )
  const listed = await listExpenses(client, connection, oldest)
  const seen = new Map(listed.map((expense) => [idOf(expense), expense]))
  const named = [...log.byExpense.keys(), ...known.map(({ id }) => id)]
  const missing = [...new Set(named)].filter((id) => !seen.has(id))
  for (const [id, expense] of await readMany(client, connection, missing)) {
    if (expense && belongs(connection, expense)) seen.set(id, expense)
    else if (known.some((one) => one.id === id)) reading.gone.push(id)
  }
  for (const expense of seen.values()) add(reading, connection, expense, log.byExpense.get(idOf(expense)))
  const newest = reading.events.reduce((latest, { occurredAt }) => Math.max(latest, occurredAt.getTime()), log.newest)
  reading.place = { since: new Date(Math.max(place.since.getTime(), newest)) }
  return sorted(reading)
}

/** An expense of the collective, with more fields where they are named; null when there is none, or it is another collective's. */
export async function readExpense<More = object>(
  client: Client,
  connection: Connection,
  reference: { id: string } | { legacyId: number },
  moreFields = '',
): Promise<(ExpenseAnswer & More) | null> {
  try {
    const { expense } = await client.query<{ expense: (ExpenseAnswer & More) | null }>(
      connection,
      `query Expense($expense: ExpenseReferenceInput!) { expense(expense: $expense) { ${expenseFields} ${moreFields} } }`,
      { expense: reference },
    )
    return expense && belongs(connection, expense) ? expense : null
  } catch (error) {
    if (error instanceof Refusal && ['PLATFORM_INPUT_REFUSED', 'EXPENSE_NOT_FOUND'].includes(error.code)) return null
    throw error
  }
}

/** Whether it is the collective's, or of a project or event of it. */
function belongs(connection: Connection, { account }: ExpenseAnswer): boolean {
  return [account.slug, account.parentAccount?.slug].includes(connection.externalId)
}

async function listExpenses(client: Client, connection: Connection, from: Date | null): Promise<ExpenseAnswer[]> {
  const all: ExpenseAnswer[] = []
  for (let page = 0; page < mostPages; page++) {
    const { me, expenses } = await client.query<{
      me: { id: string } | null
      expenses: { nodes: ExpenseAnswer[] | null; totalCount: number }
    }>(
      connection,
      `query Expenses($account: AccountReferenceInput!, $from: DateTime, $limit: Int!, $offset: Int!) {
        me { id }
        expenses(account: $account, includeChildrenExpenses: true, dateFrom: $from, limit: $limit, offset: $offset,
          orderBy: { field: CREATED_AT, direction: DESC }) { totalCount nodes { ${expenseFields} } }
      }`,
      { account: { slug: connection.externalId }, from: from?.toISOString(), limit: pageSize, offset: page * pageSize },
    )
    if (!me) throw new Refusal('CREDENTIALS_ANONYMOUS', 'With the personal token, nobody is logged in any more.')
    all.push(...(expenses.nodes ?? []))
    if ((expenses.nodes ?? []).length < pageSize) break
  }
  return all
}

async function readMany(
  client: Client,
  connection: Connection,
  ids: readonly string[],
): Promise<Map<string, ExpenseAnswer | null>> {
  const found = new Map<string, ExpenseAnswer | null>()
  for (let from = 0; from < ids.length; from += batch) {
    const some = ids.slice(from, from + batch)
    const fields = some.map((_, n) => `e${n}: expense(expense: { id: $i${n} }) { ...E }`).join(' ')
    const query = `query Some(${some.map((_, n) => `$i${n}: String!`).join(', ')}) { ${fields} } fragment E on Expense { ${expenseFields} }`
    const variables = Object.fromEntries(some.map((id, n) => [`i${n}`, id]))
    try {
      const answer = await client.query<Record<string, ExpenseAnswer | null>>(connection, query, variables)
      some.forEach((id, n) => void found.set(id, answer[`e${n}`] ?? null))
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'PLATFORM_INPUT_REFUSED')) throw error
      // One id that the platform does not take refuses the whole batch: the others are not to suffer for it.
      for (const id of some) found.set(id, await readExpense(client, connection, { id }))
    }
  }
  return found
}

type LogEntry = ActivityAnswer & { expense: { id: string; publicId: string | null } | null }

/** The collective's log since a moment. Without the scope `account`, or for one who is no admin, it is empty. */
async function readLog(client: Client, connection: Connection, since: Date) {
  const byExpense = new Map<string, ActivityAnswer[]>()
  let newest = 0
  for (let page = 0; page < mostPages; page++) {
    const nodes = await logPage(client, connection, since, page * pageSize)
    for (const activity of nodes) {
      newest = Math.max(newest, Date.parse(activity.createdAt))
      if (!activity.expense || !kindOf(activity.type)) continue
      const id = idOf(activity.expense)
      byExpense.set(id, [...(byExpense.get(id) ?? []), activity])
    }
    if (nodes.length < pageSize) break
  }
  return { byExpense, newest }
}

async function logPage(client: Client, connection: Connection, since: Date, offset: number): Promise<LogEntry[]> {
  try {
    const { activities } = await client.query<{ activities: { nodes: LogEntry[] | null } }>(
      connection,
      `query Log($account: [AccountReferenceInput!]!, $from: DateTime, $limit: Int!, $offset: Int!) {
        activities(account: $account, includeChildrenAccounts: true, dateFrom: $from, limit: $limit, offset: $offset) {
          nodes { id type createdAt data individual { id publicId legacyId slug name } expense { id publicId } }
        }
      }`,
      { account: [{ slug: connection.externalId }], from: since.toISOString(), limit: pageSize, offset },
    )
    return activities.nodes ?? []
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'CREDENTIALS_REFUSED') return []
    throw error
  }
}

function emptyReading(): Reading {
  return { readAt: new Date(), events: [], expenses: [], gone: [], place: null }
}

function add(reading: Reading, connection: Connection, expense: ExpenseAnswer, fromLog: ActivityAnswer[] = []): void {
  const state = stateOf(connection, expense)
  const parties = partiesOf(expense)
  reading.expenses.push(state)
  const activities = new Map([...(expense.activities ?? []), ...fromLog].map((activity) => [activity.id, activity]))
  for (const activity of activities.values()) {
    const event = eventOf(state, activity, parties)
    if (event) reading.events.push(event)
  }
}

function sorted(reading: Reading): Reading {
  const order = (event: PlatformEvent) => event.occurredAt.getTime()
  reading.events.sort((a, b) => order(a) - order(b))
  return reading
}
