// Expenses: submit, invite, edit, delete. What happens to their status by decision stands in process-expense.ts.
import { refused, unforeseen } from './errors.ts'
import type { Reference } from './ids.ts'
import { mayDelete, mayEdit } from './permissions.ts'
import { requireLogin, requireScope, requireTwoFactor } from './viewer.ts'
import {
  type Account,
  amountOf,
  type Expense,
  findExpense,
  type Item,
  isAdminOf,
  requireAccount,
  type Viewer,
  type World,
} from './world.ts'

export interface ItemInput {
  id?: string | null
  description?: string | null
  amount?: number | null
  amountV2?: { valueInCents?: number | null; value?: number | null; currency?: string | null } | null
  incurredAt?: Date | null
  url?: string | null
}
export interface ExpenseInput {
  description?: string | null
  type?: string | null
  currency?: string | null
  tags?: string[] | null
  payee?: Reference | null
  payoutMethod?: { type?: string | null; data?: unknown } | null
  items?: ItemInput[] | null
  attachedFiles?: { id?: string | null; url: string; name?: string | null }[] | null
  longDescription?: string | null
  reference?: string | null
  privateMessage?: string | null
  invoiceInfo?: string | null
  customData?: unknown
}

const LOGIN = 'You need to be logged in to manage expenses'

/** The checks every change of an expense begins with. */
export function requireExpenses(world: World, viewer: Viewer): Account {
  const person = requireLogin(world, viewer, LOGIN)
  if (!person.mayUseExpenses)
    throw refused(world.uuid, 'FeatureNotAllowedForUser', "You're not allowed to use this feature")
  requireScope(world, viewer, 'expenses')
  return person
}

export function createExpense(world: World, viewer: Viewer, input: ExpenseInput, on: Reference): Expense {
  const person = requireExpenses(world, viewer)
  const account = requireAccount(world, on)
  const payee = input.payee ? requireAccount(world, input.payee) : person
  if (!isAdminOf(world, person, payee))
    throw refused(
      world.uuid,
      'ValidationFailed',
      'You must be an admin of the account to submit an expense in its name',
    )
  const expense = build(world, person, payee, account, input, 'PENDING')
  world.expenses.push(expense)
  record(world, viewer, expense, 'COLLECTIVE_EXPENSE_CREATED')
  return expense
}

/** A draft for someone else to complete. With `skipInvite` nobody hears of it. */
export function draftExpense(
  world: World,
  viewer: Viewer,
  input: ExpenseInput,
  on: Reference,
  skipInvite: boolean,
): Expense {
  const person = requireExpenses(world, viewer)
  const account = requireAccount(world, on)
  const payee = input.payee ? requireAccount(world, input.payee) : person
  const expense = build(world, person, payee, account, input, 'DRAFT')
  world.expenses.push(expense)
  if (!skipInvite) record(world, viewer, expense, 'COLLECTIVE_EXPENSE_INVITE_DRAFTED')
  return expense
}

/** A change of the items sends an expense back to PENDING, also from APPROVED; `approvedBy` keeps its names. */
export function editExpense(world: World, viewer: Viewer, input: ExpenseInput & { id: string }): Expense {
  requireExpenses(world, viewer)
  const expense = requireExpense(world, { id: input.id })
  requireTwoFactor(world, viewer, expense.account)
  if (!mayEdit(world, viewer, expense))
    throw refused(world.uuid, 'Unauthorized', "You don't have permission to edit this expense")
  const before = { status: expense.status, amount: amountOf(expense) }
  const onlyTags = Object.keys(input).every((key) => key === 'id' || key === 'tags')
  const items = input.items ? readItems(world, input.currency ?? expense.currency, input.items) : null
  const paid = items !== null && JSON.stringify(items.map(priced)) !== JSON.stringify(expense.items.map(priced))
  if (items) expense.items = items
  if (input.attachedFiles) expense.attachedFiles = filesOf(world, input)
  if (input.payee) expense.payee = payeeOf(world, viewer.account!, input.payee, expense)
  if (input.type) expense.type = input.type
  if (input.currency) expense.currency = input.currency
  if (input.description != null) expense.description = input.description
  if (input.longDescription !== undefined) expense.longDescription = input.longDescription
  if (input.reference !== undefined) expense.reference = input.reference
  if (input.privateMessage !== undefined) expense.privateMessage = input.privateMessage
  if (input.invoiceInfo !== undefined) expense.invoiceInfo = input.invoiceInfo
  if (input.customData !== undefined) expense.customData = input.customData
  if (input.tags) expense.tags = input.tags
  if (input.payoutMethod?.type)
    expense.payoutMethod = { ...expense.payoutMethod, type: input.payoutMethod.type, data: input.payoutMethod.data }
  if (paid || input.payoutMethod) expense.status = 'PENDING'
  else if (expense.status === 'INCOMPLETE') expense.status = 'APPROVED'
  record(world, viewer, expense, 'COLLECTIVE_EXPENSE_UPDATED', {
    ...(onlyTags ? {} : { previousData: { status: before.status } }),
    expense: { status: expense.status },
  })
  return expense
}

