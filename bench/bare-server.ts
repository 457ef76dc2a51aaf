// The baseline of look-ups: a bare node:http server that reads the request and answers a constant.
// Arguments: the constant. Prints {"url"}.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const answer = process.argv[2]!
const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(answer))
})
server.listen(0, '127.0.0.1', () =>
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` })),
)
process.on('SIGTERM', () => process.exit(0))
