// Types that parts know differently: enumerations of which one has more values, types that clients do not see, abstract types
// with other members here and there, and objects that stand for an interface.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { parse, validate } from 'graphql'
import { defaultLimits } from '../../../backbone/limits.ts'
import { systemViewer } from '../../../backbone/security/viewer.ts'
import { compose } from '../../../gateway/graph/compose.ts'
import { openGraph } from '../../../gateway/graph/graph.ts'
import { supergraphOf } from '../../../gateway/graph/supergraph.ts'
import { localTransport } from '../../../gateway/transports/local.ts'

interface Part {
  sdl: string
  resolvers: Record<string, Record<string, (...given: any[]) => unknown>>
}

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable",
  "@external", "@requires", "@inaccessible", "@interfaceObject"])\n`

const unexpected = (cause: unknown) => assert.fail(String(cause))

/** A graph of these parts, none of which takes what its own schema does not have. */
async function graphOf(parts: Readonly<Record<string, Part>>) {
  const asked: string[] = []
  const transports = Object.entries(parts).map(([name, { sdl, resolvers }]) => {
    const schema = buildSubgraphSchema([{ typeDefs: parse(link + sdl), resolvers }])
    const transport = localTransport({ schema, context: (viewer) => ({ viewer, loaders: {} }) }, unexpected)
    const execute: typeof transport.execute = (request) => {
      assert.deepEqual(validate(schema, request.document), [])
      asked.push(name)
      return transport.execute(request)
    }
    return [name, { ...transport, execute }] as const
  })
  const supergraph = supergraphOf(compose((name) => link + parts[name]!.sdl, Object.keys(parts)))
  const graph = await openGraph({
    supergraph,
    limits: defaultLimits,
    transports: Object.fromEntries(transports),
    report: unexpected,
  })
  return {
    async ask(query: string): Promise<unknown> {
      const operation = graph.prepare({ query, operationName: null, variables: {} })
      const { data, errors } = await graph.execute(operation, {}, systemViewer)
      assert.deepEqual(errors ?? [], [])
      return JSON.parse(JSON.stringify(data))
    },
    refusal(query: string): string {
      try {
        graph.prepare({ query, operationName: null, variables: {} })
      } catch (error) {
        return (error as Error).message
      }
      return 'none'
    },
    /** The parts that were asked, in order. */
    asked,
  }
}

const lamps = [
  { id: '1', state: 'LIT' },
  { id: '2', state: 'STOLEN' },
]
const halls: Readonly<Record<string, Part>> = {
  halls: {
    sdl: `type Query { lamps: [Lamp!]! lampsIn(state: State!): [Lamp!]! }
      type Lamp @key(fields: "id") { id: ID! state: State }
      enum State { LIT DARK STOLEN @inaccessible }`,
    resolvers: {
      Query: {
        lamps: () => lamps,
        lampsIn: (_: unknown, { state }: any) => lamps.filter((one) => one.state === state),
      },
    },
  },
  bills: {
    sdl: 'type Lamp @key(fields: "id") { id: ID! watts: Int }',
    resolvers: { Lamp: { __resolveReference: ({ id }: any) => ({ id, watts: 40 }) } },
  },
}

const things = [
  { __typename: 'Book', id: 'b', title: 'Walden', pages: 352 },
  { __typename: 'Kettle', id: 'k', title: 'Whistling', litres: 2 },
]
const named = ({ id }: any) => things.find((one) => one.id === id)
/** `shelves` knows what there is; `owners` knows whose things are, and not which things there are; `stains` knows another sort. */
const shed: Readonly<Record<string, Part>> = {
  shelves: {
    sdl: `type Query { newest: Thing things: [Thing!]! any: [Any!]! }
      interface Thing @key(fields: "id") { id: ID! title: String }
      union Any = Book | Kettle
      type Book implements Thing @key(fields: "id") { id: ID! title: String pages: Int }
      type Kettle implements Thing @key(fields: "id") { id: ID! title: String litres: Int }`,
    resolvers: {
      Query: { newest: () => things[0], things: () => things, any: () => things },
      Thing: { __resolveReference: named },
      Book: { __resolveReference: named },
      Kettle: { __resolveReference: named },
    },
  },
  owners: {
    sdl: `type Query { owned: [Thing!]! }
      type Thing @key(fields: "id") @interfaceObject { id: ID! owner: String }`,
    resolvers: {
      Query: { owned: () => things.map(({ id }) => ({ id })) },
      Thing: { __resolveReference: ({ id }: any) => ({ id }), owner: ({ id }: any) => `${id}'s owner` },
    },
  },
  stains: {
    sdl: `type Query { stains: [Stained!]! }
      type Thing @key(fields: "id") @interfaceObject { id: ID! stained: Boolean }
      union Stained = Book | Rug
      type Book @key(fields: "id") { id: ID! }
      type Rug { knots: Int }`,
    resolvers: {
      Query: {
        stains: () => [
          { __typename: 'Rug', knots: 9 },
          { __typename: 'Book', id: 'b' },
        ],
      },
      Thing: { __resolveReference: ({ id }: any) => ({ id }), stained: ({ id }: any) => id === 'k' },
      Book: { __resolveReference: ({ id }: any) => ({ id }) },
    },
  },
}

