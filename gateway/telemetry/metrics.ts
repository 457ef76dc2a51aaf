// What Prometheus reads. A registry of its own for each server: two in one process do not count for one another.

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Gauge as Reading } from '../../backbone/subgraph/subgraph.ts'

export interface Metrics {
  /** An operation was answered, or its stream ended. */
  operation(transport: Transport, type: string, outcome: string, seconds: number): void
  fetched(subgraph: string, seconds: number, failed: boolean): void
  streamOpened(transport: Transport): void
  streamClosed(transport: Transport): void
  /** Subscribers were sent this many events. */
  events(transport: Transport, count: number): void
  webhook(status: number, seconds: number): void
  /** Somebody was sent away, because there was more to do than could be done. */
  shed(what: string): void
  /** A key or a try to sign in was refused at the door. */
  refused(kind: string): void
  /** Something unexpected was masked. */
  masked(): void
  /** A connection was not taken, or ended by us. */
  hungUp(why: string): void
  /** Reads these too, whenever Prometheus asks. */
  watch(readings: readonly Reading[]): void
  text(): Promise<string>
  readonly contentType: string
}

export type Transport = 'http' | 'sse' | 'ws'

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** @param readings what is read when Prometheus asks. */
export function metricsOf(readings: readonly Reading[] = []): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const operations = new Histogram({
    name: 'folkmoot_operations_seconds',
    help: 'Time from an operation to its answer (or the end of its stream).',
    labelNames: ['transport', 'type', 'outcome'],
    buckets,
    registers,
  })
  const fetches = new Histogram({
    name: 'folkmoot_subgraph_seconds',
    help: 'Time that a subgraph took for one request of the gateway.',
    labelNames: ['subgraph', 'outcome'],
    buckets,
    registers,
  })
  const streams = new Gauge({
    name: 'folkmoot_streams',
    help: 'Open subscriptions.',
    labelNames: ['transport'],
    registers,
  })
  const events = new Counter({
    name: 'folkmoot_stream_events_total',
    help: 'Events sent to subscribers.',
    labelNames: ['transport'],
    registers,
  })
  const webhooks = new Histogram({
    name: 'folkmoot_webhooks_seconds',
    help: 'Time from a webhook to its answer.',
    labelNames: ['status'],
    buckets,
    registers,
  })
  const masked = new Counter({
    name: 'folkmoot_masked_errors_total',
    help: 'Errors that were masked and logged.',
    registers,
  })
  const shed = new Counter({
    name: 'folkmoot_shed_total',
    help: 'Operations sent away while there was more to do than could be done.',
    labelNames: ['name'],
    registers,
  })
  const refusals = new Counter({
    name: 'folkmoot_refused_total',
    help: 'Keys and tries to sign in that were refused at the door.',
    labelNames: ['name'],
    registers,
  })
  const hangUps = new Counter({
    name: 'folkmoot_sockets_refused_total',
    help: 'Connections that were not taken, or ended by us.',
    labelNames: ['why'],
    registers,
  })
  const watch = ({ name, help, read }: Reading) =>
    new Gauge({
      name,
      help,
      labelNames: ['name'],
      registers,
      async collect() {
        this.reset()
        // A database that does not answer must not take the other figures along.
        const values = await read().catch(() => ({}) as Record<string, number>)
        for (const [label, value] of Object.entries(values)) this.set({ name: label }, value)
      },
    })
  readings.forEach(watch)
  return {
    operation: (transport, type, outcome, seconds) => operations.observe({ transport, type, outcome }, seconds),
    fetched: (subgraph, seconds, failed) => fetches.observe({ subgraph, outcome: failed ? 'failed' : 'ok' }, seconds),
    streamOpened: (transport) => streams.inc({ transport }),
    streamClosed: (transport) => streams.dec({ transport }),
    events: (transport, count) => events.inc({ transport }, count),
    webhook: (status, seconds) => webhooks.observe({ status: String(status) }, seconds),
    shed: (name) => shed.inc({ name }),
    refused: (name) => refusals.inc({ name }),
    masked: () => masked.inc(),
    hungUp: (why) => hangUps.inc({ why }),
    watch: (more) => more.forEach(watch),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
