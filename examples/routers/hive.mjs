// Hive Gateway in front of Folkmoot's parts. It wants `graphql`, `@graphql-hive/gateway-runtime` and `@graphql-mesh/transport-http`.

import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime'
import { headersFor, parts } from './token.mjs'

const { SUPERGRAPH = 'supergraph.graphql', PORT = '4001', HOST = '127.0.0.1' } = process.env
const authorizationOf = (context) => context?.request?.headers.get('authorization') ?? null

const gateway = createGatewayRuntime({
  supergraph: readFileSync(SUPERGRAPH, 'utf8'),
  // It asks once what several clients ask at a time with the same headers: whose key it is must be among them here already.
  propagateHeaders: {
    fromClientToSubgraphs: ({ context, subgraphName }) =>
      parts.includes(subgraphName) ? { authorization: authorizationOf(context) ?? undefined } : {},
  },
  plugins: () => [
    {
      onFetch({ options, setOptions, executionRequest }) {
        const part = executionRequest?.subgraphName
        if (!parts.includes(part)) return
        const { context } = executionRequest
        const who = { authorization: authorizationOf(context), address: context?.req?.socket.remoteAddress }
        const { authorization: _, ...headers } = options.headers
        setOptions({ ...options, headers: { ...headers, ...headersFor(part, options.body, who) } })
      },
    },
  ],
})
const server = createServer(gateway)
server.listen(Number(PORT), HOST, () => console.log(`http://${HOST}:${server.address().port}/graphql`))
