// `npm start`: everything in one process. The gateway calls the subgraphs' schemas directly.

import { saveArchive } from '../../backbone/archive/save.ts'
import type { Config } from '../../backbone/config.ts'
import { succeed } from '../../backbone/database/successors.ts'
import { withoutAct } from '../../backbone/log/acts.ts'
import type { LoggedEvent } from '../../backbone/log/event.ts'
import { type CallsTo, calls, type Handler, handlerOf } from '../../backbone/subgraph/calls.ts'
import { hasGuests } from '../../backbone/subgraph/guests.ts'
import type { Subgraph, SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import { createDriver, type Driver, heard } from '../../driver/index.ts'
import { openLocalDoor } from '../backup/door.ts'
import { version } from '../backup/version.ts'
import { askBy, type Graph } from '../graph/graph.ts'
import { readSupergraph, type Supergraph } from '../graph/supergraph.ts'
import { bind, openDoors, urlOf } from '../http/server.ts'
import { type SubgraphName, subgraphNames } from '../names.ts'
import { type SubgraphModules, subgraphModules } from '../subgraph-modules.ts'
import { type Metrics, metricsOf } from '../telemetry/metrics.ts'
import { localTransport } from '../transports/local.ts'
import type { Transport } from '../transports/transport.ts'
import { doorsOver } from './doors.ts'
import { unsafetiesOf, warnOfExposure } from './exposure.ts'
import { type Foundation, type FoundationOptions, layFoundation } from './foundation.ts'
import { graphOver } from './graph.ts'

export interface Folkmoot {
  /** http://host:port */
  url: string
  /** Where health and metrics are answered, if not there. */
  metricsUrl: string | null
  adminKey: string
  /** Whether the admin key was made at this start: then nobody knows it yet. */
  adminKeyIsNew: boolean
  /** Requests end, streams are told to come back, work under way is finished. */
  stop(): Promise<void>
}

export interface StartOptions extends FoundationOptions {
  modules?: SubgraphModules
  supergraph?: Supergraph
  driver?: boolean
  /** Whether the live page is served, and built where it is not yet. */
  page?: boolean
  /** Whether operations are planned in a process of its own. */
  planApart?: boolean
}

/** Resolves when it listens: the schemas are loaded, and the first request is served like any other. */
export async function startFolkmoot(config: Config, options: StartOptions = {}): Promise<Folkmoot> {
  const {
    modules = subgraphModules,
    supergraph = readSupergraph(),
    driver: withDriver = true,
    page: withPage = false,
  } = options
  const stops: (() => Promise<unknown> | unknown)[] = []
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each()
  }
  try {
    const loaded = await Promise.all(subgraphNames.map(async (name) => [name, await modules[name]()] as const))
    const migrations = Object.fromEntries(loaded.map(([name, module]) => [name, module.migrations]))
    const foundation = await layFoundation(config, migrations, options)
    stops.push(() => foundation.stop())
    warnOfExposure(unsafetiesOf(config), foundation.logger)
    // Where the system is to choose the port, it is chosen now: the address of webhooks must be known.
    const bound = config.port === 0 ? await bind(config, config.tls) : null
    if (bound) stops.push(() => bound.close())
    const metrics = metricsOf(gaugesOf(foundation))
    const report = reporting(foundation, metrics)

    // A subgraph may ask the graph that it is a part of: but not before all have started.
    const whole = Promise.withResolvers<Graph>()
    whole.promise.catch(() => {})
    const answer: Graph['answer'] = async (query, variables) => (await whole.promise).answer(query, variables)
    const subgraphs = {} as Record<SubgraphName, Subgraph>
    const calling = callingOf(subgraphs)
    const publicUrl =
      config.publicUrl ??
      (bound ? urlOf(bound) : `${config.tls.cert === null ? 'http' : 'https'}://${config.host}:${config.port}`)
    const deps: SubgraphDeps = {
      ...foundation,
      ask: askBy(answer),
      call: {
        connectPlatform: calling('connectPlatform'),
        disconnectPlatform: calling('disconnectPlatform'),
        secondAdmin: calling('secondAdmin'),
      },
      publicUrl,
    }
    const transports = {} as Record<SubgraphName, Transport>
    for (const [name, module] of loaded) {
      subgraphs[name] = module.create(deps)
      transports[name] = localTransport(subgraphs[name], report)
      metrics.watch(subgraphs[name].gauges ?? [])
    }
    const over = {
      config,
      foundation,
      supergraph,
      transports,
      planApart: options.planApart ?? false,
      metrics,
      report,
      stops,
    }
    const withGuests = hasGuests(config.guests) ? (await import('./guests.ts')).graphWithGuests : null
    const guests = withGuests && (await withGuests({ ...over, publicUrl }))
    const graph = guests?.graph ?? (await graphOver(over))
    whole.resolve(graph)
    for (const name of subgraphNames) {
      await subgraphs[name].start()
      stops.push(() => subgraphs[name].stop())
    }
    if (foundation.db.engine === 'postgres') {
      const takeUp = async (process: string) => {
        for (const name of subgraphNames) await subgraphs[name].takeUp?.(process)
      }
      stops.push(await succeed(foundation.db, foundation.logger, takeUp))
    }
    if (withDriver) {
      const driver = driverOver(foundation, answer, config.publicUrl)
      driver.start()
      stops.push(() => driver.stop())
    }

    if (!config.databaseUrl && !options.db) {
      const door = await openLocalDoor(config.dataFolder, (file) => saveArchive(foundation.db, file, version), report)
      stops.push(() => door.stop())
    }
    const { doors, aside } = await doorsOver({
      config,
      foundation,
      graph,
      metrics,
      report,
      publicUrl,
      guests: guests?.states ?? null,
      withPage,
      stops,
      receive: calling('receiveWebhook'),
      sessions: { start: calling('startSession'), end: calling('endSession') },
      noteSeen: calling('noteSeen'),
      noteRefused: calling('noteRefused'),
    })
    const listening = openDoors(doors, bound ?? (await bind(config, config.tls)))
    stops.push(() => listening.stop())
    await guests?.opened()
    const { adminKey, adminKeyIsNew } = foundation
    return { url: listening.url, metricsUrl: aside?.url ?? null, adminKey, adminKeyIsNew, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The built-in driver, hearing the log and speaking to the graph. */
export function driverOver(
  foundation: Pick<Foundation, 'log' | 'logger' | 'policyWork'>,
  execute: Graph['answer'],
  site: string | null,
): Driver {
  return createDriver({
    execute,
    site,
    logger: foundation.logger,
    work: foundation.policyWork,
    feed: (handle) => foundation.log.perform({ name: 'driver', types: heard, handle }),
    decidedBy: (event) => driverBefore(foundation.log, event as LoggedEvent),
  })
}

/** The driver that was set last before an event. */
async function driverBefore({ read }: Foundation['log'], { community, position }: LoggedEvent) {
  let kind: 'BUILT_IN' | 'EXTERNAL' | null = null
  for (let after = 0; ; ) {
    const types = ['communities.driver.set'] as const
    const events = await read({ after, upTo: position, types, limit: 100, ...(community ? { community } : {}) })
    for (const event of events) if (event.type === 'communities.driver.set') kind = event.payload.kind
    if (events.length < 100) return kind
    after = events.at(-1)!.position
  }
}

export function gaugesOf({ log, jobs }: Pick<Foundation, 'log' | 'jobs'>) {
  return [
    { name: 'folkmoot_log_position', help: 'Events in the log.', read: async () => ({ head: await log.head() }) },
    { name: 'folkmoot_jobs_waiting', help: 'Jobs that wait, by queue.', read: () => jobs.waiting() },
  ]
}

export function reporting(foundation: Pick<Foundation, 'report'>, metrics: Metrics): Foundation['report'] {
  return (cause) => {
    metrics.masked()
    foundation.report(cause)
  }
}

/** Calls of subgraphs that may still be being made. */
function callingOf(subgraphs: Readonly<Record<SubgraphName, Subgraph>>) {
  return <N extends CallsTo<SubgraphName>>(name: N): Handler<N> =>
    async (input) => {
      const subgraph = subgraphs[calls[name].by]
      const call = handlerOf(subgraph.calls, name)
      if (!call) throw new Error(`The subgraph ${subgraph.name} has no call "${name}".`)
      // As between processes: what is called is not the caller's own act.
      return withoutAct(() => call(input))
    }
}
