// Connections of those who do not keep to any rule: slow, silent, broken, half open, too many. Over raw sockets that answer
// nothing by themselves and never close their side; the waits are short, and each connection must be gone by itself.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { until } from '../clients.ts'
import { type TestGateway, testGateway } from '../server.ts'

const timeout = 15_000
const waits = { head: 800, request: 900, idle: 100, look: 10, linger: 50, stall: 200, close: 50, init: 50 }
const watch = 'subscription { decisions(community: "x") { decision { id } } }'

interface Peer {
  socket: Socket
  /** All that it was sent, in latin1. */
  heard(): string
  /** Its connection was ended by the other side, or is gone. */
  closed: Promise<unknown>
}

/** @param reads whether it takes what it is sent. It never ends its own side. */
async function peer(t: TestContext, { url }: { url: string }, said: string | Buffer = '', reads = true): Promise<Peer> {
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true })
  t.after(() => socket.destroy())
  socket.on('error', () => {})
  let heard = ''
  if (reads) {
    socket.on('data', (data) => {
      heard += data.toString('latin1')
    })
  }
  const closed = new Promise<void>((resolve) => {
    socket.once('end', resolve)
    socket.once('close', () => resolve())
  })
  await once(socket, 'connect')
  if (said.length > 0) socket.write(said)
  return { socket, heard: () => heard, closed }
}

const request = (line: string, headers: string[] = [], body = '') =>
  [`${line} HTTP/1.1`, 'Host: x', ...headers, '', body].join('\r\n')

const upgrade = (path = '/graphql', headers: string[] = []) =>
  request(`GET ${path}`, [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Protocol: graphql-transport-ws',
    ...headers,
  ])

