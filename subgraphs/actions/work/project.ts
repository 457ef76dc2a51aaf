// What actions keeps of communities: whose account is whose, which connections are live; and role requests, which are
// actions observed on the platform "communities". And of proposals: what was decided.

import type { Tx } from '../../../backbone/database/database.ts'
import type { Consumer } from '../../../backbone/log/consumer.ts'
import type { LoggedEvent } from '../../../backbone/log/event.ts'
import type { Emit } from '../../../backbone/log/write.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import type { RoleRequestFact } from '../../../schema/events.ts'
import { platform as communities } from '../platforms/communities/index.ts'
import { dropAccounts, mergeAccounts, putAccount, removeAccount } from '../storage/accounts.ts'
import { factOf, insertAction } from '../storage/actions.ts'
import { putDecision } from '../storage/decisions.ts'
import { within } from '../storage/tables.ts'

type Deps = Pick<SubgraphDeps, 'log' | 'ids'> & { goLive(tx: Tx, connection: string): Promise<void> }

export function projectionOf(deps: Deps): Consumer {
  return deps.log.project({
    name: 'actions.communities',
    types: [
      'communities.member.added',
      'communities.member.merged',
      'communities.member.erased',
      'communities.account.linked',
      'communities.account.unlinked',
      'communities.connection.added',
      'communities.role.requested',
      'proposals.proposal.decided',
      'proposals.proposal.canceled',
    ],
    handle: (tx, event, emit) => learn(deps, tx, event, emit),
  })
}

async function learn(deps: Deps, tx: Tx, event: LoggedEvent, emit: Emit): Promise<void> {
  const on = within(tx)
  switch (event.type) {
    case 'communities.member.added': {
      const { id, community, accounts } = event.payload.member
      for (const account of accounts) await putAccount(on, community, id, account)
      return
    }
    case 'communities.member.merged':
      return mergeAccounts(on, event.community!, event.payload.from, event.payload.into)
    case 'communities.member.erased':
      return dropAccounts(on, event.community!, event.payload.members)
    case 'communities.account.linked':
      return putAccount(on, event.community!, event.payload.member, event.payload.account)
    case 'communities.account.unlinked':
      return removeAccount(on, event.community!, event.payload.member, event.payload.account)
    case 'communities.connection.added':
      return deps.goLive(tx, event.payload.connection)
    case 'proposals.proposal.decided':
    case 'proposals.proposal.canceled':
      return putDecision(on, event.payload.decision)
    case 'communities.role.requested':
      return recordRequest(deps, tx, emit, event.id, event.payload.request)
  }
}

async function recordRequest(deps: Deps, tx: Tx, emit: Emit, event: string, request: RoleRequestFact): Promise<void> {
  const row = await insertAction(within(tx), {
    id: deps.ids.next('act'),
    community: request.community,
    connection: null,
    direction: 'OBSERVED',
    platform: communities,
    kind: `${communities}.role.requested`,
    initiator: request.member,
    initiator_name: null,
    subject_type: 'roleRequest',
    subject_id: request.id,
    subject_title: request.roleName,
    subject_url: null,
    parties: JSON.stringify({ submitter: request.member, payee: null }),
    data: JSON.stringify({ role: request.roleName, request: request.id, member: request.member }),
    terms: JSON.stringify({ role: request.roleName, member: request.member }),
    status: 'OBSERVED',
    decision: null,
    proposal: null,
    verdict: null,
    problem: null,
    result: null,
    occurred_at: new Date(request.requestedAt),
    platform_event: event,
    idempotency_key: null,
    request_hash: null,
  })
  if (row) emit({ type: 'actions.action.recorded', community: row.community, payload: { action: factOf(row) } })
}
