// Votes. A member has one on each proposal; it keeps its id through changes and retractions.

import { sql } from 'kysely'
import type { On, Tx } from '../../../backbone/database/database.ts'
import type { ProposalRow, VoteRow } from './tables.ts'

/** What is known of a voter on a proposal. */
export interface Booth {
  /** The member as the projection knows it; null for one that it does not. */
  voter: { community: string; person: string; erased: boolean } | null
  /** The seat of the member (or of the person it was merged into). */
  seat: { weight: number; void: boolean } | null
  /** The member who has the seat of this person, where that is another one. */
  seatedAs: string | null
  /** The vote that the person has cast, be it taken back. */
  vote: VoteRow | null
}

/** What those who vote on a proposal find. */
export interface Room {
  /** By the member who was named. The records of one person share a booth. */
  booths: Map<string, Booth>
  /** Whether the time is over by the database's clock. */
  over: boolean
  /** Whether the minimum time has passed, where there is one. */
  early: boolean
}

/**
 * The rooms of proposals that this transaction has locked, each with the booths of these members. While a proposal is locked,
 * nobody else moves a seat or a vote of it. One statement: each is looked up by its key (there is one at most), where a join that
 * knows not how many are asked for would read whole tables.
 */
export async function enterBooths(
  tx: Tx,
  asked: readonly { proposal: ProposalRow; members: readonly string[] }[],
): Promise<Map<string, Room>> {
  // Each proposal has a row, so that its clock is read: nobody is named ''.
  const named = asked.flatMap(({ proposal: { id: proposal, closes_at, early_at }, members }) =>
    (members.length === 0 ? [''] : members).map((member) => ({ proposal, closes_at, early_at, member })),
  )
  const { rows } = await sql<Found>`
    select vote.*, named.proposal as room, named.member as named,
      voter.community as voter_community, voter.person as voter_person, voter.erased as voter_erased,
      seat.weight as seat_weight, seat.void as seat_void, double.seated_as,
      clock_timestamp() >= named.closes_at as over, named.early_at is null or clock_timestamp() >= named.early_at as early
    from jsonb_to_recordset(${JSON.stringify(named)}::jsonb)
      as named (proposal text, member text, closes_at timestamptz, early_at timestamptz)
    left join lateral (select * from proposals.members m where m.id = named.member limit 1) voter on true
    left join lateral (select * from proposals.seats s
      where s.proposal = named.proposal and s.member = voter.person limit 1) seat on true
    left join lateral (select * from proposals.doubles d
      where d.proposal = named.proposal and d.member = voter.person limit 1) double on true
    left join lateral (select * from proposals.votes v
      where v.proposal = named.proposal and v.member = voter.person limit 1) vote on true`.execute(tx)
  const rooms = new Map<string, Room>()
  for (const [id, found] of Map.groupBy(rows, ({ room }) => room)) {
    const booths = new Map<string, Booth>()
    const byPerson = new Map<string | null, Booth>()
    for (const row of found) {
      const booth = byPerson.get(row.voter_person) ?? boothOf(row)
      byPerson.set(row.voter_person, booth)
      booths.set(row.named, booth)
    }
    rooms.set(id, { booths, over: found.some(({ over }) => over), early: found.some(({ early }) => early) })
  }
  return rooms
}

/** The vote, all null where there is none, and what else is known. */
type Found = VoteRow & {
  room: string
  named: string
  voter_community: string | null
  voter_person: string | null
  voter_erased: boolean | null
  seat_weight: number | null
  seat_void: boolean | null
  seated_as: string | null
  over: boolean | null
  early: boolean
}

function boothOf(found: Found): Booth {
  const { room: _r, named: _n, over: _o, early: _e, ...known } = found
  const { voter_community, voter_person, voter_erased, seat_weight, seat_void, seated_as, ...vote } = known
  return {
    voter: voter_person === null ? null : { community: voter_community!, person: voter_person, erased: voter_erased! },
    seat: seat_weight === null ? null : { weight: seat_weight, void: seat_void! },
    seatedAs: seated_as,
    vote: vote.id === null ? null : vote,
  }
}

/** A vote to be put, or, `retracted`, one that stands and is taken back: as it stands. */
export type NewVote = Pick<
  VoteRow,
  'id' | 'member' | 'choices' | 'weight' | 'comment' | 'source' | 'retracted' | 'cast_by' | 'note'
>

/**
 * Puts votes, each in the place of the one before, and takes votes back, if the time of their proposal is not over by the
 * database's clock: of a proposal all of them, or none. One statement; on each proposal one of each member. The proposals are
 * locked. `at`: when it was done.
 * @param closes_at of the proposal; null: whatever the time
 */
export async function putVotes(
  tx: Tx,
  votes: readonly (NewVote & Pick<ProposalRow, 'closes_at'> & { proposal: string })[],
): Promise<{ vote: VoteRow; at: Date }[]> {
  const { rows } = await sql<VoteRow & { at: Date }>`
    with clock as materialized (select clock_timestamp() as now)
    insert into proposals.votes as kept
      (id, proposal, member, choices, weight, comment, source, cast_at, revision, retracted, cast_by, note)
    select put.id, put.proposal, put.member, put.choices, put.weight, put.comment, put.source,
      date_trunc('milliseconds', now), 0, put.retracted, put.cast_by, put.note
    from clock, jsonb_to_recordset(${JSON.stringify(votes)}::jsonb)
      as put (id text, proposal text, member text, choices jsonb, weight bigint, comment text, source text, retracted boolean,
        cast_by jsonb, note text, closes_at timestamptz)
    where put.closes_at is null or now < put.closes_at
    on conflict (proposal, member) do update set choices = excluded.choices, comment = excluded.comment,
      source = excluded.source, retracted = excluded.retracted, cast_by = excluded.cast_by, note = excluded.note,
      cast_at = case when excluded.retracted then kept.cast_at else excluded.cast_at end,
      revision = kept.revision + case when excluded.retracted then 0 else 1 end
    returning kept.*, (select now from clock) as at`.execute(tx)
  return rows.map(({ at, ...vote }) => ({ vote, at }))
}

/** Takes the vote of a seat that is given up, whatever the time. @returns the vote as it was */
export async function takeVote(tx: Tx, proposal: string, member: string): Promise<VoteRow | null> {
  const { rows } = await sql<VoteRow>`
    with before as materialized (select * from proposals.votes where proposal = ${proposal} and member = ${member}),
      taken as (update proposals.votes set retracted = true where id = (select id from before) and not retracted)
    select * from before`.execute(tx)
  return rows[0] ?? null
}

/** All votes of a proposal, also those taken back, each with the weight of its seat; five hundred at a time, by member. */
export async function* allVotes(on: On, proposal: string): AsyncGenerator<(VoteRow & { seat: number | null })[]> {
  for (let after = ''; ; ) {
    const { rows } = await sql<VoteRow & { seat: number | null }>`
      select vote.*, seat.weight as seat from proposals.votes vote
      left join proposals.seats seat on seat.proposal = vote.proposal and seat.member = vote.member and not seat.void
      where (vote.proposal, vote.member) > (${proposal}, ${after}) and vote.proposal <= ${proposal}
      order by vote.proposal, vote.member limit 500`.execute(on)
    if (rows.length > 0) yield rows
    if (rows.length < 500) return
    after = rows.at(-1)!.member
  }
}
