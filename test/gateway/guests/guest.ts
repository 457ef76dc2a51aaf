// A graph of the four fakes and a guest that answers whatever a test says, over HTTP, WebSocket or server-sent events.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { print } from 'graphql'
import { WebSocketServer } from 'ws'
import { openOutbound } from '../../../backbone/security/outbound.ts'
import { secretBox } from '../../../backbone/security/secrets.ts'
import { viewerKeyOf } from '../../../backbone/security/signing-key.ts'
import { anonymous, type Viewer } from '../../../backbone/security/viewer.ts'
import { composedOf } from '../../../gateway/graph/composition.ts'
import { type Graph, openGraph } from '../../../gateway/graph/graph.ts'
import { changesOf, type Ours, oursOf } from '../../../gateway/graph/guests/ours.ts'
import { guestSdl, scopesIn } from '../../../gateway/graph/guests/sdl.ts'
import type { Result } from '../../../gateway/graph/result.ts'
import { type Supergraph, supergraphOf } from '../../../gateway/graph/supergraph.ts'
import { subgraphNames } from '../../../gateway/names.ts'
import { httpCarrier } from '../../../gateway/transports/guests/http.ts'
import type { Signing } from '../../../gateway/transports/guests/identity.ts'
import { guestTransport, signedBy } from '../../../gateway/transports/guests/index.ts'
import { localTransport } from '../../../gateway/transports/local.ts'
import { patient } from '../../support/patient.ts'
import { fakes, sdl as own } from '../fakes.ts'

export const link = (...names: string[]) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${names.map((name) => `"@${name}"`)}])\n`

export const badges = `${link('key', 'external', 'requires', 'requiresScopes', 'listSize')}
  scalar Anything
  enum Metal { GOLD SILVER }
  type Member @key(fields: "id") {
    id: ID!
    name: String! @external
    badges: [Badge!]! @listSize(assumedSize: 10)
    shout: String @requires(fields: "name")
  }
  type Badge { name: String! weight: Int metal: Metal more: Anything holder: Member }
  type Query { badge: Badge allBadges(first: Int = 10): [Badge!]! }
  type Mutation { give(name: String!): Badge @requiresScopes(scopes: [["ADMIN"]]) }
  type Subscription { given: Badge }`

let known: Ours | null = null
/** The fakes as what is ours. */
export const ours = (): Ours => {
  known ??= oursOf(fakes().supergraph)
  return known
}

/** The fakes with a guest of that SDL. @throws GuestRefused; Error where it does not compose */
export function joinedTo(sdl: string, name = 'badges'): { supergraph: Supergraph; taken: string; scopes: string[] } {
  const document = guestSdl(name, sdl, ours())
  const supergraph = composedAs(print(document), name)
  const changes = changesOf(ours(), supergraph)
  if (changes.length > 0) throw new Error(changes.join(' '))
  return { supergraph, taken: print(document), scopes: scopesIn(document) }
}

/** Composed though nobody has looked at it. */
export function composedAs(sdl: string, name = 'badges'): Supergraph {
  const parts = subgraphNames.map((each) => ({ name: each as string, sdl: own[each] }))
  const composed = composedOf([...parts, { name, sdl }])
  if ('reasons' in composed) throw new Error(composed.reasons.join(' '))
  return supergraphOf(composed)
}

export interface Heard {
  query: string
  variables: any
  headers: IncomingMessage['headers']
  body: string
}

/** An answer as an object; or whatever is done with the response. */
export type Answers = (heard: Heard) => unknown

export const signing: Signing = {
  key: viewerKeyOf(secretBox('a secret of the tests')),
  issuer: 'https://folkmoot.example',
  now: () => Math.floor(Date.now() / 1000),
  id: () => crypto.randomUUID(),
}

export interface WithGuest {
  graph: Graph
  heard: Heard[]
  reported: unknown[]
  ask(query: string, variables?: Record<string, unknown>, viewer?: Viewer): Promise<Result>
  answers: Answers
  sockets: WebSocketServer
  url: string
}

/** @param timeout milliseconds that the guest has */
export async function withGuest(
  t: TestContext,
  answers: Answers,
  { timeout = 20_000, mostBytes = 1_000_000, subscriptions = 'ws' as 'ws' | 'sse', sdl = badges } = {},
): Promise<WithGuest> {
  const heard: Heard[] = []
  const reported: unknown[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const asked = { ...JSON.parse(body), headers: request.headers, body } as Heard
    heard.push(asked)
    const answer = await self.answers(asked)
    if (typeof answer === 'function') (answer as (response: ServerResponse) => void)(response)
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'graphql-transport-ws' })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/graphql`
  t.after(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.closeAllConnections()
    server.close()
  })
  const joined = joinedTo(sdl)
  const { subgraphs } = fakes()
  const report = (cause: unknown) => void reported.push(cause)
  const carrier = httpCarrier({ url, subscriptions, timeout, mostBytes }, openOutbound([`127.0.0.1:${port}`]))
  const guest = { name: 'badges', sdl: joined.taken, scopes: joined.scopes, timeout }
  const transport = guestTransport(guest, carrier, signedBy(signing, guest), report)
  t.after(() => transport.close())
  const locals = Object.fromEntries(subgraphNames.map((name) => [name, localTransport(subgraphs[name], report)]))
  const graph = await openGraph({
    supergraph: joined.supergraph,
    limits: { ...patient },
    transports: { ...locals, badges: transport },
    report,
  })
  const self: WithGuest = {
    graph,
    heard,
    reported,
    answers,
    sockets,
    url,
    ask(query, variables = {}, viewer = anonymous) {
      const operation = graph.prepare({ query, operationName: null, variables })
      return graph.execute(operation, variables, viewer)
    },
  }
  return self
}
