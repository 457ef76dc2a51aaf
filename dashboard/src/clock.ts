// The time now, for what counts down: one timer for the whole page, and none while nothing counts.

import { useSyncExternalStore } from 'react'

let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined
const ticked = new Set<() => void>()

function listen(callback: () => void): () => void {
  ticked.add(callback)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const each of ticked) each()
  }, 1000)
  return () => {
    ticked.delete(callback)
    if (ticked.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** Milliseconds since 1970, a second exact. */
export const useNow = () => useSyncExternalStore(listen, () => now)
