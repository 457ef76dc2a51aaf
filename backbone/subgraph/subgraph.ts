// What a subgraph is, and what it stands on.

import type { GraphQLSchema } from 'graphql'
import type { Logger } from 'pino'
import type { PolicyWork } from '../../schema/policy/work.ts'
import type { SubgraphName } from '../../schema/subgraph-names.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/database.ts'
import type { Keeping } from '../database/keeping.ts'
import type { Ids } from '../ids.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Consumer } from '../log/consumer.ts'
import type { Cursors } from '../log/cursors.ts'
import type { Directory } from '../log/directory.ts'
import type { EventLog } from '../log/log.ts'
import type { Outbound, OutboundFetch } from '../security/outbound.ts'
import type { SecretBox } from '../security/secrets.ts'
import type { Viewer } from '../security/viewer.ts'
import type { Calls, HandlersOf } from './calls.ts'

export type { SubgraphName } from '../../schema/subgraph-names.ts'

export interface SubgraphContext<Loaders = unknown> {
  viewer: Viewer
  loaders: Loaders
  /** Of a subscription: when its next event may be resolved. */
  turn?: Turn
}

/** What is done for an event is done in turn, among all those that wait for it. */
export interface Turn {
  /** Before something is loaded for an event; nothing to wait for where it is its turn already. */
  enter(): Promise<void> | undefined
  /** There was nothing to do. What is sent ends the turn by itself. */
  leave(): void
}

/** A question to the whole graph, as a `system` viewer. @throws AskFailed */
export type Ask = <T = unknown>(query: string, variables?: Record<string, unknown>) => Promise<T>

/** The graph answered with errors, or not at all. */
export class AskFailed extends Error {
  /** The codes of the errors, first the first. */
  readonly codes: readonly string[]
  constructor(message: string, codes: readonly string[], cause?: unknown) {
    super(message, { cause })
    this.name = 'AskFailed'
    this.codes = codes
  }
}

export interface SubgraphDeps {
  db: Database
  log: EventLog
  jobs: Jobs
  ids: Ids
  clock: Clock
  directory: Directory
  secrets: SecretBox
  cursors: Cursors
  logger: Logger
  /** How long what is no record is kept. */
  keep: Keeping
  /** Calls to the outside: addresses checked, size and time limited. */
  fetch: OutboundFetch
  checkAddress: Outbound['check']
  /** Looks at policies beside the loop. */
  policyWork: PolicyWork
  ask: Ask
  call: Calls
  /** How the outside reaches the gateway, without a slash at the end. */
  publicUrl: string
}

/** What is read when the metrics are asked for: values by the label `name`. */
export interface Gauge {
  name: string
  help: string
  read(): Promise<Record<string, number>>
}

export interface Subgraph<Name extends SubgraphName = SubgraphName> {
  readonly name: Name
  readonly schema: GraphQLSchema
  /** For one request: the viewer, and loaders that batch what it asks. */
  context(viewer: Viewer): SubgraphContext
  readonly consumers: readonly Consumer[]
  /** What other parts may call beside the graph, by name. */
  readonly calls: HandlersOf<Name>
  readonly gauges?: readonly Gauge[]
  /** Starts consumers and jobs. */
  start(): Promise<void>
  /** Another process that shares the database has died: what it may have had in hand goes on here. */
  takeUp?(process: string): Promise<void>
  stop(): Promise<void>
}
