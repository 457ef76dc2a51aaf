// Clients that send the name of a document, and servers that take no other; a schema that is not told.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { formatDocument, stringifyDocument } from '@urql/core'
import { type DocumentNode, Kind } from 'graphql'
import { readConfig } from '../../../backbone/config.ts'
import { defaultLimits } from '../../../backbone/limits.ts'
import { documentsOf, readDocuments } from '../../../gateway/graph/documents.ts'
import { ownDocuments } from '../../../gateway/page/documents.ts'
import { Refusal } from '../../../schema/errors.ts'
import * as ofThePage from '../../../schema/generated/dashboard.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { listen, until } from '../clients.ts'
import { keys, testGateway } from '../server.ts'

const asked = { operationName: null, variables: {} }
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const refusedAs = (code: string, work: () => unknown) =>
  assert.throws(work, (error) => error instanceof Refusal && error.code === code)

function folder(t: TestContext, files: Record<string, unknown>): string {
  const path = temporaryFolder(t)
  for (const [name, value] of Object.entries(files)) {
    writeFileSync(join(path, name), typeof value === 'string' ? value : JSON.stringify(value))
  }
  return path
}

describe('registered documents', () => {
  it('Registered documents are read as the tools of clients write them', (t) => {
    const path = folder(t, {
      'codegen.json': { a1b2: 'query A { a }', constructor: 'query C { c }' },
      'apollo.json': {
        format: 'apollo-persisted-query-manifest',
        version: 1,
        operations: [{ id: 'b', name: 'B', type: 'query', body: 'query B { b }' }],
      },
      'readme.txt': 'not one',
    })
    mkdirSync(join(path, 'more'))
    const found = readDocuments(path)
    assert.deepEqual(Object.fromEntries(found), {
      a1b2: 'query A { a }',
      constructor: 'query C { c }',
      b: 'query B { b }',
    })
    assert.equal(readDocuments(join(path, 'codegen.json')).size, 2)
    const bad: unknown[] = [
      'not JSON',
      ['query A { a }'],
      'null',
      { a: 1 },
      { a: 'query {' },
      { operations: [{ id: 'x' }], format: '' },
    ]
    for (const value of bad) {
      assert.throws(() => readDocuments(folder(t, { 'bad.json': value })), /^Error: FOLKMOOT_DOCUMENTS: wanted/)
    }
    const twice = folder(t, { '1.json': { a: '{ a }' }, '2.json': { a: '{ b }' } })
    assert.throws(() => readDocuments(twice), /another text for "a"/)
    assert.throws(() => readDocuments(join(path, 'nowhere')), /ENOENT/)
    assert.throws(() => readConfig({ FOLKMOOT_DOCUMENTS_ONLY: 'yes' }), /wanted true or false; got "yes"/)
    assert.throws(() => readConfig({ FOLKMOOT_INTROSPECTION: 'no' }), /wanted on or off/)
  })

  it('Registered documents are found by their ids and by their hash, and nothing else is', () => {
    const text = 'query A { a { b } }'
    const documents = documentsOf(new Map([['a1', text]]), true, defaultLimits)
    for (const documentId of ['a1', sha256(text), `sha256:${sha256(text)}`]) {
      assert.equal(documents.admit({ ...asked, query: null, documentId }).query, text)
    }
    for (const documentId of ['a2', 'constructor', '__proto__', sha256('{ a }'), text]) {
      refusedAs('DOCUMENT_UNKNOWN', () => documents.admit({ ...asked, query: null, documentId }))
    }
    const admit = (query: string) => documents.admit({ ...asked, query, documentId: null }).query
    const fragments = ['query F { a { ...X } }', 'fragment X on A { b }']
    const ordered = documentsOf(new Map([['f', fragments.join(' ')]]), true, defaultLimits)
    ordered.admit({ ...asked, query: fragments.reverse().join(' '), documentId: null })
    const same = ['query A{a{b}}', '# why\nquery A { __typename a { b __typename } }', text]
    for (const query of same) assert.equal(admit(query), query)
    const others = [
      'query B { a { b } }',
      'query A { a { b } } query B { a { b } }',
      'query A { a { c: b } }',
      'query A { a { x: __typename b } }',
      'query A { a { b @skip(if: false) } }',
      'query A { a { b b } }',
      'query A { a { ',
      `query A { a { ${'b '.repeat(10_000)} } }`,
    ]
    for (const query of others) refusedAs('DOCUMENT_REQUIRED', () => admit(query))
  })

  it('Registered documents have everything that our page asks, as it asks it', () => {
    const documents = documentsOf(ownDocuments(), true, defaultLimits)
    const operations = Object.values(ofThePage).filter((each: any) =>
      each?.definitions?.some((definition: any) => definition.kind === Kind.OPERATION_DEFINITION),
    ) as unknown as DocumentNode[]
    assert.ok(operations.length > 20)
    for (const each of operations) {
      documents.admit({ ...asked, query: stringifyDocument(formatDocument(each) as DocumentNode), documentId: null })
    }
  })
})

