// Comments and conversations. Each carries the id of the action that made it: so a try whose answer was lost is found
// again, and nothing is said twice.

import { Refusal } from '../../../../schema/errors.ts'
import type { Connection, Parameters, Receipt, Request } from '../platform.ts'
import type { Client } from './client.ts'
import { isSelf, stateOf } from './expense.ts'
import type { AccountAnswer } from './expense-answer.ts'
import { markedHtmlOf } from './html.ts'
import { settlingOf } from './kinds.ts'
import { type Means, newestOf, readForSettling, requireSameTerms, type SettledExpense } from './settle.ts'

interface CommentAnswer {
  id: string
  html: string | null
  fromAccount: AccountAnswer | null
}
interface Page {
  totalCount: number
  nodes: CommentAnswer[] | null
}

const pageSize = 100
const mostPages = 10
const commentFields = 'id html fromAccount { id publicId slug }'

/** @throws Refusal BAD_INPUT */
export function acceptSpeech(kind: string, { message, title, tags }: Parameters): void {
  const bad = (name: string, wanted: string) =>
    new Refusal('BAD_INPUT', `parameters.${name}: wanted ${wanted}.`, { path: ['input', 'parameters', name] })
  if (typeof message !== 'string' || message.trim() === '' || message.length > 20_000) {
    throw bad('message', 'a text of at most 20,000 characters')
  }
  if (!kind.endsWith('.conversation.create')) return
  if (typeof title !== 'string' || title.trim().length < 3 || title.length > 255)
    throw bad('title', '3 to 255 characters')
  if (tags !== undefined && !(Array.isArray(tags) && tags.every((tag) => typeof tag === 'string'))) {
    throw bad('tags', 'a list of texts')
  }
}

export async function commentOnExpense(client: Client, connection: Connection, request: Request): Promise<Receipt> {
  const expense = await readForSettling(client, connection, request.subject.id)
  return sayOn(client, connection, request, expense, String(request.parameters.message))
}

/** Tells the people who can act what was decided; and sees whether it stands already. */
export async function adviseOnExpense(means: Means, connection: Connection, request: Request): Promise<Receipt> {
  const { client } = means
  const expense = await readForSettling(client, connection, request.subject.id)
  // What was said before stands; nobody is told now to approve what nobody decided on.
  if (!request.sentBefore && settlingOf(request.kind)) await requireSameTerms(means, connection, request, expense)
  const settling = settlingOf(request.kind)
  const given = [request.parameters.message, request.parameters.reason].find((text) => typeof text === 'string') ?? null
  const decided = settling
    ? `The community decided that this expense should be ${{ approve: 'approved', reject: 'rejected', unapprove: 'unapproved' }[settling]}.`
    : null
  const text = [decided, given, decided && 'The decision is advisory: those who can act on it are asked to.']
    .filter(Boolean)
    .join('\n\n')
  return sayOn(client, connection, request, expense, text)
}

async function sayOn(
  client: Client,
  connection: Connection,
  request: Request,
  expense: SettledExpense,
  text: string,
): Promise<Receipt> {
  const state = stateOf(connection, expense)
  const place = request.place ?? newestOf(expense)
  const done = (id: string, detail: string | null): Receipt => ({
    ours: true,
    detail,
    result: { externalId: id, url: state.url && `${state.url}#comment-${id}` },
    events: [],
    place,
    expense: { state, readAt: new Date() },
  })
  if (request.sentBefore) {
    const said = await findComment(client, connection, request, 'expense', { expense: { id: expense.id } })
    if (said) return done(said.id, 'An earlier try had reached Open Collective.')
  }
  if (!expense.permissions.canComment) {
    throw new Refusal(
      'PLATFORM_PERMISSION_MISSING',
      "Open Collective does not let the token's account comment on this expense.",
    )
  }
  await request.sending(place)
  return done(
    await createComment(client, connection, { expense: { id: expense.id }, html: markedHtmlOf(text, request.id) }),
    null,
  )
}

export async function commentOnConversation(
  client: Client,
  connection: Connection,
  request: Request,
): Promise<Receipt> {
  const id = request.subject.id
  const url = request.subject.url
  const done = (comment: string, detail: string | null) =>
    plain({ externalId: comment, url: url && `${url}#comment-${comment}` }, detail)
  if (request.sentBefore) {
    const said = await findComment(client, connection, request, 'conversation', { id })
    if (said) return done(said.id, 'An earlier try had reached Open Collective.')
  }
  await request.sending(null)
  const html = markedHtmlOf(String(request.parameters.message), request.id)
  return done(await createComment(client, connection, { conversation: { id }, html }), null)
}

