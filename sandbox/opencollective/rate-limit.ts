// Requests per minute: so many for a token, fewer for an address without one.

export interface RateLimit {
  perToken: number
  anonymous: number
  windowMs: number
}

export interface Allowance {
  allowed: boolean
  headers: Record<string, string>
}

/** Counts requests in windows that begin with the first request. */
export function createRateLimiter(limit: RateLimit, now: () => Date) {
  const windows = new Map<string, { used: number; endsAt: number }>()
  return (key: string, anonymous: boolean): Allowance => {
    const at = now().getTime()
    const max = anonymous ? limit.anonymous : limit.perToken
    let window = windows.get(key)
    if (!window || window.endsAt <= at) {
      window = { used: 0, endsAt: at + limit.windowMs }
      windows.set(key, window)
    }
    window.used += 1
    const allowed = window.used <= max
    return {
      allowed,
      headers: {
        'x-ratelimit-limit': String(max),
        'x-ratelimit-remaining': String(Math.max(0, max - window.used)),
        'x-ratelimit-reset': String(Math.ceil(window.endsAt / 1000)),
        ...(allowed ? {} : { 'retry-after': String((window.endsAt - at) / 1000) }),
      },
    }
  }
}
