// Subgraphs as the federation bench has them: each at /NAME, by plain requests. What was asked before is answered from memory,
// byte by byte: gateways are what is measured.

import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ExecutionResult, type GraphQLSchema, graphql } from 'graphql'
import { openControl } from './control.ts'

export interface Part {
  schema: GraphQLSchema
  /** What its resolvers are given, anew for each question. */
  context(): unknown
}

/** Prints {"url","control"} and more; how often they were asked stands at `control`. @returns what ends it */
export async function serveParts(parts: Readonly<Record<string, Part>>): Promise<{ url: string; stop(): void }> {
  const answers = new Map<string, Buffer>()
  let asked = 0

  async function answered(path: string, body: string): Promise<Buffer> {
    const { schema, context } = parts[path.slice(1)]!
    const { query, variables } = JSON.parse(body)
    const result: ExecutionResult = await graphql({
      schema,
      source: query,
      variableValues: variables,
      contextValue: context(),
    })
    // A question that is wrong is the bench's fault.
    if (result.errors) throw new Error(`${path}: ${result.errors[0]!.message} in ${body}`)
    return Buffer.from(JSON.stringify(result))
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      asked++
      const body = (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString()
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
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const control = await openControl(url, async () => asked)
  return {
    url,
    stop() {
      control.stop()
      server.closeAllConnections()
      server.close()
    },
  }
}

function send(response: ServerResponse, bytes: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes)
}
