// A subgraph in another process, or in several that are alike: signed requests over HTTP, subscriptions over WebSocket.

import { GraphQLError, OperationTypeNode } from 'graphql'
import { Agent } from 'undici'
import { cancelSignal } from '../../backbone/concurrency/cancellation.ts'
import type { TlsSettings } from '../../backbone/config.ts'
import { firstToAnswer, replicasOf } from '../internal/replicas.ts'
import type { ServiceClient } from '../internal/service-client.ts'
import type { SubgraphName } from '../names.ts'
import { presentedThrown, type Report, refusal } from '../wire/errors.ts'
import { connectsBy, withoutTls } from '../wire/tls.ts'
import { outageOf } from './outage.ts'
import { subscriptionsAt } from './subscriptions.ts'
import { mapped, type SubgraphRequest, type SubgraphResult, type Transport, textOf } from './transport.ts'

const patience = 30_000 // milliseconds for an answer
/** A part is asked for more than the client is sent: keys, and what others require. */
export const slack = 4

/**
 * @param addresses http://host:port, of each process of the subgraph
 * @param mostBytes of an answer to a client
 */
export function remoteTransport(
  name: SubgraphName,
  addresses: readonly string[],
  serviceClient: ServiceClient,
  report: Report,
  { mostBytes, tls = withoutTls }: { mostBytes: number; tls?: TlsSettings },
): Transport {
  const agent = new Agent({
    connections: 64,
    headersTimeout: patience,
    bodyTimeout: patience,
    maxResponseSize: mostBytes * slack,
    connect: { timeout: 5_000, ...connectsBy(tls) },
  })
  const replicas = replicasOf(addresses)
  const subscriptions = subscriptionsAt(replicas, connectsBy(tls), {
    open: (address) => serviceClient.open(agent, { service: name, address }),
    forget: (address) => serviceClient.forget({ service: name, address }),
  })

  let away = false
  const answered = () => {
    away = false
  }
  /** Reported once for each time that it goes away, however many requests come meanwhile. */
  const unavailable = (cause: unknown): SubgraphResult => {
    if (!away) report(new Error(`The subgraph ${name} does not answer.`, { cause }))
    away = true
    return { errors: [outageOf(name)] }
  }

  return {
    async execute(request) {
      try {
        const body = bodyOf(request)
        const signal = cancelSignal() ?? null
        const result = await firstToAnswer(replicas, request.type === OperationTypeNode.QUERY, async (address) => {
          const said = { path: '/graphql', viewer: request.viewer, body, signal }
          const answer = await serviceClient.ask(agent, { service: name, address }, said).catch(tooLarge)
          const result = typeof answer.body === 'string' ? (JSON.parse(answer.body) as SubgraphResult) : answer.body
          // A refused signature is our own fault (another FOLKMOOT_SECRET, another clock): the client cannot mend it.
          if (answer.status === 401 || answer.status >= 500)
            throw new Error(`${address} answered ${answer.status}.`, { cause: result })
          return result
        })
        answered()
        return withErrors(result)
      } catch (error) {
        const ended = cancelSignal()
        if (ended?.aborted) return { errors: [presentedThrown(ended.reason, report)] }
        return unavailable(error)
      }
    },
    async subscribe(request) {
      const events = subscriptions.open(() => ({
        query: textOf(request),
        variables: request.variables ?? null,
        extensions: { viewer: request.viewer },
      }))
      return mapped(
        events,
        async (result) => {
          await request.turn?.enter()
          return withErrors(result as SubgraphResult)
        },
        (error) => (Array.isArray(error) ? withErrors({ errors: error }) : unavailable(error)),
      )
    },
    async close() {
      await subscriptions.close()
      await agent.destroy() // nobody waits for what is still under way
    },
  }
}

/** What is too large to be read is an answer all the same. */
function tooLarge(error: unknown): { status: number; body: SubgraphResult } {
  if ((error as { code?: string }).code !== 'UND_ERR_RES_EXCEEDED_MAX_SIZE') throw error
  return { status: 200, body: { errors: [refusal('ANSWER_TOO_LARGE')] } }
}

/** What is signed for an operation: the same over HTTP and WebSocket. */
function bodyOf(request: SubgraphRequest): string {
  return JSON.stringify({ query: textOf(request), variables: request.variables ?? {} })
}

function withErrors(result: SubgraphResult): SubgraphResult {
  if (!result.errors) return result
  const errors = result.errors.map(({ message, path, extensions }) => new GraphQLError(message, { path, extensions }))
  return { data: result.data, errors }
}
