// The four subgraphs, each loaded only where it runs.

import type { Migrations } from '../backbone/database/migrate.ts'
import type { SealedColumn } from '../backbone/security/secrets.ts'
import type { Subgraph, SubgraphDeps, SubgraphName } from '../backbone/subgraph/subgraph.ts'

export interface SubgraphModule<Name extends SubgraphName = SubgraphName> {
  migrations: Migrations
  create(deps: SubgraphDeps): Subgraph<Name>
  /** SQL for a database that was just restored: the world went on while it was a file. */
  afterRestore?: readonly string[]
  /** What it keeps sealed under FOLKMOOT_SECRET. */
  sealed?: readonly SealedColumn[]
}

export type SubgraphModules = { [Name in SubgraphName]: () => Promise<SubgraphModule<Name>> }

export const subgraphModules: SubgraphModules = {
  async communities() {
    const { createCommunities: create, migrations, sealed } = await import('../subgraphs/communities/index.ts')
    return { create, migrations, sealed }
  },
  async cred() {
    const { createCred: create, migrations } = await import('../subgraphs/cred/index.ts')
    return { create, migrations }
  },
  async proposals() {
    const { createProposals: create, migrations } = await import('../subgraphs/proposals/index.ts')
    return { create, migrations }
  },
  async actions() {
    const { createActions: create, migrations, afterRestore, sealed } = await import('../subgraphs/actions/index.ts')
    return { create, migrations, afterRestore, sealed }
  },
}
