// Ending a ballot by hand: counting now, canceling, or deciding with authority.

import { databaseNow } from '../../../backbone/database/database.ts'
import { requireScope, type Scope, type Viewer } from '../../../backbone/security/viewer.ts'
import type { CloseProposalInput, SettleProposalInput } from '../../../schema/generated/proposals.ts'
import { checkShown, checkText, storable } from '../domain/texts.ts'
import { findDecision } from '../storage/decisions.ts'
import { MadeMeanwhile, madeBefore, once, take } from '../storage/idempotency.ts'
import { findProposal, lockProposal } from '../storage/proposals.ts'
import type { DecisionRow, ProposalRow } from '../storage/tables.ts'
import { count, countIfOver, decide } from './deciding.ts'
import { caughtUp, type Parts, visible, type Writing } from './parts.ts'

/** Counts now, whatever the closing time. */
export function closeProposal(deps: Parts, viewer: Viewer, input: CloseProposalInput): Promise<DecisionRow> {
  const note = input.reason ? checkShown(input.reason, 'reason', 5000) : null
  return settle(deps, viewer, input.proposal, ['DRIVE'], (writing, proposal) =>
    count(deps, writing, proposal, 'closed', note),
  )
}

/** Ends the ballot without an answer. That is a decision too, and stands in the chain. */
export function cancelProposal(deps: Parts, viewer: Viewer, input: CloseProposalInput): Promise<DecisionRow> {
  const reason = checkText(input.reason || 'Canceled.', 'reason', 5000)
  return settle(deps, viewer, input.proposal, ['DRIVE'], (writing, proposal) =>
    decide(deps, writing, proposal, {
      event: 'cancel',
      outcome: 'CANCELED',
      choice: null,
      madeBy: 'AUTHORITY',
      maker: makerOf(viewer),
      reason,
    }),
  )
}

/** Somebody with the authority decides, whatever was voted. */
export async function settleProposal(
  deps: Parts,
  viewer: Viewer,
  input: SettleProposalInput,
  outcome: 'APPROVED' | 'REJECTED',
): Promise<DecisionRow> {
  const reason = checkText(input.reason, 'reason', 5000, 1)
  const on = deps.db.root
  const proposal = await caughtUp(deps, async () => {
    const found = storable(input.proposal) ? await findProposal(on, input.proposal) : null
    return visible(deps, viewer, input.proposal, found)
  })
  requireScope(viewer, proposal.community, 'DRIVE', 'INTEGRATE')
  const call = once(proposal.community, `settle ${outcome}`, input)
  const before = await madeBefore(on, call)
  if (before) return (await findDecision(on, before))!
  try {
    return await settle(deps, viewer, input.proposal, ['DRIVE', 'INTEGRATE'], async (writing, locked) => {
      const made = await madeBefore(writing.tx, call) // by one that held the lock before
      if (made) throw new MadeMeanwhile(made)
      const verdict = {
        event: 'settle',
        outcome,
        choice: null,
        madeBy: 'AUTHORITY',
        maker: makerOf(viewer),
        reason,
      } as const
      const decision = await decide(deps, writing, locked, verdict)
      await take(writing.tx, call, decision.id)
      return decision
    })
  } catch (error) {
    if (error instanceof MadeMeanwhile) return (await findDecision(on, error.result))!
    throw error
  }
}

async function settle(
  deps: Parts,
  viewer: Viewer,
  id: string,
  anyOf: Scope[],
  work: (writing: Writing, proposal: ProposalRow) => Promise<DecisionRow>,
): Promise<DecisionRow> {
  const attempt = () =>
    deps.log.write(async (tx, emit) => {
      const proposal = visible(deps, viewer, id, storable(id) ? await lockProposal(tx, id) : null)
      requireScope(viewer, proposal.community, ...anyOf)
      const isOver =
        proposal.status === 'OPEN' && proposal.closes_at !== null && (await databaseNow(tx)) >= proposal.closes_at
      return isOver ? null : work({ tx, emit }, proposal)
    })
  const settled = await caughtUp(deps, attempt)
  if (settled) return settled
  // Its time was over: what was voted by then decides, and whoever comes now is too late.
  await countIfOver(deps, id)
  return (await attempt())!
}

function makerOf(viewer: Viewer): string | null {
  return viewer.member ?? viewer.key ?? (viewer.kind === 'admin' ? 'admin' : null)
}
