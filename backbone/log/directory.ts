// What every process must know to let someone in: communities and API keys, in memory, kept by following the log.

import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '../../schema/errors.ts'
import type { EventType } from '../../schema/events.ts'
import type { Clock } from '../clock.ts'
import { uncancelled } from '../concurrency/cancellation.ts'
import { sameSecret } from '../security/secrets.ts'
import { adminViewer, mayRead, type Scope, type Viewer } from '../security/viewer.ts'
import type { LoggedEvent } from './event.ts'
import type { EventLog } from './log.ts'

export interface CommunityEntry {
  id: string
  slug: string
  name: string
  visibility: 'PUBLIC' | 'PRIVATE'
  driver: 'BUILT_IN' | 'EXTERNAL'
  /** Whether what is dangerous needs another administrator. */
  twoAdmins?: boolean
}

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

/** The key's id and its community, where it was one of a community's. */
export interface RefusedKey {
  kind: 'unknownKeyRefused' | 'revokedKeyRefused' | 'expiredKeyRefused'
  key: string | null
  community: string | null
}

/** What is stored of an API key's secret, or of a session's. It has 256 bits of randomness: a plain SHA-256 cannot be searched. */
export function keyDigest(secret: string): string {
  return hash('sha256', secret)
}

interface KeyEntry {
  id: string
  community: string
  /** Of its secrets, also of those that are on their way out. */
  digests: string[]
  scopes: readonly Scope[]
  member: string | null
  expiresAt: number | null
}

/** A secret of a key. */
interface SecretEntry {
  key: string
  /** Milliseconds; null: it is the key's present one. */
  until: number | null
}

