// What an external driver is sent: signed, in order, again until it is taken, and by one process at a time.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import type { NewEvent } from '../../backbone/log/event.ts'
import type { CommunitiesOptions } from '../../subgraphs/communities/index.ts'
import { type Endpoint, startEndpoint, verified } from '../support/endpoint.ts'
import { until } from '../support/until.ts'
import { admin, communitiesWorld, type World } from './world.ts'

const fast = { haste: 1000 } // the first wait takes some milliseconds, three days four minutes

const snapshot = (community: string, name: string): NewEvent => ({
  type: 'cred.snapshot.taken',
  community,
  payload: { snapshot: name, sha256: '' },
})

async function happen(world: World, community: string, ...names: string[]): Promise<void> {
  for (const name of names) await world.log.write(async (_tx, emit) => emit(snapshot(community, name)))
}

const names = (endpoint: Endpoint) => endpoint.sent.map(({ body }) => body.payload.snapshot)

async function driven(t: TestContext, options: CommunitiesOptions = fast) {
  const world = await communitiesWorld(t, options)
  const community = await world.community()
  const endpoint = await startEndpoint(t)
  const set = async (more: object = { kind: 'EXTERNAL', endpoint: endpoint.url }) =>
    (await world.done(admin, 'setDriver', { community, ...more })).driverSecret as string | null
  const driver = async () =>
    (
      await world.data(
        admin,
        `{ community(community: "${community}") { driver { kind undelivered dead problem lastDeliveryAt nextTryAt
          waiting: deliveries { totalCount nodes { id type tries problem deadAt } }
          over: deliveries(dead: true) { nodes { id type before tries problem deadAt } } } } }`,
      )
    ).community.driver
  /** Waits for the state of the driver that a delivery leaves behind, just after it. */
  const driverUntil = (met: (state: any) => boolean): Promise<any> => {
    const look = async () => {
      const state = await driver()
      return met(state) && state
    }
    return until(`the driver is so: ${met}`, look, { every: 5, patience: 120_000 })
  }
  return { world, community, endpoint, set, driver, driverUntil }
}

