// Open Collective's activities, and the kinds of action they become; what our requests bring about there.

import { own } from '../../../../schema/own.ts'
import type { Consequences, Standing, SubjectState } from '../../domain/compliance.ts'

export const platform = 'opencollective'

const verbs: Record<string, string> = {
  COLLECTIVE_EXPENSE_CREATED: 'created',
  COLLECTIVE_EXPENSE_UPDATED: 'updated',
  COLLECTIVE_EXPENSE_APPROVED: 'approved',
  COLLECTIVE_EXPENSE_UNAPPROVED: 'unapproved',
  COLLECTIVE_EXPENSE_RE_APPROVAL_REQUESTED: 'reApprovalRequested',
  COLLECTIVE_EXPENSE_REJECTED: 'rejected',
  COLLECTIVE_EXPENSE_PAID: 'paid',
  COLLECTIVE_EXPENSE_MARKED_AS_UNPAID: 'unpaid',
  COLLECTIVE_EXPENSE_MARKED_AS_SPAM: 'spam',
  COLLECTIVE_EXPENSE_MARKED_AS_INCOMPLETE: 'incomplete',
  COLLECTIVE_EXPENSE_PROCESSING: 'processing',
  COLLECTIVE_EXPENSE_PUT_ON_HOLD: 'putOnHold',
  COLLECTIVE_EXPENSE_RELEASED_FROM_HOLD: 'releasedFromHold',
  COLLECTIVE_EXPENSE_SCHEDULED_FOR_PAYMENT: 'scheduledForPayment',
  COLLECTIVE_EXPENSE_UNSCHEDULED_FOR_PAYMENT: 'unscheduledForPayment',
  COLLECTIVE_EXPENSE_ERROR: 'error',
  COLLECTIVE_EXPENSE_MOVED: 'moved',
  COLLECTIVE_EXPENSE_INVITE_DRAFTED: 'inviteDrafted',
  COLLECTIVE_EXPENSE_INVITE_DECLINED: 'inviteDeclined',
}

export const expenseKind = (verb: string) => `${platform}.expense.${verb}`

/** The kind that an activity type of the API becomes; null for those that are not about an expense's fate. */
export function kindOf(activityType: string): string | null {
  const verb = own(verbs, activityType)
  return verb ? expenseKind(verb) : null
}

export const hears: readonly string[] = [...Object.values(verbs), 'deleted'].map(expenseKind)

export const performs = [
  expenseKind('approve'),
  expenseKind('reject'),
  expenseKind('unapprove'),
  expenseKind('comment'),
  `${platform}.conversation.create`,
  `${platform}.conversation.comment`,
] as const

export type Settling = 'approve' | 'reject' | 'unapprove'

/** The word of processExpense for each, and the status it leads to. */
export const settlings: Record<Settling, { action: string; to: string; doing: string }> = {
  approve: { action: 'APPROVE', to: 'APPROVED', doing: 'approve' },
  reject: { action: 'REJECT', to: 'REJECTED', doing: 'reject' },
  unapprove: { action: 'UNAPPROVE', to: 'PENDING', doing: 'unapprove' },
}

/** Statuses that only an approved expense comes to. */
export const beyondApproval: readonly string[] = ['SCHEDULED_FOR_PAYMENT', 'PROCESSING', 'PAID']

/** Statuses in which nobody can be asked about an expense: it is not submitted yet, or nothing can be undone any more. */
export const beyondQuestion: readonly string[] = [...beyondApproval, 'DRAFT', 'SPAM', 'CANCELED', 'INVITE_DECLINED']

/** Statuses of an expense whose approval stands. An error in paying it does not take it away. */
const approved: readonly string[] = ['APPROVED', 'ERROR', ...beyondApproval]
/** Statuses of one that will not be paid. */
const refused: readonly string[] = ['REJECTED', 'SPAM', 'CANCELED', 'INVITE_DECLINED']
const waiting: readonly string[] = ['PENDING', 'UNVERIFIED', 'INCOMPLETE', 'DRAFT']
export const statuses: readonly string[] = [...approved, ...refused, ...waiting]

