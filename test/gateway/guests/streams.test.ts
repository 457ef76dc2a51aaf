// Subscriptions of a guest, over WebSocket and as server-sent events; and who asks.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { describe, it } from 'node:test'
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose'
import { anonymous, type Viewer } from '../../../backbone/security/viewer.ts'
import type { Result } from '../../../gateway/graph/result.ts'
import { eventsIn, type FindEnd } from '../../../gateway/transports/guests/event-stream.ts'
import { identityOf, tokenOf } from '../../../gateway/transports/guests/identity.ts'
import { until } from '../../support/until.ts'
import { signing, type WithGuest, withGuest } from './guest.ts'

const member: Viewer = { kind: 'key', key: 'key_1', community: 'com_1', member: 'mem_1', scopes: ['ADMIN', 'READ'] }

async function watching({ graph }: WithGuest, query: string, viewer = anonymous) {
  const operation = graph.prepare({ query, operationName: null, variables: {} })
  const events = await graph.subscribe(operation, {}, viewer)
  assert.ok(Symbol.asyncIterator in events, JSON.stringify(events))
  return {
    events,
    async next(): Promise<Result> {
      const { value, done } = await events.next()
      assert.ok(!done)
      return JSON.parse(JSON.stringify(value))
    },
  }
}

const given = 'subscription { given { name holder { name } } }'

describe('subscriptions of a guest', () => {
  it('An event of a guest over WebSocket is completed by what the others know, and says who asked', async (t) => {
    const guest = await withGuest(t, () => null)
    const subscribed = Promise.withResolvers<any>()
    const completed = Promise.withResolvers<void>()
    guest.sockets.on('connection', (socket) =>
      socket.on('message', (data) => {
        const said = JSON.parse(String(data))
        if (said.type === 'connection_init') socket.send('{"type":"connection_ack"}')
        if (said.type === 'complete') completed.resolve()
        if (said.type !== 'subscribe') return
        subscribed.resolve(said.payload)
        const badge = { name: 'a', holder: { __typename: 'Member', id: 'mem_7', name: 'Mallory' } }
        socket.send(JSON.stringify({ id: said.id, type: 'next', payload: { data: { given: badge } } }))
      }),
    )
    const { next, events } = await watching(guest, given, member)
    assert.deepEqual(await next(), { data: { given: { name: 'a', holder: { name: 'name of mem_7' } } } })
    const { query, variables, extensions } = await subscribed.promise
    const claims = decodeJwt(extensions['folkmoot-identity'])
    const digest = createHash('sha256').update(JSON.stringify({ query, variables })).digest('base64url')
    assert.deepEqual([claims.aud, claims.sub, claims.digest, claims.scopes], ['badges', 'mem_1', digest, ['ADMIN']])
    await events.return?.()
    await completed.promise
  })

  it('An event of a guest that is no badge is UNAVAILABLE, and so is its end', async (t) => {
    const guest = await withGuest(t, () => null)
    guest.sockets.on('connection', (socket) =>
      socket.on('message', (data) => {
        const { type, id } = JSON.parse(String(data))
        if (type === 'connection_init') socket.send('{"type":"connection_ack"}')
        if (type !== 'subscribe') return
        socket.send(JSON.stringify({ id, type: 'next', payload: { data: { given: 'no badge' } } }))
        socket.close(4500)
      }),
    )
    const { next, events } = await watching(guest, given)
    const codes = ({ errors }: Result) => errors?.map(({ extensions }) => extensions!.code)
    assert.deepEqual(codes(await next()), ['UNAVAILABLE'])
    assert.deepEqual(codes(await next()), ['UNAVAILABLE'])
    assert.equal((await events.next()).done, true)
  })

  it('Events of a guest that come faster than they are taken end the stream, and fill no memory', async (t) => {
    const guest = await withGuest(t, () => null)
    const flooded = Promise.withResolvers<void>()
    guest.sockets.on('connection', (socket) =>
      socket.on('message', (data) => {
        const { type, id } = JSON.parse(String(data))
        if (type === 'connection_init') socket.send('{"type":"connection_ack"}')
        if (type !== 'subscribe') return
        flooded.resolve()
        for (let number = 0; number < 3000; number++)
          socket.send(JSON.stringify({ id, type: 'next', payload: { data: { given: { name: String(number) } } } }))
      }),
    )
    const { next } = await watching(guest, 'subscription { given { name } }')
    await flooded.promise
    await until('nobody is subscribed', () => guest.sockets.clients.size === 0) // nobody is subscribed any more
    let last: Result = {}
    for (let number = 0; number <= 1000; number++) last = await next()
    assert.equal(last.errors?.[0]?.extensions?.code, 'UNAVAILABLE')
  })

  it('Events of a guest come as server-sent events, too', async (t) => {
    const guest = await withGuest(t, () => null, { subscriptions: 'sse' })
    guest.answers = () => (response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(':\n\nevent: next\ndata: {"data":{"given":{"name":"a"}}}\n\nevent: ne')
      response.end('xt\ndata: {"data":{"given":{"name":"b"}}}\n\nevent: complete\ndata:\n\n')
    }
    const { next, events } = await watching(guest, 'subscription { given { name } }')
    assert.deepEqual(
      [await next(), await next()],
      [{ data: { given: { name: 'a' } } }, { data: { given: { name: 'b' } } }],
    )
    assert.equal((await events.next()).done, true)
    assert.match(guest.heard[0]!.headers['folkmoot-identity'] as string, /^ey/)
  })

  it('An event of a guest that does not end is not waited for longer than it may be', async (t) => {
    const guest = await withGuest(t, () => null, { subscriptions: 'sse', mostBytes: 1000 })
    const left = Promise.withResolvers<void>()
    guest.answers = () => (response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.on('close', left.resolve)
      // As many events as like may come at once: each has the bound for itself.
      const good = 'event: next\ndata: {"data":{"given":{"name":"a"}}}\n\n'
      response.write(good.repeat(30))
      response.write(`event: next\ndata: ${'a'.repeat(1000)}`)
    }
    const { next, events } = await watching(guest, 'subscription { given { name } }')
    for (let each = 0; each < 30; each++) assert.deepEqual(await next(), { data: { given: { name: 'a' } } })
    assert.equal((await next()).errors?.[0]?.extensions?.code, 'UNAVAILABLE')
    assert.equal((await events.next()).done, true)
    await left.promise
  })
})

