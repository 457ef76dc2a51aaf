// The tables of communities; the columns that are read of them, and the rows that come of those: names in camel case.

import { type ColumnType, type Generated, type GeneratedAlways, type SelectType, sql } from 'kysely'
import type { ActorRecord } from '../../../backbone/log/acts.ts'
import type { Scope, Viewer } from '../../../backbone/security/viewer.ts'
import type { RequestStatus } from '../domain/requests.ts'

export type { On } from '../../../backbone/database/database.ts'

/** Written as text, read as what it holds. */
type Json<T> = ColumnType<T, string, string>

export interface Tables {
  communities: {
    id: string
    slug: string
    name: string
    visibility: 'PUBLIC' | 'PRIVATE'
    two_admins: Generated<boolean>
    driver: Generated<'BUILT_IN' | 'EXTERNAL'>
    driver_endpoint: string | null
    /** Sealed: signs what is delivered to the endpoint. */
    driver_secret: string | null
    /** Sealed: signs along until. */
    driver_secret_before: string | null
    driver_secret_before_until: Date | null
    created_at: Generated<Date>
  }
  connections: {
    id: string
    community: string
    platform: string
    external_id: string
    settings: Json<Record<string, unknown>>
    /** Sealed. */
    webhook_url: string | null
    status: 'CONNECTED' | 'UNAUTHORIZED' | 'UNREACHABLE' | 'DISCONNECTED'
    problem: string | null
    last_event_at: Date | null
    connected_at: Generated<Date>
  }
  members: {
    id: string
    community: string
    name: string
    joined_at: Generated<Date>
    /** Always one that is not merged itself. */
    merged_into: string | null
    erased_at: Date | null
  }
  accounts: {
    key: GeneratedAlways<number>
    community: string
    member: string
    platform: string
    /** '' where the platform has one server only. */
    host: string
    external_id: string | null
    username: string | null
    username_key: string | null
    /** By which it is another's: null where another has that spelling already. */
    id_spelling: string | null
    username_spelling: string | null
    proof: 'VERIFIED' | 'ASSERTED'
    linked_at: Generated<Date>
  }
  roles: {
    id: string
    community: string
    name: string
    name_key: string
    description: string | null
    created_at: Generated<Date>
  }
  requests: {
    id: string
    community: string
    member: string
    role: string
    status: RequestStatus
    reason: string | null
    decision: string | null
    requested_at: Generated<Date>
    settled_at: Date | null
  }
  grants: {
    community: string
    member: string
    role: string
    request: string | null
    decision: string | null
    granted_at: Generated<Date>
  }
  api_keys: {
    id: string
    community: string
    member: string | null
    name: string
    scopes: Json<Scope[]>
    /** SHA-256 of the secret, which is kept nowhere. */
    digest: string
    created_at: Generated<Date>
    expires_at: Date | null
    revoked_at: Date | null
    rotated_at: Date | null
    /** Until when the secret before the present one is good. */
    overlaps_until: Date | null
    last_used_at: Date | null
    /** Who may have its secret, and who may have those that are on their way out. */
    told: Generated<string[]>
    told_before: Generated<string[]>
  }
  /** Dangerous acts that an administrator asked for. */
  acts: {
    id: string
    community: string
    mutation: string
    arguments: Json<Record<string, unknown>>
    digest: string
    /** That asked. */
    key: string
    asked_by: Json<ActorRecord>
    /** Who may stand behind who asked. */
    told: string[]
    asked_at: Date
    expires_at: Date
    status: 'WAITING' | 'APPROVED' | 'REFUSED' | 'USED'
    /** Null: nobody, or the key that is admin over all. */
    settled_key: string | null
    settled_by: Json<ActorRecord> | null
    settled_told: string[] | null
    settled_at: Date | null
  }
  sessions: {
    id: string
    /** Null: signed in with the key that is admin over all. */
    community: string | null
    key: string | null
    /** Signed in by a link. */
    member: string | null
    digest: string
    started_at: Generated<Date>
    expires_at: Date
    ended_at: Date | null
    last_seen_at: Date | null
    told: Generated<string[]>
  }
  sign_in_links: {
    /** SHA-256 of the code. */
    digest: string
    community: string
    member: string
    created_at: Generated<Date>
    expires_at: Date
    used_at: Date | null
  }
  /** The communities whose driver has an endpoint, as of the last event looked at. */
  feeds: {
    community: string
    failures: Generated<number>
    failing_since: Date | null
    problem: string | null
    next_try_at: Date | null
    delivered_at: Date | null
  }
  /** What is not delivered. */
  deliveries: {
    position: number
    community: string
    event: string
    type: string
    queued_at: Generated<Date>
    tries: Generated<number>
    problem: string | null
    dead_at: Date | null
  }
  /** What the audit log has of this hour's refusals at the doors. */
  refused: { hour: Date; community: string; kind: string; address: string; about: string }
}

