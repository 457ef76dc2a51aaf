// Event streams whose client has vanished without a word. A WebSocket is pinged; an event stream has no answer that could
// be missed, and the kernel sends what is not acknowledged again for a quarter of an hour before it gives up. But Linux
// says of each connection how often it did so in a row (/proc/net/tcp, https://docs.kernel.org/networking/proc_net_tcp.html):
// one that is seen unanswered three times is hung up on. A reader that is only slow acknowledges what it is asked.

import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import ipaddr from 'ipaddr.js'

export interface Vanished {
  /** Watches a connection, and destroys it when its client is gone. @returns what ends the watching. */
  watch(socket: Socket): () => void
}

const lookEvery = 4_000 // milliseconds; after a heartbeat at most 12 s later it takes 3 looks, so within 25 s in all
const looks = 3
const quietFor = 10_000 // milliseconds after which the kernel itself asks, where nothing is sent

/** @param table the kernel's connections; rejects where there is no such table: then only the kernel finds them. */
export function vanishedOf(table: () => Promise<string> = readTable, every = lookEvery): Vanished {
  const watched = new Map<string, { socket: Socket; unanswered: number }>()
  let timer: NodeJS.Timeout | null = null

  async function look(): Promise<void> {
    const unanswered = unansweredIn(await table())
    for (const [place, each] of watched) {
      each.unanswered = unanswered.has(place) ? each.unanswered + 1 : 0
      if (each.unanswered >= looks) each.socket.destroy()
    }
  }

  function stop(): void {
    if (timer) clearInterval(timer)
    timer = null
  }

  return {
    watch(socket) {
      socket.setKeepAlive(true, quietFor)
      const { remoteAddress, remotePort, localPort } = socket
      if (!remoteAddress || !ipaddr.isValid(remoteAddress)) return () => {}
      const place = `${hex(localPort!)} ${hexOf(remoteAddress)}:${hex(remotePort!)}`
      const mine = { socket, unanswered: 0 }
      watched.set(place, mine)
      timer ??= setInterval(() => void look().catch(stop), every).unref()
      return () => {
        if (watched.get(place) === mine) watched.delete(place)
        if (watched.size === 0) stop()
      }
    },
  }
}

/** Connections that the kernel has sent something again to: local port, remote address and port. */
function unansweredIn(table: string): Set<string> {
  const found = new Set<string>()
  for (const [, port, remote, again] of table.matchAll(
    /^ *\d+: [0-9A-F]+:([0-9A-F]{4}) ([0-9A-F]+:[0-9A-F]{4}) \w\w \w+:\w+ \w\w:\w+ ([0-9A-F]{8}) /gm,
  ))
    if (again !== '00000000') found.add(`${port} ${remote}`)
  return found
}

async function readTable(): Promise<string> {
  const six = readFile('/proc/net/tcp6', 'latin1').catch(() => '')
  return (await readFile('/proc/net/tcp', 'latin1')) + (await six)
}

/** As the table writes an address: words of 32 bits in the machine's order, which is that of all that Node runs on. */
function hexOf(address: string): string {
  const bytes = Buffer.from(ipaddr.parse(address).toByteArray())
  return bytes.swap32().toString('hex').toUpperCase()
}

function hex(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, '0')
}
