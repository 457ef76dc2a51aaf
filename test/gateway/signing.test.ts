import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { secretBox } from '../../backbone/secrets.ts'
import { adminViewer, anonymous, systemViewer } from '../../backbone/viewer.ts'
import { signer } from '../../gateway/signing.ts'
import { Refusal } from '../../schema/errors.ts'
import { testGateway } from './server.ts'

const secret = 'a secret of the tests'
const body = JSON.stringify({ query: '{ viewer { kind } }' })

describe('a signature', () => {
  const sign = signer(secretBox(secret))
  const refused = (work: () => unknown) =>
    assert.throws(work, (error) => error instanceof Refusal && error.code === 'UNAUTHENTICATED')

  it('carries the viewer', () => {
    const headers = sign.sign('cred', '/graphql', adminViewer, body)
    assert.deepEqual(sign.verify('cred', '/graphql', headers, body), adminViewer)
  })

  it('holds for one receiver, path, body, viewer, time and secret', () => {
    const headers = sign.sign('cred', '/graphql', anonymous, body)
    refused(() => sign.verify('actions', '/graphql', headers, body))
    refused(() => sign.verify('cred', '/internal/cred', headers, body))
    refused(() => sign.verify('cred', '/graphql', headers, `${body} `))
    const viewer = sign.sign('cred', '/graphql', adminViewer, body)['x-folkmoot-viewer']!
    refused(() => sign.verify('cred', '/graphql', { ...headers, 'x-folkmoot-viewer': viewer }, body))
    const date = String(Number(headers['x-folkmoot-date']) + 1)
    refused(() => sign.verify('cred', '/graphql', { ...headers, 'x-folkmoot-date': date }, body))
    refused(() => signer(secretBox('another secret of ours')).verify('cred', '/graphql', headers, body))
  })

  it('holds for a minute', () => {
    let now = 1_000_000
    const clocked = signer(secretBox(secret), () => now)
    const headers = clocked.sign('cred', '/graphql', anonymous, body)
    now += 59_000
    clocked.verify('cred', '/graphql', headers, body)
    now += 2_000
    refused(() => clocked.verify('cred', '/graphql', headers, body))
    now -= 122_000
    refused(() => clocked.verify('cred', '/graphql', headers, body))
  })

  it('must be there', () => refused(() => sign.verify('cred', '/graphql', {}, body)))
})

