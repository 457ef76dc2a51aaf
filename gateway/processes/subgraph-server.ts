// A subgraph in a process of its own: an Apollo Server, and graphql-transport-ws for its subscriptions. Both take only
// requests that a process of the installation has signed; the server also what a router of the operator's has, if there is one.

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server'
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled'
import { type ExecutionResult, GraphQLError, OperationTypeNode, parse, validate } from 'graphql'
import { makeServer, type Server as Protocol } from 'graphql-ws'
import { withDeadline, withSignal } from '../../backbone/concurrency/cancellation.ts'
import type { TlsSettings } from '../../backbone/config.ts'
import type { Limits } from '../../backbone/limits.ts'
import type { Viewer } from '../../backbone/security/viewer.ts'
import type { Subgraph, SubgraphContext } from '../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../schema/errors.ts'
import { countedUnder } from '../admission/addresses.ts'
import { inTurns, turnsOf } from '../graph/turns.ts'
import { goneOf } from '../http/graphql.ts'
import { bind, commonRoutes, type Listening, pathOf, sendNothing, serve } from '../http/server.ts'
import { closeSocket, HostedSocket, heed, websocketHost } from '../http/websocket-host.ts'
import { answerCall, answerGreeting, requireCertificate } from '../internal/calls.ts'
import { type RouterDoor, routerHeader } from '../internal/router-requests.ts'
import { type Frames, greetingPath } from '../internal/session-messages.ts'
import type { SessionServer, VerifiedRequest } from '../internal/session-server.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { openEvents } from '../transports/local.ts'
import { mapped, type SubgraphRequest, slack } from '../transports/transport.ts'
import { isLarger } from '../wire/answer-size.ts'
import { presented, presentedThrown, type Report, refusal } from '../wire/errors.ts'
import { ClientGone, readBody, send } from '../wire/exchange.ts'

export interface SubgraphDoor {
  subgraph: Subgraph
  limits: Limits
  sessions: SessionServer
  /** For another router than ours; null: there is none. */
  routers?: RouterDoor | null
  tls: TlsSettings
  report: Report
  metrics: Metrics
  unready(): Promise<string | null>
  /** Health and metrics are answered on a port of their own, and not here. */
  aside?: boolean
  stop?: AbortController
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
  const { stop = new AbortController() } = door
  const doors = { ...door, stop }

  const listener: RequestListener = (request, response) => {
    const path = pathOf(request)
    if (path === '/graphql' && door.routers && routerHeader in request.headers)
      void answerRouter(apollo, door, door.routers, request, response)
    else if (path === '/graphql') void answer(apollo, door, request, response)
    else if (path === greetingPath) void answerGreeting(door, request, response)
    else if (path === `/internal/${subgraph.name}`) {
      void answerCall(subgraph.name, subgraph.calls, door, request, response)
    } else if (door.aside || !commonRoutes(doors, request, response, path)) sendNothing(response)
  }
  const { limits, metrics } = door
  const upgrade = subscriptions(door, stop.signal)
  const listening = serve(await bind(at, door.tls), listener, { stop, limits, metrics, whose: null, upgrade })
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
  door: SubgraphDoor,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { subgraph, limits, sessions, report } = door
  let heard: VerifiedRequest | null = null
  const tell = (status: number, type: string, body: string) => {
    const headers = heard ? heard.seal(status, body) : sessions.sealRefusal(request.headers, status, body)
    send(response, status, type, body, headers)
  }
  try {
    requireCertificate(door, request)
    const body = await readBody(request, limits.body * 4)
    heard = sessions.verify('/graphql', request.headers, body)
    const { viewer } = heard
    const asked = JSON.parse(body.toString())
    const work = () => executed(apollo, request, asked, () => subgraph.context(viewer))
    // A gateway that hangs up wants no answer any more; what changes something is done to its end all the same.
    const { status, type, text } = await (isQuery(asked) ? withSignal(goneOf(response), work) : work())
    tell(status, type, text)
  } catch (error) {
    if (error instanceof ClientGone) return
    tell(statusOf(error), json, refusedAs(error, report))
  }
}

/** As `answer`, to another router: nobody has looked before what it asks may take, and what is answered is not signed. */
async function answerRouter(
  apollo: ApolloServer<SubgraphContext>,
  door: SubgraphDoor,
  routers: RouterDoor,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { subgraph, limits, report } = door
  try {
    requireCertificate(door, request)
    const body = await readBody(request, limits.body * 4)
    const routed = await routers.verify(request.headers, body)
    const asked = parsed(body)
    const work = async () => {
      const viewer = await routers.viewerOf(routed)
      const address = countedUnder(routed.address ?? '')
      const asker = isQuery(asked) || address === null ? viewer : { ...viewer, address }
      return executed(apollo, request, asked, () => subgraph.context(asker))
    }
    // That a client's key does not hold is an answer to the client: the router has asked as it should.
    const refused = (error: unknown) => {
      if (!(error instanceof Refusal)) throw error
      return { status: 200, type: json, text: refusedAs(error, report) }
    }
    const answered = isQuery(asked) ? withDeadline(limits.seconds, () => goneOf(response), work) : work()
    const { status, type, text } = await Promise.resolve(answered).catch(refused)
    send(response, status, type, text)
  } catch (error) {
    if (error instanceof ClientGone) return
    send(response, statusOf(error), json, refusedAs(error, report))
  }
}

