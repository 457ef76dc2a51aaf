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

/**
 * The booths of members on a proposal that this transaction has locked, and whether its time is over by the database's
 * clock. While it is locked, nobody else moves a seat or a vote of it. The records of one person share a booth.
 */
export async function enterBooths(
  tx: Tx,
  proposal: ProposalRow,
  members: readonly string[],
): Promise<{ booths: Map<string, Booth>; over: boolean }> {
  const { rows } = await sql<
    VoteRow & {
      named: string
      voter_community: string | null
      voter_person: string | null
      voter_erased: boolean | null
      seat_weight: number | null
      seat_void: boolean | null
      seated_as: string | null
      over: boolean | null
    }
  >`
    select vote.*, named.id as named, voter.community as voter_community, voter.person as voter_person, voter.erased as voter_erased,
      seat.weight as seat_weight, seat.void as seat_void, double.seated_as,
      clock_timestamp() >= ${proposal.closes_at}::timestamptz as over
    from jsonb_array_elements_text(${JSON.stringify(members)}::jsonb) as named (id)
    left join proposals.members voter on voter.id = named.id
    left join proposals.seats seat on seat.proposal = ${proposal.id} and seat.member = voter.person
    left join proposals.doubles double on double.proposal = ${proposal.id} and double.member = voter.person
    left join proposals.votes vote on vote.proposal = ${proposal.id} and vote.member = voter.person`.execute(tx)
  const booths = new Map<string, Booth>()
  const byPerson = new Map<string | null, Booth>()
  for (const {
    named,
    voter_community,
    voter_person,
    voter_erased,
    seat_weight,
    seat_void,
    seated_as,
    over: _,
    ...vote
  } of rows) {
    const booth = byPerson.get(voter_person) ?? {
      voter:
        voter_person === null ? null : { community: voter_community!, person: voter_person, erased: voter_erased! },
      seat: seat_weight === null ? null : { weight: seat_weight, void: seat_void! },
      seatedAs: seated_as,
      vote: vote.id === null ? null : vote,
    }
    byPerson.set(voter_person, booth)
    booths.set(named, booth)
  }
  return { booths, over: rows.some(({ over }) => over) }
}

/** A vote to be put, or, `retracted`, one that stands and is taken back: as it stands. */
export type NewVote = Pick<
  VoteRow,
  'id' | 'member' | 'choices' | 'weight' | 'comment' | 'source' | 'retracted' | 'cast_by' | 'note'
>

/**
 * Puts votes, each in the place of the one before, and takes votes back, if the time is not over by the database's clock: all
 * of them, or none. One statement; of each member one. The proposal is locked. `at`: when it was done.
 */
export async function putVotes(
  tx: Tx,
  proposal: ProposalRow,
  votes: readonly NewVote[],
): Promise<{ vote: VoteRow; at: Date }[]> {
  const { rows } = await sql<VoteRow & { at: Date }>`
    with clock as materialized (select clock_timestamp() as now)
    insert into proposals.votes as kept
      (id, proposal, member, choices, weight, comment, source, cast_at, revision, retracted, cast_by, note)
    select put.id, ${proposal.id}::text, put.member, put.choices, put.weight, put.comment, put.source,
      date_trunc('milliseconds', now), 0, put.retracted, put.cast_by, put.note
    from clock, jsonb_to_recordset(${JSON.stringify(votes)}::jsonb)
      as put (id text, member text, choices jsonb, weight bigint, comment text, source text, retracted boolean,
        cast_by jsonb, note text)
    where ${proposal.closes_at}::timestamptz is null or now < ${proposal.closes_at}::timestamptz
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
