// A socket that is not read, among others that are.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, it } from 'node:test'
import { WebSocket } from 'ws'
import { listen, until } from '../clients.ts'
import { testGateway } from '../server.ts'

const query = 'subscription { decisions(community: "x") { decision { id } } }'

describe('WebSockets that are not read', () => {
  it('A WebSocket that is not read delays nobody, and has what was sent and where that ended', {}, async (t) => {
    const gateway = await testGateway(t, 'together', 20)
    const others = Array.from({ length: 10 }, () => listen(t, 'ws', gateway.url, query))
    const socket = new WebSocket(`${gateway.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws')
    t.after(() => socket.terminate())
    const heard: any[] = []
    socket.on('message', (data) => heard.push(JSON.parse(String(data))))
    await once(socket, 'open')
    socket.send('{"type":"connection_init"}')
    await once(socket, 'message')
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }))
    await until(async () => (await gateway.readers('ws')) === 11)
    socket.pause()
    const padding = 'x'.repeat(100_000)
    for (let each = 1; each <= 200; each++) {
      gateway.fakes.publish({ id: `${each} ${padding}` })
      for (const other of others)
        assert.match((await other.next()).value.data.decisions.decision.id, new RegExp(`^${each} `))
    }
    await until(async () => (await gateway.readers('ws')) === 10)
    socket.resume()
    await until(() => heard.at(-1).type === 'complete')
    const [end] = heard.splice(-2)
    const ids = heard.slice(1).map(({ payload }) => Number.parseInt(payload.data.decisions.decision.id, 10))
    assert.deepEqual(
      ids,
      ids.map((_, index) => index + 1),
    )
    const { code, cursor } = end.payload.errors[0].extensions
    assert.equal(code, 'CONSUMER_TOO_SLOW')
    assert.equal(Number.parseInt(cursor.replace('cursor of ', ''), 10), ids.at(-1))
  })

  it('A WebSocket that is not read delays none of a thousand that are, though a hundred operations wait', async (t) => {
    const gateway = await testGateway(t, 'together', 5, { connectionsPerAddress: 2000 })
    const open = async (operations: number, heard: () => void) => {
      const socket = new WebSocket(`${gateway.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws')
      t.after(() => socket.terminate())
      await once(socket, 'open')
      socket.send('{"type":"connection_init"}')
      await once(socket, 'message')
      for (let id = 1; id <= operations; id++)
        socket.send(JSON.stringify({ id: `${id}`, type: 'subscribe', payload: { query } }))
      socket.on('message', heard)
      return socket
    }
    const others = 1000
    let left = 0
    let all = Promise.withResolvers<void>()
    const heard = () => {
      if (--left === 0) all.resolve()
    }
    for (let each = 0; each < others; each += 100) await Promise.all(Array.from({ length: 100 }, () => open(1, heard)))
    const stalled = await open(100, () => {})
    await until(async () => (await gateway.readers('ws')) === others + 100 && gateway.fakes.watchers() === 1)
    stalled.pause()
    const padding = 'x'.repeat(2000)
    let events = 0
    while ((await gateway.readers('ws')) > others) {
      left = others
      all = Promise.withResolvers()
      gateway.fakes.publish({ id: `${events++} ${padding}` })
      await all.promise
    }
    assert.equal(await gateway.readers('ws'), others)
    assert.ok(events > 5)
  })

  it('A WebSocket that is not read for a while, within what is kept, gets all of it on each operation', async (t) => {
    const gateway = await testGateway(t, 'together', 10_000)
    const socket = new WebSocket(`${gateway.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws')
    t.after(() => socket.terminate())
    await once(socket, 'open')
    socket.send('{"type":"connection_init"}')
    await once(socket, 'message')
    const operations = 12
    for (let id = 1; id <= operations; id++)
      socket.send(JSON.stringify({ id: `${id}`, type: 'subscribe', payload: { query } }))
    await until(async () => (await gateway.readers('ws')) === operations && gateway.fakes.watchers() === 1)
    const next = new Map<string, number>()
    let left = operations * 200
    const all = Promise.withResolvers<void>()
    socket.on('message', (data) => {
      const { id, payload } = JSON.parse(String(data))
      const expected = next.get(id) ?? 0
      next.set(id, expected + 1)
      if (Number.parseInt(payload.data.decisions.decision.id, 10) !== expected)
        all.reject(new Error(`Wanted ${expected} on ${id}.`))
      if (--left === 0) all.resolve()
    })
    socket.pause()
    const padding = 'x'.repeat(5000)
    for (let each = 0; each < 200; each++) gateway.fakes.publish({ id: `${each} ${padding}` })
    socket.resume()
    await all.promise
  })
})

describe('event streams that are not read', () => {
  it('An event stream that is not read is hung up on when it does not take its end either', async (t) => {
    const gateway = await testGateway(t, 'together', 20, { waits: { end: 50 }, answer: 2 ** 26 })
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
    t.after(() => socket.destroy())
    socket.write(
      `GET /graphql?query=${encodeURIComponent(query)} HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n`,
    )
    await until(async () => (await gateway.readers('sse')) === 1 && gateway.fakes.watchers() === 1)
    // More than the kernel holds of a connection: so the end does not leave this process.
    gateway.fakes.publish({ id: 'x'.repeat(16 * 2 ** 20) })
    for (let each = 0; (await gateway.readers('sse')) > 0; each++) gateway.fakes.publish({ id: `${each}` })
    await until(async () => (await gateway.connections()) === 0)
    let end = ''
    let length = 0
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      length += chunk.length
      end = String(chunk).slice(-1000)
    })
    await once(socket, 'close')
    assert.ok(length > 0 && length < 16 * 2 ** 20)
    assert.match(end, /x$/)
    const { codes, status } = gateway.lines.find(({ msg, transport }) => msg === 'request' && transport === 'sse')
    assert.deepEqual([codes, status], [['CONSUMER_TOO_SLOW'], 'ended'])
  })
})
