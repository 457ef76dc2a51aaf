import assert from 'node:assert/strict'
import { createHash, createPublicKey, verify } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { describe, it, type TestContext } from 'node:test'
import { Agent } from 'undici'
import { WebSocket } from 'ws'
import { secretBox } from '../../../backbone/security/secrets.ts'
import { requestKeyOf, signingKeyOf } from '../../../backbone/security/signing-key.ts'
import { adminViewer, anonymous, systemViewer, type Viewer } from '../../../backbone/security/viewer.ts'
import { serviceClientOf } from '../../../gateway/internal/service-client.ts'
import { type SessionClient, sessionClientOf } from '../../../gateway/internal/session-client.ts'
import { greetingPath } from '../../../gateway/internal/session-messages.ts'
import { type SessionServer, sessionServerOf } from '../../../gateway/internal/session-server.ts'
import type { ServiceName } from '../../../gateway/names.ts'
import { Refusal } from '../../../schema/errors.ts'
import { testGateway } from '../server.ts'

const secret = 'a secret of the tests'
const body = JSON.stringify({ query: '{ viewer { kind } }' })

const refused = (work: () => unknown) =>
  assert.throws(work, (error) => error instanceof Refusal && error.code === 'UNAUTHENTICATED')

/** A session of one with the other. */
function acquainted(client: SessionClient, server: SessionServer, to: ServiceName = 'cred') {
  const greeting = client.begin(to)
  return greeting.end(server.greet(greeting.headers, greeting.body))
}

