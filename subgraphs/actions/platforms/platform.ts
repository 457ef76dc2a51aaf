// All we ask of an outside platform. What it cannot do, it refuses by code.
//
// A webhook is a hint; the API is the truth. `hear` only finds out what a webhook hints at; `look` asks the platform
// about it, `read` asks what happened since a place. Both give the same events with the same ids, so that whichever
// comes first, each event counts once.
//
// `perform` looks before it acts: on the first try, to ask for permission and to see what is already so; on any later
// one, because the try before may have reached the platform without our hearing its answer.

import type { Logger } from 'pino'
import type { Clock } from '../../../backbone/clock.ts'
import type { OutboundFetch } from '../../../backbone/security/outbound.ts'
import type { Ask } from '../../../backbone/subgraph/subgraph.ts'
import type { RefusalCode } from '../../../schema/errors.ts'
import type { Fields } from '../../../schema/policy/kinds.ts'
import type { Terms } from '../../../schema/terms.ts'
import type { Subject } from '../domain/action.ts'
import type { Consequences, Standing, SubjectState } from '../domain/compliance.ts'

export interface PlatformDeps {
  fetch: OutboundFetch
  ask: Ask
  clock: Clock
  logger: Logger
  publicUrl: string
  /** How long an answer is waited for; default 20 s. */
  timeoutMs?: number
}

export interface Platform {
  readonly name: string
  readonly hears: readonly string[]
  readonly performs: readonly string[]
  /** What `data` has in events, by heard kind or pattern: what policies may look at. */
  readonly fields: Readonly<Record<string, Fields>>
  /** What a request may be given, by performed kind or pattern, besides `reason` and `message`, which all take. */
  readonly parameters: Readonly<Record<string, Fields>>
  /** The type of the subject, by kind or pattern; none for acts that are done to nothing in particular. */
  readonly subjects: Readonly<Record<string, string>>
  /** Whether it can hold a ballot itself. */
  readonly ballots: boolean
  /** Whether a community must be connected to it, with an account there. */
  readonly connects: boolean
  /** The kind of a subject that was there and is there no more; null where that is not told. */
  readonly vanishes: string | null
  /** The kind by which a subject first comes up: terms that change are a new question to whoever was asked then. Null: terms never change. */
  readonly begins: string | null
  /** The kind that says that a subject was changed; also told where the platform names no act that changed it. */
  readonly alters: string | null
  /**
   * Kinds of requested actions that an act of people of this kind leaves nothing to decide on: it did them, or made them
   * impossible. Empty: it puts the matter back in the open. Null: it bears on none.
   */
  settles(kind: string): readonly string[] | null
  /** Whether a subject in this status, whose terms have changed, is a question again. */
  asksAgain(status: string): boolean
  /** The names of the terms that its subjects have. */
  readonly termNames: readonly string[]
  /** What an act of a kind brings about; null for acts that settle nothing about their subject (a comment). */
  consequences(kind: string): Consequences | null
  /** Every status that its subjects can have. */
  readonly statuses: readonly string[]
  /** How a subject in a state stands to what a kind asks for. */
  standing(kind: string, state: SubjectState): Standing
  /** The state in which an observed act left its subject; null for an act that says nothing of it. */
  left(kind: string, data: Record<string, unknown>): SubjectState | null

  /** Checks the form of what a connection is made from. @throws Refusal */
  prepare(given: GivenConnection): PreparedConnection
  /** Asks the platform whether the connection can work. @throws Refusal, TryLater */
  check(connection: Connection): Promise<Checked>
  /** Has the platform send webhooks to the address, or says in words what a person must do. @throws Refusal, TryLater */
  registerWebhook(connection: Connection, address: string): Promise<{ id: string | null; problem: string | null }>
  removeWebhook(connection: Connection, id: string): Promise<void>

  /** What a webhook hints at, without believing it. @throws Refusal BAD_INPUT */
  hear(webhook: Webhook): Heard
  /** What the platform says about the subjects of hints. */
  look(connection: Connection, subjects: readonly string[]): Promise<Reading>
  /** What happened since a place. `known` are subjects that may still change, as last read. */
  read(connection: Connection, place: Place, known: readonly Known[]): Promise<Reading>

  /** The terms with what they only point to: the SHA-256 of each attached file that can be read. Never throws. */
  seal(state: Pick<ExpenseState, 'terms' | 'addresses'>): Promise<Terms>

