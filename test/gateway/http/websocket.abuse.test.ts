import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { WebSocket } from 'ws'
import { closeCodes } from '../../../gateway/wire/close-codes.ts'
import { until } from '../clients.ts'
import { keys, type TestGateway, testGateway } from '../server.ts'

interface Raw {
  send(message: unknown): void
  heard: any[]
  /** The code that it is closed with. */
  closed: Promise<number>
}

async function open(t: TestContext, gateway: TestGateway, protocol = 'graphql-transport-ws'): Promise<Raw> {
  const socket = new WebSocket(`${gateway.url.replace(/^http/, 'ws')}/graphql`, protocol)
  t.after(() => socket.terminate())
  const heard: any[] = []
  socket.on('message', (data) => heard.push(JSON.parse(String(data))))
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const send = (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  return { send, heard, closed }
}

async function opened(t: TestContext, gateway: TestGateway, payload: object = {}): Promise<Raw> {
  const raw = await open(t, gateway)
  raw.send({ type: 'connection_init', payload })
  await until(() => raw.heard.length === 1)
  assert.equal(raw.heard[0].type, 'connection_ack')
  return raw
}

const watch = { query: 'subscription { decisions(community: "x") { cursor } }' }

describe('closing a WebSocket', () => {
  it('A WebSocket is closed for an operation before connection_init', async (t) => {
    const raw = await open(t, await testGateway(t))
    raw.send({ type: 'subscribe', id: '1', payload: watch })
    assert.equal(await raw.closed, closeCodes.UNAUTHENTICATED.code)
  })

  it('A WebSocket is closed for a key that is not valid, wherever it stands', async (t) => {
    const gateway = await testGateway(t)
    for (const authorization of ['Bearer nope', 'nope', 7, { a: 1 }]) {
      const raw = await open(t, gateway)
      raw.send({ type: 'connection_init', payload: { authorization } })
      assert.equal(await raw.closed, closeCodes.UNAUTHENTICATED.code)
      assert.deepEqual(raw.heard, [])
    }
  })

  it('A WebSocket is closed for a second connection_init, or a second operation of the same id', async (t) => {
    const gateway = await testGateway(t)
    const twice = await opened(t, gateway)
    twice.send({ type: 'connection_init' })
    assert.equal(await twice.closed, closeCodes.TOO_MANY_INIT_REQUESTS.code)
    const same = await opened(t, gateway)
    same.send({ type: 'subscribe', id: '1', payload: watch })
    same.send({ type: 'subscribe', id: '1', payload: watch })
    assert.equal(await same.closed, closeCodes.SUBSCRIBER_ALREADY_EXISTS.code)
    await until(() => gateway.fakes.watchers() === 0)
  })

  it('A WebSocket is closed for messages that are not of the protocol', async (t) => {
    const gateway = await testGateway(t)
    for (const message of [
      '',
      '{',
      'null',
      '[]',
      { type: 'nope' },
      { type: 'subscribe' },
      { type: 'subscribe', id: '1' },
    ]) {
      const raw = await opened(t, gateway)
      raw.send(message)
      assert.equal(await raw.closed, closeCodes.BAD_REQUEST.code, JSON.stringify(message))
    }
  })

  it('A WebSocket is closed for another subprotocol', async (t) => {
    const gateway = await testGateway(t)
    const refused = await open(t, gateway, 'graphql-ws').then(
      ({ closed }) => closed,
      (error) => error.message,
    )
    assert.match(String(refused), /^(4406|1006|Server sent no subprotocol)/)
  })

  it('A WebSocket is closed for a message of more than a megabyte', async (t) => {
    const raw = await opened(t, await testGateway(t))
    raw.send(`"${'x'.repeat(1024 * 1024)}"`)
    assert.equal(await raw.closed, closeCodes.TOO_LARGE.code)
  })

  it('A WebSocket is closed for more than a hundred operations at a time', async (t) => {
    const gateway = await testGateway(t)
    const raw = await opened(t, gateway)
    for (let id = 0; id <= 100; id++) raw.send({ type: 'subscribe', id: String(id), payload: watch })
    assert.equal(await raw.closed, closeCodes.TOO_MANY_OPERATIONS.code)
    await until(() => gateway.fakes.watchers() === 0)
  })
})

describe('abuse of a WebSocket', () => {
  it('A WebSocket is not opened on another path', async (t) => {
    const gateway = await testGateway(t)
    const socket = new WebSocket(`${gateway.url.replace(/^http/, 'ws')}/other`, 'graphql-transport-ws')
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve))
    assert.match(error.message, /404/)
  })

  it('A WebSocket refuses operations that nobody may run, and stays open for others', async (t) => {
    const raw = await opened(t, await testGateway(t), { authorization: `Bearer ${keys.reader}` })
    for (const payload of [{ query: '{ nope }' }, { query: '{' }, { query: '' }]) {
      const before = raw.heard.length
      raw.send({ type: 'subscribe', id: 'x', payload })
      await until(() => raw.heard.length > before)
      assert.equal(raw.heard.at(-1).type, 'error')
    }
    raw.send({ type: 'subscribe', id: 'x', payload: { query: '{ viewer { kind } }' } })
    await until(() => raw.heard.at(-1).type === 'complete')
    assert.equal(raw.heard.at(-2).payload.data.viewer.kind, 'key')
  })

  it('A WebSocket serves no new operation after its key was revoked', async (t) => {
    const gateway = await testGateway(t)
    const raw = await opened(t, gateway, { authorization: `Bearer ${keys.reader}` })
    gateway.revoked.add(keys.reader)
    raw.send({ type: 'subscribe', id: '1', payload: watch })
    await until(() => raw.heard.length === 2)
    assert.equal(raw.heard[1].payload[0].extensions.code, 'UNAUTHENTICATED')
    assert.equal(gateway.fakes.watchers(), 0)
  })

  it('A WebSocket that vanishes ends its subscriptions', async (t) => {
    const gateway = await testGateway(t)
    const socket = new WebSocket(`${gateway.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws')
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send(JSON.stringify({ type: 'connection_init' }))
    await new Promise((resolve) => socket.once('message', resolve))
    socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: watch }))
    await until(() => gateway.fakes.watchers() === 1)
    socket.terminate()
    await until(() => gateway.fakes.watchers() === 0)
  })
})

describe('close codes of a WebSocket', () => {
  it('Close codes are one for each reason, which fits into a close frame', () => {
    const codes = Object.values(closeCodes)
    assert.equal(new Set(codes.map(({ code }) => code)).size, codes.length)
    for (const { reason } of codes) assert.ok(Buffer.byteLength(reason) <= 123)
  })
})
