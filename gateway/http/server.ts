// The public doors: which path leads where, and how they all close.

import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { Server as TlsServer } from 'node:tls'
import type { TlsSettings } from '../../backbone/config.ts'
import type { PublicKey } from '../../backbone/security/signing-key.ts'
import { Admission } from '../admission/admission.ts'
import { type Page, plainPage } from '../page/index.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Report } from '../wire/errors.ts'
import { accepts, send, sendJson } from '../wire/exchange.ts'
import { listensBy, withoutTls } from '../wire/tls.ts'
import { type AuditDoor, auditAnswers } from './audit.ts'
import { answerPost, refusedRequest } from './graphql.ts'
import { answerHook, type HooksDoor } from './hooks.ts'
import { answerSession, type SessionDoor } from './session.ts'
import { guardSockets, type HangUp, type SocketRules, type SocketWaits, socketWaits } from './sockets.ts'
import { type EventStreams, eventStreams, type SseDoor } from './sse.ts'
import { websocketDoor } from './websocket.ts'
import type { WebSocketDoor } from './websocket-host.ts'

export interface Listening {
  /** http://host:port */
  url: string
  /** Takes no more, lets what is under way end (at most `patience` milliseconds), then closes what is left. */
  stop(patience?: number): Promise<void>
}

/** What answers a path beyond the public ones. @returns whether it did. */
export type MoreRoutes = (request: IncomingMessage, response: ServerResponse, path: string) => boolean

export interface PublicDoors extends SseDoor, HooksDoor, SessionDoor, AuditDoor {
  metrics: Metrics
  /** Why it is not ready; null when it is. */
  unready(): Promise<string | null>
  stop: AbortController
  /** What this installation signs with, for those who check it. */
  keys: readonly PublicKey[]
  /** What its processes introduce themselves with to subgraphs. */
  requestKeys: readonly PublicKey[]
  /** What it signs with who asks, for the subgraphs of others. */
  viewerKeys: readonly PublicKey[]
  /** What became of those; null: there are none. */
  subgraphs: (() => Record<string, string>) | null
  more?: MoreRoutes
  page?: Page
  /** Health and metrics are answered on a port of their own, and not here. */
  aside?: boolean
  /** Who stands in front of others. */
  isProxy: (address: string | undefined) => boolean
}

type CommonDoors = Pick<PublicDoors, 'metrics' | 'unready' | 'stop' | 'report'> &
  Partial<Pick<PublicDoors, 'subgraphs'>>

export function publicRoutes(doors: PublicDoors): RequestListener {
  const page = doors.page ?? plainPage
  const events = eventStreams(doors)
  const audit = auditAnswers(doors)
  return (request, response) => {
    const url = request.url ?? '/'
    const end = url.indexOf('?')
    const path = end < 0 ? url : url.slice(0, end)
    if (path === '/graphql')
      return route(doors.report, response, graphql(doors, events, request, response, url.slice(path.length + 1)))
    if (path === '/session') return route(doors.report, response, answerSession(doors, request, response))
    const log = /^\/audit(?:\/([^/]+))?$/.exec(path)
    if (log) return route(doors.report, response, audit(request, response, log[1] ?? null, url.slice(path.length + 1)))
    const hook = /^\/hooks\/([^/]+)\/([^/]+)$/.exec(path)
    if (hook) return route(doors.report, response, answerHook(doors, request, response, hook[1]!, hook[2]!))
    if (doors.more?.(request, response, path)) return
    if (path === '/.well-known/folkmoot.json' && isRead(request))
      return sendJson(response, 200, { keys: doors.keys, requestKeys: doors.requestKeys }, forAnyone)
    if (path === '/.well-known/jwks.json' && isRead(request)) {
      const keys = doors.viewerKeys.map((key) => ({ ...key, use: 'sig', alg: 'EdDSA' }))
      return sendJson(response, 200, { keys }, forAnyone)
    }
    if (!doors.aside && commonRoutes(doors, request, response, path)) return
    if (page.answer(request, response, path)) return
    sendNothing(response)
  }
}

/** Told to pages of any origin, and kept for an hour. */
const forAnyone = { 'cache-control': 'public, max-age=3600', 'access-control-allow-origin': '*' }

/** What every process answers, the gateway or a subgraph alone. @returns whether it did. */
export function commonRoutes(
  doors: CommonDoors,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): boolean {
  if (!isRead(request)) return false
  if (path === '/health/live') sendJson(response, 200, { status: 'live' })
  else if (path === '/health/ready') route(doors.report, response, ready(doors, response))
  else if (path === '/metrics') {
    const answer = doors.metrics.text().then((text) => send(response, 200, doors.metrics.contentType, text))
    route(doors.report, response, answer)
  } else return false
  return true
}

// Connections that the kernel keeps until they are taken: of Node's 511 a burst of a thousand is reset.
const waitingRoom = 4096

/**
 * Binds the address. Nothing is answered before `serve`.
 * @param given milliseconds, in place of the usual ones
 * @throws Error when the address is taken.
 */
export async function bind(
  at: { host: string; port: number },
  tls: TlsSettings = withoutTls,
  given: Partial<SocketWaits> = {},
): Promise<Server> {
  const waits = { ...socketWaits, ...given }
  const options = {
    requestTimeout: waits.request,
    headersTimeout: waits.head,
    keepAliveTimeout: waits.idle,
    connectionsCheckingInterval: waits.look,
    // Everything else that names another protocol is a request like any other, with a body or without one.
    shouldUpgradeCallback: (request: IncomingMessage): boolean =>
      server.listenerCount('upgrade') > 0 && wantsWebSocket(request),
  }
  const secure = listensBy(tls)
  const server: Server = secure ? (createTlsServer({ ...options, ...secure }) as Server) : createServer(options)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(at.port, at.host, waitingRoom, resolve)
  })
  return server
}

