// Other gateways of the shop, as their documentation starts them. Arguments: the kind, and a file with the composed schemas.
//   planner   Hive Gateway with the planner in Rust, and its runtime
//   stitching Hive Gateway as it comes
//   apollo    Apollo Gateway in Apollo Server
// They stand beside a package.json of their own: what they need is part of nothing that is ours. Prints {"url","control"}.

import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGatewayRuntime, type GatewayConfigSupergraph } from '@graphql-hive/gateway-runtime'
import { unifiedGraphHandler } from '@graphql-hive/router-runtime'
import { openControl } from '../control.ts'
import { usageOf } from '../usage.ts'

const [kind, file] = process.argv.slice(2) as [string, string]
const { supergraph } = JSON.parse(readFileSync(file, 'utf8')) as { supergraph: string }

async function hive(): Promise<string> {
  const runtime = createGatewayRuntime({
    supergraph,
    logging: false,
    ...(kind === 'planner' ? { unifiedGraphHandler: unifiedGraphHandler as never } : {}),
  } as GatewayConfigSupergraph)
  const server = createServer(runtime as unknown as RequestListener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
}

/** What is used of packages that are not ours to name: they are installed here alone. */
interface Apollo {
  ApolloGateway: new (options: { supergraphSdl: string }) => unknown
  ApolloServer: new (options: { gateway: unknown }) => unknown
  startStandaloneServer(server: unknown, options: { listen: { port: number; host: string } }): Promise<{ url: string }>
}

async function apollo(): Promise<string> {
  const [gateway, apolloServer, standalone] = ['@apollo/gateway', '@apollo/server', '@apollo/server/standalone']
  const { ApolloGateway, ApolloServer, startStandaloneServer } = {
    ...(await import(gateway!)),
    ...(await import(apolloServer!)),
    ...(await import(standalone!)),
  } as Apollo
  const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl: supergraph }) })
  return (await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } })).url
}

const url = await (kind === 'apollo' ? apollo() : hive())
const usage = usageOf()
await openControl(url, async () => usage())
process.on('SIGTERM', () => process.exit(0))
