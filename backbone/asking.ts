// Who asks may go away, or have waited long enough: then nothing more is done for the question, down to the database. The
// signal goes along with the work by itself, through loaders and domains that need not know of it; what asks something
// costly looks at it (the database, the transport to another process).
//
// Only questions have one. What changes something is done to its end; and what others wait for as well is nobody's alone.

import { AsyncLocalStorage } from 'node:async_hooks'
import { Refusal } from '../schema/errors.ts'

const asking = new AsyncLocalStorage<AbortSignal | undefined>()

/** Runs `work` for as long as the signal has not fired. */
export function during<T>(signal: AbortSignal, work: () => T): T {
  return asking.run(signal, work)
}

/** Runs `work` to its end, whoever has asked. */
export function toItsEnd<T>(work: () => T): T {
  return asking.run(undefined, work)
}

/** Of the question that is being answered; undefined for what is done to its end. */
export function endOfAsking(): AbortSignal | undefined {
  return asking.getStore()
}

/**
 * What `work` answers, unless that takes too long or who asked goes away: then what it still does is told to end.
 * @throws Refusal TOO_SLOW; the reason of `gone`
 */
export function within<T>(seconds: number, gone: AbortSignal | undefined, work: () => T | Promise<T>): T | Promise<T> {
  gone?.throwIfAborted()
  const ending = new AbortController()
  const answer = during(ending.signal, work)
  if (!(answer instanceof Promise)) return answer
  return new Promise<T>((resolve, reject) => {
    const end = (reason: unknown) => {
      ending.abort(reason)
      reject(reason)
    }
    const late = setTimeout(() => end(tooSlow(seconds)), seconds * 1000)
    const left = () => end(gone?.reason)
    gone?.addEventListener('abort', left, { once: true })
    const over = () => {
      clearTimeout(late)
      gone?.removeEventListener('abort', left)
    }
    answer.then(resolve, reject).finally(over)
    ending.signal.addEventListener('abort', over, { once: true })
  })
}

/** What a question ends with when nobody waits for its answer. */
export function nobodyAsks(): Refusal {
  return new Refusal('TOO_SLOW', 'Wanted somebody who waits for the answer; who asked has gone.')
}

function tooSlow(seconds: number): Refusal {
  return new Refusal(
    'TOO_SLOW',
    `Wanted what can be answered within ${seconds} seconds; this took longer, and was ended.`,
  )
}
