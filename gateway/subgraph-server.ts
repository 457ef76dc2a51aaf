// A subgraph in a process of its own: an Apollo Server, and graphql-transport-ws for its subscriptions. Both take only
// requests that the gateway has signed.

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server'
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import { GraphQLError, parse, validate } from 'graphql'
import { makeServer, type Server as Protocol } from 'graphql-ws'
import { during } from '../backbone/asking.ts'
import type { Limits } from '../backbone/limits.ts'
import type { Subgraph, SubgraphContext } from '../backbone/subgraph.ts'
import { Refusal } from '../schema/errors.ts'
import { isLarger } from './answer-size.ts'
import { answerCall } from './calls.ts'
import { presented, presentedThrown, type Report, refusal } from './errors.ts'
import { ClientGone, readBody, send, sendJson } from './http/exchange.ts'
import { goneOf } from './http/graphql.ts'
import { bind, commonRoutes, type Listening, serve } from './http/server.ts'
import { closeSocket, HostedSocket, websocketHost } from './http/websocket-host.ts'
import type { Metrics } from './metrics.ts'
import type { Signer } from './signing.ts'
import { openEvents } from './transports/local.ts'
import { slack } from './transports/remote.ts'
import { mapped } from './transports/transport.ts'

export interface SubgraphDoor {
  subgraph: Subgraph
  limits: Limits
  signer: Signer
  report: Report
  metrics: Metrics
  unready(): Promise<string | null>
}

export async function serveSubgraph(door: SubgraphDoor, at: { host: string; port: number }): Promise<Listening> {
  const { subgraph, report } = door
  const apollo = new ApolloServer<SubgraphContext>({
    schema: subgraph.schema,
    introspection: true,
    csrfPrevention: true,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    plugins: [ApolloServerPluginLandingPageDisabled(), ApolloServerPluginInlineTraceDisabled(), bounding(door.limits)],
    formatError(formatted, error) {
      if (!(error instanceof GraphQLError)) return formatted
      const { message, path, extensions } = presented(error, report)
      return { message, ...(path ? { path } : {}), extensions }
    },
  })
  await apollo.start()
  const stop = new AbortController()
  const doors = { ...door, stop }

  const listener: RequestListener = (request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0]!
    if (path === '/graphql') void answer(apollo, door, request, response)
    else if (path === `/internal/${subgraph.name}`) {
      void answerCall(subgraph.name, subgraph.calls ?? {}, door, request, response)
    } else if (!commonRoutes(doors, request, response, path)) {
      sendJson(response, 404, { error: { code: 'NOT_FOUND', message: 'There is nothing at this path.' } })
    }
  }
  const listening = serve(await bind(at), listener, { stop, upgrade: subscriptions(door, stop.signal) })
  return {
    ...listening,
    async stop(patience) {
      await listening.stop(patience)
      await apollo.stop()
    },
  }
}

/** What is too large is not made into text: the gateway would not read it. */
function bounding({ answer }: Limits): ApolloServerPlugin<SubgraphContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response: { body } }) {
          if (body.kind !== 'single' || !isLarger(body.singleResult.data, answer * slack)) return
          const { message, extensions } = refusal('ANSWER_TOO_LARGE')
          body.singleResult = { errors: [{ message, extensions }] }
        },
      }
    },
  }
}

async function answer(
  apollo: ApolloServer<SubgraphContext>,
  { subgraph, limits, signer, report }: SubgraphDoor,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const body = await readBody(request, limits.body * 4)
    const viewer = signer.verify(subgraph.name, '/graphql', request.headers, body)
    const headers = new HeaderMap()
    for (const [name, value] of Object.entries(request.headers)) headers.set(name, [value ?? ''].flat().join(', '))
    const asked = JSON.parse(body.toString())
    const work = () =>
      apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method: request.method ?? '', headers, search: '', body: asked },
        context: async () => subgraph.context(viewer),
      })
    // A gateway that hangs up wants no answer any more; what changes something is done to its end all the same.
    const answer = await (/^(query\b|\{)/.test(asked?.query) ? during(goneOf(response), work) : work())
    const type = answer.headers.get('content-type') ?? 'application/json; charset=utf-8'
    send(response, answer.status ?? 200, type, answer.body.kind === 'complete' ? answer.body.string : '')
  } catch (error) {
    if (error instanceof ClientGone) return
    const known = error instanceof Refusal
    const { message, extensions } = presentedThrown(error, report)
    const status =
      known && error.code === 'UNAUTHENTICATED' ? 401 : known ? 413 : error instanceof SyntaxError ? 400 : 500
    sendJson(response, status, { errors: [{ message, extensions }] })
  }
}

type Connection = { socket: HostedSocket; [key: string]: unknown }

function subscriptions({ subgraph, limits, signer, report }: SubgraphDoor, stopping: AbortSignal) {
  const protocol = makeServer<Record<string, unknown>, Connection>({
    onConnect({ connectionParams, extra }) {
      try {
        signer.verify(subgraph.name, '/graphql', (connectionParams ?? {}) as Record<string, string>, 'connection_init')
        return true
      } catch {
        closeSocket(extra.socket, 'UNAUTHENTICATED')
        return new Promise<never>(() => {})
      }
    },
    onSubscribe(_context, _id, { query, variables, extensions }) {
      try {
        const body = JSON.stringify({ query, variables: variables ?? {} })
        const viewer = signer.verify(subgraph.name, '/graphql', (extensions ?? {}) as Record<string, string>, body)
        const document = parse(query)
        const errors = validate(subgraph.schema, document)
        if (errors.length > 0) return errors
        const contextValue = { document, variables: variables ?? undefined, viewer }
        return { schema: subgraph.schema, document, contextValue }
      } catch (error) {
        return [presentedThrown(error, report)]
      }
    },
    async subscribe({ contextValue }) {
      const named = (result: any) =>
        result.errors
          ? { ...result, errors: result.errors.map((error: GraphQLError) => presented(error, report)) }
          : result
      try {
        const events = await openEvents(subgraph, contextValue as any)
        if (!(Symbol.asyncIterator in events)) return named(events)
        return mapped(events, named, (error) => ({ errors: [presentedThrown(error, report)] }))
      } catch (error) {
        return { errors: [presentedThrown(error, report)] }
      }
    },
  })
  return websocketHost(HostedSocket, limits, stopping, (socket) => speak(protocol, socket, report))
}

/** The protocol over a socket, by graphql-ws: only gateways connect here. */
function speak(protocol: Protocol<Connection>, socket: HostedSocket, report: Report): void {
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      close: (code, reason) => socket.close(code, reason),
      send: (text) =>
        new Promise((resolve) => {
          if (socket.readyState !== socket.OPEN) resolve()
          else socket.send(text, () => resolve())
        }),
      onMessage: (heard) => {
        socket.on('message', async (data) => {
          socket.alive = true
          try {
            await heard(String(data))
          } catch (error) {
            report(error)
            closeSocket(socket, 'INTERNAL_SERVER_ERROR')
          }
        })
      },
    },
    { socket },
  )
  socket.once('close', (code, reason) => {
    closed(code, String(reason)).catch(report)
  })
}
