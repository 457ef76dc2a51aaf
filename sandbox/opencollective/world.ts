// Everything the stand-in remembers, in memory, and the few ways to find things in it.
import { createHash } from 'node:crypto'
import { refused, unforeseen } from './errors.ts'
import { createIdentifiers, type Identifiers, isNamedBy, looksLikeId, type Reference } from './ids.ts'
import type { ExpenseStatus } from './state-machine.ts'

export interface Account extends Identifiers {
  type: 'USER' | 'COLLECTIVE' | 'ORGANIZATION' | 'PROJECT'
  slug: string
  name: string
  email: string | null
  currency: string
  /** Accounts from before public ids still show the hashed form as their `id`. */
  oldStyleId: boolean
  host: Account | null
  parent: Account | null
  balanceInCents: number
  hasTwoFactor: boolean
  /** Taken away from whoever submitted spam. */
  mayUseExpenses: boolean
  policies: Policies
  createdAt: Date
}
export interface Policies {
  EXPENSE_AUTHOR_CANNOT_APPROVE?: { enabled: boolean; amountInCents: number }
  REQUIRE_2FA_FOR_ADMINS?: boolean
}
export interface Member extends Identifiers {
  role: 'ADMIN' | 'MEMBER' | 'ACCOUNTANT' | 'BACKER'
  member: Account
  of: Account
  since: Date
}
export interface Item extends Identifiers {
  description: string
  amount: number
  currency: string
  incurredAt: Date
  url: string | null
}
export interface Expense extends Identifiers {
  account: Account
  payee: Account
  createdBy: Account
  type: string
  status: ExpenseStatus
  onHold: boolean
  description: string
  longDescription: string | null
  reference: string | null
  currency: string
  items: Item[]
  attachedFiles: { id: string; url: string; name: string | null }[]
  tags: string[]
  payoutMethod: Identifiers & { type: string; data: unknown }
  privateMessage: string | null
  invoiceInfo: string | null
  customData: unknown
  createdAt: Date
  incurredAt: Date
  paidAt: Date | null
  approvedBy: Account[]
  deleted: boolean
}
export interface Activity extends Identifiers {
  type: string
  createdAt: Date
  account: Account
  fromAccount: Account
  individual: Account
  expense: Expense | null
  data: unknown
}
export interface Comment extends Identifiers {
  html: string
  type: string
  createdAt: Date
  from: Account
  account: Account
  expense: Expense | null
  conversation: Conversation | null
  reactions: { emoji: string; by: Account }[]
}
export interface Conversation extends Identifiers {
  title: string
  slug: string
  tags: string[] | null
  summary: string
  createdAt: Date
  updatedAt: Date
  account: Account
  from: Account
  body: Comment
}
export interface Webhook extends Identifiers {
  account: Account
  activityType: string
  webhookUrl: string
  createdBy: Account
  deleted: boolean
}
export interface Token {
  secret: string
  kind: 'personal' | 'oauth' | 'session'
  account: Account
  scopes: readonly string[]
  preAuthorized2FA: boolean
  state: 'valid' | 'expired' | 'suspended' | 'revoked'
}
/** Who asks: nobody, or a person by a token. */
export interface Viewer {
  account: Account | null
  token: Token | null
}

export interface World {
  accounts: Account[]
  members: Member[]
  expenses: Expense[]
  activities: Activity[]
  comments: Comment[]
  conversations: Conversation[]
  webhooks: Webhook[]
  tokens: Token[]
  webUrl: string
  /** What was uploaded, by name. */
  files: Map<string, string>
  nextId(prefix: string): Identifiers
  uuid(): string
  /** Never the same moment twice, so that "newest first" has one answer. */
  now(): Date
  /** Appends an activity and tells the webhooks. */
  record(activity: Omit<Activity, keyof Identifiers | 'createdAt'>): Activity
  onActivity: (activity: Activity) => void
  /** A personal token for a person of this name: the same at every run of one seed. */
  secretOf(name: string): string
}

/** An empty world. */
export function createWorld(options: { now: () => Date; random: () => number; seed: string }): World {
  const identifiers = createIdentifiers(options.random)
  let last = 0
  const world: World = {
    accounts: [],
    members: [],
    expenses: [],
    activities: [],
    comments: [],
    conversations: [],
    webhooks: [],
    tokens: [],
    webUrl: '',
    files: new Map(),
    nextId: (prefix) => identifiers.next(prefix),
    uuid: () => identifiers.uuid(),
    now() {
      last = Math.max(options.now().getTime(), last + 1)
      return new Date(last)
    },
    record(fact) {
      const activity = { ...fact, ...identifiers.next('act'), createdAt: world.now() }
      world.activities.push(activity)
      world.onActivity(activity)
      return activity
    },
    onActivity: () => {},
    secretOf: (name) => createHash('sha1').update(`${options.seed}:${name}`).digest('hex'),
  }
  return world
}

/** The account of a reference, or the refusal that Open Collective gives. */
export function requireAccount(world: World, reference: Reference): Account {
  const found = world.accounts.find((account) =>
    reference.slug ? account.slug === reference.slug.toLowerCase() : isNamedBy(account, reference),
  )
  if (!found) throw refused(world.uuid, 'NotFound', 'Account Not Found')
  return found
}

/** The expense of a reference; null when there is none, or it was deleted. */
export function findExpense(world: World, reference: Reference): Expense | null {
  if (reference.id && !looksLikeId('ex', reference.id))
    throw refused(world.uuid, 'BadRequest', `Invalid expense id: ${reference.id}`)
  if (!reference.id && reference.legacyId == null) throw unforeseen('Please provide an id')
  return world.expenses.find((expense) => !expense.deleted && isNamedBy(expense, reference)) ?? null
}

/** What an expense comes to. */
export function amountOf(expense: Expense): number {
  return expense.items.reduce((sum, item) => sum + item.amount, 0)
}

export function isAdminOf(world: World, viewer: Account | null, account: Account | null): boolean {
  if (!viewer || !account) return false
  if (viewer === account) return true
  return world.members.some(
    ({ member, of, role }) => role === 'ADMIN' && member === viewer && (of === account || of === account.parent),
  )
}

export function isHostAdminOf(world: World, viewer: Account | null, account: Account): boolean {
  return account.host !== null && isAdminOf(world, viewer, account.host)
}
