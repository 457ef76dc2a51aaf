// Calls to the outside. Every address is checked where it is connected to (so a name that resolves to a private
// network is refused, whatever it resolved to before), redirects are followed only where asked and checked again,
// and size and time have limits. Whoever names an address learns that it cannot be used, and not why: whether a name
// is private, a port closed, filtered or open to something else is for the operator's log alone.

import { lookup as systemLookup } from 'node:dns'
import { networkInterfaces } from 'node:os'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import ipaddr from 'ipaddr.js'
import type { Agent } from 'undici'
import { Refusal } from '../../schema/errors.ts'
import { shownAddress } from '../../schema/shown-address.ts'
import { faultPoint } from '../fault-point.ts'
import { canonicalAddress, hostOf, isPublic, portOf, privateHostsOf } from './private-hosts.ts'

export interface OutboundRequest {
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer
  /** For the whole exchange; default 15 s. */
  timeoutMs?: number
  /** Of the answer, after decompression of the transport; default 5 MiB. */
  maxBytes?: number
  /** How many redirects are followed; default 0: the redirect is the answer. */
  redirects?: number
  /** Breaks it off. */
  signal?: AbortSignal
}
export interface OutboundResponse {
  status: number
  headers: Headers
  body: Buffer
  /** Where the answer came from, after redirects. */
  url: string
}
export type OutboundFetch = (url: string, init?: OutboundRequest) => Promise<OutboundResponse>

/** The other side did not answer, or not as it should. Whether a change was made there is not known. */
export class OutboundError extends Error {
  readonly kind: 'timeout' | 'network' | 'too_large' | 'redirects'
  constructor(kind: OutboundError['kind'], message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'OutboundError'
    this.kind = kind
  }
}

export interface Outbound {
  fetch: OutboundFetch
  /** @throws Refusal ADDRESS_REFUSED when the address is not http(s) or names a private network. Names are checked again at each call. */
  check(url: string): URL
  close(): Promise<void>
}

export interface OutboundMeans {
  /** Hears why a call failed. */
  log?: (why: { host: string; port: number; err: unknown }) => void
  /** As that of node:dns, with `all`. */
  lookup?: typeof systemLookup
  /** The addresses of this machine: what listens on them is as private as what listens on 127.0.0.1. */
  own?: () => readonly string[]
}

/**
 * @param privateHosts what may be called though it is private: names or addresses, each with a port or for all its ports
 * @throws Error that says which of them is none
 */
export function openOutbound(
  privateHosts: readonly string[],
  { log = () => {}, lookup = systemLookup, own = addressesHere }: OutboundMeans = {},
): Outbound {
  const allowed = privateHostsOf(privateHosts)
  const mayReach: MayReach = (host, port, found) => {
    const address = canonicalAddress(found)
    return allowed(host, port) || allowed(address, port) || (isPublic(address) && !own().includes(address))
  }
  let opened: Promise<Caller> | null = null
  let closed = false
  const caller = () => {
    if (closed) throw new Error('Calls to the outside have come to their end.')
    opened ??= openCaller(mayReach, lookup)
    return opened
  }

  function check(address: string): URL {
    const url = URL.canParse(address) ? new URL(address) : null
    if (!url || !/^https?:$/.test(url.protocol)) {
      throw new Refusal('ADDRESS_REFUSED', `Wanted an http(s) address; got "${shownAddress(address)}".`)
    }
    const host = hostOf(url.hostname)
    const port = portOf(url)
    const isHere = host === 'localhost' || host.endsWith('.localhost')
    if (isHere ? !allowed(host, port) : ipaddr.isValid(host) && !mayReach(host, port, host)) throw refused(host, host)
    return url
  }

  const fetch: OutboundFetch = async (address, init = {}) => {
    const { method = 'GET', timeoutMs = 15_000, maxBytes = 5 * 1024 * 1024, redirects = 0 } = init
    const timeout = AbortSignal.timeout(timeoutMs)
    const signal = init.signal ? AbortSignal.any([timeout, init.signal]) : timeout
    let url = check(address)
    for (let followed = 0; ; followed++) {
      const answer = await exchange(caller, url, init, method, maxBytes, signal, log)
      const location = answer.headers.get('location')
      if (answer.status < 300 || answer.status > 399 || answer.status === 304 || !location || redirects === 0)
        return answer
      if (followed >= redirects)
        throw new OutboundError('redirects', `Wanted at most ${redirects} redirects; got more from ${url.host}.`)
      url = check(new URL(location, url).href)
    }
  }

  return {
    fetch,
    check,
    async close() {
      closed = true
      await (await opened)?.agent.close()
    },
  }
}

