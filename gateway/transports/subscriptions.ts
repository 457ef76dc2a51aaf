// Subscriptions at a service's replicas, over one WebSocket to each. A replica that cannot be reached is passed over;
// once it was reached, its end is the stream's end: whoever reads comes back with a cursor, and nothing is missed.

import { createClient, type SubscribePayload } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { Replicas } from '../internal/replicas.ts'
import type { Frames } from '../internal/session-messages.ts'
import { closeCodes } from '../wire/close-codes.ts'
import { keptAlive } from './keep-alive.ts'

export interface Subscriptions {
  /** What a replica sends. @throws GraphQL errors as a list; else what kept the replicas from being reached, or ended one */
  open(payload: () => SubscribePayload): AsyncIterableIterator<unknown>
  close(): Promise<void>
}

const patience = 5_000 // milliseconds for a connection, and for an answer to a ping

/** What it says after the first message has a MAC, and so must all that it hears: what has not ends it. */
class SignedSocket extends WebSocket {
  frames: Frames | null = null
  private begun = false

  override send(text: unknown, ...more: unknown[]): void {
    const frame = this.begun && this.frames ? this.frames.seal(String(text)) : text
    this.begun = true
    super.send(frame as string, ...(more as []))
  }

  override emit(event: string | symbol, ...values: unknown[]): boolean {
    if (event !== 'message') return super.emit(event, ...values)
    try {
      if (!this.frames) throw new Error('Wanted a message after the first of ours; got one before.')
      return super.emit('message', Buffer.from(this.frames.open(String(values[0]))), false)
    } catch {
      this.terminate()
      return false
    }
  }
}

/** Begins what is said on a WebSocket to an address. */
export interface Opening {
  open(address: string): Promise<{ params: Record<string, string>; frames: Frames }>
  forget(address: string): void
}

interface Line {
  client: ReturnType<typeof createClient>
  /** How often it was connected, and whether it is now. */
  times: number
  now: boolean
}

export function subscriptionsAt(
  replicas: Replicas,
  tls: { ca?: string; cert?: string; key?: string },
  opening: Opening,
): Subscriptions {
  const lines = new Map<string, Line>()
  class PatientSocket extends SignedSocket {
    constructor(url: string, protocols: string | string[]) {
      super(url, protocols, { handshakeTimeout: patience, ...tls })
    }
  }

  function lineTo(address: string): Line {
    const known = lines.get(address)
    if (known) return known
    const alive = keptAlive(patience, () => client.terminate())
    let socket: SignedSocket | undefined
    const client = createClient({
      url: `${address.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: PatientSocket,
      retryAttempts: 0,
      connectionAckWaitTimeout: patience,
      keepAlive: alive.keepAlive,
      async connectionParams() {
        const opened = socket!
        const { params, frames } = await opening.open(address)
        opened.frames = frames
        return params
      },
      on: {
        opened(opened) {
          socket = opened as SignedSocket
        },
        connected() {
          line.times += 1
          line.now = true
          replicas.answered(address)
        },
        ...alive.on,
        closed(event) {
          alive.on.closed()
          line.now = false
          const unused = (event as { code?: number }).code === 1000 // by us: nobody subscribes to anything there
          if (unused) return
          replicas.failed(address)
          opening.forget(address) // it may have been restarted: then it has no session
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
      let last = ''
      let refusedOnce = false
      const begin = (address = left.shift()!) => {
        last = address
        const line = lineTo(address)
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
              if (ended || Array.isArray(error) || !mayBegin()) throw error
              // A session that the other side had lost is begun anew, once.
              const again = !refusedOnce && (error as { code?: number }).code === closeCodes.UNAUTHENTICATED.code
              if (again) refusedOnce = true
              else if (left.length === 0) throw error
              events = begin(again ? last : undefined)
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
