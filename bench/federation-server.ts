// Of the gateways of the shop those that need nothing of others: ours, behind as much of HTTP as our own door reads, or `bare`,
// node:http alone, which sends what was posted to its control. Arguments: the kind, and a file with the composed schemas.
// Prints {"url","control"}; what it has used stands at `control`.

import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { defaultLimits } from '../backbone/limits.ts'
import { adminViewer } from '../backbone/security/viewer.ts'
import { openGraph } from '../gateway/graph/graph.ts'
import { supergraphOf } from '../gateway/graph/supergraph.ts'
import { goneOf } from '../gateway/http/graphql.ts'
import { readPost } from '../gateway/http/request.ts'
import { plainTransport } from '../gateway/transports/plain.ts'
import { readBody, send } from '../gateway/wire/exchange.ts'
import { openControl } from './control.ts'
import type { Composed } from './federation-shop.ts'
import { usageOf } from './usage.ts'

const [kind, file] = process.argv.slice(2) as [string, string]
const most = 100 * 1024 * 1024 // bytes of anything: what may be asked is not what is measured
let prepared: Buffer = Buffer.alloc(0)

async function ours({ supergraph, api, urls }: Composed): Promise<RequestListener> {
  const limits = { ...defaultLimits, cost: Number.MAX_SAFE_INTEGER }
  const report = (error: unknown) => console.error(error)
  const graph = await openGraph({
    supergraph: supergraphOf({ supergraph, api }),
    limits,
    transports: Object.fromEntries(
      Object.entries(urls).map(([name, url]) => [name, plainTransport(name, url, report, { mostBytes: most })]),
    ),
    report,
  })
  return async (request, response) => {
    const { query, operationName, variables } = await readPost(request, limits)
    const operation = graph.prepare({ query: query!, operationName, variables })
    const result = await graph.execute(operation, variables, adminViewer, {
      address: request.socket.remoteAddress!,
      gone: () => goneOf(response),
    })
    send(response, 200, 'application/json; charset=utf-8', JSON.stringify(result))
  }
}

const bare: RequestListener = (request, response) => {
  request.resume()
  request.on('end', () =>
    response
      .writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': prepared.length })
      .end(prepared),
  )
}

const listener = kind === 'bare' ? bare : await ours(JSON.parse(readFileSync(file, 'utf8')))
const server = createServer(listener)
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const usage = usageOf()
await openControl(
  `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
  async (request: IncomingMessage) => {
    if (request.method === 'POST') prepared = await readBody(request, most)
    return usage()
  },
)
process.on('SIGTERM', () => process.exit(0))
