// What a part gives of a person, where they ask for all that is kept of them: looked at once by communities, which names whose it
// is in a form that nobody else can make, and again here.

import { hasScope, requireScope } from '../security/viewer.ts'
import { checkFirst, outward } from '../subgraph/graphql.ts'
import type { SubgraphContext, SubgraphDeps } from '../subgraph/subgraph.ts'
import { type Kept, type KeptPage, keptOf, type Whose } from './kept.ts'

/** As the entity `MemberExport` has it. */
export interface ExportReference {
  community: string
  person: string
}
export interface ExportPage {
  nodes: KeptPage['nodes']
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
}
interface PageArguments {
  first?: number | null
  after?: string | null
}

const stream = 'export'
const most = 200

export function exportOf({ cursors }: Pick<SubgraphDeps, 'cursors'>, { community, ids }: Whose): ExportReference {
  return { community, person: cursors.encode(stream, community, ids.join()) }
}

type Read = (whose: Whose, after: string | null, first: number) => Promise<KeptPage>

/** Resolves a part's field of `MemberExport`. */
export function exportField(deps: Pick<SubgraphDeps, 'cursors' | 'db'>, kept: readonly Kept[] | Read) {
  const read: Read =
    typeof kept === 'function' ? kept : (whose, after, first) => keptOf(deps.db, kept, whose, after, first)
  return (reference: ExportReference, args: PageArguments, { viewer }: SubgraphContext): Promise<ExportPage> =>
    outward(async () => {
      const { community, person } = reference
      const ids = deps.cursors.decode(stream, community, person).split(',')
      const own = viewer.member !== null && ids.includes(viewer.member) && hasScope(viewer, community, 'VOTE')
      if (!own) requireScope(viewer, community, 'ADMIN')
      const after = args.after ? deps.cursors.decode(stream, person, args.after) : null
      const first = checkFirst(args.first ?? most, most)
      const { nodes, next } = await read({ member: ids[0]!, community, ids }, after, first)
      const endCursor = next === null ? null : deps.cursors.encode(stream, person, next)
      return { nodes, pageInfo: { hasNextPage: next !== null, endCursor } }
    })
}
