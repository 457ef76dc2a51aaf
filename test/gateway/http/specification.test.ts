// GraphQL over HTTP, as its authors test it, and what they have no test for: https://http-spec.graphql.org.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { serverAudits } from 'graphql-http'
import { arrangements, keys, testGateway } from '../server.ts'

const own = 'application/graphql-response+json'
const headersOf = (accept: string) => ({ headers: { accept } })

describe('GraphQL over HTTP', () => {
  it('GraphQL over HTTP is spoken as every MUST and SHOULD of its audits wants it', async (t) => {
    const gateway = await testGateway(t)
    const audits = serverAudits({ url: `${gateway.url}/graphql` })
    assert.equal(audits.length, 61)
    const failed: string[] = []
    for (const { id, name, fn } of audits) {
      const result = await fn()
      if (result.status === 'ok') continue
      if (name.startsWith('MAY')) t.diagnostic(`not done: ${id} ${name}`)
      else failed.push(`${id} ${name}: ${result.reason}`)
    }
    assert.deepEqual(failed, [])
  })

  it('GraphQL over HTTP is answered by the type that is wanted, or not at all', async (t) => {
    const gateway = await testGateway(t)
    const typeFor = async (accept: string) => {
      const { status, headers } = await gateway.post('{ viewer { kind } }', headersOf(accept))
      return [status, headers.get('content-type')]
    }
    assert.deepEqual(await typeFor(`application/json;q=0.9, ${own}`), [200, `${own}; charset=utf-8`])
    assert.deepEqual(await typeFor(`application/json, ${own};q=0.9`), [200, 'application/json; charset=utf-8'])
    assert.deepEqual(await typeFor(`${own};q=0, */*`), [200, 'application/json; charset=utf-8'])
    const before = gateway.fakes.viewers.length
    assert.equal((await typeFor('text/html'))[0], 406)
    const { status, body } = await gateway.post('mutation { join { name } }', {
      ...headersOf('application/json;q=0'),
      key: keys.admin,
    })
    assert.deepEqual([status, body.errors[0].extensions.code], [406, 'BAD_REQUEST'])
    assert.equal(gateway.fakes.viewers.length, before, 'nothing was done')
    assert.equal((await typeFor('text/event-stream;q=0, application/json'))[0], 200)
  })

  it('GraphQL over HTTP takes a name of an operation that is empty for none', async (t) => {
    const gateway = await testGateway(t)
    const asked = (query: string) =>
      gateway.post('', { ...headersOf(own), body: JSON.stringify({ query, operationName: '' }) })
    assert.deepEqual((await asked('query A { viewer { kind } }')).body, { data: { viewer: { kind: 'anonymous' } } })
    const two = await asked('query A { viewer { kind } } query B { viewer { kind } }')
    assert.deepEqual([two.status, two.body.errors[0].extensions.code], [400, 'GRAPHQL_VALIDATION_FAILED'])
  })

  for (const arrangement of arrangements)
    it(`GraphQL over HTTP says by its status what became of an operation, ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const statuses = async (query: string, more: { variables?: object; key?: string } = {}) => {
        const [old, now] = await Promise.all(
          ['application/json', own].map((accept) => gateway.post(query, { ...headersOf(accept), ...more })),
        )
        assert.deepEqual(old!.body, now!.body)
        return [old!.status, now!.status, 'data' in now!.body]
      }
      assert.deepEqual(await statuses('{ viewer { kind } }'), [200, 200, true])
      assert.deepEqual(await statuses('{ viewer { kind } fail(how: "refusal") }'), [200, 200, true])
      assert.deepEqual(await statuses('{ fail(how: "refusal") }'), [200, 200, true])
      assert.deepEqual(await statuses('{ nope }'), [200, 400, false])
      assert.deepEqual(await statuses('{'), [200, 400, false])
      assert.deepEqual(await statuses('query ($h: String!) { fail(how: $h) }'), [200, 400, false])
      assert.deepEqual(await statuses('mutation { join { name } }'), [200, 401, false])
      assert.deepEqual(await statuses('mutation { rename(name: "x") { name } }', { key: keys.reader }), [
        200,
        403,
        false,
      ])
      const first = 'query ($n: Int) { community(community: "x") { members(first: $n) { nodes { name } } } }'
      assert.deepEqual(await statuses(first, { variables: { n: 1_000_000 } }), [200, 400, false])
      // The key is no matter of the operation.
      assert.deepEqual(await statuses('{ viewer { kind } }', { key: 'nope' }), [401, 401, false])
    })

  it('GraphQL over HTTP changes nothing by GET, and says what it takes', async (t) => {
    const gateway = await testGateway(t)
    const query = encodeURIComponent('mutation { join { name } }')
    for (const accept of [own, 'text/event-stream']) {
      const { status, headers } = await fetch(`${gateway.url}/graphql?query=${query}`, headersOf(accept))
      assert.deepEqual([status, headers.get('allow')], [405, 'POST'])
    }
    assert.equal(gateway.fakes.viewers.length, 0)
  })
})
