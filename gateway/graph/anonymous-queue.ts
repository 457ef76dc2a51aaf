// Queries without a key, a few at a time. There is one database, and one event loop: a vote must not stand in line with all that is
// asked by nobody in particular.

import { cancelSignal } from '../../backbone/concurrency/cancellation.ts'
import type { Limits } from '../../backbone/limits.ts'
import { overloaded } from '../wire/errors.ts'
import { type Turns, turnsOf } from './turns.ts'

/** Does the work when it is the address's turn. @throws Refusal OVERLOADED where too many wait, in all or of the address */
export type AnonymousQueue = <T>(address: string, work: () => Promise<T>) => Promise<T>

/** @param turns whose query is answered next. One that takes longer than a second waits for something that is not here. */
export function anonymousQueueOf(
  { anonymousAtOnce, anonymousWaiting }: Pick<Limits, 'anonymousAtOnce' | 'anonymousWaiting'>,
  turns?: Turns,
): AnonymousQueue {
  // Half of the places are for whoever comes while nobody waits: most answers are there before the next question is.
  const atOnce = anonymousAtOnce >> 1
  const line = turns ?? turnsOf({ places: anonymousAtOnce - atOnce, patience: 1000 })
  const waitingFrom = new Map<string, number>()
  const share = Math.ceil(anonymousWaiting / 10) // of one address
  let taken = 0

  async function inTurn<T>(address: string, work: () => Promise<T>): Promise<T> {
    const turn = line.of(() => ({ community: '', owner: address }))
    const already = waitingFrom.get(address) ?? 0
    if (line.waiting >= anonymousWaiting || already >= share) throw overloaded()
    const entered = turn.enter()
    if (entered) {
      waitingFrom.set(address, already + 1)
      await entered
      const left = waitingFrom.get(address)! - 1
      if (left === 0) waitingFrom.delete(address)
      else waitingFrom.set(address, left)
    }
    try {
      cancelSignal()?.throwIfAborted() // it may have waited for long
      return await work()
    } finally {
      turn.leave()
    }
  }

  return async (address, work) => {
    if (taken >= atOnce || line.waiting > 0) return inTurn(address, work)
    taken++
    try {
      return await work()
    } finally {
      taken--
    }
  }
}
