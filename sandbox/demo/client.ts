// A client of the public API, as anyone would write one: queries by HTTP, subscriptions by WebSocket.

import { type Client, createClient } from 'graphql-ws'
import WebSocket from 'ws'

export interface Api {
  /** @throws Error with the first message when the answer has errors or user errors. */
  ask<T>(query: string, variables?: Record<string, unknown>, key?: string): Promise<T>
  /** Starts to watch; `heard` is called with each event's field, `lost` with why there is none. */
  watch<T>(
    subscription: string,
    variables: Record<string, unknown>,
    heard: (event: T) => void,
    lost: (why: unknown) => void,
  ): void
  close(): Promise<void>
}

/** What every field of an answer may have. */
type Field = { userErrors?: { code: string; message: string }[] } | null

export function connect(url: string, adminKey: string): Api {
  const socket: Client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${adminKey}` },
    lazy: true,
  })
  return {
    async ask<T>(query: string, variables: Record<string, unknown> = {}, key = adminKey) {
      const answer = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({ query, variables }),
      })
      const { data, errors } = (await answer.json()) as {
        data: T & Record<string, Field>
        errors?: { message: string }[]
      }
      if (errors?.length) throw new Error(errors[0]!.message)
      for (const field of Object.values<Field>(data)) {
        const [refusal] = field?.userErrors ?? []
        if (refusal) throw new Error(`${refusal.code}: ${refusal.message}`)
      }
      return data
    },
    watch<T>(
      query: string,
      variables: Record<string, unknown>,
      heard: (event: T) => void,
      lost: (why: unknown) => void,
    ) {
      socket.subscribe<Record<string, T>>(
        { query, variables },
        {
          next: ({ data, errors }) => (errors?.length ? lost(errors[0]) : heard(Object.values(data ?? {})[0]!)),
          error: lost,
          complete: () => {},
        },
      )
    },
    close: async () => socket.dispose(),
  }
}
