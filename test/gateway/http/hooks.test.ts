import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { arrangements, testGateway } from '../server.ts'

for (const arrangement of arrangements) {
  describe(`POST /hooks, subgraphs ${arrangement}`, () => {
    const send = async (url: string, path: string, init: RequestInit = {}) => {
      const answer = await fetch(`${url}/hooks/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-signature': 'abc' },
        body: '{"id": 7, "text": "é 😀"}',
        ...init,
      })
      return { status: answer.status, body: await answer.text() }
    }

    it(`A webhook is answered 2xx when it is stored, byte for byte, subgraphs ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      assert.equal((await send(gateway.url, 'con_1/right')).status, 200)
      const [stored] = gateway.fakes.webhooks as any[]
      assert.equal(stored.body, '{"id": 7, "text": "é 😀"}')
      assert.equal(stored.headers['x-signature'], 'abc')
    })

    it(`A webhook has one answer for unknown connection and wrong secret, subgraphs ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const unknown = await send(gateway.url, 'con_2/right')
      assert.equal(unknown.status, 404)
      assert.deepEqual(await send(gateway.url, 'con_1/wrong'), unknown)
      assert.deepEqual(await send(gateway.url, 'con_1/righ%74'), unknown)
      assert.equal(gateway.fakes.webhooks.length, 0)
    })

    it(`A webhook is refused when it is not JSON, too large, or no POST, subgraphs ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      for (const body of ['', '{', 'a=b', '<xml/>'])
        assert.equal((await send(gateway.url, 'con_1/right', { body })).status, 400)
      const huge = JSON.stringify({ text: 'x'.repeat(10 * 1024 * 1024) })
      const answer = await send(gateway.url, 'con_1/right', { body: huge }).catch(() => ({ status: 413 }))
      assert.equal(answer.status, 413)
      const large = JSON.stringify({ text: '"'.repeat(400_000) })
      assert.equal((await send(gateway.url, 'con_1/right', { body: large })).status, 200)
      assert.equal((await send(gateway.url, 'con_1/right', { method: 'PUT' })).status, 405)
      assert.equal(gateway.fakes.webhooks.length, 1)
    })

    it(`A webhook that cannot be stored is to be sent again, subgraphs ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const answer = await send(gateway.url, 'broken/x')
      assert.equal(answer.status, 503)
      assert.doesNotMatch(answer.body, /hunter2/)
    })

    it(`A webhook leaves no secret in the log, subgraphs ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      await send(gateway.url, 'con_1/right')
      await send(gateway.url, 'con_1/wrong')
      const lines = gateway.lines.filter(({ msg }) => msg === 'request')
      assert.deepEqual(
        lines.map(({ connection, status }) => [connection, status]),
        [
          ['con_1', 200],
          ['con_1', 404],
        ],
      )
      assert.doesNotMatch(JSON.stringify(lines), /right|wrong/)
    })
  })
}

describe('POST /hooks while actions is down', () => {
  it('A webhook while actions is down is answered 503 with retry-after', async (t) => {
    const gateway = await testGateway(t, 'apart')
    await gateway.down('actions')
    const answer = await fetch(`${gateway.url}/hooks/con_1/right`, { method: 'POST', body: '{}' })
    assert.equal(answer.status, 503)
    assert.equal(answer.headers.get('retry-after'), '5')
  })
})
