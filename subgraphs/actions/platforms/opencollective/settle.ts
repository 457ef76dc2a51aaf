// Approving, rejecting and unapproving an expense, so that it happens once and is known to be ours or not.
//
//   look ── already so ──────────────▶ done (ours only when an activity of ours came after the place we began at)
//     │
//     ├─ not what was decided on ────▶ refused: SUBJECT_CHANGED
//     ├─ not permitted ──────────────▶ refused, in the platform's words
//     ├─ reject, but it is approved ─▶ unapprove first, where that is permitted; then as below
//     ▼
//   remember that we send ─▶ processExpense ─▶ read back: the status, the terms, and the activity that is ours
//
// Open Collective answers "success" to what is already so, before any permission check, and has no lock. So nothing but
// what is read back counts.

import { Refusal } from '../../../../schema/errors.ts'
import { cut } from '../../../../schema/policy/text.ts'
import { differencesInWords, differencesOf, type TermDifference, type Terms } from '../../../../schema/terms.ts'
import { type Connection, NoAnswer, type PlatformDeps, type Receipt, type Request, TryLater } from '../platform.ts'
import type { Client } from './client.ts'
import { isSelf, referenceOf, stateOf } from './expense.ts'
import type { ActivityAnswer, ExpenseAnswer } from './expense-answer.ts'
import { htmlOf } from './html.ts'
import {
  beyondApproval,
  consequencesOf,
  expenseKind,
  kindOf,
  left,
  type Settling,
  settlings,
  standing,
} from './kinds.ts'
import { readExpense } from './reading.ts'
import { refusalOfReason } from './refusals.ts'
import { sealed, unreadable } from './terms.ts'

interface Permission {
  allowed: boolean
  reason: string | null
}
export interface Permissions {
  canUnapprove: boolean
  canComment: boolean
  approve: Permission
  reject: Permission
}
/** What `moreFields` asks for. */
interface Judged {
  approvedBy: { slug: string }[]
  permissions: Permissions
}
export type SettledExpense = ExpenseAnswer & Judged

const moreFields =
  'approvedBy { slug } permissions { canUnapprove canComment approve { allowed reason } reject { allowed reason } }'

export interface Means {
  client: Client
  fetch: PlatformDeps['fetch']
}

export async function settle(
  means: Means,
  connection: Connection,
  request: Request,
  settling: Settling,
): Promise<Receipt> {
  const { client } = means
  const { to, doing } = settlings[settling]
  const before = await readForSettling(client, connection, request.subject.id)
  const place = request.place ?? newestOf(before)
  if (isSo(before, to) && request.sentBefore && ownActs(connection, request, before, place).length > 0) {
    if (settling === 'approve' && differsNow(connection, request, before).length > 0)
      return takeBack(client, connection, request, before, place)
    return already(connection, request, before, place, to)
  }
  await requireSameTerms(means, connection, request, before)
  if (isSo(before, to)) return already(connection, request, before, place, to)

  // A rejection is illegal from APPROVED: the approval is taken back first, in the open, as its own activity.
  const first: Settling | null = settling === 'reject' && before.status === 'APPROVED' ? 'unapprove' : null
  requirePermission(before, first ?? settling, doing)
  await request.sending(place)
  const refused = await refusalOf(async () => {
    if (first) await process(client, connection, before, first, null)
    await process(client, connection, before, settling, messageOf(request))
  })

  const after = await readForSettling(client, connection, request.subject.id).catch((error) => {
    if (error instanceof Refusal) throw error
    throw new NoAnswer(`It was sent, and could not be read back: ${error.message}`, error)
  })
  const ours = ownActs(connection, request, after, place)
  const so = isSo(after, to)
  // Open Collective has no lock: what was edited between our look and our approval was approved as it became.
  if (so && settling === 'approve' && ours.length > 0 && differsNow(connection, request, after).length > 0)
    return takeBack(client, connection, request, after, place)
  // An error may come after the change (the message was not taken, say): what is read back decides.
  if (refused && !(so && ours.length > 0)) throw refused
  if (!so && ours.length === 0)
    throw new NoAnswer(`Open Collective said yes, and shows the expense as ${after.status}.`)
  const changed = so ? null : `Done; someone has changed it since: it is ${after.status}.`
  return receipt(connection, after, place, ours, ours.length > 0, refused?.message ?? changed)
}

