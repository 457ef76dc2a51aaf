// Subscriptions at a service's replicas, over one WebSocket to each. A replica that cannot be reached is passed over;
// once it was reached, its end is the stream's end: whoever reads comes back with a cursor, and nothing is missed.

import { createClient, type SubscribePayload } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { Replicas } from '../replicas.ts'

export interface Subscriptions {
  /** What a replica sends. @throws GraphQL errors as a list; else what kept the replicas from being reached, or ended one */
  open(payload: () => SubscribePayload): AsyncIterableIterator<unknown>
  close(): Promise<void>
}

const patience = 5_000 // milliseconds for a connection
const silence = 10_000 // milliseconds between questions whether the other side is there

class PatientSocket extends WebSocket {
  constructor(url: string, protocols: string | string[]) {
    super(url, protocols, { handshakeTimeout: patience })
  }
}

interface Line {
  client: ReturnType<typeof createClient>
  /** How often it was connected, and whether it is now. */
  times: number
  now: boolean
}

export function subscriptionsAt(replicas: Replicas, connectionParams: () => Record<string, unknown>): Subscriptions {
  const lines = new Map<string, Line>()

  function lineTo(address: string): Line {
    const known = lines.get(address)
    if (known) return known
    let unheard: NodeJS.Timeout | undefined
    const client = createClient({
      url: `${address.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: PatientSocket,
      retryAttempts: 0,
      connectionAckWaitTimeout: patience,
      keepAlive: silence,
      connectionParams,
      on: {
        connected() {
          line.times += 1
          line.now = true
          replicas.answered(address)
        },
        // A machine that is gone closes nothing: who does not answer a ping is taken for gone.
        ping: (received) => {
          if (!received) unheard = setTimeout(() => client.terminate(), patience)
        },
        pong: (received) => {
          if (received) clearTimeout(unheard)
        },
        closed(event) {
          clearTimeout(unheard)
          line.now = false
          const unused = (event as { code?: number }).code === 1000 // by us: nobody subscribes to anything there
          if (!unused) replicas.failed(address)
        },
      },
    })
    const line: Line = { client, times: 0, now: false }
    lines.set(address, line)
    return line
  }

  return {
    open(payload) {
      const left = replicas.order()
      let ended = false
      let mayBegin: () => boolean
      const begin = () => {
        const line = lineTo(left.shift()!)
        const { times, now } = line
        mayBegin = () => !now && line.times === times
        return line.client.iterate(payload())
      }
      let events = begin()
      return {
        async next() {
          for (;;) {
            try {
              return await events.next()
            } catch (error) {
              if (ended || Array.isArray(error) || left.length === 0 || !mayBegin()) throw error
              events = begin()
            }
          }
        },
        async return() {
          ended = true
          await events.return?.()
          return { done: true, value: undefined }
        },
        async throw(error) {
          ended = true
          await events.return?.()
          throw error
        },
        [Symbol.asyncIterator]() {
          return this
        },
      }
    },
    async close() {
      await Promise.all([...lines.values()].map(({ client }) => client.dispose()))
    },
  }
}
