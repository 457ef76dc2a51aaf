// Subscriptions. What an event says of itself stays as it was; the proposal beside it is loaded as it is now.

import { abortable } from '../../backbone/concurrency/abortable.ts'
import { outward } from '../../backbone/subgraph/graphql.ts'
import { followWhileReadable, type LogStream } from '../../backbone/subgraph/streams.ts'
import type { EventType } from '../../schema/events.ts'
import type { Outcome } from './domain/decision.ts'
import type { ProposalsContext } from './loaders.ts'
import { caughtUp, type Parts, proposalNotFound } from './mutations/parts.ts'
import type { ProposalRow } from './storage/tables.ts'

export type ProposalEventKind = keyof typeof kinds
export const kinds = {
  OPENED: 'proposals.proposal.opened',
  VOTE_CAST: 'proposals.vote.cast',
  VOTE_RETRACTED: 'proposals.vote.retracted',
  DECIDED: 'proposals.proposal.decided',
  CANCELED: 'proposals.proposal.canceled',
  COMPLIANCE_CHANGED: 'proposals.decision.compliance',
} as const satisfies Record<string, EventType>
const kindOf = Object.fromEntries(Object.entries(kinds).map(([kind, type]) => [type, kind])) as Record<
  string,
  ProposalEventKind
>
const types = Object.values(kinds)
/** A new venue is told to those who watch the one proposal. */
const typesOfOne: EventType[] = [...types, 'proposals.venue.added']

interface After {
  community: string
  after?: string | null
}

/** Decisions in the order they were made. */
export function decisions(
  { loaders }: ProposalsContext,
  { community, after, outcome }: After & { outcome?: Outcome | null },
): LogStream<object> {
  return {
    name: 'decisions',
    community,
    after,
    types: [kinds.DECIDED, kinds.CANCELED],
    async map(event) {
      if (event.type !== kinds.DECIDED && event.type !== kinds.CANCELED) return null
      const made = event.payload.decision
      if (outcome && made.outcome !== outcome) return null
      return { decision: await loaders.must(loaders.decisions, made.id) }
    },
  }
}

/** Everything that happens to the proposals of a community, or to one of them. */
export function proposals(
  { loaders }: ProposalsContext,
  { community, after, proposal: only }: After & { proposal?: string | null },
): LogStream<object> {
  return {
    name: 'proposals',
    community,
    after,
    types,
    async map(event) {
      const id = proposalOf(event.payload)
      if (id === null || (only && id !== only)) return null
      const { vote } = event.payload as { vote?: string }
      return {
        kind: kindOf[event.type]!,
        proposal: await loaders.must(loaders.proposals, id),
        vote: vote === undefined ? null : await loaders.votes.load(vote),
      }
    },
  }
}

/** Versions of policies as they come into force, and rest. */
export function policies({ loaders }: ProposalsContext, { community, after }: After): LogStream<object> {
  return {
    name: 'policies',
    community,
    after,
    types: ['proposals.policy.applied', 'proposals.policy.status'],
    async map(event) {
      if (event.type !== 'proposals.policy.applied' && event.type !== 'proposals.policy.status') return null
      return { policy: await loaders.must(loaders.policies, event.payload.policy) }
    },
  }
}

/** One proposal: as it is, then after each change. Decided, it still changes: what became of the decision is told. */
export async function proposal(deps: Parts, { viewer, loaders, turn }: ProposalsContext, { id }: { id: string }) {
  const load = async () => {
    const row = await loaders.proposals.load(id)
    if (!row) throw proposalNotFound(id)
    return row
  }
  // The place in the log is taken first: a change between the two is told twice rather than never.
  const from = await deps.log.head()
  const first = await outward(() => caughtUp(deps, load))
  return abortable<ProposalRow>(async function* (signal) {
    yield first
    const query = { after: from, types: typesOfOne, community: first.community, signal }
    for await (const event of followWhileReadable(deps, viewer, query)) {
      if (proposalOf(event.payload) !== id) continue
      await turn?.enter()
      yield await outward(load)
    }
  })
}

function proposalOf(payload: object): string | null {
  const { proposal } = payload as { proposal?: string | { id: string } }
  return (typeof proposal === 'object' ? proposal.id : proposal) ?? null
}
