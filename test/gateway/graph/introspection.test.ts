// Questions about the schema beside others: each is answered as if it came alone.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { arrangements, keys, testGateway } from '../server.ts'

const names = '__schema { queryType { name } }'

for (const arrangement of arrangements)
  describe(`questions about the schema beside others, ${arrangement}`, () => {
    it(`A question about the schema is answered beside others, in the order asked, ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const answer = async (query: string, variables = {}) => {
        const { status, body } = await gateway.post(query, { variables })
        assert.equal(status, 200)
        return JSON.stringify(body)
      }
      const schema = { queryType: { name: 'Query' } }
      const viewer = { kind: 'anonymous' }
      assert.equal(
        await answer(`{ t: __typename a: ${names} viewer { kind } b: __type(name: "Viewer") { name } platforms }`),
        JSON.stringify({
          data: { t: 'Query', a: schema, viewer, b: { name: 'Viewer' }, platforms: ['opencollective'] },
        }),
      )
      assert.equal(
        await answer(`{ viewer { kind } ...F platforms } fragment F on Query { __schema { ...S } ... { it: viewer { kind } } }
          fragment S on __Schema { queryType { name } }`),
        JSON.stringify({ data: { viewer, __schema: schema, it: viewer, platforms: ['opencollective'] } }),
      )
      assert.equal(
        await answer(`{ ${names} __typename }`),
        JSON.stringify({ data: { __schema: schema, __typename: 'Query' } }),
      )
    })

    it(`A question about the schema beside others has the variables and conditions of both, ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const query = `query ($type: String!, $c: ID!, $not: Boolean!) {
        __type(name: $type) { name } ... @skip(if: $not) { left: ${names} viewer { kind } }
        community(community: $c) { name } __schema @include(if: $not) { queryType { name } } }`
      const both = async (not: boolean) =>
        (await gateway.post(query, { variables: { type: 'Member', c: 'x', not } })).body
      const schema = { queryType: { name: 'Query' } }
      assert.deepEqual(await both(true), {
        data: { __type: { name: 'Member' }, community: { name: 'Tidewater' }, __schema: schema },
      })
      assert.deepEqual(await both(false), {
        data: {
          __type: { name: 'Member' },
          left: schema,
          viewer: { kind: 'anonymous' },
          community: { name: 'Tidewater' },
        },
      })
    })

    it(`A question about the schema beside others leaves their errors where they are, ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const { body } = await gateway.post(`{ ${names} it: fail(how: "refusal") }`)
      assert.deepEqual(body.data, { __schema: { queryType: { name: 'Query' } }, it: null })
      assert.deepEqual(
        body.errors.map(({ path, extensions }: any) => [path, extensions.code]),
        [[['it'], 'COMMUNITY_NOT_FOUND']],
      )
    })
  })

describe('limits of questions about the schema', () => {
  it('A question about the schema beside others costs what both do', async (t) => {
    const types = '{ __schema { types { fields { name type { name } } } } viewer { kind } }'
    const cost = async (limit: number, query: string) => {
      const gateway = await testGateway(t, 'together', undefined, { cost: limit })
      return (await gateway.post(query)).body.errors?.[0].extensions.code ?? 'ok'
    }
    const members = 'community(community: "x") { members(first: 100) { nodes { name } } }'
    assert.equal(await cost(150, `{ ${members} }`), 'ok')
    assert.equal(await cost(150, types), 'TOO_COMPLEX')
    const fields = '__type(name: "Member") { fields { name type { name kind } } }'
    assert.equal(await cost(150, `{ ${fields} }`), 'ok')
    assert.equal(await cost(150, `{ ${fields} ${members} b: ${members} }`), 'TOO_COMPLEX')
    assert.equal(await cost(110, `{ ${members} }`), 'ok')
    assert.equal(await cost(110, `{ ${fields} ${members} }`), 'TOO_COMPLEX')
  })

  it('A question about the schema is refused beside others where none is answered', async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { introspection: false })
    const { body } = await gateway.post(`{ viewer { kind } ${names} }`, { key: keys.admin })
    assert.deepEqual([body.errors[0].extensions.code, body.data], ['INTROSPECTION_OFF', undefined])
    assert.equal(gateway.fakes.viewers.length, 0)
  })

  it('A value that is not known is told without what is near to it, where the schema is not told', async (t) => {
    const wrong = { variables: { a: { platfrom: 'github' } } }
    const query = 'query ($a: AccountInput!) { cred(community: "x", account: $a) { total } }'
    const said = async (introspection: boolean) => {
      const gateway = await testGateway(t, 'together', undefined, { introspection })
      const { body } = await gateway.post(query, wrong)
      return body.errors.map(({ message }: any) => message).join(' ')
    }
    assert.match(await said(true), /Did you mean "platform"/)
    assert.doesNotMatch(await said(false), /Did you mean/)
  })
})
