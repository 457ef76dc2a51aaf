// What is refused while there is more to do than can be done. What waits in line is worth less the longer the line is: so
// who is least known is sent away first, and quickly; votes and what platforms send are never sent away.

import type { Limits } from '../../backbone/limits.ts'
import { overloaded } from '../wire/errors.ts'

/** Who is sent away, if it must be. A mutation with a key never is. */
export type Class = 'anonymous' | 'query'

export interface Guard {
  /** @param delay milliseconds that the event loop came too late in the last tenth of a second */
  measured(delay: number): void
  sheds(what: Class): boolean
  /** @throws Refusal OVERLOADED */
  admit(what: Class): void
}

const smoothing = 0.2 // weight of the newest measurement: a single pause, however long, is no overload

/** @param shed is told of each that is sent away. */
export function guardOf(
  { overloadAnonymous, overloadQueries }: Pick<Limits, 'overloadAnonymous' | 'overloadQueries'>,
  shed: (what: Class) => void = () => {},
): Guard {
  const levels: Record<Class, { from: number; delay: number; on: boolean }> = {
    anonymous: { from: overloadAnonymous, delay: 0, on: false },
    query: { from: overloadQueries, delay: 0, on: false },
  }
  return {
    measured(delay) {
      for (const level of Object.values(levels)) {
        level.delay += smoothing * (Math.min(delay, 2 * level.from) - level.delay)
        // Once it is on it stays until half of that: it does not flicker.
        level.on = level.delay >= (level.on ? level.from / 2 : level.from)
      }
    },
    sheds: (what) => levels[what].on,
    admit(what) {
      if (!levels[what].on) return
      shed(what)
      throw overloaded()
    },
  }
}

const every = 100 // milliseconds

/** Measures how late the event loop comes. @returns what ends it. */
export function watchLoop(guard: Pick<Guard, 'measured'>): () => void {
  let before = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    guard.measured(Math.max(0, now - before - every))
    before = now
  }, every)
  timer.unref()
  return () => clearInterval(timer)
}
