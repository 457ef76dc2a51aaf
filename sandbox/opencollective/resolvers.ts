// GraphQL to the world: what each field shows, and to whom.
import { type CommentInput, commentsOf, countReactions, createComment, createConversation, react } from './comments.ts'
import { refused } from './errors.ts'
import { createExpense, deleteExpense, draftExpense, type ExpenseInput, editExpense } from './expenses.ts'
import { isNamedBy, type Reference } from './ids.ts'
import { type ActivitiesArgs, type ExpensesArgs, listActivities, listExpenses, newestFirst, page } from './lists.ts'
import { convert } from './money.ts'
import { judge, mayComment, mayDelete, mayEdit, mayPay } from './permissions.ts'
import { type ProcessInput, processExpense } from './process-expense.ts'
import type { Resolver, Resolvers } from './schema.ts'
import { hasScope, requireLogin, requireScope, requireTwoFactor } from './viewer.ts'
import { type AddressRules, createWebhook, deleteWebhook, updateWebhook } from './webhooks.ts'
import {
  type Account,
  type Activity,
  amountOf,
  type Comment,
  type Conversation,
  type Expense,
  findExpense,
  isAdminOf,
  isHostAdminOf,
  type Member,
  requireAccount,
  type Viewer,
  type Webhook,
  type World,
} from './world.ts'

export interface Context {
  world: World
  viewer: Viewer
  rules: AddressRules
  betweenReadAndWrite: () => Promise<void>
}

const KINDS = { USER: 'INDIVIDUAL', COLLECTIVE: 'COLLECTIVE', ORGANIZATION: 'ORGANIZATION', PROJECT: 'PROJECT' }
const TYPE_NAMES = { USER: 'Individual', COLLECTIVE: 'Collective', ORGANIZATION: 'Organization', PROJECT: 'Project' }

/** The GraphQL type of an account, where a field does not say it already. */
export const typeOfAccount = (account: Account): string => TYPE_NAMES[account.type]

const own = { id: (thing: { publicId: string }) => thing.publicId }
const money = (valueInCents: number, currency: string) => ({
  valueInCents,
  value: valueInCents / 100,
  currency,
  exchangeRate: null,
})
function findAccount(world: World, args: Reference & { throwIfMissing?: boolean }): Account | null {
  const found = world.accounts.find((one) => (args.slug ? one.slug === args.slug.toLowerCase() : isNamedBy(one, args)))
  if (!found && args.throwIfMissing !== false)
    throw refused(
      world.uuid,
      'NotFound',
      args.slug ? `No collective found with slug ${args.slug}` : 'Account Not Found',
    )
  return found ?? null
}

type In = Resolver<Context>
type Named = Reference & { throwIfMissing?: boolean }
type Paged = { limit: number; offset: number }
const query: Record<string, In> = {
  me: (_, __, { viewer }) => viewer.account,
  loggedInAccount: (_, __, { viewer }) => viewer.account,
  account: (_, args: Named, { world }) => findAccount(world, args),
  individual: (_, args: Named, { world }) => findAccount(world, args),
  collective: (_, args: Named, { world }) => findAccount(world, args),
  host: (_, args: Named, { world }) => findAccount(world, args),
  expense: (_, args: { expense?: Reference; id?: string }, { world }) =>
    findExpense(world, args.expense ?? { id: args.id }),
  expenses: (_, args: ExpensesArgs, { world }) => listExpenses(world, args),
  activities: (_, args: ActivitiesArgs, { world, viewer }) => listActivities(world, viewer, args),
  conversation: (_, { id }: { id: string }, { world }) =>
    world.conversations.find((one) => isNamedBy(one, { id })) ?? null,
}

type Submitted = { expense: ExpenseInput; account: Reference }
type ConversationInput = Parameters<typeof createConversation>[2]
type NewWebhook = Parameters<typeof createWebhook>[2]
type WebhookChange = Parameters<typeof updateWebhook>[2]
type Reaction = { emoji: string; comment?: Reference | null }

