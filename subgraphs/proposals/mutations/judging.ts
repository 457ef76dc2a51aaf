// Ballots as they are judged: who may cast this one, and what it changes. Nothing is written here.

import type { Viewer } from '../../../backbone/security/viewer.ts'
import { Refusal } from '../../../schema/errors.ts'
import { checkVote } from '../domain/ballot.ts'
import { type Caster, casterOf, mayFollow, sameCaster, sourceOf } from '../domain/caster.ts'
import type { Placed } from '../domain/leaves.ts'
import { nextProposalState } from '../domain/lifecycle.ts'
import { withoutVote, withVote } from '../domain/totals.ts'
import type { ProposalRow, VoteRow } from '../storage/tables.ts'
import type { Booth, NewVote, Room } from '../storage/votes.ts'
import { isDecided } from './deciding.ts'
import { type Ballot, type Cast, memberNotFound, type Parts, visible } from './parts.ts'
import { checkVoter, isMembersOwn, memberErased, notInElectorate, timeIsOver } from './voter.ts'

/** The member that a ballot is of: who is named, else who asks. */
export const nameOf = ({ viewer, input }: Pick<Ballot, 'viewer'> & { input: { member?: string | null } }) =>
  input.member ?? viewer.member

/** What became of a ballot. */
export type Settled = { vote: VoteRow; placed: Placed | null } | { error: unknown }

/**
 * What becomes of each ballot, in order: it is refused, changes nothing, or is to be put. From the first on that waits for
 * one before of the same person, they are judged later.
 */
export function judge(
  deps: Parts,
  proposal: ProposalRow,
  { booths, over, early }: Room,
  ballots: readonly Ballot[],
  settled: Map<Ballot, Settled>,
) {
  const puts = new Map<string, { ballot: Ballot; booth: Booth; vote: NewVote }>()
  let later: readonly Ballot[] = []
  let { totals, status } = proposal
  for (const [index, ballot] of ballots.entries()) {
    try {
      const booth = admit(deps, proposal, ballot, booths.get(nameOf(ballot) ?? ''))
      const { person } = booth.voter!
      const castBy = casterOf(ballot.viewer, booths.get(ballot.viewer.member ?? '')?.voter?.person === person)
      if (puts.has(person)) {
        later = ballots.slice(index)
        break
      }
      const before = booth.vote?.retracted ? null : booth.vote
      nextProposalState(status, ballot.retracts ? 'retract' : 'cast')
      if (!ballot.retracts) checkVote(proposal, ballot.input.choices)
      if (over) throw timeIsOver(proposal)
      if (!mayFollow(booth.vote?.cast_by ?? null, castBy)) throw isMembersOwn()
      if (ballot.retracts) {
        if (!before) throw noVote()
        puts.set(person, { ballot, booth, vote: { ...asItStands(before), cast_by: castBy, retracted: true } })
        totals = withoutVote(totals, proposal, before.choices, before.weight)
        continue
      }
      const choices = inOrder(proposal, ballot.input.choices)
      if (before && saysTheSame(before, choices, ballot, castBy)) {
        settled.set(ballot, { vote: before, placed: null })
        continue
      }
      const { weight } = booth.seat!
      const { comment, note } = ballot
      const by = { source: sourceOf(castBy), cast_by: castBy }
      const id = deps.ids.next('vote')
      puts.set(person, {
        ballot,
        booth,
        vote: { id, member: person, choices, weight, comment, note, ...by, retracted: false },
      })
      const cleared = before ? withoutVote(totals, proposal, before.choices, before.weight) : totals
      totals = withVote(cleared, proposal, choices, weight)
      if (proposal.passes.closeEarly && early && isDecided({ ...proposal, totals })) status = 'DECIDED'
    } catch (error) {
      settled.set(ballot, { error })
    }
  }
  return { puts, later, totals, decided: status !== proposal.status }
}

function noVote(): Refusal {
  const message = 'Wanted a member whose vote stands; this one has none here.'
  return new Refusal('VOTE_NOT_FOUND', message, { path: ['input', 'member'] })
}

function asItStands({ id, member, choices, weight, comment, source, note }: VoteRow) {
  return { id, member, choices, weight, comment, source, note }
}

/** The booth of a voter who may vote. @throws Refusal */
function admit(
  deps: Parts,
  row: ProposalRow,
  { viewer, input }: { viewer: Viewer; input: { member?: string | null } },
  booth: Booth | undefined,
): Booth {
  const proposal = visible(deps, viewer, row.id, row)
  checkVoter(viewer, proposal.community, input.member ?? null)
  const named = nameOf({ viewer, input })!
  if (!booth?.voter || booth.voter.community !== proposal.community) throw memberNotFound(named)
  if (booth.voter.erased) throw memberErased(booth.voter.person)
  if (!booth.seat || booth.seat.void) throw notInElectorate(booth.voter.person, proposal, booth.seatedAs)
  return booth
}

function saysTheSame(before: VoteRow, choices: readonly string[], { comment, note }: Cast, castBy: Caster): boolean {
  return (
    before.comment === comment &&
    before.note === note &&
    sameCaster(before.cast_by, castBy) &&
    before.choices.length === choices.length &&
    before.choices.every((choice, index) => choice === choices[index])
  )
}

/** Marked by approval, the order says nothing. */
function inOrder(proposal: ProposalRow, marked: readonly string[]): string[] {
  if (proposal.method !== 'APPROVAL') return [...marked]
  return proposal.choices.map(({ key }) => key).filter((key) => marked.includes(key))
}
