// What must be alone over all processes: elected by the database, and handed over when the one that had it is gone.

import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from './database.ts'

export interface Elected {
  start(): void
  stop(): Promise<void>
}

const afterFailure = 1000 // milliseconds

/**
 * Runs `serve` while this process is the only one that does, by this name.
 * @param serve ends soon after `over` fires: this process stops, or the office is lost. Begun anew after a throw.
 */
export function elected(
  db: Pick<Database, 'hold'>,
  logger: Logger,
  name: string,
  serve: (over: AbortSignal) => Promise<void>,
): Elected {
  const stopping = new AbortController()
  let terms: Promise<void> | null = null

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const hold = await db.hold(name, stopping.signal).catch(() => null)
      if (hold === null) continue
      try {
        await serve(AbortSignal.any([stopping.signal, hold.lost]))
      } catch (error) {
        if (stopping.signal.aborted) return
        logger.error({ err: error, name }, 'what one process does for all was interrupted; it begins anew')
        await pause(afterFailure, undefined, { signal: stopping.signal }).catch(() => {})
      } finally {
        await hold.release()
      }
    }
  }

  return {
    start() {
      terms ??= run()
    },
    async stop() {
      stopping.abort()
      await terms
    },
  }
}

/** Resolves when the signal fires. */
export function fired(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