const mutation: Record<string, In> = {
  createExpense: (_, { expense, account }: Submitted, { world, viewer }) =>
    createExpense(world, viewer, expense, account),
  draftExpenseAndInviteUser: (_, args: Submitted & { skipInvite?: boolean }, { world, viewer }) =>
    draftExpense(world, viewer, args.expense, args.account, args.skipInvite === true),
  editExpense: (_, { expense }: { expense: ExpenseInput & { id: string } }, { world, viewer }) =>
    editExpense(world, viewer, expense),
  deleteExpense: (_, { expense }: { expense: Reference }, { world, viewer }) => deleteExpense(world, viewer, expense),
  processExpense: (_, args: ProcessInput, { world, viewer, betweenReadAndWrite }) =>
    processExpense(world, viewer, args, betweenReadAndWrite),
  createComment: (_, { comment }: { comment: CommentInput }, { world, viewer }) =>
    createComment(world, viewer, comment),
  createConversation: (_, args: ConversationInput, { world, viewer }) => createConversation(world, viewer, args),
  addEmojiReaction: (_, { emoji, comment }: Reaction, { world, viewer }) => ({
    comment: react(world, viewer, emoji, comment ?? {}, true),
  }),
  removeEmojiReaction: (_, { emoji, comment }: Reaction, { world, viewer }) => ({
    comment: react(world, viewer, emoji, comment ?? {}, false),
  }),
  createWebhook: (_, { webhook }: { webhook: NewWebhook }, { world, viewer, rules }) =>
    createWebhook(world, viewer, webhook, rules),
  updateWebhook: (_, { webhook }: { webhook: WebhookChange }, { world, viewer, rules }) =>
    updateWebhook(world, viewer, webhook, rules),
  deleteWebhook: (_, { webhook }: { webhook: Reference }, { world, viewer }) => deleteWebhook(world, viewer, webhook),
  setPolicies: (_, args: { account: Reference; policies: Account['policies'] }, { world, viewer }) =>
    editAccount(world, viewer, args.account, args.policies),
  editAccountSetting: (_, args: { account: Reference }, { world, viewer }) =>
    editAccount(world, viewer, args.account, {}),
}

function editAccount(world: World, viewer: Viewer, reference: Reference, policies: Account['policies']): Account {
  const person = requireLogin(world, viewer, 'You need to be logged in to manage account.')
  requireScope(world, viewer, 'account')
  const account = requireAccount(world, reference)
  if (!isAdminOf(world, person, account))
    throw refused(world.uuid, 'Forbidden', "You don't have permission to edit this account")
  requireTwoFactor(world, viewer, account)
  const previousData = { policies: account.policies }
  account.policies = { ...account.policies, ...policies }
  const data = { previousData, newData: { policies: account.policies } }
  world.record({ type: 'COLLECTIVE_EDITED', account, fromAccount: account, individual: person, expense: null, data })
  return account
}

const account: Record<string, In> = {
  id: (one: Account) => (one.oldStyleId ? one.idV2 : one.publicId),
  type: (one: Account) => KINDS[one.type],
  isIncognito: () => false,
  isActive: () => true,
  isArchived: () => false,
  isAdmin: (one: Account, _, { world, viewer }) => isAdminOf(world, viewer.account, one),
  settings: () => ({}),
  parentAccount: (one: Account) => one.parent,
  stats: (one: Account) => ({ balance: money(one.balanceInCents, one.currency) }),
  members: (one: Account, args: Paged & { role?: string[] }, { world }) =>
    page(
      world.members.filter(({ of, role }) => of === one && (args.role?.includes(role) ?? true)),
      args,
    ),
  memberOf: (one: Account, args: Paged & { role?: string[] }, { world }) => {
    const all = world.members.filter(({ member, role }) => member === one && (args.role?.includes(role) ?? true))
    return page(
      all.map((membership) => ({ ...membership, member: membership.of })),
      args,
    )
  },
  webhooks: (one: Account, args: Paged, { world, viewer }) => {
    if (!viewer.account || !isAdminOf(world, viewer.account, one) || !hasScope(viewer, 'webhooks')) return null
    return page(
      world.webhooks.filter((hook) => !hook.deleted && hook.account === one),
      args,
    )
  },
  conversations: (one: Account, args: Paged & { tag?: string }, { world }) => {
    const all = world.conversations.filter(
      (talk) => talk.account === one && (!args.tag || talk.tags?.includes(args.tag)),
    )
    return page(newestFirst(all), args)
  },
  conversationsTags: (one: Account, _, { world }) => {
    const tags = world.conversations.filter((talk) => talk.account === one).flatMap((talk) => talk.tags ?? [])
    return [...new Set(tags)].map((tag) => ({ id: tag, tag }))
  },
  expenses: (one: Account, args: ExpensesArgs, { world }) =>
    listExpenses(world, { ...args, account: { slug: one.slug } }),
}

