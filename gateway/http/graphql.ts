// POST /graphql: one operation, one answer.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { abandoned } from '../../backbone/concurrency/cancellation.ts'
import { faultPoint } from '../../backbone/fault-point.ts'
import type { Limits } from '../../backbone/limits.ts'
import type { Directory } from '../../backbone/log/directory.ts'
import type { Refused } from '../../backbone/security/refused.ts'
import type { Viewer } from '../../backbone/security/viewer.ts'
import { Refusal, type RefusalCode } from '../../schema/errors.ts'
import type { AddressOf } from '../admission/addresses.ts'
import { Admission, type AdmissionDoor, retryAfterOf } from '../admission/admission.ts'
import { askerOf, SessionOver, viewerOfRequest } from '../admission/auth.ts'
import { type Site, withoutCookie } from '../admission/cookie.ts'
import type { Tokens } from '../admission/tokens.ts'
import type { Documents } from '../graph/documents.ts'
import type { Graph } from '../graph/graph.ts'
import { type GraphQLRequest, type Operation, Unrunnable } from '../graph/operations.ts'
import type { Result } from '../graph/result.ts'
import type { RequestLog } from '../telemetry/request-log.ts'
import { presentedThrown, type Report } from '../wire/errors.ts'
import { ClientGone, preferred, send } from '../wire/exchange.ts'
import { readPost } from './request.ts'

export interface GraphQLDoor extends AdmissionDoor {
  limits: Limits
  graph: Graph
  documents: Documents
  tokens: Tokens | null
  directory: Directory
  site: Site
  addressOf: AddressOf
  /** Told of who came in. */
  seen?: (viewer: Viewer) => void
  /** Told of what was refused at the door. */
  refused?: (refused: Refused) => void
  log: RequestLog
  report: Report
}

/** What answers are sent as. Who says nothing is one from before the second was. */
export const answerTypes = ['application/json', 'application/graphql-response+json'] as const
type AnswerType = (typeof answerTypes)[number]

export async function answerPost(door: GraphQLDoor, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const startedAt = performance.now()
  const admission = new Admission(door, request)
  let viewer: Viewer | null = null
  let asked: GraphQLRequest | null = null
  let operation: Operation | null = null
  try {
    viewer = await viewerOfRequest(door, request, null, admission.missed)
    admission.recognise(viewer)
    admission.request()
    if (preferred(request, answerTypes) === null) {
      const details = { status: 406 }
      throw new Refusal('BAD_REQUEST', `Wanted Accept with one of ${answerTypes.join(', ')}; got none.`, { details })
    }
    asked = door.documents.admit(await readPost(request, door.limits))
    operation = admission.operation(asked)
    if (operation.type === 'subscription') {
      throw new Refusal(
        'BAD_REQUEST',
        'Wanted a subscription with Accept: text/event-stream, or over graphql-transport-ws.',
      )
    }
    await answerOperation(door, request, response, { startedAt, admission, viewer, asked, operation })
  } catch (error) {
    if (error instanceof ClientGone) return door.log.operation({ transport: 'http', startedAt, status: 499, viewer })
    answerRefused(door, request, response, { startedAt, admission, viewer, asked, operation }, error)
  }
}

/** The answer to what was not run. */
export function answerRefused(
  door: GraphQLDoor,
  request: IncomingMessage,
  response: ServerResponse,
  known: Asked,
  error: unknown,
): void {
  const { status, result } = refusedRequest(error, door.report)
  const headers = headersOfRefusal(door.site, status, error)
  // What is wrong with the operation is told by an answer of GraphQL, and everything else by HTTP.
  answer(door, request, response, known, { result, headers, ...(error instanceof Unrunnable ? {} : { status }) })
}

export interface Asked {
  startedAt: number
  admission: Admission
  viewer: Viewer | null
  asked: GraphQLRequest | null
  operation: Operation | null
}

/** The one answer to a query or a mutation. */
export async function answerOperation(
  door: GraphQLDoor,
  request: IncomingMessage,
  response: ServerResponse,
  prepared: { [K in keyof Asked]: NonNullable<Asked[K]> },
): Promise<void> {
  const { viewer, asked, operation, admission } = prepared
  const result = await door.graph.execute(operation, asked.variables, askerOf(operation, viewer, admission.address), {
    address: admission.address,
    gone: () => goneOf(response),
  })
  answer(door, request, response, prepared, { result, ...(response.destroyed ? { status: 499 } : {}) })
}

/** Fires when the client has gone without having been answered. */
export function goneOf(response: ServerResponse): AbortSignal {
  const gone = new AbortController()
  if (response.destroyed && !response.writableFinished) gone.abort(abandoned())
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(abandoned())
  })
  return gone.signal
}

function answer(
  door: GraphQLDoor,
  request: IncomingMessage,
  response: ServerResponse,
  { startedAt, admission, viewer, asked, operation }: Asked,
  { result, headers = {}, ...given }: { status?: number; result: Result; headers?: Record<string, string> },
): void {
  const type = preferred(request, answerTypes) ?? 'application/json'
  const { status = statusOf(type, result) } = given
  const challenge: Record<string, string> = status === 401 ? { 'www-authenticate': 'Bearer' } : {}
  faultPoint?.(`before answer to ${asked?.operationName}`)
  send(response, status, `${type}; charset=utf-8`, JSON.stringify(result), {
    ...admission.payer.headers(),
    ...challenge,
    ...headers,
  })
  if (faultPoint) response.on('finish', () => faultPoint?.(`after answer to ${asked?.operationName}`))
  door.log.operation({
    transport: 'http',
    startedAt,
    status,
    request: asked,
    operation,
    viewer,
    codes: codesOf(result),
  })
}

/**
 * By the older type an answer of GraphQL is always 200, as whoever takes that trusts no other. By its own type it says
 * whether the operation was run (https://graphql.github.io/graphql-over-http/draft/#sec-Status-Codes). The newest draft has
 * 294 where that left errors: no client and no proxy knows it yet.
 */
function statusOf(type: AnswerType, { data, errors = [] }: Result): number {
  if (type === 'application/json' || data !== undefined) return 200
  return statuses[errors[0]?.extensions.code as RefusalCode] ?? 400
}

export function codesOf(result: Result): string[] {
  return result.errors?.map((error) => String(error.extensions?.code)) ?? []
}

/** A browser forgets a session that has ended: it goes on as nobody. */
export function headersOfRefusal(site: Site, status: number, error: unknown): Record<string, string> {
  if (error instanceof SessionOver) return { 'set-cookie': withoutCookie(site) }
  return status === 401 ? { 'www-authenticate': 'Bearer' } : retryAfterOf(error)
}

const statuses: Partial<Record<RefusalCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  CROSS_SITE: 403,
  TOO_LARGE: 413,
  UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
}

/** The answer to a request that was not run at all. */
export function refusedRequest(error: unknown, report: Report): { status: number; result: Result } {
  if (error instanceof Unrunnable) return { status: 400, result: { errors: error.errors } }
  const { message, extensions } = presentedThrown(error, report)
  const known = statuses[extensions.code as RefusalCode]
  const status = error instanceof Refusal ? Number(error.details?.status ?? known ?? 400) : (known ?? 500)
  const { code, retryAfter } = extensions
  const told = { code, ...(retryAfter === undefined ? {} : { retryAfter }) }
  return { status, result: { errors: [{ message, extensions: told }] as unknown as NonNullable<Result['errors']> } }
}
