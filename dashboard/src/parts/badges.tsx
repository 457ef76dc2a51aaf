// Outcome and compliance, the same everywhere. An override is plain to see.

import type { Compliance, Outcome } from '../../../schema/generated/dashboard.ts'
import { compliances, outcomes } from '../words.ts'

export function OutcomeBadge({ outcome, choice }: { outcome: Outcome; choice?: string | null }) {
  return (
    <span className="badge" data-outcome={outcome}>
      {outcomes[outcome]}
      {choice ? `: ${choice}` : ''}
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
