// A platform asked whether something may happen. It may when every policy concerned says so, and when none is concerned.

import type { Answer } from './decide.ts'
import type { Graph } from './graph.ts'
import type { Proposal, Trigger } from './model.ts'
import { actionQuery, settlePermissionMutation } from './operations.ts'
import { findProposal } from './proposals.ts'

interface Verdict {
  verdict: 'ALLOW' | 'DENY' | 'WAIT'
  decision: string | null
  reason: string
}

/** Answers as soon as the policies were asked: ALLOW and DENY by rules, WAIT for ballots and for what failed. */
export async function answerNow(graph: Graph, action: Trigger, answers: readonly Answer[]): Promise<void> {
  if (!action.asksPermission) return
  await settle(graph, action, verdictOf(answers))
}

/** A decision was made later: one that is against denies; one that is for allows when it was the last. */
export async function answerLater(graph: Graph, community: string, proposal: Proposal): Promise<void> {
  const { trigger, decision } = proposal
  if (trigger === null || decision === null || !trigger.asksPermission) return
  const { action } = await graph.ask<{ action: Trigger | null }>(actionQuery, { id: trigger.id })
  if (action === null || action.verdict === 'ALLOW' || action.verdict === 'DENY') return
  const { id, outcome, reason } = decision
  if (outcome !== 'APPROVED') return settle(graph, action, { verdict: 'DENY', decision: id, reason })
  if (action.problem !== null || (await findProposal(graph, community, 'OPEN', action.id)) !== null) return
  await settle(graph, action, { verdict: 'ALLOW', decision: id, reason })
}

function verdictOf(answers: readonly Answer[]): Verdict {
  const proposals = answers.map((answer) => ('known' in answer ? answer.known : null))
  const against = proposals.find((proposal) => proposal?.decision && proposal.decision.outcome !== 'APPROVED')
  if (against?.decision) return { verdict: 'DENY', decision: against.decision.id, reason: against.decision.reason }
  if (answers.length === 0) return { verdict: 'ALLOW', decision: null, reason: 'No policy is concerned.' }
  const last = proposals.at(-1)
  if (last?.decision && proposals.every((proposal) => proposal?.decision))
    return { verdict: 'ALLOW', decision: last.decision.id, reason: last.decision.reason }
  const failed = answers.some((answer) => 'problem' in answer)
  return {
    verdict: 'WAIT',
    decision: null,
    reason: failed ? 'A policy failed on this; it must be mended.' : 'A vote decides.',
  }
}

async function settle(graph: Graph, action: Trigger, verdict: Verdict): Promise<void> {
  if (action.verdict === 'ALLOW' || action.verdict === 'DENY') return
  // Refused where it was settled otherwise before: what was allowed or denied stays so.
  await graph.tell(settlePermissionMutation, { input: { action: action.id, ...verdict } })
}
