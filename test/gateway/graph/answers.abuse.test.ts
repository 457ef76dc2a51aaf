// Answers that are too large, and questions that take too long or that nobody waits for: on every transport.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { listen, streamTransports } from '../clients.ts'
import { arrangements, testGateway } from '../server.ts'

for (const arrangement of arrangements) {
  describe(`answers, subgraphs ${arrangement}`, () => {
    it(`An answer that is too large is refused with ANSWER_TOO_LARGE, subgraphs ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement, undefined, { answer: 2000 })
      const members = 'members { nodes { id name community { id name } } }'
      for (const query of [
        `{ community(community: "x") { ${members} } }`,
        '{ community(community: "x") { members { nodes { name cred { total } } } } }',
        '{ __schema { types { name description } } }',
      ]) {
        const { body } = await gateway.post(query)
        assert.equal(body.errors[0].extensions.code, 'ANSWER_TOO_LARGE', query)
        assert.ok(JSON.stringify(body).length < 2000)
        for (const transport of streamTransports) {
          const { value } = await listen(t, transport, gateway.url, query).next()
          assert.equal(value.errors[0].extensions.code, 'ANSWER_TOO_LARGE', transport)
        }
      }
      assert.equal((await gateway.post('{ viewer { kind } }')).body.errors, undefined)
      assert.deepEqual(gateway.reported, [])
    })

    it(`A query that takes too long is refused with TOO_SLOW and its work is stopped, subgraphs ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement, undefined, { seconds: 0.5 })
      const { body } = await gateway.post('{ slow }')
      assert.equal(body.errors[0].extensions.code, 'TOO_SLOW')
      await gateway.fakes.slowEnded
      for (const transport of streamTransports) {
        const { value } = await listen(t, transport, gateway.url, '{ slow }').next()
        assert.equal(value.errors[0].extensions.code, 'TOO_SLOW', transport)
      }
      gateway.fakes.release()
      assert.deepEqual((await gateway.post('{ slow }')).body, { data: { slow: 'done' } })
      assert.deepEqual(gateway.reported, [])
    })

    for (const transport of ['http', ...streamTransports] as const)
      it(`A query whose client left is stopped, over ${transport}, subgraphs ${arrangement}`, async (t) => {
        const gateway = await testGateway(t, arrangement)
        let leave: () => void
        if (transport === 'http') {
          const gone = new AbortController()
          const headers = { 'content-type': 'application/json' }
          const body = JSON.stringify({ query: '{ slow viewer { kind } }' })
          fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body, signal: gone.signal }).catch(() => {})
          leave = () => gone.abort()
        } else ({ leave } = listen(t, transport, gateway.url, '{ slow }'))
        await gateway.fakes.slowAsked
        leave()
        await gateway.fakes.slowEnded
        assert.deepEqual(gateway.reported, [])
      })
  })
}
