// Reading a request and answering it, over node:http.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { Refusal } from '../../schema/errors.ts'

/** The body, at most `limit` bytes. @throws Refusal TOO_LARGE as soon as that is known; ClientGone */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const tooLarge = () => {
      request.pause()
      reject(new Refusal('TOO_LARGE', `Wanted a body of at most ${limit} bytes; got more.`))
    }
    if (Number(request.headers['content-length']) > limit) return tooLarge()
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) tooLarge()
      else chunks.push(chunk)
    })
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    // Node says "aborted" where the connection ended, whoever ended it.
    request.on('error', () => reject(new ClientGone()))
    request.on('close', () => {
      if (!request.complete) reject(new ClientGone())
    })
  })
}

/** The client closed the connection before its request was whole, or before it was answered. */
export class ClientGone extends Error {
  constructor() {
    super('The client closed the connection before it was answered.')
    this.name = 'ClientGone'
  }
}

export function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent || response.destroyed) return
  // What was not read of a body that is too large is not worth reading: the connection goes.
  const closing = status === 413 ? { connection: 'close' } : {}
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    ...closing,
    ...headers,
  })
  response.end(body)
}

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(value), headers)
}

/** The media type without its parameters, in lower case. */
export function mediaType(header: string | undefined): string {
  return (header ?? '').split(';', 1)[0]!.trim().toLowerCase()
}

/** Whether the header names the type itself, and wants it: a wildcard does not count. */
export function accepts(request: IncomingMessage, type: string): boolean {
  return rangesOf(request).some((range) => range.type === type && range.weight > 0)
}

/**
 * The type that the client would have most, of those that are offered: by weight, then what it names itself, then as it
 * lists them, then as they are offered (RFC 9110, section 12.5.1). Who says nothing takes the first.
 * @returns null where it takes none
 */
export function preferred<T extends string>(request: IncomingMessage, offered: readonly T[]): T | null {
  if (!request.headers.accept?.trim()) return offered[0]!
  const ranges = rangesOf(request)
  let best: { type: T; range: Range } | null = null
  for (const type of offered) {
    const names = [type, `${type.split('/', 1)[0]}/*`, '*/*'] // from the nearest to the widest
    const range = names.flatMap((name) => ranges.find((each) => each.type === name) ?? [])[0]
    if (range && range.weight > 0 && (!best || comesBefore(range, best.range))) best = { type, range }
  }
  return best?.type ?? null
}

/** What an Accept names: a type or many, how much it is wanted, and where it stands. */
interface Range {
  type: string
  weight: number
  place: number
}

function comesBefore(one: Range, other: Range): boolean {
  if (one.weight !== other.weight) return one.weight > other.weight
  const [wide, otherWide] = [one, other].map(({ type }) => type.endsWith('*'))
  return wide === otherWide ? one.place < other.place : !wide
}

/** What is wanted in another encoding than UTF-8 is not had here. */
function rangesOf({ headers: { accept = '' } }: IncomingMessage): Range[] {
  return accept.split(',').flatMap((each, place) => {
    const charset = charsetOf(each)
    if (charset !== undefined && !isUtf8Name(charset)) return []
    const weight = Number(/;\s*q\s*=\s*([\d.]*)/i.exec(each)?.[1] ?? 1)
    return [{ type: mediaType(each), weight: weight >= 0 && weight <= 1 ? weight : 1, place }]
  })
}

/** The encoding that a media type says it is in. */
export function charsetOf(header: string): string | undefined {
  return /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(header)?.[1]
}

/** Whether it is a name of UTF-8. */
export function isUtf8Name(charset: string): boolean {
  return /^utf-?8$/i.test(charset)
}
