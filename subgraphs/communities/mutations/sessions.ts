// Signing in and out. The gateway makes what the browser holds and knows it from the log; here only its digest is kept.

import { randomBytes } from 'node:crypto'
import type { Tx } from '../../../backbone/database/database.ts'
import type { Act } from '../../../backbone/log/acts.ts'
import { keyDigest } from '../../../backbone/log/directory.ts'
import type { Emit } from '../../../backbone/log/write.ts'
import { signInCodes } from '../../../backbone/security/sign-in-codes.ts'
import { requireScope, type Viewer } from '../../../backbone/security/viewer.ts'
import type { StartSessionAnswer, StartSessionCall } from '../../../backbone/subgraph/calls.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { CreateSignInLinkInput, EndSessionsInput } from '../../../schema/generated/communities.ts'
import { addressOf, linkExpiry, refusalOfLink, sessionExpiry } from '../domain/sessions.ts'
import { type Caller, isOwn, memberFor, memberNotFound } from '../rights.ts'
import { findKey } from '../storage/keys.ts'
import { lockMember } from '../storage/members.ts'
import {
  type EndedSession,
  findLink,
  insertLink,
  insertSession,
  markEnded,
  markEndedOf,
  takeLink,
  voidLinks,
} from '../storage/sessions.ts'
import type { MemberRow } from '../storage/tables.ts'
import { toldBy } from './acts.ts'

export interface SignInLink {
  url: string
  expiresAt: Date
  member: MemberRow
}

/** A link that signs a member in, once. An admin can vote as anyone by a key of theirs, so this gives them nothing new. */
export async function createSignInLink(
  deps: SubgraphDeps,
  caller: Caller,
  input: CreateSignInLinkInput,
): Promise<SignInLink> {
  const path = ['input', 'member']
  const { id } = await memberFor(caller, input.member, path, 'ADMIN')
  const code = signInCodes(deps.secrets).make(randomBytes(32))
  const now = deps.clock.now()
  const expiresAt = linkExpiry(now)
  const member = await deps.log.write(async (tx, _emit, note) => {
    const member = await lockMember(tx, id)
    if (!member) throw memberNotFound(id, path)
    await insertLink(tx, { digest: keyDigest(code), community: member.community, member: member.id, expiresAt })
    note(member.community, [member.id])
    return member
  })
  return { url: addressOf(deps.publicUrl, code), expiresAt, member }
}

/** By an admin, or by the member. */
export async function endSessions(deps: SubgraphDeps, caller: Caller, input: EndSessionsInput): Promise<MemberRow> {
  const path = ['input', 'member']
  const { id, community } = await memberFor(caller, input.member, path)
  if (!(await isOwn(caller, id))) requireScope(caller.viewer, community, 'ADMIN')
  return deps.log.write(async (tx, emit, note) => {
    const member = await lockMember(tx, id)
    if (!member) throw memberNotFound(id, path)
    const voided = await voidLinks(tx, member.id, deps.clock.now())
    const ended = await markEndedOf(tx, member.id)
    for (const session of ended) tellEnded(emit, session)
    if (voided || ended.length > 0) note(member.community, [member.id])
    return member
  })
}

/**
 * The link is used and the session begins, or neither.
 * @throws Refusal SIGN_IN_CODE_UNKNOWN, SIGN_IN_CODE_USED, SIGN_IN_CODE_EXPIRED; API_KEY_NOT_FOUND for a key that was revoked meanwhile
 */
export async function startSession(deps: SubgraphDeps, call: StartSessionCall): Promise<StartSessionAnswer> {
  const now = deps.clock.now()
  return deps.log.write(async (tx, emit) => {
    const behind = 'code' in call ? await byLink(tx, call.code, now) : await byKey(tx, call)
    const expiresAt = sessionExpiry(now, behind.keyExpiry)
    const { community, key, admin, member } = behind
    const id = deps.ids.next('ses')
    const { address } = call
    const by = {
      kind: admin === null ? ('key' as const) : ('admin' as const),
      key,
      member: behind.owner,
      session: id,
      address,
    }
    // What a link begins is never an administrator's.
    const told = 'viewer' in call ? await toldBy(tx, call.viewer, now) : []
    await insertSession(tx, { id, community, key, member, digest: call.digest, expiresAt, told })
    const payload = { session: id, digest: call.digest, key, admin, member, expiresAt: expiresAt.toISOString() }
    emit({ type: 'communities.session.started', community, payload }, { mutation: 'signIn', by })
    return { session: id, expiresAt: payload.expiresAt }
  })
}

/** Ending what has ended changes nothing. */
export async function endSession(deps: SubgraphDeps, by: Viewer & { session: string }): Promise<void> {
  await deps.log.write(async (tx, emit) => {
    const ended = await markEnded(tx, by.session)
    if (ended) tellEnded(emit, ended, { mutation: 'signOut', by })
  })
}

interface Behind {
  community: string | null
  key: string | null
  admin: string | null
  /** Of a link. */
  member: string | null
  keyExpiry: Date | null
  /** Whose key it is. */
  owner: string | null
}

async function byLink(tx: Tx, code: string, now: Date): Promise<Behind> {
  const digest = keyDigest(code)
  const found = await findLink(tx, digest)
  // Who is being merged is waited for, so that the session is theirs whom the link is then of.
  if (found) await lockMember(tx, found.member)
  const link = await takeLink(tx, digest, now)
  if (!link) throw refusalOfLink(await findLink(tx, digest))
  const { community, member } = link
  return { community, member, key: null, admin: null, keyExpiry: null, owner: member }
}

async function byKey(tx: Tx, { viewer, adminMark }: Extract<StartSessionCall, { adminMark: string }>): Promise<Behind> {
  const nobody = { community: null, key: null, admin: null, member: null, keyExpiry: null, owner: null }
  if (viewer.kind === 'admin') return { ...nobody, admin: adminMark }
  const key = viewer.key === null ? null : await findKey(tx, viewer.key)
  if (!key || key.revokedAt !== null) {
    throw new Refusal('API_KEY_NOT_FOUND', 'Wanted a valid key; this one was revoked just now.')
  }
  return { ...nobody, community: key.community, key: key.id, keyExpiry: key.expiresAt, owner: key.member }
}

function tellEnded(emit: Emit, { id, community }: EndedSession, act?: Act): void {
  emit({ type: 'communities.session.ended', community, payload: { session: id } }, act)
}
