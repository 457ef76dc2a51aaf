// What follows from a proposal: while it is open, it is announced; once decided, what its policy says is performed.
// Keys come from the proposal and the decision, so that a repetition repeats nothing.

import { Refusal } from '../schema/errors.ts'
import type { DriverHeadQuery, DriverPlatformsQuery } from '../schema/generated/operations.ts'
import { factsAbout } from '../schema/policy/facts.ts'
import { stepsAfter, type Values } from '../schema/policy/index.ts'
import { type Fields, ofKind } from '../schema/policy/kinds.ts'
import { headInWords, publishKind } from '../schema/policy/publishing.ts'
import type { ReadyPolicy, ReadyStep } from '../schema/policy/ready.ts'
import { factsIn, seenBy } from '../schema/policy/reason.ts'
import { endInWords, openInWords } from './announcing.ts'
import { type Graph, Later, Untold } from './graph.ts'
import type { Decision, PolicyVersion, Proposal, Setting, Trigger } from './model.ts'
import { headQuery, performActionMutation, platformsQuery, reportStepMutation } from './operations.ts'

/** Announces an open ballot at its venues. Returns what could not be done. */
export async function announce(
  graph: Graph,
  setting: Setting,
  proposal: Proposal,
  venues: readonly string[],
  site: string | null,
): Promise<string[]> {
  const problems: string[] = []
  const says = await speechIn(graph, venues)
  for (const [index, kind] of venues.entries()) {
    if (!says(kind)) {
      problems.push(`Not announced by ${kind}: wanted an act that says something and does nothing else.`)
      continue
    }
    const { refused } = await perform(graph, {
      community: setting.id,
      kind,
      subject: subjectFor(kind, proposal.trigger),
      parameters: { message: openInWords(proposal, site) },
      proposal: proposal.id,
      idempotencyKey: `${proposal.id}:venue:${index}`,
    })
    if (refused !== null) problems.push(`Not announced by ${kind}: ${refused}`)
  }
  return problems
}

/**
 * Which kinds say something: they want a message. One that does something (approves, say) announces nothing, and must not be done
 * for how a ballot ended. What no adapter knows is left to whoever is asked for it.
 */
async function speechIn(graph: Graph, kinds: readonly string[]): Promise<(kind: string) => boolean> {
  if (kinds.length === 0) return () => true
  const { platforms } = await graph.ask<DriverPlatformsQuery>(platformsQuery, {})
  return (kind) => {
    const platform = platforms.find(({ platform: name }) => kind.startsWith(`${name}.`))
    const known = platform && ofKind(platform.parameters as Record<string, Fields>, kind)
    return !known || known.message === 'text'
  }
}

/** Where something is said, and by what act. */
export interface Place {
  kind: string
  subject: string | null
}

/** Where a ballot is announced: as its policy says; without one, where it was announced by now. */
export function placesOf(proposal: Proposal, venues: readonly string[]): Place[] {
  if (proposal.policy !== null) return venues.map((kind) => ({ kind, subject: subjectFor(kind, proposal.trigger) }))
  return proposal.venues.flatMap(({ action }) => (action ? [{ kind: action.kind, subject: action.subject.id }] : []))
}

/**
 * Tells at its venues how a ballot ended, once, so that those who were asked there learn it. What is refused is not told again:
 * the subject may be gone, and the decision says how it ended.
 */
export async function announceEnd(
  graph: Graph,
  setting: Setting,
  proposal: Proposal,
  venues: readonly Place[],
  site: string | null,
): Promise<void> {
  const { decision } = proposal
  if (decision === null) return
  const end = decision.outcome === 'CANCELED' ? 'canceled' : 'decided'
  const says = await speechIn(
    graph,
    venues.map(({ kind }) => kind),
  )
  for (const [index, { kind, subject }] of venues.entries()) {
    if (!says(kind)) continue
    const said = perform(graph, {
      ...{ community: setting.id, kind, subject },
      parameters: { message: endInWords(proposal, decision, site) },
      idempotencyKey: `${proposal.id}:${end}:${index}`,
    })
    await said.catch((error) => {
      throw error instanceof Later ? new Untold(error.message) : error
    })
  }
}

