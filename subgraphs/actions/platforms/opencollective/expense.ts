// What we make of an expense as the API gives it.

import type { Subject } from '../../domain/action.ts'
import type { Connection, ExpenseState, Parties, PlatformAccount, PlatformEvent } from '../platform.ts'
import type { AccountAnswer, ActivityAnswer, ExpenseAnswer } from './expense-answer.ts'
import { kindOf } from './kinds.ts'
import { addressesOf, termsOf } from './terms.ts'

/** The id that stays: older expenses still give a hashed one as `id`. */
export const idOf = (expense: Pick<ExpenseAnswer, 'id' | 'publicId'>) => expense.publicId ?? expense.id

export function stateOf(connection: Connection, expense: ExpenseAnswer): ExpenseState {
  const account = expense.account.slug ?? connection.externalId
  const state = {
    id: idOf(expense),
    legacyId: expense.legacyId,
    account,
    description: expense.description ?? '',
    status: expense.status,
    onHold: expense.onHold ?? null,
    amountInCents: expense.amountV2?.valueInCents ?? 0,
    currency: expense.amountV2?.currency ?? '',
    inCollective: expense.inCollectiveCurrency && {
      amountInCents: expense.inCollectiveCurrency.valueInCents,
      currency: expense.inCollectiveCurrency.currency,
    },
    payee: expense.payee?.slug ?? '',
    submittedBy: expense.createdByAccount?.slug ?? '',
    tags: (expense.tags ?? []).filter((tag) => tag !== null),
    url: expense.legacyId === null ? null : `${connection.settings.webUrl}/${account}/expenses/${expense.legacyId}`,
    createdAt: new Date(expense.createdAt),
    terms: termsOf(expense, account),
    addresses: addressesOf(expense),
  }
  return { ...state, data: dataOf(state) }
}

export function subjectOf(state: ExpenseState): Subject {
  return { type: 'expense', id: state.id, title: state.description, url: state.url }
}

/** Who submitted an expense, and who is paid by it. */
export function partiesOf({ createdByAccount, payee }: ExpenseAnswer): Parties<PlatformAccount> {
  return { submitter: createdByAccount && accountOf(createdByAccount), payee: payee && accountOf(payee) }
}

/** An activity of an expense as an event; null for activities that are no kind of ours. */
export function eventOf(
  state: ExpenseState,
  activity: ActivityAnswer,
  parties: Parties<PlatformAccount>,
): PlatformEvent | null {
  const kind = kindOf(activity.type)
  if (!kind) return null
  return {
    id: activity.id,
    kind,
    occurredAt: new Date(activity.createdAt),
    actor: activity.individual && accountOf(activity.individual),
    subject: subjectOf(state),
    terms: state.terms,
    parties,
    data: {
      ...state.data,
      actor: activity.individual?.slug ?? null,
      // An edit of the amount takes an approval away, and only this tells.
      previousStatus: activity.data?.previousData?.status ?? null,
      activity: activity.id,
    },
  }
}

/** What policies and programs see of an expense. Amounts are hundredths of the currency's unit. */
function dataOf(state: Omit<ExpenseState, 'data'>): Record<string, unknown> {
  const { id, legacyId, status, amountInCents, currency, description, payee, submittedBy, tags, url } = state
  const { inCollective } = state
  const { type, longDescription, payoutMethod, items, files } = state.terms
  return {
    ...{ expenseId: id, legacyId, status, amountInCents, currency, description, payee, submittedBy, tags, url },
    ...{ type, longDescription, payoutMethod, items, files },
    ...(inCollective && {
      amountInCollectiveCurrency: inCollective.amountInCents,
      collectiveCurrency: inCollective.currency,
    }),
    createdAt: state.createdAt.toISOString(),
    collective: state.account,
  }
}

export function accountOf(account: AccountAnswer): PlatformAccount {
  const ids = [
    account.publicId,
    account.id,
    account.legacyId === null || account.legacyId === undefined ? null : String(account.legacyId),
  ]
  return {
    ids: [...new Set(ids.filter((id): id is string => typeof id === 'string' && id !== ''))],
    username: account.slug ?? null,
    name: account.name ?? null,
  }
}

/** Whether an account of an activity is ours. */
export function isSelf(connection: Connection, account: AccountAnswer | null): boolean {
  const self = connection.self
  if (!self || !account) return false
  if (account.slug && self.username) return account.slug === self.username
  return accountOf(account).ids.some((id) => self.ids.includes(id))
}

/** What a person may write for an expense: ex_…, the older hashed id, the number, or the address of its page. */
export function referenceOf(text: string): { id: string } | { legacyId: number } | null {
  const trimmed = text.trim()
  const address = /^https?:\/\/[^/]+\/(?:[^?#]*\/)?expenses\/([^/?#]+)/.exec(trimmed)?.[1]
  const name = address ?? trimmed
  if (/^\d{1,9}$/.test(name)) return { legacyId: Number(name) }
  if (/^ex_\w{8,40}$/.test(name) || /^([a-z0-9]{8}-){3}[a-z0-9]{8}$/.test(name)) return { id: name }
  return null
}
