// Recording what was read: each platform event once, whichever way it came, with the member behind it; and how the
// subjects now stand to what was decided about them. One transaction.

import type { Tx } from '../../../backbone/database/database.ts'
import type { Emit } from '../../../backbone/log/write.ts'
import { forgottenFor, forgottenOn } from '../../../backbone/people/person.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { differencesOf, type TermDifference, type Terms } from '../../../schema/terms.ts'
import { readingWithout } from '../people.ts'
import type { ExpenseState, Platform, PlatformAccount, PlatformEvent, Reading } from '../platforms/platform.ts'
import { memberOf } from '../storage/accounts.ts'
import { factOf, insertAction, ownEvent, sentRequests } from '../storage/actions.ts'
import { expensesRead, markAsked, putExpenses, removeExpenses, tellTerms } from '../storage/expenses.ts'
import { type ActionRow, type ConnectionRow, type ExpenseRow, type Queries, tables, within } from '../storage/tables.ts'
import { webhooksHandled } from '../storage/webhooks.ts'
import type { Outages } from './outages.ts'
import { retryRefused } from './retry-refused.ts'
import { tellStandings } from './standing.ts'
import { noteWorks } from './status.ts'

type Deps = Pick<SubgraphDeps, 'db' | 'log' | 'ids' | 'clock' | 'secrets' | 'jobs'> & {
  outages: Outages
  catchUp(): Promise<void>
}

/**
 * @param answered the webhooks that this reading answers
 * @param asked subjects whose beginning is told, however long ago
 * @returns the actions that are new
 */
export async function record(
  deps: Deps,
  platform: Platform,
  connection: ConnectionRow,
  given: Reading,
  answered: readonly number[] = [],
  asked: ReadonlySet<string> = new Set(),
): Promise<ActionRow[]> {
  const forget = await forgottenOn(deps.db.root, deps.secrets, connection.community, platform.name)
  const reading = readingWithout(withBeginnings(platform, given, asked), forget)
  if (connection.retry_due) await deps.catchUp() // newer decisions are known
  const since = connection.watch_from?.getTime() ?? 0
  const fresh = await unknown(
    tables(deps.db),
    connection,
    reading.events.filter(
      ({ occurredAt, kind, subject }) =>
        occurredAt.getTime() > since || (kind === platform.begins && asked.has(subject.id)),
    ),
  )
  await knowActors(deps, connection, fresh)
  const opened = await withFiles(tables(deps.db), platform, connection, reading, fresh)
  const found = await deps.log.write(async (tx, emit) => {
    const on = within(tx)
    const now = await forgottenFor(tx, deps.secrets, connection.community, platform.name)
    const { events: happened, expenses: states } = readingWithout({ ...reading, events: fresh, expenses: opened }, now)
    const { told, changes } = await changesOf(on, connection, states, reading.readAt)
    await putExpenses(on, connection, states, reading.readAt)
    await tellTerms(on, connection.id, told)
    const gone = await removeExpenses(on, connection.id, reading.gone, reading.readAt)
    const events: Told[] = [
      ...withChanges(platform, states, happened, changes, reading.readAt),
      ...gone.flatMap((expense) => vanished(platform, expense, reading.readAt)),
    ]
    const recorded: ActionRow[] = []
    for (const event of events) {
      const row = await recordEvent(deps, tx, emit, platform, connection, event)
      if (row) recorded.push(row)
    }
    const begun = recorded.filter(({ kind }) => kind === platform.begins)
    await markAsked(
      on,
      connection.id,
      begun.map(({ subject_id }) => subject_id),
      true,
    )
    const read = [...reading.expenses.map(({ id }) => id), ...reading.gone]
    const news = new Set(recorded.map(({ subject_id }) => subject_id))
    await tellStandings(on, emit, platform, connection, [...new Set([...read, ...news])], news)
    if (answered.length > 0) await webhooksHandled(on, connection.id, answered, deps.clock.now())
    const newest = recorded.reduce<Date | null>(
      (last, { occurred_at }) => (!last || occurred_at > last ? occurred_at : last),
      null,
    )
    const seen = { place: reading.place?.since ?? null, lastEventAt: newest, webhook: answered.length > 0 }
    const known = await noteWorks(on, emit, connection.id, seen)
    // After all was read: what people did meanwhile is known now.
    if (known?.retry_due && reading.place !== null) {
      const more = await retryRefused(deps, tx, emit, platform, connection)
      await on.updateTable('connections').set({ retry_due: more }).where('id', '=', connection.id).execute()
    }
    return recorded
  })
  deps.outages.works(connection.id)
  return found
}

