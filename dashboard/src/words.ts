// What the API names by code, in words.

import type {
  ActionStatus,
  CastByFragment,
  Compliance,
  DecisionMaker,
  Outcome,
  PolicyTrialVerdict,
  ProposalCardFragment,
  VotingMethod,
} from '../../schema/generated/dashboard.ts'

export const outcomes: Record<Outcome, string> = {
  APPROVED: 'Approved',
  REJECTED: 'Rejected',
  CHOSEN: 'Chosen',
  NO_WINNER: 'No winner',
  NO_QUORUM: 'Too few voted',
  CANCELED: 'Canceled',
}

/** How it stands, as a sentence goes on: "If it closed now: …". */
export const standings: Record<Outcome, string> = {
  APPROVED: 'approved',
  REJECTED: 'rejected',
  CHOSEN: 'chosen',
  NO_WINNER: 'no winner: none has enough',
  NO_QUORUM: 'not decided: too few have voted',
  CANCELED: 'canceled',
}

export type Choices = readonly ProposalCardFragment['choices'][number][]

/** A choice as voters read it. */
export const labelOf = (choices: Choices, key: string) => choices.find((choice) => choice.key === key)?.label ?? key

/** "Approved", "Chosen: A pond": what was decided, with the label of the choice where one was chosen. */
export function outcomeInWords({ outcome, choice }: { outcome: Outcome; choice?: string | null }, choices: Choices) {
  return choice ? `${outcomes[outcome]}: ${labelOf(choices, choice)}` : outcomes[outcome]
}

/** What a ballot asks to be approved or rejected: the choices for, against and neither. Null where it offers options. */
export function questionOf(choices: Choices) {
  const [yes, no, neither] = (['FOR', 'AGAINST', 'ABSTAIN'] as const).map((meant) =>
    choices.find(({ means }) => means === meant),
  )
  return yes && no && choices.every(({ means }) => means !== 'OPTION') ? { yes, no, neither } : null
}

interface Counted {
  counts: readonly { choice: string; votes: number; weight: number }[]
}

/** What is drawn of a ballot's count: of a run-off the round that decides, which tells who wins; else all of it. */
export function shownCounts({ counts, rounds }: Counted & { rounds?: readonly Counted[] | null }) {
  return (rounds?.at(-1) ?? { counts }).counts.toSorted((a, b) => b.weight - a.weight)
}

export const compliances: Record<Compliance, string> = {
  NOT_APPLICABLE: 'Nothing to carry out',
  PENDING: 'Not yet carried out',
  FOLLOWED: 'Followed',
  OVERRIDDEN: 'Overridden',
  FAILED: 'Could not be carried out',
  SUPERSEDED: 'Superseded',
}

export const complianceSentences: Record<Compliance, string> = {
  NOT_APPLICABLE: 'Nothing was to be carried out.',
  PENDING: 'It has not been carried out yet.',
  FOLLOWED: 'It was carried out on the platform.',
  OVERRIDDEN: 'Somebody with power on the platform did otherwise.',
  FAILED: 'It could not be carried out: see below what the platform said.',
  SUPERSEDED: 'It is no longer what stands: what it was about has changed, or was decided again.',
}

/** As a sentence goes on that begins with who did it. */
export const peopleDid: Partial<Record<Compliance, string>> = {
  FOLLOWED: 'did as was decided.',
  OVERRIDDEN: 'did otherwise.',
}

export const makers: Record<DecisionMaker, string> = {
  RULE: 'by a rule',
  VOTE: 'by vote',
  AUTHORITY: 'by authority',
}

export const methods: Record<VotingMethod, string> = {
  SINGLE_CHOICE: 'One choice each',
  APPROVAL: 'Any number of choices each',
  CONSENT: 'Consent: objections block',
  RANKED: 'Choices in order of preference',
}

export const actionStatuses: Record<ActionStatus, string> = {
  OBSERVED: 'happened',
  PENDING: 'waits for its turn',
  DONE: 'done',
  FAILED: 'failed',
  UNKNOWN: 'outcome not known',
  ADVISED: 'people were told',
  STAYED: 'stayed',
}

export const verdicts: Record<PolicyTrialVerdict, string> = {
  NOT_CONCERNED: 'not concerned',
  APPROVED: 'approved at once',
  REJECTED: 'rejected at once',
  VOTE: 'a ballot would open',
  FAILED: 'would wait: an expression fails',
}

const platforms: Record<string, string> = {
  opencollective: 'Open Collective',
  communities: 'Folkmoot',
  github: 'GitHub',
  slack: 'Slack',
  discourse: 'Discourse',
  discord: 'Discord',
  loomio: 'Loomio',
  reddit: 'Reddit',
}
export const platformName = (platform: string) => platforms[platform] ?? platform

