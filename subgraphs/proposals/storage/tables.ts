// The rows of the tables, as they come back.

import type { ColumnType, Generated, Kysely } from 'kysely'
import { type On, tablesOf } from '../../../backbone/database/database.ts'
import type { Terms } from '../../../schema/terms.ts'
import type { Ballot, Choice, Method, PassRule } from '../domain/ballot.ts'
import type { Caster } from '../domain/caster.ts'
import { type DecisionRecord, type Opened, type TextName, type Texts, textNames } from '../domain/chain.ts'
import type { Compliance, FollowUp } from '../domain/compliance.ts'
import type { Enforcement, Maker, Outcome, TallyFact } from '../domain/decision.ts'
import type { LeftOut } from '../domain/electorate.ts'
import type { PolicyState, ProposalState } from '../domain/lifecycle.ts'
import type { Range, Rooted } from '../domain/merkle.ts'
import type { OnChange } from '../domain/subject.ts'
import type { Totals } from '../domain/totals.ts'

/** Written as text, read as what it holds. */
type Json<T> = ColumnType<T, string, string>

interface PolicyTable {
  id: string
  community: string
  name: string
  version: number
  newest: boolean
  status: PolicyState
  document: Json<unknown>
  created_at: Date
}
interface ProposalTable {
  id: string
  community: string
  title: string
  body: string
  status: ProposalState
  trigger: string | null
  policy: string | null
  enforcement: Enforcement
  method: Method
  choices: Json<Choice[]>
  passes: Json<PassRule>
  evidence: Json<unknown> | null
  size: number
  weight: number
  electorate: string
  left_out: Json<LeftOut[]>
  snapshot: string | null
  opened_at: Date
  closes_at: Date | null
  /** Before this it does not close early, and then it is looked at once; null: that is done, or was never asked. */
  early_at: Date | null
  closed_at: Date | null
  totals: Json<Totals>
  totals_at: Date
  /** Where the trigger's subject is, and its id there. */
  platform: string | null
  subject: string | null
  terms: Json<Terms> | null
  terms_named: Json<string[]> | null
  on_change: OnChange
  replaces: string | null
  opened_by: Json<Caster> | null
  /** The ballots as far as they have come; null for one that was opened before they were hashed. */
  ballots: Json<Range> | null
  electorate_root: string | null
}
interface VoteTable {
  id: string
  proposal: string
  member: string
  choices: Json<string[]>
  weight: number
  comment: string | null
  source: string
  cast_at: Date
  revision: number
  retracted: boolean
  /** Outside it is told by `toldCaster`. */
  cast_by: Json<Caster> | null
  note: string | null
}
interface DecisionTable {
  id: string
  community: string
  position: number
  proposal: string
  title: string
  trigger: string | null
  policy: string | null
  outcome: Outcome
  choice: string | null
  made_by: Maker
  maker: string | null
  reason: string
  tally: Json<TallyFact>
  evidence: Json<unknown> | null
  enforcement: Enforcement
  decided_at: Date
  hash: string
  previous_hash: string | null
  form: DecisionRecord['form']
  /** From here on null in records of form 1. */
  terms: Json<unknown> | null
  policy_hash: string | null
  method: Method | null
  choices: Json<readonly Choice[]> | null
  passes: Json<PassRule> | null
  electorate: Json<Rooted> | null
  ballots: Json<Rooted> | null
  /** Of form 3: what its record commits to, and the salts, of which those are gone whose text was erased. */
  commitments: Json<Texts<string>> | null
  salts: Json<Partial<Texts<string>>> | null
  /** What of it was changed as a member was erased. */
  erased: Json<TextName[]> | null
}
interface FollowUpTable {
  decision: string
  proposal: string
  community: string
  compliance: Compliance
  known: Json<FollowUp>
}
export interface VenueRow {
  action: string
  proposal: string
  platform: string
  url: string | null
  external_id: string
}