/** The reading with the beginning of every subject that is asked about, also where the platform has no act of it any more. */
function withBeginnings(platform: Platform, reading: Reading, asked: ReadonlySet<string>): Reading {
  const { begins } = platform
  if (begins === null || asked.size === 0) return reading
  // What came to its end meanwhile is no question.
  const over = new Set(reading.expenses.filter(({ status }) => !platform.asksAgain(status)).map(({ id }) => id))
  const isAsked = (id: string) => asked.has(id) && !over.has(id)
  const events = reading.events.filter(({ kind, subject }) => kind !== begins || !over.has(subject.id))
  const begun = new Set(events.flatMap(({ kind, subject }) => (kind === begins ? [subject.id] : [])))
  for (const state of reading.expenses)
    if (isAsked(state.id) && !begun.has(state.id))
      events.push({ ...told(begins, state), id: `begun:${state.id}`, occurredAt: state.createdAt })
  return { ...reading, events }
}

/** Those that are not recorded: most of what a reading brings is. */
async function unknown(on: Queries, connection: ConnectionRow, events: PlatformEvent[]): Promise<PlatformEvent[]> {
  if (events.length === 0) return []
  const rows = await on
    .selectFrom('actions')
    .select('platform_event')
    .where('community', '=', connection.community)
    .where('platform', '=', connection.platform)
    .where(
      'platform_event',
      'in',
      events.map(({ id }) => id),
    )
    .execute()
  const known = new Set(rows.map((row) => row.platform_event))
  return events.filter(({ id }) => !known.has(id))
}

/** Someone who joined a moment ago may not be known here yet: then the log is read to its head before anyone is nobody. */
async function knowActors(deps: Deps, connection: ConnectionRow, events: readonly PlatformEvent[]): Promise<void> {
  for (const { actor, parties } of events) {
    for (const account of [actor, parties?.submitter, parties?.payee]) {
      if (!account) continue
      if (await memberOf(tables(deps.db), connection.community, connection.platform, account)) continue
      return deps.catchUp()
    }
  }
}

/** The members behind the parties; null where the platform names none. */
async function knownParties(on: Queries, connection: ConnectionRow, { parties }: PlatformEvent) {
  if (!parties) return null
  const known = (who: PlatformAccount | null) => who && memberOf(on, connection.community, connection.platform, who)
  return { submitter: await known(parties.submitter), payee: await known(parties.payee) }
}

async function recordEvent(
  deps: Deps,
  tx: Tx,
  emit: Emit,
  platform: Platform,
  connection: ConnectionRow,
  event: Told,
): Promise<ActionRow | null> {
  const on = within(tx)
  const { actor, subject, terms, changed = null, asks = null } = event
  const ours = await isOurs(on, platform, connection, event)
  const parties = await knownParties(on, connection, event)
  const row = await insertAction(on, {
    id: deps.ids.next('act'),
    community: connection.community,
    connection: connection.id,
    direction: 'OBSERVED',
    platform: platform.name,
    kind: event.kind,
    initiator: actor && (await memberOf(on, connection.community, platform.name, actor)),
    initiator_name: actor?.username ?? actor?.name ?? null,
    subject_type: subject.type,
    subject_id: subject.id,
    subject_title: subject.title,
    subject_url: subject.url,
    data: JSON.stringify({ ...event.data, byFolkmoot: ours }),
    terms: terms && JSON.stringify(terms),
    changed: changed && JSON.stringify(changed),
    asks,
    parties: parties && JSON.stringify(parties),
    status: 'OBSERVED',
    decision: null,
    proposal: null,
    verdict: null,
    problem: null,
    result: null,
    occurred_at: event.occurredAt,
    platform_event: event.id,
    idempotency_key: null,
    request_hash: null,
  })
  if (!row) return null
  const ends = event.kind === platform.vanishes
  const settles = ours ? null : platform.settles(event.kind)
  const action = { ...factOf(row), ...(ends && { ends }), ...(settles && { settles: [...settles] }) }
  emit({ type: 'actions.action.recorded', community: row.community, payload: { action } })
  return row
}

/**
 * Whether the act is our own. Once a request is done, its receipt lists its acts. Before that (it is being performed, or
 * its answer was lost) an act of our account, of a kind that the request causes, after the place it began at, is ours.
 */
async function isOurs(
  on: Queries,
  platform: Platform,
  connection: ConnectionRow,
  event: PlatformEvent,
): Promise<boolean> {
  if (await ownEvent(on, connection.community, platform.name, event.id)) return true
  const { self } = connection
  const byUs =
    self &&
    event.actor &&
    (event.actor.username === self.username || event.actor.ids.some((id) => self.ids.includes(id)))
  if (!byUs) return false
  const about = { community: connection.community, platform: platform.name, subject: event.subject.id }
  return (await sentRequests(on, about)).some(
    (request) =>
      (request.status === 'PENDING' || request.status === 'UNKNOWN') &&
      platform.consequences(request.kind)?.causes.includes(event.kind) === true &&
      (request.place === null || event.occurredAt.getTime() > request.place.getTime()),
  )
}

