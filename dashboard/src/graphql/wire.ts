// The one WebSocket of the page. A stream that breaks goes on after the last cursor it saw: nothing is missed, nothing
// comes twice. Whether the line holds is known at once.

import type { ExecutionResult } from '@urql/core'
import { type Client, createClient } from 'graphql-ws/client'

export type Line = 'idle' | 'live' | 'lost'

export interface Wire {
  line(): Line
  /** Calls back when the line changes. @returns what ends that. */
  onLine(changed: () => void): () => void
  follow(request: Request, sink: Sink): () => void
  close(): void
}

export interface Request {
  query: string
  variables: Record<string, unknown>
}

interface Result {
  data?: Record<string, unknown> | null
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[]
}

export interface Sink {
  next(result: ExecutionResult): void
  error(error: unknown): void
  complete(): void
}

export interface WireOptions {
  url: string
  /** The session is over. */
  signedOut(): void
  /** A stream cannot go on from where it was: all that is known must be asked for again. */
  lostPlace(): void
}

const pingEvery = 10_000 // milliseconds
const pongWithin = 5_000
const longestWait = 5_000

export function createWire({ url, signedOut, lostPlace }: WireOptions): Wire {
  const changed = new Set<() => void>()
  let line: Line = 'idle'
  let closed = false
  let overdue: ReturnType<typeof setTimeout> | undefined
  const turn = (to: Line) => {
    if (line === to) return
    line = to
    for (const each of changed) each()
  }

  const client: Client = createClient({
    url,
    lazy: true,
    lazyCloseTimeout: 2000,
    keepAlive: pingEvery,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (tries) => backOff(tries),
    on: {
      connected: () => turn('live'),
      closed(event) {
        clearTimeout(overdue)
        const { code } = event as CloseEvent
        turn(closed || code === 1000 ? 'idle' : 'lost')
      },
      ping(received) {
        // A line that is dead without having said so.
        if (!received) overdue = setTimeout(() => client.terminate(), pongWithin)
      },
      pong(received) {
        if (received) clearTimeout(overdue)
      },
    },
  })
  const offline = () => {
    if (line !== 'live') return
    turn('lost')
    client.terminate()
  }
  window.addEventListener('offline', offline)

  return {
    line: () => line,
    onLine(callback) {
      changed.add(callback)
      return () => changed.delete(callback)
    },
    follow(request, sink) {
      let after = request.variables.after
      let tries = 0
      let stopped = false
      let stop = () => {}
      let waiting: ReturnType<typeof setTimeout> | undefined

      function begin() {
        // graphql-ws sends this very object again when it connects anew: what `after` says then, counts.
        const variables: Record<string, unknown> = { ...request.variables, after }
        let ending: string | null = null
        stop = client.subscribe<Record<string, unknown>>(
          { query: request.query, variables },
          {
            next(result) {
              const { errors } = result as Result
              const error = errors?.[0]
              const code = error?.extensions?.code
              if (error && result.data == null) {
                ending = String(code)
                if (typeof error.extensions?.cursor === 'string') after = error.extensions.cursor
                return
              }
              const cursor = cursorOf(result as Result)
              if (cursor) {
                after = cursor
                variables.after = cursor
              }
              tries = 0
              sink.next(result as ExecutionResult)
            },
            error: (error) => ended(codeOf(error), error),
            complete: () => (ending ? ended(ending) : stopped || sink.complete()),
          },
        )
      }
      function ended(code: string, error?: unknown) {
        if (stopped) return
        if (code === 'UNAUTHENTICATED') return signedOut()
        if (code === 'CURSOR_INVALID') return lostPlace()
        if (final.has(code)) return sink.error(error ?? new Error(code))
        waiting = setTimeout(begin, tries++ === 0 ? 100 : 2 ** Math.min(tries, 5) * 100)
      }
      begin()
      return () => {
        stopped = true
        clearTimeout(waiting)
        stop()
      }
    },
    close() {
      closed = true
      window.removeEventListener('offline', offline)
      clearTimeout(overdue)
      void client.dispose()
    },
  }
}

/** Refusals that asking again does not change. */
const final = new Set([
  'FORBIDDEN',
  'COMMUNITY_NOT_FOUND',
  'PROPOSAL_NOT_FOUND',
  'BAD_INPUT',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
])

/** Waits longer at each try, not all pages at the same time, and no longer when the network comes back. */
function backOff(tries: number): Promise<void> {
  const longest = Math.min(longestWait, 200 * 2 ** tries)
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer)
      window.removeEventListener('online', go)
      resolve()
    }
    const timer = setTimeout(go, longest / 2 + (Math.random() * longest) / 2)
    window.addEventListener('online', go)
  })
}

function cursorOf({ data }: Result): string | null {
  for (const field of Object.values(data ?? {})) {
    const cursor = (field as { cursor?: unknown } | null)?.cursor
    if (typeof cursor === 'string') return cursor
  }
  return null
}

function codeOf(error: unknown): string {
  if (Array.isArray(error)) return String(error[0]?.extensions?.code)
  const { code } = (error ?? {}) as { code?: unknown }
  return code === 4401 ? 'UNAUTHENTICATED' : String(code)
}
