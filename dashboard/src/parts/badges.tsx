// Outcome and compliance, the same everywhere. An override is plain to see.

import type { Compliance, Outcome } from '../../../schema/generated/dashboard.ts'
import { type Choices, compliances, outcomeInWords } from '../words.ts'

export function OutcomeBadge({
  decision,
}: {
  decision: { outcome: Outcome; choice: string | null; proposal: { choices: Choices } }
}) {
  return (
    <span className="badge" data-outcome={decision.outcome}>
      {outcomeInWords(decision, decision.proposal.choices)}
    </span>
  )
}

export function ComplianceBadge({ compliance }: { compliance: Compliance }) {
  if (compliance === 'NOT_APPLICABLE') return null
  return (
    <span className="badge quiet" data-compliance={compliance}>
      {compliances[compliance]}
    </span>
  )
}