const post = (body: string, headers: string[] = []) =>
  request(
    'POST /graphql',
    ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`, ...headers],
    body,
  )

/** A frame as a client sends it (RFC 6455, 5.2), right or wrong. */
function frame(first: number, payload: string | Buffer = '', masked = true): Buffer {
  const body = Buffer.from(payload)
  const mask = masked ? randomBytes(4) : Buffer.alloc(0)
  const bit = masked ? 0x80 : 0
  const length =
    body.length < 126 ? Buffer.from([bit | body.length]) : Buffer.from([bit | 126, body.length >> 8, body.length & 255])
  return Buffer.concat([
    Buffer.from([first]),
    length,
    mask,
    masked ? body.map((byte, at) => byte ^ mask[at % 4]!) : body,
  ])
}

const allGone = (gateway: TestGateway) => until(async () => (await gateway.connections()) === 0)
const ask = '{ viewer { kind } }'

async function refused({ url }: TestGateway, why: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(new RegExp(`folkmoot_sockets_refused_total\\{why="${why}"\\} (\\d+)`).exec(text)?.[1] ?? 0)
}

describe('connections never closed from the other side', () => {
  it('A connection that its client never closes is gone in time, whatever it was refused for', {
    timeout,
  }, async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { waits })
    const headers = Array.from({ length: 1000 }, (_, each) => `X-${each}: ${'x'.repeat(20)}`)
    const cases: [string, string | Buffer, RegExp | null][] = [
      ['silent', '', /^HTTP\/1\.1 408/],
      ['half a head', 'GET / HTTP/1.1\r\nHost: x\r\n', /^HTTP\/1\.1 408/],
      ['half a body', post('{}').slice(0, -1), /^HTTP\/1\.1 408/],
      [
        'half a chunk',
        request('POST /graphql', ['Content-Type: application/json', 'Transfer-Encoding: chunked'], '5\r\nab'),
        /408/,
      ],
      ['a body for nobody', request('POST /nope', ['Content-Length: 1000'], 'x'), /^HTTP\/1\.1 404/],
      ['nonsense', '\x16\x03\x01 hello\r\n\r\n', /^HTTP\/1\.1 400/],
      ['too long a head', request('GET /', headers), /^HTTP\/1\.1 431/],
      ['too long an address', request(`GET /${'x'.repeat(100_000)}`), /^HTTP\/1\.1 431/],
      ['CONNECT', 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n', null],
      ['no method', request('BREW /'), /^HTTP\/1\.1 400/],
      ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', /^HTTP\/1\.1 400/],
      ['another protocol', request('GET /', ['Connection: Upgrade', 'Upgrade: h2c']), /^HTTP\/1\.1 200/],
      ['an upgrade elsewhere', upgrade('/other'), /^HTTP\/1\.1 404/],
      ['an upgrade without a key', upgrade().replace(/Sec-WebSocket-Key.*\r\n/, ''), /^HTTP\/1\.1 400/],
      ['an upgrade of another version', upgrade().replace('Version: 13', 'Version: 99'), /^HTTP\/1\.1 400/],
      ['an upgrade with a body', `${upgrade('/graphql', ['Content-Length: 5'])}hello`, /^HTTP\/1\.1 101/],
      ['a POST that upgrades', upgrade().replace('GET', 'POST'), /^HTTP\/1\.1 415/],
      ['another subprotocol', upgrade().replace('graphql-transport-ws', 'other'), /^HTTP\/1\.1 101/],
      ['no connection_init', upgrade(), /^HTTP\/1\.1 101.*\x88/s],
      ['strange expectations', request('POST /graphql', ['Expect: miracles', 'Content-Length: 1']), /^HTTP\/1\.1 417/],
      [
        'more body than it may have',
        request('POST /graphql', ['Content-Type: application/json', 'Content-Length: 9999999'], 'x'),
        /413/,
      ],
      ['a kept connection', request('GET /health/live'), /^HTTP\/1\.1 200/],
    ]
    await Promise.all(
      cases.map(async ([name, said, answered]) => {
        const { closed, heard } = await peer(t, gateway, said)
        await closed
        if (answered) assert.match(heard(), answered, name)
      }),
    )
    await allGone(gateway)
    assert.deepEqual(gateway.reported, [])
  })

  it('A connection whose request comes a byte at a time is gone in time', { timeout }, async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { waits })
    for (const whole of [request('GET /', [`X: ${'x'.repeat(10_000)}`]), post('x'.repeat(10_000))]) {
      const { socket, closed } = await peer(t, gateway, whole.slice(0, 150))
      let at = 150
      const dripping = setInterval(() => socket.write(whole[at++] ?? ''), 5)
      await closed
      clearInterval(dripping)
    }
    await allGone(gateway)
  })

  it('A connection whose client takes neither events nor answers is gone in time', { timeout }, async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { waits: { ...waits, idle: 60_000 } })
    const stream = request(`GET /graphql?query=${encodeURIComponent(watch)}`, ['Accept: text/event-stream'])
    await peer(t, gateway, stream, false)
    await until(() => gateway.fakes.watchers() === 1)
    const padding = 'x'.repeat(1_000_000)
    for (let each = 1; each <= 20; each++) gateway.fakes.publish({ id: `${each} ${padding}` })
    await allGone(gateway)
    await until(() => gateway.fakes.watchers() === 0)

    // It asks on and on, and says that it lives.
    const deaf = await peer(t, gateway, upgrade(), false)
    deaf.socket.write(frame(0x81, '{"type":"connection_init"}'))
    const ping = frame(0x81, JSON.stringify({ type: 'ping', payload: { a: 'x'.repeat(60_000) } }))
    let sent = 0
    const go = () => {
      while (!deaf.socket.destroyed && sent < 3000) {
        sent++
        if (!deaf.socket.write(Buffer.concat([ping, frame(0x8a)]))) return void deaf.socket.once('drain', go)
      }
    }
    go()
    await allGone(gateway)
    assert.ok(deaf.socket.bytesWritten - deaf.socket.writableLength < 100e6, 'it was not listened to for ever')
    await allGone(gateway)
    assert.deepEqual(gateway.reported, [])
  })
})

describe('too many connections', () => {
  it('Too many connections in all are not taken, and one that goes makes room', { timeout }, async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { sockets: 5 })
    const first = await Promise.all(Array.from({ length: 5 }, () => peer(t, gateway)))
    await until(async () => (await gateway.connections()) === 5)
    const more = await peer(t, gateway, request('GET /health/live'))
    await more.closed
    assert.equal(more.heard(), '')
    for (const { socket } of first) socket.destroy()
    await allGone(gateway)
    assert.equal((await gateway.post(ask)).status, 200)
  })

  it('Too many connections of one address are refused, also silent ones and nameless WebSockets', {
    timeout,
  }, async (t) => {
    const gateway = await testGateway(t, 'together', undefined, {
      socketsPerAddress: 4,
      proxies: ['192.0.2.1'],
      waits: { linger: 50 },
    })
    const silent = await Promise.all([peer(t, gateway), peer(t, gateway)])
    const sockets = [await peer(t, gateway, upgrade()), await peer(t, gateway, upgrade())]
    for (const { heard } of sockets) await until(() => heard().includes('101 Switching'))
    await until(async () => (await gateway.connections()) === 4)
    // Whatever they claim: the address is their own.
    for (const said of ['', upgrade('/graphql', ['X-Forwarded-For: 203.0.114.9']), post(ask)]) {
      const refused = await peer(t, gateway, said)
      await refused.closed
      assert.match(refused.heard(), /^HTTP\/1\.1 429 .*TOO_MANY_CONNECTIONS|^$/s)
    }
    for (const { socket } of [...silent, ...sockets]) socket.destroy()
    await allGone(gateway)
    assert.equal((await gateway.post(ask)).status, 200)
  })

  it('Connections behind a proxy count for those who stand behind it', { timeout }, async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { socketsPerAddress: 2, waits: { close: 50 } })
    const from = (address: string) => [`X-Forwarded-For: ${address}`]
    const open = async (address: string) => {
      const each = await peer(t, gateway, upgrade('/graphql', from(address)))
      await until(() => each.heard().includes('HTTP/1.1'))
      return each
    }
    const status = async (address: string) =>
      (await gateway.post(ask, { headers: { 'x-forwarded-for': address } })).status
    const [first] = [await open('203.0.114.7'), await open('203.0.114.7')]
    assert.match((await open('203.0.114.7')).heard(), /^HTTP\/1\.1 429/)
    const { body } = await gateway.post(ask, { headers: { 'x-forwarded-for': '203.0.114.7' } })
    assert.equal(body.errors[0].extensions.code, 'TOO_MANY_CONNECTIONS')
    assert.match((await open('203.0.114.8')).heard(), /^HTTP\/1\.1 101/)
    assert.equal(await status('203.0.114.8'), 200)
    // A request is counted while it is under way: ten, one after another, are one.
    for (let each = 0; each < 10; each++) assert.equal(await status('203.0.114.9'), 200)
    first.socket.destroy()
    await until(async () => (await status('203.0.114.7')) === 200)
  })

  it('Too many requests on one connection are not all begun', { timeout }, async (t) => {
    const gateway = await testGateway(t, 'together', undefined, {
      waits: { idle: 100, look: 10 },
      anonymousAtOnce: 100,
    })
    const { heard, closed } = await peer(t, gateway, post('{"query":"{ slow }"}').repeat(10_000))
    await until(async () => (await refused(gateway, 'pipelined')) === 1)
    assert.equal(gateway.fakes.viewers.length, 16)
    gateway.fakes.release()
    await closed
    assert.deepEqual(
      [...heard().matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status),
      [...Array(16).fill('200'), '429'],
    )
    assert.match(heard(), /TOO_MANY_AT_ONCE/)
    await allGone(gateway)
  })
})

describe('malformed bytes', () => {
  it('A connection that is reset in the middle of an upgrade does not end the process', { timeout }, async (t) => {
    const gateway = await testGateway(t)
    for (const said of [
      upgrade('/other'),
      upgrade(),
      upgrade().replace('Version: 13', 'Version: 1'),
      post('{'),
      '\x16\r\n\r\n',
    ]) {
      for (let each = 0; each < 40; each++) {
        const { socket, closed } = await peer(t, gateway, '', false)
        socket.write(said, () => socket.resetAndDestroy())
        await closed
      }
    }
    await allGone(gateway)
    assert.equal((await gateway.post(ask)).status, 200)
  })

  it('A request with a malformed address or framing is answered in order, or not at all', { timeout }, async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { waits: { idle: 100, look: 10, linger: 50 } })
    const json = 'Content-Type: application/json'
    const said: [string, RegExp][] = [
      [request('POST /hooks/%/%', [json, 'Content-Length: 2'], '{}'), /^HTTP\/1\.1 404/],
      [request('POST /hooks/__proto__/constructor', [json, 'Content-Length: 2'], '{}'), /^HTTP\/1\.1 404/],
      [request('GET /communities/%E0%A4%A'), /^HTTP\/1\.1 404/],
      [request('GET //'), /^HTTP\/1\.1 404/],
      [request('GET /?%'), /^HTTP\/1\.1 200/],
      [request('GET /graphql?query=%&variables=%E0', ['Accept: text/event-stream']), /^HTTP\/1\.1 (200|400)/],
      [request('GET http://x/graphql'), /^HTTP\/1\.1 404/],
      [request('OPTIONS *'), /^HTTP\/1\.1 404/],
      [request('GET /\0'), /^HTTP\/1\.1 400/],
      [request('GET /', ['X: a\0b']), /^HTTP\/1\.1 400/],
      [request('GET /', ['no colon']), /^HTTP\/1\.1 400/],
      [request('POST /graphql', [json, 'Content-Length: 2', 'Content-Length: 3'], '{}'), /^HTTP\/1\.1 400/],
      [request('POST /graphql', [json, 'Content-Length: 2', 'Transfer-Encoding: chunked'], '{}'), /^HTTP\/1\.1 400/],
      [request('POST /graphql', [json, 'Content-Length: -1'], '{}'), /^HTTP\/1\.1 400/],
      [request('POST /graphql', [json, 'Transfer-Encoding: chunked'], 'zz\r\n{}'), /^HTTP\/1\.1 400/],
      [
        request(
          'POST /graphql',
          [json, 'Transfer-Encoding: chunked'],
          `2\r\n{}\r\n0\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
        ),
        /^HTTP\/1\.1 4\d\d/,
      ],
      [post('{}', ['Expect: 100-continue']), /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 400/],
      ['GET /\r\n\r\n', /^HTTP\/1\.1 (200|400)/],
      ['GET / HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400/],
      ['GET / HTTP/9.9\r\nHost: x\r\n\r\n', /^HTTP\/1\.1 400/],
    ]
    await Promise.all(
      said.map(async ([text, answered]) => {
        const { heard, closed } = await peer(t, gateway, text)
        await closed
        assert.match(heard(), answered, JSON.stringify(text.slice(0, 80)))
        assert.doesNotMatch(heard(), /HTTP\/1\.1 5/)
      }),
    )
    assert.deepEqual(gateway.reported, [])
    assert.equal((await gateway.post(ask)).status, 200)
  })

  it('A request with a bad charset of its body is refused before anything is made of it', { timeout }, async (t) => {
    const gateway = await testGateway(t)
    const status = async (type: string, body: Buffer) =>
      (
        await fetch(`${gateway.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': type },
          body: body as never,
        })
      ).status
    const body = Buffer.from(JSON.stringify({ query: ask }))
    for (const type of [
      'application/json',
      'application/json; charset=utf-8',
      'application/json;charset="UTF-8"',
      'application/json; x=y',
    ])
      assert.equal(await status(type, body), 200, type)
    for (const type of [
      'application/json; charset=utf-16',
      'application/json; charset=utf-7',
      'application/json; x=y; charset=x-utf8',
    ])
      assert.equal(await status(type, body), 415, type)
    assert.equal(await status('application/json', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])), 400)
    assert.equal(await status('application/json; charset=utf-8', Buffer.from(body.toString(), 'utf16le')), 400)
  })

  it('A malformed frame of a WebSocket closes it', { timeout }, async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { waits: { close: 50 } })
    const init = frame(0x81, '{"type":"connection_init"}')
    const frames: Record<string, Buffer> = {
      'not masked': frame(0x81, '{}', false),
      'a reserved opcode': frame(0x83, '{}'),
      'a reserved control': frame(0x8b, '{}'),
      'a reserved bit': frame(0xc1, '{}'),
      'a control in parts': frame(0x09, 'x'),
      'too long a ping': frame(0x89, 'x'.repeat(126)),
      'the end of nothing': frame(0x80, 'x'),
      'a beginning in the middle': Buffer.concat([frame(0x01, 'x'), frame(0x01, 'y')]),
      'no text': frame(0x81, Buffer.from([0xff, 0xfe])),
      'a close of one byte': frame(0x88, 'x'),
      'a close without sense': frame(0x88, Buffer.from([0, 1])),
      'a close in no language': frame(0x88, Buffer.from([3, 232, 0xff])),
      'a length without end': Buffer.concat([Buffer.from([0x81, 0xff]), Buffer.alloc(8, 0xff)]),
      'parts without end': Buffer.concat([frame(0x01, '{'), ...Array.from({ length: 20_000 }, () => frame(0x00, ''))]),
      'pings without end': Buffer.concat(Array.from({ length: 5000 }, () => frame(0x89))),
      'names that are none': frame(0x81, '{"type":"__proto__"}'),
      'an id that is none': frame(
        0x81,
        '{"type":"subscribe","id":{"toString":1},"payload":{"query":"{ viewer { kind } }"}}',
      ),
    }
    await Promise.all(
      Object.entries(frames).flatMap(([name, bytes]) =>
        [bytes, Buffer.concat([init, bytes])].map(async (each) => {
          const { socket, heard, closed } = await peer(t, gateway, upgrade())
          await until(() => heard().includes('\r\n\r\n'))
          socket.write(each)
          if (name === 'pings without end') socket.end()
          await closed
        }),
      ),
    )
    await allGone(gateway)
    assert.deepEqual(gateway.reported, [])
    assert.equal((await gateway.post(ask)).status, 200)
  })
})