function wantsWebSocket({ method, url = '', headers }: IncomingMessage): boolean {
  return method === 'GET' && url.split('?', 1)[0] === '/graphql' && headers.upgrade?.toLowerCase() === 'websocket'
}

/** Health and metrics on an address of their own. @throws Error when it is taken */
export async function openAside(
  doors: CommonDoors,
  at: { host: string; port: number },
  limits: Serving['limits'],
): Promise<Listening> {
  const server = await bind(at)
  const { metrics, stop } = doors
  return serve(server, commonRoutesAlone(doors), { stop, limits, metrics: { ...metrics, watch() {} }, whose: null })
}

/** What every process answers, and nothing else. */
export function commonRoutesAlone(doors: Parameters<typeof commonRoutes>[0]): RequestListener {
  return (request, response) => {
    if (!commonRoutes(doors, request, response, pathOf(request))) sendNothing(response)
  }
}

export function sendNothing(response: ServerResponse): void {
  sendJson(response, 404, { error: { code: 'NOT_FOUND', message: 'There is nothing at this path.' } })
}

export function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0]!
}

/** http(s)://host:port that the server is bound to. */
export function urlOf(server: Server): string {
  const { port, address, family } = server.address() as AddressInfo
  const host = address === '0.0.0.0' || address === '::' ? 'localhost' : family === 'IPv6' ? `[${address}]` : address
  return `${server instanceof TlsServer ? 'https' : 'http'}://${host}:${port}`
}

export interface Serving extends Omit<SocketRules, 'hungUp'> {
  stop: AbortController
  metrics: Pick<Metrics, 'hungUp' | 'watch'>
  upgrade?: WebSocketDoor
}

/** Answers, until it is stopped in order: streams are told to come back, requests end, connections close. */
export function serve(server: Server, listener: RequestListener, serving: Serving): Listening {
  const { metrics, upgrade } = serving
  const sockets = guardSockets(server, { ...serving, hungUp: (why: HangUp) => metrics.hungUp(why) })
  metrics.watch([
    { name: 'folkmoot_sockets', help: 'Open connections of any kind.', read: async () => ({ open: sockets.count() }) },
  ])
  server.on('request', (request, response) => {
    if (sockets.admits(request, response)) listener(request, response)
  })
  if (upgrade) {
    server.on('upgrade', (request, socket, head) => {
      if (sockets.admitsUpgrade(request, socket)) upgrade.upgrade(request, socket, head)
    })
  }
  let stopped: Promise<void> | null = null
  return {
    url: urlOf(server),
    stop(patience = 10_000) {
      stopped ??= stop(server, serving, patience)
      return stopped
    },
  }
}

async function stop(server: Server, closing: Pick<Serving, 'stop' | 'upgrade'>, patience: number): Promise<void> {
  closing.stop.abort()
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  await closing.upgrade?.stop()
  // A connection that answered while we wait has nothing more to say, though it would be kept alive.
  const sweeping = setInterval(() => server.closeIdleConnections(), 25)
  const late = setTimeout(() => server.closeAllConnections(), patience)
  await closed
  clearInterval(sweeping)
  clearTimeout(late)
}

async function graphql(
  doors: PublicDoors,
  events: EventStreams,
  request: IncomingMessage,
  response: ServerResponse,
  query: string,
): Promise<void> {
  if (doors.origins.greet(request, response)) return
  try {
    doors.origins.check(request)
  } catch (error) {
    const { status, result } = refusedRequest(error, doors.report)
    return sendJson(response, status, result, new Admission(doors, request).payer.headers())
  }
  if (accepts(request, 'text/event-stream') && (request.method === 'POST' || request.method === 'GET')) {
    return events(request, response, new URLSearchParams(query))
  }
  if (request.method === 'POST') return answerPost(doors, request, response)
  const headers = { allow: 'POST', ...new Admission(doors, request).payer.headers() }
  const message = 'Wanted POST with a JSON body; GET only with Accept: text/event-stream.'
  sendJson(response, 405, { errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] }, headers)
}

async function ready(
  doors: Pick<CommonDoors, 'unready' | 'stop' | 'subgraphs'>,
  response: ServerResponse,
): Promise<void> {
  const problem = doors.stop.signal.aborted ? 'stopping' : await doors.unready()
  if (problem === null)
    sendJson(response, 200, { status: 'ready', ...(doors.subgraphs ? { subgraphs: doors.subgraphs() } : {}) })
  else sendJson(response, 503, { status: 'not ready', problem })
}

/** What nothing before has caught: masked, logged, and the request is not left hanging. */
function route(report: Report, response: ServerResponse, work: Promise<void>): void {
  work.catch((error) => {
    report(error)
    if (response.headersSent) response.destroy()
    else
      sendJson(response, 500, {
        errors: [
          { message: 'Something went wrong here; it was logged.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
        ],
      })
  })
}

function isRead(request: IncomingMessage): boolean {
  return request.method === 'GET' || request.method === 'HEAD'
}

/** The public doors, open. */
export function openDoors(doors: PublicDoors, server: Server): Listening {
  const { stop, limits, metrics, addressOf, isProxy, waits = {} } = doors
  const whose = { addressOf, isProxy }
  return serve(server, publicRoutes(doors), { stop, limits, metrics, whose, waits, upgrade: websocketDoor(doors) })
}
