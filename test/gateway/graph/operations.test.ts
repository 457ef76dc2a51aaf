// One suite over both arrangements: subgraphs in the gateway's process, and each behind its own port.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { getIntrospectionQuery } from 'graphql'
import { arrangements, keys, testGateway } from '../server.ts'

const decision =
  '{ decision(id: "dec_1") { outcome maker { name cred { total of } } actions { kind initiator { name } } } }'

for (const arrangement of arrangements) {
  describe(`POST of operations, subgraphs ${arrangement}`, () => {
    it(`An operation by POST takes fields of four subgraphs, and what one requires, ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const { status, body } = await gateway.post(decision)
      assert.equal(status, 200)
      const action = { kind: 'opencollective.expense.created', initiator: { name: 'name of mem_2' } }
      const maker = { name: 'name of mem_1', cred: { total: 42.5, of: 'github' } }
      assert.deepEqual(body, { data: { decision: { outcome: 'APPROVED', maker, actions: [action, action] } } })
    })

    it(`An operation by POST tells each subgraph who asks, ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      await gateway.post(decision, { key: keys.reader })
      assert.ok(gateway.fakes.viewers.length >= 4)
      for (const viewer of gateway.fakes.viewers) assert.equal(viewer.key, 'key_reader')
    })

    it(`An operation by POST asks each subgraph once for fifty members, ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const { body } = await gateway.post('{ community(community: "x") { members { nodes { name cred { total } } } } }')
      assert.equal(body.data.community.members.nodes.length, 50)
      assert.equal(gateway.fakes.viewers.length, 2)
    })

    it(`An operation by POST without a key is anonymous, with a bad one refused, ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      assert.equal((await gateway.post('{ viewer { kind } }')).body.data.viewer.kind, 'anonymous')
      assert.equal((await gateway.post('{ viewer { kind } }', { key: keys.admin })).body.data.viewer.kind, 'admin')
      for (const authorization of ['Bearer nope', 'Basic abc', 'Bearer', 'Bearer ', `Bearer ${keys.admin} x`]) {
        const { status, headers, body } = await gateway.post('{ viewer { kind } }', { headers: { authorization } })
        assert.equal(status, 401, authorization)
        assert.equal(headers.get('www-authenticate'), 'Bearer')
        assert.equal(body.errors[0].extensions.code, 'UNAUTHENTICATED')
        assert.equal(body.data, undefined)
      }
    })

    it(`An operation by POST without its scopes is refused before any subgraph is asked, ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const code = async (query: string, key?: string) =>
        (await gateway.post(query, key ? { key } : {})).body.errors?.[0].extensions.code ?? 'ok'
      assert.equal(await code('mutation { rename(name: "x") { name } }'), 'UNAUTHENTICATED')
      assert.equal(await code('mutation { rename(name: "x") { name } }', keys.driver), 'FORBIDDEN')
      assert.equal(
        await code('mutation { ...F } fragment F on Mutation { a: rename(name: "x") { name } }', keys.driver),
        'FORBIDDEN',
      )
      assert.equal(await code('mutation { decide(outcome: "x") { outcome } }', keys.reader), 'FORBIDDEN')
      assert.equal(await code('mutation { join { name } }'), 'UNAUTHENTICATED')
      assert.equal(gateway.fakes.viewers.length, 0)
      assert.equal(await code('mutation { join { name } }', keys.reader), 'ok')
      assert.equal(await code('mutation { decide(outcome: "x") { outcome } }', keys.driver), 'ok')
      assert.equal(await code('mutation { rename(name: "x") { name } }', keys.admin), 'ok')
    })

    it(`An operation by POST with a revoked key does nothing from the revocation on, ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const revoke = `mutation { revokeApiKey(id: "${keys.reader}") { name } }`
      assert.equal((await gateway.post(revoke, { key: keys.reader })).status, 200)
      assert.equal((await gateway.post('{ viewer { kind } }', { key: keys.reader })).status, 401)
    })

    it(`An operation by POST passes on refusals by code, and masks and logs others, ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const refused = await gateway.post('{ fail(how: "refusal") }')
      assert.deepEqual(refused.body.errors, [
        {
          message: 'Wanted a community; got none.',
          path: ['fail'],
          extensions: { code: 'COMMUNITY_NOT_FOUND', got: 'x' },
        },
      ])
      assert.equal(gateway.reported.length, 0)
      const masked = await gateway.post('{ fail(how: "bug") }')
      assert.equal(masked.body.errors[0].extensions.code, 'INTERNAL_SERVER_ERROR')
      assert.deepEqual(masked.body.errors[0].path, ['fail'])
      assert.doesNotMatch(JSON.stringify(masked.body), /hunter2/)
      assert.equal(gateway.reported.length, 1)
      assert.match(String(gateway.reported[0]), /hunter2/)
    })

    it(`An operation by POST is told which variable does not fit, ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const query = 'query ($c: ID!) { community(community: $c) { name } }'
      for (const variables of [{}, { c: null }, { c: { a: 1 } }]) {
        const { body } = await gateway.post(query, { variables })
        assert.equal(body.errors[0].extensions.code, 'BAD_INPUT')
        assert.match(body.errors[0].message, /Variable "\$c"/)
      }
    })

    it(`An operation by POST may ask about the schema, by itself, ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const { body } = await gateway.post('{ __type(name: "Decision") { fields { name type { kind } } } }')
      assert.deepEqual(body.data.__type.fields[0], { name: 'id', type: { kind: 'NON_NULL' } })
      assert.deepEqual((await gateway.post('{ __typename }')).body, { data: { __typename: 'Query' } })
      const all = getIntrospectionQuery({ inputValueDeprecation: true, schemaDescription: true, specifiedByUrl: true })
      const { __schema } = (await gateway.post(all)).body.data
      assert.equal(__schema.subscriptionType.name, 'Subscription')
      assert.ok(
        !__schema.types.some(({ name }: { name: string }) =>
          /^(join|link|federation)__|^_/.test(name.replace(/^__[A-Z]/, '')),
        ),
      )
    })
  })
}

describe('operations while a subgraph is down', () => {
  it('A subgraph that is down makes its own fields null with UNAVAILABLE, and nothing else', async (t) => {
    const gateway = await testGateway(t, 'apart')
    await gateway.down('actions')
    await gateway.down('cred')
    const { status, body } = await gateway.post(decision)
    assert.equal(status, 200)
    const action = { kind: null, initiator: null }
    assert.deepEqual(body.data, {
      decision: { outcome: 'APPROVED', maker: { name: 'name of mem_1', cred: null }, actions: [action, action] },
    })
    assert.deepEqual(
      body.errors.map(({ extensions, path }: any) => [extensions.code, extensions.part, path.join('.')]).sort(),
      [
        ['UNAVAILABLE', 'actions', 'decision.actions.0.initiator'],
        ['UNAVAILABLE', 'actions', 'decision.actions.0.kind'],
        ['UNAVAILABLE', 'actions', 'decision.actions.1.initiator'],
        ['UNAVAILABLE', 'actions', 'decision.actions.1.kind'],
        ['UNAVAILABLE', 'cred', 'decision.maker.cred'],
      ],
    )
    assert.equal(gateway.reported.length, 2)
    await gateway.post(decision)
    assert.equal(gateway.reported.length, 2)
  })

  it('A subgraph that is down does not keep others of the same operation from answering', async (t) => {
    const gateway = await testGateway(t, 'apart')
    await gateway.down('actions')
    const { body } = await gateway.post('{ platforms viewer { kind } }')
    assert.deepEqual(body.data, { platforms: null, viewer: { kind: 'anonymous' } })
    assert.equal(body.errors[0].extensions.code, 'UNAVAILABLE')
    assert.deepEqual(body.errors[0].path, ['platforms'])
  })
})

describe('log of requests', () => {
  it('The log of requests has one line for each, and no secret in any', async (t) => {
    const gateway = await testGateway(t)
    await gateway.post('query Who($s: String) { viewer { kind } }', { key: keys.driver, variables: { s: 'hunter2' } })
    await gateway.post('{ viewer { kind } }', { key: 'wrong-secret' })
    await gateway.post('query Who($s: String!) { viewer { kind } fail(how: $s) }', {
      key: keys.driver,
      variables: { s: 'hunter2' },
    })
    const lines = gateway.lines.filter(({ msg }) => msg === 'request')
    assert.equal(lines.length, 3)
    assert.equal(lines[1].status, 401)
    const { operation, type, transport, status, key, community } = lines[2]
    assert.deepEqual(
      { operation, type, transport, status, key, community },
      { operation: 'Who', type: 'query', transport: 'http', status: 200, key: 'key_driver', community: 'com_1' },
    )
    assert.equal(typeof lines[2].ms, 'number')
    assert.doesNotMatch(JSON.stringify(lines), /hunter2|driver-key|wrong-secret/)
  })
})
