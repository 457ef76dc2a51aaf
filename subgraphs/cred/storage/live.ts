// Every community's source in memory, kept by following the log: so that a question about cred needs no query.

import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { EventLog } from '../../../backbone/log/log.ts'
import type { EventType } from '../../../schema/events.ts'
import { readSources } from './sources.ts'
import type { Queries, SnapshotRow, SourceRow } from './tables.ts'

export interface LiveSources {
  /** The community's source, as this process knows it; undefined where none is connected. */
  of(community: string): SourceRow | undefined
  all(): SourceRow[]
  /** Whether the instance may say something else by now: it cannot be read, or a newer snapshot was taken. */
  isStale(snapshot: SnapshotRow): boolean
  /** Takes in a row that was read elsewhere. */
  learn(source: SourceRow): void
  /** Reads sources again. */
  renew(...communities: string[]): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

const types: EventType[] = [
  'cred.source.connected',
  'cred.source.failed',
  'cred.source.recovered',
  'cred.snapshot.taken',
  'cred.snapshots.rewritten',
]

/** @param rewritten is called where snapshots say less than before */
export function liveSources(deps: { db: Queries; log: EventLog; logger: Logger; rewritten?: () => void }): LiveSources {
  const sources = new Map<string, SourceRow>()
  const ending = new AbortController()
  let following: Promise<void> | null = null

  async function renew(...communities: string[]): Promise<void> {
    for (const source of await readSources(deps.db, communities)) learn(source)
  }

  /** Two readings of one row may arrive in either order: the later state stays. */
  function learn(source: SourceRow): void {
    const known = sources.get(source.community)
    const newer =
      !known ||
      source.generation > known.generation ||
      (source.generation === known.generation && source.attemptedAt.getTime() >= known.attemptedAt.getTime())
    if (newer) sources.set(source.community, source)
  }

  async function follow(after: number): Promise<void> {
    let position = after
    for (;;) {
      try {
        for await (const event of deps.log.follow({ after: position, types, signal: ending.signal })) {
          if (event.type === 'cred.snapshots.rewritten') deps.rewritten?.()
          else if (event.community) await renew(event.community)
          position = event.position
        }
        return // the log has ended
      } catch (error) {
        if (ending.signal.aborted) return
        deps.logger.warn({ err: error }, 'the sources of cred could not be followed; it is tried again')
        await pause(1000, undefined, { signal: ending.signal }).catch(() => {})
      }
    }
  }

  return {
    of: (community) => sources.get(community),
    all: () => [...sources.values()],
    isStale(snapshot) {
      const source = sources.get(snapshot.community)
      return source?.status !== 'READY' || source.snapshot.id !== snapshot.id
    },
    learn,
    renew,
    async start() {
      const head = await deps.log.head()
      for (const source of await readSources(deps.db)) learn(source)
      following = follow(head)
    },
    async stop() {
      ending.abort()
      await following
    },
  }
}
