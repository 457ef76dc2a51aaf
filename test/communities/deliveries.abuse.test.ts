// Endpoints that behave badly, and addresses that we must not be led to.

import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { describe, it, type TestContext } from 'node:test'
import { openOutbound } from '../../backbone/security/outbound.ts'
import { startEndpoint } from '../support/endpoint.ts'
import { until } from '../support/until.ts'
import { admin, communitiesWorld, type World } from './world.ts'

async function set(world: World, community: string, endpoint: string): Promise<void> {
  await world.done(admin, 'setDriver', { community, kind: 'EXTERNAL', endpoint })
}

const happen = (world: World, community: string) =>
  world.log.write(async (_tx, emit) =>
    emit({ type: 'cred.snapshot.taken', community, payload: { snapshot: 'one', sha256: '' } }),
  )

/** Why the last delivery failed, once one did. */
async function problemOf(world: World, community: string): Promise<string> {
  const query = `{ community(community: "${community}") { driver { problem undelivered } } }`
  const look = async () => {
    const { driver } = (await world.data(admin, query)).community
    return driver.problem !== null && driver
  }
  const { problem, undelivered } = await until('the delivery has failed', look, { every: 5, patience: 120_000 })
  assert.equal(undelivered, 1)
  return problem
}

/** Has one event go to an endpoint that answers so. */
async function misbehaving(t: TestContext, world: World, answer: (response: ServerResponse) => unknown) {
  const community = await world.community()
  const endpoint = await startEndpoint(t)
  endpoint.answer = answer
  await set(world, community, endpoint.url)
  await happen(world, community)
  return { endpoint, problem: await problemOf(world, community) }
}

describe('endpoints of external drivers', () => {
  it('An endpoint that redirects, to a private network or anywhere, is not followed', async (t) => {
    const world = await communitiesWorld(t)
    const secret = await startEndpoint(t)
    for (const status of [301, 302, 303, 307, 308]) {
      const { problem } = await misbehaving(t, world, (response) =>
        response.writeHead(status, { location: secret.url }).end(),
      )
      assert.match(problem, new RegExp(`got ${status}; redirects are not followed`))
    }
    assert.deepEqual(secret.sent, [])
  })

  it('An endpoint whose address has come to lie on a private network is not called', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const endpoint = await startEndpoint(t)
    await world.subgraph.stop()
    const strict = openOutbound([])
    t.after(() => strict.close())
    // As when the name's address changes between the setting and the sending: looked at anew, it is private.
    await world.another({ fetch: strict.fetch })
    await set(world, community, endpoint.url)
    await happen(world, community)
    assert.match(await problemOf(world, community), /Wanted an address on a public network; got 127\.0\.0\.1/)
    assert.deepEqual(endpoint.sent, [])
  })

  it('An endpoint that does not answer, or byte by byte, is left after the time it has', async (t) => {
    const world = await communitiesWorld(t, { deliveryTimeout: 300 })
    const hanging = await misbehaving(t, world, () => {})
    assert.match(hanging.problem, /cannot be reached, or does not/)
    const dripping = await misbehaving(t, world, (response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write('.'), 10)
      response.on('close', () => clearInterval(drip))
    })
    assert.match(dripping.problem, /cannot be reached, or does not/)
    const headers = await misbehaving(t, world, (response) => {
      const socket = response.socket!
      socket.write('HTTP/1.1 200 OK\r\n')
      const drip = setInterval(() => socket.write('x: y\r\n'), 10)
      socket.on('close', () => clearInterval(drip))
    })
    assert.match(headers.problem, /cannot be reached, or does not/)
  })

  it('An endpoint that closes the connection, or speaks no HTTP, has not taken the delivery', async (t) => {
    const world = await communitiesWorld(t)
    const closing = await misbehaving(t, world, (response) => response.destroy())
    assert.match(closing.problem, /cannot be reached/)
    const babbling = await misbehaving(t, world, (response) => response.socket!.end('hello\r\n\r\n'))
    assert.match(babbling.problem, /cannot be reached/)
  })

  it('An endpoint that answers without end is cut off', async (t) => {
    const world = await communitiesWorld(t)
    let written = 0
    let closed = false
    const chunk = Buffer.alloc(64 * 1024)
    const { problem, endpoint } = await misbehaving(t, world, (response) => {
      response.writeHead(200)
      response.on('close', () => {
        closed = true
      })
      const pour = () => {
        while (!closed && written < 2 ** 30) {
          written += chunk.length
          if (!response.write(chunk)) return response.once('drain', pour)
        }
        return response.end()
      }
      pour()
    })
    assert.match(problem, /Wanted at most 65536 bytes/)
    await endpoint.until(() => closed)
    assert.ok(written < 64 * 1024 * 1024, `${written} bytes were taken`)
  })

  it('An endpoint on a private network is refused when it is set', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    for (const endpoint of [
      'http://10.0.0.1/',
      'http://[::ffff:10.0.0.1]/',
      'http://169.254.169.254/latest',
      'file:///etc',
    ])
      assert.equal(
        await world.refused(admin, 'setDriver', { community, kind: 'EXTERNAL', endpoint }),
        'ADDRESS_REFUSED',
        endpoint,
      )
  })
})
