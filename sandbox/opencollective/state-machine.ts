// What may happen to an expense: the state table first, the code that obeys it in process-expense.ts.

export type ExpenseStatus =
  | 'DRAFT'
  | 'UNVERIFIED'
  | 'PENDING'
  | 'INCOMPLETE'
  | 'APPROVED'
  | 'REJECTED'
  | 'PROCESSING'
  | 'ERROR'
  | 'PAID'
  | 'SCHEDULED_FOR_PAYMENT'
  | 'SPAM'
  | 'CANCELED'
  | 'INVITE_DECLINED'

export type ProcessAction =
  | 'APPROVE'
  | 'UNAPPROVE'
  | 'REQUEST_RE_APPROVAL'
  | 'REJECT'
  | 'MARK_AS_SPAM'
  | 'MARK_AS_INCOMPLETE'
  | 'HOLD'
  | 'RELEASE'
  | 'SCHEDULE_FOR_PAYMENT'
  | 'UNSCHEDULE_PAYMENT'
  | 'PAY'
  | 'MARK_AS_PAID_WITH_STRIPE'
  | 'MARK_AS_UNPAID'
  | 'DECLINE_INVITED_EXPENSE'

/** Who may: any admin of the collective or its host, only the host's, or the person who was invited. */
export type Actor = 'admin' | 'host' | 'invited'

export interface Transition {
  from: Partial<Record<ExpenseStatus, Actor>>
  to: ExpenseStatus | 'unchanged'
  /** Already so: answered with success before any permission is looked at. */
  noopFrom?: ExpenseStatus
  activity: string | null
  /** How the refusal names it: "Can not reject expense in current status (APPROVED)". */
  verb: string
}

export const TRANSITIONS: Record<ProcessAction, Transition> = {
  APPROVE: {
    from: { PENDING: 'admin', REJECTED: 'admin', INCOMPLETE: 'host' },
    to: 'APPROVED',
    noopFrom: 'APPROVED',
    activity: 'COLLECTIVE_EXPENSE_APPROVED',
    verb: 'approve expense',
  },
  UNAPPROVE: {
    from: { APPROVED: 'admin', ERROR: 'admin', INCOMPLETE: 'host' },
    to: 'PENDING',
    noopFrom: 'PENDING',
    activity: 'COLLECTIVE_EXPENSE_UNAPPROVED',
    verb: 'unapprove expense',
  },
  REQUEST_RE_APPROVAL: {
    from: { APPROVED: 'admin', ERROR: 'admin', INCOMPLETE: 'host' },
    to: 'PENDING',
    noopFrom: 'PENDING',
    activity: 'COLLECTIVE_EXPENSE_RE_APPROVAL_REQUESTED',
    verb: 'request re-approval of expense',
  },
  REJECT: {
    from: { PENDING: 'admin', UNVERIFIED: 'admin', INCOMPLETE: 'admin' },
    to: 'REJECTED',
    noopFrom: 'REJECTED',
    activity: 'COLLECTIVE_EXPENSE_REJECTED',
    verb: 'reject expense',
  },
  MARK_AS_SPAM: {
    from: { REJECTED: 'admin' },
    to: 'SPAM',
    noopFrom: 'SPAM',
    activity: 'COLLECTIVE_EXPENSE_MARKED_AS_SPAM',
    verb: 'mark expense as spam',
  },
  MARK_AS_INCOMPLETE: {
    from: { APPROVED: 'host', ERROR: 'host' },
    to: 'INCOMPLETE',
    noopFrom: 'INCOMPLETE',
    activity: 'COLLECTIVE_EXPENSE_MARKED_AS_INCOMPLETE',
    verb: 'mark expense as incomplete',
  },
  HOLD: {
    from: { APPROVED: 'host' },
    to: 'unchanged',
    activity: 'COLLECTIVE_EXPENSE_PUT_ON_HOLD',
    verb: 'put expense on hold',
  },
  RELEASE: { from: {}, to: 'unchanged', activity: 'COLLECTIVE_EXPENSE_RELEASED_FROM_HOLD', verb: 'release expense' },
  SCHEDULE_FOR_PAYMENT: {
    from: { APPROVED: 'host', ERROR: 'host' },
    to: 'SCHEDULED_FOR_PAYMENT',
    activity: 'COLLECTIVE_EXPENSE_SCHEDULED_FOR_PAYMENT',
    verb: 'schedule expense',
  },
  UNSCHEDULE_PAYMENT: {
    from: { SCHEDULED_FOR_PAYMENT: 'host' },
    to: 'APPROVED',
    activity: 'COLLECTIVE_EXPENSE_UNSCHEDULED_FOR_PAYMENT',
    verb: 'unschedule expense',
  },
  PAY: {
    from: { APPROVED: 'host', ERROR: 'host' },
    to: 'PAID',
    activity: 'COLLECTIVE_EXPENSE_PAID',
    verb: 'pay expense',
  },
  MARK_AS_PAID_WITH_STRIPE: {
    from: { APPROVED: 'host', ERROR: 'host' },
    to: 'unchanged',
    activity: null,
    verb: 'mark expense as paid with stripe',
  },
  MARK_AS_UNPAID: {
    from: { PAID: 'host' },
    to: 'APPROVED',
    activity: 'COLLECTIVE_EXPENSE_MARKED_AS_UNPAID',
    verb: 'mark expense as unpaid',
  },
  DECLINE_INVITED_EXPENSE: {
    from: { DRAFT: 'invited' },
    to: 'INVITE_DECLINED',
    noopFrom: 'INVITE_DECLINED',
    activity: 'COLLECTIVE_EXPENSE_INVITE_DECLINED',
    verb: 'decline invited expense',
  },
}