const json = 'application/json; charset=utf-8'

const isQuery = (asked: { query?: unknown } | null) => /^\s*(query\b|\{)/.test(String(asked?.query))

/** @throws Refusal BAD_REQUEST */
function parsed(body: Buffer) {
  try {
    return JSON.parse(body.toString())
  } catch {
    throw new Refusal('BAD_REQUEST', 'Wanted a body of JSON; got another.')
  }
}

function statusOf(error: unknown): number {
  const { code } = error as { code?: unknown }
  if (error instanceof Refusal) return code === 'UNAUTHENTICATED' ? 401 : code === 'TOO_LARGE' ? 413 : 400
  return error instanceof SyntaxError ? 400 : 500
}

function refusedAs(error: unknown, report: Report): string {
  const { message, extensions } = presentedThrown(error, report)
  return JSON.stringify({ errors: [{ message, extensions }] })
}

async function executed(
  apollo: ApolloServer<SubgraphContext>,
  request: IncomingMessage,
  asked: unknown,
  context: () => SubgraphContext,
): Promise<{ status: number; type: string; text: string }> {
  const headers = new HeaderMap()
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, [value ?? ''].flat().join(', '))
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: request.method ?? '', headers, search: '', body: asked },
    context: async () => context(),
  })
  const type = answer.headers.get('content-type') ?? json
  return { status: answer.status ?? 200, type, text: answer.body.kind === 'complete' ? answer.body.string : '' }
}

type Connection = {
  socket: HostedSocket
  request: IncomingMessage
  /** null until the first message was good. */
  frames: Frames | null
  [key: string]: unknown
}

function subscriptions(door: SubgraphDoor, stopping: AbortSignal) {
  const { subgraph, limits, sessions, report } = door
  const turns = turnsOf()
  const protocol = makeServer<Record<string, unknown>, Connection>({
    onConnect({ connectionParams, extra }) {
      try {
        requireCertificate(door, extra.request)
        extra.frames = sessions.open(connectionParams ?? {})
        return true
      } catch {
        closeSocket(extra.socket, 'UNAUTHENTICATED')
        return new Promise<never>(() => {})
      }
    },
    onSubscribe(_context, _id, { query, variables, extensions }) {
      try {
        // Said by a process of the installation, as all that comes after the first message.
        const viewer = extensions?.viewer as Viewer
        const document = parse(query)
        const errors = validate(subgraph.schema, document)
        if (errors.length > 0) return errors
        const type = OperationTypeNode.SUBSCRIPTION
        const contextValue: SubgraphRequest = { document, type, variables: variables ?? undefined, viewer }
        return { schema: subgraph.schema, document, contextValue }
      } catch (error) {
        return [presentedThrown(error, report)]
      }
    },
    async subscribe({ contextValue }) {
      const named = (result: ExecutionResult): ExecutionResult =>
        result.errors ? { ...result, errors: result.errors.map((error) => presented(error, report)) } : result
      try {
        const asked = contextValue as SubgraphRequest
        const { community } = asked.viewer
        const turn = turns.of(() => ({ community: community ?? '', owner: '' }))
        const events = await openEvents(subgraph, { ...asked, turn })
        if (!(Symbol.asyncIterator in events)) return named(events)
        return mapped(inTurns(turn, events), named, (error) => ({ errors: [presentedThrown(error, report)] }))
      } catch (error) {
        return { errors: [presentedThrown(error, report)] }
      }
    },
  })
  return websocketHost(HostedSocket, limits, stopping, (socket, request) => speak(protocol, socket, request, report))
}

/** The protocol over a socket, by graphql-ws: only gateways connect here. */
function speak(protocol: Protocol<Connection>, socket: HostedSocket, request: IncomingMessage, report: Report): void {
  const connection: Connection = { socket, request, frames: null }
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      close: (code, reason) => socket.close(code, reason),
      send: (text) =>
        new Promise((resolve) => {
          if (socket.readyState !== socket.OPEN) resolve()
          else socket.send(connection.frames ? connection.frames.seal(text) : text, () => resolve())
        }),
      onMessage: (heard) => {
        socket.on('message', async (data) => {
          socket.alive = true
          heed(socket)
          try {
            const text = String(data)
            await heard(connection.frames ? connection.frames.open(text) : text)
          } catch (error) {
            if (error instanceof Refusal) return closeSocket(socket, 'UNAUTHENTICATED')
            report(error)
            closeSocket(socket, 'INTERNAL_SERVER_ERROR')
          }
        })
      },
    },
    connection,
  )
  socket.once('close', (code, reason) => {
    closed(code, String(reason)).catch(report)
  })
}
