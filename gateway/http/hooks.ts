// /hooks/CONNECTION/SECRET: where platforms send what happened. 2xx means that it is stored; anything else, that it may
// be sent again. Whether the connection is unknown or the secret wrong, the answer is the same.

import { isUtf8 } from 'node:buffer'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { faultPoint } from '../../backbone/fault-point.ts'
import type { Limits } from '../../backbone/limits.ts'
import type { Webhook } from '../../backbone/subgraph/calls.ts'
import { Refusal } from '../../schema/errors.ts'
import type { AddressOf } from '../admission/addresses.ts'
import { points, type Rates } from '../admission/rates.ts'
import type { WebhookQuarantine } from '../admission/webhook-quarantine.ts'
import type { RequestLog } from '../telemetry/request-log.ts'
import type { Report } from '../wire/errors.ts'
import { ClientGone, readBody, sendJson } from '../wire/exchange.ts'

/** Stores it. @returns false when no connection has this id and secret. @throws when it could not be stored. */
export type ReceiveWebhook = (webhook: Webhook) => Promise<boolean>

export interface HooksDoor {
  limits: Limits
  receive: ReceiveWebhook
  quarantine: WebhookQuarantine
  rates: Rates
  addressOf: AddressOf
  log: RequestLog
  report: Report
}

export async function answerHook(
  door: HooksDoor,
  request: IncomingMessage,
  response: ServerResponse,
  connection: string,
  secret: string,
): Promise<void> {
  const startedAt = performance.now()
  const answer = (status: number, body: object) => {
    faultPoint?.('before answer to a webhook')
    sendJson(response, status, body)
    if (faultPoint) response.on('finish', () => faultPoint?.('after answer to a webhook'))
    door.log.webhook({ connection, status, startedAt })
  }
  const refuse = (status: number, code: string, message: string) => answer(status, { error: { code, message } })
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST')
    return refuse(405, 'BAD_REQUEST', 'Wanted POST.')
  }
  try {
    const bytes = await readBody(request, door.limits.body)
    const body = bytes.toString()
    if (!isUtf8(bytes) || !isJson(body)) return refuse(400, 'BAD_REQUEST', 'Wanted a body that is JSON.')
    const headers = plain(request.headers)
    faultPoint?.('before a webhook is stored')
    const payer = door.rates.address(door.addressOf(request))
    const hook = { connection, secret, headers, body }
    if (await door.quarantine.check(hook, payer.empty(), () => door.receive(hook))) return answer(200, { stored: true })
    payer.owe(points.unknown)
    refuse(404, 'NOT_FOUND', 'No webhook is expected at this address.')
  } catch (error) {
    if (error instanceof ClientGone) return door.log.webhook({ connection, status: 499, startedAt })
    if (error instanceof Refusal && error.code === 'TOO_LARGE') return refuse(413, error.code, error.message)
    if (error instanceof Refusal && error.code === 'BAD_INPUT') return refuse(400, error.code, error.message)
    if (!(error instanceof Refusal && error.code === 'UNAVAILABLE')) door.report(error)
    response.setHeader('retry-after', '5')
    refuse(503, 'UNAVAILABLE', 'It could not be stored now: send it again.')
  }
}

/** One text for each header. */
function plain(headers: IncomingHttpHeaders): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    texts[name] = typeof value === 'string' ? value : (value ?? []).join(', ')
  }
  return texts
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
