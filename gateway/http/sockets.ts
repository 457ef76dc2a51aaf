// Every connection of a server, from its first moment to its last: how many there are in all and of one address, and that
// each one ends in time, whatever the other side does or leaves undone. A peer that never closes its side keeps ours half
// open for ever: so whoever is sent away is destroyed after a moment, and so is who takes nothing of what is sent.

import { readFileSync } from 'node:fs'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Limits } from '../../backbone/limits.ts'
import { type RefusalCode, refusals } from '../../schema/errors.ts'
import type { AddressOf } from '../admission/addresses.ts'
import { sendJson } from '../wire/exchange.ts'

/** Milliseconds. */
export interface SocketWaits {
  /** Until the head of a request has come, also of a connection that never says a byte. */
  head: number
  /** Until all of a request has come. */
  request: number
  /** Until the next request on the same connection. */
  idle: number
  /** That somebody who is sent away has to take the answer. */
  linger: number
  /** That nothing may be taken of what waits to be sent. */
  stall: number
  /** Between two looks whether any of these is over. */
  look: number
}

export const socketWaits: SocketWaits = {
  head: 15_000,
  request: 30_000,
  idle: 65_000, // longer than balancers keep theirs: whoever closes first must not be us
  linger: 1_000,
  stall: 30_000,
  look: 1_000,
}

/** Requests under way at a time on one HTTP/1.1 connection. Browsers and proxies send one; pipelining is for attackers. */
const pipelined = 16

/** Why a connection was not taken, or was ended by us. */
export type HangUp = 'full' | 'address' | 'pipelined' | 'late' | 'malformed' | 'stalled'

export interface SocketRules {
  limits: Pick<Limits, 'sockets' | 'socketsPerAddress'>
  /** Who counts; null where only processes of ours connect. */
  whose: { addressOf: AddressOf; isProxy: (address: string | undefined) => boolean } | null
  hungUp(why: HangUp): void
  waits?: Partial<SocketWaits>
}

export interface Sockets {
  /** @returns whether the request is to be answered; else it has been refused. */
  admits(request: IncomingMessage, response: ServerResponse): boolean
  /** The same for an upgrade. */
  admitsUpgrade(request: IncomingMessage, socket: Duplex): boolean
  /** How many are open. */
  count(): number
  stop(): void
}

interface State {
  /** Stands in front of others: whoever asks through it is counted, and not it. */
  proxy: boolean
  /** Answers that are not done. */
  responses: Set<ServerResponse>
  /** What counts this connection, and requests on it, out. */
  leaves: Set<() => void>
  /** It was told to go. */
  ending: boolean
  /** How much had been taken when something was waiting last, and since when it is no more. */
  taken: number
  since: number
}

