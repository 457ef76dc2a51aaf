// The one place where a decision is made: decision, place in the chain, state of the proposal and event, or nothing.

import { databaseNow } from '../../../backbone/database/database.ts'
import { commitmentTo, digestOf, freshSalt } from '../../../schema/commitments.ts'
import { type PolicyDocument, parsePolicy, stepsAfter } from '../../../schema/policy/index.ts'
import { isCertain } from '../domain/certainty.ts'
import { type Texts, textNames } from '../domain/chain.ts'
import { noFollowUp } from '../domain/compliance.ts'
import { type Maker, type Outcome, reasonOfCount, tallyOf } from '../domain/decision.ts'
import { nextProposalState, type ProposalEvent } from '../domain/lifecycle.ts'
import { rooted } from '../domain/merkle.ts'
import { resultOf } from '../domain/result.ts'
import { endingOf, type News } from '../domain/subject.ts'
import { addDecision } from '../storage/decisions.ts'
import { findPolicy } from '../storage/policies.ts'
import { lockProposal, overdue, saveClosed, saveEarly } from '../storage/proposals.ts'
import { ballotOf, type DecisionRow, type PolicyRow, type ProposalRow } from '../storage/tables.ts'
import type { Parts, Writing } from './parts.ts'

export interface Verdict {
  event: Extract<ProposalEvent, 'count' | 'settle' | 'cancel'>
  outcome: Outcome
  choice: string | null
  madeBy: Maker
  maker: string | null
  reason: string
}

/** Decides an open proposal that this transaction has locked (or just made). @throws Refusal PROPOSAL_CLOSED */
export async function decide(
  deps: Parts,
  { tx, emit }: Writing,
  proposal: ProposalRow,
  verdict: Verdict,
): Promise<DecisionRow> {
  const status = nextProposalState(proposal.status, verdict.event)
  const { id, community, policy, trigger, title, enforcement, evidence } = proposal
  const under = policy === null ? undefined : await findPolicy(tx, policy)
  const decision = await addDecision(
    tx,
    {
      id: deps.ids.next('dec'),
      community,
      proposal: id,
      title,
      trigger,
      policy,
      outcome: verdict.outcome,
      choice: verdict.choice,
      made_by: verdict.madeBy,
      maker: verdict.maker,
      reason: verdict.reason,
      tally: tallyOf(ballotOf(proposal), proposal.totals, proposal.totals_at),
      evidence,
      enforcement,
      ...basisOf(proposal, under),
      ...committedOf(proposal, verdict.reason),
      erased: null,
    },
    noFollowUp(stepsFollowing(deps, proposal, under, verdict)),
  )
  await saveClosed(tx, proposal, status, decision.decided_at)
  emit({
    type: status === 'CANCELED' ? 'proposals.proposal.canceled' : 'proposals.proposal.decided',
    community,
    payload: {
      proposal: id,
      decision: {
        id: decision.id,
        proposal: id,
        community,
        outcome: decision.outcome,
        choice: decision.choice,
        madeBy: decision.made_by,
        reason: decision.reason,
        enforcement,
        policy,
        trigger,
        decidedAt: decision.decided_at.toISOString(),
        hash: decision.hash,
        terms: proposal.terms,
        termsNamed: proposal.terms_named,
      },
    },
  })
  return decision
}

/** Counts the votes of a locked proposal and decides by them. */
export function count(
  deps: Parts,
  writing: Writing,
  proposal: ProposalRow,
  why: 'deadline' | 'certain' | 'closed',
  note?: string | null,
) {
  const ballot = ballotOf(proposal)
  const { outcome, choice } = resultOf(ballot, proposal.totals)
  const counted = reasonOfCount(ballot, proposal.totals, why)
  const reason = note ? `${counted} ${note}` : counted
  return decide(deps, writing, proposal, { event: 'count', outcome, choice, madeBy: 'VOTE', maker: null, reason })
}

/** Whether the ballot may close early now: never, or once its minimum time has passed by the database's clock. */
async function mayCloseEarly(tx: Writing['tx'], { passes, early_at }: ProposalRow): Promise<boolean> {
  return passes.closeEarly && (early_at === null || (await databaseNow(tx)) >= early_at)
}

/** Whether the missing votes cannot change it. */
export function isDecided(proposal: ProposalRow): boolean {
  return isCertain(ballotOf(proposal), proposal.totals)
}

/** Counts if it is decided already and may close early. */
export async function countIfCertain(
  deps: Parts,
  writing: Writing,
  proposal: ProposalRow,
): Promise<DecisionRow | null> {
  if (!(await mayCloseEarly(writing.tx, proposal)) || !isDecided(proposal)) return null
  return count(deps, writing, proposal, 'certain')
}

