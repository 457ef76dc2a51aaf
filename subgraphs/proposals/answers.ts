// What GraphQL's types resolve from, where that is no row alone. The generated types of the resolvers stand on it: so nothing
// that stands on those is imported here.

import type { UserError } from '../../backbone/subgraph/graphql.ts'
import type { PlacedProblem } from '../../schema/policy/inspection.ts'
import type { TrialVerdict } from '../../schema/policy/trial.ts'
import type { Checked } from './domain/chain.ts'
import type { Seat } from './domain/electorate.ts'
import type { Placed, VoteLeaf } from './domain/leaves.ts'
import type { HistoryRow } from './storage/history.ts'
import type { DecisionRow, DoubleRow, PolicyRow, ProposalRow, SeatRow, VoteRow } from './storage/tables.ts'

/** Something that another subgraph owns. */
export interface Entity {
  id: string
}

export interface PageArguments {
  first?: number | null
  after?: string | null
}
export interface Page<Row> {
  nodes: Row[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
  totalCount: () => Promise<number>
}
export type ProposalPage = Page<ProposalRow>
export type DecisionPage = Page<DecisionRow>
export type VotePage = Page<VoteRow>
export type SeatPage = Page<SeatRow>
export type DoublePage = Page<DoubleRow>
export type HistoryPage = Page<HistoryRow>

export type LeafPage = Page<VoteLeaf | Seat>

export interface CheckAnswer {
  valid: boolean
  problems: PlacedProblem[]
  warnings: PlacedProblem[]
  inWords: string | null
  replaces: PolicyRow | null
}
export interface TrialAnswer {
  problems: PlacedProblem[]
  results: (TrialVerdict & { action: { id: string } })[]
  snapshot: { id: string } | null
}

export interface Voted {
  vote: VoteRow
  /** As it is after all that were cast together. */
  proposal: ProposalRow
  /** Its leaf and the ballots before it; null where nothing was changed, or ballots are not hashed. */
  placed: Placed | null
}

/** As a mutation answers. */
export interface VotedPayload extends Partial<Voted> {
  userErrors: UserError[]
}

export interface Verified extends Checked {
  valid: boolean
  /** What does not hold, and by what it was found; null when all holds. */
  problem: string | null
  /** How many of them hold but for texts that were erased. */
  erased: number
}

export interface Receipt {
  leaf: VoteLeaf | null
  leafHash: string
  index: number
  size: number
  path: string[]
  root: string
}

export interface SignedHead {
  community: string
  length: number
  head: string | null
  at: Date
  signature: string
  key: string
}

/** A chain that is checked when the answer is asked for, and not for its head alone. */
export interface ChainAsked {
  community: string
  verified(): Promise<Verified>
}