describe('a subgraph that stands apart', () => {
  const post = async (url: string, headers: Record<string, string>, sent = body) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: sent,
    })
    return { status: answer.status, body: (await answer.json()) as any }
  }
  const sign = signer(secretBox(secret))

  it('answers the gateway, its own entities too, and nobody else', async (t) => {
    const gateway = await testGateway(t, 'apart')
    const url = `${gateway.addresses.communities}/graphql`
    const signed = await post(url, sign.sign('communities', '/graphql', systemViewer, body))
    assert.deepEqual(signed.body, { data: { viewer: { kind: 'system' } } })
    const before = gateway.fakes.viewers.length
    const others = [
      {},
      { authorization: 'Bearer admin-key' },
      sign.sign('cred', '/graphql', systemViewer, body),
      sign.sign('communities', '/graphql', systemViewer, '{}'),
      signer(secretBox(secret), () => Date.now() - 3_600_000).sign('communities', '/graphql', systemViewer, body),
      signer(secretBox('another secret of ours')).sign('communities', '/graphql', systemViewer, body),
    ]
    for (const headers of others) {
      const answer = await post(url, headers)
      assert.equal(answer.status, 401)
      assert.equal(answer.body.errors[0].extensions.code, 'UNAUTHENTICATED')
    }
    assert.equal(gateway.fakes.viewers.length, before)
  })

  it('closes a WebSocket that the gateway did not sign, and refuses an operation on one that it did', async (t) => {
    const gateway = await testGateway(t, 'apart')
    const url = `${gateway.addresses.proposals!.replace('http', 'ws')}/graphql`
    const open = (params: Record<string, string>, payload: object) =>
      new Promise<any>((resolve) => {
        const client = createClient({
          url,
          webSocketImpl: WebSocket,
          retryAttempts: 0,
          connectionParams: params,
        })
        t.after(() => client.dispose())
        const nothing = () => resolve(null)
        client.subscribe(payload as any, { next: resolve, error: resolve, complete: nothing })
      })
    const query = 'subscription { decisions(community: "com_1") { __typename } }'
    const hour = signer(secretBox(secret), () => Date.now() - 3_600_000)
    for (const params of [
      {},
      { authorization: 'Bearer admin-key' },
      sign.sign('cred', '/graphql', systemViewer, 'connection_init'),
      hour.sign('proposals', '/graphql', systemViewer, 'connection_init'),
    ]) {
      assert.equal((await open(params, { query })).code, 4401)
    }
    const signed = () => sign.sign('proposals', '/graphql', anonymous, 'connection_init')
    const text = JSON.stringify({ query, variables: {} })
    const altered = sign.sign('proposals', '/graphql', systemViewer, text.replace('com_1', 'com_2'))
    for (const extensions of [undefined, altered, hour.sign('proposals', '/graphql', systemViewer, text)]) {
      const [error] = await open(signed(), { query, extensions })
      assert.equal(error.extensions.code, 'UNAUTHENTICATED')
    }
  })

  it('enforces the scopes again', async (t) => {
    const gateway = await testGateway(t, 'apart')
    const mutation = JSON.stringify({ query: 'mutation { rename(name: "x") { name } }' })
    const headers = sign.sign('communities', '/graphql', anonymous, mutation)
    const { body } = await post(`${gateway.addresses.communities}/graphql`, headers, mutation)
    assert.equal(body.errors[0].extensions.code, 'UNAUTHENTICATED')
  })

  it('has internal doors for signed calls alone', async (t) => {
    const gateway = await testGateway(t, 'apart')
    const call = JSON.stringify({ call: 'receiveWebhook', input: { connection: 'con_1', secret: 'right', body: '{}' } })
    const url = `${gateway.addresses.actions}/internal/actions`
    assert.equal((await post(url, {}, call)).status, 401)
    assert.equal((await post(url, sign.sign('actions', '/graphql', systemViewer, call), call)).status, 401)
    assert.equal(gateway.fakes.webhooks.length, 0)
    assert.deepEqual((await post(url, sign.sign('actions', '/internal/actions', systemViewer, call), call)).body, {
      result: true,
    })
    const unknown = JSON.stringify({ call: 'constructor' })
    assert.equal(
      (await post(url, sign.sign('actions', '/internal/actions', systemViewer, unknown), unknown)).status,
      404,
    )
  })

  it('has its own liveness, readiness and metrics', async (t) => {
    const gateway = await testGateway(t, 'apart')
    for (const path of ['/health/live', '/health/ready', '/metrics']) {
      assert.equal((await fetch(gateway.addresses.cred + path)).status, 200, path)
    }
    assert.equal((await fetch(`${gateway.addresses.cred}/nope`)).status, 404)
  })
})

describe("the gateway's internal door", () => {
  it('answers questions of the parts, as system, and nobody else', async (t) => {
    const gateway = await testGateway(t)
    const sign = signer(secretBox(secret))
    const question = JSON.stringify({ call: 'answer', input: { query: '{ viewer { kind } }', variables: {} } })
    const ask = async (headers: Record<string, string>) => {
      const answer = await fetch(`${gateway.url}/internal/gateway`, { method: 'POST', headers, body: question })
      return { status: answer.status, body: (await answer.json()) as any }
    }
    const { body } = await ask(sign.sign('gateway', '/internal/gateway', systemViewer, question))
    assert.deepEqual(body, { result: { data: { viewer: { kind: 'system' } } } })
    assert.equal((await ask({})).status, 401)
    assert.equal((await ask({ authorization: 'Bearer admin-key' })).status, 401)
  })
})
