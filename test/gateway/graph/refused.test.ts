// What is wrong with an operation itself is told before any part is asked, with where it is, over every transport.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { listen } from '../clients.ts'
import { arrangements, type TestGateway, testGateway } from '../server.ts'

interface Told {
  message: string
  locations?: { line: number; column: number }[]
  path?: unknown
  extensions: { code: string }
}

const ways: Record<string, (t: TestContext, gateway: TestGateway, asked: object) => Promise<Told[]>> = {
  async http(_, gateway, asked) {
    const { status, body } = await gateway.post('', {
      headers: { accept: 'application/graphql-response+json' },
      body: JSON.stringify(asked),
    })
    assert.equal(status, 400)
    assert.deepEqual(Object.keys(body), ['errors'])
    return body.errors
  },
  async sse(t, gateway, asked) {
    const { value } = await listen(t, 'sse', gateway.url, asked).next()
    assert.deepEqual(Object.keys(value), ['errors'])
    return value.errors
  },
  async ws(t, gateway, asked) {
    const { error } = await listen(t, 'ws', gateway.url, asked).next()
    return error
  },
}

for (const arrangement of arrangements)
  for (const [way, told] of Object.entries(ways))
    describe(`operations that cannot be run, over ${way}, ${arrangement}`, () => {
      it(`An operation that does not fit the schema is told where, over ${way}, ${arrangement}`, async (t) => {
        const gateway = await testGateway(t, arrangement)
        for (const [query, code, ...locations] of [
          ['{\n  viewer { kind }\n  nope\n}', 'GRAPHQL_VALIDATION_FAILED', [3, 3]],
          ['query A { viewer { ...F } }\n\nfragment F on Viewer {\n\tmore\n}', 'GRAPHQL_VALIDATION_FAILED', [4, 2]],
          ['{ a: viewer { kind }\r\n  a: platforms }', 'GRAPHQL_VALIDATION_FAILED', [1, 3], [2, 3]],
          ['{ viewer { kind }\n  "text" }', 'GRAPHQL_PARSE_FAILED', [2, 3]],
          ['{ viewer {', 'GRAPHQL_PARSE_FAILED', [1, 11]],
        ] as [string, string, ...[number, number][]][]) {
          const [error] = await told(t, gateway, { query })
          assert.equal(error!.extensions.code, code, query)
          assert.deepEqual(
            error!.locations?.map(({ line, column }) => [line, column]),
            locations,
            query,
          )
        }
        assert.equal(gateway.fakes.viewers.length, 0)
      })

      it(`A variable that does not fit is told where it is declared, over ${way}, ${arrangement}`, async (t) => {
        const gateway = await testGateway(t, arrangement)
        for (const [what, selection] of Object.entries({
          'of one part': '{ community(community: $c) { name } }',
          'of several parts': '{ community(community: $c) { members { nodes { cred { total } } } } }',
          'about the schema': '{ __type(name: $c) { name } }',
          'about the schema and more': '{ __type(name: $c) { name } viewer { kind } }',
          'that changes something': 'mutation { revokeApiKey(id: $c) { name } }',
          'that is a stream': 'subscription { decisions(community: $c) { cursor } }',
          'that is a state': 'subscription { decision(id: $c) { outcome } }',
        })) {
          const type = selection.includes('__type(') ? 'String!' : 'ID!'
          const query = selection.replace(/^(\w* ?)\{/, (_, operation) => `${operation || 'query'} (\n  $c: ${type}) {`)
          for (const variables of [{}, { c: null }, { c: { a: 1 } }]) {
            const errors = await told(t, gateway, { query, variables })
            assert.deepEqual(
              errors.map(({ extensions, path }) => [extensions.code, path]),
              [['BAD_INPUT', undefined]],
              `${what} ${JSON.stringify(variables)}`,
            )
            assert.match(errors[0]!.message, /^Variable "\$c"/)
            assert.deepEqual(errors[0]!.locations, [{ line: 2, column: 3 }])
          }
        }
        assert.equal(gateway.fakes.viewers.length, 0, 'no part was asked')
      })
    })
