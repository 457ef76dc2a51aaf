// One part of Folkmoot in a process of its own. Parts find one another by address, or by the default port on this machine.

import type { Config } from '../../backbone/config.ts'
import { succeed } from '../../backbone/database/successors.ts'
import type { Handlers } from '../../backbone/subgraph/calls.ts'
import { hasGuests } from '../../backbone/subgraph/guests.ts'
import type { Subgraph, SubgraphDeps, SubgraphName } from '../../backbone/subgraph/subgraph.ts'
import { askBy, type Graph } from '../graph/graph.ts'
import type { Result } from '../graph/result.ts'
import { readSupergraph } from '../graph/supergraph.ts'
import { bind, commonRoutesAlone, openDoors, sendNothing, serve, urlOf } from '../http/server.ts'
import { answerCall, answerGreeting, type Caller, callerOf } from '../internal/calls.ts'
import { routerDoorOf } from '../internal/router-requests.ts'
import { type ServiceClient, serviceClientOf } from '../internal/service-client.ts'
import { sessionClientOf } from '../internal/session-client.ts'
import { greetingPath } from '../internal/session-messages.ts'
import { sessionServerOf } from '../internal/session-server.ts'
import { defaultPorts, type ServiceName, subgraphNames } from '../names.ts'
import type { SubgraphModules } from '../subgraph-modules.ts'
import { metricsOf } from '../telemetry/metrics.ts'
import { remoteTransport } from '../transports/remote.ts'
import type { Transport } from '../transports/transport.ts'
import { doorsOver, openSide } from './doors.ts'
import { unsafetiesOf, warnOfExposure } from './exposure.ts'
import { type Foundation, layFoundation } from './foundation.ts'
import { graphOver } from './graph.ts'
import { driverOver, gaugesOf, reporting } from './start.ts'
import { serveSubgraph } from './subgraph-server.ts'

export interface Service {
  url: string
  stop(): Promise<void>
}

