// Ballots on proposals that a transaction has locked: who votes is looked up, each ballot is judged, the votes are put, the running
// totals are moved and the events appended. Statements are by the transaction, and not by the proposal or the vote.

import type { Tx } from '../../../backbone/database/database.ts'
import type { Outcome } from '../../../backbone/database/groups.ts'
import { faultPoint } from '../../../backbone/fault-point.ts'
import type { Voted } from '../answers.ts'
import { toldCaster } from '../domain/caster.ts'
import { ballotLog, type VoteEvent } from '../domain/leaves.ts'
import { storable } from '../domain/texts.ts'
import { saveCounted } from '../storage/proposals.ts'
import type { ProposalRow, VoteRow } from '../storage/tables.ts'
import { enterBooths, type NewVote, putVotes, type Room } from '../storage/votes.ts'
import { count } from './deciding.ts'
import { judge, nameOf, type Settled } from './judging.ts'
import type { Ballot, Parts, Writing } from './parts.ts'
import { timeIsOver } from './voter.ts'

export interface Item {
  proposal: string
  ballot: Ballot
}

/** A proposal as it is counted on, vote by vote. */
interface Counting {
  proposal: ProposalRow
  ballots: readonly Ballot[]
  room: Room
  log: ReturnType<typeof ballotLog>
  settled: Map<Ballot, Settled>
  left: readonly Ballot[]
  moved: boolean
  /** Its votes are to be cast by themselves: nothing was done here. */
  apart: boolean
}

/** Casts on proposals that this transaction has locked. @returns null where it is to be cast in a line of its own */
export async function castOn(
  deps: Parts,
  writing: Writing,
  rows: readonly ProposalRow[],
  items: readonly Item[],
): Promise<(Outcome<Voted> | null)[]> {
  const { tx, emit } = writing
  const counting = await enter(tx, rows, items)
  const one = counting.length === 1
  // A statement puts one vote of each person: where one comes a second time, they go on after it.
  for (let going = counting; going.length > 0; going = going.filter(({ left, apart }) => left.length > 0 && !apart)) {
    const rounds = going.map((each) => ({ each, ...judge(deps, each.proposal, each.room, each.left, each.settled) }))
    for (const round of rounds) {
      round.each.left = round.later
      round.each.apart = round.decided && !one && !round.each.moved
    }
    const putting = rounds.filter(({ each, puts }) => !each.apart && puts.size > 0)
    const put = await putAll(tx, putting)
    for (const { each, puts, totals, decided } of putting) {
      const { log, settled } = each
      const made = put.get(each.proposal.id)
      if (!made) {
        for (const { ballot } of puts.values()) settled.set(ballot, { error: timeIsOver(each.proposal) })
        each.room.over = true
        continue
      }
      for (const { vote, at } of made) {
        const { ballot, booth } = puts.get(vote.member)!
        booth.vote = vote
        const event = vote.retracted ? retractedEvent(each.proposal, vote, at) : castEvent(each.proposal, vote)
        emit(event, ballot.act)
        settled.set(ballot, { vote, placed: log.add(event) })
      }
      each.moved = true
      each.proposal = { ...each.proposal, totals, totals_at: made[0]!.at, ballots: log.range() }
      if (!decided) continue
      const decision = await count(deps, writing, each.proposal, 'certain')
      each.proposal = { ...each.proposal, status: 'DECIDED', closed_at: decision.decided_at }
    }
    if (items.length > 1 && putting.length > 0) faultPoint?.('in a group of votes')
  }
  const moved = counting.filter(({ moved, proposal }) => moved && proposal.status === 'OPEN')
  if (moved.length > 0)
    await saveCounted(
      tx,
      moved.map(({ proposal }) => proposal),
    )
  const byId = new Map(counting.map((each) => [each.proposal.id, each]))
  return items.map(({ proposal: id, ballot }) => {
    const each = byId.get(id)
    if (!each || each.apart) return null
    const outcome = each.settled.get(ballot)!
    return 'error' in outcome ? outcome : { value: { ...outcome, proposal: each.proposal } }
  })
}

async function enter(tx: Tx, rows: readonly ProposalRow[], items: readonly Item[]): Promise<Counting[]> {
  const asked = Map.groupBy(items, ({ proposal }) => proposal)
  const entering = rows.map((proposal) => {
    const ballots = asked.get(proposal.id)!.map(({ ballot }) => ballot)
    const named = ballots.flatMap((ballot) => [nameOf(ballot) ?? '', ballot.viewer.member ?? ''])
    return { proposal, ballots, members: [...new Set(named)].filter((name) => name !== '' && storable(name)) }
  })
  const rooms = await enterBooths(tx, entering)
  return entering.map(({ proposal, ballots }) => ({
    proposal,
    ballots,
    room: rooms.get(proposal.id)!,
    log: ballotLog(proposal.ballots),
    settled: new Map(),
    left: ballots,
    moved: false,
    apart: false,
  }))
}

/** @returns what was put, by proposal; nothing of one whose time is over */
async function putAll(
  tx: Tx,
  putting: readonly { each: Counting; puts: ReadonlyMap<string, { vote: NewVote }> }[],
): Promise<Map<string, { vote: VoteRow; at: Date }[]>> {
  const votes = putting.flatMap(({ each: { proposal }, puts }) =>
    [...puts.values()].map(({ vote }) => ({ ...vote, proposal: proposal.id, closes_at: proposal.closes_at })),
  )
  if (votes.length === 0) return new Map()
  return Map.groupBy(await putVotes(tx, votes), ({ vote }) => vote.proposal)
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
