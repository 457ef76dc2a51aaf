// The ballots of a proposal as the event log has them: what the root of its decision is over.

import { sql } from 'kysely'
import type { On } from '../../../backbone/database/database.ts'
import { hashOfLeaf, leafOf, type VoteEvent, type VoteLeaf } from '../domain/leaves.ts'
import { type Tree, treeOf } from '../domain/merkle.ts'

export interface LeafRow {
  position: number
  /** null for an event that does not say all of a vote. */
  leaf: VoteLeaf | null
}

/** Leaves after a position in the log, in their order. */
export async function leavesAfter(on: On, proposal: string, after: number, limit: number): Promise<LeafRow[]> {
  // The order begins as the index does, so that it is this index that is read: see `newest` in pages.ts.
  const { rows } = await sql<VoteEvent & { position: number }>`
    select position, type, payload from backbone.events
    where (proposal, position) > (${proposal}, ${after}) and proposal <= ${proposal}
      and type in ('proposals.vote.cast', 'proposals.vote.retracted')
    order by proposal, position limit ${limit}`.execute(on)
  return rows.map((row) => ({ position: row.position, leaf: leafOf(row) }))
}

/** All leaves, a page at a time: between pages, everybody else has their turn. */
export async function* allLeaves(on: On, proposal: string): AsyncGenerator<LeafRow[]> {
  for (let after = 0; ; ) {
    const page = await leavesAfter(on, proposal, after, 500)
    if (page.length > 0) yield page
    if (page.length < 500) return
    after = page.at(-1)!.position
  }
}

/** The tree of the first `size` leaves. It reads them all, and holds 64 bytes for each. */
export async function treeOfBallots(on: On, proposal: string, size: number): Promise<Tree> {
  const tree = treeOf(size)
  for await (const page of allLeaves(on, proposal)) for (const { leaf } of page) if (leaf) tree.add(hashOfLeaf(leaf))
  return tree
}
