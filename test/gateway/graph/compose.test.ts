import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { buildSchema } from 'graphql'
import { committedSdl } from '../../../gateway/graph/committed.ts'
import { compose } from '../../../gateway/graph/compose.ts'
import { supergraphOf } from '../../../gateway/graph/supergraph.ts'
import { subgraphNames } from '../../../gateway/names.ts'
import { sdl } from '../fakes.ts'

describe('composing the supergraph', () => {
  it('Composing makes the same text from the same subgraphs', () => {
    assert.deepEqual(compose(committedSdl), compose(committedSdl))
  })

  it('Composing joins what the four subgraphs have of one type', () => {
    const api = buildSchema(compose(committedSdl).api)
    const fields = Object.keys((api.getType('Community') as any).getFields())
    for (const field of ['slug', 'cred', 'proposals', 'actions']) assert.ok(fields.includes(field), field)
  })

  it('Composing shows clients nothing of the federation', () => {
    const { api } = compose(committedSdl)
    assert.doesNotMatch(api, /join__|_Entity|_Any|_service|@key/)
  })

  it('Composing says why subgraphs do not fit together', () => {
    const broken = (name: string) =>
      name === 'cred' ? 'type Query { cred: Int } type Viewer { scopes: Int }' : sdl[name as 'cred']
    assert.throws(() => compose(broken), /do not compose[\s\S]*Viewer/)
  })

  it('Composing keeps the scopes that fields declare', () => {
    const { scopes } = supergraphOf(compose((name) => sdl[name as 'cred']))
    assert.deepEqual(scopes.get('Mutation.decide'), [['ADMIN'], ['DRIVE']])
    assert.deepEqual(scopes.get('Mutation.join'), [[]])
    assert.equal(scopes.get('Query.viewer'), undefined)
  })

  const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
    import: ["@key", "@shareable", "@external", "@requires", "@interfaceObject"])\n`
  const composing = (sdl: Readonly<Record<string, string>>) => () =>
    compose((name) => federation + sdl[name], Object.keys(sdl))

  it('Composing refuses a field that is of one type here, and of a wider one there', () => {
    const sdl = (type: string) => ({
      shelves: 'type Query { newest: [Book!] @shareable } type Book @key(fields: "id") { id: ID! }',
      desks: `type Query { newest: ${type} @shareable } union Thing = Book | Lamp
        type Book @key(fields: "id") { id: ID! } type Lamp { watts: Int }`,
    })
    assert.throws(composing(sdl('[Thing]')), /one type of "Query\.newest".*\[Book!\] in shelves, \[Thing\] in desks/)
    assert.match(composing(sdl('[Book]'))().api, /newest: \[Book\]/)
  })

  it('Composing refuses what an interface object needs of a field that all others have', () => {
    const sdl = (title: string) => ({
      shelves: `type Query { things: [Thing] } interface Thing @key(fields: "id") { id: ID! title: String }
        type Book implements Thing @key(fields: "id") { id: ID! title: String }`,
      labels: `type Thing @key(fields: "id") @interfaceObject { id: ID! ${title} }`,
    })
    const needs = 'title: String @external label: String @requires(fields: "title")'
    assert.throws(composing(sdl(needs)), /"Thing\.title", of an interface object.*labels/)
    assert.match(composing(sdl('label: String'))().api, /label: String/)
  })

  it('Composing covers every subgraph', () => {
    assert.deepEqual([...subgraphNames].sort(), Object.keys(sdl).sort())
  })
})
