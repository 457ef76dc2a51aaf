import { randomBytes } from 'node:crypto'
import { keyDigest } from '../../../backbone/log/directory.ts'
import { requireScope } from '../../../backbone/security/viewer.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { CreateApiKeyInput } from '../../../schema/generated/communities.ts'
import { expiryOf, overlapEnd, scopesOf, secretOf } from '../domain/keys.ts'
import { toldBefore } from '../domain/knowing.ts'
import { nameOf, quoted } from '../domain/text.ts'
import { type Caller, communityFor, memberNotFound } from '../rights.ts'
import { findKey, insertKey, lockKey, markRevoked, rotateKey } from '../storage/keys.ts'
import { lockMember } from '../storage/members.ts'
import type { KeyRow } from '../storage/tables.ts'
import { toldBy } from './acts.ts'
import { memberOf } from './roles.ts'

export interface ApiKey {
  id: string
  name: string
  /** Only of a key that was made just now. */
  secret: string | null
}

/** Only ADMIN makes keys, and ADMIN holds every scope of its community: so no key exceeds its maker's. */
export async function createApiKey(deps: SubgraphDeps, caller: Caller, input: CreateApiKeyInput): Promise<ApiKey> {
  const { id: community } = await communityFor(caller, input.community, 'ADMIN')
  const name = nameOf(input.name, ['input', 'name'])
  const scopes = scopesOf(input.scopes, ['input', 'scopes'])
  const expiresAt = expiryOf(input.expiresAt, deps.clock.now(), ['input', 'expiresAt'])
  const owner = input.member == null ? null : await memberOf(caller, community, input.member)
  const secret = secretOf(randomBytes(32))
  const digest = keyDigest(secret)
  const key = await deps.log.write(async (tx, emit) => {
    const member = owner && (await lockMember(tx, owner.id))
    if (owner && !member) throw memberNotFound(owner.id, ['input', 'member'])
    const id = deps.ids.next('key')
    const told = await toldBy(tx, caller.viewer, deps.clock.now())
    const made = { id, community, member: member?.id ?? null, name, scopes, digest, expiresAt, told }
    const stored = await insertKey(tx, made)
    const expiry = expiresAt?.toISOString() ?? null
    const payload = { key: id, digest, scopes, member: stored.member, expiresAt: expiry, name }
    emit({ type: 'communities.key.created', community, payload })
    return stored
  })
  return { id: key.id, name: key.name, secret }
}

/**
 * By an admin only, not by the key itself: who has the secret that is on its way out must not get the next with it.
 * @throws Refusal API_KEY_NOT_FOUND also for one that was revoked or has expired
 */
export async function rotateApiKey(deps: SubgraphDeps, caller: Caller, id: string, overlap: string): Promise<ApiKey> {
  const key = await keyFor(deps, caller, id)
  requireScope(caller.viewer, key.community, 'ADMIN')
  const now = deps.clock.now()
  const overlapsUntil = overlapEnd(now, overlap, ['overlap'])
  const secret = secretOf(randomBytes(32))
  const digest = keyDigest(secret)
  await deps.log.write(async (tx, emit) => {
    const told = await toldBy(tx, caller.viewer, now)
    const before = await lockKey(tx, key.id)
    const change = { digest, now, overlapsUntil, told, toldBefore: before ? toldBefore(before, now) : [] }
    const rotated = await rotateKey(tx, key.id, change)
    if (!rotated) throw keyNotFound(id)
    const payload = { key: key.id, digest, overlapsUntil: overlapsUntil.toISOString() }
    emit({ type: 'communities.key.rotated', community: key.community, payload })
  })
  return { id: key.id, name: key.name, secret }
}

/** By an admin, or by the key itself. */
export async function revokeApiKey(deps: SubgraphDeps, caller: Caller, id: string): Promise<ApiKey> {
  const { viewer } = caller
  const key = await keyFor(deps, caller, id)
  if (viewer.key !== key.id) requireScope(viewer, key.community, 'ADMIN')
  await deps.log.write(async (tx, emit) => {
    if (!(await markRevoked(tx, key.id))) return
    emit({ type: 'communities.key.revoked', community: key.community, payload: { key: key.id } })
  })
  return { id: key.id, name: key.name, secret: null }
}

/** The key, where it is of the caller's community. @throws Refusal API_KEY_NOT_FOUND */
async function keyFor(deps: SubgraphDeps, { viewer }: Caller, id: string): Promise<KeyRow> {
  const key = await findKey(deps.db.root, id)
  if (key && (viewer.kind !== 'key' || viewer.community === key.community)) return key
  throw keyNotFound(id)
}

function keyNotFound(id: string): Refusal {
  return new Refusal('API_KEY_NOT_FOUND', `Wanted an API key of this community; got ${quoted(id)}.`, { path: ['id'] })
}
