// What streams are measured against: servers that send to all who are connected what is posted to /broadcast.
//   bare     `ws` alone: the text, to each
//   plain    `graphql-ws` over a schema of one field
//   runtime  the Hive Gateway runtime as it comes, over a subgraph of one field in this process, and `graphql-ws`

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { createGatewayRuntime, type GatewayConfigSupergraph } from '@graphql-hive/gateway-runtime'
import { composeServices } from '@theguild/federation-composition'
import { type DocumentNode, type ExecutionArgs, execute, type GraphQLSchema, parse, subscribe } from 'graphql'
import type { ConnectionInitMessage, ServerOptions } from 'graphql-ws'
import { type Extra, useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'

interface Baseline {
  url: string
  stop(): Promise<void>
}

const sdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { nothing: String }
  type Subscription { decisions: DecisionEvent! }
  type DecisionEvent { cursor: String! decision: Decision! }
  type Decision @key(fields: "id") { id: ID! outcome: String! reason: String! compliance: String! }`

export async function startBaseline(kind: string): Promise<Baseline> {
  let broadcast: (text: string) => void = () => {}
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      broadcast(text)
      response.end()
    })
  })
  const sockets = new WebSocketServer({ server, perMessageDeflate: false })
  if (kind === 'bare') {
    broadcast = (text) => {
      for (const socket of sockets.clients) socket.send(text)
    }
  } else {
    const { events, publish } = channel()
    broadcast = (text) => publish(JSON.parse(text).payload.data.decisions)
    const schema = schemaOf(events)
    if (kind === 'plain') useServer({ schema, execute, subscribe }, sockets)
    else if (kind === 'runtime') useServer(await runtimeOf(schema), sockets)
    else throw new Error(`Wanted bare, plain or runtime; got ${kind}.`)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: urlOf(server), stop: async () => end(server, sockets) }
}

function schemaOf(events: () => AsyncIterableIterator<unknown>) {
  const decisions = { subscribe: events, resolve: (event: unknown) => event }
  return buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: { Subscription: { decisions } } }])
}

/** What the runtime asks of a subgraph, of which the executor's own type says less. */
interface SubgraphRequest {
  document: DocumentNode
  variables?: Record<string, unknown>
  operationType?: string
}

/** What an operation is run by: of the runtime's own, and given along with the arguments. */
type Run = ExecutionArgs & { execute: typeof execute; subscribe: typeof subscribe }

/** As its documentation wires it to `graphql-ws`. */
async function runtimeOf(schema: GraphQLSchema): Promise<ServerOptions<ConnectionInitMessage['payload'], Extra>> {
  const composed = composeServices([{ name: 'decisions', typeDefs: parse(sdl), url: 'http://decisions.bench' }])
  const http = {
    getSubgraphExecutor: () => (request: SubgraphRequest) => {
      const args = { schema, document: request.document, variableValues: request.variables }
      return request.operationType === 'subscription' ? subscribe(args) : execute(args)
    },
  }
  const runtime = createGatewayRuntime({
    supergraph: composed.supergraphSdl!,
    logging: false,
    transports: { http } as unknown as NonNullable<GatewayConfigSupergraph['transports']>,
  })
  await runtime.getSchema() // it serves no WebSocket operation before
  return {
    execute: (args) => (args as Run).execute(args),
    subscribe: (args) => (args as Run).subscribe(args),
    async onSubscribe(context, _id, payload) {
      const { schema, execute, subscribe, contextFactory, parse, validate } = runtime.getEnveloped({
        connectionParams: context.connectionParams,
        req: context.extra.request,
        socket: context.extra.socket,
        params: payload,
      })
      const args = {
        schema,
        operationName: payload.operationName,
        document: parse(payload.query),
        variableValues: payload.variables,
        contextValue: await contextFactory(),
        execute,
        subscribe,
      }
      const errors = args.schema ? validate(args.schema, args.document) : []
      return errors.length > 0 ? errors : (args as ExecutionArgs)
    },
  }
}

/** One publisher, many listeners. */
function channel() {
  const heard = new Set<(event: unknown) => void>()
  return {
    publish(event: unknown) {
      for (const hear of heard) hear(event)
    },
    events(): AsyncIterableIterator<unknown> {
      const waiting: unknown[] = []
      let wake: (() => void) | null = null
      const hear = (event: unknown) => {
        waiting.push(event)
        wake?.()
      }
      heard.add(hear)
      return {
        async next() {
          while (waiting.length === 0) {
            await new Promise<void>((resolve) => {
              wake = resolve
            })
          }
          return { done: false, value: waiting.shift() }
        },
        async return() {
          heard.delete(hear)
          return { done: true, value: undefined }
        },
        [Symbol.asyncIterator]() {
          return this
        },
      }
    },
  }
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function end(server: Server, sockets: WebSocketServer): void {
  for (const socket of sockets.clients) socket.terminate()
  server.closeAllConnections()
  server.close()
}
