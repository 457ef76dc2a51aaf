// Finding what a mutation is about, and checking that the caller may. What a caller may not read is not found.

import { hasScope, requireScope, type Scope, type Viewer } from '../../backbone/security/viewer.ts'
import { Refusal } from '../../schema/errors.ts'
import { quoted } from './domain/text.ts'
import type { Loaders } from './loaders.ts'
import type { CommunityRow, MemberRow, RequestRow } from './storage/tables.ts'

/** Who acts, and what they see. */
export interface Caller {
  viewer: Viewer
  loaders: Loaders
}

/** The community, where the caller holds one of the scopes in it. @throws Refusal COMMUNITY_NOT_FOUND, FORBIDDEN … */
export async function communityFor(caller: Caller, idOrSlug: string, ...anyOf: Scope[]): Promise<CommunityRow> {
  const community = await caller.loaders.communities.load(idOrSlug)
  if (!community) {
    const message = `Wanted the id or slug of a community that this key can see; got ${quoted(idOrSlug)}.`
    throw new Refusal('COMMUNITY_NOT_FOUND', message, { path: ['input', 'community'] })
  }
  if (anyOf.length > 0) requireScope(caller.viewer, community.id, ...anyOf)
  return community
}

/** The member, where the caller holds one of the scopes in its community. */
export async function memberFor(
  caller: Caller,
  id: string,
  path: readonly string[],
  ...anyOf: Scope[]
): Promise<MemberRow> {
  const member = await caller.loaders.members.load(id)
  if (!member) throw memberNotFound(id, path)
  if (anyOf.length > 0) requireScope(caller.viewer, member.community, ...anyOf)
  return member
}

export function memberNotFound(id: string, path: readonly string[]): Refusal {
  return new Refusal('MEMBER_NOT_FOUND', `Wanted a member that this key can see; got ${quoted(id)}.`, { path })
}

export async function requestFor(caller: Caller, id: string, path: readonly string[]): Promise<RequestRow> {
  const request = await caller.loaders.requests.load(id)
  if (request) return request
  const message = `Wanted a role request that this key can see; got ${quoted(id)}.`
  throw new Refusal('ROLE_REQUEST_NOT_FOUND', message, { path })
}

/** Whether the caller's key is this member's own. */
export async function isOwn(caller: Caller, member: string): Promise<boolean> {
  if (!caller.viewer.member) return false
  return (await caller.loaders.members.load(caller.viewer.member))?.id === member
}

/** Who may ask for a role in a member's name, and take it back. */
export async function requireSpeaksFor(caller: Caller, community: string, member: string | null): Promise<void> {
  if (hasScope(caller.viewer, community, 'INTEGRATE', 'DRIVE')) return
  if (member && caller.viewer.community === community && (await isOwn(caller, member))) return
  requireScope(caller.viewer, community, 'INTEGRATE', 'DRIVE')
}
