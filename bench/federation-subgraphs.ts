// The subgraphs of the shop, each at /NAME. What was asked before is answered from memory, byte by byte: gateways are what is
// measured. Prints {"url","control"}; how often they were asked stands at `control`.

import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { graphql } from 'graphql'
import { openControl } from './control.ts'
import { partNames, schemaOf } from './federation-shop.ts'

const schemas = new Map(partNames.map((name) => [`/${name}`, schemaOf(name)]))
const answers = new Map<string, Buffer>()
let asked = 0

async function answered(path: string, body: string): Promise<Buffer> {
  const { query, variables } = JSON.parse(body)
  const result = await graphql({ schema: schemas.get(path)!, source: query, variableValues: variables })
  // A question that is wrong is the bench's fault.
  if (result.errors) throw new Error(`${path}: ${result.errors[0]!.message} in ${body}`)
  return Buffer.from(JSON.stringify(result))
}

function send(response: ServerResponse, bytes: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes)
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', async () => {
    const body = (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8')
    asked++
    const question = `${request.url} ${body}`
    const before = answers.get(question)
    if (before) return send(response, before)
    const made = await answered(request.url!, body)
    answers.set(question, made)
    send(response, made)
  })
})
server.keepAliveTimeout = 60_000
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
await openControl(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, async () => asked)
process.on('SIGTERM', () => process.exit(0))