describe('sessions between processes', () => {
  const client = sessionClientOf(secretBox(secret))

  it('A session between processes carries the viewer, and the answer back', () => {
    const server = sessionServerOf(secretBox(secret), 'cred')
    const session = acquainted(client, server)
    const headers = session.sign('/graphql', adminViewer, body)
    const heard = server.verify('/graphql', headers, body)
    assert.deepEqual(heard.viewer, adminViewer)
    const answer = { status: 200, headers: heard.seal(200, '{}'), body: '{}' }
    assert.ok(session.answers(headers, answer))
    assert.ok(!session.answers(headers, { ...answer, body: '{} ' }))
    assert.ok(!session.answers(headers, { ...answer, status: 401 }))
    assert.ok(!session.answers(headers, { ...answer, headers: {} }))
    assert.ok(!session.answers(session.sign('/graphql', adminViewer, body), answer), 'the answer to another request')
  })

  it('A session between processes hears a request once, in whatever order they come', () => {
    const server = sessionServerOf(secretBox(secret), 'cred')
    const session = acquainted(client, server)
    const requests = Array.from({ length: 20_000 }, () => session.sign('/graphql', anonymous, body))
    for (const index of [1, 0, 3, 2, 19_999, 10_000]) {
      server.verify('/graphql', requests[index]!, body)
      refused(() => server.verify('/graphql', requests[index]!, body))
    }
    refused(() => server.verify('/graphql', requests[3]!, body)) // however many came meanwhile
  })

  it('A session between processes is with one: no replica has it, nor the same after a restart', () => {
    const [first, second] = [sessionServerOf(secretBox(secret), 'cred'), sessionServerOf(secretBox(secret), 'cred')]
    const headers = acquainted(client, first).sign('/graphql', anonymous, body)
    refused(() => second.verify('/graphql', headers, body))
    // It says so itself: who asks may then begin again. One that has the session never does.
    const unknown = (server: SessionServer, signature = headers) =>
      client.saysUnknown(headers, { status: 401, headers: server.sealRefusal(signature, 401, 'no'), body: 'no' })
    assert.ok(unknown(second))
    assert.ok(!unknown(first))
    assert.ok(!unknown(sessionServerOf(secretBox('another secret of ours'), 'cred')))
    assert.ok(!unknown(second, acquainted(client, first).sign('/graphql', anonymous, body)))
  })

  it('A signed request is good for one path, body, viewer and time', () => {
    let now = 1_000_000_000
    const clock = { now: () => now }
    const server = sessionServerOf(secretBox(secret), 'cred', clock)
    const session = acquainted(sessionClientOf(secretBox(secret), clock), server)
    const headers = session.sign('/graphql', anonymous, body)
    refused(() => server.verify('/internal/cred', headers, body))
    refused(() => server.verify('/graphql', headers, `${body} `))
    const viewer = session.sign('/graphql', adminViewer, body)['folkmoot-viewer']!
    refused(() => server.verify('/graphql', { ...headers, 'folkmoot-viewer': viewer }, body))
    const altered = (from: RegExp, to: string) => ({
      ...headers,
      'signature-input': headers['signature-input']!.replace(from, to),
    })
    refused(() => server.verify('/graphql', altered(/created=\d+/, 'created=1000001'), body))
    refused(() => server.verify('/graphql', altered(/nonce="\d+"/, 'nonce="7"'), body))
    refused(() => server.verify('/graphql', altered(/ "folkmoot-viewer"/, ''), body))
    refused(() => server.verify('/graphql', altered(/hmac-sha256/, 'ed25519'), body))
    refused(() => server.verify('/graphql', {}, body))
    server.verify('/graphql', headers, body)
    for (const moved of [62_000, -62_000]) {
      const later = session.sign('/graphql', anonymous, body)
      now += moved
      refused(() => server.verify('/graphql', later, body))
      now -= moved
    }
    now += 3_700_000
    refused(() => server.verify('/graphql', session.sign('/graphql', anonymous, body), body))
    assert.ok(session.old())
  })

  it('A session between processes is begun by the installation alone, with the one that is meant, once', () => {
    const server = sessionServerOf(secretBox(secret), 'cred')
    const greeting = client.begin('cred')
    assert.equal(server.greet(greeting.headers, greeting.body.replace('cred', 'card')).status, 401)
    const answer = server.greet(greeting.headers, greeting.body)
    assert.equal(answer.status, 200)
    assert.equal(server.greet(greeting.headers, greeting.body).status, 401, 'again')
    const another = client.begin('actions')
    assert.equal(server.greet(another.headers, another.body).status, 401, 'to another')
    const stranger = sessionClientOf(secretBox('another secret of ours')).begin('cred')
    assert.equal(server.greet(stranger.headers, stranger.body).status, 401)
    const hour = sessionClientOf(secretBox(secret), { now: () => Date.now() - 3_600_000 }).begin('cred')
    assert.equal(server.greet(hour.headers, hour.body).status, 401)
    // Nor does who asks take another's answer, or another key in it.
    assert.throws(() => client.begin('cred').end(answer))
    assert.throws(() => greeting.end({ ...answer, body: answer.body.replace(/"key":"..../, '"key":"AAAA') }))
    greeting.end(answer)
  })

  it('A server of sessions forgets the oldest of more than 256', () => {
    const server = sessionServerOf(secretBox(secret), 'cred')
    const first = acquainted(client, server)
    const sessions = Array.from({ length: 256 }, () => acquainted(client, server))
    refused(() => server.verify('/graphql', first.sign('/graphql', anonymous, body), body))
    for (const each of sessions) server.verify('/graphql', each.sign('/graphql', anonymous, body), body)
  })

  it('A session between processes begins with a signature that the public key checks (RFC 9421)', () => {
    const { public: key } = requestKeyOf(secretBox(secret))
    const { headers, body } = client.begin('cred')
    const [, params] = /^s=(.*)$/.exec(headers['signature-input']!)!
    assert.match(params!, new RegExp(`keyid="${key.kid}";alg="ed25519"`))
    const digest = createHash('sha256').update(body).digest('base64')
    const base = `"@method": POST\n"@path": ${greetingPath}\n"content-digest": sha-256=:${digest}:\n"@signature-params": ${params}`
    const signature = Buffer.from(/^s=:(.*):$/.exec(headers.signature!)![1]!, 'base64')
    const publicKey = createPublicKey({ key: { kty: key.kty, crv: key.crv, x: key.x }, format: 'jwk' })
    assert.ok(verify(null, Buffer.from(base), publicKey, signature))
    assert.notEqual(key.kid, signingKeyOf(secretBox(secret)).public.kid, 'not the key that signs chains')
  })

  it('A session between processes opens a WebSocket on which each message is in its place', () => {
    const server = sessionServerOf(secretBox(secret), 'cred')
    const session = acquainted(client, server)
    const { params, frames: asking } = session.open()
    const answering = server.open(params)
    refused(() => server.open(params))
    const [one, two] = [asking.seal('one'), asking.seal('two')]
    assert.equal(answering.open(one), 'one')
    refused(() => answering.open(one))
    const there = answering.seal('there')
    refused(() => answering.open(there)) // its own
    assert.equal(asking.open(there), 'there')
    refused(() => asking.open(two))
    const other = session.open()
    refused(() => server.open(other.params) && server.open(other.params))
    refused(() => other.frames.open(answering.seal('on another socket')))
  })
})

/** What a process of the installation asks, as it asks it. */
function installation(t: TestContext) {
  const agent = new Agent()
  t.after(() => agent.destroy())
  const client = sessionClientOf(secretBox(secret))
  const serviceClient = serviceClientOf(client)
  return {
    ask: async (
      address: string,
      service: ServiceName,
      said: string,
      viewer: Viewer = systemViewer,
      path = '/graphql',
    ) => {
      const answer = await serviceClient.ask(agent, { service, address }, { path, viewer, body: said })
      return { status: answer.status, body: JSON.parse(answer.body) }
    },
    /** A session that is used by hand. */
    async session(address: string, service: ServiceName) {
      const { headers, body, end } = client.begin(service)
      return end(await sent(address + greetingPath, headers, body))
    },
  }
}

async function sent(url: string, headers: Record<string, string>, said = body) {
  const type = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers: { ...type, ...headers }, body: said })
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers) as IncomingHttpHeaders,
    body: await answer.text(),
  }
}

