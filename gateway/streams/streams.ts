// Subscriptions between the graph and the transports. Those who ask the same with the same rights share one execution:
// an event is resolved once and made into bytes once, and each transport writes those (README.md has the picture).
//
// The shared execution is run for nobody in particular (`faceless`), so nothing personal can be in it; an operation that
// asks for something personal is shared only among the connections of one key or session. Whether a key still holds, and may
// still read the community, is looked at for each reader: at every event, and every second when none comes.

import { defaultLimits } from '../../backbone/limits.ts'
import { claimedPosition } from '../../backbone/log/cursors.ts'
import type { Directory } from '../../backbone/log/directory.ts'
import { mayRead, type Viewer } from '../../backbone/security/viewer.ts'
import type { Turn } from '../../backbone/subgraph/subgraph.ts'
import type { Refusal } from '../../schema/errors.ts'
import { type ExecutionLimits, executionsOf, laneOf, ownerOf } from '../graph/executions.ts'
import type { Graph } from '../graph/graph.ts'
import type { Operation } from '../graph/operations.ts'
import type { Events, Result } from '../graph/result.ts'
import { faceless, rightsOf, shapesOf } from '../graph/subscriptions.ts'
import type { Supergraph } from '../graph/supergraph.ts'
import { inTurns, type Lane, type Turns, turnsOf } from '../graph/turns.ts'
import type { Metrics, Transport } from '../telemetry/metrics.ts'
import { refusal } from '../wire/errors.ts'
import { eventsOf, refusalEvent } from './events.ts'
import type { Group } from './group.ts'
import { listGroupOf } from './list-group.ts'
import { Reader, type ReaderCallbacks, type Sink } from './reader.ts'
import { stateGroupOf } from './state-group.ts'

export interface Subscriber extends Sink {
  viewer: Viewer
  /** Goes on after this cursor instead of the one in the operation. */
  after?: string | null
}

export interface Stream {
  /** No more is wanted. */
  stop(): void
}

export interface Streams {
  /** The refusal; or the subscriber is written to until it stops or is told the end. */
  open(operation: Operation, variables: Record<string, unknown>, subscriber: Subscriber): Promise<Result | Stream>
}

export interface StreamOptions {
  graph: Pick<Graph, 'mostBytes' | 'subscribe'>
  directory: Pick<Directory, 'find' | 'byId' | 'holds'>
  metrics: Metrics
  limits?: ExecutionLimits
  turns?: Turns
  /** Events that a reader may be behind the others, beside what its connection holds. */
  kept?: number
  /** Milliseconds of a clock that never goes back. */
  now?: () => number
  /** The position in the log that a cursor claims; null: none. */
  positionOf?: (cursor: string) => number | null
}

/** Subscriptions that are the same. */
interface SharedSubscription {
  group: Group
  /** Who was the first. */
  whose: string
  /** Others have joined. */
  common: boolean
}

const commonReaders = 8 // what is read by others as well has so many times the time of what one reads alone
const lookEvery = 1000 // milliseconds between looks at everybody's rights