describe('server-sent events', () => {
  const counting = (most: number) => {
    const found: FindEnd = (text, from) => {
      looked += text.length - from
      const end = /\r?\n\r?\n/.exec(text.slice(from))
      return end && { at: from + end.index, next: from + end.index + end[0].length }
    }
    let looked = 0
    return { read: eventsIn(most, found), looked: () => looked }
  }

  it('An event that comes letter by letter is read with as much work as its letters', () => {
    const letters = `event: next\r\ndata: ${'a'.repeat(20_000)}\r\n\r\n`
    const { read, looked } = counting(100_000)
    const events = [...letters].flatMap((letter) => [...read(letter)])
    assert.deepEqual(events, [{ type: 'next', data: 'a'.repeat(20_000) }])
    assert.ok(looked() <= 5 * letters.length, `${looked()} letters looked at of ${letters.length}`)
  })

  it('An event that does not end is refused at its bound, with as much work as its letters', () => {
    const { read, looked } = counting(10_000)
    let taken = 0
    assert.throws(() => {
      for (;;) {
        for (const _ of read('a')) assert.fail('there is no event')
        taken++
      }
    }, /Wanted events of at most 10000 bytes; got more/)
    assert.equal(taken, 10_000)
    assert.ok(looked() <= 5 * taken, `${looked()} letters looked at of ${taken}`)
    // So is one that comes at once, with its end: before anything is made of it.
    assert.throws(() => [...eventsIn(10)('data: 12345\n\n')], /at most 10 bytes/)
  })

  it('Events are the same, wherever the pieces of them end', () => {
    const text = ':\n\nevent: next\r\ndata: 1\r\n\r\n\nevent: next\ndata: 2\ndata: 3\n\r\nevent: complete\ndata:\n\n'
    const whole = [...eventsIn(100)(text)]
    assert.deepEqual(
      whole.filter(({ type }) => type !== ''),
      [
        { type: 'next', data: '1' },
        { type: 'next', data: '2\n3' },
        { type: 'complete', data: '' },
      ],
    )
    for (let size = 1; size < text.length; size++) {
      const read = eventsIn(100)
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
        text.slice(at * size, (at + 1) * size),
      )
      assert.deepEqual(
        pieces.flatMap((piece) => [...read(piece)]),
        whole,
      )
    }
  })
})

