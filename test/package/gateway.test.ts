// The graph alone, for a program of one's own.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { composeServices } from '@theguild/federation-composition'
import { execute, GraphQLError, parse, subscribe } from 'graphql'
import { createGateway, type GatewayOptions, type SubgraphTransport } from '../../package/gateway.ts'

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5",
  import: ["@key", "@inaccessible", "@requiresScopes", "@authenticated"])`

const sdl = {
  books: `${link} type Query { books: [Book!]! secret: String @requiresScopes(scopes: [["see"]]) mine: String @authenticated }
    type Mutation { write(title: String!): Book } type Subscription { written: Book! }
    type Book @key(fields: "id") { id: ID! title: String! hidden: String @inaccessible }`,
  stars: `${link} type Book @key(fields: "id") { id: ID! stars: Int! rated: Boolean }`,
}

const book = (id: string) => ({ __typename: 'Book', id, title: `Book ${id}`, hidden: 'it' })
const resolvers: Record<keyof typeof sdl, object> = {
  books: {
    Query: { books: () => [book('1'), book('2')], secret: () => 'told', mine: () => 'yours' },
    Mutation: { write: (_: unknown, { title }: { title: string }) => ({ ...book('3'), title }) },
    Subscription: {
      written: {
        async *subscribe() {
          for (const id of ['1', '2']) yield { written: book(id) }
        },
      },
    },
    Book: { __resolveReference: ({ id }: { id: string }) => book(id) },
  },
  stars: {
    Book: {
      __resolveReference: ({ id }: { id: string }) => ({ __typename: 'Book', id }),
      stars({ id }: { id: string }, _: unknown, context: { generous?: boolean } | undefined) {
        if (id === '2')
          throw new GraphQLError('Nobody has rated it.', { extensions: { code: 'UNRATED', stacktrace: ['here'] } })
        return context?.generous ? 5 : 3
      },
      rated: () => {
        throw new Error('a secret of the part')
      },
    },
  },
}

function local(name: keyof typeof sdl): SubgraphTransport {
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl[name]), resolvers: resolvers[name] as never }])
  return {
    execute: ({ document, variables, context }) =>
      execute({ schema, document, variableValues: variables, contextValue: context }) as never,
    subscribe: ({ document, variables, context }) =>
      subscribe({ schema, document, variableValues: variables, contextValue: context }) as never,
  }
}

function supergraphAt(url: string): string {
  const services = Object.entries(sdl).map(([name, text]) => ({ name, typeDefs: parse(text), url: `${url}/${name}` }))
  return composeServices(services).supergraphSdl!
}

async function open(t: TestContext, options: Partial<GatewayOptions> = {}) {
  const reported: unknown[] = []
  const gateway = await createGateway({
    supergraph: supergraphAt('http://127.0.0.1:1'),
    transports: { books: local('books'), stars: local('stars') },
    planApart: false,
    report: (cause) => reported.push(cause),
    ...options,
  })
  t.after(() => gateway.close())
  return { gateway, reported }
}

const plain = (value: unknown) => JSON.parse(JSON.stringify(value))

describe('a gateway of one’s own', () => {
  it('A gateway of one’s own answers over all subgraphs, with nulls and errors as the schema has them', async (t) => {
    const { gateway } = await open(t)
    const one = await gateway.execute({ query: '{ books { id: title title: id } }' })
    assert.deepEqual(plain(one), {
      data: {
        books: [
          { id: 'Book 1', title: '1' },
          { id: 'Book 2', title: '2' },
        ],
      },
    })
    const { data, errors } = plain(
      await gateway.execute({
        query: 'mutation ($t: String!) { write(title: $t) { title stars } }',
        variables: { t: 'New' },
      }),
    )
    assert.deepEqual([data, errors], [{ write: { title: 'New', stars: 3 } }, undefined])
    const partly = plain(await gateway.execute({ query: '{ books { title stars } }' }))
    assert.equal(partly.data, null)
    assert.deepEqual(partly.errors, [
      { message: 'Nobody has rated it.', path: ['books', 1, 'stars'], extensions: { code: 'UNRATED' } },
    ])
  })

  it('A gateway of one’s own leaves nulls where they are, if told to', async (t) => {
    const { gateway } = await open(t, { nulls: 'lenient' })
    const { data } = plain(await gateway.execute({ query: '{ books { title stars } }' }))
    assert.deepEqual(data.books, [
      { title: 'Book 1', stars: 3 },
      { title: 'Book 2', stars: null },
    ])
  })

  it('A gateway of one’s own masks what a subgraph did not mean for clients, and reports it', async (t) => {
    const { gateway, reported } = await open(t)
    const { errors } = await gateway.execute({ query: '{ books { rated } }' })
    assert.deepEqual(
      errors!.map(({ extensions }) => extensions.code),
      ['INTERNAL_SERVER_ERROR', 'INTERNAL_SERVER_ERROR'],
    )
    assert.ok(!JSON.stringify(errors).includes('secret of the part'))
    assert.match(String((reported[0] as Error).message), /secret of the part/)
  })

  it('A gateway of one’s own gives its transports the context, and asks it for scopes', async (t) => {
    const { gateway } = await open(t, {
      scopes: (context) => (context as { scopes?: string[] } | undefined)?.scopes ?? null,
    })
    const generous = await gateway.execute({ query: '{ books { id } }', context: { generous: true } })
    assert.equal(generous.errors, undefined)
    const codes = async (context?: object) => {
      const { data, errors } = plain(await gateway.execute({ query: '{ secret }', context }))
      return errors ? errors[0].extensions.code : data.secret
    }
    assert.deepEqual(
      [await codes(), await codes({ scopes: [] }), await codes({ scopes: ['see'] })],
      ['UNAUTHENTICATED', 'FORBIDDEN', 'told'],
    )
    const mine = async (context?: object) =>
      plain(await gateway.execute({ query: '{ mine }', context })).data?.mine ?? null
    assert.deepEqual([await mine(), await mine({ scopes: [] })], [null, 'yours'])
  })

  it('A gateway of one’s own shows clients what is not inaccessible', async (t) => {
    const { gateway } = await open(t)
    const { errors } = await gateway.execute({ query: '{ books { hidden } }' })
    assert.equal(errors![0]!.extensions.code, 'GRAPHQL_VALIDATION_FAILED')
    assert.deepEqual(
      Object.keys(gateway.schema.getTypeMap()).filter((name) => /^(join|link)__/.test(name)),
      [],
    )
  })

  it('A gateway of one’s own completes each event of a subscription', async (t) => {
    const { gateway } = await open(t, { nulls: 'lenient' })
    const events = await gateway.subscribe({ query: 'subscription { written { id stars } }' })
    assert.ok(Symbol.asyncIterator in events)
    const heard: any[] = []
    for await (const event of events) heard.push(event)
    assert.deepEqual(
      heard.map(({ data }) => plain(data.written)),
      [
        { id: '1', stars: 3 },
        { id: '2', stars: null },
      ],
    )
    const { errors } = (await gateway.subscribe({ query: '{ books { id } }' })) as { errors: GraphQLError[] }
    assert.equal(errors[0]!.extensions.code, 'BAD_REQUEST')
    const other = await gateway.execute({ query: 'subscription { written { id } }' })
    assert.equal(other.errors![0]!.extensions.code, 'BAD_REQUEST')
  })

  it('A gateway of one’s own reaches subgraphs over HTTP, says which is down, and serves HTTP', async (t) => {
    const schema = buildSubgraphSchema([{ typeDefs: parse(sdl.books), resolvers: resolvers.books as never }])
    const books = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request.setEncoding('utf8')) body += chunk
      if (request.url !== '/books') return response.writeHead(500).end()
      const { query, variables } = JSON.parse(body)
      const result = await execute({ schema, document: parse(query), variableValues: variables })
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result))
    }).listen(0, '127.0.0.1')
    await once(books, 'listening')
    const supergraph = supergraphAt(`http://127.0.0.1:${(books.address() as AddressInfo).port}`)
    const { gateway } = await open(t, { supergraph, transports: {}, nulls: 'lenient' })
    const server = createServer(gateway.listener()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.after(() => {
      for (const each of [server, books]) {
        each.closeAllConnections()
        each.close()
      }
    })
    const ask = async (query: unknown, method = 'POST') => {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
      const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' }
      const sent = method === 'POST' ? { method, headers, body: JSON.stringify({ query }) } : { method }
      const answer = await fetch(url, sent)
      return { status: answer.status, ...((await answer.json()) as any) }
    }
    const { status, data, errors } = await ask('{ books { id stars } }')
    assert.equal(status, 200)
    assert.deepEqual(data, {
      books: [
        { id: '1', stars: null },
        { id: '2', stars: null },
      ],
    })
    assert.deepEqual(
      errors.map(({ path, extensions }: any) => [path.join('.'), extensions]),
      [0, 1].map((at) => [`books.${at}.stars`, { code: 'UNAVAILABLE', part: 'stars' }]),
    )
    assert.deepEqual(
      [(await ask('{ nothing }')).status, (await ask(1)).status, (await ask('', 'GET')).status],
      [400, 400, 405],
    )
  })

  it('A gateway of one’s own is not made of what it would not guard, or could not reach', async () => {
    const supergraph = supergraphAt('http://127.0.0.1:1')
    const made = (options: Partial<GatewayOptions>) => createGateway({ supergraph, planApart: false, ...options })
    await assert.rejects(
      made({ transports: { bookz: local('books') } }),
      /Wanted transports of books, stars; got one of bookz/,
    )
    await assert.rejects(made({ supergraph: supergraphAt('ftp://x') }), /Wanted a transport of "books", or its address/)
    await assert.rejects(made({ supergraph: 'type Query { a: Int }' }), /Wanted a supergraph/)
    const guarded = supergraph.replace('type Book', 'type Book @authenticated')
    await assert.rejects(made({ supergraph: guarded }), /Wanted @authenticated at fields of object types alone/)
    await assert.rejects(
      made({ supergraph: supergraph.replaceAll('@requiresScopes(scopes: [["see"]])', '@policy(policies: [["see"]])') }),
      /no @policy; got @policy at "secret"/,
    )
  })
})
