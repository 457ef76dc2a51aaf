// Group commit: what comes while others are being written is written together next, in one transaction. Each of a group
// has an outcome of its own, and has it only after the commit.
//
// What comes alone, or with few, waits for nobody. The first of a group is written when the events that the process has at
// hand are handled (setImmediate), so that all who came with it are in the group. Where a crowd comes, the next group is
// gathered for as long as the one before took, at most some milliseconds: so at most half of the time goes into what a
// transaction costs however few are in it, and a crowd's votes or webhooks are done sooner for it.

import { setTimeout as pause } from 'node:timers/promises'
import { faultPoint } from '../fault-point.ts'
import { sqlState } from './database.ts'

const crowd = 8 // of a group
const longestGathering = 20 // milliseconds

export type Outcome<O> = { value: O } | { error: unknown }

/**
 * @param write writes the items of a group, which all have the same key; one outcome for each, in order. A throw says that
 *   none was written, and is everyone's, unless the database could not take the data of one (SQLSTATE classes 22 and 23):
 *   then each is written alone.
 * @param most how many are written together
 * @param name what the fault points call a group of more than one
 * @param gather waits so many milliseconds after a group of a crowd
 * @returns what writes one item, in a group with those of the same key that come meanwhile
 */
export function inGroups<I, O>(
  write: (items: readonly I[]) => Promise<readonly Outcome<O>[]>,
  most = 200,
  name = 'items',
  gather: (ms: number) => Promise<unknown> = pause,
): (key: string, item: I) => Promise<O> {
  const queues = new Map<string, Waiting<I, O>[]>()

  async function run(key: string, queue: Waiting<I, O>[]): Promise<void> {
    while (queue.length > 0) {
      const group = queue.splice(0, most)
      const began = performance.now()
      await writeGroup(write, name, group)
      if (group.length >= crowd) await gather(Math.min(performance.now() - began, longestGathering))
    }
    queues.delete(key)
  }

  return (key, item) =>
    new Promise((resolve, reject) => {
      const waiting = { item, resolve, reject }
      const queue = queues.get(key)
      if (queue) return void queue.push(waiting)
      const mine = [waiting]
      queues.set(key, mine)
      setImmediate(run, key, mine)
    })
}

interface Waiting<I, O> {
  item: I
  resolve(value: O): void
  reject(error: unknown): void
}

/** Never throws: what goes wrong is told to those who wait. */
async function writeGroup<I, O>(
  write: (items: readonly I[]) => Promise<readonly Outcome<O>[]>,
  name: string,
  group: readonly Waiting<I, O>[],
): Promise<void> {
  const many = group.length > 1
  try {
    if (many) faultPoint?.(`before a group of ${name}`)
    const outcomes = await write(group.map(({ item }) => item))
    if (many) faultPoint?.(`after a group of ${name}`)
    if (outcomes.length !== group.length)
      throw new Error(`Wanted the outcomes of ${group.length} that were written together; got ${outcomes.length}.`)
    group.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index]!
      if ('error' in outcome) reject(outcome.error)
      else resolve(outcome.value)
    })
  } catch (error) {
    const isOfOne = many && /^2[23]/.test(sqlState(error) ?? '')
    if (isOfOne) for (const each of group) await writeGroup(write, name, [each])
    else for (const { reject } of group) reject(error)
  }
}