export function streamsOf({
  graph,
  directory,
  metrics,
  limits = defaultLimits,
  turns = turnsOf(),
  kept = 1000,
  now = () => performance.now(),
  positionOf = claimedPosition,
}: StreamOptions): Streams {
  const shapeOf = shapesOf()
  const groups = new Map<string, SharedSubscription>()
  // The same text means something else where it was read by another supergraph.
  const readings = new WeakMap<Supergraph, number>()
  let read = 0
  const readingOf = ({ supergraph }: Operation) => {
    if (!readings.has(supergraph)) readings.set(supergraph, ++read)
    return readings.get(supergraph)
  }
  const executions = executionsOf(limits)
  const readers = new Set<Reader>()
  let looking: NodeJS.Timeout | null = null
  const sent: Record<Transport, number> = { http: 0, sse: 0, ws: 0 }
  let counting = false

  /** Counted together: to count each costs as much as to send it. */
  function count(): void {
    counting = false
    for (const transport of ['sse', 'ws'] as const) {
      if (sent[transport] > 0) metrics.events(transport, sent[transport])
      sent[transport] = 0
    }
  }

  const callbacks: ReaderCallbacks = {
    refused({ viewer, community }) {
      if (!directory.holds(viewer)) {
        return refusalEvent('UNAUTHENTICATED', 'Wanted a valid key; this one was revoked or has expired.')
      }
      const known = community === null ? undefined : directory.byId(community)
      if (known && !mayRead(viewer, known)) {
        return refusalEvent('FORBIDDEN', 'Wanted a key that may read this community; it has become private.')
      }
      return null
    },
    sent(transport, events) {
      sent[transport] += events
      if (counting) return
      counting = true
      setImmediate(count)
    },
    left(reader) {
      metrics.streamClosed(reader.transport)
      readers.delete(reader)
      if (readers.size > 0 || !looking) return
      clearInterval(looking)
      looking = null
    },
  }

  /** Begins an execution that is counted for who opens it, and whose events are resolved in turn. */
  async function execution(
    group: Omit<SharedSubscription, 'group'>,
    by: Reader,
    begin: (turn: Turn, lane: Lane) => Promise<Result | Events>,
  ): Promise<Result | Events> {
    const owner = ownerOf(by.viewer, by.address, by.community)
    let end: () => void
    try {
      end = executions.begin(owner)
    } catch (error) {
      const { code, message } = error as Refusal
      return { errors: [refusal(code, message)] }
    }
    const anonymous = owner.kind === 'anonymous'
    const community = `${anonymous ? 'anonymous' : 'keyed'} of ${owner.community}`
    const own = { community, owner: owner.whose }
    const common = { community, owner: '', readers: commonReaders }
    const turn = turns.of(() => (group.common ? common : own))
    try {
      const events = await begin(turn, laneOf(by.viewer, by.address))
      if (Symbol.asyncIterator in events) return inTurns(turn, events, end)
      end()
      return events
    } catch (error) {
      end()
      throw error
    }
  }

  function entered(reader: Reader): void {
    metrics.streamOpened(reader.transport)
    readers.add(reader)
    looking ??= setInterval(look, lookEvery).unref()
  }

  function look(): void {
    for (const each of readers) {
      const refusal = callbacks.refused(each)
      if (refusal) each.refuse(refusal)
    }
  }

  return {
    async open(operation, variables, subscriber) {
      const { viewer } = subscriber
      const shape = shapeOf(operation)
      const named = shape.communityIn(variables)
      const community = named === null ? null : await directory.find(viewer, named).catch(() => null)
      const { after: given, rest } = shape.split(variables)
      const after = (shape.kind === 'list' && subscriber.after) || given
      const shared = shape.kind !== 'other' && (after === null || typeof after === 'string')
      const nobody = shape.personal ? viewer : faceless(viewer)
      const key = JSON.stringify([
        readingOf(operation),
        shape.text,
        sorted(rest),
        rightsOf(viewer),
        shape.personal && personOf(viewer),
      ])
      const reader = new Reader(callbacks, subscriber, viewer, community?.id ?? null, after)
      const { whose } = ownerOf(viewer, reader.address, null)
      let known = shared ? groups.get(key) : undefined
      if (!known) {
        const mine: Omit<SharedSubscription, 'group'> = { whose, common: false }
        const common = {
          eventsOf: (result: Result) => eventsOf(shape, result, graph.mostBytes),
          empty: () => void groups.delete(key),
        }
        const run = (by: Reader, operation: Operation, variables: Record<string, unknown>, viewer: Viewer) =>
          execution(mine, by, (turn, lane) => graph.subscribe(operation, variables, viewer, turn, lane))
        let group: Group
        if (!shared) {
          const open = (_: string | null, by: Reader) => run(by, operation, variables, viewer)
          group = listGroupOf({ ...common, kept, open, replays: false, empty: () => {} })
        } else if (shape.kind === 'state') {
          group = stateGroupOf({ ...common, now, open: (_, by) => run(by, shape.operation, rest, nobody) })
        } else {
          const open = (cursor: string | null, by: Reader) => run(by, shape.operation, shape.join(rest, cursor), nobody)
          group = listGroupOf({ ...common, kept, open, replays: true, ...(shape.batched ? { positionOf } : {}) })
        }
        known = Object.assign(mine, { group })
        if (shared) groups.set(key, known)
      }
      if (known.whose !== whose) known.common = true

      entered(reader)
      const refusal = await known.group.enter(reader, after)
      if (!refusal) return reader
      reader.withdraw()
      return refusal
    },
  }
}

/** Who asks, where the answer depends on it. */
function personOf({ key, member, session }: Viewer) {
  return { key, member, session }
}

function sorted(value: Record<string, unknown>): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
}
