// Requests per minute, kept on our side so that the platform need not refuse: a bucket for each token, corrected by what
// the platform's headers say.

/** What Open Collective grants a personal token. A server of one's own may grant another number: a setting of the connection. */
export const requestsPerMinute = 100

export interface Bucket {
  /** Requests a minute that the platform grants. */
  readonly perMinute: number
  /** Takes one request. @returns 0 when it may be sent now, else the milliseconds until one may be. */
  take(now: number): number
  /** Learns from the headers of an answer. */
  learn(headers: Headers, now: number): void
}

/** @param perMinute what the platform grants; the last two are kept for what else uses the token. */
export function bucketOf(perMinute: number): Bucket {
  const usable = Math.max(1, perMinute - 2)
  let tokens = usable
  let filledAt = 0
  let closedUntil = 0
  return {
    perMinute,
    take(now) {
      const setBack = filledAt - now
      if (setBack > 0) {
        // The clock was: what was to come later comes as much later as before.
        filledAt = now
        closedUntil -= setBack
      }
      if (now < closedUntil) return closedUntil - now
      tokens = Math.min(usable, tokens + (now - filledAt) * (usable / 60_000))
      filledAt = now
      if (tokens < 1) return Math.ceil((1 - tokens) * (60_000 / usable))
      tokens -= 1
      return 0
    },
    learn(headers, now) {
      const remaining = numberOf(headers.get('x-ratelimit-remaining'))
      const reset = numberOf(headers.get('x-ratelimit-reset'))
      if (remaining !== null) tokens = Math.min(tokens, remaining)
      if (remaining === 0 && reset !== null) closedUntil = Math.max(closedUntil, Math.min(reset * 1000, now + 60_000))
      const wait = retryAfter(headers)
      if (wait !== null) closedUntil = Math.max(closedUntil, now + wait)
    },
  }
}

const longestWait = 3_600_000 // milliseconds; whatever a server says, it is asked again after an hour

/** Milliseconds that a `retry-after` asks for. Open Collective sends seconds with a fraction: "58.062". */
export function retryAfter(headers: Headers): number | null {
  const seconds = numberOf(headers.get('retry-after'))
  return seconds === null ? null : Math.min(Math.ceil(seconds * 1000), longestWait)
}

function numberOf(text: string | null): number | null {
  if (text === null || !/^\d+(\.\d+)?$/.test(text.trim())) return null
  return Number(text)
}
