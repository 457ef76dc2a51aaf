// GraphQL v2 of Open Collective over HTTP: one request, and what its answer means.

import type { Clock } from '../../../../backbone/clock.ts'
import { OutboundError, type OutboundFetch } from '../../../../backbone/security/outbound.ts'
import { Refusal } from '../../../../schema/errors.ts'
import { cut } from '../../../../schema/policy/text.ts'
import { type Connection, NoAnswer, TryLater } from '../platform.ts'
import { type Bucket, bucketOf, requestsPerMinute, retryAfter } from './limits.ts'
import { type PlatformError, refusalOf } from './refusals.ts'

export interface Client {
  /** @throws Refusal, TryLater */
  query<T>(to: Connection, query: string, variables?: object): Promise<T>
  /** @throws Refusal, TryLater when nothing was done, NoAnswer when that is not known */
  mutate<T>(to: Connection, query: string, variables?: object): Promise<T>
  /** The server's own time, as last seen with this connection. */
  serverTime(of: Connection): Date | null
}

interface Answer {
  data: unknown
  errors: PlatformError[]
}

const patience = 5_000 // milliseconds that a request waits for its turn; beyond, the caller comes back

export function createClient(deps: { fetch: OutboundFetch; clock: Clock; timeoutMs?: number }): Client {
  const { timeoutMs = 20_000 } = deps
  const buckets = new Map<string, Bucket>()
  const times = new Map<string, Date>()

  async function turn(to: Connection): Promise<Bucket> {
    const perMinute = Number(to.settings.requestsPerMinute ?? requestsPerMinute) // older connections have none
    const before = buckets.get(to.id)
    const bucket = before?.perMinute === perMinute ? before : bucketOf(perMinute)
    buckets.set(to.id, bucket)
    const wait = bucket.take(deps.clock.now().getTime())
    if (wait === 0) return bucket
    if (wait > patience) throw limited(wait)
    await new Promise((resolve) => setTimeout(resolve, wait))
    return turn(to)
  }

  async function send(to: Connection, query: string, variables: object, changes: boolean): Promise<Answer> {
    const bucket = await turn(to)
    const unknown = (message: string, cause?: unknown) =>
      changes ? new NoAnswer(message, cause) : new TryLater('PLATFORM_UNREACHABLE', message, { cause })
    const response = await deps
      .fetch(String(to.settings.apiUrl), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'Personal-Token': String(to.credentials.personalToken) },
        body: JSON.stringify({ query, variables }),
        timeoutMs,
        redirects: 0,
      })
      .catch((error) => {
        if (!(error instanceof OutboundError)) throw error
        const message = `Open Collective cannot be asked: ${error.message}`
        throw neverConnected(error)
          ? new TryLater('PLATFORM_UNREACHABLE', message, { cause: error })
          : unknown(message, error)
      })
    const now = deps.clock.now().getTime()
    bucket.learn(response.headers, now)
    const date = Date.parse(response.headers.get('date') ?? '')
    if (!Number.isNaN(date)) times.set(to.id, new Date(date))
    const body = parse(response.body)
    if (response.status === 429) throw limited(retryAfter(response.headers) ?? 60_000)
    if (response.status === 401) {
      throw new Refusal('CREDENTIALS_REFUSED', `Open Collective refuses the token: ${withoutToken(wordsOf(body), to)}`)
    }
    const answer = answerOf(body)
    if (!answer || response.status >= 500) {
      throw unknown(`Open Collective answered with HTTP ${response.status}${answer ? '' : ', not in JSON'}.`)
    }
    return answer
  }

  async function call<T>(to: Connection, query: string, variables: object, changes: boolean): Promise<T> {
    const { data, errors } = await send(to, query, variables, changes)
    const [first] = errors
    if (!first) return data as T
    const error = { ...first, message: withoutToken(first.message, to) }
    const refusal = refusalOf(error)
    if (refusal) throw refusal
    // An error that Open Collective did not foresee may come after the change was made.
    if (changes) throw new NoAnswer(`Open Collective answers: ${error.message}`)
    throw new Refusal('PLATFORM_ANSWER_UNEXPECTED', `Open Collective answers: ${error.message}`, {
      details: { platformCode: error.code },
    })
  }

  return {
    query: (to, query, variables = {}) => call(to, query, variables, false),
    mutate: (to, query, variables = {}) => call(to, query, variables, true),
    serverTime: (of) => times.get(of.id) ?? null,
  }
}

function limited(wait: number): TryLater {
  const seconds = Math.ceil(wait / 1000)
  return new TryLater('PLATFORM_RATE_LIMITED', `Open Collective takes no more requests for ${seconds} s.`, {
    afterMs: wait,
  })
}

/** Whether nothing can have arrived: the name was not found or is a private one, or nobody listened. */
function neverConnected(error: OutboundError): boolean {
  if (error.cause instanceof Refusal) return true
  const code = (error.cause as NodeJS.ErrnoException | undefined)?.code ?? ''
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'].includes(
    code,
  )
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
}

function answerOf(body: unknown): Answer | null {
  if (typeof body !== 'object' || body === null) return null
  const { data, errors } = body as { data?: unknown; errors?: unknown }
  if (data === undefined && !Array.isArray(errors)) return null
  const list = Array.isArray(errors) ? errors : []
  return {
    data,
    errors: list.map((error) => ({
      message: cut(String(error?.message ?? 'no message'), 500),
      code: typeof error?.extensions?.code === 'string' ? error.extensions.code : null,
    })),
  }
}

function wordsOf(body: unknown): string {
  const message = (body as { error?: { message?: unknown } } | null)?.error?.message
  return typeof message === 'string' ? cut(message, 300) : 'it gives no reason'
}

// "Invalid Personal Token (Api Key): 0101…": an answer may repeat the secret.
function withoutToken(words: string, to: Connection): string {
  return words.replaceAll(String(to.credentials.personalToken), '…').replace(/\b[0-9a-f]{40}\b/gi, '…')
}
