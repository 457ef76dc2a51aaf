// Open Collective: expenses, comments and conversations of one collective.

import { Refusal } from '../../../../schema/errors.ts'
import type { Connection, Platform, PlatformDeps } from '../platform.ts'
import { createClient } from './client.ts'
import { check, prepare, registerWebhook, removeWebhook } from './connect.ts'
import { referenceOf, stateOf, subjectOf } from './expense.ts'
import { hear } from './hear.ts'
import {
  beyondQuestion,
  consequencesOf,
  expenseKind,
  hears,
  left,
  performs,
  platform,
  settlesWhat,
  settlingOf,
  standing,
  statuses,
} from './kinds.ts'
import { look, read, readExpense } from './reading.ts'
import { settle } from './settle.ts'
import { fields, parameters, subjects } from './shapes.ts'
import {
  acceptSpeech,
  adviseOnExpense,
  commentOnConversation,
  commentOnExpense,
  createConversation,
  findConversation,
} from './speak.ts'
import { sealed, termNames } from './terms.ts'

export function createPlatform(deps: PlatformDeps): Platform {
  const client = createClient(deps)

  async function findExpense(connection: Connection, reference: string | null) {
    const wanted = reference === null ? null : referenceOf(reference)
    const expense = wanted && (await readExpense(client, connection, wanted))
    if (expense) return subjectOf(stateOf(connection, expense))
    const got = reference === null ? 'nothing' : `"${reference.slice(0, 100)}"`
    throw new Refusal(
      'EXPENSE_NOT_FOUND',
      `Wanted the id (ex_…), legacy id or address of an expense of ${connection.externalId}; got ${got}.`,
      { path: ['input', 'subject'] },
    )
  }

  return {
    name: platform,
    hears,
    performs,
    fields,
    parameters,
    subjects,
    ballots: false,
    connects: true,
    vanishes: expenseKind('deleted'),
    begins: expenseKind('created'),
    alters: expenseKind('updated'),
    settles: settlesWhat,
    asksAgain: (status) => !beyondQuestion.includes(status),
    termNames,
    seal: (state) => sealed(deps.fetch, state),
    consequences: consequencesOf,
    statuses,
    standing,
    left,
    prepare,
    check: (connection) => check(client, connection),
    registerWebhook: (connection, address) => registerWebhook(client, connection, address),
    removeWebhook: (connection, id) => removeWebhook(client, connection, id),
    hear,
    look: (connection, subjects) => look(client, connection, subjects),
    read: (connection, place, known) => read(client, connection, place, known),
    accept(kind, parameters) {
      if (!settlingOf(kind)) return acceptSpeech(kind, parameters)
      const { message } = parameters
      if (message === undefined || message === null || (typeof message === 'string' && message.length <= 20_000)) return
      throw new Refusal('BAD_INPUT', 'parameters.message: wanted a text of at most 20,000 characters.', {
        path: ['input', 'parameters', 'message'],
      })
    },
    async find(connection, kind, reference) {
      if (kind === `${platform}.conversation.create`) {
        const url = `${connection.settings.webUrl}/${connection.externalId}`
        return { type: 'collective', id: connection.externalId, title: null, url }
      }
      if (kind === `${platform}.conversation.comment`) return findConversation(client, connection, reference ?? '')
      return findExpense(connection, reference)
    },
    async perform(connection, request) {
      const settling = settlingOf(request.kind)
      if (settling) return settle({ client, fetch: deps.fetch }, connection, request, settling)
      if (request.kind === `${platform}.conversation.create`) return createConversation(client, connection, request)
      if (request.kind === `${platform}.conversation.comment`) return commentOnConversation(client, connection, request)
      return commentOnExpense(client, connection, request)
    },
    advise: (connection, request) =>
      request.subject.type === 'expense'
        ? adviseOnExpense({ client, fetch: deps.fetch }, connection, request)
        : commentOnConversation(client, connection, request),
  }
}
