// A port for a server that is started in a process of its own, and again on the same port after it was killed. It is none of those
// that the system gives to whoever asks for any (from 32768 on, on Linux): while the server is down, one of those may be taken.

import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** A port between 11000 and 32000 that nobody listens on. (fetch refuses some below, such as 10080.) */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(11_000, 32_000)
    const probe = createServer().listen(port, '127.0.0.1')
    try {
      await once(probe, 'listening')
    } catch {
      continue // somebody has it
    }
    probe.close()
    await once(probe, 'close')
    return port
  }
}