async function refusalOf(work: () => Promise<void>): Promise<Refusal | null> {
  try {
    await work()
    return null
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

function differsNow(connection: Connection, { terms }: Request, expense: ExpenseAnswer): TermDifference[] {
  return terms ? differencesOf(terms.pinned, terms.known(stateOf(connection, expense).terms), terms.named) : []
}

/** @throws Refusal SUBJECT_CHANGED unless the expense still is what was decided on; TryLater where an attached file cannot be read. */
export async function requireSameTerms(
  { fetch }: Means,
  connection: Connection,
  request: Request,
  expense: ExpenseAnswer,
): Promise<void> {
  const { terms } = request
  if (!terms) return
  const plain = differsNow(connection, request, expense)
  if (plain.length > 0) throw changed(plain, terms.known(stateOf(connection, expense).terms))
  const now = terms.known(await sealed(fetch, stateOf(connection, expense)))
  const differences = differencesOf(terms.pinned, now, terms.named)
  if (differences.length > 0) throw changed(differences, now)
  const [missing] = unreadable(terms.pinned, now)
  if (missing) {
    const message = `The decision was made on the content of an attached file (${missing.slice(0, 20)}…), which cannot be read now.`
    throw new TryLater('PLATFORM_UNREACHABLE', message)
  }
}

function changed(differences: readonly TermDifference[], terms: Terms, more = '', events: string[] = []): Refusal {
  const message = `Wanted the expense that was decided on; it was changed: ${differencesInWords(differences)}.${more}`
  return new Refusal('SUBJECT_CHANGED', cut(message, 2_000), { details: { differences, terms, events } })
}

/** @throws Refusal SUBJECT_CHANGED */
async function takeBack(
  client: Client,
  connection: Connection,
  request: Request,
  approved: SettledExpense,
  place: Date,
): Promise<never> {
  const differences = differsNow(connection, request, approved)
  const failed = await refusalOf(() => process(client, connection, approved, 'unapprove', null))
  const now = await readForSettling(client, connection, request.subject.id)
  const acts = ['approve', 'unapprove'] as const
  const events = acts.flatMap((act) =>
    ownActs(connection, { ...request, kind: expenseKind(act) }, now, place).map(({ id }) => id),
  )
  const more = failed
    ? ` It was approved as it became in that moment, and the approval could not be taken back: ${failed.message}`
    : ' It was changed in the moment it was approved: the approval was taken back.'
  throw changed(differences, stateOf(connection, now).terms, more, events)
}

/** The expense with what the token may do with it. @throws Refusal EXPENSE_NOT_FOUND */
export async function readForSettling(client: Client, connection: Connection, id: string): Promise<SettledExpense> {
  const reference = referenceOf(id)
  const expense = reference && (await readExpense<Judged>(client, connection, reference, moreFields))
  if (expense) return expense
  throw new Refusal(
    'EXPENSE_NOT_FOUND',
    `Wanted an expense of ${connection.externalId}; Open Collective has none with the id "${id.slice(0, 80)}".`,
  )
}

/** Whether the expense stands where the request wants it. What is paid has been approved. */
export function isSo(expense: Pick<ExpenseAnswer, 'status'>, to: string): boolean {
  return expense.status === to || (to === 'APPROVED' && beyondApproval.includes(expense.status))
}

export function newestOf(expense: ExpenseAnswer): Date {
  const times = (expense.activities ?? []).map(({ createdAt }) => Date.parse(createdAt))
  return new Date(Math.max(Date.parse(expense.createdAt), ...times))
}

function already(connection: Connection, request: Request, expense: SettledExpense, place: Date, to: string): Receipt {
  const ours = request.sentBefore ? ownActs(connection, request, expense, place) : []
  if (ours.length > 0)
    return receipt(connection, expense, place, ours, true, 'An earlier try had reached Open Collective.')
  const by =
    to === 'APPROVED' ? expense.approvedBy.map(({ slug }) => slug).join(', ') : whoBrought(expense, request.kind)
  return receipt(
    connection,
    expense,
    place,
    [],
    false,
    `It was already ${expense.status}${by ? ` by ${by}` : ''}: nothing was done.`,
  )
}

function whoBrought(expense: ExpenseAnswer, kind: string): string | null {
  const last = (expense.activities ?? []).findLast(({ type }) => {
    const after = left(kindOf(type) ?? '', {})
    return after !== null && standing(kind, after) === 'DONE'
  })
  return last?.individual?.slug ?? null
}

/** Activities that our own account made on the expense since we began: by kind, and after the place. */
function ownActs(connection: Connection, request: Request, expense: ExpenseAnswer, place: Date): ActivityAnswer[] {
  const causes = consequencesOf(request.kind)?.causes ?? []
  return (expense.activities ?? []).filter(
    ({ type, createdAt, individual }) =>
      Date.parse(createdAt) > place.getTime() && causes.includes(kindOf(type) ?? '') && isSelf(connection, individual),
  )
}

function requirePermission(expense: SettledExpense, settling: Settling, doing: string): void {
  const { approve, reject, canUnapprove } = expense.permissions
  if (settling !== 'unapprove') {
    const { allowed, reason } = settling === 'approve' ? approve : reject
    if (!allowed) throw refusalOfReason(reason, doing, expense.status)
  } else if (!canUnapprove) {
    const reason = ['APPROVED', 'ERROR', 'INCOMPLETE'].includes(expense.status) ? null : 'UNSUPPORTED_STATUS'
    throw refusalOfReason(reason, doing, expense.status)
  }
}

async function process(
  client: Client,
  connection: Connection,
  expense: ExpenseAnswer,
  settling: Settling,
  message: string | null,
): Promise<void> {
  await client.mutate(
    connection,
    `mutation Process($expense: ExpenseReferenceInput!, $action: ExpenseProcessAction!, $message: String) {
      processExpense(expense: $expense, action: $action, message: $message) { id status }
    }`,
    { expense: { id: expense.id }, action: settlings[settling].action, message },
  )
}

/** As it becomes a comment there, which takes HTML. */
function messageOf(request: Request): string | null {
  const { message } = request.parameters
  return typeof message === 'string' && message.trim() !== '' ? htmlOf(message) : null
}

function receipt(
  connection: Connection,
  expense: SettledExpense,
  place: Date,
  acts: ActivityAnswer[],
  ours: boolean,
  detail: string | null,
): Receipt {
  const state = stateOf(connection, expense)
  return {
    ours,
    detail,
    result: {
      externalId: state.id,
      url: state.url,
      status: state.status,
      already: !ours,
      approvedBy: expense.approvedBy.map(({ slug }) => slug),
    },
    events: acts.map(({ id }) => id),
    place,
    expense: { state, readAt: new Date() },
  }
}