interface TriggerTable {
  id: string
  community: string
  platform: string | null
  subject: string | null
  terms: Json<Terms> | null
  occurred_at: Date | null
  initiator: string | null
  submitter: string | null
  payee: string | null
}
interface SubjectTable {
  community: string
  platform: string
  id: string
  terms: Json<Terms> | null
  action: string
  settles: Json<string[]> | null
  settled_by: string | null
  settled_how: string | null
  settled_at: Date | null
}
export interface SeatRow {
  proposal: string
  member: string
  /** In millionths. */
  weight: number
}
/** Someone who has no seat, because they sit as another member. */
export interface DoubleRow {
  proposal: string
  member: string
  seated_as: string
}

export interface Tables {
  members: { id: string; community: string; person: string; erased: Generated<boolean> }
  roles: { id: string; community: string; name: string; name_key: string }
  role_holders: { role: string; member: string }
  triggers: TriggerTable
  subjects: SubjectTable
  keys: { id: string; community: string; name: string }
  policies: PolicyTable
  proposals: ProposalTable
  seats: SeatRow & { void: boolean }
  doubles: DoubleRow
  votes: VoteTable
  venues: VenueRow
  chains: { community: string; length: number; head: string | null }
  decisions: DecisionTable
  follow_ups: FollowUpTable
  follow_up_actions: { action: string; decision: string }
  idempotency: { community: string; key: string; digest: string; result: string; created_at: Generated<Date> }
}

type Row<T> = {
  [K in keyof T]: T[K] extends ColumnType<infer S, infer _I, infer _U> | null ? S | Extract<T[K], null> : T[K]
}
export type TriggerRow = Row<TriggerTable>
export type SubjectRow = Row<SubjectTable>
export type PolicyRow = Row<PolicyTable>
export type ProposalRow = Row<ProposalTable>
export type VoteRow = Row<VoteTable>
export type DecisionRow = Row<DecisionTable>
export type FollowUpRow = Row<FollowUpTable>

/** This subgraph's tables, on the database or in a transaction. */
export function tables(on: On): Kysely<Tables> {
  return tablesOf<Tables>(on, 'proposals')
}

/** The ballot that a proposal puts. */
export function ballotOf(row: ProposalRow): Ballot {
  return { method: row.method, choices: row.choices, passes: row.passes, size: row.size, weight: row.weight }
}

/** What the hash of a decision is over. */
export function recordOf(row: Omit<DecisionRow, 'hash'>): DecisionRecord {
  const { title, reason, evidence, terms, commitments } = row
  const decided = {
    id: row.id,
    community: row.community,
    position: row.position,
    proposal: row.proposal,
    trigger: row.trigger,
    policy: row.policy,
    outcome: row.outcome,
    choice: row.choice,
    madeBy: row.made_by,
    maker: row.maker,
    tally: row.tally,
    enforcement: row.enforcement,
    decidedAt: row.decided_at.toISOString(),
    previousHash: row.previous_hash,
  }
  if (row.form === 1) return { form: 1, ...decided, title, reason, evidence }
  const basis = {
    policyHash: row.policy_hash,
    method: row.method!,
    choices: row.choices!,
    passes: row.passes!,
    electorate: row.electorate!,
    ballots: row.ballots!,
  }
  if (row.form === 2) return { form: 2, ...decided, title, reason, evidence, terms, ...basis }
  return { form: 3, ...decided, ...basis, texts: commitments! }
}

/** The texts that a record of form 3 commits to, with their salts. */
export function openedOf(row: Pick<DecisionRow, TextName | 'form' | 'salts'>): Texts<Opened> | null {
  if (row.form !== 3) return null
  const opened = textNames.map((name) => {
    const salt = row.salts?.[name]
    return [name, salt === undefined ? null : { salt, value: row[name] }]
  })
  return Object.fromEntries(opened) as Texts<Opened>
}
