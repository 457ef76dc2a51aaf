// What became of a decision: heard of actions, and of the driver where a step could not be asked for.

import type { Tx } from '../../../backbone/database/database.ts'
import type { Emit } from '../../../backbone/log/write.ts'
import { requireScope, type Viewer } from '../../../backbone/security/viewer.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { ReportStepInput } from '../../../schema/generated/proposals.ts'
import { cut } from '../../../schema/policy/text.ts'
import { complianceOf, type FollowUpEvent, heard, peoplesActOf } from '../domain/compliance.ts'
import { checkText, storable } from '../domain/texts.ts'
import { findDecision, lockFollowUp, saveFollowUp } from '../storage/decisions.ts'
import { type DecisionRow, tables } from '../storage/tables.ts'
import { type Parts, sees } from './parts.ts'

const mostSteps = 100 // of a decision that could not be asked for

/** Takes in one event. What changes is told. */
export async function followUp(
  tx: Tx,
  emit: Emit,
  community: string | null,
  decision: string,
  event: FollowUpEvent,
): Promise<void> {
  const before = await lockFollowUp(tx, decision)
  if (!before || before.community !== community) return // not a decision of this community: an actor's mistake
  const known = heard(before.known, event)
  if (Object.keys(known.steps ?? {}).length > mostSteps) {
    throw new Refusal('BAD_INPUT', `Wanted at most ${mostSteps} steps that failed.`, { path: ['input', 'step'] })
  }
  await saveFollowUp(tx, decision, known)
  if (event.kind === 'action') {
    await tables(tx)
      .insertInto('follow_up_actions')
      .values({ action: event.action, decision })
      .onConflict((c) => c.doNothing())
      .execute()
  }
  const compliance = complianceOf(known)
  if (compliance === before.compliance) return
  emit({
    type: 'proposals.decision.compliance',
    community,
    payload: { proposal: before.proposal, decision, compliance, action: peoplesActOf(known) },
  })
}

/** The driver could not ask for a step, and why; or, with `problem` null, that is over. @throws Refusal DECISION_NOT_FOUND */
export async function reportStep(deps: Parts, viewer: Viewer, input: ReportStepInput): Promise<DecisionRow> {
  const step = checkText(input.step, 'step', 100, 1)
  const does = input.kind ? checkText(input.kind, 'kind', 200) : null
  const problem = input.problem ? cut(checkText(input.problem, 'problem', Number.POSITIVE_INFINITY), 2000) : null
  await deps.directory.catchUp()
  const decision = storable(input.decision) ? await findDecision(deps.db.root, input.decision) : undefined
  if (!decision || !sees(deps, viewer, decision.community)) {
    const message = `Wanted a decision that this key can see; got "${input.decision.slice(0, 80)}".`
    throw new Refusal('DECISION_NOT_FOUND', message, { path: ['input', 'decision'] })
  }
  requireScope(viewer, decision.community, 'DRIVE')
  await deps.log.write(async (tx, emit, note) => {
    await followUp(tx, emit, decision.community, decision.id, { kind: 'step', step, does, problem })
    note(decision.community, [decision.id])
  })
  return decision
}
