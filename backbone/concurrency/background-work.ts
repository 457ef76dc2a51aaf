// Long work that nobody waits for, in pieces: after each it rests twice as long as the piece took, so that two thirds of the time are
// everybody else's, on the embedded database too, which does one thing at a time.

import { setTimeout as sleep } from 'node:timers/promises'

const longest = 1000 // milliseconds: what took long had to wait itself

/** @param from performance.now() when the piece began */
export async function restAfter(from: number): Promise<void> {
  await sleep(Math.min(2 * (performance.now() - from), longest))
}