describe('subgraphs apart', () => {
  it('A subgraph apart answers the gateway, its own entities too, and nobody else, and once', async (t) => {
    const gateway = await testGateway(t, 'apart')
    const address = gateway.addresses.communities!
    const { ask, session } = installation(t)
    assert.deepEqual((await ask(address, 'communities', body)).body, { data: { viewer: { kind: 'system' } } })
    const mine = await session(address, 'communities')
    const other = await session(gateway.addresses.cred!, 'cred')
    const heard = mine.sign('/graphql', systemViewer, body)
    assert.equal((await sent(`${address}/graphql`, heard)).status, 200)
    const before = gateway.fakes.viewers.length
    const others = [
      {},
      { authorization: 'Bearer admin-key' },
      heard,
      other.sign('/graphql', systemViewer, body),
      mine.sign('/graphql', systemViewer, '{}'),
      mine.sign('/internal/communities', systemViewer, body),
    ]
    for (const headers of others) {
      const answer = await sent(`${address}/graphql`, headers)
      assert.equal(answer.status, 401)
      assert.equal(JSON.parse(answer.body).errors[0].extensions.code, 'UNAUTHENTICATED')
    }
    for (const said of ['', '{}', '{"to":"communities"}', '[', 'x'.repeat(5000)]) {
      assert.ok((await sent(address + greetingPath, {}, said)).status >= 400)
    }
    assert.equal(gateway.fakes.viewers.length, before)
  })

  it('A subgraph apart closes a WebSocket without a session, and one on which something was put', async (t) => {
    const gateway = await testGateway(t, 'apart')
    const address = gateway.addresses.proposals!
    const { session } = installation(t)
    const mine = await session(address, 'proposals')
    const other = await session(gateway.addresses.cred!, 'cred')
    const socket = async (payload: object) => {
      const opened = new WebSocket(`${address.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
      t.after(() => opened.terminate())
      await once(opened, 'open')
      opened.send(JSON.stringify({ type: 'connection_init', payload }))
      return opened
    }
    const { params } = mine.open()
    const first = await socket(params)
    await once(first, 'message')
    for (const payload of [{}, { authorization: 'Bearer admin-key' }, params, other.open().params]) {
      assert.equal((await once(await socket(payload), 'close'))[0], 4401)
    }
    const query = 'subscription { decisions(community: "com_1") { __typename } }'
    const subscribe = { id: '1', type: 'subscribe', payload: { query, extensions: { viewer: systemViewer } } }
    first.send(JSON.stringify(subscribe))
    assert.equal((await once(first, 'close'))[0], 4401)
    const { params: again, frames } = mine.open()
    const second = await socket(again)
    assert.deepEqual(JSON.parse(frames.open(String((await once(second, 'message'))[0]))), { type: 'connection_ack' })
    const ping = frames.seal('{"type":"ping"}')
    second.send(ping)
    assert.deepEqual(JSON.parse(frames.open(String((await once(second, 'message'))[0]))), { type: 'pong' })
    second.send(ping)
    assert.equal((await once(second, 'close'))[0], 4401)
  })

  it('A subgraph apart enforces the scopes again', async (t) => {
    const gateway = await testGateway(t, 'apart')
    const mutation = JSON.stringify({ query: 'mutation { rename(name: "x") { name } }' })
    const { body } = await installation(t).ask(gateway.addresses.communities!, 'communities', mutation, anonymous)
    assert.equal(body.errors[0].extensions.code, 'UNAUTHENTICATED')
  })

  it('A subgraph apart has internal doors for signed calls alone', async (t) => {
    const gateway = await testGateway(t, 'apart')
    const { ask, session } = installation(t)
    const call = JSON.stringify({ call: 'receiveWebhook', input: { connection: 'con_1', secret: 'right', body: '{}' } })
    const address = gateway.addresses.actions!
    const url = `${address}/internal/actions`
    const mine = await session(address, 'actions')
    assert.equal((await sent(url, {}, call)).status, 401)
    assert.equal((await sent(url, mine.sign('/graphql', systemViewer, call), call)).status, 401)
    assert.equal(gateway.fakes.webhooks.length, 0)
    const asked = (said: string) => ask(address, 'actions', said, systemViewer, '/internal/actions')
    assert.deepEqual((await asked(call)).body, { result: true })
    assert.equal((await asked(JSON.stringify({ call: 'constructor' }))).status, 404)
  })

  it('A subgraph apart has its own liveness, readiness and metrics', async (t) => {
    const gateway = await testGateway(t, 'apart')
    for (const path of ['/health/live', '/health/ready', '/metrics']) {
      assert.equal((await fetch(gateway.addresses.cred + path)).status, 200, path)
    }
    assert.equal((await fetch(`${gateway.addresses.cred}/nope`)).status, 404)
  })
})

describe('sessions of the asking process', () => {
  it('The asking process begins anew with a restarted one, and believes no answer that is not signed', async (t) => {
    let sessions = sessionServerOf(secretBox(secret), 'cred')
    let altered = (text: string) => text
    let heard = 0
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const said = Buffer.concat(chunks)
      if (request.url === greetingPath) {
        const answer = sessions.greet(request.headers, said)
        return response.writeHead(answer.status, answer.headers).end(answer.body)
      }
      try {
        const { seal } = sessions.verify('/graphql', request.headers, said)
        heard += 1
        response.writeHead(200, seal(200, '{}')).end(altered('{}'))
      } catch {
        response.writeHead(401, sessions.sealRefusal(request.headers, 401, '{"no":1}')).end(altered('{"no":1}'))
      }
    }).listen(0, '127.0.0.1')
    t.after(() => server.close().closeAllConnections())
    await once(server, 'listening')
    const address = `http://127.0.0.1:${(server.address() as { port: number }).port}`
    const { ask } = installation(t)
    const asked = () => ask(address, 'cred', body)
    assert.equal((await asked()).status, 200)
    sessions = sessionServerOf(secretBox(secret), 'cred')
    assert.equal((await asked()).status, 200)
    assert.equal(heard, 2)
    altered = () => '{"data":1}'
    await assert.rejects(asked(), /without a signature/)
    sessions = sessionServerOf(secretBox(secret), 'cred')
    await assert.rejects(asked(), /without a signature/) // nor a refusal that another wrote
    sessions = sessionServerOf(secretBox('another secret of ours'), 'cred')
    altered = (text) => text
    await assert.rejects(asked(), /without a signature/)
    assert.equal(heard, 3)
  })
})

describe("the gateway's internal door", () => {
  it("The gateway's internal door answers questions of the parts, as system, and nobody else", async (t) => {
    const gateway = await testGateway(t)
    const question = JSON.stringify({ call: 'answer', input: { query: '{ viewer { kind } }', variables: {} } })
    const { body } = await installation(t).ask(gateway.url, 'gateway', question, systemViewer, '/internal/gateway')
    assert.deepEqual(body, { result: { data: { viewer: { kind: 'system' } } } })
    const url = `${gateway.url}/internal/gateway`
    assert.equal((await sent(url, {}, question)).status, 401)
    assert.equal((await sent(url, { authorization: 'Bearer admin-key' }, question)).status, 401)
  })
})