/** Counts a proposal whose time is over, or that may close early from now on and is decided; does nothing for any other. */
export async function countIfOver(deps: Parts, id: string): Promise<void> {
  await deps.log.write(async (tx, emit) => {
    const proposal = await lockProposal(tx, id)
    if (proposal?.status !== 'OPEN') return
    const { closes_at, early_at } = proposal
    const now = await databaseNow(tx)
    if (closes_at !== null && now >= closes_at) {
      await count(deps, { tx, emit }, proposal, 'deadline')
      return
    }
    if (early_at !== null && now >= early_at) {
      proposal.early_at = null
      if (await countIfCertain(deps, { tx, emit }, proposal)) return
      await saveEarly(tx, id)
    }
    await closeLater(deps, { tx, emit }, proposal)
  })
}

/** Counts all whose time is over: at the start, for those that ended while nobody was there. */
export async function countOverdue(deps: Parts): Promise<void> {
  for (const id of await overdue(deps.db.root)) {
    // One that cannot be counted must not keep the others waiting: its job tries again.
    await countIfOver(deps, id).catch((error) =>
      deps.logger.error({ err: error, proposal: id }, 'a proposal was not counted'),
    )
  }
}

export const closing = 'proposals.close'

/** Sees to it that the proposal is looked at when it may close early, and after that when its time is over. */
export async function closeLater(deps: Parts, { tx }: Writing, proposal: ProposalRow): Promise<void> {
  const startAt = proposal.early_at ?? proposal.closes_at
  if (startAt === null) return
  await deps.jobs.send(closing, { proposal: proposal.id }, { tx, startAt, key: proposal.id, retries: 20 })
}

/** Ends an open proposal, that this transaction has locked, where what is newly known of its subject leaves nothing to vote on. */
export async function endIfMoot(deps: Parts, writing: Writing, proposal: ProposalRow, news: News): Promise<void> {
  const { terms, terms_named: named, on_change: onChange } = proposal
  const asksFor = proposal.policy === null ? null : await asksForOf(deps, writing.tx, proposal.policy)
  const reason = endingOf({ terms, named, onChange, asksFor }, news)
  if (reason === null) return
  const cancel = { event: 'cancel', outcome: 'CANCELED', choice: null, madeBy: 'RULE', maker: null } as const
  await decide(deps, writing, proposal, { ...cancel, reason })
}

/** Every kind that the policy asks for, whatever the outcome. */
async function asksForOf(deps: Parts, tx: Writing['tx'], policy: string): Promise<string[]> {
  const then = thenOf(deps, await findPolicy(tx, policy))
  return Object.values(then ?? {}).flatMap((steps) => steps.map(({ perform }) => perform))
}

function thenOf(deps: Parts, policy: PolicyRow | undefined): PolicyDocument['then'] | null {
  try {
    return policy === undefined ? null : parsePolicy(policy.document).then
  } catch (error) {
    deps.logger.warn({ err: error, policy: policy?.id }, 'a stored policy cannot be read')
    return null
  }
}

/** How many steps the policy has for the outcome. Those of another driver are not known. */
function stepsFollowing(deps: Parts, proposal: ProposalRow, policy: PolicyRow | undefined, verdict: Verdict): number {
  if (verdict.outcome === 'CANCELED') return 0
  if (deps.directory.byId(proposal.community)?.driver === 'EXTERNAL') return 0
  const then = thenOf(deps, policy)
  return then === null ? 0 : stepsAfter(then, verdict).steps.length
}

type Basis = Pick<
  DecisionRow,
  'form' | 'terms' | 'policy_hash' | 'method' | 'choices' | 'passes' | 'electorate' | 'ballots'
>

/** The texts of the decision, committed to: the record does without them. Of form 1 they are in it. */
function committedOf(
  { ballots, title, evidence, terms }: ProposalRow,
  reason: string,
): Pick<DecisionRow, 'commitments' | 'salts'> {
  if (ballots === null) return { commitments: null, salts: null }
  const texts: Texts<unknown> = { title, reason, evidence, terms }
  const salts = Object.fromEntries(textNames.map((name) => [name, freshSalt()])) as Texts<string>
  const commitments = textNames.map((name) => [name, commitmentTo(salts[name], texts[name])])
  return { commitments: Object.fromEntries(commitments) as Texts<string>, salts }
}

/** What the record says of how it was decided. A proposal that was opened before ballots were hashed has none of it. */
function basisOf(proposal: ProposalRow, policy: PolicyRow | undefined): Basis {
  const { terms, ballots, electorate_root: root, size, method, choices, passes } = proposal
  if (ballots === null || root === null) {
    const nothing = { method: null, choices: null, passes: null, electorate: null, ballots: null }
    return { form: 1, terms: null, policy_hash: null, ...nothing }
  }
  return {
    form: 3,
    terms,
    policy_hash: policy === undefined ? null : digestOf(policy.document),
    method,
    choices,
    passes,
    electorate: { size, root },
    ballots: rooted(ballots),
  }
}
