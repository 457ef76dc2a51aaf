// What the directory keeps in memory: communities, keys and sessions as the log tells of them, and whom each stands for.

import { hash } from 'node:crypto'
import type { EventType } from '../../schema/events.ts'
import type { Clock } from '../clock.ts'
import { adminViewer, type Scope, type Viewer } from '../security/viewer.ts'
import type { LoggedEvent } from './event.ts'

export interface CommunityEntry {
  id: string
  slug: string
  name: string
  visibility: 'PUBLIC' | 'PRIVATE'
  driver: 'BUILT_IN' | 'EXTERNAL'
  /** Whether what is dangerous needs another administrator. */
  twoAdmins?: boolean
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

/** What one may who signed in by a link. */
const linkScopes: readonly Scope[] = ['READ', 'VOTE']

/** What the entries are made of. */
export const directoryTypes: EventType[] = [
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

export interface DirectoryEntries {
  learn(event: LoggedEvent): void
  find(idOrSlug: string): CommunityEntry | undefined
  byId(id: string): CommunityEntry | undefined
  communities(): Iterable<CommunityEntry>
  /** A key that was not revoked. */
  keyOf(id: string): KeyEntry | undefined
  knowsKey(digest: string): boolean
  /** Null for a key that is unknown, revoked or expired. */
  viewerOfKey(digest: string): Viewer | null
  whyRefused(digest: string): RefusedKey
  knowsSession(digest: string): boolean
  /** Null for a session that is unknown, ended or expired, as its key may be. */
  viewerOfSession(digest: string): Viewer | null
  /** When a session ends by itself, in milliseconds since 1970; null for one that is not known. */
  sessionExpiry(id: string): number | null
  /** Whether a key or session that was good still is. Rights that stand for no key in particular cannot be revoked. */
  holds(viewer: Viewer): boolean
}

/** @param adminMark what stands for the admin key where it must not be told: sessions of another have ended */
export function directoryEntries(clock: Clock, adminMark: string): DirectoryEntries {
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

  function learn(event: LoggedEvent): void {
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

  const secretsOf = ({ digests }: KeyEntry) => digests.map((digest) => byDigest.get(digest)!)

  const isOver = ({ until }: SecretEntry) => until !== null && until <= clock.now().getTime()

  function viewerOf(key: KeyEntry | undefined): Viewer | null {
    if (!key || (key.expiresAt !== null && key.expiresAt <= clock.now().getTime())) return null
    return { kind: 'key', key: key.id, community: key.community, member: key.member, scopes: key.scopes }
  }

  function viewerIn(session: SessionEntry | undefined): Viewer | null {
    if (!session || session.ended || session.expiresAt <= clock.now().getTime()) return null
    if (session.admin !== null) {
      return session.admin === adminMark ? { ...adminViewer, session: session.id } : null
    }
    if (session.key !== null) {
      const viewer = viewerOf(keys.get(session.key))
      return viewer && { ...viewer, session: session.id }
    }
    const { community, member } = session
    return { kind: 'key', key: null, community, member, scopes: linkScopes, session: session.id }
  }

  return {
    learn,
    find: (idOrSlug) => communities.get(idOrSlug) ?? communities.get(bySlug.get(idOrSlug) ?? ''),
    byId: (id) => communities.get(id),
    communities: () => communities.values(),
    keyOf: (id) => keys.get(id),
    knowsKey: (digest) => byDigest.has(digest),
    viewerOfKey(digest) {
      const by = byDigest.get(digest)
      const viewer = by && !isOver(by) ? viewerOf(keys.get(by.key)) : null
      if (viewer) cameBy.set(viewer, by!)
      return viewer
    },
    whyRefused(digest) {
      const over = revoked.get(digest)
      if (over) return { kind: 'revokedKeyRefused', key: over.id, community: over.community }
      const entry = keys.get(byDigest.get(digest)?.key ?? '')
      if (entry) return { kind: 'expiredKeyRefused', key: entry.id, community: entry.community }
      return { kind: 'unknownKeyRefused', key: null, community: null }
    },
    knowsSession: (digest) => sessionsByDigest.has(digest),
    viewerOfSession: (digest) => viewerIn(sessionsByDigest.get(digest)),
    sessionExpiry: (id) => sessions.get(id)?.expiresAt ?? null,
    holds(viewer) {
      if (viewer.expiresAt !== undefined) return viewer.expiresAt > clock.now().getTime()
      // One that is not known here has only just begun: another process let it in, and the log will tell.
      const session = viewer.session === undefined ? undefined : sessions.get(viewer.session)
      if (session && viewerIn(session) === null) return false
      const by = cameBy.get(viewer)
      if (by && isOver(by)) return false
      return viewer.kind !== 'key' || viewer.key === null || viewerOf(keys.get(viewer.key)) !== null
    },
  }
}
