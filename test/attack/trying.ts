// What every attack tries with: one operation over each transport, a request, a WebSocket, and whether the server is well after it.

import WebSocket from 'ws'
import { ask, elsewhere, type Said, type Transport, transports } from './ask.ts'
import type { Chance } from './random.ts'
import type { Village } from './village.ts'

export interface Trial {
  transport: Transport | 'http' | 'tcp'
  held: boolean
  /** What was sent, and what came, when it was not held. */
  tried: string
  got: string
  /** How it was answered, where it is counted what of a kind came. */
  by?: string
}

export interface Attack {
  number: number
  name: string
  advisories: string
  run(village: Village, chance: Chance): AsyncIterable<Trial>
}

export const refused = ({ code }: Said, ...codes: string[]) =>
  code !== null && (codes.length === 0 || codes.includes(code))
export const told = ({ status, code, message, data }: Said) =>
  `${status} ${code} ${message} ${JSON.stringify(data)?.slice(0, 200)}`

/** The same operation over each transport: held where the answer is. */
export async function* everyWay(
  village: Village,
  query: string,
  held: (said: Said) => boolean,
  { variables = {}, key = null, raw }: { variables?: Record<string, unknown>; key?: string | null; raw?: string } = {},
): AsyncIterable<Trial> {
  for (const transport of transports) {
    const said = await ask(village.url, transport, { query, variables, ...(raw ? { raw } : {}) }, { key })
    yield { transport, held: said.wellFormed && held(said), tried: raw ?? query, got: told(said) }
  }
}

/** Read to its end: what is not read keeps its connection. */
export async function send(
  url: string,
  init: RequestInit,
): Promise<{ status: number; headers: Headers; text: string }> {
  const answer = await fetch(url, { ...init, headers: { 'x-forwarded-for': elsewhere(), ...init.headers } })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

/** Whether it still answers what it answered, as it did. */
export async function well(village: Village): Promise<Trial> {
  const query =
    'query ($c: ID!) { community(community: $c) { name proposals(first: 1) { totalCount } cred { total } } __typename }'
  const said = await village.ask('post', query, { c: village.open.id })
  const { community } = said.data ?? {}
  const held = said.code === null && community?.name === village.open.slug && typeof community.cred.total === 'number'
  return { transport: 'post', held, tried: 'an innocent question after it', got: told(said) }
}

/** What a WebSocket hears until it is closed, or has had its say; `closed` is null where it stays open. */
export async function socketSaid(
  village: Village,
  messages: readonly string[],
  headers: Record<string, string> = {},
): Promise<{ said: string[]; closed: number | null }> {
  const socket = new WebSocket(`${village.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', {
    headers: { 'x-forwarded-for': elsewhere(), ...headers },
  })
  const said: string[] = []
  const last = '{"type":"ping","payload":{"last":true}}'
  const closed = await new Promise<number | null>((resolve) => {
    socket.on('close', (code) => resolve(code))
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.on('error', () => resolve(0))
    const rest = [...messages, last]
    /** Up to what must be answered before anything else is said. */
    const speak = () => {
      for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
        socket.send(next)
        if (next.includes('connection_init')) return
      }
    }
    socket.on('open', speak)
    socket.on('message', (data) => {
      said.push(String(data))
      if (String(data) === '{"type":"connection_ack"}') speak()
      if (String(data).includes('"last":true')) resolve(null)
    })
  })
  socket.terminate()
  return { said, closed }
}

export const subscribe = (id: string, query: string) => JSON.stringify({ id, type: 'subscribe', payload: { query } })
export const init = (payload: unknown = {}) => JSON.stringify({ type: 'connection_init', payload })