interface ConversationAnswer {
  id: string
  slug: string
  body?: { html: string | null } | null
}

export async function createConversation(client: Client, connection: Connection, request: Request): Promise<Receipt> {
  const { title, message, tags } = request.parameters
  const done = ({ id, slug }: ConversationAnswer, detail: string | null) =>
    plain(
      { externalId: id, url: `${connection.settings.webUrl}/${connection.externalId}/conversations/${slug}-${id}` },
      detail,
    )
  if (request.sentBefore) {
    const { account } = await client.query<{ account: { conversations: { nodes: ConversationAnswer[] | null } } }>(
      connection,
      'query Conversations($slug: String!) { account(slug: $slug) { conversations(limit: 50) { nodes { id slug body { html } } } } }',
      { slug: connection.externalId },
    )
    const begun = account.conversations.nodes?.find(({ body }) => body?.html?.includes(request.id))
    if (begun) return done(begun, 'An earlier try had reached Open Collective.')
  }
  await request.sending(null)
  const { createConversation } = await client.mutate<{ createConversation: ConversationAnswer }>(
    connection,
    `mutation Converse($title: String!, $html: String!, $account: AccountReferenceInput!, $tags: [String]) {
      createConversation(title: $title, html: $html, account: $account, tags: $tags) { id slug }
    }`,
    {
      title,
      html: markedHtmlOf(String(message), request.id),
      account: { slug: connection.externalId },
      tags: tags ?? null,
    },
  )
  return done(createConversation, null)
}

/** A conversation as a subject. @throws Refusal */
export async function findConversation(client: Client, connection: Connection, reference: string) {
  const id = /(conv_\w{8,40}|([a-z0-9]{8}-){3}[a-z0-9]{8})(?:[?#].*)?$/.exec(reference.trim())?.[1]
  const { conversation } = id
    ? await client.query<{
        conversation: (ConversationAnswer & { title: string; account: AccountAnswer | null }) | null
      }>(connection, 'query Conversation($id: String!) { conversation(id: $id) { id slug title account { slug } } }', {
        id,
      })
    : { conversation: null }
  if (!conversation || conversation.account?.slug !== connection.externalId) {
    throw new Refusal(
      'PLATFORM_INPUT_REFUSED',
      `Wanted a conversation of ${connection.externalId}; got "${reference.slice(0, 100)}".`,
      {
        path: ['input', 'subject'],
      },
    )
  }
  const url = `${connection.settings.webUrl}/${connection.externalId}/conversations/${conversation.slug}-${conversation.id}`
  return { type: 'conversation', id: conversation.id, title: conversation.title, url }
}

async function createComment(client: Client, connection: Connection, comment: object): Promise<string> {
  const { createComment } = await client.mutate<{ createComment: { id: string } }>(
    connection,
    'mutation Comment($comment: CommentCreateInput!) { createComment(comment: $comment) { id } }',
    { comment },
  )
  return createComment.id
}

/** Our comment that carries the id of the action: it was made a short while ago, so that the last pages are looked at first. */
async function findComment(
  client: Client,
  connection: Connection,
  request: Request,
  on: 'expense' | 'conversation',
  variables: object,
): Promise<CommentAnswer | null> {
  const head =
    on === 'expense'
      ? ['$expense: ExpenseReferenceInput!', 'expense(expense: $expense)']
      : ['$id: String!', 'conversation(id: $id)']
  const commentsFrom = async (page: number): Promise<Page> => {
    const answer = await client.query<Record<string, { comments: Page | null } | null>>(
      connection,
      `query Comments(${head[0]}, $offset: Int!) {
        ${head[1]} { comments(limit: ${pageSize}, offset: $offset) { totalCount nodes { ${commentFields} } } }
      }`,
      { ...variables, offset: page * pageSize },
    )
    return answer[on]?.comments ?? { totalCount: 0, nodes: null }
  }
  const ours = ({ nodes }: Page) =>
    nodes?.find(({ html, fromAccount }) => html?.includes(request.id) && isSelf(connection, fromAccount)) ?? null
  const first = await commentsFrom(0)
  const last = Math.ceil(first.totalCount / pageSize) - 1
  for (let page = last; page > Math.max(0, last - mostPages); page--) {
    const found = ours(await commentsFrom(page))
    if (found) return found
  }
  return ours(first)
}

function plain(result: Receipt['result'], detail: string | null): Receipt {
  return { ours: true, detail, result, events: [], place: null, expense: null }
}
