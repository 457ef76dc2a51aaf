// What the expressions of a policy need to know, fetched once per action and kept the same for all of them: cred is read
// at one snapshot, the one the first reading found (or the one a decision was made with).

import type {
  DriverCredQuery,
  DriverCredSnapshotQuery,
  DriverCredWeeksQuery,
  DriverInitiatorQuery,
  TriggerFieldsFragment,
} from '../generated/operations.ts'
import type { Needs } from './cel.ts'
import { credQuery, credSnapshotQuery, credWeeksQuery, initiatorQuery } from './questions.ts'
import type { Values } from './values.ts'

/** The action that a policy is asked about. */
export type Trigger = TriggerFieldsFragment

/** What answers questions to the public API: the driver's graph, or a subgraph's. It throws where any part is missing. */
export interface Asked {
  ask<T>(query: string, variables: Record<string, unknown>): Promise<T>
}

export interface Facts {
  /** The variables, with at least what is needed. @throws what `ask` throws. */
  for(needs: Needs): Promise<Values>
}

type Cred = NonNullable<Values['cred']>

/** Facts about one action. `snapshot` pins the reading of cred. */
export function factsAbout(
  graph: Asked,
  community: { id: string; slug: string; name: string },
  action: Trigger,
  snapshot: string | null = null,
): Facts {
  const values: Values = { action: actionValue(action) }
  const member = action.initiator?.id ?? null
  return {
    async for(needs) {
      if (needs.community) values.community ??= { id: community.id, slug: community.slug, name: community.name }
      if (needs.initiator && values.initiator === undefined)
        values.initiator = member === null ? null : await initiator(graph, member)
      if (needs.cred) values.cred ??= await cred(graph, community.id, member, snapshot)
      for (const weeks of needs.lastWeeks)
        values.cred!.lastWeeks[weeks] ??= await lastWeeks(graph, values.cred!, member, weeks, action)
      return { ...values }
    },
  }
}

function actionValue(action: Trigger): Values['action'] {
  const { id, kind, platform, subject, data, occurredAt, initiatorName, asksPermission } = action
  return { id, kind, platform, subject, data, occurredAt, initiatorName, asksPermission }
}

async function initiator(graph: Asked, id: string): Promise<NonNullable<Values['initiator']> | null> {
  const { member } = await graph.ask<DriverInitiatorQuery>(initiatorQuery, { member: id })
  if (member === null) return null
  return {
    id: member.id,
    name: member.name,
    accounts: member.accounts,
    roles: member.roles.map((grant) => grant.role.name),
  }
}

async function cred(graph: Asked, community: string, member: string | null, snapshot: string | null): Promise<Cred> {
  if (member !== null) {
    const answer = await graph.ask<DriverCredQuery>(credQuery, { member, snapshot })
    if (answer.member !== null) {
      const { status, total, rank, share, heldBy, snapshot: read } = answer.member.cred
      return { status, total, rank, share, heldBy, lastWeeks: {}, snapshot: read?.id ?? null }
    }
  }
  // No member, no account, no cred; but only if there is a reading in which it could have been.
  const answer = await graph.ask<DriverCredSnapshotQuery>(credSnapshotQuery, { community })
  const read = snapshot ?? answer.community?.cred?.snapshot?.id ?? null
  return {
    status: read === null ? 'UNAVAILABLE' : 'NOT_FOUND',
    total: 0,
    rank: null,
    share: 0,
    lastWeeks: {},
    snapshot: read,
  }
}

/** Whole weeks before the action was recorded, so that it does not matter when this is asked. */
async function lastWeeks(
  graph: Asked,
  known: Cred,
  member: string | null,
  weeks: number,
  action: Trigger,
): Promise<number> {
  if (member === null || known.status !== 'FOUND') return 0
  const asked = { member, snapshot: known.snapshot, weeks, asOf: action.recordedAt }
  const answer = await graph.ask<DriverCredWeeksQuery>(credWeeksQuery, asked)
  return answer.member?.cred.lastWeeks ?? 0
}
