// What the mutations stand on, and what they share: finding what a call is about, and checking that the caller may.

import type { Tx } from '../../../backbone/database/database.ts'
import type { Act } from '../../../backbone/log/acts.ts'
import type { Consumer } from '../../../backbone/log/consumer.ts'
import type { Emit } from '../../../backbone/log/write.ts'
import { mayRead, type Viewer } from '../../../backbone/security/viewer.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal, type RefusalCode } from '../../../schema/errors.ts'
import type { CastVoteInput, RetractVoteInput } from '../../../schema/generated/proposals.ts'
import type { Voted } from '../answers.ts'
import type { ProposalRow } from '../storage/tables.ts'

/** A vote as it came, its text checked. */
export interface Cast {
  viewer: Viewer
  input: Pick<CastVoteInput, 'member' | 'choices'>
  comment: string | null
  note: string | null
  retracts?: false
}
/** The wish to take the vote back. */
interface Retraction {
  viewer: Viewer
  input: Pick<RetractVoteInput, 'member'>
  retracts: true
}
/** Each has its own act: whose turn it is to write for all is nobody's to answer for. */
export type Ballot = (Cast | Retraction) & { act?: Act | null }

export interface Parts extends SubgraphDeps {
  /** The projection of members and roles. */
  members: Consumer
  /** The projection of actions. */
  actions: Consumer
  /** Casts a vote or takes it back, together with those that come meanwhile. */
  cast(proposal: string, ballot: Ballot): Promise<Voted>
}

/** A transaction that can say what became true. */
export interface Writing {
  tx: Tx
  emit: Emit
}

/** Whether the viewer may know of the community; in memory, so that it can be asked inside a transaction. */
export function sees(deps: Pick<Parts, 'directory'>, viewer: Viewer, community: string): boolean {
  const known = deps.directory.byId(community)
  return known !== undefined && mayRead(viewer, known)
}

export function proposalNotFound(id: string): Refusal {
  return new Refusal('PROPOSAL_NOT_FOUND', `Wanted a proposal that this key can see; got "${id.slice(0, 80)}".`, {
    path: ['input', 'proposal'],
  })
}

export function memberNotFound(id: string, path: readonly string[] = ['input', 'member']): Refusal {
  return new Refusal('MEMBER_NOT_FOUND', `Wanted a member of the community; got "${id.slice(0, 80)}".`, { path })
}

/** The proposal where the viewer may see it. @throws Refusal PROPOSAL_NOT_FOUND */
export function visible(deps: Parts, viewer: Viewer, id: string, row: ProposalRow | null | undefined): ProposalRow {
  if (!row || !sees(deps, viewer, row.community)) throw proposalNotFound(id)
  return row
}

const mayBeLate: readonly RefusalCode[] = [
  'PROPOSAL_NOT_FOUND',
  'MEMBER_NOT_FOUND',
  'NOT_IN_ELECTORATE',
  'ROLE_NOT_FOUND',
  'TRIGGER_NOT_FOUND',
]

/** Does the work; where it misses something that may only have just become true elsewhere, catches up and does it again. */
export async function caughtUp<T>(deps: Parts, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refusal) || !mayBeLate.includes(error.code)) throw error
    await Promise.all([deps.directory.catchUp(), deps.members.catchUp(), deps.actions.catchUp()])
    return work()
  }
}
