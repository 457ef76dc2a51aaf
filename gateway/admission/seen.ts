// When keys and sessions were used last: gathered here, and told once a minute for all, so that a request costs no write.

import type { Viewer } from '../../backbone/security/viewer.ts'
import type { Seen } from '../../backbone/subgraph/calls.ts'

export interface Sightings {
  note(viewer: Viewer): void
  /** Tells what was gathered. */
  stop(): Promise<void>
}

const every = 60_000 // milliseconds

/** @param tell a throw loses a minute's sightings, and nothing else. */
export function sightingsOf(
  tell: (seen: Seen) => Promise<unknown>,
  now: () => number = Date.now,
  wait = every,
): Sightings {
  let keys = new Map<string, number>()
  let sessions = new Map<string, number>()
  let telling: Promise<unknown> = Promise.resolve()
  const flush = () => {
    if (keys.size + sessions.size > 0) {
      const seen = { keys: told(keys), sessions: told(sessions) }
      keys = new Map()
      sessions = new Map()
      telling = telling.then(() => tell(seen)).catch(() => {})
    }
    return telling
  }
  const timer = setInterval(flush, wait)
  timer.unref()
  return {
    note({ key, session }) {
      if (key !== null) keys.set(key, now())
      if (session !== undefined) sessions.set(session, now())
    },
    async stop() {
      clearInterval(timer)
      await flush()
    },
  }
}

function told(times: ReadonlyMap<string, number>): Record<string, string> {
  return Object.fromEntries([...times].map(([id, at]) => [id, new Date(at).toISOString()]))
}