/** Deletion leaves no activity and no webhook: only a missing expense tells. */
export function deleteExpense(world: World, viewer: Viewer, reference: Reference): Expense {
  requireExpenses(world, viewer)
  const expense = requireExpense(world, reference)
  if (!mayDelete(world, viewer, expense))
    throw refused(
      world.uuid,
      'Forbidden',
      "You don't have permission to delete this expense or it needs to be rejected before being deleted",
    )
  requireTwoFactor(world, viewer, expense.account)
  expense.deleted = true
  return expense
}

export function requireExpense(world: World, reference: Reference): Expense {
  const expense = findExpense(world, reference)
  if (!expense) throw refused(world.uuid, 'NotFound', 'Item not found')
  return expense
}

/** An activity on an expense. `fromAccount` is its payee, whoever acted. */
export function record(world: World, viewer: Viewer, expense: Expense, type: string, data: unknown = {}): void {
  world.record({
    type,
    account: expense.account,
    fromAccount: expense.payee,
    individual: viewer.account!,
    expense,
    data,
  })
}

const filesOf = (world: World, { attachedFiles }: ExpenseInput) =>
  (attachedFiles ?? []).map(({ id, url, name }) => ({ id: id ?? world.nextId('ef').publicId, url, name: name ?? null }))

/** Whoever edits may make anyone the payee whom they administer; else only the present one stays. */
function payeeOf(world: World, person: Account, reference: Reference, expense: Expense): Account {
  const payee = requireAccount(world, reference)
  if (payee === expense.payee || isAdminOf(world, person, payee) || isAdminOf(world, person, expense.account))
    return payee
  throw refused(world.uuid, 'ValidationFailed', 'You must be an admin of the account to submit an expense in its name')
}

const priced = (item: Item) => [item.description, item.amount, item.currency]

function build(
  world: World,
  person: Account,
  payee: Account,
  account: Account,
  input: ExpenseInput,
  status: Expense['status'],
): Expense {
  if (!input.description) throw unforeseen('Expense description is required')
  const currency = input.currency ?? account.currency
  const items = readItems(world, currency, input.items ?? [])
  const createdAt = world.now()
  return {
    ...world.nextId('ex'),
    account,
    payee,
    createdBy: person,
    type: input.type ?? 'INVOICE',
    status,
    onHold: false,
    description: input.description,
    longDescription: input.longDescription ?? null,
    reference: input.reference ?? null,
    currency,
    items,
    attachedFiles: filesOf(world, input),
    tags: (input.tags ?? []).map((tag) => tag.toLowerCase()),
    payoutMethod: {
      ...world.nextId('po'),
      type: input.payoutMethod?.type ?? 'OTHER',
      data: input.payoutMethod?.data ?? null,
    },
    privateMessage: input.privateMessage ?? null,
    invoiceInfo: input.invoiceInfo ?? null,
    customData: input.customData ?? null,
    createdAt,
    incurredAt: items[0]?.incurredAt ?? createdAt,
    paidAt: null,
    approvedBy: [],
    deleted: false,
  }
}

function readItems(world: World, currency: string, inputs: ItemInput[]): Item[] {
  const invalid = (message: string) => refused(world.uuid, 'ValidationFailed', message)
  if (inputs.length === 0) throw invalid('Your expense needs to have at least one item')
  if (inputs.length > 300) throw invalid('Expenses cannot have more than 300 items')
  const items = inputs.map((input) => {
    const known = world.expenses.flatMap(({ items }) => items).find((item) => item.publicId === input.id)
    const given = input.amountV2
    const amount = given?.valueInCents ?? (given?.value != null ? Math.round(given.value * 100) : input.amount) ?? 0
    return {
      ...(known ? { publicId: known.publicId, idV2: known.idV2, legacyId: known.legacyId } : world.nextId('ei')),
      description: input.description ?? '',
      amount,
      currency: given?.currency ?? currency,
      incurredAt: input.incurredAt ?? world.now(),
      url: input.url ?? null,
    }
  })
  if (items.some(({ amount }) => amount <= 0)) throw invalid('The sum of all items must be above 0')
  return items
}
