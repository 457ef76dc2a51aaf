// What was observed on a platform, as the log tells it.

import type { ActionFact } from '../../schema/events.ts'

type Named = 'id' | 'community' | 'occurredAt' | 'recordedAt'

/** An expense of a collective, unless it is said otherwise. */
export const observedAction = (given: Pick<ActionFact, Named> & Partial<ActionFact>): ActionFact => ({
  direction: 'OBSERVED',
  platform: 'opencollective',
  kind: 'opencollective.expense.created',
  initiator: null,
  initiatorName: null,
  subject: { type: 'expense', id: 'ex_1', title: 'Hosting', url: null },
  data: {},
  status: 'OBSERVED',
  decision: null,
  proposal: null,
  advisory: false,
  asksPermission: false,
  verdict: null,
  problem: null,
  result: null,
  ...given,
})
