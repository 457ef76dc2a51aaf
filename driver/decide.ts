// "X happened in Y. What should happen?": finds the policies concerned, and has each of them decide.
//
// Every key comes from what is decided on, never from the attempt: the action's id and the policy's name. So a repetition
// after a crash, or after a policy was mended, finds what was done before and does the rest.

import { Refusal } from '../schema/errors.ts'
import { type Facts, factsAbout } from '../schema/policy/facts.ts'
import { type Needs, needsOf, type VoteDocument } from '../schema/policy/index.ts'
import type { ReadyPolicy } from '../schema/policy/ready.ts'
import { reasonOf, roomOfEvidence, seenBy } from '../schema/policy/reason.ts'
import { cut } from '../schema/policy/text.ts'
import { askedInWords } from '../schema/policy/words.ts'
import type { Graph } from './graph.ts'
import type { PolicyVersion, Proposal, Setting, Trigger } from './model.ts'
import { openProposalMutation, proposalQuery, recordDecisionMutation } from './operations.ts'
import { findProposal } from './proposals.ts'

/** What came of one policy. `known` is null where it was decided before and the graph does not say how. */
export type Answer = { policy: string; known: Proposal | null } | { policy: string; problem: string }

/** A policy changed while it was being used: all is looked at again. */
export class PolicyMoved extends Error {}

/** Has every policy concerned decide on the action. One that fails keeps no other from deciding. */
export async function decide(
  graph: Graph,
  ready: (version: PolicyVersion) => ReadyPolicy,
  setting: Setting,
  action: Trigger,
): Promise<Answer[]> {
  const facts = factsAbout(graph, setting, action)
  const answers: Answer[] = []
  for (const version of setting.policies) {
    const answer = await answerOf(version)
    if (answer !== null) answers.push(answer)
  }
  return answers

  async function answerOf(version: PolicyVersion): Promise<Answer | null> {
    try {
      const policy = ready(version)
      if (!isConcerned(policy, action)) return null
      if (policy.when !== null && !(await policy.when.holds(await facts.for(policy.when.needs)))) return null
      const known =
        policy.rule === null
          ? await open(graph, setting, action, policy, facts)
          : await rule(graph, setting, action, policy, facts)
      return { policy: policy.name, known }
    } catch (error) {
      if (error instanceof Refusal) return { policy: version.name, problem: error.message }
      throw error
    }
  }
}

/** By the kind of the action; and where the terms of its subject have changed, by the kind that it is a question of again. */
function isConcerned(policy: ReadyPolicy, { kind, asks, changed }: Trigger): boolean {
  if (policy.concerns(kind)) return true
  if (asks === null || changed.length === 0 || !policy.concerns(asks)) return false
  const { onChange = 'REOPEN', terms } = policy.document.decide.vote ?? {}
  if (onChange === 'KEEP') return terms === undefined || changed.some(({ name }) => terms.includes(name))
  return onChange === 'REOPEN'
}

async function rule(
  graph: Graph,
  setting: Setting,
  action: Trigger,
  policy: ReadyPolicy,
  facts: Facts,
): Promise<Proposal | null> {
  const values = await facts.for(policy.needsToDecide)
  const holds = await policy.rule!.holds(values)
  const seen = seenBy(
    [policy.rule, policy.when],
    await facts.for(needsOf([policy.when, policy.rule].filter((part) => part !== null))),
    roomOfEvidence,
  )
  const answer = await graph.tell<{ decision: { proposal: Proposal } }>(recordDecisionMutation, {
    input: {
      community: setting.id,
      title: await titleOf(action, facts),
      body: '',
      trigger: action.id,
      policy: policy.id,
      outcome: holds ? 'APPROVED' : 'REJECTED',
      reason: reasonOf(policy.name, holds, policy.rule!.source, seenBy([policy.rule], values), values.cred),
      evidence: {
        seen,
        snapshot: values.cred?.snapshot ?? null,
        ...(values.cred?.heldBy && { heldBy: values.cred.heldBy }),
      },
      enforcement: policy.document.enforcement,
      idempotencyKey: keyOf(action, policy),
    },
  })
  return 'done' in answer ? answer.done.decision.proposal : madeBefore(graph, setting, action, policy, answer.refused)
}

async function open(
  graph: Graph,
  setting: Setting,
  action: Trigger,
  policy: ReadyPolicy,
  facts: Facts,
): Promise<Proposal | null> {
  const vote = policy.document.decide.vote!
  const values = await facts.for(policy.needsToDecide)
  const seen = seenBy([policy.when], await facts.for(policy.when?.needs ?? policy.needsToDecide))
  const answer = await graph.tell<{ proposal: Proposal }>(openProposalMutation, {
    input: {
      community: setting.id,
      title: cut(await policy.title!.render(values), 200),
      body: policy.body === null ? '' : cut(await policy.body.render(values), 10_000),
      trigger: action.id,
      policy: policy.id,
      method: vote.method,
      ...(vote.choices && { choices: vote.choices }),
      closesIn: vote.closesIn,
      electorate: vote.electorate,
      passes: passesOf(vote),
      enforcement: policy.document.enforcement,
      venues: vote.venues,
      onChange: vote.onChange,
      ...(vote.terms && { terms: vote.terms }),
      evidence: { seen, snapshot: values.cred?.snapshot ?? null },
      idempotencyKey: keyOf(action, policy),
    },
  })
  return 'done' in answer ? answer.done.proposal : madeBefore(graph, setting, action, policy, answer.refused)
}

/** The rule as the API takes it. */
function passesOf({ passes: { closeEarly, objections, ...passes } }: VoteDocument) {
  return {
    ...passes,
    ...(typeof closeEarly === 'boolean' && { closeEarly }),
    ...(typeof closeEarly === 'object' && { closeEarlyAfter: closeEarly.after }),
    ...(objections && { objections: objections.atLeast }),
  }
}

/** By name, not by version: a policy that was mended after it decided does not decide again. */
function keyOf(action: Trigger, policy: ReadyPolicy): string {
  return `${action.id}:${policy.name}:decide`
}

/** What was made before, on other facts or by an earlier version, stands. Any other refusal is the policy's problem. */
async function madeBefore(
  graph: Graph,
  setting: Setting,
  action: Trigger,
  policy: ReadyPolicy,
  refused: { code: string; message: string },
): Promise<Proposal | null> {
  if (refused.code === 'POLICY_RETIRED' || refused.code === 'POLICY_NOT_FOUND') throw new PolicyMoved(refused.message)
  if (refused.code !== 'IDEMPOTENCY_CONFLICT')
    throw new Refusal('POLICY_FAILED', `${refused.message} (${refused.code})`)
  const id = await findProposal(graph, setting.id, null, action.id, policy.name)
  if (id === null) return null
  return (await graph.ask<{ proposal: Proposal | null }>(proposalQuery, { id })).proposal
}

const theInitiator: Needs = {
  community: false,
  initiator: true,
  cred: false,
  lastWeeks: [],
  expectsUnavailable: false,
}

/** What a rule was asked, for people; who it is about is asked for only where the words name them. */
async function titleOf(action: Trigger, facts: Facts): Promise<string> {
  const who = async () => (await facts.for(theInitiator)).initiator?.name ?? action.initiatorName
  return cut(await askedInWords(action, who), 200)
}
