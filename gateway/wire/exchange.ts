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

/** Whether the header names the type itself: neither a wildcard nor a weight counts. */
export function accepts(request: IncomingMessage, type: string): boolean {
  return (request.headers.accept ?? '').split(',').some((each) => mediaType(each) === type)
}
