// One connection that LISTENs for a process, made again when it breaks or falls silent. NOTIFY is a wake-up only: whoever
// hears looks in the table, and after a break everyone is told to look.

import pg from 'pg'
import { connectionTo, type Patience, probing } from './connection.ts'

export interface Listener {
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

const reconnectAfter = 500 // milliseconds

/** @param onConnect run on each new connection before it listens. */
export function listener(
  url: string,
  bounds: Patience,
  onConnect: (client: pg.Client) => Promise<void> = async () => {},
): Listener {
  const channels = new Map<string, Set<(payload: string) => void>>()
  let current: { client: pg.Client; end: () => Promise<void> } | null = null
  let connecting: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null
  let closed = false

  async function connect(): Promise<void> {
    const client = new pg.Client({ ...connectionTo(url, bounds), query_timeout: bounds.connect })
    let broken = false
    let stopProbing = () => {}
    const end = async () => {
      stopProbing()
      await client.end().catch(() => {})
    }
    const lost = () => {
      broken = true
      stopProbing()
      if (closed || current?.client !== client) return
      current = null
      retry()
    }
    client.on('notification', ({ channel, payload }) => channels.get(channel)?.forEach((ear) => ear(payload ?? '')))
    client.on('error', lost)
    client.on('end', lost)
    try {
      await client.connect()
      await onConnect(client)
      for (const channel of channels.keys()) await client.query(`listen ${pg.escapeIdentifier(channel)}`)
      if (broken) throw new Error('The connection that listens broke as it was made.')
    } catch (error) {
      await end()
      throw error
    }
    current = { client, end }
    stopProbing = probing(client, bounds, lost)
    if (closed) await end()
  }

  function retry(): void {
    timer = setTimeout(() => {
      connecting = connect()
      connecting.then(
        () => channels.forEach((ears) => ears.forEach((heard) => heard(''))),
        () => !closed && retry(),
      )
    }, reconnectAfter)
  }

  return {
    async listen(channel, heard) {
      const ears = channels.get(channel) ?? new Set()
      const isNew = !channels.has(channel)
      channels.set(channel, ears.add(heard))
      connecting ??= connect().catch((error) => {
        connecting = null // who listens next tries again
        throw error
      })
      await connecting
      if (isNew && current) await current.client.query(`listen ${pg.escapeIdentifier(channel)}`)
      return async () => void ears.delete(heard)
    },
    async close() {
      closed = true
      if (timer) clearTimeout(timer)
      await connecting?.catch(() => {})
      await current?.end()
    },
  }
}
