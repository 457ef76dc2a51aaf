// Lists of expenses and activities: who sees them, what is filtered, in pages.
import { unforeseen } from './errors.ts'
import type { Reference } from './ids.ts'
import { requireLogin, requireScope } from './viewer.ts'
import {
  type Account,
  type Activity,
  type Expense,
  isAdminOf,
  isHostAdminOf,
  requireAccount,
  type Viewer,
  type World,
} from './world.ts'

/** One page of a list, with its length. */
export const page = <T>(all: T[], { limit, offset }: { limit: number; offset: number }) => ({
  limit,
  offset,
  totalCount: all.length,
  nodes: all.slice(offset, offset + limit),
})
export const newestFirst = <T extends { createdAt: Date }>(all: T[]) =>
  [...all].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())

export interface ExpensesArgs {
  account?: Reference
  fromAccount?: Reference
  createdByAccount?: Reference
  host?: Reference
  status?: string[]
  type?: string
  tags?: string[]
  dateFrom?: Date
  dateTo?: Date
  searchTerm?: string
  includeChildrenExpenses?: boolean
  orderBy?: { direction: 'ASC' | 'DESC' }
  limit: number
  offset: number
}

/** Expenses, newest first unless asked otherwise. Spam is shown to those who ask for it by status. */
export function listExpenses(world: World, args: ExpensesArgs) {
  const on = args.account && requireAccount(world, args.account)
  const payee = args.fromAccount && requireAccount(world, args.fromAccount)
  const author = args.createdByAccount && requireAccount(world, args.createdByAccount)
  const host = args.host && requireAccount(world, args.host)
  if (args.limit > 1000)
    throw unforeseen('Cannot fetch more than 1,000 expenses at the same time, please adjust the limit')
  const matches = (expense: Expense) =>
    !expense.deleted &&
    (!on || expense.account === on || (args.includeChildrenExpenses && expense.account.parent === on)) &&
    (!payee || expense.payee === payee) &&
    (!author || expense.createdBy === author) &&
    (!host || expense.account.host === host) &&
    (!args.type || expense.type === args.type) &&
    (!args.tags || args.tags.every((tag) => expense.tags.includes(tag))) &&
    (!args.dateFrom || expense.createdAt >= args.dateFrom) &&
    (!args.dateTo || expense.createdAt <= args.dateTo) &&
    (!args.searchTerm || expense.description.toLowerCase().includes(args.searchTerm.toLowerCase())) &&
    (args.status?.length ? args.status.some((status) => hasStatus(expense, status)) : expense.status !== 'SPAM')
  const sorted = newestFirst(world.expenses.filter(matches))
  return page(args.orderBy?.direction === 'ASC' ? sorted.reverse() : sorted, args)
}

function hasStatus(expense: Expense, status: string): boolean {
  if (status === 'ON_HOLD') return expense.onHold
  if (status === 'READY_TO_PAY') return expense.status === 'APPROVED' && !expense.onHold
  return expense.status === status
}

export interface ActivitiesArgs {
  account: Reference[]
  type?: string[]
  dateFrom?: Date
  dateTo?: Date
  includeChildrenAccounts: boolean
  excludeParentAccount: boolean
  limit: number
  offset: number
}

/** Activities are for admins, by a token that covers `account`. Others get an empty answer, not an error. */
export function listActivities(world: World, viewer: Viewer, args: ActivitiesArgs) {
  const accounts = args.account.map((reference) => requireAccount(world, reference))
  requireLogin(world, viewer, 'You need to be logged in to manage account.')
  requireScope(world, viewer, 'account')
  const allowed = accounts.filter(
    (one) => isAdminOf(world, viewer.account, one) || isHostAdminOf(world, viewer.account, one),
  )
  if (allowed.length === 0) return { nodes: null, totalCount: 0, limit: args.limit, offset: args.offset }
  const concerns = (account: Account) =>
    (!args.excludeParentAccount && allowed.includes(account)) ||
    (args.includeChildrenAccounts && account.parent !== null && allowed.includes(account.parent))
  const wanted = (type: string) =>
    !args.type?.length ||
    args.type.includes(type) ||
    (args.type.includes('EXPENSES') && /EXPENSE/.test(type)) ||
    (args.type.includes('COLLECTIVE') && type === 'COLLECTIVE_EDITED')
  const matches = (one: Activity) =>
    (concerns(one.account) || concerns(one.fromAccount)) &&
    wanted(one.type) &&
    (!args.dateFrom || one.createdAt >= args.dateFrom) &&
    (!args.dateTo || one.createdAt <= args.dateTo)
  return page(newestFirst(world.activities.filter(matches)), args)
}