  /** Checks the parameters of a request, before it is stored. @throws Refusal BAD_INPUT */
  accept(kind: string, parameters: Parameters): void
  /** The subject that a reference (an id, an old id, an address) names. @throws Refusal, TryLater */
  find(connection: Connection, kind: string, reference: string | null): Promise<Subject>
  /** Does it, or sees that it is done. @throws Refusal (for good), TryLater (nothing was done), NoAnswer (not known) */
  perform(connection: Connection, request: Request): Promise<Receipt>
  /** Tells the people who can act. Throws as `perform`. */
  advise(connection: Connection, request: Request): Promise<Receipt>
}

export type Parameters = Record<string, unknown>

export interface GivenConnection {
  externalId: string
  credentials: unknown
  settings: unknown
}
export interface PreparedConnection {
  externalId: string
  credentials: Record<string, unknown>
  settings: Record<string, unknown>
}

/** A connection, opened: the credentials are in clear, and go nowhere but to the platform. */
export interface Connection extends PreparedConnection {
  id: string
  community: string
  /** Our own account there. */
  self: PlatformAccount | null
}

export interface PlatformAccount {
  /** Every id that the platform gives it. */
  ids: readonly string[]
  username: string | null
  name: string | null
}

export interface Checked {
  externalId: string
  self: PlatformAccount
  /** Where reading begins: nothing that happened before is told. */
  place: Place
  /** What does not work as it should, though the connection does. */
  problems: readonly string[]
}

/** Where a reader stands, by the platform's own clock. */
export interface Place {
  since: Date
}

export interface Webhook {
  headers: Readonly<Record<string, string | undefined>>
  body: Buffer
}
export interface Heard {
  /** The platform's id of what it tells: the key against duplicates. */
  id: string
  body: unknown
  /** What it is about; null when the webhook does not say, and everything new must be read. */
  subject: string | null
}

export interface PlatformEvent {
  /** Unique on the platform; the same by whichever way it was heard. */
  id: string
  kind: string
  occurredAt: Date
  actor: PlatformAccount | null
  subject: Subject
  data: Record<string, unknown>
  /** What people agree to who say yes to the subject, as it was when it was read. Null: it has none. */
  terms: Terms | null
  /** Whose money it is about, where the platform tells. */
  parties?: Parties<PlatformAccount>
}

/** Who asks for money, and who gets it. */
export interface Parties<Who> {
  submitter: Who | null
  payee: Who | null
}

export interface ExpenseState {
  id: string
  legacyId: number | null
  account: string
  description: string
  status: string
  /** Null where the platform does not tell us. */
  onHold: boolean | null
  amountInCents: number
  currency: string
  /** The amount in the currency of the collective, as the platform converts it now; null where it cannot. */
  inCollective: { amountInCents: number; currency: string } | null
  payee: string
  submittedBy: string
  tags: string[]
  url: string | null
  createdAt: Date
  terms: Terms
  /** Where what the terms only name can be read, by that name. Neither kept nor told. */
  addresses: ReadonlyMap<string, string>
  /** What policies and programs see of it. */
  data: Record<string, unknown>
}
export type Known = Pick<ExpenseState, 'id' | 'createdAt'>

export interface Reading {
  /** When the platform was asked: of two readings of one thing, the later holds. */
  readAt: Date
  events: PlatformEvent[]
  expenses: ExpenseState[]
  /** Subjects that are no longer there. */
  gone: string[]
  place: Place | null
}

export interface Request {
  id: string
  kind: string
  subject: Subject
  parameters: Parameters
  decision: string | null
  /** What the decision was made on; only those named count. Compared at the last reading before anything is sent. */
  terms: {
    pinned: Terms
    named: readonly string[] | null
    /** What is read there now as it would be kept: without the names of accounts that were erased. */
    known(terms: Terms): Terms
  } | null
  /** Whether a try before this one may have reached the platform. */
  sentBefore: boolean
  /** The newest that the platform knew of the subject before we first acted. */
  place: Date | null
  /** Called before anything is sent that changes something there; it is remembered before the call returns. */
  sending(place: Date | null): Promise<void>
}

export interface Receipt {
  /** Whether it is our doing; false: it was already so. */
  ours: boolean
  /** For people. */
  detail: string | null
  result: Record<string, unknown>
  /** Ids of the platform events that our act made: never an act of someone else. */
  events: string[]
  place: Date | null
  expense: { state: ExpenseState; readAt: Date } | null
}

/** Nothing was done; it may work later. */
export class TryLater extends Error {
  readonly code: RefusalCode
  readonly afterMs: number | null
  constructor(code: RefusalCode, message: string, options: { afterMs?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'TryLater'
    this.code = code
    this.afterMs = options.afterMs ?? null
  }
}

/** Something was sent, and what became of it is not known. */
export class NoAnswer extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'NoAnswer'
  }
}
