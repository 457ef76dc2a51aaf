// The rows of the tables of actions, and the way to them.

import type { ColumnType, Generated, GeneratedAlways, Kysely, Selectable } from 'kysely'
import { type Database, type On, tablesOf } from '../../../backbone/database/database.ts'
import type { EventPayloads } from '../../../schema/events.ts'
import type { TermDifference, Terms } from '../../../schema/terms.ts'
import type { ActionStatus, Direction, Verdict } from '../domain/action.ts'
import type { Parties, PlatformAccount } from '../platforms/platform.ts'

type Json<T> = ColumnType<T, string, string>
type JsonOrNull<T> = ColumnType<T | null, string | null, string | null>
type JsonOptional<T> = ColumnType<T | null, string | null | undefined, string | null>
type Made<T> = ColumnType<T, T | undefined, T>
type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>

export type ConnectionStatus = 'CONNECTED' | 'UNAUTHORIZED' | 'UNREACHABLE' | 'DISCONNECTED'

export interface ConnectionsTable {
  id: string
  community: string
  platform: string
  external_id: string
  settings: Json<Record<string, unknown>>
  credentials: string | null
  webhook_secret: string | null
  webhook_id: string | null
  self: JsonOrNull<PlatformAccount>
  watch_from: Date | null
  place: Date | null
  status: ConnectionStatus
  /** Why it does not work now. */
  problem: string | null
  /** What a person should still do, though it works: what the token may not do. As checked last. */
  notice: string | null
  /** Why no webhook is to be expected. Null where one was registered, or came. */
  webhook_notice: Optional<string>
  /** When it was last checked what the token may do. Null: before that was remembered. */
  checked_at: Optional<Date>
  /** Whether what was refused for the credentials is to be tried again, after the next reading. */
  retry_due: Made<boolean>
  /** Whether communities has it too: before that it is not read. */
  live: Made<boolean>
  last_event_at: Optional<Date>
  connected_at: Generated<Date>
}

export interface WebhooksTable {
  id: Generated<number>
  connection: string
  event_id: string
  subject: string | null
  body: Json<unknown>
  received_at: Generated<Date>
  handled_at: Optional<Date>
}

export interface ActionsTable {
  id: string
  community: string
  connection: string | null
  direction: Direction
  platform: string
  kind: string
  initiator: string | null
  initiator_name: string | null
  subject_type: string
  subject_id: string
  subject_title: string | null
  subject_url: string | null
  data: Json<Record<string, unknown>>
  /** What people agree to who say yes to its subject, as it was read then. */
  terms: JsonOptional<Terms>
  /** How the terms differ from what was told of the subject before. */
  changed: JsonOptional<TermDifference[]>
  /** The kind of question that the changed subject is again. */
  asks: Optional<string>
  /** The members who submitted the subject and who are paid by it, as known when it was recorded. */
  parties: ColumnType<Parties<string> | null, string | null | undefined, string | null>
  status: ActionStatus
  decision: string | null
  proposal: string | null
  advisory: Made<boolean>
  asks_permission: Made<boolean>
  verdict: Verdict | null
  problem: string | null
  result: JsonOrNull<Record<string, unknown>>
  /** The earlier decision to whose request on the same subject this one is contrary. */
  supersedes: Optional<string>
  occurred_at: Date
  recorded_at: Generated<Date>
  platform_event: string | null
  idempotency_key: string | null
  request_hash: string | null
  place: Optional<Date>
  sent_at: Optional<Date>
  tries: Made<number>
  next_try_at: Optional<Date>
  /** Requested, not done, and not tried again by itself: made by the database. */
  dead: GeneratedAlways<boolean>
  claimed_by: Optional<string>
  claimed_until: Optional<Date>
  /** Until then it is not performed, and can be stayed. */
  held_until: Optional<Date>
  /** The role whose holders may stay it. */
  guardian: Optional<string>
  /** How many must confirm it. */
  needs: Optional<number>
  /** The role whose holders confirm it. */
  confirmers: Optional<string>
  /** When it has failed unless so many have confirmed it. */
  lapses_at: Optional<Date>
  /** How many more must confirm it. */
  lacking: Made<number>
}

export interface ApprovalsTable {
  action: string
  /** As a person: the record that others were merged into. */
  member: string
  at: Generated<Date>
}

export interface AttemptsTable {
  action: string
  number: number
  at: Generated<Date>
  outcome: ActionStatus
  detail: string | null
}

export interface OwnEventsTable {
  community: string
  platform: string
  platform_event: string
  action: string
}

export interface ExpensesTable {
  connection: string
  id: string
  community: string
  legacy_id: number | null
  account: string
  description: string
  status: string
  /** Null where the platform does not tell us. */
  on_hold: Optional<boolean>
  amount_in_cents: number
  currency: string
  payee: string
  submitted_by: string
  tags: Json<string[]>
  url: string | null
  created_at: Date
  read_at: Date
  deleted_at: Optional<Date>
  /** When policies were first asked about it: as it was submitted, or by choice where that was before it was connected. */
  asked_at: Optional<Date>
}

/** The terms of expenses as they were last told: apart, since lists of expenses do not read them. */
export interface ExpenseTermsTable {
  connection: string
  expense: string
  terms: Json<Terms>
}

export interface AccountsTable {
  community: string
  platform: string
  host: string
  external_id: string
  username: string | null
  member: string
}

/** What was last told of how a subject stands to a decision. */
export interface StandingsTable {
  decision: string
  platform: string
  subject: string
  /** Of the state that it was told of, and what was told. */
  told: Json<{ state: string; payload: EventPayloads['actions.decision.standing'] }>
}

export interface DecisionsTable {
  id: string
  community: string
  proposal: string
  trigger: string | null
  outcome: string
  enforcement: 'ENFORCING' | 'ADVISORY'
  terms: JsonOptional<Terms>
  terms_named: JsonOptional<string[]>
  decided_at: Date
}

export interface Tables {
  connections: ConnectionsTable
  webhooks: WebhooksTable
  actions: ActionsTable
  attempts: AttemptsTable
  own_events: OwnEventsTable
  expenses: ExpensesTable
  expense_terms: ExpenseTermsTable
  accounts: AccountsTable
  standings: StandingsTable
  decisions: DecisionsTable
  approvals: ApprovalsTable
  roles: { id: string; community: string; name: string; name_key: string }
  role_holders: { role: string; member: string }
  persons: { member: string; person: string }
}

export type ConnectionRow = Selectable<ConnectionsTable>
export type ActionRow = Selectable<ActionsTable>
export type DecisionRow = Selectable<DecisionsTable>
export type ApprovalRow = Selectable<ApprovalsTable>
export type AttemptRow = Selectable<AttemptsTable>
export type ExpenseRow = Selectable<ExpensesTable>

export type Queries = Kysely<Tables>

/** Our tables, outside of any transaction. */
export function tables(db: Database): Queries {
  return within(db.root)
}

/** Our tables, in a transaction. */
export function within(on: On): Queries {
  return tablesOf<Tables>(on, 'actions')
}