/** @throws Error that says what is missing. */
export async function startService(
  name: ServiceName,
  config: Config,
  modules: SubgraphModules,
  options: { page?: boolean; planApart?: boolean } = {},
): Promise<Service> {
  if (!config.databaseUrl) {
    throw new Error(
      'DATABASE_URL: wanted the address of the PostgreSQL server that all services share; got none. (The embedded database is for one process: npm start.)',
    )
  }
  const stops: (() => Promise<unknown> | unknown)[] = []
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each()
  }
  try {
    const subgraph = subgraphNames.find((each) => each === name)
    const module = subgraph ? await modules[subgraph]() : null
    const foundation = await layFoundation(config, module ? { [name]: module.migrations } : {})
    stops.push(() => foundation.stop())
    warnOfExposure(unsafetiesOf(config, name), foundation.logger)
    const serviceClient = serviceClientOf(sessionClientOf(foundation.secrets))
    const caller = callerOf((service) => addressesOf(config, service), serviceClient, config.tls)
    stops.push(() => caller.close())
    const world: World = { config, foundation, serviceClient, caller, stops }
    if (name === 'gateway') return { url: await startGateway(world, options), stop }
    if (name === 'driver') return { url: await startDriver(world), stop }
    return { url: await startSubgraph(world, module!.create), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

interface World {
  config: Config
  foundation: Foundation
  serviceClient: ServiceClient
  caller: Caller
  stops: (() => Promise<unknown> | unknown)[]
}

async function startSubgraph({ config, foundation, caller, stops }: World, create: (deps: SubgraphDeps) => Subgraph) {
  const metrics = metricsOf(gaugesOf(foundation))
  const report = reporting(foundation, metrics)
  const subgraph = create({
    ...foundation,
    ask: askBy(remoteAnswer(caller)),
    call: {
      connectPlatform: (input) => caller.call('connectPlatform', input),
      disconnectPlatform: (input) => caller.call('disconnectPlatform', input),
      secondAdmin: (input) => caller.call('secondAdmin', input),
    },
    publicUrl: config.publicUrl ?? addressesOf(config, 'gateway')[0]!,
  })
  metrics.watch(subgraph.gauges ?? [])
  await subgraph.start()
  stops.push(() => subgraph.stop())
  stops.push(await succeed(foundation.db, foundation.logger, async (process) => subgraph.takeUp?.(process)))
  const sessions = sessionServerOf(foundation.secrets, subgraph.name)
  const stop = new AbortController()
  const aside = await openSide({ config, foundation, metrics, stops }, stop)
  const { limits, tls } = config
  const door = {
    subgraph,
    limits,
    tls,
    sessions,
    routers: routerDoorOf(config.routerSecrets, subgraph.name, foundation.directory),
    report,
    metrics,
    unready: foundation.unready,
    aside: aside !== null,
    stop,
  }
  const listening = await serveSubgraph(door, config)
  stops.push(() => listening.stop())
  return listening.url
}

async function startGateway(
  { config, foundation, serviceClient, caller, stops }: World,
  { page: withPage = false, planApart = false }: { page?: boolean; planApart?: boolean },
): Promise<string> {
  const metrics = metricsOf(gaugesOf(foundation))
  const report = reporting(foundation, metrics)
  const transports = {} as Record<SubgraphName, Transport>
  for (const name of subgraphNames) {
    transports[name] = remoteTransport(name, addressesOf(config, name), serviceClient, report, {
      mostBytes: config.limits.answer,
      tls: config.tls,
    })
    stops.push(() => transports[name].close())
  }
  const server = await bind(config, config.tls)
  stops.push(() => server.close())
  const publicUrl = config.publicUrl ?? urlOf(server)
  const over = {
    config,
    foundation,
    supergraph: readSupergraph(),
    transports,
    planApart,
    metrics,
    report,
    stops,
  }
  const withGuests = hasGuests(config.guests) ? (await import('./guests.ts')).graphWithGuests : null
  const guests = withGuests && (await withGuests({ ...over, publicUrl }))
  const graph = guests?.graph ?? (await graphOver(over))
  const internal: Handlers<'answer'> = { answer: ({ query, variables }) => graph.answer(query, variables) }
  const inside = {
    sessions: sessionServerOf(foundation.secrets, 'gateway'),
    tls: config.tls,
    report,
    limits: config.limits,
  }
  const { doors } = await doorsOver({
    config,
    foundation,
    graph,
    metrics,
    report,
    publicUrl,
    guests: guests?.states ?? null,
    withPage,
    stops,
    // Stored once however often it arrives, and its sender may never send it again.
    receive: (webhook) => caller.call('receiveWebhook', webhook),
    sessions: {
      start: (call) => caller.call('startSession', call),
      end: (call) => caller.call('endSession', call),
    },
    noteSeen: (seen) => caller.call('noteSeen', seen),
    noteRefused: (refused) => caller.call('noteRefused', refused),
    more(request, response, path) {
      if (path === greetingPath) void answerGreeting(inside, request, response)
      else if (path === '/internal/gateway') void answerCall('gateway', internal, inside, request, response)
      else return false
      return true
    },
  })
  const listening = openDoors(doors, server)
  stops.push(() => listening.stop())
  await guests?.opened()
  return listening.url
}

async function startDriver({ config, foundation, caller, stops }: World): Promise<string> {
  const driver = driverOver(foundation, remoteAnswer(caller), config.publicUrl)
  driver.start()
  stops.push(() => driver.stop())
  const metrics = metricsOf(gaugesOf(foundation))
  const doors = { metrics, report: foundation.report, unready: foundation.unready, stop: new AbortController() }
  const aside = await openSide({ config, foundation, metrics, stops }, doors.stop)
  const server = await bind(config, config.tls)
  const listening = serve(server, aside ? (_request, response) => sendNothing(response) : commonRoutesAlone(doors), {
    stop: doors.stop,
    limits: config.limits,
    metrics,
    whose: null,
  })
  stops.push(() => listening.stop())
  return urlOf(server)
}

/** The graph, asked through the gateway's internal door. An outage is an answer, too. */
function remoteAnswer(caller: Caller): Graph['answer'] {
  return async (query, variables) => {
    try {
      return await caller.call('answer', { query, variables })
    } catch (error) {
      const { message, code } = error as { message: string; code?: string }
      return { data: null, errors: [{ message, extensions: { code: code ?? 'UNAVAILABLE' } }] } as unknown as Result
    }
  }
}

function addressesOf(config: Config, service: ServiceName): readonly string[] {
  const known = service === 'driver' ? undefined : config.services[service]
  return known ?? [`${config.tls.cert === null ? 'http' : 'https'}://127.0.0.1:${defaultPorts[service]}`]
}
