import type { SubgraphDeps } from '../../../backbone/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { CommunityFact } from '../../../schema/events.ts'
import type { CreateCommunityInput, UpdateCommunityInput } from '../../../schema/generated/communities.ts'
import { nameOf, slugOf } from '../domain/text.ts'
import { type Caller, communityFor } from '../rights.ts'
import { insertCommunity, updateCommunity as storeCommunity } from '../storage/communities.ts'
import { refusing } from '../storage/constraints.ts'
import type { CommunityRow } from '../storage/tables.ts'

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
  return deps.log.write(async (tx, emit) => {
    const community = await storeCommunity(tx, id, { name, visibility: input.visibility ?? null })
    emit({ type: 'communities.community.updated', community: id, payload: { community: factOf(community) } })
    return community
  })
}

function factOf({ id, slug, name, visibility }: CommunityRow): CommunityFact {
  return { id, slug, name, visibility }
}
