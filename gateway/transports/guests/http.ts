// A guest at an address: GraphQL over HTTP, its subscriptions over WebSocket (graphql-transport-ws) or as server-sent events
// (the distinct connections of graphql-sse). The operator has named the address, so it may be a private one; no redirect is
// followed, and an answer is read up to a size and for a time.

import { createClient } from 'graphql-ws'
import { Agent, request } from 'undici'
import { WebSocket } from 'ws'
import type { Outbound } from '../../../backbone/security/outbound.ts'
import { keptAlive } from '../keep-alive.ts'
import type { Asked } from '../transport.ts'
import { type Carrier, type Introduce, mostEvents } from './carrier.ts'
import { eventsIn } from './event-stream.ts'
import { inboxOf } from './events.ts'
import { identityHeader } from './identity.ts'

export interface Address {
  url: string
  subscriptions: 'ws' | 'sse'
  /** Milliseconds until it must have answered. */
  timeout: number
  /** Of an answer, and of an event. */
  mostBytes: number
}

/** @param outbound that may reach the address */
export function httpCarrier(at: Address, outbound: Outbound): Carrier<string> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json;q=0.9',
  }
  const streams = at.subscriptions === 'sse' ? eventStreams(at) : webSocket(at)
  return {
    async execute(asked, by, signal) {
      const body = JSON.stringify(asked)
      const answer = await outbound.fetch(at.url, {
        method: 'POST',
        headers: { ...headers, [identityHeader]: by(body) },
        body,
        timeoutMs: at.timeout,
        maxBytes: at.mostBytes,
        signal,
      })
      // Those that refuse an operation may answer 400, and say why as GraphQL does.
      if (answer.status !== 200 && answer.status !== 400) throw new Error(`It answered ${answer.status}.`)
      return JSON.parse(answer.body.toString())
    },
    subscribe: streams.subscribe,
    async close() {
      await streams.close()
      await outbound.close()
    },
  }
}

/** One socket for all, open as long as something is subscribed to. */
function webSocket({ url, timeout, mostBytes }: Address): Pick<Carrier<string>, 'subscribe' | 'close'> {
  class Bounded extends WebSocket {
    constructor(address: string, protocols: string | string[]) {
      super(address, protocols, { handshakeTimeout: timeout, maxPayload: mostBytes })
    }
  }
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: Bounded,
    retryAttempts: 0,
    connectionAckWaitTimeout: timeout,
    ...keptAlive(timeout, () => client.terminate()),
  })
  return {
    subscribe(asked, by) {
      const identity = by(JSON.stringify(asked))
      let unsubscribe = () => {}
      const inbox = inboxOf<unknown>(mostEvents, () => unsubscribe())
      unsubscribe = client.subscribe<Record<string, unknown>>(
        { ...asked, extensions: { [identityHeader]: identity } },
        {
          next: (event) => inbox.put(event),
          // Errors as a list refuse the subscription; anything else is the end of the connection.
          error: (error) => {
            if (!Array.isArray(error))
              return inbox.end(error instanceof Error ? error : new Error('Its socket closed.'))
            inbox.put({ errors: error })
            inbox.end(null)
          },
          complete: () => inbox.end(null),
        },
      )
      return inbox.events
    },
    async close() {
      await client.dispose()
    },
  }
}

/** A request for each. */
function eventStreams({ url, timeout, mostBytes }: Address): Pick<Carrier<string>, 'subscribe' | 'close'> {
  const agent = new Agent({ connections: 256, headersTimeout: timeout, bodyTimeout: 0, connect: { timeout } })
  return {
    subscribe(asked, by) {
      const gone = new AbortController()
      const inbox = inboxOf<unknown>(mostEvents, () => gone.abort())
      void read(asked, by, gone.signal, (event) => inbox.put(event)).then(
        () => inbox.end(null),
        (error) => inbox.end(error),
      )
      return inbox.events
    },
    close: () => agent.destroy(),
  }

  async function read(
    asked: Asked,
    by: Introduce<string>,
    signal: AbortSignal,
    put: (event: unknown) => void,
  ): Promise<void> {
    const body = JSON.stringify(asked)
    const answer = await request(url, {
      dispatcher: agent,
      method: 'POST',
      headers: {
        'user-agent': 'folkmoot',
        'content-type': 'application/json',
        accept: 'text/event-stream',
        [identityHeader]: by(body),
      },
      body,
      signal,
    })
    if (answer.statusCode !== 200) {
      answer.body.on('error', () => {}).destroy()
      throw new Error(`It answered ${answer.statusCode}.`)
    }
    const decoder = new TextDecoder()
    const events = eventsIn(mostBytes)
    for await (const chunk of answer.body) {
      for (const { type, data } of events(decoder.decode(chunk as Buffer, { stream: true }))) {
        if (type === 'complete') return
        if (type === 'next') put(JSON.parse(data))
      }
    }
    throw new Error('It ended without an end.')
  }
}