/** What is read of a table. */
const read = {
  sessions: ['id', 'community', 'key', 'member', 'started_at', 'expires_at', 'last_seen_at'],
  communities: [
    ...(['id', 'slug', 'name', 'visibility', 'two_admins', 'driver', 'driver_endpoint', 'driver_secret'] as const),
    'created_at',
  ],
  connections: [
    ...(['id', 'community', 'platform', 'external_id', 'settings', 'webhook_url', 'status', 'problem'] as const),
    'last_event_at',
  ],
  members: ['id', 'community', 'name', 'joined_at', 'erased_at'],
  accounts: ['key', 'member', 'platform', 'host', 'external_id', 'username', 'proof', 'linked_at'],
  roles: ['id', 'community', 'name', 'description'],
  requests: [
    ...(['id', 'community', 'member', 'role', 'status', 'reason', 'decision', 'requested_at'] as const),
    'settled_at',
  ],
  acts: [
    ...(['id', 'community', 'mutation', 'arguments', 'digest', 'key', 'asked_by', 'told', 'asked_at'] as const),
    ...(['expires_at', 'status', 'settled_key', 'settled_by', 'settled_told', 'settled_at'] as const),
  ],
  grants: ['member', 'role', 'decision', 'granted_at'],
  api_keys: [
    ...(['id', 'community', 'member', 'name', 'scopes', 'created_at', 'expires_at', 'revoked_at'] as const),
    ...(['rotated_at', 'overlaps_until', 'last_used_at', 'told', 'told_before'] as const),
  ],
} as const satisfies { [T in keyof Tables]?: readonly (keyof Tables[T])[] }

type Read = typeof read
type Camel<Name> = Name extends `${infer First}_${infer Rest}` ? `${First}${Capitalize<Camel<Rest> & string>}` : Name
type Shown<Table, Column extends keyof Table> = {
  [Name in Column as Camel<Name> & string]: Shows<Table[Name]>
}
type Shows<T> = null extends T ? SelectType<NonNullable<T>> | null : SelectType<T>
type RowOf<T extends keyof Read> = Shown<Tables[T], Read[T][number] & keyof Tables[T]>

export type CommunityRow = RowOf<'communities'>
export type ConnectionRow = RowOf<'connections'>
export type MemberRow = RowOf<'members'>
export type AccountRow = RowOf<'accounts'>
export type RoleRow = RowOf<'roles'>
export type RequestRow = RowOf<'requests'>
export type GrantRow = RowOf<'grants'>
export type KeyRow = RowOf<'api_keys'>
export type ActRow = RowOf<'acts'>
/** Of a community: whoever is admin over all is shown to none. */
export type SessionRow = RowOf<'sessions'> & { community: string }
/** How the endpoint of a community's driver takes what it is sent. */
export type FeedRow = Shown<Tables['feeds'], 'community' | 'delivered_at' | 'problem' | 'next_try_at'> & {
  waiting: number
  dead: number
}
/** An event that is not delivered. */
export type DeliveryRow = Shown<Tables['deliveries'], keyof Tables['deliveries']> & { id: string }

/** Who asks, in the terms of the graph. */
export type ViewerRow = Viewer

/** The columns that a row is made of, under the name that the statement has for the table. */
export const columns = {
  sessions: columnsOf('s', read.sessions),
  communities: columnsOf('c', read.communities),
  connections: columnsOf('n', read.connections),
  members: columnsOf('m', read.members),
  accounts: columnsOf('a', read.accounts),
  roles: columnsOf('r', read.roles),
  requests: columnsOf('q', read.requests),
  acts: columnsOf('t', read.acts),
  grants: columnsOf('g', read.grants),
  keys: columnsOf('k', read.api_keys),
}

function columnsOf(table: string, names: readonly string[]) {
  const shown = (name: string) => {
    const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
    return camel === name ? `${table}.${name}` : `${table}.${name} as "${camel}"`
  }
  return sql.raw(names.map(shown).join(', '))
}

/** Text from outside as the database can take it: PostgreSQL knows no NUL, and nothing stored has one. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd')
}