const causes: Record<Settling, string[]> = {
  approve: ['approved'],
  reject: ['unapproved', 'rejected'],
  unapprove: ['unapproved'],
}

export function settlingOf(kind: string): Settling | null {
  const verb = kind.startsWith(`${platform}.expense.`) ? kind.slice(platform.length + 9) : ''
  return Object.hasOwn(settlings, verb) ? (verb as Settling) : null
}

export function consequencesOf(kind: string): Consequences | null {
  const settling = settlingOf(kind)
  return settling && { causes: causes[settling].map(expenseKind) }
}

/** How an expense stands to a kind that settles it. What is deleted can never be paid. */
export function standing(kind: string, { status, onHold, gone }: SubjectState): Standing {
  switch (settlingOf(kind)) {
    case 'approve':
      if (gone) return 'GONE'
      if (refused.includes(status)) return 'OPPOSITE'
      if (status === 'INCOMPLETE' || (onHold && status !== 'PAID' && approved.includes(status))) return 'HELD'
      return approved.includes(status) ? 'DONE' : 'UNDONE'
    case 'reject':
      if (gone || refused.includes(status)) return 'DONE'
      return approved.includes(status) ? 'OPPOSITE' : 'UNDONE'
    case 'unapprove':
      if (gone || !approved.includes(status)) return 'DONE'
      return beyondApproval.includes(status) ? 'OPPOSITE' : 'UNDONE'
    case null:
      return gone ? 'GONE' : 'UNDONE'
  }
}

const matterOf: Record<string, readonly Settling[]> = {
  approved: ['approve', 'reject'],
  scheduledForPayment: ['approve', 'reject', 'unapprove'],
  processing: ['approve', 'reject', 'unapprove'],
  paid: ['approve', 'reject', 'unapprove'],
  rejected: ['approve', 'reject', 'unapprove'],
  spam: ['approve', 'reject', 'unapprove'],
  moved: ['approve', 'reject', 'unapprove'],
  unapproved: [],
  reApprovalRequested: [],
  unpaid: [],
}

/** What an act of people leaves nothing to decide on: see Platform.settles. */
export function settlesWhat(kind: string): readonly string[] | null {
  const verb = kind.slice(expenseKind('').length)
  return own(matterOf, verb)?.map(expenseKind) ?? null
}
const statusAfter: Record<string, string> = {
  approved: 'APPROVED',
  unapproved: 'PENDING',
  reApprovalRequested: 'PENDING',
  rejected: 'REJECTED',
  paid: 'PAID',
  unpaid: 'APPROVED',
  spam: 'SPAM',
  incomplete: 'INCOMPLETE',
  processing: 'PROCESSING',
  putOnHold: 'APPROVED',
  releasedFromHold: 'APPROVED',
  scheduledForPayment: 'SCHEDULED_FOR_PAYMENT',
  unscheduledForPayment: 'APPROVED',
  error: 'ERROR',
  inviteDeclined: 'INVITE_DECLINED',
}

/** What an act made of the expense; null for one that does not settle it, such as most edits. */
export function left(kind: string, data: Record<string, unknown>): SubjectState | null {
  const verb = kind.startsWith(expenseKind('')) ? kind.slice(expenseKind('').length) : ''
  if (verb === 'deleted') return { status: String(data.previousStatus), onHold: null, gone: true }
  // An edit of the amount takes the approval away, and is told as no more than an edit.
  const status = verb === 'updated' ? afterEdit(data.previousStatus) : own(statusAfter, verb)
  const onHold = verb === 'putOnHold' ? true : verb === 'releasedFromHold' ? false : null
  return status ? { status, onHold, gone: false } : null
}

const afterEdit = (previous: unknown) => (approved.includes(String(previous)) ? 'PENDING' : undefined)
