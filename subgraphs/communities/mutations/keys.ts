import { randomBytes } from 'node:crypto'
import { keyDigest } from '../../../backbone/directory.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph.ts'
import { requireScope } from '../../../backbone/viewer.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { CreateApiKeyInput } from '../../../schema/generated/communities.ts'
import { expiryOf, scopesOf, secretOf } from '../domain/keys.ts'
import { nameOf, quoted } from '../domain/text.ts'
import { type Caller, communityFor, memberNotFound } from '../rights.ts'
import { findKey, insertKey, markRevoked } from '../storage/keys.ts'
import { lockMember } from '../storage/members.ts'
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
    const stored = await insertKey(tx, { id, community, member: member?.id ?? null, name, scopes, digest, expiresAt })
    const expiry = expiresAt?.toISOString() ?? null
    const payload = { key: id, digest, scopes, member: stored.member, expiresAt: expiry, name }
    emit({ type: 'communities.key.created', community, payload })
    return stored
  })
  return { id: key.id, name: key.name, secret }
}

/** By an admin, or by the key itself. */
export async function revokeApiKey(deps: SubgraphDeps, caller: Caller, id: string): Promise<ApiKey> {
  const { viewer } = caller
  const key = await findKey(deps.db.root, id)
  const foreign = viewer.kind === 'key' && viewer.community !== key?.community
  if (!key || foreign) {
    throw new Refusal('API_KEY_NOT_FOUND', `Wanted an API key of this community; got ${quoted(id)}.`, { path: ['id'] })
  }
  if (viewer.key !== key.id) requireScope(viewer, key.community, 'ADMIN')
  await deps.log.write(async (tx, emit) => {
    if (!(await markRevoked(tx, key.id))) return
    emit({ type: 'communities.key.revoked', community: key.community, payload: { key: key.id } })
  })
  return { id: key.id, name: key.name, secret: null }
}
