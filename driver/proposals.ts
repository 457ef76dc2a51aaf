// Finds a proposal by what it is about, among a community's newest.

import type { DriverProposalsQuery } from '../schema/generated/operations.ts'
import type { Graph } from './graph.ts'
import { proposalsQuery } from './operations.ts'

/** How far back to look: what is looked for was made a short while ago. */
const mostPages = 20

/** The id of the newest proposal that an action triggered (under a policy, where one is named), or null. */
export async function findProposal(
  graph: Graph,
  community: string,
  status: 'OPEN' | null,
  trigger: string,
  policy: string | null = null,
): Promise<string | null> {
  let after: string | null = null
  for (let page = 0; page < mostPages; page++) {
    const answer: DriverProposalsQuery = await graph.ask(proposalsQuery, { community, status, after })
    const { nodes = [], pageInfo = null } = answer.community?.proposals ?? {}
    const found = nodes.find(
      (node) => node.trigger?.id === trigger && (policy === null || node.policy?.name === policy),
    )
    if (found !== undefined) return found.id
    if (!pageInfo?.hasNextPage) return null
    after = pageInfo.endCursor
  }
  return null
}
