// What Folkmoot's parts ask of one another beside the graph: signed, and never open to the outside. One map says of each call
// what goes in and what comes out; who calls, who answers, and what carries it between processes are typed by it. All of it is
// JSON.

import type { ExecutionResult } from 'graphql'
import type { ActorRecord } from '../log/acts.ts'
import type { Refused } from '../security/refused.ts'
import type { Viewer } from '../security/viewer.ts'

interface Call<Input, Output> {
  input: Input
  output: Output
}

export interface CallMap {
  connectPlatform: Call<ConnectPlatformCall, ConnectPlatformAnswer>
  disconnectPlatform: Call<{ connection: string }, void>
  /** Stores it; false: no connection has this id and secret. */
  receiveWebhook: Call<Webhook, boolean>
  /** @throws Refusal SECOND_ADMIN_REQUIRED, TOO_MANY_ACTS */
  secondAdmin: Call<SecondAdminCall, SecondAdminAnswer>
  startSession: Call<StartSessionCall, StartSessionAnswer>
  endSession: Call<EndSessionCall, void>
  noteSeen: Call<Seen, void>
  noteRefused: Call<readonly Refused[], void>
  /** A question to the whole graph, as a `system` viewer. */
  answer: Call<{ query: string; variables: Record<string, unknown> }, ExecutionResult<Record<string, unknown>>>
}

/** Who answers each call; `repeatable`: it may arrive twice, so another replica is asked when an answer is lost. */
export const calls = {
  connectPlatform: { by: 'actions', repeatable: false },
  disconnectPlatform: { by: 'actions', repeatable: false },
  // Stored once however often it arrives, and its sender may never send it again.
  receiveWebhook: { by: 'actions', repeatable: true },
  secondAdmin: { by: 'communities', repeatable: false },
  startSession: { by: 'communities', repeatable: false },
  endSession: { by: 'communities', repeatable: false },
  noteSeen: { by: 'communities', repeatable: true },
  noteRefused: { by: 'communities', repeatable: true },
  answer: { by: 'gateway', repeatable: false },
} as const satisfies Record<CallName, { by: string; repeatable: boolean }>

export type CallName = keyof CallMap
/** The calls that a part answers. */
export type CallsTo<Part> = { [N in CallName]: (typeof calls)[N]['by'] extends Part ? N : never }[CallName]
export type Handler<N extends CallName> = (input: CallMap[N]['input']) => Promise<CallMap[N]['output']>
export type Handlers<N extends CallName = CallName> = { readonly [Name in N]: Handler<Name> }
/** What a part answers with; of one of several parts, those of one of them. */
export type HandlersOf<Part> = Part extends unknown ? Handlers<CallsTo<Part>> : never

/** What subgraphs call. */
export type Calls = Handlers<'connectPlatform' | 'disconnectPlatform' | 'secondAdmin'>

/** The handler of a call; undefined where the part has no call of this name. */
export function handlerOf<N extends CallName>(handlers: Partial<Handlers>, name: N): Handler<N> | undefined {
  return Object.hasOwn(handlers, name) ? handlers[name] : undefined
}

export interface ConnectPlatformCall {
  connection: string
  community: string
  platform: string
  externalId: string
  credentials: unknown
  settings: unknown
}
export interface ConnectPlatformAnswer {
  status: 'CONNECTED' | 'UNAUTHORIZED' | 'UNREACHABLE' | 'DISCONNECTED'
  problem: string | null
  webhookUrl: string | null
  externalId: string
}

/** What a platform sent. */
export interface Webhook {
  connection: string
  secret: string
  headers: Record<string, string>
  /** As it came: signatures are over these very bytes. It is JSON. */
  body: string
}

/** Someone signs in: with the code of a link, or as a viewer whose key was looked at. */
export type StartSessionCall = {
  /** SHA-256 of the token that the browser will hold. */
  digest: string
  /** Where from, for the audit log. */
  address: string
} & ({ code: string } | { viewer: Viewer; adminMark: string })
/** Who signs out, and the session that ends. A gateway of the version before says only which session it is. */
export type EndSessionCall = Partial<Viewer> & { session: string }
export interface StartSessionAnswer {
  session: string
  /** RFC 3339. */
  expiresAt: string
}

/** When keys and sessions were used last: by id, RFC 3339. */
export interface Seen {
  keys: Record<string, string>
  sessions: Record<string, string>
}

/** An administrator begins something dangerous: whether another one has approved exactly this. */
export interface SecondAdminCall {
  viewer: Viewer
  mutation: string
  /** As JSON: after coercion, what was left out at its default. */
  arguments: Record<string, unknown>
}
export type SecondAdminAnswer =
  /** The community does not want another administrator. */
  | { outcome: 'FREE' }
  /** It was approved, and is used up by this. */
  | { outcome: 'APPROVED'; act: string; by: ActorRecord }
  | { outcome: 'WAITING'; act: string; expiresAt: string }
