import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { buildSchema, graphql, OperationTypeNode, parse } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import { withSignal } from '../../../backbone/concurrency/cancellation.ts'
import { anonymous } from '../../../backbone/security/viewer.ts'
import { plainTransport } from '../../../gateway/transports/plain.ts'
import type { SubgraphResult } from '../../../gateway/transports/transport.ts'

const schema = buildSchema(
  'type Query { twice(text: String!): String broken: Int } type Subscription { count(to: Int!): Int }',
)
const rootValue = {
  twice: ({ text }: { text: string }) => text + text,
  broken: () => {
    throw Object.assign(new Error('It broke.'), { extensions: { code: 'BROKEN' } })
  },
  async *count({ to }: { to: number }) {
    for (let count = 1; count <= to; count++) yield { count }
  },
}

/** By graphql-js, as anybody would. */
const answers: RequestListener = async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  const { query, variables } = JSON.parse(body)
  const result = await graphql({ schema, source: query, rootValue, variableValues: variables })
  response.setHeader('content-type', 'application/json').end(JSON.stringify(result))
}

async function transportTo(t: TestContext, listener: RequestListener, mostBytes = 1000) {
  const server = createServer((request, response) => listener(request, response)).listen(0, '127.0.0.1')
  useServer({ schema, roots: { subscription: rootValue } }, new WebSocketServer({ server }))
  await once(server, 'listening')
  const reported: unknown[] = []
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
  const transport = plainTransport('cred', address, (error) => reported.push(error), { mostBytes })
  t.after(async () => {
    await transport.close()
    server.closeAllConnections()
    server.close()
  })
  const asked = (text: string, variables: Record<string, unknown> = {}) => ({
    document: parse(text),
    type: text.startsWith('subscription') ? OperationTypeNode.SUBSCRIPTION : OperationTypeNode.QUERY,
    variables,
    viewer: anonymous,
  })
  return { transport, server, reported, asked }
}

const codesOf = ({ errors }: SubgraphResult) => errors?.map(({ extensions }) => extensions.code)

describe('plain transport', () => {
  it('A plain subgraph is sent the operation with its variables, and its answer comes back', async (t) => {
    const { transport, asked } = await transportTo(t, answers)
    const result = await transport.execute(asked('query ($text: String!) { twice(text: $text) }', { text: 'hö' }))
    assert.deepEqual(result, { data: { twice: 'höhö' } })
  })

  it('A plain subgraph that answers with errors is quoted, with their places and codes', async (t) => {
    const { transport, asked, reported } = await transportTo(t, answers)
    const { data, errors } = await transport.execute(asked('{ broken }'))
    assert.deepEqual(data, { broken: null })
    assert.deepEqual(
      errors?.map(({ message, path, extensions }) => [message, path, extensions]),
      [['It broke.', ['broken'], { code: 'BROKEN' }]],
    )
    const wrong = await transport.execute(asked('{ nothing }'))
    assert.equal(wrong.errors?.length, 1)
    assert.deepEqual(reported, [])
  })

  it('A plain subgraph that gives no answer is away, which is reported once until it is back', async (t) => {
    let listener: RequestListener = (_, response) => response.writeHead(502).end('<html>')
    const { transport, asked, reported } = await transportTo(t, (request, response) => listener(request, response))
    for (let each = 0; each < 2; each++)
      assert.deepEqual(codesOf(await transport.execute(asked('{ broken }'))), ['UNAVAILABLE'])
    assert.equal(reported.length, 1)
    listener = answers
    assert.deepEqual(codesOf(await transport.execute(asked('{ broken }'))), ['BROKEN'])
    listener = (_, response) => response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":"?"}')
    assert.deepEqual(codesOf(await transport.execute(asked('{ broken }'))), ['UNAVAILABLE'])
    assert.equal(reported.length, 2)
  })

  it('A plain subgraph that answers too much is not taken for one that is away', async (t) => {
    const { transport, asked, reported } = await transportTo(t, answers)
    const result = await transport.execute(asked(`{ twice(text: "${'x'.repeat(600)}") }`))
    assert.deepEqual(codesOf(result), ['ANSWER_TOO_LARGE'])
    assert.deepEqual(reported, [])
  })

  it('A plain subgraph is hung up on when nobody waits for its answer any more', async (t) => {
    const { transport, server, asked } = await transportTo(t, () => {})
    const leaving = new AbortController()
    const answer = withSignal(leaving.signal, async () => transport.execute(asked('{ broken }')))
    const [request] = await once(server, 'request')
    const hungUp = once(request.socket, 'close')
    leaving.abort(new Error('gone'))
    assert.equal((await answer).errors?.length, 1)
    await hungUp
  })

  it('A plain subgraph is subscribed to, and what it refuses is the last that comes', async (t) => {
    const { transport, asked } = await transportTo(t, answers)
    const events = await transport.subscribe(asked('subscription ($to: Int!) { count(to: $to) }', { to: 3 }))
    const counted: unknown[] = []
    for await (const { data } of events as AsyncIterable<{ data: { count: number } }>) counted.push(data.count)
    assert.deepEqual(counted, [1, 2, 3])
    const refused: unknown[] = []
    const none = await transport.subscribe(asked('subscription { count }'))
    for await (const result of none as AsyncIterable<{ errors: [] }>) refused.push(result.errors.length)
    assert.deepEqual(refused, [1])
  })
})
