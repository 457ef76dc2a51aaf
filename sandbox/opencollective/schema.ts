// The part of Open Collective's GraphQL v2 that an adapter needs, with its names and its nullability: a refused
// `processExpense` nulls the whole answer, a refused `createComment` only its field.
import {
  assertObjectType,
  buildSchema,
  GraphQLError,
  GraphQLScalarType,
  type GraphQLSchema,
  isInterfaceType,
  Kind,
} from 'graphql'
import { ACTIVITY_TYPES } from './activity-types.ts'
import { TRANSITIONS } from './state-machine.ts'
import type { Account } from './world.ts'

const accountFields = `
  id: String!
  legacyId: Int!
  publicId: String!
  slug: String!
  name: String
  legalName: String
  description: String
  type: AccountType!
  currency: String!
  imageUrl: String
  createdAt: DateTime
  isIncognito: Boolean!
  isActive: Boolean!
  isAdmin: Boolean!
  isArchived: Boolean!
  emails: [String!]
  settings: JSON
  policies: Policies!
  parentAccount: Account
  stats: AccountStats
  members(role: [MemberRole], limit: Int = 100, offset: Int = 0): MemberCollection!
  memberOf(role: [MemberRole], limit: Int = 100, offset: Int = 0): MemberOfCollection!
  webhooks(limit: Int = 10, offset: Int = 0): WebhookCollection
  conversations(limit: Int = 15, offset: Int = 0, tag: String): ConversationCollection!
  conversationsTags(limit: Int = 30): [TagResponse]
  expenses(limit: Int = 10, offset: Int = 0, status: [ExpenseStatusFilter], dateFrom: DateTime): ExpenseCollection!
`
const hostedFields = `
  host: Host
  approvedAt: DateTime
  isApproved: Boolean!
`
const collection = (type: string) => `
  type ${type}Collection { offset: Int limit: Int totalCount: Int nodes: [${type}] }
`

