import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { WebSocket } from 'ws'
import type { Limits } from '../../../backbone/limits.ts'
import { guardOf } from '../../../gateway/admission/overload.ts'
import { turnsOf } from '../../../gateway/graph/turns.ts'
import { closeCodes } from '../../../gateway/wire/close-codes.ts'
import { until } from '../clients.ts'
import { keys, type TestGateway, testGateway } from '../server.ts'

const read = '{ viewer { kind } }'
const vote = 'mutation { decide(outcome: "APPROVED") { id } }'
const watch = 'subscription { decisions(community: "x") { cursor } }'

async function opened(t: TestContext, gateway: TestGateway, key?: string) {
  const socket = new WebSocket(`${gateway.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws')
  t.after(() => socket.terminate())
  const heard: any[] = []
  let wake = () => {}
  socket.on('message', (data) => {
    heard.push(JSON.parse(String(data)))
    wake()
  })
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const send = (message: object) => socket.send(JSON.stringify(message))
  const next = async () => {
    while (heard.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    return heard.shift()
  }
  send({ type: 'connection_init', payload: key ? { authorization: `Bearer ${key}` } : {} })
  return { send, next, closed }
}

const stream = (gateway: TestGateway, query: string, headers: Record<string, string> = {}) =>
  fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body: JSON.stringify({ query }),
  })

const small: Partial<Limits> = { ratePerAddress: 2000, ratePerKey: 4000, ratePerCommunity: 1_000_000 }

describe('floods without a key', () => {
  it('A flood without a key is refused by what it asks for, on every transport, and stops no vote', async (t) => {
    let time = 0
    const gateway = await testGateway(t, 'together', undefined, { ...small, now: () => time })
    // Time stands still, also for what is charged by time.
    const socket = await opened(t, gateway)
    assert.equal((await socket.next()).type, 'connection_ack')

    const first = await gateway.post(read)
    assert.equal(first.headers.get('ratelimit-policy'), '"address";q=2000;w=60')
    assert.match(first.headers.get('ratelimit')!, /^"address";r=\d+;t=\d+$/)
    const tooHeavy = '{ community(community: "x") { members(first: 90000) { nodes { id name } } } }'
    assert.equal((await gateway.post(tooHeavy)).body.errors[0].extensions.code, 'TOO_COMPLEX')
    const heavy = '{ community(community: "x") { members(first: 900) { nodes { id name } } } }'
    const answers = await Promise.all(Array.from({ length: 20 }, () => gateway.post(heavy)))
    const granted = answers.filter(({ status }) => status === 200).length
    assert.ok(granted >= 1 && granted <= 2, `${granted}`)

    const refused = await gateway.post(read)
    assert.equal(refused.status, 429)
    const [error] = refused.body.errors
    assert.equal(error.extensions.code, 'RATE_LIMITED')
    assert.equal(refused.headers.get('retry-after'), String(error.extensions.retryAfter))
    assert.match(refused.headers.get('ratelimit')!, /"address";r=0;/)

    const streamed = await stream(gateway, watch)
    assert.equal(streamed.status, 429)
    assert.equal(((await streamed.json()) as any).errors[0].extensions.code, 'RATE_LIMITED')
    assert.ok(streamed.headers.get('retry-after'))

    socket.send({ id: '1', type: 'subscribe', payload: { query: watch } })
    const told = await socket.next()
    assert.deepEqual([told.id, told.type, told.payload[0].extensions.code], ['1', 'error', 'RATE_LIMITED'])
    assert.equal(gateway.fakes.watchers(), 0)

    const cast = await gateway.post(vote, { key: keys.driver })
    assert.deepEqual(cast.body, { data: { decide: { id: 'dec_1' } } })
    assert.match(cast.headers.get('ratelimit')!, /^"key";r=\d+;t=\d+, "community";r=\d+;t=\d+$/)
    const member = await opened(t, gateway, keys.driver)
    assert.equal((await member.next()).type, 'connection_ack')
    member.send({ id: '1', type: 'subscribe', payload: { query: vote } })
    assert.equal((await member.next()).payload.data.decide.id, 'dec_1')

    time += 120_000
    assert.equal((await gateway.post(read)).status, 200)
  })

  it('A flood without a key waits for its turn, and whoever has a key does not stand behind it', async (t) => {
    const anonymousTurns = turnsOf({ places: 2, patience: 1000, now: () => 0 }) // time stands still: no turn is over by itself
    const gateway = await testGateway(t, 'together', undefined, {
      anonymousTurns,
      anonymousAtOnce: 1,
      anonymousWaiting: 30,
    })
    const answered: string[] = []
    const ask = async (name: string, query: string, key?: string) => {
      const { body } = await gateway.post(query, key === undefined ? {} : { key })
      answered.push(name)
      return body.errors?.[0].extensions.code ?? body.data
    }
    const slow = [ask('slow', '{ slow }'), ask('slow', '{ slow }')]
    await gateway.fakes.slowAsked
    const socket = await opened(t, gateway)
    assert.equal((await socket.next()).type, 'connection_ack')
    const waiting = [ask('waiting', read), stream(gateway, read).then((answer) => answer.text())]
    socket.send({ id: '1', type: 'subscribe', payload: { query: read } })
    await until(() => anonymousTurns.waiting === 3)
    assert.equal(await ask('one more', read), 'OVERLOADED')
    assert.deepEqual(await ask('introspection', '{ __typename }'), { __typename: 'Query' })
    assert.deepEqual(await ask('vote', vote, keys.driver), { decide: { id: 'dec_1' } })
    assert.deepEqual(await ask('key', read, keys.reader), { viewer: { kind: 'key' } })
    assert.deepEqual(answered, ['one more', 'introspection', 'vote', 'key'])

    gateway.fakes.release()
    assert.deepEqual(await Promise.all(slow), [{ slow: 'done' }, { slow: 'done' }])
    const [first, second] = await Promise.all(waiting)
    assert.deepEqual(first, { viewer: { kind: 'anonymous' } })
    assert.match(second, /"kind":"anonymous"/)
    assert.deepEqual((await socket.next()).payload.data, { viewer: { kind: 'anonymous' } })
    assert.equal(anonymousTurns.waiting, 0)
  })

  it('A request that has gone while it waited for its turn is not answered, and keeps no place', async (t) => {
    const anonymousTurns = turnsOf({ places: 1, patience: 1000, now: () => 0 })
    const gateway = await testGateway(t, 'together', undefined, { anonymousTurns, anonymousAtOnce: 1 })
    const slow = gateway.post('{ slow }')
    await gateway.fakes.slowAsked
    const leaving = new AbortController()
    const body = JSON.stringify({ query: '{ community(community: "left") { name } }' })
    const headers = { 'content-type': 'application/json' }
    const left = fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body, signal: leaving.signal })
    left.catch(() => {})
    await until(() => anonymousTurns.waiting === 1)
    leaving.abort()
    await until(() => gateway.lines.some(({ status }) => status === 499))
    const asked = gateway.fakes.viewers.length
    gateway.fakes.release()
    assert.equal((await slow).status, 200)
    await until(() => anonymousTurns.waiting === 0)
    assert.equal(gateway.fakes.viewers.length, asked)
    assert.equal((await gateway.post(read)).status, 200)
  })

  it('A flood of keys that nobody knows costs the address, and is no way around its limit', async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { ...small, now: () => 0 })
    let looked = 0
    gateway.missing(() => looked++)
    const statuses = new Map<number, number>()
    for (let each = 0; each < 100; each++) {
      const { status } = await gateway.post(read, { key: `made-up-${each}` })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    assert.deepEqual(
      [...statuses],
      [
        [401, 20],
        [429, 80],
      ],
    )
    assert.equal(looked, 20)
    assert.equal((await gateway.post(read)).status, 429)
    assert.equal((await gateway.post(read, { key: keys.reader })).status, 200)
    const socket = await opened(t, gateway, 'made-up')
    assert.equal(await socket.closed, closeCodes.RATE_LIMITED.code)
    assert.equal(looked, 20)
  })

  it('A flood of pings, or of connections, is ended', async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { ...small, now: () => 0 })
    const socket = await opened(t, gateway)
    assert.equal((await socket.next()).type, 'connection_ack')
    for (let each = 0; each < 1000; each++) socket.send({ type: 'ping' })
    assert.equal(await socket.closed, closeCodes.RATE_LIMITED.code)
    await assert.rejects(opened(t, gateway), /429/)
    assert.equal((await gateway.post(vote, { key: keys.driver })).status, 200)
  })

  it('A flood of unread texts is refused before the next is read', async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { ...small, now: () => 0 })
    const fresh = (each: number) => `{ viewer { kind } } # ${each} ${'x'.repeat(10_000)}`
    const statuses = []
    for (let each = 0; each < 10; each++) statuses.push((await gateway.post(fresh(each))).status)
    assert.equal(statuses[0], 200)
    assert.equal(statuses.at(-1), 429)
  })
})

