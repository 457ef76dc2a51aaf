// Seats of an electorate, where two members are one person.

import { sql } from 'kysely'
import type { On, Tx } from '../../../backbone/database/database.ts'
import type { DoubleSeat, Seat } from '../domain/electorate.ts'
import { listOfSeats } from '../domain/leaves.ts'
import { emptyRange, rootOf } from '../domain/merkle.ts'
import { tables } from './tables.ts'

/** Keeps who has no seat of their own, where the one whom they sit as has got one. */
export async function insertDoubles(
  tx: Tx,
  proposal: string,
  seats: readonly Seat[],
  doubles: readonly DoubleSeat[],
): Promise<void> {
  const seated = new Set(seats.map(({ member }) => member))
  const rows = doubles.filter(({ seatedAs }) => seated.has(seatedAs))
  if (rows.length === 0) return
  await sql`
    insert into proposals.doubles (proposal, member, seated_as)
    select ${proposal}, double.member, double."seatedAs"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as double (member text, "seatedAs" text)`.execute(tx)
}

/** Open proposals on which both sit, in the order in which they are to be locked. */
export async function doubleSeats(tx: Tx, from: string, into: string): Promise<string[]> {
  const { rows } = await sql<{ proposal: string }>`
    select a.proposal from proposals.seats a join proposals.seats b on b.proposal = a.proposal
    join proposals.proposals p on p.id = a.proposal
    where a.member = ${from} and b.member = ${into} and not a.void and p.status = 'OPEN' order by 1`.execute(tx)
  return rows.map(({ proposal }) => proposal)
}

/** Gives up the seat of `from`; returns its weight, and that of the seat which is kept. */
export async function voidSeat(
  tx: Tx,
  proposal: string,
  from: string,
  into: string,
): Promise<{ given: number; kept: number }> {
  const rows = await tables(tx)
    .selectFrom('seats')
    .selectAll()
    .where('proposal', '=', proposal)
    .where('member', 'in', [from, into])
    .execute()
  await tables(tx)
    .updateTable('seats')
    .set({ void: true })
    .where('proposal', '=', proposal)
    .where('member', '=', from)
    .execute()
  const weightOf = (member: string) => rows.find((row) => row.member === member)!.weight
  return { given: weightOf(from), kept: weightOf(into) }
}

/** Open proposals that keep one of the two out and do not know of the other. */
export async function keptOutOf(tx: Tx, community: string, from: string, into: string): Promise<string[]> {
  const names = (member: string) => sql`left_out @> ${JSON.stringify([{ member }])}::jsonb`
  const { rows } = await sql<{ id: string }>`
    select id from proposals.proposals where community = ${community} and status = 'OPEN'
      and ${names(from)} <> ${names(into)} order by id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Gives up a seat; returns its weight, or null where there is none to give up. */
export async function giveUpSeat(tx: Tx, proposal: string, member: string): Promise<number | null> {
  const row = await tables(tx)
    .updateTable('seats')
    .set({ void: true })
    .where('proposal', '=', proposal)
    .where('member', '=', member)
    .where('void', '=', false)
    .returning('weight')
    .executeTakeFirst()
  return row?.weight ?? null
}

/**
 * On open proposals where only `from` sits, `into` takes its seat and its vote. The locks keep voters out meanwhile.
 * @returns those proposals
 */
export async function moveSeats(tx: Tx, from: string, into: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from proposals.proposals p where p.status = 'OPEN' and p.id in (
      select proposal from proposals.seats s where s.member = ${from} and not exists (
        select from proposals.seats other where other.proposal = s.proposal and other.member = ${into}))
    order by p.id for update`.execute(tx)
  if (rows.length === 0) return []
  const open = rows.map(({ id }) => id)
  for (const table of ['seats', 'votes'] as const) {
    await tables(tx)
      .updateTable(table)
      .set({ member: into })
      .where('member', '=', from)
      .where('proposal', 'in', open)
      .execute()
  }
  return open
}

/** The seats of a proposal that are not void, in the order of the electorate's list, from after a member on. */
export async function seatsInOrder(on: On, proposal: string, after: string | null, limit: number): Promise<Seat[]> {
  const { rows } = await sql<Seat>`
    select member, weight from proposals.seats
    where proposal = ${proposal} and not void ${after === null ? sql`` : sql`and member collate "C" > ${after}`}
    order by member collate "C" limit ${limit}`.execute(on)
  return rows
}

/** All of them, ten thousand at a time. */
export async function* allSeats(on: On, proposal: string): AsyncGenerator<Seat[]> {
  for (let after: string | null = null; ; ) {
    const page = await seatsInOrder(on, proposal, after, 10_000)
    if (page.length > 0) yield page
    if (page.length < 10_000) return
    after = page.at(-1)!.member
  }
}

/** The root over the seats as they stand. */
export async function electorateRoot(on: On, proposal: string): Promise<string> {
  let list = emptyRange
  for await (const page of allSeats(on, proposal)) list = listOfSeats(page, list)
  return rootOf(list)
}
