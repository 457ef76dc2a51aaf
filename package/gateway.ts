// The graph alone, over any supergraph and any subgraphs, for a program of one's own: what Folkmoot answers its clients with,
// without communities, keys or a database.

import type { IncomingMessage, RequestListener } from 'node:http'
import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  type OperationTypeNode,
} from 'graphql'
import { defaultLimits } from '../backbone/limits.ts'
import type { Scope, Viewer } from '../backbone/security/viewer.ts'
import { apiOf } from '../gateway/graph/api.ts'
import { openGraph } from '../gateway/graph/graph.ts'
import { plannerApart } from '../gateway/graph/planning/index.ts'
import { supergraphOf } from '../gateway/graph/supergraph.ts'
import { goneOf, refusedRequest } from '../gateway/http/graphql.ts'
import { readPost } from '../gateway/http/request.ts'
import { plainTransport } from '../gateway/transports/plain.ts'
import { mapped, type SubgraphRequest, slack, type Transport, textOf } from '../gateway/transports/transport.ts'
import { accepts, ClientGone, send } from '../gateway/wire/exchange.ts'
import { Refusal } from '../schema/errors.ts'

/** What a subgraph is asked. */
export interface SubgraphQuestion {
  /** Read when it is looked at: whoever sends a text need not. */
  readonly document: DocumentNode
  readonly text: string
  readonly type: OperationTypeNode
  readonly variables: Record<string, unknown>
  /** As it was given with the client's request. */
  readonly context: unknown
}

export interface SubgraphAnswer {
  data?: Record<string, unknown> | null | undefined
  errors?: readonly GraphQLError[]
}

/** How a subgraph is reached. Answers with errors instead of throwing; what it throws is masked, and reported. */
export interface SubgraphTransport {
  execute(question: SubgraphQuestion): SubgraphAnswer | Promise<SubgraphAnswer>
  /** Either errors, or an answer for each event. */
  subscribe?(question: SubgraphQuestion): Promise<SubgraphAnswer | AsyncIterableIterator<SubgraphAnswer>>
  close?(): Promise<void>
}

export interface GatewayOptions {
  /** The composed schema, as SDL (https://specs.apollo.dev/join/v0.3/). */
  supergraph: string
  /** By subgraph; one that is not named is asked over HTTP at the address that the supergraph has, without credentials. */
  transports?: Readonly<Record<string, SubgraphTransport>>
  /** The scopes that whoever asks holds, for `@requiresScopes`; null: nobody in particular. Without this nobody holds any. */
  scopes?: (context: unknown) => readonly string[] | null
  /** Whether questions about the schema are answered: yes, unless told otherwise. */
  introspection?: boolean
  /**
   * What becomes of a null where the schema says that there is none. `declared`, unless told otherwise: as GraphQL has it,
   * what is around it is null. `lenient`: it stands alone, so that a subgraph that is down takes nothing else away.
   */
  nulls?: 'declared' | 'lenient'
  /** Whether the planner has a process of its own, so that an operation that ends it ends nothing else: yes, unless told otherwise. */
  planApart?: boolean
  /** In place of the defaults in docs/running.md: fields of an answer, fields in fields, tokens, bytes of an answer, of a body, seconds. */
  limits?: Partial<Record<'cost' | 'depth' | 'tokens' | 'answer' | 'body' | 'seconds', number>>
  /**
   * Which errors of subgraphs clients see as they are, but for stack traces; the others are masked. Unless told otherwise:
   * those with a code in their extensions that is not `INTERNAL_SERVER_ERROR`.
   */
  shown?: (error: GraphQLError) => boolean
  /** Told of what is masked. */
  report?: (cause: unknown) => void
}

export interface GatewayRequest {
  query: string
  operationName?: string | null
  variables?: Record<string, unknown>
  /** Given to the transports as it is. */
  context?: unknown
}

export interface Gateway {
  /** What clients see. */
  readonly schema: GraphQLSchema
  /** A query or a mutation. Never throws. */
  execute(request: GatewayRequest): Promise<ExecutionResult>
  /** A subscription: errors at once, or its events. Never throws. */
  subscribe(request: GatewayRequest): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>>
  /** Of `node:http`: queries and mutations by POST (https://graphql.github.io/graphql-over-http/). @param contextOf what transports are given */
  listener(contextOf?: (request: IncomingMessage) => unknown): RequestListener
  close(): Promise<void>
}

