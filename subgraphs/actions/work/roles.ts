// What actions keeps of roles, from the beginning of the log; and what a role that is lost, or two records that turn out to
// be one person, mean for what was confirmed and is not done.

import type { Tx } from '../../../backbone/database/database.ts'
import type { Consumer } from '../../../backbone/log/consumer.ts'
import type { LoggedEvent } from '../../../backbone/log/event.ts'
import type { Emit } from '../../../backbone/log/write.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { confirmedBy, partiesOf, putApproval, takeApproval } from '../storage/approvals.ts'
import { grantRole, mergePersons, personsOf, putRole, revokeRole } from '../storage/roles.ts'
import { within } from '../storage/tables.ts'
import { recount } from './waiting.ts'

type Deps = Pick<SubgraphDeps, 'log' | 'jobs'>

export function rolesOf(deps: Deps): Consumer {
  return deps.log.project({
    name: 'actions.roles',
    types: [
      'communities.member.merged',
      'communities.role.created',
      'communities.role.granted',
      'communities.role.revoked',
    ],
    handle: (tx, event, emit) => learn(deps, tx, event, emit),
  })
}

async function learn(deps: Deps, tx: Tx, event: LoggedEvent, emit: Emit): Promise<void> {
  const on = within(tx)
  switch (event.type) {
    case 'communities.role.created':
      return putRole(on, event.community!, event.payload.role.id, event.payload.role.name)
    case 'communities.role.granted':
      return grantRole(on, event.payload.role, event.payload.member)
    case 'communities.role.revoked': {
      const { role, member } = event.payload
      await revokeRole(on, role, member)
      for (const action of await confirmedBy(on, member, role)) {
        await takeApproval(on, action.id, member)
        await recount(deps, tx, emit, action)
      }
      return
    }
    case 'communities.member.merged': {
      const { from, into } = event.payload
      await mergePersons(on, from, into)
      for (const action of await confirmedBy(on, from, null)) {
        await takeApproval(on, action.id, from)
        await putApproval(on, action.id, into)
        await recount(deps, tx, emit, action)
      }
      for (const action of await confirmedBy(on, into, null)) {
        const own = await personsOf(on, await partiesOf(on, action))
        if (own.includes(into) && (await takeApproval(on, action.id, into))) await recount(deps, tx, emit, action)
      }
    }
  }
}
