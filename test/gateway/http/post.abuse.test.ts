import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { describe, it } from 'node:test'
import { defaultLimits as limits } from '../../../backbone/limits.ts'
import { listen, streamTransports } from '../clients.ts'
import { keys, testGateway } from '../server.ts'

const code = ({ body }: { body: any }) => body.errors[0].extensions.code

describe('POST /graphql', () => {
  it('POST /graphql refuses what is not JSON, or does not say that it is', async (t) => {
    const gateway = await testGateway(t)
    for (const body of ['', '{', 'query=%7Bviewer%7D', '"{ viewer { kind } }"', 'null', '7']) {
      const answer = await gateway.post('', { body })
      assert.deepEqual([answer.status, code(answer)], [400, 'BAD_REQUEST'], body)
    }
    const body = JSON.stringify({ query: '{ viewer { kind } }' })
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const answer = await gateway.post('', { body, headers: { 'content-type': type } })
      assert.deepEqual([answer.status, code(answer)], [415, 'BAD_REQUEST'], type)
    }
  })

  it('POST /graphql refuses a request of another form', async (t) => {
    const gateway = await testGateway(t)
    const query = '{ viewer { kind } }'
    for (const value of [
      [{ query }, { query }],
      {},
      { query: 7 },
      { query: '' },
      { query, variables: 'x' },
      { query, variables: [] },
      { query, operationName: {} },
    ]) {
      const answer = await gateway.post('', { body: JSON.stringify(value) })
      assert.deepEqual([answer.status, code(answer)], [400, 'BAD_REQUEST'], JSON.stringify(value))
    }
  })

  it('POST /graphql refuses a body of more than a megabyte, said or unsaid', async (t) => {
    const gateway = await testGateway(t)
    const answer = await gateway.post('', { body: `"${'x'.repeat(limits.body)}"` })
    assert.deepEqual([answer.status, code(answer)], [413, 'TOO_LARGE'])
    async function* chunks() {
      for (let sent = 0; sent < 32; sent++) yield new Uint8Array(65536).fill(32)
    }
    const unsaid = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: chunks(),
      duplex: 'half',
    } as unknown as RequestInit).then(
      ({ status }) => status,
      () => 413, // the connection was closed while it was still sending
    )
    assert.equal(unsaid, 413)
    assert.equal((await gateway.post('{ __typename }')).status, 200)
  })

  it('POST /graphql refuses other methods, and GET unless it opens a stream', async (t) => {
    const gateway = await testGateway(t)
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
      const answer = await fetch(`${gateway.url}/graphql?query={viewer{kind}}`, { method })
      assert.equal(answer.status, 405)
    }
    const accept = { accept: 'text/event-stream' }
    const mutation = encodeURIComponent('mutation { join { name } }')
    const answer = await fetch(`${gateway.url}/graphql?query=${mutation}`, {
      headers: { ...accept, authorization: `Bearer ${keys.admin}` },
    })
    assert.equal(answer.status, 405)
    assert.equal(gateway.fakes.viewers.length, 0)
  })

  it('POST /graphql refuses operations that are too large, deep, wide, many or costly', async (t) => {
    const gateway = await testGateway(t)
    const deep = (n: number) =>
      `{ community(community: "x") { ${'members { nodes { community { '.repeat(n)} name ${'} } } '.repeat(n)} } }`
    const loops = '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'
    const doubling = Array.from({ length: 30 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(
      ' ',
    )
    for (const query of [
      `{ ${'viewer { kind } '.repeat(2000)} }`,
      `{ ${Array.from({ length: limits.rootFields + 1 }, (_, i) => `a${i}: viewer { kind }`).join(' ')} }`,
      `{ viewer { ${'kind '.repeat(limits.selections + 1)} } }`,
      deep(7),
      '{ community(community: "x") { members(first: 1000000) { nodes { name } } } }',
      '{ community(community: "x") { members(first: 400) { nodes { community { members(first: 400) { nodes { id } } } } } } }',
      loops,
      `{ ${`viewer { ${'kind '.repeat(limits.selections - 5)} } `.repeat(15)} }`,
      `{ ...F0 } ${doubling} fragment F30 on Query { viewer { kind } }`,
    ]) {
      const answer = await gateway.post(query)
      assert.equal(code(answer), 'TOO_COMPLEX', query.slice(0, 100))
    }
    const first = 'query ($n: Int = 1000000) { community(community: "x") { members(first: $n) { nodes { name } } } }'
    assert.equal(code(await gateway.post(first)), 'TOO_COMPLEX')
    assert.equal(code(await gateway.post(first, { variables: { n: 500_000 } })), 'TOO_COMPLEX')
    assert.equal((await gateway.post(first, { variables: { n: 3 } })).body.data.community.members.nodes.length, 3)
    assert.equal((await gateway.post(deep(1))).body.errors, undefined)
  })

  it('POST /graphql refuses what does not parse or fit the schema, with where', async (t) => {
    const gateway = await testGateway(t)
    const headers = { accept: 'application/graphql-response+json' }
    const unparsed = await gateway.post('{ viewer {', { headers })
    assert.deepEqual([unparsed.status, code(unparsed)], [400, 'GRAPHQL_PARSE_FAILED'])
    assert.deepEqual(unparsed.body.errors[0].locations, [{ line: 1, column: 11 }])
    for (const query of ['{ nope }', '{ viewer }', 'query A { __typename } query B { __typename }']) {
      const answer = await gateway.post(query, { headers })
      assert.deepEqual([answer.status, code(answer)], [400, 'GRAPHQL_VALIDATION_FAILED'], query)
      assert.equal(answer.body.data, undefined)
    }
  })

  for (const arrangement of ['together', 'apart'] as const)
    it(`POST /graphql refuses the federation’s own fields, by any name and transport, subgraphs ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const entities = '_entities(representations: [{ __typename: "Member", id: "mem_1" }]) { __typename }'
      const inner = [
        '{ _service { sdl } }',
        `{ ${entities} }`,
        `{ viewer: _service { sdl } }`,
        `{ viewer { kind } ...more } fragment more on Query { other: ${entities} }`,
        `{ ... on Query { ... { _service { sdl } } } }`,
        `query ($no: Boolean = true) { _service @include(if: $no) { sdl } }`,
        `mutation { ${entities} }`,
        `subscription { ${entities} }`,
        'subscription { _service { sdl } }',
      ]
      const before = gateway.fakes.viewers.length
      for (const query of inner) {
        const { body } = await gateway.post(query, { key: keys.admin })
        assert.equal(body.errors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED', query)
        assert.equal(body.data, undefined)
        for (const transport of streamTransports) {
          const { value, error } = await listen(t, transport, gateway.url, query, keys.admin).next()
          const [refused] = value?.errors ?? [error].flat()
          assert.equal(refused.extensions?.code, 'GRAPHQL_VALIDATION_FAILED', `${transport}: ${query}`)
        }
      }
      assert.equal(gateway.fakes.viewers.length, before, 'no part was asked')
      const types = '{ __type(name: "_Any") { name } join: __type(name: "join__Graph") { name } }'
      assert.deepEqual((await gateway.post(types, { key: keys.admin })).body.data, { __type: null, join: null })
    })

  it('POST /graphql refuses a subscription without a stream to send it on', async (t) => {
    const gateway = await testGateway(t)
    const answer = await gateway.post('subscription { decisions(community: "x") { cursor } }')
    assert.deepEqual([answer.status, code(answer)], [400, 'BAD_REQUEST'])
    assert.equal(gateway.fakes.watchers(), 0)
  })

  for (const arrangement of ['together', 'apart'] as const)
    it(`POST /graphql refuses names that every object has, on every transport, subgraphs ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const members = 'members(first: 1) { nodes { name cred { total } } }'
      const hostile = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineSetter__']
      const before = gateway.fakes.viewers.length
      for (const query of [
        ...hostile.map((name) => `{ community(community: "x") { ${name}: ${members} } }`),
        `{ ${hostile[0]}: community(community: "x") { ${members} } }`,
        `{ community(community: "x") { ...more } } fragment more on Community { __proto__: ${members} }`,
        `{ community(community: "x") { ... on Community { ... { constructor: ${members} } } } }`,
        'query constructor { viewer { kind } }',
        'query ($__proto__: String) { viewer { kind } }',
        '{ viewer { ...prototype } } fragment prototype on Viewer { kind }',
        '{ viewer { kind } } query other { __proto__: viewer { kind } }',
        'subscription { __proto__: decisions(community: "x") { decision { id } } }',
        '{ hasOwnProperty }',
      ]) {
        const answer = await gateway.post(query)
        assert.deepEqual([answer.status, code(answer), answer.body.data], [200, 'NAME_REFUSED', undefined], query)
        for (const transport of streamTransports) {
          const { value, error } = await listen(t, transport, gateway.url, query).next()
          const [refused] = value?.errors ?? [error].flat()
          assert.equal(refused.extensions?.code, 'NAME_REFUSED', `${transport}: ${query}`)
        }
      }
      assert.equal(gateway.fakes.viewers.length, before, 'no part was asked')
      // A name without a declaration is read by nobody.
      await gateway.post('', { body: '{"query":"{ viewer { kind } }","variables":{"__proto__":{"polluted":true}}}' })
      await gateway.post('', { body: '{"query":"{ viewer { kind } }","__proto__":{"variables":{"polluted":true}}}' })
      assert.equal(({} as any).polluted, undefined)
      const keys = (value: object) => Object.keys(value)
      for (const each of [Object.prototype, Function.prototype, Object.prototype.toString])
        assert.deepEqual(keys(each), [])
    })

  it('POST /graphql refuses bytes that are not HTTP', async (t) => {
    const gateway = await testGateway(t)
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
    socket.end('\x16\x03\x01 hello\r\n\r\n')
    let heard = ''
    for await (const chunk of socket) heard += chunk
    assert.match(heard, /^HTTP\/1\.1 400/)
    assert.equal((await gateway.post('{ __typename }')).status, 200)
  })
})

describe('other HTTP paths', () => {
  it('Other paths answer what they are for, and 404 elsewhere', async (t) => {
    const gateway = await testGateway(t)
    const get = async (path: string) => {
      const answer = await fetch(gateway.url + path)
      return [answer.status, await answer.text()] as const
    }
    assert.equal((await get('/health/live'))[0], 200)
    assert.equal((await get('/health/ready'))[0], 200)
    assert.match((await get('/'))[1], /Folkmoot/)
    await gateway.post('{ viewer { kind } }')
    assert.match(
      (await get('/metrics'))[1],
      /folkmoot_operations_seconds_count\{transport="http",type="query",outcome="ok"\} 1/,
    )
    for (const path of ['/graphql/', '/nope', '/hooks', '/hooks/a', '/hooks/a/b/c', '/../etc/passwd', '//']) {
      assert.equal((await get(path))[0], 404, path)
    }
  })
})