/** @throws Error in a sentence, where the supergraph cannot be read, or wants what is not done here */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const {
    transports: given = {},
    scopes = () => null,
    introspection = true,
    nulls = 'declared',
    planApart = true,
  } = options
  const report = options.report ?? ((cause: unknown) => console.error(cause))
  // How many of strangers are answered at a time is for whoever has the server to say.
  const limits = { ...defaultLimits, anonymousAtOnce: 2 ** 31 - 1, ...options.limits }
  const supergraph = supergraphOf({ supergraph: options.supergraph, api: apiOf(options.supergraph) })
  const unknown = Object.keys(given).filter((name) => !supergraph.parts.includes(name))
  if (unknown.length > 0) {
    throw new Error(`Wanted transports of ${supergraph.parts.join(', ')}; got one of ${unknown.join(', ')}.`)
  }
  const transports = Object.fromEntries(
    supergraph.parts.map((name) => {
      const own = given[name]
      if (own) return [name, transportBy(name, own)]
      return [
        name,
        plainTransport(name, addressOf(supergraph.addresses, name), report, { mostBytes: slack * limits.answer }),
      ]
    }),
  )
  const planner = planApart ? plannerApart(options.supergraph, report) : null
  const graph = await openGraph({
    supergraph,
    limits,
    introspection,
    nulls,
    transports,
    planner,
    report,
    shown: options.shown ?? hasCode,
  })

  const prepared = ({ query, operationName = null, variables = {}, context }: GatewayRequest) => {
    const operation = graph.prepare({ query, operationName, variables })
    return { operation, variables, asker: askerOf(context, scopes(context)) }
  }
  const refused = (error: unknown): ExecutionResult => refusedRequest(error, report).result

  return {
    schema: supergraph.api,
    async execute(request) {
      try {
        const { operation, variables, asker } = prepared(request)
        if (operation.type === 'subscription')
          throw new Refusal('BAD_REQUEST', 'Wanted a query or a mutation; got a subscription.')
        return await graph.execute(operation, variables, asker)
      } catch (error) {
        return refused(error)
      }
    },
    async subscribe(request) {
      try {
        const { operation, variables, asker } = prepared(request)
        if (operation.type !== 'subscription')
          throw new Refusal('BAD_REQUEST', 'Wanted a subscription; got another operation.')
        return await graph.subscribe(operation, variables, asker)
      } catch (error) {
        return refused(error)
      }
    },
    listener:
      (contextOf = () => undefined) =>
      async (request, response) => {
        const type = accepts(request, 'application/graphql-response+json')
          ? 'application/graphql-response+json; charset=utf-8'
          : 'application/json; charset=utf-8'
        try {
          if (request.method !== 'POST') {
            const details = { status: 405 }
            throw new Refusal('BAD_REQUEST', `Wanted POST; got ${request.method}.`, { details })
          }
          const { query, ...asked } = await readPost(request, limits)
          if (query === null) throw new Refusal('BAD_REQUEST', 'Wanted an operation as text; got the name of one.')
          const { operation, variables, asker } = prepared({ query, ...asked, context: contextOf(request) })
          if (operation.type === 'subscription')
            throw new Refusal('BAD_REQUEST', 'Wanted a query or a mutation; got a subscription.')
          const { remoteAddress: address = '' } = request.socket
          const result = await graph.execute(operation, variables, asker, { address, gone: () => goneOf(response) })
          send(response, 200, type, JSON.stringify(result))
        } catch (error) {
          if (error instanceof ClientGone) return
          const { status, result } = refusedRequest(error, report)
          send(response, status, type, JSON.stringify(result))
        }
      },
    async close() {
      planner?.stop()
      await Promise.all(Object.values(transports).map((each) => each.close()))
    },
  }
}

const hasCode = ({ extensions }: GraphQLError): boolean =>
  typeof extensions.code === 'string' && extensions.code !== 'INTERNAL_SERVER_ERROR'

/** Whoever asks, with what is given to the transports. */
interface Asker extends Viewer {
  context: unknown
}

function askerOf(context: unknown, scopes: readonly string[] | null): Asker {
  const nobody = { key: null, community: null, member: null }
  return { kind: scopes === null ? 'anonymous' : 'admin', ...nobody, scopes: (scopes ?? []) as Scope[], context }
}

function transportBy(name: string, own: SubgraphTransport): Transport {
  const questionOf = (request: SubgraphRequest): SubgraphQuestion => ({
    get document() {
      return request.document
    },
    get text() {
      return textOf(request)
    },
    type: request.type,
    variables: request.variables ?? {},
    context: (request.viewer as Asker).context,
  })
  const thrown = (cause: unknown) => ({ errors: [new GraphQLError('', { originalError: cause as Error })] })
  return {
    async execute(request) {
      try {
        return await own.execute(questionOf(request))
      } catch (error) {
        return thrown(error)
      }
    },
    async subscribe(request) {
      try {
        if (!own.subscribe) throw new Error(`Wanted a transport of "${name}" that can subscribe; got one that cannot.`)
        const events = await own.subscribe(questionOf(request))
        return Symbol.asyncIterator in events
          ? mapped<SubgraphAnswer, SubgraphAnswer>(events, (event) => event, thrown)
          : events
      } catch (error) {
        return thrown(error)
      }
    },
    async close() {
      await own.close?.()
    },
  }
}

function addressOf(addresses: ReadonlyMap<string, string>, name: string): string {
  const address = addresses.get(name) ?? ''
  if (/^https?:\/\//.test(address)) return address
  throw new Error(`Wanted a transport of "${name}", or its address in the supergraph; got "${address}".`)
}
