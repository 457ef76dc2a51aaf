// Waiting for what comes about by itself, and tells nobody.

import { setTimeout as pause } from 'node:timers/promises'

type Nothing = null | undefined | false

/**
 * Looks again and again until there is something.
 * @param what is named where it never comes
 * @param times in milliseconds: between two looks, and in all
 * @throws Error after that time
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | Nothing> | T | Nothing,
  { every = 25, patience = 20_000 }: { every?: number; patience?: number } = {},
): Promise<T> {
  for (const end = Date.now() + patience; ; await pause(every)) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) throw new Error(`Wanted within ${patience / 1000} s: ${what}.`)
  }
}