/** Performs what follows from the decision, under the version of the policy that the proposal began with. */
export async function carryOut(
  graph: Graph,
  ready: (version: PolicyVersion) => ReadyPolicy,
  setting: Setting,
  proposal: Proposal,
): Promise<string[]> {
  const { decision, policy, trigger } = proposal
  if (decision === null || policy === null || decision.outcome === 'CANCELED') return []
  const problems: string[] = []
  const fail = async (step: string, kind: string | null, problem: string) => {
    problems.push(problem)
    await reportStep(graph, { decision: decision.id, step, kind, problem })
  }
  const name = keyFor(decision)
  const steps = orProblem(() => stepsFor(ready(policy), proposal, decision))
  if (typeof steps === 'string') await fail(name, null, steps)
  const moot =
    steps.length > 0 && typeof steps !== 'string' && (await noLongerConcerned(graph, ready, setting, proposal))
  if (moot) {
    await fail(name, null, moot)
    return problems
  }
  for (const [index, step] of (typeof steps === 'string' ? [] : steps).entries()) {
    const parameters = await parametersOf(graph, setting, step, decision, proposal)
    if (typeof parameters === 'string') {
      await fail(`${name}:${index}`, step.kind, `Decided, but ${step.kind} could not be asked for: ${parameters}`)
      continue
    }
    const act = step.kind === publishKind ? await publication(graph, setting, trigger, parameters ?? {}) : null
    const { refused } = await perform(graph, {
      community: setting.id,
      kind: step.kind,
      subject: subjectFor(step.kind, trigger),
      parameters: withReason(parameters ?? {}, decision),
      ...act,
      decision: decision.id,
      ...step.waits,
      advisory: decision.enforcement === 'ADVISORY',
      idempotencyKey: `${decision.id}:${name}:${index}`,
    })
    if (refused !== null) await fail(`${name}:${index}`, step.kind, `Decided, but ${step.kind} was refused: ${refused}`)
  }
  return problems
}

/**
 * Whether the policy would not be concerned with what its trigger's subject is by now, in words: then nothing is done. Too few
 * votes decide nothing, so that what follows from them is not asked about.
 */
async function noLongerConcerned(
  graph: Graph,
  ready: (version: PolicyVersion) => ReadyPolicy,
  setting: Setting,
  { trigger, policy, decision, electorate }: Proposal,
): Promise<string | null> {
  const { when } = ready(policy!)
  if (when === null || trigger === null || decision!.outcome === 'NO_QUORUM') return null
  const now = { ...trigger, ...trigger.newest }
  const snapshot = pinned(decision!) ?? electorate.snapshot?.id ?? null
  try {
    const values = await factsAbout(graph, setting, now, snapshot).for(when.needs)
    if (await when.holds(values)) return null
    const seen = factsIn(seenBy([when], values))
    return `Decided, but nothing was done: the policy is not concerned any more. \`when\` does not hold${seen && `: ${seen}`}.`
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return `Decided, but nothing was done: whether the policy is still concerned cannot be told. ${error.message}`
  }
}

/** What follows; where a policy of before says it under an outcome that this ballot could not have, that is a problem. */
function stepsFor(
  { document, steps }: ReadyPolicy,
  { choices }: Proposal,
  decision: Decision,
): readonly ReadyStep[] | string {
  const { outcome } = decision
  const none = choices.some(({ means }) => means === 'AGAINST')
  const meant = outcome === 'CHOSEN' ? 'approved' : outcome === 'NO_WINNER' && !none ? 'rejected' : null
  if (meant !== null && document.then[meant].length > 0) {
    const what = outcome === 'CHOSEN' ? `"${labelIn(choices, decision.choice)}" was chosen` : 'no option won'
    return (
      `Decided, but nothing was done: ${what}, and the policy says what follows when it is ${meant}, which its options do not mean. ` +
      'In its next version say means: FOR and means: AGAINST on the choices, or what follows by the key of each choice and noWinner.'
    )
  }
  const { key } = stepsAfter(document.then, decision)
  return key === null ? [] : (steps.get(key) ?? [])
}