describe('types that parts know differently', () => {
  it('A value that clients do not see is null to them, whether one part answers or two', async () => {
    const { ask, refusal } = await graphOf(halls)
    const states = [
      { id: '1', state: 'LIT' },
      { id: '2', state: null },
    ]
    assert.deepEqual(await ask('{ lamps { id state } }'), { lamps: states })
    const watts = states.map((one) => ({ ...one, watts: 40 }))
    assert.deepEqual(await ask('{ lamps { id state watts } }'), { lamps: watts })
    assert.match(refusal('{ lampsIn(state: STOLEN) { id } }'), /STOLEN/)
  })

  it('An object of a type that clients do not see is null to them, though they ask only for what its interface has', async () => {
    const { ask, refusal } = await graphOf({
      rooms: {
        sdl: `type Query { inRoom: [Furniture] } interface Furniture { legs: Int }
          type Chair implements Furniture @shareable { legs: Int } type Trap implements Furniture @inaccessible { legs: Int }`,
        resolvers: {
          Query: {
            inRoom: () => [
              { __typename: 'Chair', legs: 4 },
              { __typename: 'Trap', legs: 0 },
            ],
          },
        },
      },
      prices: { sdl: 'type Query { price: Int }', resolvers: { Query: { price: () => 5 } } },
    })
    const inRoom = [{ legs: 4 }, null]
    assert.deepEqual(await ask('{ inRoom { legs } }'), { inRoom })
    assert.deepEqual(await ask('{ price inRoom { legs } }'), { price: 5, inRoom })
    assert.match(refusal('{ inRoom { ... on Trap { legs } } }'), /Trap/)
  })

  it('The name of a type is that of the object, under any alias', async () => {
    const { ask } = await graphOf(shed)
    assert.deepEqual(await ask('{ newest { kind: __typename id } any { __typename kind: __typename } }'), {
      newest: { kind: 'Book', id: 'b' },
      any: [
        { __typename: 'Book', kind: 'Book' },
        { __typename: 'Kettle', kind: 'Kettle' },
      ],
    })
  })

  it('The name of a type behind an interface object is asked of who knows it', async () => {
    const { ask } = await graphOf(shed)
    const owned = [
      { kind: 'Book', owner: "b's owner" },
      { kind: 'Kettle', owner: "k's owner" },
    ]
    assert.deepEqual(await ask('{ owned { kind: __typename owner } }'), { owned })
    assert.deepEqual(await ask('{ owned { ... on Kettle { __typename } } }'), { owned: [{}, { __typename: 'Kettle' }] })
  })

  it('A key behind an interface object is there under any alias', async () => {
    const { ask } = await graphOf(shed)
    assert.deepEqual(await ask('{ owned { ... on Book { code: id } ... on Kettle { id number: id } } }'), {
      owned: [{ code: 'b' }, { id: 'k', number: 'k' }],
    })
  })

  it('An interface object is asked nothing more for what it answers without a type', async () => {
    const { ask, asked } = await graphOf(shed)
    assert.deepEqual(await ask('{ owned { owner } }'), { owned: [{ owner: "b's owner" }, { owner: "k's owner" }] })
    assert.deepEqual(asked, ['owners'])
  })

  it('A type that is known stays known when an interface object is asked about it', async () => {
    const { ask } = await graphOf(shed)
    assert.deepEqual(await ask('{ owned { ... on Kettle { stained } } }'), { owned: [{}, { stained: true }] })
    assert.deepEqual(await ask('{ things { stained ... on Book { owner } } }'), {
      things: [{ stained: false, owner: "b's owner" }, { stained: true }],
    })
  })

  it('A member of a union that one part does not have is not asked of it', async () => {
    const { ask } = await graphOf(shed)
    const stains = [{ knots: 9 }, { title: 'Walden' }]
    assert.deepEqual(await ask('{ stains { ... on Rug { knots } ... on Book { title } } }'), { stains })
    assert.deepEqual(await ask('{ stains { ... on Thing { title } ... on Rug { __typename } } }'), {
      stains: [{ __typename: 'Rug' }, { title: 'Walden' }],
    })
  })

  it('An object of which only what it can never be is asked is there all the same', async () => {
    const { ask } = await graphOf({
      ...halls,
      rooms: {
        sdl: `type Query { anything: [Anything!]! } union Anything = Room | Door
          type Room { inside: [Anything!]! } type Door @key(fields: "id") { id: ID! }`,
        resolvers: {
          Query: { anything: () => [{ __typename: 'Room' }] },
          Room: { inside: () => [{ __typename: 'Room' }] },
        },
      },
    })
    const never = '... on Room { ... on Anything { ... on Door { id } } }'
    assert.deepEqual(await ask(`{ lamps { watts } anything { ... on Room { inside { ${never} } } } }`), {
      lamps: [{ watts: 40 }, { watts: 40 }],
      anything: [{ inside: [{}] }],
    })
  })

  it('A condition that can be true elsewhere only is not asked of a part', async () => {
    const part = (fields: string, rest = ''): string => `type Query { ${fields} } interface Tool { id: ID! } ${rest}`
    const { ask } = await graphOf({
      sheds: {
        sdl: part(
          'tools: [Tool!]!',
          'type Saw implements Tool @key(fields: "id") { id: ID! teeth: Int } type Drill @key(fields: "id") { id: ID! }',
        ),
        resolvers: { Query: { tools: () => [{ __typename: 'Saw', id: 's', teeth: 30 }] } },
      },
      loans: {
        sdl: part('lent: Tool', 'type Drill implements Tool @key(fields: "id") { id: ID! watts: Int }'),
        resolvers: { Query: { lent: () => ({ __typename: 'Drill', id: 'd', watts: 500 }) } },
      },
    })
    assert.deepEqual(
      await ask('{ tools { ... on Saw { teeth } ... on Drill { id } } lent { ... on Drill { watts } } }'),
      {
        tools: [{ teeth: 30 }],
        lent: { watts: 500 },
      },
    )
    assert.deepEqual(await ask('{ tools { ... on Saw { teeth } ... on Drill { id } } }'), { tools: [{ teeth: 30 }] })
  })
})
