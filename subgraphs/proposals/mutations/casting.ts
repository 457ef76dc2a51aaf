// Votes that are cast or taken back at the same time on one proposal, in one transaction: the proposal is locked, the voters'
// seats and earlier votes are read, the votes are put if the time is not over, the running totals are moved, and the events
// appended.
// Six statements, however many they are. Each is judged for itself, in the order they came, as if it were alone.

import { inGroups, type Outcome } from '../../../backbone/database/groups.ts'
import { faultPoint } from '../../../backbone/fault-point.ts'
import { currentAct, withoutAct } from '../../../backbone/log/acts.ts'
import type { Viewer } from '../../../backbone/security/viewer.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { Voted } from '../answers.ts'
import { checkVote } from '../domain/ballot.ts'
import { type Caster, casterOf, mayFollow, sameCaster, sourceOf, toldCaster } from '../domain/caster.ts'
import { ballotLog, type Placed, type VoteEvent } from '../domain/leaves.ts'
import { nextProposalState } from '../domain/lifecycle.ts'
import { storable } from '../domain/texts.ts'
import { withoutVote, withVote } from '../domain/totals.ts'
import { lockProposal, saveCounted } from '../storage/proposals.ts'
import type { ProposalRow, VoteRow } from '../storage/tables.ts'
import { type Booth, enterBooths, type NewVote, putVotes } from '../storage/votes.ts'
import { count, isDecided, mayCloseEarly } from './deciding.ts'
import { type Ballot, type Cast, memberNotFound, type Parts, visible, type Writing } from './parts.ts'
import { checkVoter, isMembersOwn, memberErased, notInElectorate, timeIsOver } from './voter.ts'

/** Casts a vote on a proposal or takes it back, together with those that come meanwhile. */
export function castingOf(deps: Omit<Parts, 'cast'>): (proposal: string, ballot: Ballot) => Promise<Voted> {
  const cast = inGroups<{ proposal: string; ballot: Ballot }, Voted>(
    (group) => {
      const ballots = group.map(({ ballot }) => ballot)
      return withoutAct(() =>
        deps.log.write((tx, emit) => castTogether(deps as Parts, { tx, emit }, group[0]!.proposal, ballots)),
      )
    },
    200,
    'votes',
  )
  return (proposal, ballot) => cast(proposal, { proposal, ballot: { ...ballot, act: currentAct() } })
}

const nameOf = ({ viewer, input }: Pick<Ballot, 'viewer'> & { input: { member?: string | null } }) =>
  input.member ?? viewer.member

type Settled = { vote: VoteRow; placed: Placed | null } | { error: unknown }

async function castTogether(
  deps: Parts,
  { tx, emit }: Writing,
  id: string,
  ballots: readonly Ballot[],
): Promise<Outcome<Voted>[]> {
  const found = await lockProposal(tx, id)
  if (!found) return ballots.map(({ viewer }) => refusalOf(() => visible(deps, viewer, id, null)))
  let proposal: ProposalRow = found
  const named = ballots.flatMap((ballot) => [nameOf(ballot) ?? '', ballot.viewer.member ?? '']).filter(storable)
  const room = await enterBooths(tx, proposal, [...new Set(named)])
  const early = await mayCloseEarly(tx, proposal)
  const settled = new Map<Ballot, Settled>()
  const log = ballotLog(found.ballots)
  let moved = false
  // A statement puts one vote of each person: where one comes a second time, they go on after it.
  for (let left = ballots; left.length > 0; ) {
    const round = judge(deps, proposal, { ...room, early }, left, settled)
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
    for (const { vote, at } of put) {
      const { ballot, booth } = round.puts.get(vote.member)!
      booth.vote = vote
      const event = vote.retracted ? retractedEvent(proposal, vote, at) : castEvent(proposal, vote)
      emit(event, ballot.act)
      settled.set(ballot, { vote, placed: log.add(event) })
    }
    moved = true
    if (ballots.length > 1) faultPoint?.('in a group of votes')
    proposal = { ...proposal, totals: round.totals, totals_at: put[0]!.at, ballots: log.range() }
    if (round.decided) {
      const decision = await count(deps, { tx, emit }, proposal, 'certain')
      proposal = { ...proposal, status: 'DECIDED', closed_at: decision.decided_at }
    }
  }
  if (moved && proposal.status === 'OPEN') await saveCounted(tx, proposal)
  return ballots.map((ballot) => {
    const outcome = settled.get(ballot)!
    return 'error' in outcome ? outcome : { value: { ...outcome, proposal } }
  })
}

type Told = VoteEvent & { community: string }

/** The whole vote: who has the log alone can count it. */
export function castEvent({ id, community }: Pick<ProposalRow, 'id' | 'community'>, vote: VoteRow): Told {
  const { member, choices, revision, weight, cast_at, cast_by } = vote
  const castBy = cast_by ? { castBy: toldCaster(cast_by) } : {}
  const castAt = cast_at.toISOString()
  const payload = { proposal: id, vote: vote.id, member, choices, revision, weight, castAt, ...castBy }
  return { type: 'proposals.vote.cast', community, payload }
}

/** @param at when it was taken back */
export function retractedEvent({ id, community }: ProposalRow, vote: VoteRow, at: Date): Told {
  const { member, revision, weight, cast_by } = vote
  const castBy = cast_by ? { castBy: toldCaster(cast_by) } : {}
  const payload = { proposal: id, vote: vote.id, member, revision, weight, castAt: at.toISOString(), ...castBy }
  return { type: 'proposals.vote.retracted', community, payload }
}

/**
 * What becomes of each ballot, in order: it is refused, changes nothing, or is to be put. From the first on that waits for
 * one before of the same person, they are judged later.
 */
function judge(
  deps: Parts,
  proposal: ProposalRow,
  { booths, over, early }: { booths: ReadonlyMap<string, Booth>; over: boolean; early: boolean },
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
      if (early && isDecided({ ...proposal, totals })) status = 'DECIDED'
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

function refusalOf(work: () => unknown): { error: unknown } {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return { error }
    throw error
  }
  throw new Error('Wanted a refusal; got none.')
}
