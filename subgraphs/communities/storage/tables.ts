// The rows as the code sees them, and the lists of columns that make them so.

import { type Kysely, sql } from 'kysely'
import type { ActorRecord } from '../../../backbone/log/acts.ts'
import type { Scope, Viewer } from '../../../backbone/security/viewer.ts'
import type { AccountClaim } from '../domain/accounts.ts'
import type { RequestStatus } from '../domain/requests.ts'

export interface CommunityRow {
  id: string
  slug: string
  name: string
  visibility: 'PUBLIC' | 'PRIVATE'
  twoAdmins: boolean
  driver: 'BUILT_IN' | 'EXTERNAL'
  driverEndpoint: string | null
  /** Sealed: signs what is delivered to the endpoint. */
  driverSecret: string | null
  createdAt: Date
}
export interface ConnectionRow {
  id: string
  community: string
  platform: string
  externalId: string
  settings: Record<string, unknown>
  /** Sealed. */
  webhookUrl: string | null
  status: 'CONNECTED' | 'UNAUTHORIZED' | 'UNREACHABLE' | 'DISCONNECTED'
  problem: string | null
  lastEventAt: Date | null
}
export interface MemberRow {
  id: string
  community: string
  name: string
  joinedAt: Date
  erasedAt: Date | null
}
export interface AccountRow extends AccountClaim {
  key: number
  member: string
  proof: 'VERIFIED' | 'ASSERTED'
  linkedAt: Date
}
export interface RoleRow {
  id: string
  community: string
  name: string
  description: string | null
}
export interface RequestRow {
  id: string
  community: string
  member: string
  role: string
  status: RequestStatus
  reason: string | null
  decision: string | null
  requestedAt: Date
  settledAt: Date | null
}
export interface GrantRow {
  member: string
  role: string
  decision: string | null
  grantedAt: Date
}
export interface KeyRow {
  id: string
  community: string
  member: string | null
  name: string
  scopes: Scope[]
  createdAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
  rotatedAt: Date | null
  /** Until when the secret before the present one is good. */
  overlapsUntil: Date | null
  lastUsedAt: Date | null
  /** Who may have its secret, and who may have those that are on their way out. */
  told: string[]
  toldBefore: string[]
}
/** A dangerous act that an administrator asked for. */
export interface ActRow {
  id: string
  community: string
  mutation: string
  arguments: Record<string, unknown>
  digest: string
  /** That asked. */
  key: string
  askedBy: ActorRecord
  /** Who may stand behind who asked. */
  told: string[]
  askedAt: Date
  expiresAt: Date
  status: 'WAITING' | 'APPROVED' | 'REFUSED' | 'USED'
  /** Null: nobody, or the key that is admin over all. */
  settledKey: string | null
  settledBy: ActorRecord | null
  settledTold: string[] | null
  settledAt: Date | null
}
export interface SessionRow {
  id: string
  community: string
  key: string | null
  /** Signed in by a link. */
  member: string | null
  startedAt: Date
  expiresAt: Date
  lastSeenAt: Date | null
}
/** How the endpoint of a community's driver takes what it is sent. */
export interface FeedRow {
  community: string
  deliveredAt: Date | null
  problem: string | null
  nextTryAt: Date | null
  waiting: number
  dead: number
}
/** An event that is not delivered. */
export interface DeliveryRow {
  id: string
  position: number
  community: string
  event: string
  type: string
  queuedAt: Date
  tries: number
  problem: string | null
  deadAt: Date | null
}

/** Who asks, in the terms of the graph. */
export type ViewerRow = Viewer

/** A transaction, or the database itself for reading. */
export type On = Kysely<any>

export const columns = {
  sessions: sql.raw(
    `s.id, s.community, s.key, s.member, s.started_at as "startedAt", s.expires_at as "expiresAt", s.last_seen_at as "lastSeenAt"`,
  ),
  communities: sql.raw(
    `c.id, c.slug, c.name, c.visibility, c.two_admins as "twoAdmins", c.driver, c.driver_endpoint as "driverEndpoint",
    c.driver_secret as "driverSecret", c.created_at as "createdAt"`,
  ),
  connections:
    sql.raw(`n.id, n.community, n.platform, n.external_id as "externalId", n.settings, n.webhook_url as "webhookUrl",
    n.status, n.problem, n.last_event_at as "lastEventAt"`),
  members: sql.raw(`m.id, m.community, m.name, m.joined_at as "joinedAt", m.erased_at as "erasedAt"`),
  accounts: sql.raw(
    `a.key, a.member, a.platform, a.host, a.external_id as "externalId", a.username, a.proof, a.linked_at as "linkedAt"`,
  ),
  roles: sql.raw(`r.id, r.community, r.name, r.description`),
  requests: sql.raw(`q.id, q.community, q.member, q.role, q.status, q.reason, q.decision,
    q.requested_at as "requestedAt", q.settled_at as "settledAt"`),
  acts: sql.raw(`t.id, t.community, t.mutation, t.arguments, t.digest, t.key, t.asked_by as "askedBy", t.told,
    t.asked_at as "askedAt", t.expires_at as "expiresAt", t.status, t.settled_key as "settledKey",
    t.settled_by as "settledBy", t.settled_told as "settledTold", t.settled_at as "settledAt"`),
  grants: sql.raw(`g.member, g.role, g.decision, g.granted_at as "grantedAt"`),
  keys: sql.raw(
    `k.id, k.community, k.member, k.name, k.scopes, k.created_at as "createdAt", k.expires_at as "expiresAt",
    k.revoked_at as "revokedAt", k.rotated_at as "rotatedAt", k.overlaps_until as "overlapsUntil", k.last_used_at as "lastUsedAt",
    k.told, k.told_before as "toldBefore"`,
  ),
}

/** Text from outside as the database can take it: PostgreSQL knows no NUL, and nothing stored has one. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd')
}
