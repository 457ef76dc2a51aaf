// The published clients, as a program would use them, with what they hear kept in order.

import type { TestContext } from 'node:test'
import { createClient as createSse } from 'graphql-sse'
import { createClient as createWs } from 'graphql-ws'
import { WebSocket } from 'ws'

export interface Heard {
  /** The next thing that the stream says; `done` when it has ended. */
  next(): Promise<{ value?: any; error?: any; done?: boolean }>
  leave(): void
}

export type StreamTransport = 'sse' | 'ws'
export const streamTransports: readonly StreamTransport[] = ['sse', 'ws']

interface Sink {
  next(value: any): void
  error(error: any): void
  complete(): void
}

/** @param asked the text of an operation, or all that is sent for it */
export function listen(
  t: TestContext,
  transport: StreamTransport,
  url: string,
  asked: string | object,
  key?: string,
): Heard {
  const authorization = key ? { authorization: `Bearer ${key}` } : {}
  const client: { subscribe(payload: any, sink: Sink): () => void; dispose(): any } =
    transport === 'sse'
      ? createSse({ url: `${url}/graphql`, headers: authorization as Record<string, string>, retryAttempts: 0 })
      : createWs({
          url: `${url.replace(/^http/, 'ws')}/graphql`,
          webSocketImpl: WebSocket,
          connectionParams: authorization,
          retryAttempts: 0,
        })
  const heard: { value?: any; error?: any; done?: boolean }[] = []
  let wake = () => {}
  const hear = (each: (typeof heard)[number]) => {
    heard.push(each)
    wake()
  }
  const leave = client.subscribe(typeof asked === 'string' ? { query: asked } : asked, {
    next: (value) => hear({ value }),
    error: (error) => hear({ error }),
    complete: () => hear({ done: true }),
  })
  t.after(() => client.dispose())
  return {
    leave,
    async next() {
      while (heard.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      return heard.shift()!
    },
  }
}

/** Looks until it is so: for what the other side of a socket does in its own time. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve))
}