const SDL = `
  scalar DateTime
  scalar JSON
  scalar URL
  scalar AccountSettingsKey
  enum AccountType { INDIVIDUAL COLLECTIVE ORGANIZATION PROJECT EVENT FUND VENDOR BOT }
  enum MemberRole { ADMIN MEMBER ACCOUNTANT BACKER HOST CONTRIBUTOR FOLLOWER ATTENDEE COMMUNITY_MANAGER }
  enum ExpenseType { INVOICE RECEIPT FUNDING_REQUEST GRANT UNCLASSIFIED CHARGE SETTLEMENT PLATFORM_BILLING }
  enum ExpenseCurrencySource { HOST ACCOUNT EXPENSE CREATED_BY_ACCOUNT }
  enum ExpenseStatus { DRAFT UNVERIFIED PENDING INCOMPLETE APPROVED REJECTED PROCESSING ERROR PAID SCHEDULED_FOR_PAYMENT SPAM CANCELED INVITE_DECLINED }
  enum ExpenseStatusFilter { DRAFT UNVERIFIED PENDING INCOMPLETE APPROVED REJECTED PROCESSING ERROR PAID SCHEDULED_FOR_PAYMENT SPAM CANCELED INVITE_DECLINED READY_TO_PAY ON_HOLD }
  enum ExpenseProcessAction { ${Object.keys(TRANSITIONS).join(' ')} }
  enum MarkAsUnPaidExpenseStatus { APPROVED INCOMPLETE ERROR }
  enum ActivityType { ${Object.keys(ACTIVITY_TYPES).join(' ')} }
  enum ActivityAndClassesType { EXPENSES COLLECTIVE ${Object.keys(ACTIVITY_TYPES).join(' ')} }
  enum CommentType { COMMENT PRIVATE_NOTE }
  enum PayoutMethodType { OTHER PAYPAL BANK_ACCOUNT ACCOUNT_BALANCE STRIPE CREDIT_CARD }
  enum ChronologicalOrderField { CREATED_AT }
  enum OrderDirection { ASC DESC }
  input ChronologicalOrderInput { field: ChronologicalOrderField! = CREATED_AT direction: OrderDirection! = DESC }
  input AccountReferenceInput { id: String legacyId: Int slug: String }
  input ExpenseReferenceInput { id: String legacyId: Int }
  input CommentReferenceInput { id: String legacyId: Int }
  input UpdateReferenceInput { id: String legacyId: Int }
  input ConversationReferenceInput { id: String legacyId: Int }
  input WebhookReferenceInput { id: String legacyId: Int }
  input AmountInput { value: Float valueInCents: Int currency: String }
  input ExpenseAttachedFileInput { id: String url: String! name: String }
  input ExpenseItemInput { id: String description: String amount: Int amountV2: AmountInput incurredAt: DateTime url: String }
  input PayoutMethodInput { id: String type: PayoutMethodType name: String data: JSON isSaved: Boolean }
  input ExpenseCreateInput {
    description: String! longDescription: String tags: [String] type: ExpenseType! currency: String reference: String
    payee: AccountReferenceInput! payoutMethod: PayoutMethodInput! items: [ExpenseItemInput] attachedFiles: [ExpenseAttachedFileInput!]
    privateMessage: String invoiceInfo: String customData: JSON
  }
  input ExpenseInviteDraftInput {
    description: String! longDescription: String tags: [String] type: ExpenseType! currency: String
    payee: AccountReferenceInput! payoutMethod: PayoutMethodInput items: [ExpenseItemInput]
  }
  input ExpenseUpdateInput {
    id: String! description: String longDescription: String tags: [String] type: ExpenseType currency: String
    reference: String payee: AccountReferenceInput payoutMethod: PayoutMethodInput items: [ExpenseItemInput] attachedFiles: [ExpenseAttachedFileInput!]
    privateMessage: String invoiceInfo: String customData: JSON
  }
  input ProcessExpensePaymentParams {
    forceManual: Boolean paymentProcessorFeeInHostCurrency: Int totalAmountPaidInHostCurrency: Int
    markAsUnPaidStatus: MarkAsUnPaidExpenseStatus shouldRefundPaymentProcessorFee: Boolean
  }
  input CommentCreateInput { html: String expense: ExpenseReferenceInput conversation: ConversationReferenceInput type: CommentType = COMMENT }
  input WebhookCreateInput { account: AccountReferenceInput! activityType: ActivityType! webhookUrl: URL! }
  input WebhookUpdateInput { id: String! activityType: ActivityType = ACTIVITY_ALL webhookUrl: URL! }
  input PoliciesInput { EXPENSE_AUTHOR_CANNOT_APPROVE: AuthorCannotApproveInput REQUIRE_2FA_FOR_ADMINS: Boolean }
  input AuthorCannotApproveInput { enabled: Boolean! amountInCents: Int = 0 }

  type AuthorCannotApprove { enabled: Boolean! amountInCents: Int! }
  type Policies { EXPENSE_AUTHOR_CANNOT_APPROVE: AuthorCannotApprove REQUIRE_2FA_FOR_ADMINS: Boolean }
  type Amount { value: Float valueInCents: Int currency: String exchangeRate: CurrencyExchangeRate }
  type CurrencyExchangeRate { value: Float! source: String! fromCurrency: String! toCurrency: String! }
  type AccountStats { balance: Amount! }
  type TagResponse { id: String! tag: String! }

  interface Account { ${accountFields} }
  interface AccountWithHost { ${hostedFields} }
  type Individual implements Account { ${accountFields} email: String }
  type Organization implements Account { ${accountFields} }
  type Host implements Account { ${accountFields} }
  type Collective implements Account & AccountWithHost { ${accountFields} ${hostedFields} }
  type Project implements Account & AccountWithHost { ${accountFields} ${hostedFields} }

  type Member { id: String! role: MemberRole! since: DateTime! isActive: Boolean! account: Account! }
  type MemberOf { id: String! role: MemberRole! since: DateTime! isActive: Boolean! account: Account! }
  ${['Member', 'MemberOf', 'Webhook', 'Conversation', 'Comment', 'Expense', 'Activity'].map(collection).join('')}
  type AccountCollection { offset: Int limit: Int totalCount: Int nodes: [Account] }

  type PayoutMethod { id: String! type: PayoutMethodType data: JSON }
  type ExpenseItem { id: String! publicId: String! description: String amount: Int! amountV2: Amount! incurredAt: DateTime! url: String }
  type ExpenseAttachedFile { id: String! url: String name: String }
  type TaxInfo { id: String! type: String! percentage: Int! }
  type AccountingCategory { id: String! name: String! code: String! }
  type Permission { allowed: Boolean! reason: String reasonDetails: JSON }
  type ExpensePermissions {
    id: String! canApprove: Boolean! canReject: Boolean! canUnapprove: Boolean! canPay: Boolean! canComment: Boolean!
    canEdit: Boolean! canDelete: Boolean! canMarkAsSpam: Boolean! canMarkAsIncomplete: Boolean!
    approve: Permission! reject: Permission! unapprove: Permission!
  }
  type Expense {
    id: String! publicId: String! legacyId: Int! description: String! longDescription: String reference: String
    type: ExpenseType! status: ExpenseStatus! onHold: Boolean amount: Int! currency: String! amountV2(currencySource: ExpenseCurrencySource = EXPENSE): Amount
    taxes: [TaxInfo]! createdAt: DateTime! incurredAt: DateTime! paidAt: DateTime tags: [String]!
    account: Account! payee: Account! createdByAccount: Account requestedByAccount: Account host: Host
    payoutMethod: PayoutMethod items: [ExpenseItem] attachedFiles: [ExpenseAttachedFile!] approvedBy: [Individual]! customData: JSON privateMessage: JSON
    invoiceInfo: String feesPayer: String! accountingCategory: AccountingCategory draftKey: String
    permissions: ExpensePermissions! lockedFields: [String] activities: [Activity!]!
    comments(limit: Int = 40, offset: Int = 0, orderBy: ChronologicalOrderInput): CommentCollection
  }
  type Activity {
    id: String! publicId: String! type: ActivityType! createdAt: DateTime! isSystem: Boolean! data: JSON!
    account: Account fromAccount: Account individual: Individual host: Host expense: Expense
  }
  type Comment {
    id: String! publicId: String! html: String type: CommentType! createdAt: DateTime! reactions: JSON userReactions: JSON
    fromAccount: Account account: Account conversation: Conversation expense: Expense
  }
  type ConversationStats { id: String! commentsCount: Int }
  type Conversation {
    id: String! publicId: String! slug: String! title: String! summary: String! tags: [String!]
    createdAt: DateTime! updatedAt: DateTime! account: Account fromAccount: Account body: Comment
    stats: ConversationStats followers(limit: Int = 10, offset: Int = 0): AccountCollection!
    comments(limit: Int = 40, offset: Int = 0): CommentCollection!
  }
  type Webhook { id: String! publicId: String! legacyId: Int! activityType: ActivityType webhookUrl: URL account: Account! }
  type Update { id: String! reactions: JSON userReactions: JSON }
  type EmojiReactionResponse { comment: Comment update: Update }

  type Query {
    me: Individual
    loggedInAccount: Individual
    account(id: String, slug: String, throwIfMissing: Boolean = true): Account
    individual(id: String, slug: String, throwIfMissing: Boolean = true): Individual
    collective(id: String, slug: String, throwIfMissing: Boolean = true): Collective
    host(id: String, slug: String, throwIfMissing: Boolean = true): Host
    expense(id: String, expense: ExpenseReferenceInput): Expense
    expenses(
      account: AccountReferenceInput, fromAccount: AccountReferenceInput, host: AccountReferenceInput
      createdByAccount: AccountReferenceInput, status: [ExpenseStatusFilter], type: ExpenseType, tags: [String]
      dateFrom: DateTime, dateTo: DateTime, searchTerm: String, includeChildrenExpenses: Boolean = false
      orderBy: ChronologicalOrderInput! = { field: CREATED_AT, direction: DESC }
      limit: Int! = 10, offset: Int! = 0
    ): ExpenseCollection!
    activities(
      account: [AccountReferenceInput!]!, type: [ActivityAndClassesType!], dateFrom: DateTime, dateTo: DateTime
      includeChildrenAccounts: Boolean! = false, excludeParentAccount: Boolean! = false, includeHostedAccounts: Boolean! = false
      limit: Int! = 100, offset: Int! = 0
    ): ActivityCollection!
    conversation(id: String!): Conversation
  }
  type Mutation {
    createExpense(expense: ExpenseCreateInput!, account: AccountReferenceInput!): Expense!
    draftExpenseAndInviteUser(expense: ExpenseInviteDraftInput!, account: AccountReferenceInput!, skipInvite: Boolean): Expense!
    editExpense(expense: ExpenseUpdateInput!, draftKey: String): Expense!
    deleteExpense(expense: ExpenseReferenceInput!): Expense!
    processExpense(expense: ExpenseReferenceInput!, action: ExpenseProcessAction!, message: String, paymentParams: ProcessExpensePaymentParams): Expense!
    createComment(comment: CommentCreateInput!): Comment
    createConversation(title: String!, html: String!, account: AccountReferenceInput, tags: [String]): Conversation
    addEmojiReaction(emoji: String!, comment: CommentReferenceInput, update: UpdateReferenceInput): EmojiReactionResponse!
    removeEmojiReaction(emoji: String!, comment: CommentReferenceInput, update: UpdateReferenceInput): EmojiReactionResponse!
    createWebhook(webhook: WebhookCreateInput!): Webhook
    updateWebhook(webhook: WebhookUpdateInput!): Webhook
    deleteWebhook(webhook: WebhookReferenceInput!): Webhook
    setPolicies(account: AccountReferenceInput!, policies: PoliciesInput!): Account!
    editAccountSetting(account: AccountReferenceInput!, key: AccountSettingsKey!, value: JSON!): Account!
  }
`

