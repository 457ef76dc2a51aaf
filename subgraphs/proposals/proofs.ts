// What it takes to check a decision without us: its record, the leaves below its roots, the path of each, and the head of the
// chain, signed.

import { sharedRuns } from '../../backbone/concurrency/shared-runs.ts'
import { type SigningKey, signingKeyOf } from '../../backbone/security/signing-key.ts'
import { checkFirst, outward, page } from '../../backbone/subgraph/graphql.ts'
import { canonical } from '../../schema/canonical.ts'
import type { ChainAsked, LeafPage, PageArguments, Receipt, SignedHead, Verified } from './answers.ts'
import { hashOfLeaf, leafOf, type Placed, type VoteLeaf } from './domain/leaves.ts'
import { pathOfNext, rootFromInclusion, type Tree } from './domain/merkle.ts'
import type { Loaders } from './loaders.ts'
import { castEvent } from './mutations/counting.ts'
import type { Parts } from './mutations/parts.ts'
import { type ChainEnd, chainEnd } from './storage/decisions.ts'
import { seatsInOrder } from './storage/seats.ts'
import type { DecisionRow, VoteRow } from './storage/tables.ts'
import { leavesAfter, treeOfBallots } from './storage/vote-leaves.ts'
import { verifyChain } from './verifying.ts'

export type Proofs = ReturnType<typeof proofsOf>

const mostLeaves = 1000 // of a page

export function proofsOf(deps: Parts) {
  const on = deps.db.root
  const key: SigningKey = signingKeyOf(deps.secrets)
  const verifying = sharedRuns<Verified>()
  const planting = sharedRuns<Tree>()

  return {
    chain: (community: string): ChainAsked => {
      let verified: Promise<Verified> | undefined
      return {
        community,
        verified: () => (verified ??= verifying(community, () => verifyChain(deps.log, on, community))),
      }
    },

    async signedHead(community: string): Promise<SignedHead> {
      return signed(key, community, await chainEnd(on, community))
    },

    async electorate({ form, proposal, electorate }: DecisionRow, args: PageArguments) {
      if (form === 1) return null
      const first = checkFirst(args.first ?? mostLeaves, mostLeaves)
      const after = await placeOf('list:electorate', proposal, args)
      const rows = await seatsInOrder(on, proposal, after, first + 1)
      const shown = page(rows, first, ({ member }) => deps.cursors.encode('list:electorate', proposal, member))
      return { ...shown, totalCount: async () => electorate!.size } as LeafPage
    },

    async ballots({ form, proposal, ballots }: DecisionRow, args: PageArguments) {
      if (form === 1) return null
      const first = checkFirst(args.first ?? mostLeaves, mostLeaves)
      const after = Number((await placeOf('list:ballots', proposal, args)) ?? 0)
      const rows = await leavesAfter(on, proposal, after, first + 1)
      const shown = page(rows, first, ({ position }) => deps.cursors.encode('list:ballots', proposal, position))
      return { ...shown, nodes: shown.nodes.map(({ leaf }) => leaf), totalCount: async () => ballots!.size } as LeafPage
    },

    /** Where the vote is in its proposal's tree as it is now; null where it is not (taken back, or older than the tree). */
    async ofVote(vote: VoteRow, loaders: Loaders): Promise<Receipt | null> {
      const proposal = await loaders.must(loaders.proposals, vote.proposal)
      if (proposal.ballots === null || vote.retracted) return null
      const leaf = leafOf(castEvent(proposal, vote))!
      return found(proposal.id, proposal.ballots.size, hashOfLeaf(leaf), leaf)
    },

    ofLeaf: ({ form, proposal, ballots }: DecisionRow, leafHash: string): Promise<Receipt | null> | null =>
      form === 1 ? null : found(proposal, ballots!.size, leafHash.toLowerCase(), null),
  }

  function placeOf(list: string, proposal: string, { after }: PageArguments): Promise<string | null> {
    return outward(() => (after ? deps.cursors.decode(list, proposal, after) : null))
  }

  async function found(
    proposal: string,
    size: number,
    leafHash: string,
    leaf: VoteLeaf | null,
  ): Promise<Receipt | null> {
    const tree = await planting(`${proposal} ${size}`, () => treeOfBallots(on, proposal, size))
    const index = tree.indexOf(leafHash)
    if (index < 0) return null
    const path = tree.path(index)
    return { leaf, leafHash, index, size, path, root: rootFromInclusion(leafHash, index, size, path)! }
  }
}

/** What a voter takes home: the newest leaf in the tree that ends with it. */
export function receiptOf({ leaf, before }: Placed): Receipt {
  const leafHash = hashOfLeaf(leaf)
  const [index, size, path] = [before.size, before.size + 1, pathOfNext(before)]
  return { leaf, leafHash, index, size, path, root: rootFromInclusion(leafHash, index, size, path)! }
}

/** What is signed is the head as canonical JSON, with its kind: nothing else that we sign looks like it. */
function signed(key: SigningKey, community: string, { length, head, at }: ChainEnd): SignedHead {
  const text = canonical({ kind: 'folkmoot.head', community, length, head, at: at.toISOString() })
  return { community, length, head, at, signature: key.sign(text), key: key.public.kid }
}
