// A client as clients should be: what was not answered is asked again, with the same meaning, until it is.

import { setTimeout as pause } from 'node:timers/promises'
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'

export const adminKey = 'fma_of_the_fault_harness'

const patience = 60_000 // milliseconds

/** One operation; asked again while nobody answers. @returns the payload of its first field. @throws on errors */
export async function ask(url: string, query: string, variables: Record<string, unknown> = {}, key = adminKey) {
  const until = Date.now() + patience
  for (;;) {
    const answer = await once(url, query, variables, key).catch((error: Error) => error)
    if (!(answer instanceof Error)) {
      if (!answer.errors?.length) return Object.values<any>(answer.data)[0]
      if (!answer.errors.every(({ extensions }) => extensions?.code === 'UNAVAILABLE')) {
        throw new Error(`${JSON.stringify(answer.errors)} in ${query}`)
      }
    }
    if (Date.now() > until) throw new Error(`Nobody answers ${query}`, { cause: answer })
    await pause(100)
  }
}

async function once(url: string, query: string, variables: Record<string, unknown>, key: string) {
  const operationName = /^(?:query|mutation) (\w+)/.exec(query)?.[1]
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables, operationName }),
  })
  return (await answer.json()) as { data: any; errors?: { extensions?: { code: string } }[] }
}

/**
 * A mutation of one field, asked again while nobody answers.
 * @param done codes that say that an earlier try had arrived: null is returned then.
 * @throws on other user errors
 */
export async function tell(
  url: string,
  field: string,
  input: Record<string, unknown>,
  selection: string,
  { key, done = [] }: { key?: string; done?: string[] } = {},
): Promise<any> {
  const type =
    { grantRole: 'SettleRole', approveProposal: 'SettleProposal' }[field] ?? field[0]!.toUpperCase() + field.slice(1)
  const query = `mutation ${field} ($input: ${type}Input!) { ${field}(input: $input) { ${selection} userErrors { code message } } }`
  const payload = await ask(url, query, { input }, key)
  if (payload.userErrors.length === 0) return payload
  if (payload.userErrors.every(({ code }: any) => done.includes(code))) return null
  throw new Error(`${field}: ${JSON.stringify(payload.userErrors)}`)
}

export interface Subscriber {
  readonly seen: any[]
  /** How often the connection was lost and made again. */
  readonly returns: number
  stop(): void
}

/** Follows a stream that has a cursor, and comes back with the last one whenever the connection is lost. */
export function subscribe(url: string, query: string, variables: Record<string, unknown>): Subscriber {
  const seen: any[] = []
  let returns = 0
  let stopped = false
  let dispose = () => {}
  const follow = async () => {
    while (!stopped) {
      const client = createClient({
        url: `${url.replace(/^http/, 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization: `Bearer ${adminKey}` },
        retryAttempts: 0,
      })
      // Where the server is away, it is the connection that failed that comes back from the end of the client.
      const end = async () => client.dispose()
      dispose = () => void end().catch(() => {})
      await new Promise<void>((resolve) => {
        client.subscribe<any>(
          { query, variables: { ...variables, after: seen.at(-1)?.cursor ?? variables.after } },
          {
            next: ({ data, errors }) => void (errors?.length ? resolve() : seen.push(Object.values<any>(data)[0])),
            error: () => resolve(),
            complete: () => resolve(),
          },
        )
      })
      await end().catch(() => {})
      returns += 1
      await pause(50)
    }
  }
  void follow()
  return {
    seen,
    get returns() {
      return returns
    },
    stop() {
      stopped = true
      dispose()
    },
  }
}
