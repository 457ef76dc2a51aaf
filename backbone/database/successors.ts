// What a process had in hand when it died is taken up by those that live; and what was in hand when the database was
// lost, by the same process once it is there again. The queue of jobs gives a job back a quarter of an hour later; but the
// database knows at once who is gone, and whoever is left looks every second.

import type { Logger } from 'pino'
import type { Database } from './database.ts'

const every = 1000 // milliseconds

/**
 * Calls `takeUp` once for each process that was there and is gone: killed, ended, or cut off from the database; also for
 * this one, when it was cut off and is there again. A throw is logged, and tried again with the next look. Returns what
 * stops it.
 */
export async function succeed(
  db: Pick<Database, 'processes' | 'process' | 'listen'>,
  logger: Logger,
  takeUp: (process: string) => Promise<void>,
): Promise<() => Promise<void>> {
  let wasCutOff = false
  const unlisten = await db.listen('folkmoot_processes', (payload) => {
    if (payload === '') wasCutOff = true
  })
  const known = new Set<string>()
  const gone = new Set<string>()
  let stopped = false
  let looking: Promise<void> | null = null

  async function look(): Promise<void> {
    const there = new Set(await db.processes())
    // While we are not seen ourselves, our connection is being made anew, as that of the others may be.
    if (!there.has(db.process)) return
    if (wasCutOff) {
      await takeUp(db.process)
      wasCutOff = false
    }
    for (const process of there) known.add(process)
    for (const process of known) {
      if (there.has(process)) gone.delete(process)
      else if (!gone.has(process)) gone.add(process)
      else {
        await takeUp(process)
        known.delete(process)
        gone.delete(process)
      }
    }
  }

  const timer = setInterval(() => {
    if (stopped) return
    looking ??= look()
      .catch((error) => logger.warn({ err: error }, 'who has died cannot be seen, or not be succeeded'))
      .finally(() => {
        looking = null
      })
  }, every)
  timer.unref()
  return async () => {
    stopped = true
    clearInterval(timer)
    await looking
    await unlisten()
  }
}