function keyFor({ outcome, choice }: Decision): string {
  if (outcome === 'CHOSEN') return `chosen:${choice}`
  return {
    APPROVED: 'approved',
    REJECTED: 'rejected',
    NO_WINNER: 'noWinner',
    NO_QUORUM: 'noQuorum',
    CANCELED: 'canceled',
  }[outcome]
}

function labelIn(choices: Proposal['choices'], key: string | null): string | null {
  return choices.find((choice) => choice.key === key)?.label ?? key
}

/** Decision and tally as an expression sees them. */
function decided({ choices }: Proposal, decision: Decision): Pick<Values, 'decision' | 'tally'> {
  const { counts } = decision.tally
  const weightOf = (means: Proposal['choices'][number]['means']) => {
    const keys = choices.filter((choice) => choice.means === means).map(({ key }) => key)
    return counts.reduce((sum, { choice, weight }) => (keys.includes(choice) ? sum + weight : sum), 0)
  }
  return {
    decision: { ...decision, choiceLabel: labelIn(choices, decision.choice) },
    tally: { ...decision.tally, for: weightOf('FOR'), against: weightOf('AGAINST'), abstain: weightOf('ABSTAIN') },
  }
}

/** The act that says the head of the chain, of which this decision is part, at the venue that the step names. */
async function publication(graph: Graph, setting: Setting, trigger: Trigger | null, given: Record<string, unknown>) {
  const { verifyDecisions: chain } = await graph.ask<DriverHeadQuery>(headQuery, { community: setting.id })
  const { at, subject, message } = given as { at: string; subject?: string; message?: string }
  const said = headInWords(setting, chain.signedHead)
  return {
    kind: at,
    subject: subject ?? subjectFor(at, trigger),
    parameters: { message: message ? `${message}\n\n${said}` : said },
  }
}

/** Whoever is told learns why, unless the policy has words of its own for it. */
function withReason(parameters: Record<string, unknown>, { reason, enforcement }: Decision): Record<string, unknown> {
  const message = enforcement === 'ADVISORY' ? { message: reason } : {}
  return { reason, ...message, ...parameters }
}

/** Says of a decision that a step of it could not be asked for, so that nobody waits for it. */
export async function reportStep(
  graph: Graph,
  input: { decision: string; step: string; kind: string | null; problem: string },
): Promise<void> {
  await graph.tell(reportStepMutation, { input })
}

function orProblem<T>(work: () => T): T | string {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.message
  }
}

/** The parameters of a step, or in words why there are none. */
async function parametersOf(
  graph: Graph,
  setting: Setting,
  step: ReadyStep,
  decision: Decision,
  proposal: Proposal,
): Promise<Record<string, unknown> | null | string> {
  const { trigger } = proposal
  try {
    if (trigger === null) return await step.parameters({ action: nothing, ...decided(proposal, decision) })
    const snapshot = pinned(decision) ?? proposal.electorate.snapshot?.id ?? null
    const values = await factsAbout(graph, setting, trigger, snapshot).for(step.needs)
    return await step.parameters({ ...values, ...decided(proposal, decision) })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.message
  }
}

async function perform(graph: Graph, input: Record<string, unknown>): Promise<{ refused: string | null }> {
  const answer = await graph.tell(performActionMutation, { input })
  if ('done' in answer || answer.refused.code === 'IDEMPOTENCY_CONFLICT') return { refused: null }
  return { refused: `${answer.refused.message} (${answer.refused.code})` }
}

/** What the trigger is about, where the deed is on the same platform; elsewhere the policy's parameters say it. */
function subjectFor(kind: string, trigger: Trigger | null): string | null {
  return trigger !== null && kind.startsWith(`${trigger.platform}.`) ? trigger.subject.id : null
}

function pinned(decision: Decision): string | null {
  const evidence = decision.evidence as { snapshot?: unknown } | null
  return typeof evidence?.snapshot === 'string' ? evidence.snapshot : null
}

/** The action of a proposal that nothing triggered. */
const nothing = {
  id: '',
  kind: '',
  platform: '',
  subject: { type: '', id: '', title: null, url: null },
  data: {},
  occurredAt: '1970-01-01T00:00:00Z',
  initiatorName: null,
  asksPermission: false,
}
