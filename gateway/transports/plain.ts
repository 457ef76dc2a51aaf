// A subgraph of anybody's: plain requests over HTTP, subscriptions over graphql-transport-ws at the same address.

import { GraphQLError } from 'graphql'
import { createClient } from 'graphql-ws'
import { Pool } from 'undici'
import { WebSocket } from 'ws'
import { cancelSignal } from '../../backbone/concurrency/cancellation.ts'
import { presentedThrown, type Report, refusal } from '../wire/errors.ts'
import { posted } from '../wire/posting.ts'
import { outageOf } from './outage.ts'
import { mapped, type SubgraphResult, type Transport, textOf } from './transport.ts'

const patience = 30_000 // milliseconds for an answer
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
    connect: { timeout: 5_000 },
  })
  const sockets = createClient({ url: address.replace(/^http/, 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 })

  let away = false
  /** Reported once for each time that it goes away, however many requests come meanwhile. */
  const unavailable = (cause: unknown): SubgraphResult => {
    if (!away) report(new Error(`The subgraph ${name} does not answer.`, { cause }))
    away = true
    return { errors: [outageOf(name)] }
  }

  return {
    async execute(request) {
      const signal = cancelSignal() ?? null
      try {
        const body = JSON.stringify({ query: textOf(request), variables: request.variables })
        const answer = await posted(pool, { origin, path, headers, body, signal })
        const result = resultOf(JSON.parse(answer.body), answer.status)
        away = false
        return result
      } catch (error) {
        if (signal?.aborted) return { errors: [presentedThrown(signal.reason, report)] }
        // What is too large to be read is an answer all the same.
        if ((error as { code?: string }).code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
          return { errors: [refusal('ANSWER_TOO_LARGE')] }
        return unavailable(error)
      }
    },
    async subscribe(request) {
      return mapped(
        sockets.iterate({ query: textOf(request), variables: request.variables ?? null }),
        async (result) => {
          await request.turn?.enter()
          return resultOf(result, 200)
        },
        (error) => (Array.isArray(error) ? resultOf({ errors: error }, 200) : unavailable(error)),
      )
    },
    async close() {
      await sockets.dispose()
      await pool.destroy() // nobody waits for what is still under way
    },
  }
}

/** @throws Error where that is no answer to an operation (https://graphql.github.io/graphql-over-http/draft/#sec-Body) */
function resultOf(answer: unknown, status: number): SubgraphResult {
  const { data, errors } = (answer ?? {}) as SubgraphResult
  if (!Array.isArray(errors) && (data === undefined || status >= 400)) throw new Error(`It answered ${status}.`)
  return errors ? { data, errors: errors.map(errorOf) } : { data }
}

function errorOf({ message, path, extensions }: GraphQLError): GraphQLError {
  return new GraphQLError(String(message), { path, extensions })
}