/** Each says what its type is made of, and its arguments as the schema has them: so it is taken at its word. */
export type Resolver<Context = unknown> = {
  resolve(source: unknown, args: unknown, context: Context): unknown
}['resolve']
export type Resolvers = Record<string, Record<string, Resolver>>

/** The schema with its resolvers. Those of `Account` and `AccountWithHost` serve every type that implements them. */
export function buildOpenCollectiveSchema(resolvers: Resolvers, typeOf: (account: Account) => string): GraphQLSchema {
  const schema = buildSchema(SDL)
  const types = schema.getTypeMap()
  Object.assign(types.DateTime as object, dateTime)
  Object.assign(types.URL as object, url)
  for (const [name, fields] of Object.entries(resolvers)) {
    const type = types[name]
    const targets = isInterfaceType(type) ? schema.getImplementations(type).objects : [assertObjectType(type)]
    for (const target of targets)
      for (const [field, resolve] of Object.entries(fields)) target.getFields()[field]!.resolve = resolve
    if (isInterfaceType(type)) type.resolveType = typeOf
  }
  return schema
}

const dateTime = scalar('DateTime', (value) => {
  const date = new Date(String(value))
  if (Number.isNaN(date.getTime()))
    throw new GraphQLError(`DateTime cannot represent an invalid date-time-string ${value}.`)
  return date
})
const url = scalar('URL', (value) => {
  if (!URL.canParse(String(value)))
    throw new GraphQLError(`Not a valid URL: ${value}`, { extensions: { code: 'ValidationFailed' } })
  return String(value)
})

function scalar(name: string, read: (value: unknown) => unknown) {
  const { serialize, parseValue, parseLiteral } = new GraphQLScalarType({
    name,
    serialize: (value) => (value instanceof Date ? value.toISOString() : value),
    parseValue: read,
    parseLiteral: (node) => (node.kind === Kind.STRING ? read(node.value) : null),
  })
  return { serialize, parseValue, parseLiteral }
}