describe('who asks a guest', () => {
  const keys = createLocalJWKSet({ keys: [{ ...signing.key.public, use: 'sig', alg: 'EdDSA' }] })
  const wanted = { issuer: 'https://folkmoot.example', audience: 'badges', algorithms: ['EdDSA'] }

  it('Who asks a guest is signed for it alone, for one body, for a minute', async (t) => {
    const guest = await withGuest(t, () => ({ data: { give: { name: 'a' } } }))
    await guest.ask('mutation { give(name: "a") { name } }', {}, member)
    const [{ headers, body }] = guest.heard as [(typeof guest.heard)[0]]
    const token = headers['folkmoot-identity'] as string
    const { payload } = await jwtVerify(token, keys, wanted)
    const { iat, exp, jti, digest, ...claims } = payload
    assert.deepEqual(claims, {
      iss: 'https://folkmoot.example',
      aud: 'badges',
      sub: 'mem_1',
      kind: 'key',
      community: 'com_1',
      scopes: ['ADMIN'],
    })
    assert.deepEqual([exp! - iat!, typeof jti], [60, 'string'])
    assert.equal(digest, createHash('sha256').update(body).digest('base64url'))
    // Another guest that was asked the same cannot send on what it was sent.
    const elsewhere = tokenOf(signing, 'evil', identityOf(member, ['ADMIN']), String(digest))
    await assert.rejects(jwtVerify(elsewhere, keys, wanted), { code: 'ERR_JWT_CLAIM_VALIDATION_FAILED' })
    await assert.rejects(jwtVerify(token, keys, { ...wanted, currentDate: new Date((exp! + 1) * 1000) }), {
      code: 'ERR_JWT_EXPIRED',
    })
    const [head, , signature] = token.split('.')
    const forged = Buffer.from(JSON.stringify({ ...payload, kind: 'admin' })).toString('base64url')
    await assert.rejects(jwtVerify(`${head}.${forged}.${signature}`, keys, wanted))
  })

  it('Who asks a guest is told with the scopes that its fields ask for, and no others', () => {
    const of = (scopes: Viewer['scopes'], asked: string[]) => identityOf({ ...member, scopes }, asked).scopes
    assert.deepEqual(of(['READ', 'DRIVE'], ['READ', 'VOTE']), ['READ'])
    assert.deepEqual(of(['ADMIN'], ['READ', 'VOTE']), ['READ', 'VOTE'])
    assert.deepEqual(identityOf(anonymous, ['READ']), { kind: 'anonymous', community: null, member: null, scopes: [] })
  })

  it('A mutation of a guest is refused without its scope before the guest is asked', async (t) => {
    const guest = await withGuest(t, () => ({ data: { give: { name: 'a' } } }))
    const { errors } = await guest.ask('mutation { give(name: "a") { name } }')
    assert.deepEqual([errors?.[0]?.extensions?.code, guest.heard.length], ['UNAUTHENTICATED', 0])
  })
})
