// A tiny round-robin balancer: each connection goes to the next address that takes it.

import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** @param addresses http://host:port of each replica, whether or not it listens now. */
export async function balance(addresses: readonly string[]): Promise<{ url: string; stop(): Promise<void> }> {
  const open = new Set<Socket>()
  let turn = 0
  const server = createServer((client) => {
    open.add(client.on('close', () => open.delete(client)).on('error', () => {}))
    turn += 1
    const backends = addresses.map((_, index) => new URL(addresses[(turn + index) % addresses.length]!))
    const tryNext = () => {
      const backend = backends.shift()
      if (!backend || client.destroyed) return client.resetAndDestroy()
      const there = connect(Number(backend.port), backend.hostname)
      open.add(there.on('close', () => open.delete(there)))
      there.once('error', tryNext)
      there.once('connect', () => {
        there.off('error', tryNext).on('error', () => {})
        client.pipe(there).pipe(client)
        // A replica that was killed has answered nothing: so has the balancer.
        there.on('close', (failed) => void (failed && client.resetAndDestroy()))
        client.on('close', () => there.destroy())
      })
    }
    tryNext()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