describe('deliveries to an external driver', () => {
  it('Deliveries hold what a driver needs to decide, from when it was set, signed and in order', async (t) => {
    const { world, community, endpoint, set, driverUntil } = await driven(t)
    await happen(world, community, 'before')
    const secret = (await set())!
    const member = await world.member(community, {})
    await world.role(community, 'steward')
    await happen(world, community, 'one', 'two')
    const request = { community, role: 'steward', member }
    const { roleRequest } = await world.done(admin, 'requestRole', request)
    await world.done(admin, 'grantRole', { request: roleRequest.id, reason: 'so it is' })
    await happen(world, community, 'three')
    await endpoint.until(() => endpoint.taken.length === 4)
    assert.deepEqual(
      endpoint.sent.map(({ body }) => [body.type, body.payload.snapshot ?? body.payload.request.status]),
      [
        ['cred.snapshot.taken', 'one'],
        ['cred.snapshot.taken', 'two'],
        ['communities.role.settled', 'GRANTED'],
        ['cred.snapshot.taken', 'three'],
      ],
    )
    for (const each of endpoint.sent) {
      const { id, type, version, community: of, timestamp, cursor, payload, ...rest } = verified(secret, each)
      assert.deepEqual([id, type, version, of], [each.headers['webhook-id'], each.body.type, 1, community])
      assert.ok(!Number.isNaN(Date.parse(timestamp)) && cursor.length > 10 && payload, each.text)
      assert.deepEqual(rest, {})
      assert.equal(each.headers['content-type'], 'application/json')
    }
    const state = await driverUntil(({ undelivered }) => undelivered === 0)
    assert.ok(state.lastDeliveryAt)
    assert.deepEqual([state.dead, state.problem, state.nextTryAt], [0, null, null])
  })

  it('Deliveries come again under the same id until they are taken, and nothing overtakes them', async (t) => {
    const { world, community, endpoint, set, driverUntil } = await driven(t)
    const secret = (await set())!
    let failures = 4
    endpoint.answer = (response, { id }) => {
      if (failures-- > 0) return response.writeHead(500).end('sorry')
      endpoint.taken.push(id)
      response.end()
    }
    await happen(world, community, 'one', 'two', 'three')
    await endpoint.until(() => endpoint.taken.length === 3)
    assert.deepEqual(names(endpoint), ['one', 'one', 'one', 'one', 'one', 'two', 'three'])
    assert.equal(new Set(endpoint.sent.map(({ id }) => id)).size, 3)
    for (const each of endpoint.sent) verified(secret, each)
    await driverUntil(({ undelivered }) => undelivered === 0)
    endpoint.answer = (response) => response.writeHead(503, { 'retry-after': '3600' }).end()
    await happen(world, community, 'four', 'five')
    const { undelivered, problem, waiting, nextTryAt } = await driverUntil(
      (state) => state.problem !== null && state.undelivered === 2,
    )
    assert.equal(undelivered, 2)
    assert.equal(problem, 'Wanted an answer of 2xx; got 503.')
    assert.deepEqual(
      waiting.nodes.map(({ tries }: any) => tries),
      [1, 0],
    )
    assert.ok(Date.parse(nextTryAt) - Date.now() > 1_800_000, 'it comes when the endpoint said')
    // Set again, it is tried at once.
    endpoint.answer = null
    assert.equal(await set(), null, 'the same endpoint keeps its secret')
    await endpoint.until(() => endpoint.taken.length === 5)
    await driverUntil((state) => state.problem === null)
  })

  it('Deliveries of one community are not delayed by the endpoint of another that hangs', async (t) => {
    const { world, community, endpoint, set } = await driven(t, { deliveryTimeout: 600_000 })
    await set()
    endpoint.answer = () => {}
    await happen(world, community, 'one', 'two')
    await endpoint.until(() => endpoint.sent.length === 1)
    for (let n = 0; n < 3; n++) {
      const other = await world.community()
      const quick = await startEndpoint(t)
      await world.done(admin, 'setDriver', { community: other, kind: 'EXTERNAL', endpoint: quick.url })
      await happen(world, other, 'one', 'two', 'three')
      await quick.until(() => quick.taken.length === 3)
      assert.deepEqual(names(quick), ['one', 'two', 'three'])
    }
    assert.deepEqual(names(endpoint), ['one'])
  })

  it('Deliveries are given up after three days: the event is dead, visibly, and the next goes on', async (t) => {
    const { world, community, endpoint, set, driverUntil } = await driven(t, { haste: 1_000_000 }) // three days take 0.26 s
    await set()
    endpoint.answer = (response, { id, body }) => {
      if (body.payload.snapshot === 'poison') return response.writeHead(400).end()
      endpoint.taken.push(id)
      response.end()
    }
    await happen(world, community, 'one', 'poison', 'three')
    await endpoint.until(() => endpoint.taken.length === 2)
    const state = await driverUntil(({ undelivered }) => undelivered === 0)
    assert.equal(state.dead, 1)
    const [over] = state.over.nodes
    const poison = endpoint.sent.find(({ body }) => body.payload.snapshot === 'poison')!
    assert.deepEqual([over.id, over.problem], [poison.id, 'Wanted an answer of 2xx; got 400.'])
    assert.ok(over.tries >= 2 && over.deadAt)
    const [gauge] = world.subgraph.gauges!
    assert.deepEqual([gauge!.name, await gauge!.read()], ['folkmoot_driver_events', { waiting: 0, dead: 1 }])
    // It can still be read.
    const events: any = await world.subscribe(
      admin,
      `subscription { driverEvents(community: "${community}", after: "${over.before}") { id } }`,
    )
    assert.equal((await events.next()).value.data.driverEvents.id, poison.id)
    await events.return()
  })

  it('Deliveries end with a switch back, and begin anew with what happens after the next switch', async (t) => {
    const { world, community, endpoint, set, driver, driverUntil } = await driven(t)
    const first = await set()
    endpoint.answer = (response) => response.writeHead(503, { 'retry-after': '3600' }).end()
    await happen(world, community, 'one', 'two')
    await driverUntil(({ undelivered, problem }) => undelivered === 2 && problem !== null)
    await set({ kind: 'BUILT_IN' })
    const { undelivered, problem } = await driver()
    assert.deepEqual([undelivered, problem], [0, null])
    await happen(world, community, 'meanwhile')
    endpoint.answer = null
    const sentBefore = endpoint.sent.length
    const second = await set()
    await happen(world, community, 'three')
    await endpoint.until(() => endpoint.taken.length >= 1)
    assert.deepEqual(names(endpoint).slice(sentBefore), ['three'])
    assert.ok(second && second !== first)
  })

  it('Deliveries are signed with a secret of their endpoint, told once and rotated without a gap', async (t) => {
    const { world, community, endpoint, set } = await driven(t)
    const first = (await set())!
    assert.match(first, /^whsec_[A-Za-z0-9+/]{43}=$/)
    assert.equal(await set(), null)
    const rotate = async () =>
      (
        await world.data(
          admin,
          `mutation { rotateDriverSecret(input: { community: "${community}" }) { driverSecret userErrors { code path } } }`,
        )
      ).rotateDriverSecret
    const second = (await rotate()).driverSecret
    await happen(world, community, 'one')
    await endpoint.until(() => endpoint.taken.length === 1)
    for (const secret of [first, second]) verified(secret, endpoint.sent[0]!)
    const other = await startEndpoint(t)
    const third = (await set({ kind: 'EXTERNAL', endpoint: other.url }))!
    await happen(world, community, 'two')
    await other.until(() => other.taken.length === 1)
    verified(third, other.sent[0]!)
    for (const secret of [first, second]) assert.throws(() => verified(secret, other.sent[0]!))
    await set({ kind: 'EXTERNAL' })
    assert.deepEqual(await rotate(), {
      driverSecret: null,
      userErrors: [{ code: 'ENDPOINT_MISSING', path: ['input', 'community'] }],
    })
    const { rows } = await sql<{ row: string }>`select to_jsonb(c)::text as row from communities.communities c`.execute(
      world.db.root,
    )
    for (const { row } of rows) assert.ok(!row.includes('whsec_'))
  })

  it('Deliveries go on where they were when the process ended, with what it had in hand first', async (t) => {
    const { world, community, endpoint, set } = await driven(t)
    await set()
    endpoint.answer = (_response, { body }) => {
      if (body.payload.snapshot !== 'two') _response.end()
    }
    await happen(world, community, 'one', 'two', 'three')
    await endpoint.until(() => names(endpoint).includes('two'))
    await world.subgraph.stop()
    endpoint.answer = null
    await world.another()
    await endpoint.until(() => names(endpoint).includes('three'))
    assert.deepEqual(names(endpoint), ['one', 'two', 'two', 'three'])
    assert.equal(endpoint.sent[1]!.id, endpoint.sent[2]!.id)
  })

  it('Deliveries are sent by one process of several, and by another when that one ends', async (t) => {
    const { world, community, endpoint, set, driverUntil } = await driven(t)
    if (world.db.engine === 'pglite') return t.skip('the embedded database has one process')
    await set()
    await world.another()
    const all = Array.from({ length: 30 }, (_, n) => String(n))
    await happen(world, community, ...all.slice(0, 20))
    await endpoint.until(() => endpoint.taken.length === 20)
    await driverUntil(({ undelivered }) => undelivered === 0)
    await world.subgraph.stop()
    await happen(world, community, ...all.slice(20))
    await endpoint.until(() => endpoint.taken.length === 30)
    assert.deepEqual(names(endpoint), all)
  })
})

