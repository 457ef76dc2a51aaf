// What a policy would make of an action, if it were asked now: evaluated as when it decides, and nothing is done.

import { Refusal } from '../errors.ts'
import { needsOf } from './cel.ts'
import type { Facts, Trigger } from './facts.ts'
import type { Outcome } from './form.ts'
import type { ReadyPolicy } from './ready.ts'
import { factsIn, reasonOf, seenBy } from './reason.ts'
import { cut } from './text.ts'

export interface TrialVerdict {
  verdict: 'NOT_CONCERNED' | 'APPROVED' | 'REJECTED' | 'VOTE' | 'FAILED'
  reason: string | null
  /** Of the ballot that would open. */
  title: string | null
  /** Kinds of the actions that would follow. */
  performs: string[]
}

/** @throws what asking for the facts throws; an expression that fails is a verdict. */
export async function tryPolicy(
  policy: ReadyPolicy,
  action: Trigger & { decisionId: string | null },
  facts: Facts,
): Promise<TrialVerdict> {
  if (!policy.concerns(action.kind)) return notConcerned(null)
  if (isOwn(action)) return notConcerned('Folkmoot did this itself: policies are not asked about it.')
  try {
    return await verdictOf(policy, facts)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { verdict: 'FAILED', reason: error.message, title: null, performs: [] }
  }
}

async function verdictOf(policy: ReadyPolicy, facts: Facts): Promise<TrialVerdict> {
  const { when, rule, title, body, steps } = policy
  const stepsAt = (outcome: Outcome) => steps.get(outcome) ?? []
  const whenValues = when === null ? null : await facts.for(when.needs)
  if (when !== null && whenValues !== null && !(await when.holds(whenValues))) {
    return notConcerned(explained('`when` does not hold', factsIn(seenBy([when], whenValues))))
  }
  const values = await facts.for(policy.needsToDecide)
  if (rule !== null) {
    const holds = await rule.holds(values)
    return {
      verdict: holds ? 'APPROVED' : 'REJECTED',
      reason: reasonOf(policy.name, holds, rule.source, seenBy([rule], values), values.cred),
      title: null,
      performs: stepsAt(holds ? 'approved' : 'rejected').map(({ kind }) => kind),
    }
  }
  await body?.render(values) // fails now as it would then
  const seen = when === null ? '' : factsIn(seenBy([when], await facts.for(needsOf([when]))))
  return {
    verdict: 'VOTE',
    reason: when === null ? null : explained('`when` holds', seen),
    title: cut(await title!.render(values), 200),
    performs: stepsAt('approved').map(({ kind }) => kind),
  }
}

/** What Folkmoot did itself is no new question, but where somebody asks whether it may happen. */
function isOwn({ asksPermission, decisionId, data }: Trigger & { decisionId: string | null }): boolean {
  if (asksPermission) return false
  return decisionId !== null || (data as { byFolkmoot?: unknown } | null)?.byFolkmoot === true
}

function notConcerned(reason: string | null): TrialVerdict {
  return { verdict: 'NOT_CONCERNED', reason, title: null, performs: [] }
}

function explained(what: string, facts: string): string {
  return cut(facts === '' ? `${what}.` : `${what}: ${facts}.`, 1_000)
}
