// What Folkmoot's processes ask of one another beside the graph: POST /internal/NAME, signed.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { Agent, request as fetchFrom } from 'undici'
import type { Limits } from '../backbone/limits.ts'
import { systemViewer } from '../backbone/viewer.ts'
import { Refusal, type RefusalCode } from '../schema/errors.ts'
import type { Report } from './errors.ts'
import { ClientGone, readBody, sendJson } from './http/exchange.ts'
import type { ServiceName } from './names.ts'
import { firstToAnswer, type Replicas, replicasOf } from './replicas.ts'
import type { Signer } from './signing.ts'

export type Handlers = Readonly<Record<string, (input: any) => Promise<any>>>

export interface Caller {
  /**
   * @param options.repeatable whether it may arrive twice: then another replica is asked when an answer is lost.
   * @throws Refusal: the other side's own, or UNAVAILABLE.
   */
  call<T>(service: ServiceName, name: string, input: unknown, options?: { repeatable?: boolean }): Promise<T>
  close(): Promise<void>
}

export function callerOf(addressesOf: (service: ServiceName) => readonly string[], signer: Signer): Caller {
  const agent = new Agent({
    connections: 32,
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
    connect: { timeout: 5_000 },
  })
  const known = new Map<ServiceName, Replicas>()
  const replicas = (service: ServiceName) => {
    if (!known.has(service)) known.set(service, replicasOf(addressesOf(service)))
    return known.get(service)!
  }
  return {
    async call(service, name, input, { repeatable = false } = {}) {
      const path = `/internal/${service}`
      const body = JSON.stringify({ call: name, input })
      const headers = { 'content-type': 'application/json', ...signer.sign(service, path, systemViewer, body) }
      const answer = await firstToAnswer(replicas(service), repeatable, async (address) => {
        const response = await fetchFrom(address + path, { method: 'POST', dispatcher: agent, headers, body })
        return { status: response.statusCode, body: (await response.body.json()) as any }
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

/** Answers POST /internal/NAME. */
export async function answerCall(
  me: ServiceName,
  handlers: Handlers,
  door: { signer: Signer; report: Report; limits: Limits },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refuse = (status: number, error: { code: string; message: string; [more: string]: unknown }) =>
    sendJson(response, status, { error })
  try {
    if (request.method !== 'POST') return refuse(405, { code: 'BAD_REQUEST', message: 'Wanted POST.' })
    // A webhook's body travels inside another: it grows by what JSON must escape.
    const body = await readBody(request, door.limits.body * 4)
    door.signer.verify(me, `/internal/${me}`, request.headers, body)
    const { call, input } = JSON.parse(body.toString())
    const handler = Object.hasOwn(handlers, call) ? handlers[call] : undefined
    if (!handler) return refuse(404, { code: 'NOT_FOUND', message: `${me} has no call of this name.` })
    sendJson(response, 200, { result: (await handler(input)) ?? null })
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
    refuse(500, { code: 'INTERNAL_SERVER_ERROR', message: 'Something went wrong here; it was logged.' })
  }
}
