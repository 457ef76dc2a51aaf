// Who may vote for whom, and the refusals that casting and taking back share.

import { hasScope, requireScope, type Viewer } from '../../../backbone/security/viewer.ts'
import { Refusal } from '../../../schema/errors.ts'
import { whyLeftOut } from '../domain/electorate.ts'
import type { ProposalRow } from '../storage/tables.ts'

/** @throws Refusal FORBIDDEN, or BAD_INPUT when the voter must be named */
export function checkVoter(viewer: Viewer, community: string, named: string | null): void {
  const path = ['input', 'member']
  if (hasScope(viewer, community, 'INTEGRATE', 'DRIVE')) {
    if (named ?? viewer.member) return
    throw new Refusal('BAD_INPUT', "This key is nobody's: wanted the member whose vote it is; got none.", { path })
  }
  requireScope(viewer, community, 'VOTE', 'INTEGRATE', 'DRIVE')
  if (viewer.member === null)
    throw new Refusal('FORBIDDEN', "To vote with the scope VOTE, the key must be a member's; this one is not.")
  if (named !== null && named !== viewer.member) {
    throw new Refusal('FORBIDDEN', "A member's key votes for that member only; another one was named.", { path })
  }
}

/** @param seatedAs the member who has this one's seat, because they seem to be one person */
export function notInElectorate(
  member: string,
  { left_out }: Pick<ProposalRow, 'left_out'>,
  seatedAs: string | null = null,
): Refusal {
  const out = left_out.find((one) => one.member === member)
  const why = out ? `: whoever ${whyLeftOut(out.why)} has no vote on it` : ''
  const double =
    out || seatedAs === null
      ? ''
      : ` By their accounts they are the same person as ${seatedAs}, who has the seat. If so, an admin can merge the two: the vote is theirs then.`
  const message = `Wanted a member of the electorate, as fixed when the proposal opened; ${member} is not${why}.${double}`
  return new Refusal('NOT_IN_ELECTORATE', message, { path: ['input', 'member'] })
}

/** Their vote stands as it was cast. */
export function memberErased(member: string): Refusal {
  const message = `Wanted a member who is there; ${member} was erased, and nobody votes in their name.`
  return new Refusal('MEMBER_ERASED', message, { path: ['input', 'member'] })
}

export function isMembersOwn(): Refusal {
  const message = 'Wanted the vote of a member who has not voted here themselves; this one has, and decides alone.'
  return new Refusal('VOTE_IS_MEMBERS_OWN', message, { path: ['input', 'member'] })
}

export function timeIsOver(proposal: ProposalRow): Refusal {
  const message = `Wanted a vote before ${proposal.closes_at!.toISOString()}; the time is over.`
  return new Refusal('VOTE_CLOSED', message, { path: ['input', 'proposal'] })
}
