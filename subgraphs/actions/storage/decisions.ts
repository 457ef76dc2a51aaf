// Decisions as actions knows them, by their events: what they were made on.

import type { DecisionFact } from '../../../schema/events.ts'
import type { DecisionRow, Queries } from './tables.ts'

/** Keeps a decision; one that is known stays as it is. */
export async function putDecision(on: Queries, decision: DecisionFact): Promise<void> {
  const { id, community, proposal, trigger, outcome, enforcement, terms, termsNamed, decidedAt } = decision
  await on
    .insertInto('decisions')
    .values({
      ...{ id, community, proposal, trigger, outcome, enforcement },
      terms: terms ? JSON.stringify(terms) : null,
      terms_named: termsNamed ? JSON.stringify(termsNamed) : null,
      decided_at: new Date(decidedAt),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function findDecision(on: Queries, id: string): Promise<DecisionRow | null> {
  return (await on.selectFrom('decisions').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}
