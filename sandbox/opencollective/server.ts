// HTTP in front of the world: who asks, how often, what breaks, then GraphQL or the sandbox's own paths.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type Answer, answer } from './execute.ts'
import type { Fault } from './faults.ts'
import type { Allowance } from './rate-limit.ts'
import type { Context } from './resolvers.ts'
import { readViewer, Unauthenticated } from './viewer.ts'
import type { Viewer, World } from './world.ts'

export interface SeenRequest {
  /** The slug of who asked; null for nobody. */
  as: string | null
  query: string
  variables: unknown
  status: number | null
}

export interface ServerParts {
  world: World
  context(viewer: Viewer): Context
  allowance(key: string, anonymous: boolean): Allowance | null
  takeFault(query: string): Fault | null
  retryAfterSeconds(): number
  requests: SeenRequest[]
  /** Paths beside GraphQL: pages for people, and how to act as one of them. */
  other(request: IncomingMessage, url: URL, body: unknown): Promise<(Answer & { html?: string }) | null>
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }

/** A server that answers like Open Collective. The caller listens and closes. */
export function createOpenCollectiveServer(parts: ServerParts): Server {
  return createServer((request, response) => {
    handle(parts, request, response).catch((error: Error) => {
      if (response.headersSent) return response.destroy()
      send(response, 500, { error: { code: 500, message: error.message } })
    })
  })
}

async function handle(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://stand-in')
  const text = await readText(request)
  if (!url.pathname.startsWith('/graphql/')) {
    const other = await parts.other(request, url, parse(text))
    if (!other) return send(response, 404, { error: { code: 404, message: 'Not Found' } })
    if (other.html === undefined) return send(response, other.status, other.body)
    response.writeHead(other.status, { 'content-type': 'text/html; charset=utf-8' })
    return void response.end(other.html)
  }

  const body = request.method === 'GET' ? fromQueryString(url) : parse(text)
  const { query, variables } = (body ?? {}) as { query?: unknown; variables?: unknown }
  const seen: SeenRequest = { as: null, query: String(query ?? ''), variables, status: null }
  parts.requests.push(seen)
  const reply = (status: number, content: unknown, headers: Record<string, string> = {}) => {
    seen.status = status
    send(response, status, content, headers)
  }

  let viewer: Viewer
  try {
    viewer = readViewer(parts.world, request.headers, url)
    if (url.pathname === '/graphql/v1' && viewer.token)
      throw new Unauthenticated('Personal Tokens are not accepted on GraphQL v1')
  } catch (error) {
    if (!(error instanceof Unauthenticated)) throw error
    return reply(401, { error: { code: 401, type: 'unauthorized', message: error.message } })
  }
  seen.as = viewer.account?.slug ?? null
  const allowance = parts.allowance(viewer.token?.secret ?? request.socket.remoteAddress ?? '', !viewer.token)
  const headers = allowance?.headers ?? {}
  if (allowance && !allowance.allowed) return reply(429, tooMany(viewer), headers)

  const fault = parts.takeFault(seen.query)
  switch (fault) {
    case '429':
      return reply(429, tooMany(viewer), { ...headers, 'retry-after': String(parts.retryAfterSeconds()) })
    case '500':
      return reply(500, { error: { code: 500, message: 'Internal Server Error' } }, headers)
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' })
      return void response.end('<!doctype html><title>We will be back soon</title>')
    case 'hang':
      return
    case 'reset':
      return void request.socket.destroy()
  }
  if (body === undefined) return reply(400, { error: { code: 400, message: 'Unexpected token in JSON' } }, headers)
  const { status, body: content } = await answer(body, parts.context(viewer))
  switch (fault) {
    case '500-after-apply':
      return reply(500, { error: { code: 500, message: 'Internal Server Error' } }, headers)
    case 'hang-after-apply':
      return
    case 'reset-after-apply':
      return void request.socket.destroy()
  }
  reply(status, content, headers)
}

const tooMany = (viewer: Viewer) => ({
  error: {
    message: viewer.token
      ? 'Rate limit exceeded. Contact-us to get higher limits.'
      : 'Rate limit exceeded. Create a Personal Token to get higher limits.',
  },
})

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...JSON_TYPE, ...headers })
  response.end(JSON.stringify(body))
}

function fromQueryString(url: URL) {
  const variables = url.searchParams.get('variables')
  return { query: url.searchParams.get('query'), variables: variables ? parse(variables) : undefined }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > 5_000_000) throw new Error('request entity too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
