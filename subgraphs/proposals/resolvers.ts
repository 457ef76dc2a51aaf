// GraphQL to the domain and back.

import { exportField } from '../../backbone/people/exporting.ts'
import { outward, payload, scalars } from '../../backbone/subgraph/graphql.ts'
import { streamed } from '../../backbone/subgraph/streams.ts'
import { Refusal } from '../../schema/errors.ts'
import type { ProposalHistoryKind, Resolvers } from '../../schema/generated/proposals.ts'
import { ofDocument } from '../../schema/policy/work.ts'
import { type Terms, termsInWords } from '../../schema/terms.ts'
import type { Entity } from './answers.ts'
import { meaningOf } from './domain/ballot.ts'
import { nameOfSystem, toldCaster } from './domain/caster.ts'
import { peoplesActOf, problemsOf, supersededBy } from './domain/compliance.ts'
import { tallyOf } from './domain/decision.ts'
import { asFloat } from './domain/weights.ts'
import type { ProposalsContext } from './loaders.ts'
import { reportStep } from './mutations/following.ts'
import { openProposal } from './mutations/opening.ts'
import type { Parts } from './mutations/parts.ts'
import { applyPolicy, setPolicyStatus } from './mutations/policies.ts'
import { recordDecision } from './mutations/recording.ts'
import { cancelProposal, closeProposal, settleProposal } from './mutations/settling.ts'
import { castVote, retractVote } from './mutations/voting.ts'
import { kept } from './people.ts'
import { checkOf, trialOf } from './policy-check.ts'
import { proofsOf, receiptOf } from './proofs.ts'
import { ballotOf, type DecisionRow, openedOf, recordOf, type VenueRow } from './storage/tables.ts'
import * as streams from './streams.ts'