/** As a sentence goes on after "cast by". */
export function casterInWords({ kind, id, name }: CastByFragment): string {
  switch (kind) {
    case 'KEY':
      return `key “${name ?? id}”`
    case 'SESSION':
      return 'the member, signed in'
    case 'ADMIN':
      return 'the admin key'
    case 'SYSTEM':
      return name ?? 'Folkmoot'
    case 'VENUE':
      return name ?? 'a mark outside'
  }
}

/** What a member is told whose vote another has cast, before what was marked. */
export function votedForYou(caster: CastByFragment): string {
  const by = casterInWords(caster)
  return `${caster.kind === 'KEY' ? `The ${by}` : by[0]!.toUpperCase() + by.slice(1)} voted for you`
}

const kinds: Record<string, string> = {
  'communities.role.requested': 'role asked for',
  'communities.role.grant': 'grant the role',
  'communities.role.refuse': 'refuse the role',
  'opencollective.expense.created': 'expense submitted',
  'opencollective.expense.updated': 'expense changed',
  'opencollective.expense.unapproved': 'approval of an expense taken back',
  'opencollective.expense.reApprovalRequested': 'new approval of an expense asked for',
  'opencollective.expense.scheduledForPayment': 'expense scheduled for payment',
  'opencollective.expense.spam': 'expense marked as spam',
  'opencollective.expense.approve': 'approve the expense',
  'opencollective.expense.reject': 'reject the expense',
  'opencollective.expense.unapprove': 'take back the approval of the expense',
  'opencollective.expense.comment': 'comment on the expense',
  'opencollective.conversation.create': 'begin a conversation',
  'opencollective.conversation.comment': 'comment in the conversation',
}

/** opencollective.expense.created → "Open Collective: expense submitted"; what is not known as it is written. */
export function kindInWords(kind: string): string {
  const [platform, ...rest] = kind.split('.')
  return `${platformName(platform!)}: ${kinds[kind] ?? rest.join(' ').replaceAll('_', ' ')}`
}

export const percent = (share: number) =>
  `${(share * 100).toLocaleString('en', { maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0 })}%`

export const number = (value: number, digits = 1) => value.toLocaleString('en', { maximumFractionDigits: digits })

export function money(cents: number, currency: string): string {
  try {
    return (cents / 100).toLocaleString('en', { style: 'currency', currency })
  } catch {
    return `${(cents / 100).toFixed(2)} ${currency}` // a currency that the browser does not know
  }
}

export const count = (amount: number, one: string, many = `${one}s`) =>
  `${number(amount, 0)} ${amount === 1 ? one : many}`

const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const

/** "2 d 4 h", "5 min 10 s": two units at most. */
export function span(milliseconds: number): string {
  let left = Math.max(0, Math.floor(milliseconds / 1000))
  const said: string[] = []
  for (const [unit, seconds] of units) {
    const amount = Math.floor(left / seconds)
    if (amount > 0) said.push(`${amount} ${unit}`)
    else if (said.length > 0) break
    left -= amount * seconds
    if (said.length === 2) break
  }
  return said.join(' ') || '0 s'
}

const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' })
const minute = new Intl.DateTimeFormat('en', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})
export const date = (instant: string) => day.format(new Date(instant))
export const moment = (instant: string) => minute.format(new Date(instant))

/** What a refusal means to the person who reads it; else the server's own sentence. */
export function refusal({ code, message }: { code: string; message: string }): string {
  return refusals[code] ?? message
}
const refusals: Record<string, string> = {
  NOT_IN_ELECTORATE: 'You are not among those who may vote here. Who may was fixed when the ballot opened.',
  VOTE_CLOSED: 'The ballot is closed: its time is over, or it was decided meanwhile.',
  VOTE_NOT_FOUND: 'You have no vote here to take back.',
  PROPOSAL_CLOSED: 'It was decided meanwhile; a decision is made once.',
  PROPOSAL_NOT_FOUND: 'There is no such proposal, or you may not see it.',
  CHOICES_INVALID: 'Mark a choice first.',
  ACTION_NOT_RETRYABLE: 'This cannot be tried again: it is done, or it waits.',
  ACTION_NOT_HELD: 'It cannot be stayed any more: its time is over.',
  ACTION_NOT_CONFIRMABLE: 'It waits for nobody any more.',
  ROLE_NOT_HELD: 'You do not hold the role that this needs.',
  OWN_ACT: 'You asked for it, or you and whoever did know the secret of one key: somebody else must approve it.',
  ACT_NOT_FOUND: 'It does not wait any more: it was done, or its time is over.',
  OWN_CAUSE: 'You submitted it or are paid by it: others must confirm it.',
  FORBIDDEN: 'You may not do this: your key does not have the right, or belongs to another community.',
  UNAUTHENTICATED: 'You are signed out. Sign in to go on.',
  UNAVAILABLE: 'A part of the server does not answer now. Try again in a moment.',
}
