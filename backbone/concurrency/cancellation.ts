// Cancellation. Who asks may go away, or have waited long enough: then nothing more is done for the question, down to the database. The
// signal goes along with the work by itself, through loaders and domains that need not know of it; what asks something
// costly looks at it (the database, the transport to another process).
//
// Only questions have one. What changes something is done to its end; and what others wait for as well is nobody's alone.

import { AsyncLocalStorage } from 'node:async_hooks'
import { Refusal } from '../../schema/errors.ts'

const current = new AsyncLocalStorage<{ readonly signal: AbortSignal } | undefined>()

/** Runs `work` for as long as the signal has not fired. */
export function withSignal<T>(signal: AbortSignal, work: () => T): T {
  return current.run({ signal }, work)
}

/** Runs `work` to its end, whoever has asked. */
export function uncancelled<T>(work: () => T): T {
  return current.run(undefined, work)
}

/** Of the question that is being answered; undefined for what is done to its end. */
export function cancelSignal(): AbortSignal | undefined {
  return current.getStore()?.signal
}

/** What ends a question. Most are answered from memory within a turn of the loop: nothing is made for those. */
class Cancellation {
  private made: AbortController | null = null
  private reason: { is: unknown } | null = null

  get signal(): AbortSignal {
    if (!this.made) {
      this.made = new AbortController()
      if (this.reason) this.made.abort(this.reason.is)
    }
    return this.made.signal
  }

  cancel(reason: unknown): void {
    this.reason ??= { is: reason }
    this.made?.abort(reason)
  }
}

/**
 * What `work` answers, unless that takes too long or who asked goes away: then what it still does is told to end.
 * @param gone makes the signal that fires when nobody waits any more; asked only where the answer is not there at once
 * @throws Refusal TOO_SLOW; the reason of `gone`
 */
export function withDeadline<T>(
  seconds: number,
  gone: (() => AbortSignal) | undefined,
  work: () => T | Promise<T>,
): T | Promise<T> {
  const cancellation = new Cancellation()
  const answer = current.run(cancellation, work)
  if (!(answer instanceof Promise)) return answer
  return new Promise<T>((resolve, reject) => {
    let over = () => {}
    const soon = setImmediate(() => {
      const left = gone?.()
      const end = (reason: unknown) => {
        over()
        cancellation.cancel(reason)
        reject(reason)
      }
      const late = setTimeout(() => end(tooSlow(seconds)), seconds * 1000)
      const leave = () => end(left!.reason)
      over = () => {
        clearTimeout(late)
        left?.removeEventListener('abort', leave)
      }
      if (left?.aborted) leave()
      else left?.addEventListener('abort', leave, { once: true })
    })
    const answered = () => {
      clearImmediate(soon)
      over()
    }
    answer.then(
      (value) => {
        answered()
        resolve(value)
      },
      (error) => {
        answered()
        reject(error)
      },
    )
  })
}

/** What a question ends with when nobody waits for its answer. */
export function abandoned(): Refusal {
  return new Refusal('TOO_SLOW', 'Wanted somebody who waits for the answer; who asked has gone.')
}

function tooSlow(seconds: number): Refusal {
  return new Refusal(
    'TOO_SLOW',
    `Wanted what can be answered within ${seconds} seconds; this took longer, and was ended.`,
  )
}