export function resolversOf(deps: Parts): Resolvers<ProposalsContext> {
  const proofs = proofsOf(deps)
  /** What is stored may be a document of another time. */
  async function inWords(community: string, document: unknown): Promise<string | null> {
    try {
      return await ofDocument(deps.policyWork, community, { kind: 'describe', document }, { patient: true })
    } catch (error) {
      if (error instanceof Refusal) return null
      throw error
    }
  }

  return {
    DateTime: scalars.DateTime,
    Cursor: scalars.Cursor,
    JSON: scalars.JSON,
    Duration: scalars.Duration,

    Query: {
      proposal: (_, { id }, { loaders }) => loaders.proposals.load(id),
      decision: (_, { id }, { loaders }) => loaders.decisions.load(id),
      policy: (_, { id }, { loaders }) => loaders.policies.load(id),
      checkPolicy: (_, args, { viewer }) => checkOf(deps, viewer, args),
      tryPolicy: (_, { last, ...args }, { viewer }) => trialOf(deps, viewer, { ...args, last: last ?? 50 }),
      proof: (_, { decision }, { loaders }) => loaders.decisions.load(decision),
      inclusion: async (_, { vote }, { loaders }) => {
        const found = await loaders.votes.load(vote)
        return found && proofs.ofVote(found, loaders)
      },
      verifyDecisions: (_, { community }, { viewer }) =>
        outward(async () => proofs.chain((await deps.directory.require(viewer, community)).id)),
    },

    DecisionChain: {
      valid: async ({ verified }) => (await verified()).valid,
      length: async ({ verified }) => (await verified()).length,
      head: async ({ verified }) => (await verified()).head,
      brokenAt: async ({ verified }) => (await verified()).brokenAt,
      problem: async ({ verified }) => (await verified()).problem,
      erased: async ({ verified }) => (await verified()).erased,
      signedHead: ({ community }) => proofs.signedHead(community),
    },
    DecisionProof: {
      decision: (decision) => decision,
      record: (decision) => recordOf(decision),
      policy: async ({ policy }, _, { loaders }) => (policy && (await loaders.policies.load(policy))?.document) ?? null,
      electorate: (decision, args) => proofs.electorate(decision, args),
      ballots: (decision, args) => proofs.ballots(decision, args),
      inclusion: (decision, { leafHash }) => proofs.ofLeaf(decision, leafHash),
      head: ({ community }) => proofs.signedHead(community),
    },
    VotePayload: { receipt: ({ placed }) => (placed ? receiptOf(placed) : null) },

    Community: {
      __resolveReference: async ({ id }, { loaders }) => ((await loaders.sees(id)) ? { id } : null),
      policies: ({ id }, args, { loaders }) => loaders.policiesOf(id, args, args.status ?? null),
      proposals: ({ id }, args, { loaders }) => loaders.proposalsOf(id, args, args.status ?? null),
      decisions: ({ id }, args, { loaders }) => loaders.decisionsOf(id, args, args.outcome ?? null),
    },
    Member: {
      __resolveReference: async ({ id }, { loaders }) => ((await loaders.members.load(id)) ? { id } : null),
      votes: ({ id }, args, { loaders }) => loaders.votesOfMember(id, args),
    },

    MemberExport: { proposals: exportField(deps, kept) },
    Policy: {
      __resolveReference: ({ id }, { loaders }) => loaders.policies.load(id),
      community: ({ community }) => ({ id: community }),
      inWords: ({ community, document }) => inWords(community, document),
      createdAt: (policy) => policy.created_at,
      versions: ({ id }, args, { loaders }) => loaders.versionsOf(id, args),
    },
    Proposal: {
      __resolveReference: ({ id }, { loaders }) => loaders.proposals.load(id),
      community: ({ community }) => ({ id: community }),
      trigger: ({ trigger }) => actionOf(trigger),
      policy: ({ policy }, _, { loaders }) => (policy ? loaders.must(loaders.policies, policy) : null),
      evidence: ({ evidence, terms }) => withTerms(evidence, terms),
      termsInWords: ({ terms }) => (terms ? termsInWords(terms) : []),
      onChange: (proposal) => proposal.on_change,
      replaces: ({ replaces }, _, { loaders }) => (replaces ? loaders.must(loaders.proposals, replaces) : null),
      replacedBy: ({ id }, _, { loaders }) => loaders.replacedBy.load(id),
      openedAt: (proposal) => proposal.opened_at,
      openedBy: (proposal) => proposal.opened_by,
      closesAt: (proposal) => proposal.closes_at,
      closedAt: (proposal) => proposal.closed_at,
      electorate: (proposal) => proposal,
      tally: (proposal) => tallyOf(ballotOf(proposal), proposal.totals, proposal.totals_at),
      votes: ({ id }, args, { loaders }) => loaders.votesOf(id, args),
      history: ({ id }, args, { loaders }) => loaders.historyOf(id, args),
      viewerVote: ({ id }, _, { loaders }) => loaders.viewerVote.load(id),
      venues: ({ id }, _, { loaders }) => loaders.venues.load(id),
      decision: ({ id }, _, { loaders }) => loaders.decisionOf.load(id),
    },
    Electorate: {
      totalWeight: ({ weight }) => asFloat(weight),
      description: ({ electorate }) => electorate,
      snapshot: ({ snapshot }) => (snapshot ? { id: snapshot } : null),
      voters: ({ id }, args, { loaders }) => loaders.seatsOf(id, args),
      doubles: ({ id }, args, { loaders }) => loaders.doublesOf(id, args),
      viewerMayVote: async ({ id }, _, { loaders }) => (await loaders.viewerSeat.load(id)) !== null,
      async viewerWeight({ id }, _, { loaders }) {
        const seat = await loaders.viewerSeat.load(id)
        return seat && asFloat(seat.weight)
      },
    },
    Voter: {
      member: ({ member }) => ({ id: member }),
      weight: ({ weight }) => asFloat(weight),
    },
    DoubleSeat: {
      member: ({ member }) => ({ id: member }),
      seatedAs: ({ seated_as }) => ({ id: seated_as }),
    },
    ProposalHistoryEntry: {
      at: ({ recordedAt }) => recordedAt,
      kind: ({ type }) => historyKinds[type]!,
      member: ({ payload }) => (payload.member ? { id: payload.member } : null),
      choices: ({ payload }) => payload.choices ?? null,
      revision: ({ type, payload }) => (type === 'proposals.vote.cast' ? (payload.revision ?? null) : null),
      castBy: ({ payload: { castBy, proposal } }) =>
        castBy ?? (typeof proposal === 'object' ? proposal.openedBy : null) ?? null,
      venue: ({ type, payload: { platform, url, externalId: external_id } }) =>
        type === 'proposals.venue.added' ? ({ platform, url, external_id } as VenueRow) : null,
      decision({ payload: { decision } }, _, { loaders }) {
        if (!decision) return null
        return loaders.must(loaders.decisions, typeof decision === 'string' ? decision : decision.id)
      },
      compliance: ({ payload }) => payload.compliance ?? null,
      peoplesAct: ({ payload }) => actionOf(payload.action),
    },
    Choice: { means: meaningOf },
    PassRule: {
      objections: ({ objections }) => objections ?? 1,
      closeEarlyAfter: ({ closeEarlyAfter }) => closeEarlyAfter ?? null,
    },
    Venue: { externalId: (venue) => venue.external_id, action: ({ action }) => actionOf(action) },
    Tally: { updatedAt: ({ updatedAt }) => new Date(updatedAt), choice: ({ choice }) => choice ?? null },
    Vote: {
      __resolveReference: ({ id }, { loaders }) => loaders.votes.load(id),
      proposal: ({ proposal }, _, { loaders }) => loaders.must(loaders.proposals, proposal),
      member: ({ member }) => ({ id: member }),
      weight: ({ weight }) => asFloat(weight),
      castAt: (vote) => vote.cast_at,
      castBy: (vote) => vote.cast_by,
    },
    Caster: {
      id: (caster) => toldCaster(caster).id,
      async name({ kind, id }, _, { loaders }) {
        if (kind === 'SYSTEM') return nameOfSystem(id)
        return kind === 'KEY' && id ? ((await loaders.keys.load(id))?.name ?? null) : null
      },
    },
    Decision: {
      __resolveReference: ({ id }, { loaders }) => loaders.decisions.load(id),
      proposal: ({ proposal }, _, { loaders }) => loaders.must(loaders.proposals, proposal),
      madeBy: (decision) => decision.made_by,
      decidedAt: (decision) => decision.decided_at,
      actions: async ({ id }, args, { loaders }) =>
        (await loaders.actionsOf(id, args)).map(({ action }) => ({ id: action })),
      compliance: async ({ id }, _, { loaders }) => (await loaders.followUps.load(id))!.compliance,
      peoplesAct: async ({ id }, _, { loaders }) => actionOf(peoplesActOf((await loaders.followUps.load(id))!.known)),
      problem: async ({ id }, _, { loaders }) => problemsOf((await loaders.followUps.load(id))!.known),
      async supersededBy({ id }, _, { loaders }) {
        const later = supersededBy((await loaders.followUps.load(id))!.known)
        return (later === null ? null : await loaders.decisions.load(later)) as DecisionRow
      },
      previousHash: (decision) => decision.previous_hash,
      record: (decision) => recordOf(decision),
      texts: (decision) => openedOf(decision),
      erased: ({ erased }) => erased ?? [],
    },

    Mutation: {
      applyPolicy: (_, { input }, { viewer }) =>
        payload(async () => ({ policy: await applyPolicy(deps, viewer, input) })),
      setPolicyStatus: (_, { input }, { viewer }) =>
        payload(async () => ({ policy: await setPolicyStatus(deps, viewer, input) })),
      openProposal: (_, { input }, { viewer }) =>
        payload(async () => ({ proposal: await openProposal(deps, viewer, input) })),
      recordDecision: (_, { input }, { viewer }) =>
        payload(async () => ({ decision: await recordDecision(deps, viewer, input) })),
      reportStep: (_, { input }, { viewer }) =>
        payload(async () => ({ decision: await reportStep(deps, viewer, input) })),
      castVote: (_, { input }, { viewer }) => payload(() => castVote(deps, viewer, input)),
      retractVote: (_, { input }, { viewer }) => payload(() => retractVote(deps, viewer, input)),
      closeProposal: (_, { input }, { viewer }) =>
        payload(async () => ({ decision: await closeProposal(deps, viewer, input) })),
      cancelProposal: (_, { input }, { viewer }) =>
        payload(async () => ({ decision: await cancelProposal(deps, viewer, input) })),
      approveProposal: (_, { input }, { viewer }) =>
        payload(async () => ({ decision: await settleProposal(deps, viewer, input, 'APPROVED') })),
      rejectProposal: (_, { input }, { viewer }) =>
        payload(async () => ({ decision: await settleProposal(deps, viewer, input, 'REJECTED') })),
    },

    Subscription: {
      ...streamed(deps, 'decisions', streams.decisions),
      ...streamed(deps, 'proposals', streams.proposals),
      ...streamed(deps, 'policies', streams.policies),
      proposal: { subscribe: (_, args, context) => streams.proposal(deps, context, args), resolve: itself },
    },
  }
}

const historyKinds = {
  ...Object.fromEntries(Object.entries(streams.kinds).map(([kind, type]) => [type, kind])),
  'proposals.venue.added': 'VENUE_ADDED',
} as Record<string, ProposalHistoryKind>

/** The evidence with what people agree to. */
function withTerms(evidence: unknown, terms: Terms | null): unknown {
  if (terms === null) return evidence
  const isObject = typeof evidence === 'object' && evidence !== null && !Array.isArray(evidence)
  return { ...(isObject ? evidence : evidence === null ? {} : { given: evidence }), terms }
}

const actionOf = (id: string | null | undefined): Entity | null => (id ? { id } : null)

function itself<T>(event: T): T {
  return event
}