/** The states that were read; where terms are new or differ from what was told, with the content of attached files. */
async function withFiles(
  on: Queries,
  platform: Platform,
  connection: ConnectionRow,
  reading: Reading,
  fresh: readonly PlatformEvent[],
): Promise<ExpenseState[]> {
  const begun = new Set(fresh.filter(({ kind }) => kind === platform.begins).map(({ subject }) => subject.id))
  const before = await expensesRead(
    on,
    connection.id,
    reading.expenses.map(({ id }) => id),
  )
  const known = new Map(before.map((row) => [row.id, row]))
  const states: ExpenseState[] = []
  for (const state of reading.expenses) {
    const isNew = begun.has(state.id) || differencesOf(known.get(state.id)?.terms, state.terms).length > 0
    states.push(isNew ? { ...state, terms: await platform.seal(state) } : state)
  }
  return states
}

interface Change {
  differences: TermDifference[]
  /** The reading before, which the change is told against. */
  since: Date
}

/** Which terms are to be kept as told, and which of them differ from what was told before. Locks those expenses. */
async function changesOf(on: Queries, connection: ConnectionRow, states: readonly ExpenseState[], readAt: Date) {
  const before = await expensesRead(
    on,
    connection.id,
    states.map(({ id }) => id),
    true,
  )
  const known = new Map(before.map((row) => [row.id, row]))
  const told: { id: string; terms: Terms }[] = []
  const changes = new Map<string, Change>()
  for (const { id, terms } of states) {
    const row = known.get(id)
    if (row && row.read_at > readAt) continue // a later reading was told
    const differences = differencesOf(row?.terms, terms)
    if (differences.length > 0) changes.set(id, { differences, since: row!.read_at })
    if (!row?.terms || differences.length > 0) told.push({ id, terms })
  }
  return { told, changes }
}

/** An event as it is recorded. */
type Told = PlatformEvent & { changed?: TermDifference[]; asks?: string | null }

/** A change of terms is told with the newest act that altered the subject; where the platform names none, as an act of nobody's. */
function withChanges(
  platform: Platform,
  states: readonly ExpenseState[],
  fresh: readonly PlatformEvent[],
  changes: ReadonlyMap<string, Change>,
  readAt: Date,
): Told[] {
  const termsOf = new Map(states.map(({ id, terms }) => [id, terms]))
  const events: Told[] = fresh.map((event) => ({ ...event, terms: termsOf.get(event.subject.id) ?? event.terms }))
  if (platform.alters === null) return events
  for (const state of states) {
    const change = changes.get(state.id)
    const about = events.filter(({ subject }) => subject.id === state.id)
    // What has only just come up is a question by itself.
    if (!change || about.some(({ kind }) => kind === platform.begins)) continue
    const news = { changed: change.differences, asks: platform.asksAgain(state.status) ? platform.begins : null }
    const act = about.findLast(({ kind }) => kind === platform.alters)
    if (act) Object.assign(act, news)
    else events.push({ ...altered(platform.alters, state, change.since, readAt), ...news })
  }
  return events
}

function altered(kind: string, state: ExpenseState, since: Date, at: Date): PlatformEvent {
  return { ...told(kind, state), id: `changed:${state.id}:${since.getTime()}`, occurredAt: at }
}

/** An act on an expense of which the platform does not tell. */
function told(kind: string, state: ExpenseState): Omit<PlatformEvent, 'id' | 'occurredAt'> {
  return {
    kind,
    actor: null, // the platform does not tell who did it, nor when
    subject: { type: 'expense', id: state.id, title: state.description, url: state.url },
    data: { ...state.data, actor: null, previousStatus: null, activity: null },
    terms: state.terms,
  }
}

function vanished(platform: Platform, expense: ExpenseRow, at: Date): PlatformEvent[] {
  if (platform.vanishes === null) return []
  const { id, legacy_id, description, status, amount_in_cents, currency, payee, submitted_by, tags, url } = expense
  return [
    {
      id: `deleted:${id}`,
      kind: platform.vanishes,
      occurredAt: at,
      actor: null, // the platform does not tell who did it, nor when
      subject: { type: 'expense', id, title: description, url },
      terms: null,
      data: {
        ...{ expenseId: id, legacyId: legacy_id, status, amountInCents: amount_in_cents, currency, description, payee },
        ...{
          submittedBy: submitted_by,
          tags,
          url,
          createdAt: expense.created_at.toISOString(),
          collective: expense.account,
        },
        ...{ actor: null, previousStatus: status, activity: null },
      },
    },
  ]
}
