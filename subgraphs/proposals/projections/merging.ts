// Two records that are one person, on the ballots that are open: one seat, one vote, and the list of ballots told of both.

import { databaseNow, type Tx } from '../../../backbone/database/database.ts'
import type { Emit } from '../../../backbone/log/write.ts'
import { merging, passesOver } from '../domain/caster.ts'
import { ballotLog } from '../domain/leaves.ts'
import { withoutVote, withVote } from '../domain/totals.ts'
import { castEvent, retractedEvent } from '../mutations/counting.ts'
import { countIfCertain } from '../mutations/deciding.ts'
import type { Parts } from '../mutations/parts.ts'
import { lockProposal, saveElectorate } from '../storage/proposals.ts'
import { doubleSeats, electorateRoot, giveUpSeat, keptOutOf, moveSeats, voidSeat } from '../storage/seats.ts'
import { type ProposalRow, tables, type VoteRow } from '../storage/tables.ts'
import { enterBooths, putVotes, takeVote } from '../storage/votes.ts'

/** What the projections stand on: they are made before the parts that wait for them. */
export type Deps = Omit<Parts, 'members' | 'actions' | 'cast'>

/** Two records are one person: it keeps the roles of both, and has one seat on each open ballot. */
export async function merge(
  deps: Deps,
  tx: Tx,
  emit: Emit,
  community: string,
  from: string,
  into: string,
): Promise<void> {
  const on = tables(tx)
  await on.updateTable('members').set({ person: into }).where('person', '=', from).execute()
  await on
    .insertInto('role_holders')
    .columns(['role', 'member'])
    .expression((eb) =>
      eb
        .selectFrom('role_holders')
        .select(['role', eb.val(into).as('member')])
        .where('member', '=', from),
    )
    .onConflict((c) => c.doNothing())
    .execute()
  await on.deleteFrom('role_holders').where('member', '=', from).execute()
  for (const proposal of await doubleSeats(tx, from, into)) await unseat(deps, tx, emit, proposal, from, into)
  for (const proposal of await keptOutOf(tx, community, from, into)) await keepOut(deps, tx, emit, proposal, from, into)
  for (const proposal of await moveSeats(tx, from, into)) await reseat(tx, emit, proposal, from, into)
}

/** One of two records that are one person was left out as it opened: the other is, too, with the seat and vote it had. */
async function keepOut(deps: Deps, tx: Tx, emit: Emit, id: string, from: string, into: string): Promise<void> {
  const locked = await lockProposal(tx, id)
  if (locked?.status !== 'OPEN') return
  const known = locked.left_out.find(({ member }) => member === from || member === into)!
  const other = known.member === from ? into : from
  const proposal = { ...locked, left_out: [...locked.left_out, { ...known, member: other }] }
  const given = await giveUpSeat(tx, id, other)
  if (given !== null) {
    proposal.size -= 1
    proposal.weight -= given
    const vote = await takeVote(tx, id, other)
    if (vote && !vote.retracted) {
      const ballots = telling(proposal, emit)
      proposal.totals = withoutVote(proposal.totals, proposal, vote.choices, vote.weight)
      ballots.tell(retractedEvent(proposal, { ...vote, cast_by: merging }, await databaseNow(tx)))
      proposal.ballots = ballots.range()
    }
  }
  await saveSeats(tx, proposal)
  await countIfCertain(deps as Parts, { tx, emit }, proposal)
}

/** Both records had a seat: one is given up, and its vote passes to the other seat where that has none of its own. */
async function unseat(deps: Deps, tx: Tx, emit: Emit, id: string, from: string, into: string): Promise<void> {
  const locked = await lockProposal(tx, id)
  if (locked?.status !== 'OPEN') return
  const { given, kept } = await voidSeat(tx, id, from, into)
  const proposal = { ...locked, size: locked.size - 1, weight: locked.weight - given }
  const vote = await takeVote(tx, id, from)
  const ballots = telling(proposal, emit)
  if (vote && !vote.retracted) {
    proposal.totals = withoutVote(proposal.totals, proposal, vote.choices, vote.weight)
    ballots.tell(retractedEvent(proposal, { ...vote, cast_by: merging }, await databaseNow(tx)))
  }
  const other = vote && (await voteOf(tx, proposal, into))
  if (vote && passesOver(vote, other)) {
    const moved = { ...vote, id: deps.ids.next('vote'), member: into, weight: kept }
    const [put] = await putVotes(tx, [{ ...moved, closes_at: null }])
    const stood = other !== null && !other.retracted
    if (stood) proposal.totals = withoutVote(proposal.totals, proposal, other.choices, other.weight)
    if (!vote.retracted) {
      proposal.totals = withVote(proposal.totals, proposal, vote.choices, kept)
      ballots.tell(castEvent(proposal, put!.vote))
    } else if (stood) ballots.tell(retractedEvent(proposal, put!.vote, put!.at))
  }
  proposal.ballots = ballots.range()
  await saveSeats(tx, proposal)
  await countIfCertain(deps as Parts, { tx, emit }, proposal)
}

/** Only `from` had a seat, which is now that of `into`: the vote is told as taken back by one and cast by the other. */
async function reseat(tx: Tx, emit: Emit, id: string, from: string, into: string): Promise<void> {
  const proposal = (await lockProposal(tx, id))!
  const ballots = telling(proposal, emit)
  const vote = await voteOf(tx, proposal, into)
  if (vote && !vote.retracted) {
    ballots.tell(retractedEvent(proposal, { ...vote, member: from, cast_by: merging }, await databaseNow(tx)))
    ballots.tell(castEvent(proposal, vote))
  }
  await saveSeats(tx, { ...proposal, ballots: ballots.range() })
}

/** The vote that a person has cast on a proposal that is locked, be it taken back. */
async function voteOf(tx: Tx, proposal: ProposalRow, member: string): Promise<VoteRow | null> {
  const rooms = await enterBooths(tx, [{ proposal, members: [member] }])
  return rooms.get(proposal.id)?.booths.get(member)?.vote ?? null
}

/** What is told of votes is also put on the proposal's list of ballots. */
function telling({ ballots }: ProposalRow, emit: Emit) {
  const list = ballotLog(ballots)
  return {
    range: list.range,
    tell(event: ReturnType<typeof castEvent>) {
      emit(event)
      list.add(event)
    },
  }
}

async function saveSeats(tx: Tx, proposal: ProposalRow): Promise<void> {
  const hashed = proposal.electorate_root !== null
  await saveElectorate(tx, { ...proposal, electorate_root: hashed ? await electorateRoot(tx, proposal.id) : null })
}
