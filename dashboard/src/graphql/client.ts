// One connection to the API: the cache, what is asked by POST, what is followed by WebSocket. Another session is another
// connection, so that nothing of one is shown to the other.

import { Client, fetchExchange, mapExchange, subscriptionExchange } from '@urql/core'
import { createCache } from './cache.ts'
import { createGate } from './gate.ts'
import { holesExchange } from './holes.ts'
import { createStreams, type Streams } from './streams.ts'
import { createWire, type Wire } from './wire.ts'

export interface Connection {
  client: Client
  wire: Wire
  streams: Streams
  close(): void
}

export interface ConnectionOptions {
  /** The id of the member who is signed in. */
  viewer: string | null
  signedOut(): void
  /** What is known has a gap: a new connection must take the place of this one. */
  lostPlace(): void
}

export function connect({ viewer, lostPlace, ...options }: ConnectionOptions): Connection {
  let over = false
  const signedOut = () => {
    if (over) return
    over = true
    options.signedOut()
  }
  const gate = createGate()
  const url = new URL('/graphql', location.href)
  const socket = new URL(url)
  socket.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const wire = createWire({ url: socket.href, signedOut, lostPlace })
  const client = new Client({
    url: url.href,
    preferGetMethod: false,
    // Without it the server is told that a stream would do as an answer.
    fetchOptions: { credentials: 'same-origin', headers: { accept: 'application/graphql-response+json' } },
    exchanges: [
      mapExchange({
        onError: ({ graphQLErrors }) =>
          graphQLErrors.some(({ extensions }) => extensions.code === 'UNAUTHENTICATED') && signedOut(),
      }),
      createCache(viewer),
      gate.exchange,
      holesExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: wire.follow(
              { query: query!, variables: variables as Record<string, unknown> },
              {
                next: (result) => gate.pass(() => sink.next(result)),
                error: (error) => sink.error(error),
                complete: () => sink.complete(),
              },
            ),
          }),
        }),
      }),
    ],
  })
  return { client, wire, streams: createStreams(client), close: () => wire.close() }
}
