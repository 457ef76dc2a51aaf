// What a decision's roots are over: the electorate, a leaf for each seat, in the order of the members' ids; and the ballots, a
// leaf for each vote that was cast, changed or taken back, in the order of the event log, which holds all of it. A leaf is
// canonical JSON (see chain.ts), hashed as merkle.ts says. Of a member the last leaf counts.

import { canonical } from '../../../schema/canonical.ts'
import type { CasterFact, EventPayloads } from '../../../schema/events.ts'
import type { Seat } from './electorate.ts'
import { growing, leafHash, type Range } from './merkle.ts'

export interface VoteLeaf {
  member: string
  /** What was marked; of a vote that was taken back, nothing. */
  choices: readonly string[]
  /** In millionths. */
  weight: number
  /** Times the member had changed the vote before. */
  revision: number
  /** When it was cast or taken back: RFC 3339, with milliseconds. */
  castAt: string
  /** By what; null where that was not kept. */
  castBy: CasterFact | null
  retracted: boolean
}

export type VoteEvent = {
  [T in 'proposals.vote.cast' | 'proposals.vote.retracted']: { type: T; payload: EventPayloads[T] }
}['proposals.vote.cast' | 'proposals.vote.retracted']

export const voteEvents = ['proposals.vote.cast', 'proposals.vote.retracted'] as const

/** The leaf of an event; null for one that is older than the fields that a leaf needs. */
export function leafOf({ type, payload }: VoteEvent): VoteLeaf | null {
  const { member, weight, revision, castAt, castBy = null } = payload
  const retracted = type === 'proposals.vote.retracted'
  const choices = retracted ? [] : payload.choices
  if (choices === undefined || weight === undefined || revision === undefined || castAt === undefined) return null
  return { member, choices, weight, revision, castAt, castBy, retracted }
}

export const hashOfLeaf = (leaf: VoteLeaf | Seat): string => leafHash(canonical(leaf))

/** A leaf, and the list as it was before it: what a voter's receipt is made of. */
export interface Placed {
  leaf: VoteLeaf
  before: Range
}

/** The ballots of a proposal as they grow; of one that was opened before this was kept (null), nothing is. */
export function ballotLog(range: Range | null): { add(event: VoteEvent): Placed | null; range(): Range | null } {
  if (range === null) return { add: () => null, range: () => null }
  const list = growing(range)
  return {
    add(event) {
      const leaf = leafOf(event)
      if (leaf === null) throw new Error(`Wanted all of a vote in its event; got ${Object.keys(event.payload)}.`)
      const before = list.range()
      list.add(hashOfLeaf(leaf))
      return { leaf, before }
    },
    range: () => list.range(),
  }
}

/** The electorate's list: of each seat its member and weight, and nothing else. */
export function listOfSeats(seats: readonly Seat[], before?: Range): Range {
  const list = growing(before)
  for (const { member, weight } of seats) list.add(hashOfLeaf({ member, weight }))
  return list.range()
}

/** As the ids stand in the electorate's list: by their code units. */
export const byMember = (a: Seat, b: Seat): number => (a.member < b.member ? -1 : 1)
