// What a proposal asks, and what it is about: the same whether people vote on it or a rule has decided.

import type { Tx } from '../../../backbone/database/database.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { OpenProposalInput, RecordDecisionInput } from '../../../schema/generated/proposals.ts'
import { withoutTurning } from '../../../schema/policy/text.ts'
import { toldCaster } from '../domain/caster.ts'
import { checkJson, checkText, storable } from '../domain/texts.ts'
import { findPolicy } from '../storage/policies.ts'
import { findTrigger, lastAbout } from '../storage/subjects.ts'
import type { PolicyRow, ProposalRow, TriggerRow } from '../storage/tables.ts'
import type { Parts, Writing } from './parts.ts'
import { policyNotFound } from './policies.ts'

type Question = Pick<ProposalRow, 'title' | 'body' | 'trigger' | 'policy' | 'enforcement' | 'evidence'>

export function checkQuestion(input: OpenProposalInput | RecordDecisionInput): Question {
  return {
    title: checkText(withoutTurning(input.title), 'title', 500, 1),
    body: checkText(input.body ?? '', 'body', 50_000),
    trigger: input.trigger ?? null,
    policy: input.policy ?? null,
    enforcement: input.enforcement ?? 'ENFORCING',
    evidence: checkJson(input.evidence, 'evidence'),
  }
}

interface Origin {
  trigger: TriggerRow | null
  policy: PolicyRow | null
}

/** @throws Refusal TRIGGER_NOT_FOUND or POLICY_NOT_FOUND unless both are of the community, where given */
export async function originOf(
  deps: Parts,
  community: string,
  input: OpenProposalInput | RecordDecisionInput,
): Promise<Origin> {
  const on = deps.db.root
  const trigger = input.trigger && storable(input.trigger) ? await findTrigger(on, community, input.trigger) : undefined
  if (input.trigger && !trigger) {
    const message = `Wanted an action of the community; got "${input.trigger.slice(0, 80)}".`
    throw new Refusal('TRIGGER_NOT_FOUND', message, { path: ['input', 'trigger'] })
  }
  const policy = input.policy && storable(input.policy) ? await findPolicy(on, input.policy) : undefined
  if (input.policy && policy?.community !== community) throw policyNotFound(input.policy)
  return { trigger: trigger ?? null, policy: policy ?? null }
}

/** What the question is about, as it was when it was asked about. */
export async function aboutOf(
  tx: Tx,
  community: string,
  { trigger, policy }: Origin,
): Promise<Pick<ProposalRow, 'platform' | 'subject' | 'terms' | 'replaces'>> {
  const { platform = null, subject = null, terms = null } = trigger ?? {}
  const replaces =
    platform === null || subject === null
      ? null
      : await lastAbout(tx, { community, platform, subject, policy: policy?.name ?? null })
  return { platform, subject, terms, replaces }
}

/** Tells that it is open. */
export function opened({ emit }: Writing, proposal: ProposalRow, venues: string[]): void {
  const { id, community, title, trigger, policy, enforcement, closes_at } = proposal
  const closesAt = closes_at?.toISOString() ?? null
  const seen = (proposal.evidence as { snapshot?: unknown } | null)?.snapshot
  const snapshots = [proposal.snapshot, seen].filter((each) => typeof each === 'string')
  const openedBy = toldCaster(proposal.opened_by!)
  emit({
    type: 'proposals.proposal.opened',
    community,
    payload: {
      proposal: { id, community, title, trigger, policy, enforcement, venues, closesAt, snapshots, openedBy },
    },
  })
}
