// pg and pg-pool, asked for what they tell in words alone, by a server that speaks as much of PostgreSQL's protocol as that
// needs: where one of these fails, an update says it otherwise.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import pg from 'pg'
import { isUnanswered } from '../../../backbone/database/connection.ts'
import { isOutage } from '../../../backbone/database/database.ts'

/** AuthenticationOk, ReadyForQuery. */
const welcome = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49])

/** A server that does this with the first word of a client, and nothing with all that come after. */
async function serverThat(t: TestContext, greets: (socket: Socket) => void): Promise<pg.ClientConfig> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    socket.once('data', () => greets(socket))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port, user: 'nobody', database: 'none' }
}

function clientOf(config: pg.ClientConfig): pg.Client {
  const client = new pg.Client(config)
  client.on('error', () => {})
  return client
}

const isOutageInWords = (error: unknown) => !(error as { code?: unknown }).code && isOutage(error)

describe('what pg tells in words alone', () => {
  it('What pg tells in words alone is that a connection ended', async (t) => {
    const client = clientOf(await serverThat(t, (socket) => socket.destroy()))
    assert.ok(isOutageInWords(await client.connect().catch((error) => error)))
  })

  it('What pg tells in words alone is that a connection cannot be used any more', async (t) => {
    const client = clientOf(await serverThat(t, (socket) => socket.end(welcome)))
    await client.connect()
    const ended = await client.query('select 1').catch((error) => error)
    assert.ok(isOutageInWords(ended), String(ended))
    const after = await client.query('select 1').catch((error) => error)
    assert.ok(isOutageInWords(after), String(after))
  })

  it('What pg tells in words alone is that no connection of the pool came free', async (t) => {
    const config = await serverThat(t, (socket) => socket.write(welcome))
    const pool = new pg.Pool({ ...config, max: 1, connectionTimeoutMillis: 100 })
    const first = await pool.connect()
    await assert.rejects(pool.connect(), isOutageInWords)
    first.release(true)
    await pool.end()
  })

  it('What pg tells in words alone is that a query was not answered in time', async (t) => {
    const client = clientOf({ ...(await serverThat(t, (socket) => socket.write(welcome))), query_timeout: 50 })
    await client.connect()
    await assert.rejects(client.query('select 1'), (error) => isUnanswered(error as Error) && !isOutage(error))
  })
})
