// A subgraph in another process, or in several that are alike: signed requests over HTTP, subscriptions over WebSocket.

import { OperationTypeNode } from 'graphql'
import { Agent } from 'undici'
import { cancelSignal } from '../../backbone/concurrency/cancellation.ts'
import type { TlsSettings } from '../../backbone/config.ts'
import { firstToAnswer, replicasOf } from '../internal/replicas.ts'
import type { ServiceClient } from '../internal/service-client.ts'
import type { SubgraphName } from '../names.ts'
import type { Report } from '../wire/errors.ts'
import { connectsBy, withoutTls } from '../wire/tls.ts'
import { outagesOf } from './outage.ts'
import { subscriptionsAt } from './subscriptions.ts'
import {
  askedOf,
  inTurn,
  resultOf,
  type SubgraphResult,
  slack,
  type Transport,
  tooLarge,
  withdrawn,
} from './transport.ts'

const patience = 30_000 // milliseconds for an answer

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

  const outages = outagesOf(name, `The subgraph ${name} does not answer.`, report)

  return {
    async execute(request) {
      try {
        const body = JSON.stringify(askedOf(request)) // what is signed
        const signal = cancelSignal() ?? null
        const result = await firstToAnswer(replicas, request.type === OperationTypeNode.QUERY, async (address) => {
          const said = { path: '/graphql', viewer: request.viewer, body, signal }
          const answer = await serviceClient.ask(agent, { service: name, address }, said).catch((error) => {
            const result = tooLarge(error)
            if (result) return { status: 200, body: result }
            throw error
          })
          const result = typeof answer.body === 'string' ? (JSON.parse(answer.body) as SubgraphResult) : answer.body
          // A refused signature is our own fault (another FOLKMOOT_SECRET, another clock): the client cannot mend it.
          if (answer.status === 401 || answer.status >= 500)
            throw new Error(`${address} answered ${answer.status}.`, { cause: result })
          return result
        })
        outages.over()
        return resultOf(result)
      } catch (error) {
        return withdrawn(report) ?? outages.begun(error)
      }
    },
    async subscribe(request) {
      const events = subscriptions.open(() => ({ ...askedOf(request), extensions: { viewer: request.viewer } }))
      return inTurn(
        request,
        events,
        (result) => resultOf(result as SubgraphResult),
        (error) => (Array.isArray(error) ? resultOf({ errors: error }) : outages.begun(error)),
      )
    },
    async close() {
      await subscriptions.close()
      await agent.destroy() // nobody waits for what is still under way
    },
  }
}
