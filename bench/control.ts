// What a measured server is told and asked beside its own doors, by the bench that started it.

import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * Answers on a port of its own with what `answer` resolves with, as JSON (nothing for undefined), or 500 with its error; and
 * prints the line with the addresses that `startProcess` waits for.
 * @param url of the server that is measured
 */
export async function openControl(
  url: string,
  answer: (request: IncomingMessage) => Promise<unknown>,
): Promise<{ stop(): void }> {
  const server = createServer((request, response) => {
    answer(request).then(
      (value) => response.end(JSON.stringify(value)),
      (error) => response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const control = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  process.stdout.write(`${JSON.stringify({ url, control })}\n`)
  return {
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
