// Policies, ballots, votes and decisions.

import { guardedSchema } from '../../backbone/audit/guarded-schema.ts'
import { hourly } from '../../backbone/jobs/hourly.ts'
import { eraserOf } from '../../backbone/people/erasing.ts'
import type { Subgraph, SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import { loadersFor } from './loaders.ts'
import { castingOf } from './mutations/casting.ts'
import { closing, countIfOver, countOverdue } from './mutations/deciding.ts'
import type { Parts } from './mutations/parts.ts'
import { erasing } from './people.ts'
import { projectActions } from './projections/actions.ts'
import { projectMembers } from './projections/members.ts'
import { resolversOf } from './resolvers.ts'
import { dropOldKeys } from './storage/idempotency.ts'

export { migrations } from './storage/migrations.ts'

export function createProposals(deps: SubgraphDeps): Subgraph<'proposals'> {
  const members = projectMembers(deps)
  const actions = projectActions(deps)
  const forgetter = eraserOf(deps, 'proposals', erasing)
  const shared = { ...deps, members, actions }
  const parts: Parts = { ...shared, cast: castingOf(shared) }
  return {
    name: 'proposals',
    schema: guardedSchema('proposals', resolversOf(parts), deps),
    context: (viewer) => ({ viewer, loaders: loadersFor(parts, viewer) }),
    consumers: [members, actions, forgetter],
    calls: {},
    async start() {
      await deps.jobs.work<{ proposal: string }>(closing, ({ proposal }) => countIfOver(parts, proposal), {
        retries: 20,
      })
      await countOverdue(parts)
      members.start()
      actions.start()
      forgetter.start()
      await hourly(deps, 'proposals.tidy', async () => {
        if (deps.keep.idempotencyKeys !== null) await dropOldKeys(deps.db.root, deps.keep.idempotencyKeys)
      })
    },
    takeUp: () => countOverdue(parts),
    async stop() {
      await Promise.all([members.stop(), actions.stop(), forgetter.stop()])
    },
  }
}
