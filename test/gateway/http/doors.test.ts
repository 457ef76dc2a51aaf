// Who may come in, how many at a time, and who is sent out again.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { WebSocket } from 'ws'
import { readConfig } from '../../../backbone/config.ts'
import { adminViewer } from '../../../backbone/security/viewer.ts'
import { addressReader } from '../../../gateway/admission/addresses.ts'
import { connectionsOf } from '../../../gateway/http/connections.ts'
import { vanishedOf } from '../../../gateway/http/vanished.ts'
import { closeCodes } from '../../../gateway/wire/close-codes.ts'
import { until } from '../clients.ts'
import { keys, type TestGateway, testGateway } from '../server.ts'

const watch = 'subscription { decisions(community: "x") { decision { id } } }'
const eventStream = { accept: 'text/event-stream' }

/** A WebSocket that has said connection_init. @returns how it was answered: 'connection_ack', or the code of a close. */
async function greeted(t: TestContext, gateway: TestGateway, headers = {}, payload = {}) {
  const socket = new WebSocket(`${gateway.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', { headers })
  t.after(() => socket.terminate())
  const said = new Promise((resolve) => {
    socket.once('message', (data) => resolve(JSON.parse(String(data)).type))
    socket.once('close', resolve)
  })
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'connection_init', payload }))
  return { socket, said: await said }
}

/** A client as the network knows it: bytes, and nothing that answers by itself. */
async function raw(t: TestContext, gateway: TestGateway): Promise<Socket> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
  t.after(() => socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** A text frame as a client sends it. */
function frame(text: string): Buffer {
  const mask = randomBytes(4)
  const body = Buffer.from(text).map((byte, index) => byte ^ mask[index % 4]!)
  assert.ok(body.length < 126)
  return Buffer.concat([Buffer.from([0x81, 0x80 | body.length]), mask, body])
}

describe('FOLKMOOT_ORIGINS', () => {
  const mine = 'https://example.org'

  it('Pages of other origins may ask where no origin is configured, and are told nothing of CORS', async (t) => {
    const gateway = await testGateway(t)
    const { status, headers } = await gateway.post('{ viewer { kind } }', {
      headers: { origin: 'https://evil.example' },
    })
    assert.deepEqual([status, headers.get('access-control-allow-origin')], [200, null])
    assert.equal((await greeted(t, gateway, { origin: 'https://evil.example' })).said, 'connection_ack')
  })

  it('Pages of other origins are refused by POST, event stream and WebSocket where some are configured', async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { origins: [mine] })
    const query = `${gateway.url}/graphql?query=${encodeURIComponent(watch)}`
    for (const origin of ['https://evil.example', 'null', 'http://example.org', 'https://example.org.evil.example']) {
      const post = await gateway.post('{ viewer { kind } }', { headers: { origin } })
      assert.deepEqual([post.status, post.body.errors[0].extensions.code], [403, 'ORIGIN_REFUSED'], origin)
      assert.equal(post.headers.get('access-control-allow-origin'), null)
      const stream = await fetch(query, { headers: { ...eventStream, origin } })
      assert.equal(stream.status, 403)
      assert.equal((await greeted(t, gateway, { origin })).said, closeCodes.ORIGIN_REFUSED.code)
    }
    assert.deepEqual([gateway.fakes.watchers(), gateway.fakes.viewers.length], [0, 0])
  })

  it('Pages of configured origins, and ours, may ask and read, and clients without an origin always may', async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { origins: [mine] })
    for (const origin of [mine, 'https://folkmoot.example']) {
      const { status, headers } = await gateway.post('{ viewer { kind } }', { headers: { origin } })
      assert.deepEqual(
        [status, headers.get('access-control-allow-origin'), headers.get('vary')],
        [200, origin, 'origin'],
      )
      assert.equal((await greeted(t, gateway, { origin })).said, 'connection_ack')
    }
    const asked = await fetch(`${gateway.url}/graphql`, { method: 'OPTIONS', headers: { origin: mine } })
    assert.equal(asked.status, 204)
    assert.match(asked.headers.get('access-control-allow-headers')!, /authorization, content-type/)
    assert.equal((await gateway.post('{ viewer { kind } }')).status, 200)
    assert.equal((await greeted(t, gateway)).said, 'connection_ack')
  })

  it('FOLKMOOT_ORIGINS takes origins alone, and refuses everything else', () => {
    const read = (FOLKMOOT_ORIGINS: string) => readConfig({ FOLKMOOT_ORIGINS }).origins
    assert.deepEqual(read(''), [])
    assert.deepEqual(read(' https://Example.org , http://localhost:5173/'), [mine, 'http://localhost:5173'])
    for (const wrong of ['example.org', '*', 'https://example.org/path', 'ftp://example.org', 'https://a.b, c'])
      assert.throws(() => read(wrong), /FOLKMOOT_ORIGINS: wanted origins such as/, wrong)
  })
})

describe('limits of connections', () => {
  it('Connections of one key are limited over both transports together, and one that goes makes room', async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { connectionsPerKey: 2 })
    const payload = { authorization: `Bearer ${keys.reader}` }
    const body = JSON.stringify({ query: watch })
    const open = () => {
      const headers = { 'content-type': 'application/json', ...eventStream, ...payload }
      return fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body })
    }
    const first = await greeted(t, gateway, {}, payload)
    const second = await open()
    assert.deepEqual([first.said, second.status], ['connection_ack', 200])
    const third = await open()
    assert.equal(third.status, 429)
    assert.equal(((await third.json()) as any).errors[0].extensions.code, 'TOO_MANY_CONNECTIONS')
    assert.equal((await greeted(t, gateway, {}, payload)).said, closeCodes.TOO_MANY_CONNECTIONS.code)
    assert.equal((await greeted(t, gateway, {}, { authorization: `Bearer ${keys.admin}` })).said, 'connection_ack')
    assert.equal((await greeted(t, gateway)).said, 'connection_ack')

    await second.body!.cancel()
    first.socket.terminate()
    for (const again of [open, open]) {
      let answer = await again()
      while (answer.status === 429) answer = await again()
      assert.equal(answer.status, 200)
    }
    assert.equal((await open()).status, 429)
  })

  it('Connections without a key are limited by the address they come from', async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { connectionsPerAddress: 1 })
    const from = (address: string) => greeted(t, gateway, { 'x-forwarded-for': address })
    const limited = closeCodes.TOO_MANY_CONNECTIONS.code
    assert.equal((await from('203.0.114.7')).said, 'connection_ack')
    assert.equal((await from('203.0.114.7')).said, limited)
    assert.equal((await from('198.51.101.1, 203.0.114.7')).said, limited)
    assert.equal((await from('203.0.114.8')).said, 'connection_ack')
    assert.equal((await from('2a01:4f8:1:2::1')).said, 'connection_ack')
    assert.equal((await from('2a01:4f8:1:2:ffff::9')).said, limited)
    // Nobody is beyond counting: without a proxy's word it is the connection's own address.
    assert.equal((await greeted(t, gateway)).said, 'connection_ack')
    assert.equal((await greeted(t, gateway)).said, limited)
  })

  it('Connections are counted for the address behind our own proxies, and behind no other', () => {
    const from = (remoteAddress: string, forwarded?: string, proxies: string[] | null = null) =>
      addressReader(proxies)({
        socket: { remoteAddress },
        headers: { 'x-forwarded-for': forwarded },
      } as unknown as IncomingMessage)
    assert.equal(from('8.8.8.8'), '8.8.8.8')
    assert.equal(from('8.8.8.8', '9.9.9.9'), '8.8.8.8')
    assert.equal(from('::ffff:8.8.8.8'), '8.8.8.8')
    assert.equal(from('127.0.0.1', '1.1.1.1, 9.9.9.9'), '9.9.9.9')
    assert.equal(from('10.0.0.2', '1.1.1.1, 9.9.9.9, 10.0.0.7'), '9.9.9.9')
    assert.equal(from('2a01:4f8::1'), '2a01:4f8:0:0::/64')
    // A community on a network of its own: the farthest that our proxies saw, not one for all.
    assert.equal(from('127.0.0.1', '192.168.1.4'), '192.168.1.4')
    assert.equal(from('192.168.1.4'), '192.168.1.4')
    assert.equal(from('10.0.0.2', 'unknown'), '10.0.0.2')
    assert.equal(from(''), 'unknown')
    // Named proxies, and those alone.
    assert.equal(from('10.0.0.2', '10.0.0.9', ['10.0.0.2']), '10.0.0.9')
    assert.equal(from('10.0.0.3', '9.9.9.9', ['10.0.0.2']), '10.0.0.3')
    assert.equal(from('203.0.113.5', '1.1.1.1, 9.9.9.9', ['203.0.113.0/24']), '9.9.9.9')
    assert.equal(from('127.0.0.1', '9.9.9.9', []), '127.0.0.1')
  })

  it('Connections are counted out once each, whatever their order', () => {
    const connections = connectionsOf({ connectionsPerKey: 3, connectionsPerAddress: 1 }, addressReader(null))
    const enter = () => connections.enter(adminViewer, {} as IncomingMessage)
    const leaves = [enter(), enter(), enter()]
    assert.throws(enter, { code: 'TOO_MANY_CONNECTIONS' })
    leaves[1]!()
    leaves[1]!()
    enter()
    assert.throws(enter, { code: 'TOO_MANY_CONNECTIONS' })
  })
})

describe('clients that vanish', () => {
  it('A client that vanishes without a word is found by the ping that it does not answer', async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { waits: { heartbeat: 700 } })
    const socket = await raw(t, gateway)
    socket.write(
      `GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n`,
    )
    let heard = ''
    socket.on('data', (data) => {
      heard += data.toString('latin1')
    })
    const closed = once(socket, 'close')
    await until(() => heard.includes('101 Switching'))
    socket.write(frame('{"type":"connection_init"}'))
    await until(() => heard.includes('connection_ack'))
    socket.write(frame(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '{ slow }' } })))
    await gateway.fakes.slowAsked
    await closed
    assert.ok(heard.includes(String.fromCharCode(0x89, 0)), 'it was pinged')
    const left = () => gateway.lines.find(({ msg, transport }) => msg === 'request' && transport === 'ws')
    await until(() => left() !== undefined)
    assert.equal(left().status, 'left')
  })

  it('A client that answers pings is not taken for vanished, however many there are', async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { waits: { heartbeat: 400 } })
    const { socket } = await greeted(t, gateway)
    for (let pings = 0; pings < 3; pings++) await once(socket, 'ping')
    assert.equal(socket.readyState, socket.OPEN)
  })

  it('A client that vanishes from an event stream is written to until it is gone', async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { waits: { heartbeat: 20 } })
    const socket = await raw(t, gateway)
    socket.write(
      `GET /graphql?query=${encodeURIComponent(watch)} HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n`,
    )
    let heard = ''
    socket.on('data', (data) => {
      heard += data
    })
    await until(() => (heard.match(/^:$/gm) ?? []).length >= 3)
    await until(async () => (await gateway.readers('sse')) === 1)
    socket.resetAndDestroy()
    await until(async () => (await gateway.readers('sse')) === 0)
    await until(() => gateway.fakes.watchers() === 0)
  })
})

describe('event streams that stall', () => {
  it('An event stream whose client is gone is hung up on, and one that is only slow is not', async (t) => {
    const server = createServer().listen(0, '127.0.0.1')
    t.after(() => server.close())
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const pair = async () => {
      const accepted = once(server, 'connection')
      const near = connect(port, '127.0.0.1')
      const [far] = (await accepted) as [Socket]
      for (const socket of [near, far]) {
        socket.on('error', () => {})
        t.after(() => socket.destroy())
      }
      return { near, far }
    }
    const [gone, slow] = [await pair(), await pair()]
    const hex = (number: number) => number.toString(16).toUpperCase().padStart(4, '0')
    const line = (local: number, remote: number, timer: string, again: string) =>
      `   3: 0100007F:${hex(local)} 0100007F:${hex(remote)} 01 00000004:00000000 ${timer}:00000C4A ${again}     0        0 41 1 0 20 4 26 10 -1\n`
    let looks = 0
    const table = async () => {
      looks++
      return (
        '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n' +
        line(port, gone.near.localPort!, '01', '00000005') +
        line(gone.near.localPort!, port, '02', '00000000') +
        line(port, slow.near.localPort!, '04', looks === 2 ? '00000000' : '00000001')
      )
    }
    const vanished = vanishedOf(table, 10)
    const closed = once(gone.far, 'close')
    const ends = [gone, slow].map(({ far }) => vanished.watch(far))
    await closed
    assert.ok(looks >= 3)
    assert.equal(slow.far.destroyed, false)
    for (const end of ends) end()
  })

  it('An event stream that is not read ends as too slow, and has what was sent and where that ended', {}, async (t) => {
    const gateway = await testGateway(t, 'together', 20)
    const socket = await raw(t, gateway)
    socket.write(
      `GET /graphql?query=${encodeURIComponent(watch)} HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n`,
    )
    await until(() => gateway.fakes.watchers() === 1)
    const padding = 'x'.repeat(100_000)
    for (let each = 1; (await gateway.readers('sse')) > 0; each++) gateway.fakes.publish({ id: `${each} ${padding}` })
    let heard = ''
    socket.on('data', (data) => {
      heard += data
    })
    await until(() => heard.includes('event: complete'))
    const ids = [...heard.matchAll(/"id":"(\d+) /g)].map(([, id]) => Number(id))
    assert.deepEqual(
      ids,
      ids.map((_, index) => index + 1),
    )
    const { code, cursor } = JSON.parse(/data: (\{"errors".*)/.exec(heard)![1]!).errors[0].extensions
    assert.equal(code, 'CONSUMER_TOO_SLOW')
    assert.equal(Number.parseInt(cursor.replace('cursor of ', ''), 10), ids.at(-1))
  })
})

describe('connection_init', () => {
  it('A WebSocket is closed when connection_init has not come in time', async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { waits: { init: 50 } })
    const socket = new WebSocket(`${gateway.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws')
    const [code] = await once(socket, 'close')
    assert.equal(code, closeCodes.CONNECTION_INIT_TIMEOUT.code)
  })
})