describe('registered documents alone', () => {
  it('A server for registered documents refuses others and tells no schema, on every transport to anyone', async (t) => {
    const [viewer, stream] = [
      'query Who { viewer { kind } }',
      'subscription S { decisions(community: "com_1") { cursor } }',
    ]
    const registered = new Map([
      ['who', viewer],
      ['stream', stream],
      ['bad', '{ viewr { kind } }'],
      ['schema', '{ __schema { types { name } } }'],
      ['type', 'query T { ...F } fragment F on Query { __type(name: "Query") { name } }'],
      ['name', '{ __typename }'],
      ['input', 'query I($a: AccountInput!) { cred(community: "com_1", account: $a) { total } }'],
    ])
    const documents = documentsOf(registered, true, defaultLimits)
    const gateway = await testGateway(t, 'together', undefined, { documents, introspection: false })
    const post = async (body: object, key: string = keys.admin) =>
      (await gateway.post('', { key, body: JSON.stringify(body) })).body
    const code = (answer: any) => answer.errors[0].extensions.code

    assert.equal((await post({ documentId: 'who' })).data.viewer.kind, 'admin')
    assert.equal((await post({ query: viewer.replace(' {', '{') })).data.viewer.kind, 'admin')
    const extensions = { persistedQuery: { version: 1, sha256Hash: sha256(viewer) } }
    assert.equal((await post({ extensions })).data.viewer.kind, 'admin')
    assert.equal(code(await post({ query: '{ viewer { kind } }' })), 'DOCUMENT_REQUIRED')
    assert.equal(code(await post({ query: '{ viewer { kind } }', documentId: 'who' })), 'DOCUMENT_REQUIRED')
    assert.equal(code(await post({ documentId: 'whom' })), 'DOCUMENT_UNKNOWN')
    for (const body of [
      {},
      { query: '' },
      { documentId: 1 },
      { documentId: '' },
      { documentId: 'x'.repeat(600) },
      { query: 1 },
    ])
      assert.equal(code(await post(body)), 'BAD_REQUEST')

    const get = async (parameters: Record<string, string>) => {
      const url = `${gateway.url}/graphql?${new URLSearchParams(parameters)}`
      const answer = await fetch(url, { headers: { accept: 'text/event-stream' } })
      return answer.text()
    }
    assert.match(await get({ documentId: 'who' }), /"kind":"anonymous"/)
    assert.match(await get({ extensions: JSON.stringify(extensions) }), /"kind":"anonymous"/)
    assert.match(await get({ query: stream.replace('cursor', '__typename') }), /DOCUMENT_REQUIRED/)

    const refused = listen(t, 'ws', gateway.url, '{ viewer { kind } }', keys.admin)
    assert.equal((await refused.next()).error[0].extensions.code, 'DOCUMENT_REQUIRED')
    const heard = listen(t, 'ws', gateway.url, { query: '', documentId: 'stream' }, keys.admin)
    const next = heard.next()
    await until(() => gateway.fakes.watchers() > 0)
    gateway.fakes.publish({ id: 'dec_1' })
    assert.ok((await next).value.data.decisions.cursor)

    for (const documentId of ['schema', 'type']) assert.equal(code(await post({ documentId })), 'INTROSPECTION_OFF')
    assert.deepEqual((await post({ documentId: 'name' })).data, { __typename: 'Query' })
    const { errors } = await post({ documentId: 'bad' })
    assert.match(errors[0].message, /Cannot query field "viewr"/)
    const told = [errors, (await post({ documentId: 'input', variables: { a: { platfrm: 'x' } } })).errors]
    assert.doesNotMatch(JSON.stringify(told), /Did you mean|viewer"/)
  })
})
