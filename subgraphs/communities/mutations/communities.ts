import type { Tx } from '../../../backbone/database/database.ts'
import { overAll, type Viewer } from '../../../backbone/security/viewer.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { CommunityFact } from '../../../schema/events.ts'
import type { CreateCommunityInput, UpdateCommunityInput } from '../../../schema/generated/communities.ts'
import { behindKey, hasSecond } from '../domain/knowing.ts'
import { nameOf, slugOf } from '../domain/text.ts'
import { type Caller, communityFor } from '../rights.ts'
import { insertCommunity, lockCommunity, updateCommunity as storeCommunity } from '../storage/communities.ts'
import { refusing } from '../storage/constraints.ts'
import { adminKeys } from '../storage/keys.ts'
import { findMembers } from '../storage/members.ts'
import type { CommunityRow } from '../storage/tables.ts'
import { toldBy } from './acts.ts'

export async function createCommunity(
  deps: SubgraphDeps,
  caller: Caller,
  input: CreateCommunityInput,
): Promise<CommunityRow> {
  if (caller.viewer.kind !== 'admin') {
    throw new Refusal('FORBIDDEN', 'This needs the key that is admin over all communities; this key is not.')
  }
  const slug = slugOf(input.slug, ['input', 'slug'])
  const name = nameOf(input.name, ['input', 'name'])
  const visibility = input.visibility ?? 'PUBLIC'
  const taken = {
    communities_slug: () =>
      new Refusal('SLUG_TAKEN', `Wanted a free slug; ${slug} is taken.`, { path: ['input', 'slug'] }),
  }
  return refusing(taken, () =>
    deps.log.write(async (tx, emit) => {
      const community = await insertCommunity(tx, { id: deps.ids.next('com'), slug, name, visibility })
      emit({
        type: 'communities.community.created',
        community: community.id,
        payload: { community: factOf(community) },
      })
      return community
    }),
  )
}

export async function updateCommunity(
  deps: SubgraphDeps,
  caller: Caller,
  input: UpdateCommunityInput,
): Promise<CommunityRow> {
  const { id } = await communityFor(caller, input.community, 'ADMIN')
  const name = input.name == null ? null : nameOf(input.name, ['input', 'name'])
  const { visibility = null, twoAdmins = null } = input
  return deps.log.write(async (tx, emit) => {
    const before = await lockCommunity(tx, id)
    if (twoAdmins && !before.twoAdmins) await requireTwo(tx, id, caller.viewer, deps.clock.now())
    const community = await storeCommunity(tx, id, { name, visibility, twoAdmins })
    emit({ type: 'communities.community.updated', community: id, payload: { community: factOf(community) } })
    return community
  })
}

/** @throws Refusal SECOND_ADMIN_MISSING where nobody could approve what an administrator asks for */
async function requireTwo(tx: Tx, id: string, viewer: Viewer, now: Date): Promise<void> {
  const keys = await adminKeys(tx, id, now)
  const mine = overAll(viewer) ? null : await toldBy(tx, viewer, now)
  const all = keys.map((key) => behindKey(key, now))
  const members = await findMembers(tx, [...new Set([...all.flat(), ...(mine ?? [])])])
  const known = new Map(members.map(({ asked, id }) => [asked, id]))
  const are = (those: readonly string[]) => those.map((one) => known.get(one) ?? one)
  if (hasSecond(all.map(are), mine && are(mine))) return
  const message =
    'Wanted two administrators by keys of two members, neither of whom made the other’s key or was told its secret; got none. ' +
    'The key that is admin over all can make such keys, or rotate those that are there.'
  throw new Refusal('SECOND_ADMIN_MISSING', message, { path: ['input', 'twoAdmins'] })
}

function factOf({ id, slug, name, visibility, twoAdmins }: CommunityRow): CommunityFact {
  return { id, slug, name, visibility, twoAdmins }
}
