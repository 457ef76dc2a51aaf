// What a viewer may do with an expense, with the reason when not. The order of the checks is part of the behaviour:
// scope, status, the person's standing, the author rule, then whether they are an admin at all.
import { TRANSITIONS } from './state-machine.ts'
import { hasScope } from './viewer.ts'
import { amountOf, type Expense, isAdminOf, isHostAdminOf, type Viewer, type World } from './world.ts'

export interface Permission {
  allowed: boolean
  reason: string | null
  reasonDetails: Record<string, unknown> | null
  /** The sentence of the refusal, where it is not the general one. */
  message?: string
}
type Judged =
  | 'APPROVE'
  | 'UNAPPROVE'
  | 'REQUEST_RE_APPROVAL'
  | 'REJECT'
  | 'MARK_AS_SPAM'
  | 'MARK_AS_INCOMPLETE'
  | 'MARK_AS_UNPAID'

const ALLOWED: Permission = { allowed: true, reason: null, reasonDetails: null }
const refusal = (reason: string, message?: string, reasonDetails: Permission['reasonDetails'] = null): Permission => ({
  allowed: false,
  reason,
  reasonDetails,
  ...(message ? { message } : {}),
})

/** Whether the viewer may take this action on an expense as it stands. */
export function judge(world: World, viewer: Viewer, expense: Expense, action: Judged): Permission {
  const { from, verb } = TRANSITIONS[action]
  const who = from[expense.status]
  if (viewer.account && !hasScope(viewer, 'expenses')) return refusal('INVALID_SCOPE')
  if (!who) return refusal('UNSUPPORTED_STATUS', `Can not ${verb} in current status (${expense.status})`)
  if (!viewer.account?.mayUseExpenses) return refusal('UNSUPPORTED_USER_FEATURE', `User cannot ${verb}s`)
  const host = isHostAdminOf(world, viewer.account, expense.account)
  if (who === 'host' && !host) return onlyHost(action)
  if (action === 'APPROVE' && authorMayNotApprove(viewer, expense))
    return refusal('AUTHOR_CANNOT_APPROVE', 'User cannot approve their own expenses', {
      amount: expense.account.policies.EXPENSE_AUTHOR_CANNOT_APPROVE?.amountInCents ?? 0,
      currency: expense.account.currency,
    })
  return host || isAdminOf(world, viewer.account, expense.account) ? ALLOWED : refusal('MINIMAL_CONDITION_NOT_MET')
}

function onlyHost(action: Judged): Permission {
  if (action === 'MARK_AS_INCOMPLETE')
    return refusal('UNSUPPORTED_USER_FEATURE', 'Only host admins can mark expenses as incomplete')
  if (action === 'MARK_AS_UNPAID') return refusal('MINIMAL_CONDITION_NOT_MET')
  const verb = action === 'APPROVE' ? 'approve' : 'unapprove'
  return refusal('MINIMAL_CONDITION_NOT_MET', `Only host admins can ${verb} incomplete expenses`)
}

function authorMayNotApprove(viewer: Viewer, expense: Expense): boolean {
  const policy = expense.account.policies.EXPENSE_AUTHOR_CANNOT_APPROVE
  return policy?.enabled === true && viewer.account === expense.createdBy && amountOf(expense) >= policy.amountInCents
}

export const isOwner = (viewer: Viewer, expense: Expense): boolean =>
  viewer.account !== null && (viewer.account === expense.createdBy || viewer.account === expense.payee)

const concerned = (world: World, viewer: Viewer, expense: Expense): boolean =>
  viewer.account?.mayUseExpenses === true &&
  hasScope(viewer, 'expenses') &&
  (isOwner(viewer, expense) ||
    isAdminOf(world, viewer.account, expense.account) ||
    isHostAdminOf(world, viewer.account, expense.account))

/** Comments of an expense are for its author, payee and admins. */
export const mayComment = concerned

export function mayEdit(world: World, viewer: Viewer, expense: Expense): boolean {
  const open = ['DRAFT', 'UNVERIFIED', 'PENDING', 'INCOMPLETE', 'APPROVED', 'REJECTED', 'ERROR']
  return open.includes(expense.status) && concerned(world, viewer, expense)
}

export function mayDelete(world: World, viewer: Viewer, expense: Expense): boolean {
  if (expense.status === 'PENDING') return concerned(world, viewer, expense) && viewer.account === expense.createdBy
  return ['REJECTED', 'DRAFT', 'SPAM'].includes(expense.status) && concerned(world, viewer, expense)
}

export function mayPay(world: World, viewer: Viewer, expense: Expense): boolean {
  return (
    ['APPROVED', 'ERROR'].includes(expense.status) &&
    hasScope(viewer, 'expenses') &&
    isHostAdminOf(world, viewer.account, expense.account)
  )
}
