// Who asks, and what they may do. Made from a key at the door; checked again where data is loaded.

import { Refusal } from '../../schema/errors.ts'

export type Scope = 'READ' | 'VOTE' | 'INTEGRATE' | 'DRIVE' | 'ADMIN'
export const everyScope: readonly Scope[] = ['READ', 'VOTE', 'INTEGRATE', 'DRIVE', 'ADMIN']

export interface Viewer {
  /** admin: FOLKMOOT_ADMIN_KEY, over all communities. system: Folkmoot's own parts, over all communities. */
  kind: 'anonymous' | 'key' | 'admin' | 'system'
  key: string | null
  /** The community of a key. */
  community: string | null
  /** The member whose key it is. */
  member: string | null
  scopes: readonly Scope[]
  /** The session of a browser that it goes by; absent where a key was given with the request. */
  session?: string
  /** Where a mutation comes from, for the audit log. Of whoever only reads it is not kept: they share what is made for others. */
  address?: string
  /** When its rights end by themselves, in milliseconds since 1970: of a provider's token, which stands for no key here. */
  expiresAt?: number
}

export const anonymous: Viewer = { kind: 'anonymous', key: null, community: null, member: null, scopes: [] }
export const adminViewer: Viewer = { kind: 'admin', key: null, community: null, member: null, scopes: everyScope }
export const systemViewer: Viewer = { kind: 'system', key: null, community: null, member: null, scopes: everyScope }

/** Whether the viewer is over all communities. */
export function overAll(viewer: Viewer): boolean {
  return viewer.kind === 'admin' || viewer.kind === 'system'
}

/** Whether the viewer may know that the community exists and read it. */
export function mayRead(viewer: Viewer, community: { id: string; visibility: 'PUBLIC' | 'PRIVATE' }): boolean {
  if (community.visibility === 'PUBLIC' || overAll(viewer)) return true
  return viewer.kind === 'key' && viewer.community === community.id
}

/** Whether the viewer has one of the scopes in the community. ADMIN holds all others. */
export function hasScope(viewer: Viewer, community: string, ...anyOf: Scope[]): boolean {
  if (overAll(viewer)) return true
  if (viewer.kind !== 'key' || viewer.community !== community) return false
  return viewer.scopes.includes('ADMIN') || anyOf.some((scope) => viewer.scopes.includes(scope))
}

/** @throws Refusal UNAUTHENTICATED without a key; FORBIDDEN with one that is not enough. */
export function requireScope(viewer: Viewer, community: string, ...anyOf: Scope[]): void {
  if (hasScope(viewer, community, ...anyOf)) return
  refuseScopes(viewer, anyOf)
}

/** The refusal for a viewer who lacks all of `anyOf`. */
export function refuseScopes(viewer: Viewer, anyOf: readonly string[]): never {
  const wanted = `This needs a key of the community with the scope ${anyOf.join(' or ')}`
  if (viewer.kind === 'anonymous') throw new Refusal('UNAUTHENTICATED', `${wanted}; the request had no key.`)
  throw new Refusal(
    'FORBIDDEN',
    `${wanted}; this key has ${viewer.scopes.join(', ') || 'no scope'} in its own community.`,
  )
}