describe('driverEvents', () => {
  it('driverEvents gives the same as deliveries in the same order, after the cursor of a delivery', async (t) => {
    const { world, community, endpoint, set } = await driven(t)
    await set()
    await happen(world, community, 'one', 'two', 'three')
    await endpoint.until(() => endpoint.taken.length === 3)
    const events: any = await world.subscribe(
      admin,
      `subscription { driverEvents(community: "${community}", after: "${endpoint.sent[0]!.body.cursor}") {
        id type version community timestamp cursor payload } }`,
    )
    for (const { body } of endpoint.sent.slice(1))
      assert.deepEqual(JSON.parse(JSON.stringify((await events.next()).value.data.driverEvents)), body)
    await events.return()
  })

  it('driverEvents has cursors that every stream of the community takes, and no other community’s', async (t) => {
    const { world, community, endpoint, set } = await driven(t)
    await set()
    await world.role(community, 'steward')
    await happen(world, community, 'one')
    await endpoint.until(() => endpoint.taken.length === 1)
    const { cursor } = endpoint.sent[0]!.body
    const member = await world.member(community)
    await world.done(admin, 'requestRole', { community, role: 'steward', member })
    const of = (id: string) =>
      world.subscribe(
        admin,
        `subscription { roleRequests(community: "${id}", after: "${cursor}") { roleRequest { status } } }`,
      ) as any
    const events = await of(community)
    assert.equal((await events.next()).value.data.roleRequests.roleRequest.status, 'PENDING')
    await events.return()
    const refused = await of(await world.community())
    assert.equal(refused.errors[0].extensions.code, 'CURSOR_INVALID')
  })

  it('driverEvents is for drivers and admins of the community', async (t) => {
    const { world, community } = await driven(t)
    const code = async (...scopes: any[]) => {
      const viewer = await world.key(community, scopes)
      const result: any = await world.subscribe(
        viewer,
        `subscription { driverEvents(community: "${community}") { id } }`,
      )
      await result.return?.()
      return result.errors?.[0].extensions.code ?? null
    }
    assert.equal(await code('READ', 'VOTE', 'INTEGRATE'), 'FORBIDDEN')
    assert.equal(await code('DRIVE'), null)
    const stranger = await world.key(await world.community(), ['DRIVE'])
    const result: any = await world.subscribe(
      stranger,
      `subscription { driverEvents(community: "${community}") { id } }`,
    )
    assert.equal(result.errors[0].extensions.code, 'FORBIDDEN')
    const { community: seen } = await world.data(
      await world.key(community, ['READ']),
      `{ community(community: "${community}") { driver { problem deliveries { totalCount } } } }`,
    )
    assert.deepEqual(seen.driver, { problem: null, deliveries: null })
  })
})
