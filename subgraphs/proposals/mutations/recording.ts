// Decisions that no vote makes: a driver's, by a rule or by its own authority.

import { databaseNow } from '../../../backbone/database/database.ts'
import { requireScope, type Viewer } from '../../../backbone/security/viewer.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { RecordDecisionInput } from '../../../schema/generated/proposals.ts'
import { holdsOn } from '../../../schema/policy/again.ts'
import type { Run } from '../../../schema/policy/work.ts'
import { defaultChoices, defaultPassRule } from '../domain/ballot.ts'
import { casterOf } from '../domain/caster.ts'
import { emptyRange, emptyRoot } from '../domain/merkle.ts'
import { checkText } from '../domain/texts.ts'
import { emptyTotals } from '../domain/totals.ts'
import { findDecision } from '../storage/decisions.ts'
import { MadeMeanwhile, madeBefore, once, take } from '../storage/idempotency.ts'
import { insertProposal } from '../storage/proposals.ts'
import type { DecisionRow, ProposalRow } from '../storage/tables.ts'
import { decide } from './deciding.ts'
import { caughtUp, type Parts } from './parts.ts'
import { aboutOf, checkQuestion, opened, originOf } from './question.ts'

/**
 * A driver decided: opened and decided in one transaction, with nobody asked. It is the rule that did where the policy's gives
 * this outcome here, too.
 */
export async function recordDecision(deps: Parts, viewer: Viewer, input: RecordDecisionInput): Promise<DecisionRow> {
  const { id: community } = await deps.directory.require(viewer, input.community)
  requireScope(viewer, community, 'DRIVE')
  const question = checkQuestion(input)
  const call = once(community, 'recordDecision', input)
  const before = await madeBefore(deps.db.root, call)
  if (before) return (await findDecision(deps.db.root, before))!

  const { outcome } = input
  if (outcome !== 'APPROVED' && outcome !== 'REJECTED') {
    const message = `A rule decides APPROVED or REJECTED; got ${outcome}.`
    throw new Refusal('BAD_INPUT', message, { path: ['input', 'outcome'] })
  }
  const reason = checkText(input.reason, 'reason', 5000, 1)
  const origin = await caughtUp(deps, () => originOf(deps, community, input))
  const { seen } = (question.evidence ?? {}) as { seen?: unknown }
  const run: Run = (job) => deps.policyWork.run(community, job, { patient: true })
  const byRule =
    origin.policy !== null && (await holdsOn(origin.policy.document, seen, run)) === (outcome === 'APPROVED')
  return deps.log
    .write(async (tx, emit) => {
      const now = await databaseNow(tx)
      const choices = [...defaultChoices]
      const proposal: ProposalRow = {
        ...question,
        ...(await aboutOf(tx, community, origin)),
        terms_named: null,
        on_change: 'REOPEN',
        id: deps.ids.next('prop'),
        community,
        status: 'OPEN',
        method: 'SINGLE_CHOICE',
        choices,
        passes: { ...defaultPassRule, minVotes: 0 },
        size: 0,
        weight: 0,
        electorate: 'Nobody: a rule decides.',
        left_out: [],
        snapshot: null,
        opened_at: now,
        closes_at: null,
        early_at: null,
        closed_at: null,
        totals: emptyTotals({ choices }),
        totals_at: now,
        opened_by: casterOf(viewer, false),
        ballots: emptyRange,
        electorate_root: emptyRoot,
      }
      await insertProposal(tx, proposal, [])
      opened({ tx, emit }, proposal, [])
      const decision = await decide(deps, { tx, emit }, proposal, {
        event: 'settle',
        outcome,
        choice: null,
        madeBy: byRule ? 'RULE' : 'AUTHORITY',
        maker: byRule ? viewer.key : (viewer.key ?? viewer.kind),
        reason,
      })
      const first = await take(tx, call, decision.id)
      if (first) throw new MadeMeanwhile(first)
      return decision
    })
    .catch(async (error) => {
      if (error instanceof MadeMeanwhile) return (await findDecision(deps.db.root, error.result))!
      throw error
    })
}
