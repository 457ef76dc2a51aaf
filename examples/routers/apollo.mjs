// Apollo Gateway in front of Folkmoot's parts. It wants `graphql`, `@apollo/gateway` and `@apollo/server`.

import { readFileSync } from 'node:fs'
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { headersFor, parts } from './token.mjs'

const { SUPERGRAPH = 'supergraph.graphql', PORT = '4001', HOST = '127.0.0.1' } = process.env

/** What is signed are the bytes that are sent: so it is done where they are. */
class Part extends RemoteGraphQLDataSource {
  constructor({ name, url }) {
    super({ url })
    this.name = name
  }

  async sendRequest(request, context) {
    const { http, ...asked } = request
    for (const [name, value] of Object.entries(headersFor(this.name, JSON.stringify(asked), context)))
      http.headers.set(name, value)
    return super.sendRequest(request, context)
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(SUPERGRAPH, 'utf8'),
  buildService: (part) => (parts.includes(part.name) ? new Part(part) : new RemoteGraphQLDataSource(part)),
})
const { url } = await startStandaloneServer(new ApolloServer({ gateway, includeStacktraceInErrorResponses: false }), {
  listen: { port: Number(PORT), host: HOST },
  context: async ({ req }) => ({
    authorization: req.headers.authorization ?? null,
    address: req.socket.remoteAddress,
  }),
})
console.log(new URL('/graphql', url).href)
