// A subgraph of anybody's: plain requests over HTTP, subscriptions over graphql-transport-ws at the same address.

import { createClient } from 'graphql-ws'
import { Pool } from 'undici'
import { WebSocket } from 'ws'
import { cancelSignal } from '../../backbone/concurrency/cancellation.ts'
import type { Report } from '../wire/errors.ts'
import { posted } from '../wire/posting.ts'
import { keptAlive } from './keep-alive.ts'
import { outagesOf } from './outage.ts'
import { askedOf, inTurn, resultOf, type SubgraphResult, type Transport, tooLarge, withdrawn } from './transport.ts'

const patience = 30_000 // milliseconds for an answer
const connecting = 5_000 // milliseconds for a connection, and for an answer to a ping
const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' }

/**
 * @param address http(s)://host:port/path, where it takes operations by POST
 * @param mostBytes of one of its answers
 */
export function plainTransport(
  name: string,
  address: string,
  report: Report,
  { mostBytes }: { mostBytes: number },
): Transport {
  const { origin, pathname, search } = new URL(address)
  const path = pathname + search
  const pool = new Pool(origin, {
    connections: 64,
    headersTimeout: patience,
    bodyTimeout: patience,
    maxResponseSize: mostBytes,
    connect: { timeout: connecting },
  })
  const sockets = createClient({
    url: address.replace(/^http/, 'ws'),
    webSocketImpl: PatientSocket,
    retryAttempts: 0,
    connectionAckWaitTimeout: connecting,
    ...keptAlive(connecting, () => sockets.terminate()),
  })
  const outages = outagesOf(name, `The subgraph ${name} does not answer.`, report)

  return {
    async execute(request) {
      try {
        const body = JSON.stringify(askedOf(request))
        const answer = await posted(pool, { origin, path, headers, body, signal: cancelSignal() ?? null })
        const result = answerOf(JSON.parse(answer.body), answer.status)
        outages.over()
        return result
      } catch (error) {
        return withdrawn(report) ?? tooLarge(error) ?? outages.begun(error)
      }
    },
    async subscribe(request) {
      return inTurn(
        request,
        sockets.iterate({ ...askedOf(request) }),
        (result) => answerOf(result, 200),
        (error) => (Array.isArray(error) ? resultOf({ errors: error }) : outages.begun(error)),
      )
    },
    async close() {
      await sockets.dispose()
      await pool.destroy() // nobody waits for what is still under way
    },
  }
}

class PatientSocket extends WebSocket {
  constructor(url: string, protocols: string | string[]) {
    super(url, protocols, { handshakeTimeout: connecting })
  }
}

/** @throws Error where that is no answer to an operation (https://graphql.github.io/graphql-over-http/draft/#sec-Body) */
function answerOf(answer: unknown, status: number): SubgraphResult {
  const { data, errors } = (answer ?? {}) as SubgraphResult
  if (Array.isArray(errors)) return resultOf({ data, errors })
  if (data === undefined || status >= 400) throw new Error(`It answered ${status}.`)
  return { data }
}
