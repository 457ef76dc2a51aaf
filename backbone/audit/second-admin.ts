// Four eyes: what is dangerous (schema/dangers.ts) waits, where the community wants it so, until another administrator has
// approved exactly this. Nothing is carried out later: whoever asked sends the same again, so that no secret is kept meanwhile.
// It stands before every resolver of a subgraph, by whatever way it is asked.

import { defaultFieldResolver, type GraphQLSchema } from 'graphql'
import { isDangerous } from '../../schema/dangers.ts'
import { Refusal } from '../../schema/errors.ts'
import { currentAct } from '../log/acts.ts'
import type { Directory } from '../log/directory.ts'
import type { Viewer } from '../security/viewer.ts'
import type { Calls } from '../subgraph/calls.ts'
import { outward } from '../subgraph/graphql.ts'
import type { SubgraphContext } from '../subgraph/subgraph.ts'

export interface FourEyesDeps {
  directory: Directory
  call: Pick<Calls, 'secondAdmin'>
}

/** Every dangerous mutation of the schema needs another administrator, where the community wants it so. */
export function withFourEyes(schema: GraphQLSchema, deps: FourEyesDeps): GraphQLSchema {
  for (const [mutation, field] of Object.entries(schema.getMutationType()?.getFields() ?? {})) {
    const resolve = field.resolve ?? defaultFieldResolver
    field.resolve = async (source, args, context: SubgraphContext, info) => {
      const { viewer } = context
      if (isBound(viewer)) await outward(() => requireSecond(deps, viewer, mutation, args))
      return resolve(source, args, context, info)
    }
  }
  return schema
}

/**
 * Only administrators of a community: the key over all is for recovery, Folkmoot's own parts carry out what was decided, and a
 * key of a lesser scope does what it was made for, which took two.
 */
function isBound(viewer: Viewer): viewer is Viewer & { community: string } {
  return viewer.kind === 'key' && viewer.community !== null && viewer.scopes.includes('ADMIN')
}

async function requireSecond(
  { directory, call }: FourEyesDeps,
  viewer: Viewer & { community: string },
  mutation: string,
  args: Record<string, unknown>,
): Promise<void> {
  // A key acts in its own community alone, so that is the one that counts: what another's is refused afterwards.
  const { key, member } = viewer
  if (!isDangerous(mutation, args, { key, member, keyOf: directory.keyOf })) return
  // What another process was told a moment ago counts here too.
  await directory.catchUp()
  const community = directory.byId(viewer.community)
  if (!community?.twoAdmins) return
  const answer = await call.secondAdmin({ viewer, mutation, arguments: plainArguments(args, community) })
  if (answer.outcome === 'FREE') return
  if (answer.outcome === 'APPROVED') {
    const act = currentAct()
    if (act) act.approved = { act: answer.act, by: answer.by }
    return
  }
  const message = `Wanted an act that another administrator has approved; ${answer.act} waits for that until ${answer.expiresAt}. Once it is approved, send the same again.`
  throw new Refusal('SECOND_ADMIN_REQUIRED', message, { details: { act: answer.act, expiresAt: answer.expiresAt } })
}

const mostLevels = 64

/** The arguments as JSON; the community by its id, however it was named. */
export function plainArguments(
  args: Record<string, unknown>,
  community: { id: string; slug: string },
): Record<string, unknown> {
  const plain = plainValue(args, mostLevels) as Record<string, unknown>
  for (const holder of [plain, plain.input as Record<string, unknown> | null | undefined])
    if (holder?.community === community.slug) holder.community = community.id
  return plain
}

/** @throws Refusal BAD_INPUT for what JSON cannot hold, or too deep */
function plainValue(value: unknown, levels: number): unknown {
  if (levels === 0) throw new Refusal('BAD_INPUT', `Wanted at most ${mostLevels} levels of nesting; got more.`)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map((each) => plainValue(each, levels - 1))
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
    return Object.fromEntries(entries.map(([name, inner]) => [name, plainValue(inner, levels - 1)]))
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return value
  throw new Refusal('BAD_INPUT', `Wanted what JSON can hold; got ${String(value)}.`)
}
