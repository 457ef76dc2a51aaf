// Costly work that many may ask for: of each key one runs at a time, and those who ask meanwhile share the next. However
// often it is asked for, two are under way at most, and nobody gets an answer that began before they asked. When all who
// asked have gone, it ends.

import { cancelSignal, withSignal } from './cancellation.ts'

interface Run<T> {
  answer: Promise<T>
  /** One who cannot go waits for ever. */
  waiters: number
  ending: AbortController
}

export function sharedRuns<T>(): (key: string, work: () => Promise<T>) => Promise<T> {
  const running = new Map<string, Promise<unknown>>()
  const waiting = new Map<string, Run<T>>()

  function next(key: string, work: () => Promise<T>): Run<T> {
    const found = waiting.get(key)
    if (found) return found
    const before = running.get(key) ?? Promise.resolve()
    const ending = new AbortController()
    const answer = before.then(() => {
      if (waiting.get(key) === run) waiting.delete(key)
      const done = withSignal(ending.signal, async () => {
        ending.signal.throwIfAborted()
        return work()
      })
      const settled = done.catch(() => {}).finally(() => running.get(key) === settled && running.delete(key))
      running.set(key, settled)
      return done
    })
    const run: Run<T> = { answer, waiters: 0, ending }
    waiting.set(key, run)
    return run
  }

  return (key, work) => {
    const run = next(key, work)
    run.waiters++
    const gone = cancelSignal()
    const left = () => {
      run.waiters--
      if (run.waiters > 0) return
      if (waiting.get(key) === run) waiting.delete(key) // who asks now gets one of their own
      run.ending.abort(gone?.reason)
    }
    gone?.addEventListener('abort', left, { once: true })
    return run.answer.finally(() => gone?.removeEventListener('abort', left))
  }
}
