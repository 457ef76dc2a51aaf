// The graph as it is now, of several that take each other's place. Whoever has an operation goes on with the graph that read it;
// what is read from then on is read by the newest. One that was replaced is closed when nobody uses it any more.

import { counted, mapped } from '../transports/transport.ts'
import { type Report, refusal } from '../wire/errors.ts'
import type { Graph } from './graph.ts'
import type { Operation } from './operations.ts'
import type { Result } from './result.ts'
import type { Supergraph } from './supergraph.ts'

export interface Generation {
  supergraph: Supergraph
  graph: Graph
  /** Ends what is its alone. */
  close(): Promise<void>
}

export interface Current {
  graph: Graph
  /** What is read from now on is read by this. */
  replace(next: Generation): void
  /** Those that are not closed yet. */
  readonly open: number
  close(): Promise<void>
}

interface Kept extends Generation {
  users: number
  /** Nothing that was read by it is about to be run. */
  old: boolean
  closed: Promise<void> | null
}

const grace = 30_000 // milliseconds from being read to being run, at most

export function currentOf(first: Generation, report: Report, wait = grace): Current {
  const readBy = new WeakMap<Supergraph, Kept>()
  const all = new Set<Kept>()
  const timers = new Set<NodeJS.Timeout>()
  let newest = taken(first)

  function taken(generation: Generation): Kept {
    const kept = { ...generation, users: 0, old: false, closed: null }
    readBy.set(kept.supergraph, kept)
    all.add(kept)
    return kept
  }

  function closeOne(kept: Kept): Promise<void> {
    kept.closed ??= kept.close().catch(report)
    all.delete(kept)
    return kept.closed
  }

  function left(kept: Kept): void {
    kept.users--
    if (kept.old && kept.users === 0) void closeOne(kept)
  }

  /** Null: it is closed, and whoever comes so late has to ask again. */
  function used(operation: Operation): Kept | null {
    const kept = readBy.get(operation.supergraph)
    if (!kept || kept.closed) return null
    kept.users++
    return kept
  }

  const gone = (): Result => ({ data: null, errors: [refusal('UNAVAILABLE')] })

  const graph: Graph = {
    get mostBytes() {
      return newest.graph.mostBytes
    },
    prepare: (request, reading) => newest.graph.prepare(request, reading),
    async execute(operation, ...asked) {
      const kept = used(operation)
      if (!kept) return gone()
      try {
        return await kept.graph.execute(operation, ...asked)
      } finally {
        left(kept)
      }
    },
    async subscribe(operation, ...asked) {
      const kept = used(operation)
      if (!kept) return gone()
      const events = await kept.graph.subscribe(operation, ...asked)
      if (!(Symbol.asyncIterator in events)) {
        left(kept)
        return events
      }
      return counted(
        mapped<Result, Result>(events, (event) => event, gone),
        () => left(kept),
      )
    },
    async answer(query, variables) {
      const kept = newest
      kept.users++
      try {
        return await kept.graph.answer(query, variables)
      } finally {
        left(kept)
      }
    },
  }

  return {
    graph,
    replace(next) {
      const before = newest
      newest = taken(next)
      const timer = setTimeout(() => {
        timers.delete(timer)
        before.old = true
        if (before.users === 0) void closeOne(before)
      }, wait).unref()
      timers.add(timer)
    },
    get open() {
      return all.size
    },
    async close() {
      for (const timer of timers) clearTimeout(timer)
      await Promise.all([...all].map(closeOne))
    },
  }
}
