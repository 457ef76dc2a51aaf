// What an expression can see, as the graph gives it, and the same as the CEL library wants it.

export interface Values {
  action: {
    id: string
    kind: string
    platform: string
    subject: { type: string; id: string; title: string | null; url: string | null }
    data: unknown
    occurredAt: string
    initiatorName: string | null
    asksPermission: boolean
  }
  community?: { id: string; slug: string; name: string }
  /** Null where the platform does not say who it was, or the account is no member's. */
  initiator?: {
    id: string
    name: string
    roles: string[]
    accounts: { platform: string; host: string | null; externalId: string; username: string | null }[]
  } | null
  cred?: {
    status: 'FOUND' | 'NOT_FOUND' | 'AMBIGUOUS' | 'UNAVAILABLE'
    total: number
    rank: number | null
    share: number
    lastWeeks: Record<number, number>
    snapshot: string | null
  }
  decision?: {
    id: string
    outcome: string
    choice: string | null
    /** Of `choice`, as voters read it. */
    choiceLabel: string | null
    madeBy: string
    reason: string
  }
  tally?: {
    voters: number
    turnout: number
    quorumReached: boolean
    counts: { choice: string; votes: number; weight: number }[]
    /** Weights. Of options, `against` is none of these, and `for` is 0. */
    for: number
    against: number
    abstain: number
  }
}

/** The variables of an evaluation. What is absent is an empty text, so that `==` and `contains` can be asked of it. */
export function toContext(
  values: Values,
  cred: (value: NonNullable<Values['cred']>) => object,
): Record<string, unknown> {
  const { action, initiator, decision, tally } = values
  return {
    action: {
      ...action,
      subject: { ...action.subject, title: action.subject.title ?? '', url: action.subject.url ?? '' },
      occurredAt: new Date(action.occurredAt),
      initiatorName: action.initiatorName ?? '',
    },
    ...(values.community && { community: values.community }),
    ...(initiator !== undefined && { initiator: initiatorValue(initiator, action.initiatorName) }),
    ...(values.cred && { cred: cred(values.cred) }),
    ...(decision && {
      decision: { ...decision, choice: decision.choice ?? '', choiceLabel: decision.choiceLabel ?? '' },
    }),
    ...(tally && {
      tally: {
        ...tally,
        votes: Object.fromEntries(tally.counts.map((count) => [count.choice, count.votes])),
        weights: Object.fromEntries(tally.counts.map((count) => [count.choice, count.weight])),
      },
    }),
  }
}

function initiatorValue(initiator: Exclude<Values['initiator'], undefined>, name: string | null) {
  if (initiator === null) return { known: false, id: '', name: name ?? '', roles: [], accounts: [] }
  return {
    known: true,
    id: initiator.id,
    name: initiator.name,
    roles: initiator.roles,
    accounts: initiator.accounts.map((account) => ({
      platform: account.platform,
      host: account.host ?? '',
      id: account.externalId,
      username: account.username ?? '',
    })),
  }
}
