// What Folkmoot's processes ask of one another beside the graph: POST /internal/NAME, signed.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { Agent } from 'undici'
import type { TlsSettings } from '../../backbone/config.ts'
import type { Limits } from '../../backbone/limits.ts'
import { systemViewer } from '../../backbone/security/viewer.ts'
import { type CallMap, type CallName, calls, type Handlers, handlerOf } from '../../backbone/subgraph/calls.ts'
import { Refusal, type RefusalCode } from '../../schema/errors.ts'
import type { ServiceName } from '../names.ts'
import type { Report } from '../wire/errors.ts'
import { ClientGone, readBody, send, sendJson } from '../wire/exchange.ts'
import { connectsBy, isCertified, withoutTls } from '../wire/tls.ts'
import { firstToAnswer, type Replicas, replicasOf } from './replicas.ts'
import type { ServiceClient } from './service-client.ts'
import type { SessionServer, VerifiedRequest } from './session-server.ts'

export interface Caller {
  /** @throws Refusal: the other side's own, or UNAVAILABLE. */
  call<N extends CallName>(name: N, input: CallMap[N]['input']): Promise<CallMap[N]['output']>
  close(): Promise<void>
}

export function callerOf(
  addressesOf: (service: ServiceName) => readonly string[],
  serviceClient: ServiceClient,
  tls: TlsSettings = withoutTls,
): Caller {
  const agent = new Agent({
    connections: 32,
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
    connect: { timeout: 5_000, ...connectsBy(tls) },
  })
  const known = new Map<ServiceName, Replicas>()
  const replicas = (service: ServiceName) => {
    if (!known.has(service)) known.set(service, replicasOf(addressesOf(service)))
    return known.get(service)!
  }
  return {
    async call(name, input) {
      const { by: service, repeatable } = calls[name]
      const path = `/internal/${service}`
      const body = JSON.stringify({ call: name, input })
      const answer = await firstToAnswer(replicas(service), repeatable, async (address) => {
        const answer = await serviceClient.ask(agent, { service, address }, { path, viewer: systemViewer, body })
        return { status: answer.status, body: JSON.parse(answer.body) }
      }).catch((cause) => {
        throw new Refusal('UNAVAILABLE', `The service ${service} does not answer.`, { cause })
      })
      if (answer.status === 200) return answer.body.result
      const { code, message, path: field, details } = answer.body.error ?? {}
      if (answer.status !== 422)
        throw new Refusal('UNAVAILABLE', `The service ${service} answered ${answer.status}: ${message}`)
      throw new Refusal(code as RefusalCode, message, { path: field ?? undefined, details: details ?? undefined })
    },
    close: () => agent.destroy(),
  }
}

export interface InternalDoor {
  sessions: SessionServer
  tls: TlsSettings
  report: Report
  limits: Limits
}

const greetingLimit = 4096 // bytes

/** Answers POST /internal/session: another process of the installation introduces itself. */
export async function answerGreeting(
  door: InternalDoor,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    requireCertificate(door, request)
    const body = await readBody(request, greetingLimit)
    const answer = door.sessions.greet(request.headers, body)
    send(response, answer.status, 'application/json; charset=utf-8', answer.body, answer.headers)
  } catch (error) {
    if (error instanceof ClientGone) return
    if (!(error instanceof Refusal)) door.report(error)
    const status = error instanceof Refusal ? (error.code === 'UNAUTHENTICATED' ? 401 : 413) : 500
    const { code, message } = error instanceof Refusal ? error : faulty
    sendJson(response, status, { error: { code, message } })
  }
}

/** @throws Refusal UNAUTHENTICATED where TLS wants a certificate and none came that is good. */
export function requireCertificate({ tls }: Pick<InternalDoor, 'tls'>, request: IncomingMessage): void {
  if (isCertified(tls, request)) return
  throw new Refusal('UNAUTHENTICATED', 'Wanted a certificate signed by FOLKMOOT_TLS_CA; got none, or another.')
}

const faulty = { code: 'INTERNAL_SERVER_ERROR', message: 'Something went wrong here; it was logged.' }

/** Answers POST /internal/NAME. */
export async function answerCall(
  me: ServiceName,
  handlers: Partial<Handlers>,
  door: InternalDoor,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let heard: VerifiedRequest | null = null
  const tell = (status: number, value: unknown) => {
    const body = JSON.stringify(value)
    const headers = heard ? heard.seal(status, body) : door.sessions.sealRefusal(request.headers, status, body)
    send(response, status, 'application/json; charset=utf-8', body, headers)
  }
  const refuse = (status: number, error: { code: string; message: string; [more: string]: unknown }) =>
    tell(status, { error })
  try {
    if (request.method !== 'POST') return refuse(405, { code: 'BAD_REQUEST', message: 'Wanted POST.' })
    requireCertificate(door, request)
    // A webhook's body travels inside another: it grows by what JSON must escape.
    const body = await readBody(request, door.limits.body * 4)
    heard = door.sessions.verify(`/internal/${me}`, request.headers, body)
    const answer = answered(handlers, JSON.parse(body.toString()))
    if (!answer) return refuse(404, { code: 'NOT_FOUND', message: `${me} has no call of this name.` })
    tell(200, { result: (await answer) ?? null })
  } catch (error) {
    if (error instanceof ClientGone) return
    if (error instanceof Refusal && error.code === 'UNAUTHENTICATED') {
      return refuse(401, { code: error.code, message: error.message })
    }
    if (error instanceof Refusal) {
      const { code, message, path, details } = error
      return refuse(422, { code, message, path, details })
    }
    door.report(error)
    refuse(500, faulty)
  }
}

/** Null where there is no call of this name. */
function answered<N extends CallName>(
  handlers: Partial<Handlers>,
  { call, input }: { call: N; input: CallMap[N]['input'] },
): Promise<CallMap[N]['output']> | null {
  return handlerOf(handlers, call)?.(input) ?? null
}
