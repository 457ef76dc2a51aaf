// badges.mjs as a server of its own, which takes questions of one Folkmoot alone: each has a token that says who asks, signed by
// it, for this subgraph, for this very question, once.

import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { graphql, parse } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { WebSocketServer } from 'ws'
import { resolvers, typeDefs } from './badges.mjs'

const { FOLKMOOT = 'http://127.0.0.1:4000', PORT = '5001', HOST = '127.0.0.1' } = process.env
const header = 'folkmoot-identity'
const mostBytes = 1024 * 1024
const schema = buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers }])
const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', FOLKMOOT))
const heard = new Map() // ids of tokens by when they end

/** Who asks; throws where it is not Folkmoot that says so. `body`: the text that was asked. */
async function viewerOf(token, body) {
  const { payload } = await jwtVerify(token ?? '', keys, {
    issuer: FOLKMOOT,
    audience: 'badges',
    algorithms: ['EdDSA'],
  })
  if (payload.digest !== createHash('sha256').update(body).digest('base64url')) throw new Error('another body')
  for (const [id, end] of heard) if (end * 1000 < Date.now()) heard.delete(id)
  if (heard.has(payload.jti)) throw new Error('heard before')
  heard.set(payload.jti, payload.exp)
  return { kind: payload.kind, community: payload.community, member: payload.sub ?? null, scopes: payload.scopes }
}

const server = createServer(async (request, response) => {
  try {
    const chunks = []
    let size = 0
    for await (const chunk of request) {
      size += chunk.length
      if (size > mostBytes) throw new Error('too large')
      chunks.push(chunk)
    }
    const body = Buffer.concat(chunks).toString()
    const viewer = await viewerOf(request.headers[header], body)
    const { query, variables } = JSON.parse(body)
    const answer = await graphql({ schema, source: query, variableValues: variables, contextValue: { viewer } })
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  } catch (error) {
    response.writeHead(401).end(String(error.message))
  }
})

useServer(
  {
    schema,
    async context(_context, _id, { query, variables, extensions }) {
      return { viewer: await viewerOf(extensions?.[header], JSON.stringify({ query, variables })) }
    },
  },
  new WebSocketServer({ server, path: '/graphql', maxPayload: mostBytes }),
)

server.listen(Number(PORT), HOST, () =>
  console.log(`badges answers at http://${HOST}:${server.address().port}/graphql`),
)