const expense: Record<string, In> = {
  ...own,
  amount: amountOf,
  amountV2: (one: Expense, { currencySource }: { currencySource?: string }) => {
    const to =
      { ACCOUNT: one.account.currency, HOST: one.account.host?.currency }[String(currencySource)] ?? one.currency
    const cents = convert(amountOf(one), one.currency, to)
    return cents === null ? null : money(cents, to)
  },
  taxes: () => [],
  onHold: (one: Expense, _, { world, viewer }) =>
    isHostAdminOf(world, viewer.account, one.account) ? one.onHold : null,
  createdByAccount: (one: Expense) => one.createdBy,
  requestedByAccount: () => null,
  host: (one: Expense) => one.account.host,
  feesPayer: () => 'COLLECTIVE',
  lockedFields: () => [],
  customData: (one: Expense, _, { world, viewer }) => (mayComment(world, viewer, one) ? one.customData : null),
  privateMessage: (one: Expense, _, { world, viewer }) => (mayComment(world, viewer, one) ? one.privateMessage : null),
  permissions: (one: Expense) => one,
  activities: (one: Expense, _, { world }) =>
    world.activities.filter((activity) => activity.expense === one && !/COMMENT|HOLD/.test(activity.type)),
  comments: (one: Expense, args: Paged & { orderBy?: { direction: string } }, { world, viewer }) => {
    if (!mayComment(world, viewer, one)) return null
    const all = world.comments.filter(
      (comment) =>
        comment.expense === one && (comment.type === 'COMMENT' || isHostAdminOf(world, viewer.account, one.account)),
    )
    return page(args.orderBy?.direction === 'DESC' ? newestFirst(all) : all, args)
  },
}

const permissions: Record<string, In> = {
  ...own,
  approve: (one: Expense, _, { world, viewer }) => judge(world, viewer, one, 'APPROVE'),
  reject: (one: Expense, _, { world, viewer }) => judge(world, viewer, one, 'REJECT'),
  unapprove: (one: Expense, _, { world, viewer }) => judge(world, viewer, one, 'UNAPPROVE'),
  canApprove: (one: Expense, _, { world, viewer }) => judge(world, viewer, one, 'APPROVE').allowed,
  canReject: (one: Expense, _, { world, viewer }) => judge(world, viewer, one, 'REJECT').allowed,
  canUnapprove: (one: Expense, _, { world, viewer }) => judge(world, viewer, one, 'UNAPPROVE').allowed,
  canMarkAsSpam: (one: Expense, _, { world, viewer }) => judge(world, viewer, one, 'MARK_AS_SPAM').allowed,
  canMarkAsIncomplete: (one: Expense, _, { world, viewer }) => judge(world, viewer, one, 'MARK_AS_INCOMPLETE').allowed,
  canPay: (one: Expense, _, { world, viewer }) => mayPay(world, viewer, one),
  canComment: (one: Expense, _, { world, viewer }) => mayComment(world, viewer, one),
  canEdit: (one: Expense, _, { world, viewer }) => mayEdit(world, viewer, one),
  canDelete: (one: Expense, _, { world, viewer }) => mayDelete(world, viewer, one),
}

const comment: Record<string, In> = {
  ...own,
  fromAccount: (one: Comment) => one.from,
  reactions: countReactions,
  userReactions: (one: Comment, _, { viewer }) =>
    viewer.account ? one.reactions.filter(({ by }) => by === viewer.account).map(({ emoji }) => emoji) : null,
}

const conversation: Record<string, In> = {
  ...own,
  fromAccount: (one: Conversation) => one.from,
  stats: (one: Conversation, _, { world }) => ({
    id: one.publicId,
    commentsCount: commentsOf(world, { conversation: one }).length,
  }),
  followers: (one: Conversation, args: Paged, { world }) =>
    page([...new Set([one.from, ...commentsOf(world, { conversation: one }).map(({ from }) => from)])], args),
  comments: (one: Conversation, args: Paged, { world }) => page(commentsOf(world, { conversation: one }), args),
}

const member = {
  ...own,
  isActive: () => true,
  account: (one: Member) => one.member,
}

/** Every resolver that is not "the field of the same name". */
export const resolvers: Resolvers = {
  Query: query,
  Mutation: mutation,
  Account: account,
  AccountWithHost: {
    isApproved: (one: Account) => one.host !== null,
    approvedAt: (one: Account) => (one.host ? one.createdAt : null),
  },
  Individual: {
    email: (one: Account, _, { viewer }: Context) =>
      viewer.account === one && hasScope(viewer, 'email') ? one.email : null,
  },
  Policies: {
    REQUIRE_2FA_FOR_ADMINS: (one: Account['policies']) => one.REQUIRE_2FA_FOR_ADMINS ?? false,
  },
  Member: member,
  MemberOf: member,
  PayoutMethod: { ...own, data: () => null },
  ExpenseItem: {
    ...own,
    amountV2: ({ amount, currency }: { amount: number; currency: string }) => money(amount, currency),
  },
  Expense: expense,
  ExpensePermissions: permissions,
  Activity: {
    ...own,
    isSystem: () => false,
    host: (one: Activity) => one.account.host,
    expense: (one: Activity) => (one.expense?.deleted ? null : one.expense),
  },
  Comment: comment,
  Conversation: conversation,
  Webhook: { id: (one: Webhook) => (one.deleted ? null : one.publicId) },
}
