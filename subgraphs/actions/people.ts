// What actions keeps of people, and taking somebody out of it. What people wrote on platforms stays: it is read there again.

import { type Selectable, sql } from 'kysely'
import { type Step, throughRows } from '../../backbone/people/erasing.ts'
import { exactChanges, toldOf } from '../../backbone/people/events.ts'
import { among, type Kept, type Whose } from '../../backbone/people/kept.ts'
import type { Person } from '../../backbone/people/person.ts'
import type { Redact } from '../../backbone/people/redact.ts'
import type { ExpenseState, Parties, PlatformAccount, Reading } from './platforms/platform.ts'
import type {
  ActionRow,
  AttemptRow,
  DecisionRow,
  ExpenseRow,
  ExpenseTermsTable,
  StandingsTable,
  WebhooksTable,
} from './storage/tables.ts'

const ofCommunity = ({ community }: Person) => sql`t.community = ${community}`
const ofConnections = ({ community }: Pick<Person, 'community'>) =>
  sql`(select n.community from actions.connections n where n.id = t.connection) = ${community}`

const actions = throughRows<ActionRow>(
  'actions.actions',
  ['community', 'id'],
  [
    ...(['platform', 'initiator', 'initiator_name', 'subject_id', 'subject_title', 'subject_url', 'data'] as const),
    ...(['terms', 'changed', 'problem', 'result'] as const),
  ],
  ofCommunity,
  (row: ActionRow, person) => {
    const { platform, initiator, initiator_name, subject_title, subject_url, terms, changed } = row
    const { ids, redact, exact } = person
    const fromOutside = {
      subject_title: exact(subject_title),
      subject_url: exact(subject_url),
      terms: exact(terms),
      changed: exactChanges(changed, exact),
    }
    return {
      initiator_name: initiator !== null && ids.has(initiator) ? null : redact(initiator_name),
      ...toldOf(row, person),
      // What is Folkmoot's own (roles) names nobody but by id.
      ...(platform !== 'communities' && fromOutside),
    }
  },
)

const attempts = throughRows<AttemptRow>(
  'actions.attempts',
  ['action', 'number'],
  ['detail'],
  ({ community }) => sql`(select a.community from actions.actions a where a.id = t.action) = ${community}`,
  ({ detail }, { redact }) => ({ detail: redact(detail) }),
)

const webhooks = throughRows<Selectable<WebhooksTable>>(
  'actions.webhooks',
  ['connection', 'event_id'],
  ['body'],
  ofConnections,
  ({ body }, { redact }) => ({
    body: redact(body),
  }),
)

const expenses = throughRows<ExpenseRow>(
  'actions.expenses',
  ['connection', 'id'],
  ['payee', 'submitted_by', 'account', 'tags'],
  ofConnections,
  (row, { exact }) => exact(row),
)

const terms = throughRows<Selectable<ExpenseTermsTable>>(
  'actions.expense_terms',
  ['connection', 'expense'],
  ['terms'],
  ofConnections,
  ({ terms }, { exact }) => ({ terms: exact(terms) }),
)

const decisions = throughRows<DecisionRow>(
  'actions.decisions',
  ['id'],
  ['terms'],
  ofCommunity,
  ({ terms }, { exact }) => ({
    terms: exact(terms),
  }),
)

const standings = throughRows<Selectable<StandingsTable>>(
  'actions.standings',
  ['decision', 'platform', 'subject'],
  ['told'],
  ({ community }) => sql`(select d.community from actions.decisions d where d.id = t.decision) = ${community}`,
  ({ told }: Selectable<StandingsTable>, { redact }) => ({
    told: { ...told, payload: { ...told.payload, initiatorName: redact(told.payload?.initiatorName ?? null) } },
  }),
)

export const erasing: readonly Step[] = [actions, attempts, webhooks, expenses, terms, decisions, standings]

/** A reading, in which accounts that were erased are not known by their names any more. */
export function readingWithout(reading: Reading, forget: Redact | null): Reading {
  if (forget === null) return reading
  const account = (who: PlatformAccount | null) => who && accountWithout(who, forget)
  const parties = (of: Parties<PlatformAccount>) => ({ submitter: account(of.submitter), payee: account(of.payee) })
  return {
    ...reading,
    events: reading.events.map((event) => ({
      ...event,
      actor: account(event.actor),
      data: forget(event.data),
      terms: forget(event.terms),
      ...(event.parties && { parties: parties(event.parties) }),
    })),
    expenses: reading.expenses.map((state) => expenseWithout(state, forget)),
  }
}

export function expenseWithout(state: ExpenseState, forget: Redact | null): ExpenseState {
  if (forget === null) return state
  const { payee, submittedBy, account, tags, terms, data } = state
  return { ...state, ...forget({ payee, submittedBy, account, tags, terms, data }) }
}

function accountWithout(who: PlatformAccount, forget: Redact): PlatformAccount {
  // By its own word in small letters: in capitals it might be taken for a state.
  const words = [who.username, ...who.ids].flatMap((word) => (word === null ? [] : [word.toLowerCase()]))
  const erased = words.find((word) => forget(word) !== word)
  return erased === undefined ? who : { ids: [], username: forget(erased), name: null }
}

const theirs = ({ ids }: Whose) => among('member', ids)
const namesOf = ({ community, ids }: Whose) => sql`(
  select lower(name) from actions.accounts a cross join lateral (values (a.external_id), (a.username)) as v(name)
  where a.community = ${community} and ${among('member', ids, 'a')} and name is not null)`
const everybodys = () => sql`true`

export const kept: readonly Kept[] = [
  {
    table: 'actions.accounts',
    keys: ['platform', 'host', 'external_id'],
    of: (whose) => sql`t.community = ${whose.community} and ${theirs(whose)}`,
  },
  { table: 'actions.role_holders', keys: ['member', 'role'], of: theirs },
  { table: 'actions.persons', keys: ['member'], of: ({ ids }) => among('person', ids) },
  { table: 'actions.approvals', keys: ['member', 'action'], of: theirs },
  {
    table: 'actions.actions',
    keys: ['id'],
    of: ({ ids }) => sql`(coalesce(t.initiator, '') = any(${ids}::text[])
      or coalesce(t.parties ->> 'submitter', '') = any(${ids}::text[])
      or coalesce(t.parties ->> 'payee', '') = any(${ids}::text[])
      or coalesce(t.data ->> 'member', '') = any(${ids}::text[]))`,
    through: ({ community }) => sql`t.community = ${community}`,
    without: ['request_hash'],
  },
  {
    table: 'actions.expenses',
    keys: ['connection', 'id'],
    of: (whose) =>
      sql`${ofConnections(whose)} and (lower(t.payee) in ${namesOf(whose)} or lower(t.submitted_by) in ${namesOf(whose)})`,
    through: everybodys,
  },
  {
    table: 'actions.expense_terms',
    keys: ['connection', 'expense'],
    of: (whose) => sql`${ofConnections(whose)} and lower(t.terms ->> 'payee') in ${namesOf(whose)}`,
    through: everybodys,
  },
  {
    table: 'actions.webhooks',
    keys: ['connection', 'event_id'],
    of: (whose) =>
      sql`exists (select from ${namesOf(whose)} as n(name) where position(n.name in lower(t.body::text)) > 0)`,
    through: everybodys,
  },
]
