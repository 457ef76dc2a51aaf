// The subscription paths of the clients that people use, as their manuals set them up. (graphql-ws and graphql-sse by
// themselves run through all of streams.test.ts.)

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { ApolloClient, ApolloLink, gql, InMemoryCache, Observable } from '@apollo/client'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { Client, fetchExchange, subscriptionExchange } from '@urql/core'
import { print } from 'graphql'
import { createClient as createSse } from 'graphql-sse'
import { createClient as createWs } from 'graphql-ws'
import { WebSocket } from 'ws'
import { until } from '../clients.ts'
import { testGateway } from '../server.ts'

const text = `subscription Decisions($community: ID!, $who: Boolean!) {
  news: decisions(community: $community) { ...Event } }
  fragment Event on DecisionEvent { cursor decision { id outcome maker @include(if: $who) { name cred @skip(if: true) { total } } actions { kind } } }`
const variables = { community: 'x', who: true }

/** What a client heard, in order, without what it adds for itself. */
interface Listening {
  heard: unknown[]
  leave(): void
}

const wsClient = (t: TestContext, url: string) => {
  const client = createWs({ url: `${url.replace(/^http/, 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 })
  t.after(() => client.dispose())
  return client
}

const withoutTypes = (value: unknown) =>
  JSON.parse(JSON.stringify(value, (key, each) => (key === '__typename' ? undefined : each)))

function apollo(link: ApolloLink): Listening {
  const client = new ApolloClient({ link, cache: new InMemoryCache() })
  const heard: unknown[] = []
  const watching = client
    .subscribe({ query: gql(text), variables, fetchPolicy: 'no-cache' })
    .subscribe(({ data, error }) => heard.push(error ?? withoutTypes(data)))
  return { heard, leave: () => watching.unsubscribe() }
}

function urql(client: Client): Listening {
  const heard: unknown[] = []
  const watching = client
    .subscription(text, variables)
    .subscribe(({ data, error }) => heard.push(error ?? withoutTypes(data)))
  return { heard, leave: () => watching.unsubscribe() }
}

const clients: Record<string, (t: TestContext, url: string) => Listening> = {
  'Apollo Client, GraphQLWsLink': (t, url) => apollo(new GraphQLWsLink(wsClient(t, url))),
  'Apollo Client, a link over graphql-sse': (t, url) => {
    const client = createSse({ url: `${url}/graphql`, retryAttempts: 0 })
    t.after(() => client.dispose())
    return apollo(
      new ApolloLink(
        ({ query, variables }) =>
          new Observable((sink) => client.subscribe<any>({ query: print(query), variables }, sink as any)),
      ),
    )
  },
  'urql, subscriptionExchange over graphql-ws': (t, url) => {
    const client = wsClient(t, url)
    const exchange = subscriptionExchange({
      forwardSubscription: ({ query, variables }) => ({
        subscribe: (sink) => ({
          unsubscribe: client.subscribe({ query: query ?? '', variables: variables as any }, sink as any),
        }),
      }),
    })
    return urql(new Client({ url: `${url}/graphql`, exchanges: [exchange], preferGetMethod: false }))
  },
  'urql, fetchSubscriptions over SSE': (_t, url) =>
    urql(
      new Client({
        url: `${url}/graphql`,
        exchanges: [fetchExchange],
        fetchSubscriptions: true,
        preferGetMethod: false,
      }),
    ),
}

describe('published GraphQL clients', () => {
  for (const [name, listen] of Object.entries(clients)) {
    it(`A published client hears several subgraphs, fragments, aliases, conditions, and leaves: ${name}`, async (t) => {
      const gateway = await testGateway(t)
      const { heard, leave } = listen(t, gateway.url)
      await until(() => gateway.fakes.watchers() === 1)
      for (const id of ['dec_1', 'dec_2']) gateway.fakes.publish({ id })
      await until(() => heard.length === 2)
      const kind = 'opencollective.expense.created'
      const event = (id: string) => {
        const decision = { id, outcome: 'APPROVED', maker: { name: 'name of mem_1' }, actions: [{ kind }, { kind }] }
        return { news: { cursor: `cursor of ${id}`, decision } }
      }
      assert.deepEqual(heard, [event('dec_1'), event('dec_2')])
      leave()
      await until(() => gateway.fakes.watchers() === 0)
    })
  }

  it('A published client that takes event streams too gets one answer to a query: urql', async (t) => {
    const gateway = await testGateway(t)
    const client = new Client({ url: `${gateway.url}/graphql`, exchanges: [fetchExchange], preferGetMethod: false })
    const { data, error } = await client.query('{ viewer { kind } }', {}).toPromise()
    assert.equal(error, undefined)
    assert.equal(data.viewer.kind, 'anonymous')
  })
})
