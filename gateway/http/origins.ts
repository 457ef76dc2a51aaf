// Which web pages may ask. A browser says for which page it asks (`Origin`), and a WebSocket or an EventSource may be
// opened by any page: where origins are configured, others are refused, and those are told by CORS headers that they may
// read the answer. What is no browser sends no origin.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { Refusal } from '../../schema/errors.ts'

export interface Origins {
  /** @throws Refusal ORIGIN_REFUSED */
  check(request: IncomingMessage): void
  /** Says in the answer's headers that the page may read it, and answers a preflight. @returns whether that was all. */
  greet(request: IncomingMessage, response: ServerResponse): boolean
}

/** @param configured origins such as https://example.org; none: any page may ask, as far as browsers let it. */
export function originsOf(configured: readonly string[], publicUrl: string): Origins {
  const allowed = new Set([...configured, new URL(publicUrl).origin])
  return {
    check({ headers: { origin } }) {
      if (configured.length === 0 || origin === undefined || allowed.has(origin.toLowerCase())) return
      const message = `Wanted a page of an origin that is configured; got "${origin.slice(0, 100)}".`
      throw new Refusal('ORIGIN_REFUSED', message, { details: { status: 403 } })
    },
    greet({ method, headers: { origin } }, response) {
      if (configured.length === 0) return false
      response.setHeader('vary', 'origin')
      if (origin === undefined || !allowed.has(origin.toLowerCase())) return false
      response.setHeader('access-control-allow-origin', origin)
      response.setHeader('access-control-expose-headers', 'ratelimit-policy, ratelimit, retry-after')
      if (method !== 'OPTIONS') return false
      response.writeHead(204, {
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'authorization, content-type, last-event-id',
        'access-control-max-age': '3600',
      })
      response.end()
      return true
    },
  }
}
