// Work that is done at the first start and then every hour, by one process at a time: putting away what nobody needs any more.

import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Jobs } from './jobs.ts'

const every = 3_600_000 // milliseconds

/**
 * @param queue names the work over all processes. A throw is logged; the next hour comes all the same.
 * @returns what has it done now, for when the process that had it in hand is gone
 */
export async function hourly(
  { jobs, clock, logger }: { jobs: Jobs; clock: Clock; logger: Logger },
  queue: string,
  work: () => Promise<unknown>,
): Promise<() => Promise<unknown>> {
  const next = (startAt?: Date) => jobs.send(queue, {}, { key: 'next', ...(startAt ? { startAt } : {}) })
  await jobs.work(queue, async () => {
    await work().catch((error) => logger.error({ err: error, queue }, 'what is done hourly was not done'))
    await next(new Date(clock.now().getTime() + every))
  })
  await next()
  return () => next()
}