type MayReach = (host: string, port: number, found: string) => boolean

interface Caller {
  agent: Agent
  request: typeof import('undici').request
}

/** Loaded for the first call: it takes 0.1 s, and many processes make none. */
async function openCaller(mayReach: MayReach, lookup: typeof systemLookup): Promise<Caller> {
  const { Agent, buildConnector, request } = await import('undici')
  const agent = new Agent({
    // One for each connection: what a name may resolve to depends on the port.
    connect: ({ hostname, ...rest }, done) => {
      const host = hostOf(hostname)
      const port = portOf(rest)
      if (ipaddr.isValid(host) && !mayReach(host, port, host)) return done(refused(host, host), null)
      const connect = buildConnector({
        timeout: 10_000,
        lookup: (name, options, found) =>
          lookup(name, { ...options, all: true }, (error, addresses) => {
            if (error) return found(error, [])
            const bad = addresses.find(({ address }) => !mayReach(host, port, address))
            if (bad) return found(refused(host, bad.address) as unknown as NodeJS.ErrnoException, [])
            if (options.all) return found(null, addresses)
            found(null, addresses[0]!.address, addresses[0]!.family)
          }),
      })
      connect({ hostname, ...rest }, done)
    },
  })
  return { agent, request }
}

async function exchange(
  caller: () => Promise<Caller>,
  url: URL,
  init: OutboundRequest,
  method: string,
  maxBytes: number,
  signal: AbortSignal,
  log: NonNullable<OutboundMeans['log']>,
): Promise<OutboundResponse> {
  try {
    if (faultPoint) faultPoint(`before call ${nameOf(method, url, init)}`)
    const { agent, request } = await caller()
    const answer = await request(url, {
      dispatcher: agent,
      method: method as 'GET',
      headers: { 'user-agent': 'folkmoot', 'accept-encoding': 'gzip, deflate, br', ...init.headers },
      body: init.body ?? null,
      signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of answer.body) {
      size += chunk.length
      if (size > maxBytes) throw tooLarge(url, maxBytes)
      chunks.push(chunk)
    }
    if (faultPoint) faultPoint(`after call ${nameOf(method, url, init)}`)
    const headers = new Headers()
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const each of [value ?? []].flat()) headers.append(name, each)
    }
    const body = decoded(Buffer.concat(chunks), headers.get('content-encoding'), maxBytes, url)
    return { status: answer.statusCode, headers, body, url: url.href }
  } catch (error) {
    if (error instanceof OutboundError) throw error
    log({ host: hostOf(url.hostname), port: portOf(url), err: error })
    const message = `${url.host} cannot be reached, or does not answer as it should.`
    const refusal = [error, (error as Error).cause].find((each) => each instanceof Refusal)
    throw new OutboundError(signal.aborted ? 'timeout' : 'network', message, refusal ?? error)
  }
}

/** A call's name among the fault points: of a GraphQL operation its own. */
function nameOf(method: string, url: URL, { body }: OutboundRequest): string {
  return /"query":"(?:query|mutation) (\w+)/.exec(String(body ?? ''))?.[1] ?? `${method} ${url.pathname}`
}

function decoded(body: Buffer, encoding: string | null, maxOutputLength: number, url: URL): Buffer {
  const decode = { gzip: gunzipSync, 'x-gzip': gunzipSync, deflate: inflateSync, br: brotliDecompressSync }[
    encoding ?? ''
  ]
  if (!decode || body.length === 0) return body
  try {
    return decode(body, { maxOutputLength })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(url, maxOutputLength)
    throw new OutboundError('network', `${url.host} sent a body that is not ${encoding}.`, error)
  }
}

function tooLarge(url: URL, maxBytes: number): OutboundError {
  return new OutboundError('too_large', `Wanted at most ${maxBytes} bytes from ${url.host}; got more.`)
}

function refused(host: string, address: string): Refusal {
  return new Refusal(
    'ADDRESS_REFUSED',
    `Wanted an address on a public network; got ${host}${host === address ? '' : ` (${address})`}. FOLKMOOT_PRIVATE_HOSTS names the private ones that may be called.`,
  )
}

function addressesHere(): string[] {
  return Object.values(networkInterfaces()).flatMap((each) =>
    (each ?? []).map(({ address }) => canonicalAddress(address)),
  )
}