interface SessionEntry {
  id: string
  community: string | null
  key: string | null
  admin: string | null
  member: string | null
  expiresAt: number
  ended: boolean
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

/** What one may who signed in by a link. */
const linkScopes: readonly Scope[] = ['READ', 'VOTE']

const types: EventType[] = [
  'communities.community.created',
  'communities.community.updated',
  'communities.driver.set',
  'communities.key.created',
  'communities.key.rotated',
  'communities.key.revoked',
  'communities.session.started',
  'communities.session.ended',
  'communities.member.merged',
  'communities.member.erased',
]

export async function openDirectory(deps: {
  log: EventLog
  clock: Clock
  adminKey: string
  adminMark: string
  pace?: Pace
}): Promise<Directory> {
  const { log, clock, pace = usualPace } = deps
  const adminDigest = keyDigest(deps.adminKey)
  const communities = new Map<string, CommunityEntry>()
  const bySlug = new Map<string, string>()
  const keys = new Map<string, KeyEntry>()
  const byDigest = new Map<string, SecretEntry>()
  /** Keys that were revoked, by the digests of their secrets. */
  const revoked = new Map<string, Pick<KeyEntry, 'id' | 'community'>>()
  /** By which secret a viewer came in: an open connection ends with it. */
  const cameBy = new WeakMap<Viewer, SecretEntry>()
  const sessions = new Map<string, SessionEntry>()
  const sessionsByDigest = new Map<string, SessionEntry>()
  const ending = new AbortController()
  let known = 0
  let reading: Promise<void> | null = null
  let nextReading: Promise<void> | null = null
  let looking: Promise<void> | null = null
  let lookedAt = Number.NEGATIVE_INFINITY

  function learn(event: LoggedEvent): void {
    if (event.position <= known) return
    known = event.position
    switch (event.type) {
      case 'communities.community.created':
      case 'communities.community.updated': {
        const { community } = event.payload
        communities.set(community.id, { driver: 'BUILT_IN', ...communities.get(community.id), ...community })
        bySlug.set(community.slug, community.id)
        break
      }
      case 'communities.driver.set': {
        const entry = communities.get(event.payload.community)
        if (entry) entry.driver = event.payload.kind
        break
      }
      case 'communities.key.created': {
        const { key, digest, scopes, member, expiresAt } = event.payload
        const expiry = expiresAt ? Date.parse(expiresAt) : null
        const entry = { id: key, community: event.community!, digests: [digest], scopes, member, expiresAt: expiry }
        keys.set(key, entry)
        byDigest.set(digest, { key, until: null })
        break
      }
      case 'communities.key.rotated': {
        const { key, digest, overlapsUntil } = event.payload
        const entry = keys.get(key)
        if (!entry) break
        // What is on its way out already gets no more time by it.
        const until = Date.parse(overlapsUntil)
        for (const secret of secretsOf(entry)) secret.until = Math.min(secret.until ?? until, until)
        byDigest.set(digest, { key, until: null })
        entry.digests.push(digest)
        break
      }
      case 'communities.key.revoked': {
        const { key } = event.payload
        const entry = keys.get(key)
        for (const digest of entry?.digests ?? []) {
          byDigest.delete(digest)
          revoked.set(digest, { id: key, community: entry!.community })
        }
        keys.delete(key)
        break
      }
      case 'communities.session.started': {
        const { session, digest, expiresAt, key, admin, member } = event.payload
        const expiry = Date.parse(expiresAt)
        if (expiry <= clock.now().getTime()) break
        const entry = { id: session, community: event.community, key, admin, member, expiresAt: expiry, ended: false }
        sessions.set(session, entry)
        sessionsByDigest.set(digest, entry)
        break
      }
      case 'communities.session.ended': {
        const entry = sessions.get(event.payload.session)
        if (entry) entry.ended = true
        break
      }
      case 'communities.member.merged':
        for (const each of [...keys.values(), ...sessions.values()]) {
          if (each.member === event.payload.from) each.member = event.payload.into
        }
        break
      case 'communities.member.erased':
        // Their keys were revoked and their sessions ended; a session begun at the same moment ends with them.
        for (const each of sessions.values())
          if (each.member !== null && event.payload.members.includes(each.member)) each.ended = true
    }
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

  const secretsOf = ({ digests }: KeyEntry) => digests.map((digest) => byDigest.get(digest)!)

  const isOver = ({ until }: SecretEntry) => until !== null && until <= clock.now().getTime()

  function viewerOf(key: KeyEntry | undefined): Viewer | null {
    if (!key || (key.expiresAt !== null && key.expiresAt <= clock.now().getTime())) return null
    return { kind: 'key', key: key.id, community: key.community, member: key.member, scopes: key.scopes }
  }

  function viewerOfSession(session: SessionEntry | undefined): Viewer | null {
    if (!session || session.ended || session.expiresAt <= clock.now().getTime()) return null
    if (session.admin !== null) {
      return session.admin === deps.adminMark ? { ...adminViewer, session: session.id } : null
    }
    if (session.key !== null) {
      const viewer = viewerOf(keys.get(session.key))
      return viewer && { ...viewer, session: session.id }
    }
    const { community, member } = session
    return { kind: 'key', key: null, community, member, scopes: linkScopes, session: session.id }
  }

  await catchUp()
  const following = (async () => {
    for await (const event of log.follow({ after: known, types, signal: ending.signal })) learn(event)
  })()
  following.catch(() => {})

  const directory: Directory = {
    async find(viewer, idOrSlug) {
      const known = () => communities.get(idOrSlug) ?? communities.get(bySlug.get(idOrSlug) ?? '')
      let found = known()
      if (!found) {
        await look()
        found = known()
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
    byId: (id) => communities.get(id),
    list: (viewer) => [...communities.values()].filter((community) => mayRead(viewer, community)),
    async authenticate(secret, missed) {
      const digest = keyDigest(secret)
      if (sameSecret(digest, adminDigest)) return adminViewer
      if (!byDigest.has(digest)) {
        missed?.()
        await look()
      }
      const by = byDigest.get(digest)
      const viewer = by && !isOver(by) ? viewerOf(keys.get(by.key)) : null
      if (viewer) cameBy.set(viewer, by!)
      return viewer
    },
    whyRefused(secret) {
      const digest = keyDigest(secret)
      const over = revoked.get(digest)
      if (over) return { kind: 'revokedKeyRefused', key: over.id, community: over.community }
      const entry = keys.get(byDigest.get(digest)?.key ?? '')
      if (entry) return { kind: 'expiredKeyRefused', key: entry.id, community: entry.community }
      return { kind: 'unknownKeyRefused', key: null, community: null }
    },
    async authenticateSession(token, missed) {
      const digest = keyDigest(token)
      if (!sessionsByDigest.has(digest)) {
        missed?.()
        await look()
      }
      return viewerOfSession(sessionsByDigest.get(digest))
    },
    sessionExpiry({ session }) {
      const entry = session === undefined ? undefined : sessions.get(session)
      return entry ? new Date(entry.expiresAt).toISOString() : null
    },
    adminMark: deps.adminMark,
    keyOf: (id) => keys.get(id),
    holds(viewer) {
      if (viewer.expiresAt !== undefined) return viewer.expiresAt > clock.now().getTime()
      // One that is not known here has only just begun: another process let it in, and the log will tell.
      const session = viewer.session === undefined ? undefined : sessions.get(viewer.session)
      if (session && viewerOfSession(session) === null) return false
      const by = cameBy.get(viewer)
      if (by && isOver(by)) return false
      return viewer.kind !== 'key' || viewer.key === null || viewerOf(keys.get(viewer.key)) !== null
    },
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
