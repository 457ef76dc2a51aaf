// Votes that are cast or taken back at the same time on one proposal, in one transaction: the proposal is locked, the voters'
// seats and earlier votes are read, the votes are put if the time is not over, the running totals are moved, and the events
// appended.
// Six statements, however many they are. Each is judged for itself, in the order they came, as if it were alone.

import { faultPoint } from '../../../backbone/fault-point.ts'
import { inGroups, type Outcome } from '../../../backbone/groups.ts'
import type { NewEvent } from '../../../backbone/log.ts'
import type { Viewer } from '../../../backbone/viewer.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { CastVoteInput, RetractVoteInput } from '../../../schema/generated/proposals.ts'
import { checkVote } from '../domain/ballot.ts'
import { nextProposalState } from '../domain/lifecycle.ts'
import { storable } from '../domain/texts.ts'
import { withoutVote, withVote } from '../domain/totals.ts'
import { lockProposal, saveTotals } from '../storage/proposals.ts'
import type { ProposalRow, VoteRow } from '../storage/tables.ts'
import { type Booth, enterBooths, type NewVote, putVotes } from '../storage/votes.ts'
import { count, isDecided } from './deciding.ts'
import { memberNotFound, type Parts, visible, type Writing } from './parts.ts'
import { checkVoter, notInElectorate, timeIsOver } from './voter.ts'

/** A vote as it came, its text checked. */
interface Cast {
  viewer: Viewer
  input: Pick<CastVoteInput, 'member' | 'choices'>
  comment: string | null
  source: string
  retracts?: false
}
/** The wish to take the vote back. */
interface Retraction {
  viewer: Viewer
  input: Pick<RetractVoteInput, 'member'>
  retracts: true
}
export type Ballot = Cast | Retraction

export interface Voted {
  vote: VoteRow
  /** As it is after all that were cast together. */
  proposal: ProposalRow
}

/** Casts a vote on a proposal or takes it back, together with those that come meanwhile. */
export function castingOf(deps: Omit<Parts, 'cast'>): (proposal: string, ballot: Ballot) => Promise<Voted> {
  const cast = inGroups<{ proposal: string; ballot: Ballot }, Voted>(
    (group) => {
      const ballots = group.map(({ ballot }) => ballot)
      return deps.log.write((tx, emit) => castTogether(deps as Parts, { tx, emit }, group[0]!.proposal, ballots))
    },
    200,
    'votes',
  )
  return (proposal, ballot) => cast(proposal, { proposal, ballot })
}

const nameOf = ({ viewer, input }: Pick<Ballot, 'viewer'> & { input: { member?: string | null } }) =>
  input.member ?? viewer.member

type Settled = { vote: VoteRow } | { error: unknown }

async function castTogether(
  deps: Parts,
  { tx, emit }: Writing,
  id: string,
  ballots: readonly Ballot[],
): Promise<Outcome<Voted>[]> {
  const found = await lockProposal(tx, id)
  if (!found) return ballots.map(({ viewer }) => refusalOf(() => visible(deps, viewer, id, null)))
  let proposal: ProposalRow = found
  const named = ballots.map((ballot) => nameOf(ballot) ?? '').filter(storable)
  const room = await enterBooths(tx, proposal, [...new Set(named)])
  const settled = new Map<Ballot, Settled>()
  let moved = false
  // A statement puts one vote of each person: where one comes a second time, they go on after it.
  for (let left = ballots; left.length > 0; ) {
    const round = judge(deps, proposal, room, left, settled)
    left = round.later
    if (round.puts.size === 0) continue
    const put = await putVotes(
      tx,
      proposal,
      [...round.puts.values()].map(({ vote }) => vote),
    )
    if (put.length === 0) {
      for (const { ballot } of round.puts.values()) settled.set(ballot, { error: timeIsOver(proposal) })
      room.over = true
      continue
    }
    for (const { vote } of put) {
      const { ballot, booth } = round.puts.get(vote.member)!
      booth.vote = vote
      settled.set(ballot, { vote })
      emit(eventOf(proposal, vote))
    }
    moved = true
    if (ballots.length > 1) faultPoint?.('in a group of votes')
    proposal = { ...proposal, totals: round.totals, totals_at: put[0]!.at }
    if (round.decided) {
      const decision = await count(deps, { tx, emit }, proposal, 'certain')
      proposal = { ...proposal, status: 'DECIDED', closed_at: decision.decided_at }
    }
  }
  if (moved && proposal.status === 'OPEN') await saveTotals(tx, id, proposal.totals, proposal.totals_at)
  return ballots.map((ballot) => {
    const outcome = settled.get(ballot)!
    return 'error' in outcome ? outcome : { value: { vote: outcome.vote, proposal } }
  })
}

function eventOf({ id, community }: ProposalRow, vote: VoteRow): NewEvent {
  const { member, choices, revision } = vote
  if (vote.retracted)
    return { type: 'proposals.vote.retracted', community, payload: { proposal: id, vote: vote.id, member } }
  const payload = { proposal: id, vote: vote.id, member, choices, revision }
  return { type: 'proposals.vote.cast', community, payload }
}

/**
 * What becomes of each ballot, in order: it is refused, changes nothing, or is to be put. From the first on that waits for
 * one before of the same person, they are judged later.
 */
function judge(
  deps: Parts,
  proposal: ProposalRow,
  { booths, over }: { booths: ReadonlyMap<string, Booth>; over: boolean },
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
      if (puts.has(person)) {
        later = ballots.slice(index)
        break
      }
      const before = booth.vote?.retracted ? null : booth.vote
      nextProposalState(status, ballot.retracts ? 'retract' : 'cast')
      if (!ballot.retracts) checkVote(proposal, ballot.input.choices)
      if (over) throw timeIsOver(proposal)
      if (ballot.retracts) {
        if (!before) throw noVote()
        puts.set(person, { ballot, booth, vote: { ...asItStands(before), retracted: true } })
        totals = withoutVote(totals, proposal, before.choices, before.weight)
        continue
      }
      const choices = inOrder(proposal, ballot.input.choices)
      if (before && saysTheSame(before, choices, ballot)) {
        settled.set(ballot, { vote: before })
        continue
      }
      const { weight } = booth.seat!
      const { comment, source } = ballot
      const id = deps.ids.next('vote')
      puts.set(person, {
        ballot,
        booth,
        vote: { id, member: person, choices, weight, comment, source, retracted: false },
      })
      const cleared = before ? withoutVote(totals, proposal, before.choices, before.weight) : totals
      totals = withVote(cleared, proposal, choices, weight)
      if (isDecided({ ...proposal, totals })) status = 'DECIDED'
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

function asItStands({ id, member, choices, weight, comment, source }: VoteRow): Omit<NewVote, 'retracted'> {
  return { id, member, choices, weight, comment, source }
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
  if (!booth.seat || booth.seat.void) throw notInElectorate(booth.voter.person)
  return booth
}

function saysTheSame(before: VoteRow, choices: readonly string[], { comment, source }: Cast): boolean {
  return (
    before.comment === comment &&
    before.source === source &&
    before.choices.length === choices.length &&
    before.choices.every((choice, index) => choice === choices[index])
  )
}

/** Marked by approval, the order says nothing. */
function inOrder(proposal: ProposalRow, marked: readonly string[]): string[] {
  if (proposal.method !== 'APPROVAL') return [...marked]
  return proposal.choices.map(({ key }) => key).filter((key) => marked.includes(key))
}

function refusalOf(work: () => unknown): { error: unknown } {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return { error }
    throw error
  }
  throw new Error('Wanted a refusal; got none.')
}
