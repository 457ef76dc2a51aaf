// Decisions on an expense, in the order in which the real server checks them: logged in, feature, scope, existence, two
// factors, "already so" (before any permission), then status and standing. There is no lock: the status is read, and
// written a moment later; two requests at once both succeed and the last one stands.
import { createComment } from './comments.ts'
import { refused, unforeseen } from './errors.ts'
import { record, requireExpense, requireExpenses } from './expenses.ts'
import type { Reference } from './ids.ts'
import { formatMoney } from './money.ts'
import { isOwner, judge, mayPay } from './permissions.ts'
import { type ProcessAction, TRANSITIONS } from './state-machine.ts'
import { requireTwoFactor } from './viewer.ts'
import { type Account, amountOf, type Expense, isHostAdminOf, type Viewer, type World } from './world.ts'

export interface ProcessInput {
  expense: Reference
  action: ProcessAction
  message?: string | null
  paymentParams?: {
    forceManual?: boolean | null
    markAsUnPaidStatus?: 'APPROVED' | 'INCOMPLETE' | 'ERROR' | null
  } | null
}

/** Processes an expense. `betweenReadAndWrite` is where another request may slip in, as it may on the real server. */
export async function processExpense(
  world: World,
  viewer: Viewer,
  input: ProcessInput,
  betweenReadAndWrite: () => Promise<void> = async () => {},
): Promise<Expense> {
  const { action } = input
  const transition = TRANSITIONS[action]
  const person = requireExpenses(world, viewer)
  const expense = requireExpense(world, input.expense)
  if (action !== 'PAY' && action !== 'SCHEDULE_FOR_PAYMENT') requireTwoFactor(world, viewer, expense.account)
  if (expense.status === transition.noopFrom) return expense
  check(world, viewer, expense, action)
  await betweenReadAndWrite()

  if (transition.to !== 'unchanged') expense.status = transition.to
  after(world, person, expense, input)
  if (transition.activity) {
    const manual = action === 'PAY' ? { isManualPayout: true } : {}
    record(world, viewer, expense, transition.activity, manual)
  }
  if (input.message) createComment(world, viewer, { expense: { id: expense.publicId }, html: input.message })
  return expense
}

function check(world: World, viewer: Viewer, expense: Expense, action: ProcessAction): void {
  const say = (code: string, message: string) => refused(world.uuid, code, message)
  const host = isHostAdminOf(world, viewer.account, expense.account)
  switch (action) {
    case 'APPROVE':
    case 'UNAPPROVE':
    case 'REQUEST_RE_APPROVAL':
    case 'REJECT':
    case 'MARK_AS_SPAM':
    case 'MARK_AS_INCOMPLETE':
    case 'MARK_AS_UNPAID': {
      const { allowed, reason, reasonDetails, message } = judge(world, viewer, expense, action)
      if (allowed) return
      throw refused(
        world.uuid,
        reason!,
        message ?? 'You do not have the necessary permissions to perform this action',
        reasonDetails ? { reasonDetails } : {},
      )
    }
    case 'HOLD':
      if (!host) throw say('FeatureNotAllowedForUser', "You're not allowed to use this feature")
      if (expense.status !== 'APPROVED') throw say('Forbidden', 'Only approved expenses can be put on hold')
      return
    case 'RELEASE':
      if (!host) throw say('FeatureNotAllowedForUser', "You're not allowed to use this feature")
      if (!expense.onHold) throw say('Forbidden', 'Only expenses on hold can be released')
      return
    case 'SCHEDULE_FOR_PAYMENT':
      if (expense.status === 'SCHEDULED_FOR_PAYMENT')
        throw say('BadRequest', 'Expense is already scheduled for payment')
      if (!mayPay(world, viewer, expense))
        throw say('Forbidden', "You're authenticated but you can't schedule this expense for payment")
      requireBalance(expense)
      return
    case 'UNSCHEDULE_PAYMENT':
      if (expense.status !== 'SCHEDULED_FOR_PAYMENT' || !host)
        throw say('BadRequest', "Expense is not scheduled for payment or you don't have authorization to unschedule it")
      return
    case 'PAY':
    case 'MARK_AS_PAID_WITH_STRIPE':
      if (expense.status === 'PAID') throw say('Forbidden', 'Expense has already been paid')
      if (expense.status !== 'APPROVED' && expense.status !== 'ERROR')
        throw say('Forbidden', `Expense needs to be approved. Current status of the expense: ${expense.status}.`)
      if (!mayPay(world, viewer, expense)) throw say('Forbidden', "You don't have permission to pay this expense")
      requireBalance(expense)
      return
    case 'DECLINE_INVITED_EXPENSE':
      if (expense.status !== 'DRAFT')
        throw say('UNSUPPORTED_STATUS', `Can not decline invited expense in current status (${expense.status})`)
      if (!isOwner(viewer, expense) || viewer.account !== expense.payee)
        throw say('MINIMAL_CONDITION_NOT_MET', 'You do not have the necessary permissions to perform this action')
  }
}

function requireBalance(expense: Expense): void {
  const { balanceInCents, currency } = expense.account
  if (balanceInCents >= amountOf(expense)) return
  throw unforeseen(
    'Collective does not have enough funds to pay this expense. ' +
      `Current balance: ${formatMoney(balanceInCents, currency)}, ` +
      `Expense amount: ${formatMoney(amountOf(expense), expense.currency)}`,
  )
}

function after(world: World, person: Account, expense: Expense, { action, paymentParams }: ProcessInput): void {
  switch (action) {
    case 'APPROVE':
      if (!expense.approvedBy.includes(person)) expense.approvedBy = [...expense.approvedBy, person]
      return
    case 'UNAPPROVE':
    case 'REQUEST_RE_APPROVAL':
    case 'REJECT':
      expense.approvedBy = []
      return
    case 'MARK_AS_SPAM':
      expense.createdBy.mayUseExpenses = false
      return
    case 'HOLD':
    case 'RELEASE':
      expense.onHold = action === 'HOLD'
      return
    case 'PAY':
      expense.paidAt = world.now()
      expense.account.balanceInCents -= amountOf(expense)
      return
    case 'MARK_AS_UNPAID':
      expense.status = paymentParams?.markAsUnPaidStatus ?? 'APPROVED'
      expense.account.balanceInCents += amountOf(expense)
  }
}
