// A shop over four subgraphs, of the shape that gateways are commonly compared by: accounts, inventory, products and reviews,
// each with a part of what a user or a product is; and three operations over one, two and four of them.

import { buildSubgraphSchema } from '@apollo/subgraph'
import { composeServices } from '@theguild/federation-composition'
import { type GraphQLSchema, parse } from 'graphql'

type Resolvers = Record<string, Record<string, (parent: never, given: never) => unknown>>

interface Part {
  sdl: string
  resolvers: Resolvers
}

const names = ['Ada', 'Bela', 'Cleo', 'Dara', 'Emre', 'Fay']
const goods = ['Bench', 'Candle', 'Drawer', 'Easel', 'Frame', 'Gate', 'Hammock', 'Inkwell', 'Jar']
const words =
  'it stands in the hall where everybody passes and has been sat on, leaned on and spilled on since the spring; ' +
  'the finish has worn where hands go most, which suits it, and nothing has come loose that was not loose before. ' +
  'we would take it again, though the one who carried it up the stairs says that two should come for the next one'

const users = names.map((name, index) => ({ id: `u${index + 1}`, name: `${name} of the Shop`, username: name }))
const products = goods.map((name, index) => ({
  upc: `p${index + 1}`,
  name,
  price: 120 + index * 260,
  weight: 100 + index * 90,
  inStock: index % 4 !== 3,
}))
// Two people have written most of them, of products that all have reviews of both: what is asked in the end repeats itself.
const reviews = Array.from({ length: 11 }, (_, index) => ({
  id: `r${index + 1}`,
  body: words.slice(0, 300 + index * 2),
  author: users[[0, 1, 0, 1, 2, 0, 3, 1, 4, 0, 5][index]!]!,
  product: products[[0, 0, 1, 1, 2, 2, 3, 3, 4, 0, 1][index]!]!,
}))

const byId = ({ id }: { id: string }) => users.find((user) => user.id === id)
const byUpc = ({ upc }: { upc: string }) => products.find((product) => product.upc === upc)

const link = (...imports: string[]) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ${JSON.stringify(imports)})\n`

export const parts = {
  accounts: {
    sdl: `${link('@key')}
      type Query { me: User users: [User] }
      type User @key(fields: "id") { id: ID! name: String username: String }`,
    resolvers: { Query: { me: () => users[0], users: () => users }, User: { __resolveReference: byId } },
  },
  inventory: {
    sdl: `${link('@key', '@external', '@requires')}
      type Product @key(fields: "upc") {
        upc: String!
        weight: Int @external
        price: Int @external
        inStock: Boolean
        shippingEstimate: Int @requires(fields: "price weight")
      }`,
    resolvers: {
      Product: {
        __resolveReference: (given: { upc: string }) => ({ ...given, inStock: byUpc(given)?.inStock }),
        shippingEstimate: ({ price, weight }: { price: number; weight: number }) =>
          price > 1000 ? 0 : Math.round(weight / 2),
      },
    },
  },
  products: {
    sdl: `${link('@key')}
      type Query { topProducts(first: Int = 5): [Product] }
      type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
    resolvers: {
      Query: { topProducts: (_: null, { first }: { first: number }) => products.slice(0, first) },
      Product: { __resolveReference: byUpc },
    },
  },
  reviews: {
    sdl: `${link('@key', '@external', '@provides', '@shareable')}
      type Review @key(fields: "id") { id: ID! body: String product: Product author: User @provides(fields: "username") }
      type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] }
      type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
    resolvers: {
      Review: { __resolveReference: ({ id }: { id: string }) => reviews.find((review) => review.id === id) },
      User: { reviews: ({ id }: { id: string }) => reviews.filter(({ author }) => author.id === id) },
      Product: { reviews: ({ upc }: { upc: string }) => reviews.filter(({ product }) => product.upc === upc) },
    },
  },
} satisfies Record<string, Part>

export type PartName = keyof typeof parts
export const partNames = Object.keys(parts) as PartName[]

export function schemaOf(name: PartName): GraphQLSchema {
  const { sdl, resolvers } = parts[name]
  return buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }])
}

/** What a gateway is started with. */
export interface Composed {
  supergraph: string
  /** As clients see it. */
  api: string
  /** Where each subgraph is asked. */
  urls: Record<string, string>
}

/** @param at of the process that has the subgraphs */
export function composedShop(at: string): Composed {
  const services = partNames.map((name) => ({ name, typeDefs: parse(parts[name].sdl), url: `${at}/${name}` }))
  const { supergraphSdl, publicSdl, errors } = composeServices(services)
  if (errors?.length) throw new Error(errors.map(({ message }) => message).join('\n'))
  return {
    supergraph: supergraphSdl!,
    api: publicSdl!,
    urls: Object.fromEntries(services.map(({ name, url }) => [name, url])),
  }
}

export interface Question {
  /** Over how many parts it goes, in words. */
  over: string
  /** So many times the CPU that ours takes for it is wanted of the other with a planner in Rust, at least. */
  times: number
  query: string
  variables: Record<string, unknown>
}

export const questions: readonly Question[] = [
  {
    over: 'one subgraph',
    times: 1,
    query: 'query Top($first: Int) { topProducts(first: $first) { upc name price weight } }',
    variables: { first: 5 },
  },
  {
    over: 'two subgraphs',
    times: 3,
    query: 'query Reviewed($first: Int) { topProducts(first: $first) { name price reviews { id body } } }',
    variables: { first: 3 },
  },
  {
    over: 'four subgraphs',
    times: 2.7,
    query: `
      fragment Person on User { id username name }
      fragment Opinion on Review { id body }
      fragment Thing on Product { upc name price weight inStock shippingEstimate }
      query Everything($first: Int) {
        users {
          ...Person
          reviews {
            ...Opinion
            product {
              ...Thing
              reviews { ...Opinion author { ...Person reviews { ...Opinion product { ...Thing } } } }
            }
          }
        }
        topProducts(first: $first) {
          ...Thing
          reviews { ...Opinion author { ...Person reviews { ...Opinion product { ...Thing } } } }
        }
      }`,
    variables: { first: 5 },
  },
]
