// Keeps events back while an answer is on its way: an answer that was read before an event, and comes after it, would
// otherwise put what is older in the place of what is newer.

import type { Exchange } from '@urql/core'
import { pipe, share, tap } from 'wonka'

const patience = 3000 // milliseconds that an answer may keep events back

export interface Gate {
  /** Stands between the cache and the network. */
  exchange: Exchange
  /** Runs it now, or when the answers that are awaited have come; in order. */
  pass(event: () => void): void
}

export function createGate(): Gate {
  const awaited = new Set<number>()
  let held: (() => void)[] = []
  let late: ReturnType<typeof setTimeout> | undefined

  function flush() {
    clearTimeout(late)
    late = undefined
    const events = held
    held = []
    for (const event of events) event()
  }
  function settled(key: number) {
    // The answer is on its way to the cache: what was held goes after it.
    if (awaited.delete(key) && awaited.size === 0) queueMicrotask(() => awaited.size === 0 && flush())
  }
  return {
    exchange:
      ({ forward }) =>
      (operations) =>
        pipe(
          operations,
          tap(({ key, kind }) => {
            if (kind === 'query') awaited.add(key)
            if (kind === 'teardown') settled(key)
          }),
          forward,
          tap(({ operation }) => settled(operation.key)),
          share,
        ),
    pass(event) {
      if (awaited.size === 0 && held.length === 0) return event()
      held.push(event)
      late ??= setTimeout(() => {
        awaited.clear()
        flush()
      }, patience)
    },
  }
}
