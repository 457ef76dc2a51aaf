// The graph of a gateway, over subgraphs in its own process or in others.

import type { Config } from '../../backbone/config.ts'
import { type Graph, openGraph } from '../graph/graph.ts'
import { plannerApart } from '../graph/planning/index.ts'
import type { Supergraph } from '../graph/supergraph.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Transport } from '../transports/transport.ts'
import type { Report } from '../wire/errors.ts'
import type { Foundation } from './foundation.ts'

export interface GraphOver {
  config: Config
  foundation: Foundation
  supergraph: Supergraph
  transports: Readonly<Record<string, Transport>>
  /** Whether operations are planned in a process of its own. */
  planApart: boolean
  metrics: Metrics
  report: Report
  /** What ends it is added. */
  stops: (() => Promise<unknown> | unknown)[]
}

export async function graphOver(over: GraphOver): Promise<Graph> {
  const { graph, close } = await openedGraph(over)
  over.stops.push(close)
  return graph
}

/** One of several, each with an end of its own. */
export async function openedGraph(over: Omit<GraphOver, 'stops'>): Promise<{ graph: Graph; close(): Promise<void> }> {
  const { config, foundation, supergraph, transports, planApart, metrics, report } = over
  const planner = planApart ? plannerApart(supergraph.sdl, report) : null
  const graph = await openGraph({
    supergraph,
    limits: config.limits,
    introspection: config.introspection,
    planner,
    transports,
    report,
    fetched: metrics.fetched,
    caughtUp: () => foundation.directory.catchUp(),
  })
  return {
    graph,
    async close() {
      planner?.stop()
    },
  }
}
