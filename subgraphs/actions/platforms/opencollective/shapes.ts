// What an expense's events hold, and what may be given to what we do: policies are checked by it when they are written.

import type { Fields } from '../../../../schema/policy/kinds.ts'
import { expenseKind, platform } from './kinds.ts'

const expense: Fields = {
  expenseId: 'text',
  legacyId: 'number?',
  status: 'text',
  type: 'text?',
  amountInCents: 'number',
  currency: 'text',
  amountInCollectiveCurrency: 'number?',
  collectiveCurrency: 'text?',
  description: 'text',
  longDescription: 'text?',
  items: 'list?',
  files: 'list?',
  payee: 'text',
  payoutMethod: 'object?',
  submittedBy: 'text',
  tags: 'list',
  url: 'text?',
  createdAt: 'text',
  collective: 'text',
  actor: 'text?',
  previousStatus: 'text?',
  activity: 'text?',
  byFolkmoot: 'bool?',
}

export const fields = { [expenseKind('*')]: expense }

export const parameters: Record<string, Fields> = {
  [expenseKind('comment')]: { message: 'text' },
  [expenseKind('*')]: {},
  [`${platform}.conversation.comment`]: { message: 'text' },
  [`${platform}.conversation.create`]: { title: 'text', message: 'text', tags: 'list?' },
}

export const subjects = { [expenseKind('*')]: 'expense', [`${platform}.conversation.comment`]: 'conversation' }