/** Watches the server's connections from now on. */
export function guardSockets(server: Server, { limits, whose, hungUp, waits: given }: SocketRules): Sockets {
  const waits = { ...socketWaits, ...given }
  const open = new Map<Duplex, State>()
  const counts = new Map<string, number>()

  /** @returns what counts it out; null where there are too many. */
  function enter(address: string): (() => void) | null {
    const count = counts.get(address) ?? 0
    if (count >= limits.socketsPerAddress) return null
    counts.set(address, count + 1)
    return () => {
      const now = counts.get(address)! - 1
      if (now === 0) counts.delete(address)
      else counts.set(address, now)
    }
  }

  function accept(socket: Socket): void {
    // Node takes its own listener away at an upgrade: an error that nobody hears would end the process.
    socket.on('error', ignored)
    const proxy = whose?.isProxy(socket.remoteAddress) ?? false
    const state: State = {
      proxy,
      responses: new Set(),
      leaves: new Set(),
      ending: false,
      taken: -1,
      since: 0,
    }
    open.set(socket, state)
    socket.once('close', closed)
    if (!whose || proxy) return
    const leave = enter(whose.addressOf({ socket, headers: {} }))
    if (leave) state.leaves.add(leave)
    else {
      hungUp('address')
      sendAway(socket, state, 429, 'TOO_MANY_CONNECTIONS')
    }
  }

  function closed(this: Socket): void {
    const state = open.get(this)
    open.delete(this)
    if (!state) return
    for (const leave of state.leaves) leave()
    state.leaves.clear()
  }

  /** Answers by hand, and hangs up: at once when that was taken, or after a moment. */
  function sendAway(socket: Duplex, state: State | undefined, status: number, code: RefusalCode): void {
    if (state) state.ending = true
    const body = JSON.stringify({ error: { code, message: refusals[code] } })
    const head = `HTTP/1.1 ${status} ${reasons[status]}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8`
    socket.end(`${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
    const late = setTimeout(() => socket.destroy(), waits.linger)
    socket.once('close', () => clearTimeout(late))
  }

  function failed(error: NodeJS.ErrnoException, socket: Duplex): void {
    const state = open.get(socket)
    if (state?.ending) return // it was told
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy()
      return
    }
    const { status, code, why } = faults[error.code ?? ''] ?? unreadable
    hungUp(why)
    // In the middle of an answer there is nothing to be said.
    if (state && [...state.responses].some((response) => response.headersSent)) socket.destroy()
    else sendAway(socket, state, status, code)
  }

  function look(): void {
    const now = performance.now()
    for (const [each, state] of open) {
      const socket = each as Socket
      if (socket.writableLength === 0) {
        state.taken = -1
        continue
      }
      const taken = takenOf(socket)
      if (taken !== state.taken) {
        state.taken = taken
        state.since = now
      } else if (now - state.since >= waits.stall) {
        hungUp('stalled')
        socket.destroy()
      }
    }
  }

  server.maxConnections = Math.min(limits.sockets, Math.floor(descriptors() * 0.75))
  server.on('drop', () => hungUp('full'))
  server.on('connection', accept)
  server.on('clientError', failed)
  const looking = setInterval(look, waits.look).unref()
  server.once('close', () => clearInterval(looking))

  return {
    admits(request, response) {
      const state = open.get(request.socket)
      if (!state || state.ending) return !state
      if (state.responses.size >= pipelined) {
        state.ending = true
        hungUp('pipelined')
        refuse(request, response, 'TOO_MANY_AT_ONCE', { connection: 'close' })
        return false
      }
      const leave = state.proxy ? enter(whose!.addressOf(request)) : null
      if (state.proxy && !leave) {
        hungUp('address')
        refuse(request, response, 'TOO_MANY_CONNECTIONS')
        return false
      }
      state.responses.add(response)
      if (leave) state.leaves.add(leave)
      response.once('close', () => {
        state.responses.delete(response)
        if (leave && state.leaves.delete(leave)) leave()
      })
      return true
    },
    admitsUpgrade(request, socket) {
      const state = open.get(request.socket)
      if (!state) return true
      // Nobody may change the protocol in the middle of an answer.
      if (state.ending || state.responses.size > 0) {
        socket.destroy()
        return false
      }
      if (!state.proxy) return true
      const leave = enter(whose!.addressOf(request))
      if (leave) {
        state.leaves.add(leave)
        return true
      }
      hungUp('address')
      sendAway(socket, state, 429, 'TOO_MANY_CONNECTIONS')
      return false
    },
    count: () => open.size,
    stop: () => clearInterval(looking),
  }
}

/** As the path's own answers look. */
function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  code: RefusalCode,
  headers: Record<string, string> = {},
): void {
  const message = refusals[code]
  const graphql = request.url?.split('?', 1)[0] === '/graphql'
  const answer = graphql ? { errors: [{ message, extensions: { code } }] } : { error: { code, message } }
  sendJson(response, 429, answer, { 'retry-after': '5', ...headers })
}

interface Fault {
  status: number
  code: RefusalCode
  why: HangUp
}

const unreadable: Fault = { status: 400, code: 'BAD_REQUEST', why: 'malformed' }

/** By what Node's parser says. */
const faults: Record<string, Fault> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'REQUEST_TOO_SLOW', why: 'late' },
  HPE_HEADER_OVERFLOW: { status: 431, code: 'TOO_LARGE', why: 'malformed' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, code: 'TOO_LARGE', why: 'malformed' },
}

const reasons: Record<number, string> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  413: 'Content Too Large',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
}

/** Grows, or at least changes, whenever the kernel takes something: also of one piece that it takes in parts. */
function takenOf(socket: Socket): number {
  const handle = (socket as unknown as { _handle?: { writeQueueSize?: number } | null })._handle
  return socket.bytesWritten - socket.writableLength - (handle?.writeQueueSize ?? 0)
}

/** How many files and sockets this process may have open: what the database and the disk need must be left. */
function descriptors(): number {
  try {
    return Number(
      /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Number.POSITIVE_INFINITY,
    )
  } catch {
    return Number.POSITIVE_INFINITY // only Linux says
  }
}

/** The close that follows says it. */
function ignored(): void {}
