// What every process must know to let someone in: communities and API keys, in memory, kept by following the log.

import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '../../schema/errors.ts'
import type { Clock } from '../clock.ts'
import { uncancelled } from '../concurrency/cancellation.ts'
import { sameSecret } from '../security/secrets.ts'
import { adminViewer, mayRead, type Scope, type Viewer } from '../security/viewer.ts'
import {
  type CommunityEntry,
  directoryEntries,
  keyDigest,
  type RefusedKey,
  directoryTypes as types,
} from './directory-entries.ts'
import type { LoggedEvent } from './event.ts'
import type { EventLog } from './log.ts'

export { type CommunityEntry, keyDigest, type RefusedKey } from './directory-entries.ts'

export interface Directory {
  /** By id or slug; null where absent or not to be seen by the viewer. A miss catches up with the log first. */
  find(viewer: Viewer, idOrSlug: string): Promise<CommunityEntry | null>
  /** @throws Refusal COMMUNITY_NOT_FOUND */
  require(viewer: Viewer, idOrSlug: string): Promise<CommunityEntry>
  byId(id: string): CommunityEntry | undefined
  list(viewer: Viewer): CommunityEntry[]
  /**
   * The viewer that a key stands for; null for one that is unknown, revoked or expired.
   * @param missed is called before the log is read on for one that is not known here, and may throw instead
   */
  authenticate(secret: string, missed?: () => void): Promise<Viewer | null>
  /** What a key is that `authenticate` has just found not to hold. */
  whyRefused(secret: string): RefusedKey
  /** The viewer that a session's token stands for; null for one that is unknown, ended or expired, as its key may be. */
  authenticateSession(token: string, missed?: () => void): Promise<Viewer | null>
  /** When the viewer's session ends by itself, RFC 3339; null for a viewer without one. */
  sessionExpiry(viewer: Viewer): string | null
  /** What stands for the admin key where it must not be told. */
  readonly adminMark: string
  /** What a key that was not revoked may do, and as whom; undefined for one that is not known. */
  keyOf(id: string): { community: string; scopes: readonly Scope[]; member: string | null } | undefined
  /** Whether a key or session that was good still is. Rights that stand for no key in particular cannot be revoked. */
  holds(viewer: Viewer): boolean
  catchUp(): Promise<void>
  stop(): Promise<void>
}

/** How misses are paced: made-up keys and names must not be a way to have the log read without end. */
export interface Pace {
  /** Milliseconds; only differences count. */
  now(): number
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
}

const usualPace: Pace = {
  now: () => performance.now(),
  wait: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
}

const lookEvery = 50 // milliseconds from one reading of the log for misses to the next, whoever missed what

export async function openDirectory(deps: {
  log: EventLog
  clock: Clock
  adminKey: string
  adminMark: string
  pace?: Pace
}): Promise<Directory> {
  const { log, clock, pace = usualPace } = deps
  const adminDigest = keyDigest(deps.adminKey)
  const entries = directoryEntries(clock, deps.adminMark)
  const ending = new AbortController()
  let known = 0
  let reading: Promise<void> | null = null
  let nextReading: Promise<void> | null = null
  let looking: Promise<void> | null = null
  let lookedAt = Number.NEGATIVE_INFINITY

  function learn(event: LoggedEvent): void {
    if (event.position <= known) return
    known = event.position
    entries.learn(event)
  }

  async function readOn(): Promise<void> {
    const head = await log.head()
    while (known < head) {
      const events = await log.read({ after: known, upTo: head, types, limit: 1000 })
      for (const event of events) learn(event)
      if (events.length < 1000) known = Math.max(known, head)
    }
  }

  /** One that is under way may have asked for the head too early: all who come meanwhile wait for the next, together. */
  function catchUp(): Promise<void> {
    if (reading) nextReading ??= reading.then(begin, begin)
    return nextReading ?? begin()
  }

  function begin(): Promise<void> {
    nextReading = null
    // Others wait for it, too: it does not end with who asked first.
    const mine = uncancelled(readOn).finally(() => {
      if (reading === mine) reading = null
    })
    reading = mine
    return mine
  }

  /** Catches up for all who missed something, together and not too often. */
  function look(): Promise<void> {
    looking ??= pause(lookedAt + lookEvery - pace.now()).then(() => {
      // Who comes from here on may miss what is younger than this reading.
      looking = null
      lookedAt = pace.now()
      return catchUp()
    })
    return looking
  }

  async function pause(milliseconds: number): Promise<void> {
    if (milliseconds > 0) await pace.wait(milliseconds, ending.signal).catch(() => {})
  }

  await catchUp()
  const following = (async () => {
    for await (const event of log.follow({ after: known, types, signal: ending.signal })) learn(event)
  })()
  following.catch(() => {})

  const directory: Directory = {
    async find(viewer, idOrSlug) {
      let found = entries.find(idOrSlug)
      if (!found) {
        await look()
        found = entries.find(idOrSlug)
      }
      return found && mayRead(viewer, found) ? found : null
    },
    async require(viewer, idOrSlug) {
      const found = await directory.find(viewer, idOrSlug)
      if (found) return found
      const got = idOrSlug.slice(0, 80)
      throw new Refusal(
        'COMMUNITY_NOT_FOUND',
        `Wanted the id or slug of a community that this key can see; got "${got}".`,
      )
    },
    byId: entries.byId,
    list: (viewer) => [...entries.communities()].filter((community) => mayRead(viewer, community)),
    async authenticate(secret, missed) {
      const digest = keyDigest(secret)
      if (sameSecret(digest, adminDigest)) return adminViewer
      if (!entries.knowsKey(digest)) {
        missed?.()
        await look()
      }
      return entries.viewerOfKey(digest)
    },
    whyRefused: (secret) => entries.whyRefused(keyDigest(secret)),
    async authenticateSession(token, missed) {
      const digest = keyDigest(token)
      if (!entries.knowsSession(digest)) {
        missed?.()
        await look()
      }
      return entries.viewerOfSession(digest)
    },
    sessionExpiry({ session }) {
      const expiry = session === undefined ? null : entries.sessionExpiry(session)
      return expiry === null ? null : new Date(expiry).toISOString()
    },
    adminMark: deps.adminMark,
    keyOf: entries.keyOf,
    holds: entries.holds,
    catchUp,
    async stop() {
      ending.abort()
      await following.catch(() => {})
      await looking?.catch(() => {})
      await (nextReading ?? reading)?.catch(() => {})
    },
  }
  return directory
}
