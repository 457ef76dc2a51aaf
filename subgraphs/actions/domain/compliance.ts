// What an observed act means for a decision that asked for one on the same subject.

/** What people and Folkmoot may be seen to do about a kind of requested action. */
export interface Consequences {
  /** Observed kinds that performing it brings about. */
  causes: readonly string[]
  /** Observed kinds that say it has been carried out, by whomever. */
  fulfilledBy: readonly string[]
  /** Observed kinds that say that otherwise was done. */
  contradictedBy: readonly string[]
}

export interface StandingRequest {
  kind: string
  status: string
  /** The newest the platform knew of the subject when the request was carried out or told; else when it was asked for. */
  since: Date
}

export interface ObservedAct {
  kind: string
  occurredAt: Date
  /** Whether it is what Folkmoot itself did. */
  ours: boolean
}

/** 'contradicted' by an act of others after it; 'fulfilled' where people were to do it, and did. */
export function judge(
  request: StandingRequest,
  consequences: Consequences,
  act: ObservedAct,
): 'contradicted' | 'fulfilled' | null {
  if (request.status === 'STAYED') return null // it asks for nothing any more
  if (act.ours || act.occurredAt.getTime() <= request.since.getTime()) return null
  if (consequences.contradictedBy.includes(act.kind) && request.status !== 'PENDING') return 'contradicted'
  const leftToPeople = request.status === 'ADVISED' || request.status === 'FAILED'
  return leftToPeople && consequences.fulfilledBy.includes(act.kind) ? 'fulfilled' : null
}
