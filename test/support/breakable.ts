// A line to a server that can be broken, and is there again at once.

import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { TestContext } from 'node:test'

/** A port that leads to another, until its connections are broken. */
export async function breakable(t: TestContext, to: number): Promise<{ port: number; breakAll(): void }> {
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1')
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        near.destroy()
        far.destroy()
        open.delete(socket)
      })
    }
    near.pipe(far).pipe(near)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const breakAll = () => {
    for (const socket of open) socket.destroy()
  }
  t.after(() => {
    server.close()
    breakAll()
  })
  return { port: (server.address() as AddressInfo).port, breakAll }
}
