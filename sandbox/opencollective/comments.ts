// Comments, conversations and reactions. A comment names its author; a reaction is only counted.
import { refused } from './errors.ts'
import { sanitize, summarize } from './html.ts'
import { isNamedBy, type Reference } from './ids.ts'
import { mayComment } from './permissions.ts'
import { requireLogin, requireScope } from './viewer.ts'
import {
  type Account,
  type Comment,
  type Conversation,
  findExpense,
  isHostAdminOf,
  requireAccount,
  type Viewer,
  type World,
} from './world.ts'

export interface CommentInput {
  html?: string | null
  type?: string | null
  expense?: Reference | null
  conversation?: Reference | null
}

/** The exact keys: thumbs up carries U+FE0F, thumbs down does not. */
export const EMOJI = ['👍️', '👎', '😀', '🎉', '😕', '❤️', '🚀', '👀']

export function createComment(world: World, viewer: Viewer, input: CommentInput): Comment {
  const person = requireLogin(world, viewer, 'You must be logged in to create a comment')
  requireScope(world, viewer, input.conversation ? 'conversations' : 'expenses')
  const expense = input.expense ? findExpense(world, input.expense) : null
  const conversation = input.conversation
    ? (world.conversations.find((one) => isNamedBy(one, input.conversation!)) ?? null)
    : null
  const account = expense?.account ?? conversation?.account
  if (!account)
    throw refused(
      world.uuid,
      'ValidationFailed',
      "The item you're trying to comment doesn't exist or has been deleted.",
    )
  if (input.type === 'PRIVATE_NOTE' && !isHostAdminOf(world, person, account))
    throw refused(world.uuid, 'Unauthorized', 'You need to be a host admin to post comments in this context')
  if (expense && !mayComment(world, viewer, expense))
    throw refused(world.uuid, 'Unauthorized', 'You are not allowed to comment on this expense')
  if (!input.html) throw refused(world.uuid, 'ValidationFailed', 'Comment is empty')

  const comment = build(world, person, account, input.html, { expense, conversation, type: input.type ?? 'COMMENT' })
  const { legacyId: id, html, type, publicId } = comment
  world.record({
    type: expense ? 'EXPENSE_COMMENT_CREATED' : 'CONVERSATION_COMMENT_CREATED',
    account,
    fromAccount: person,
    individual: person,
    expense,
    data: expense ? { comment: { id, html, type, publicId } } : {},
  })
  return comment
}

export function createConversation(
  world: World,
  viewer: Viewer,
  input: { title: string; html: string; account?: Reference | null; tags?: string[] | null },
): Conversation {
  const person = requireLogin(world, viewer, 'You need to be logged in to manage conversations')
  requireScope(world, viewer, 'conversations')
  const account = requireAccount(world, input.account ?? {})
  if (input.title.length < 3 || input.title.length > 255)
    throw refused(world.uuid, 'ValidationFailed', 'Validation error: Validation len on title failed')
  const body = build(world, person, account, input.html, { expense: null, conversation: null, type: 'COMMENT' })
  const conversation: Conversation = {
    ...world.nextId('conv'),
    title: input.title,
    slug: input.title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, ''),
    tags: input.tags ?? null,
    summary: summarize(body.html),
    createdAt: body.createdAt,
    updatedAt: world.now(),
    account,
    from: person,
    body,
  }
  body.conversation = conversation
  world.conversations.push(conversation)
  const type = 'COLLECTIVE_CONVERSATION_CREATED'
  world.record({ type, account, fromAccount: person, individual: person, expense: null, data: {} })
  return conversation
}

/** Comments under a conversation; its opening text is not one of them. */
export function commentsOf(world: World, on: { conversation: Conversation }): Comment[] {
  return world.comments.filter((one) => one.conversation === on.conversation && one !== on.conversation.body)
}

/** Adds or removes one's reaction. One person may give both thumbs; adding twice changes nothing. */
export function react(world: World, viewer: Viewer, emoji: string, reference: Reference, add: boolean): Comment {
  const person = requireLogin(world, viewer, 'You need to be authenticated to perform this action')
  const comment = world.comments.find((one) => isNamedBy(one, reference))
  requireScope(world, viewer, comment?.expense ? 'expenses' : 'conversations')
  if (!comment) throw refused(world.uuid, 'NotFound', 'This comment does not exist or has been deleted.')
  if (comment.expense && !mayComment(world, viewer, comment.expense))
    throw refused(world.uuid, 'Forbidden', 'You are not allowed to react on this comment')
  const own = comment.reactions.find((reaction) => reaction.emoji === emoji && reaction.by === person)
  if (add) {
    if (!EMOJI.includes(emoji))
      throw refused(world.uuid, 'ValidationFailed', `Invalid emoji. Must be one of: ${EMOJI.join(', ')}`)
    if (!own) comment.reactions.push({ emoji, by: person })
  } else {
    const missing = 'This reaction does not exist or has been deleted or you do not have permission to change it.'
    if (!own) throw refused(world.uuid, 'NotFound', missing)
    comment.reactions.splice(comment.reactions.indexOf(own), 1)
  }
  return comment
}

/** Emoji and how many gave it. Nobody is told who. */
export function countReactions(comment: Comment): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const emoji of [...new Set(comment.reactions.map((one) => one.emoji))].sort())
    counts[emoji] = comment.reactions.filter((one) => one.emoji === emoji).length
  return counts
}

function build(
  world: World,
  from: Account,
  account: Account,
  html: string,
  on: Pick<Comment, 'expense' | 'conversation' | 'type'>,
): Comment {
  const comment: Comment = {
    ...world.nextId('cmt'),
    ...on,
    html: sanitize(html, world.webUrl),
    createdAt: world.now(),
    from,
    account,
    reactions: [],
  }
  world.comments.push(comment)
  return comment
}