describe('webhooks in a flood', () => {
  it('Webhooks that are good are stored from an address that has tried hundreds of bad ones', async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { ...small, now: () => 0 })
    const send = async (path: string) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch(`${gateway.url}/hooks/${path}`, { method: 'POST', headers, body: '{}' })).status
    }
    for (let each = 0; each < 10; each++) {
      const some = Array.from({ length: 30 }, (_, index) => send(`con_1/wrong${each}-${index}`))
      assert.deepEqual(new Set(await Promise.all(some)), new Set([404]))
    }
    assert.equal((await gateway.post(read)).status, 429)
    assert.deepEqual(await Promise.all(Array.from({ length: 50 }, () => send('con_1/right'))), Array(50).fill(200))
    assert.equal(gateway.fakes.webhooks.length, 50)
  })
})

describe('overload', () => {
  it('An overload sends those without a key away on every transport, then queries, never votes or webhooks', async (t) => {
    const shed: string[] = []
    const guard = guardOf({ overloadAnonymous: 100, overloadQueries: 1000 }, (what) => shed.push(what))
    const gateway = await testGateway(t, 'together', undefined, { guard })
    const late = (delay: number) => {
      for (let each = 0; each < 50; each++) guard.measured(delay)
    }
    const before = await opened(t, gateway)
    assert.equal((await before.next()).type, 'connection_ack')
    before.send({ id: 'old', type: 'subscribe', payload: { query: watch } })
    await until(() => gateway.fakes.watchers() === 1)
    late(300)

    const refused = await gateway.post(read, { body: 'not read at all' })
    assert.equal(refused.status, 503)
    assert.equal(refused.body.errors[0].extensions.code, 'OVERLOADED')
    assert.equal(refused.headers.get('retry-after'), '5')
    assert.equal((await gateway.post(read, { key: 'made-up' })).status, 503)
    assert.equal((await stream(gateway, watch)).status, 503)
    before.send({ id: 'new', type: 'subscribe', payload: { query: watch } })
    const told = await before.next()
    assert.deepEqual([told.id, told.payload[0].extensions.code], ['new', 'OVERLOADED'])
    assert.equal(await (await opened(t, gateway)).closed, closeCodes.OVERLOADED.code)
    assert.equal((await gateway.post(read, { key: keys.reader })).status, 200)
    gateway.fakes.publish({ id: 'dec_1' })
    assert.equal((await before.next()).type, 'next', 'who reads already reads on')

    late(3000)
    const query = await gateway.post(read, { key: keys.reader })
    assert.deepEqual([query.status, query.body.errors[0].extensions.code], [503, 'OVERLOADED'])
    assert.equal((await gateway.post('{ mutation: viewer { kind } }', { key: keys.reader })).status, 503)
    assert.equal((await gateway.post(vote, { key: keys.driver })).body.data.decide.id, 'dec_1')
    const hook = await fetch(`${gateway.url}/hooks/con_1/right`, { method: 'POST', body: '{}' })
    assert.equal(hook.status, 200)
    assert.ok(shed.includes('anonymous') && shed.includes('query'))

    late(0)
    assert.equal((await gateway.post(read)).status, 200)
  })
})
