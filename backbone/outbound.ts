// Calls to the outside. Every address is checked where it is connected to (so a name that resolves to a private
// network is refused, whatever it resolved to before), redirects are followed only where asked and checked again,
// and size and time have limits.

import { lookup } from 'node:dns'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import ipaddr from 'ipaddr.js'
import { Agent, request } from 'undici'
import { Refusal } from '../schema/errors.ts'
import { faultPoint } from './fault-point.ts'

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

/** @param privateHosts host names or addresses that may be called though they are private. */
export function openOutbound(privateHosts: readonly string[]): Outbound {
  const allowed = new Set(privateHosts)
  const agent = new Agent({
    connect: {
      timeout: 10_000,
      lookup: (host, options, done) =>
        lookup(host, { ...options, all: true }, (error, addresses) => {
          if (error) return done(error, [])
          const bad = addresses.find(({ address }) => !allowed.has(host) && !allowed.has(address) && isPrivate(address))
          if (bad) return done(refused(host, bad.address) as unknown as NodeJS.ErrnoException, [])
          if (options.all) return done(null, addresses)
          done(null, addresses[0]!.address, addresses[0]!.family)
        }),
    },
  })

  function check(address: string): URL {
    const url = URL.canParse(address) ? new URL(address) : null
    if (!url || !/^https?:$/.test(url.protocol)) {
      throw new Refusal('ADDRESS_REFUSED', `Wanted an http(s) address; got "${address.slice(0, 100)}".`)
    }
    const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
    if (
      !allowed.has(host) &&
      (host === 'localhost' || host.endsWith('.localhost') || (ipaddr.isValid(host) && isPrivate(host)))
    ) {
      throw refused(host, host)
    }
    return url
  }

  const fetch: OutboundFetch = async (address, init = {}) => {
    const { method = 'GET', timeoutMs = 15_000, maxBytes = 5 * 1024 * 1024, redirects = 0 } = init
    const timeout = AbortSignal.timeout(timeoutMs)
    const signal = init.signal ? AbortSignal.any([timeout, init.signal]) : timeout
    let url = check(address)
    for (let followed = 0; ; followed++) {
      const answer = await exchange(agent, url, init, method, maxBytes, signal)
      const location = answer.headers.get('location')
      if (answer.status < 300 || answer.status > 399 || answer.status === 304 || !location || redirects === 0)
        return answer
      if (followed >= redirects)
        throw new OutboundError('redirects', `Wanted at most ${redirects} redirects; got more from ${url.host}.`)
      url = check(new URL(location, url).href)
    }
  }

  return { fetch, check, close: () => agent.close() }
}

async function exchange(
  agent: Agent,
  url: URL,
  init: OutboundRequest,
  method: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<OutboundResponse> {
  try {
    if (faultPoint) faultPoint(`before call ${nameOf(method, url, init)}`)
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
    const refusal = [error, (error as Error).cause].find((each) => each instanceof Refusal)
    if (refusal) throw refusal
    if (signal.aborted) throw new OutboundError('timeout', `${url.host} did not answer in time.`, error)
    throw new OutboundError('network', `${url.host} cannot be reached: ${reason(error)}.`, error)
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

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return code ?? message
}

function refused(host: string, address: string): Refusal {
  return new Refusal(
    'ADDRESS_REFUSED',
    `Wanted an address on a public network; got ${host}${host === address ? '' : ` (${address})`}. FOLKMOOT_PRIVATE_HOSTS names the private ones that may be called.`,
  )
}

function isPrivate(address: string): boolean {
  return ipaddr.process(address).range() !== 'unicast'
}
