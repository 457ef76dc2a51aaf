// An Open Collective of one's own: GraphQL v2 over HTTP, with the behaviour that was measured on the real one, people to
// act as, and switches for everything that goes wrong.
import type { AddressInfo } from 'node:net'
import { COMMUNITY, PEOPLE } from '../people.ts'
import { seededRandom } from '../random.ts'
import { type Acting, actAs } from './acting.ts'
import { createPostRoom } from './delivery.ts'
import { createFaultPlan, type Faults } from './faults.ts'
import { createSandboxPaths } from './paths.ts'
import { createRateLimiter, type RateLimit } from './rate-limit.ts'
import { createOpenCollectiveServer, type SeenRequest } from './server.ts'
import type { WebhookDelivery } from './webhooks.ts'
import { type Account, createWorld, type Token, type Viewer, type World } from './world.ts'

export type { ExpenseView } from './acting.ts'
export type { Fault, Faults, WebhookMode } from './faults.ts'
export type { WebhookDelivery } from './webhooks.ts'

export interface UserOptions {
  slug: string
  name?: string
  email?: string
  /** Of the collective, or of its host. Without it: someone who may only submit. */
  admin?: 'collective' | 'host'
  /** Accounts from before public ids show the hashed form as `id`. */
  oldStyleId?: boolean
  twoFactor?: boolean
}

export interface OpenCollectiveOptions {
  port?: number
  host?: string
  collective?: { slug?: string; name?: string; currency?: string; balanceInCents?: number }
  /** Who holds the collective's money. */
  fiscalHost?: { slug: string; name: string }
  users?: UserOptions[]
  /** The real limits by default: 100 requests a minute for a token, 10 for an address. False: none. */
  rateLimit?: Partial<RateLimit> | false
  /** Take webhook addresses on this machine, which the real server refuses. True by default: a sandbox lives there. */
  allowLocalWebhooks?: boolean
  /** How a webhook's host is looked up when local addresses are not allowed. */
  resolveHost?: (hostname: string) => Promise<unknown>
  now?: () => Date
  random?: () => number
  /** The same seed gives the same ids and tokens. */
  seed?: string
}

export interface OpenCollective extends Acting {
  /** The GraphQL endpoint. */
  url: string
  webUrl: string
  collective: { slug: string; legacyId: number; publicId: string }
  host: { slug: string; legacyId: number }
  /** Personal tokens with every scope, by slug. `governance-bot` is an admin made for Folkmoot to act as. */
  tokens: Record<string, string>
  /** Another token for a person. */
  issueToken(slug: string, options?: Partial<Pick<Token, 'kind' | 'scopes' | 'preAuthorized2FA'>>): string
  /** Makes a token invalid, expired or suspended; all of these answer 401. */
  setToken(secret: string, state: Token['state']): void
  /** Changes what a token may do, as its person can on its page. */
  setScopes(secret: string, scopes: string[]): void
  /** Makes somebody an admin of the collective, or takes that away. */
  setAdmin(slug: string, on: boolean): void
  setTwoFactor(slug: string, on: boolean): void
  setBalance(cents: number): void
  setPolicies(policies: Account['policies']): void
  /** Every GraphQL request seen, in order. */
  requests: SeenRequest[]
  /** Every attempt to tell a webhook, in order of its end. */
  webhookDeliveries: WebhookDelivery[]
  /** Waits until no webhook is under way. */
  webhooksSettled(): Promise<void>
  faults: Faults
  stop(): Promise<void>
}

/** What a token may do unless it is issued for less. Without `email`, as most are: `me.email` is null. */
export const SCOPES = ['account', 'expenses', 'conversations', 'updates', 'webhooks', 'orders', 'transactions', 'host']

const HOST = { slug: 'open-shed', name: 'Open Shed Foundation' }
const DEFAULT_USERS: UserOptions[] = [
  { slug: 'governance-bot', name: 'Governance Bot', admin: 'collective' },
  ...PEOPLE.filter(({ slug }) => slug).map(({ slug, name, admin }) => ({
    slug: slug!,
    name,
    ...(admin ? { admin: 'collective' as const, oldStyleId: true } : {}),
  })),
  { slug: 'hanna-lindqvist', name: 'Hanna Lindqvist', admin: 'host', oldStyleId: true },
  { slug: 'otis-gray', name: 'Otis Gray' },
]

/** Starts an Open Collective with one collective, its host and some people. */
export async function startOpenCollective(options: OpenCollectiveOptions = {}): Promise<OpenCollective> {
  const seed = options.seed ?? 'sandbox'
  const now = options.now ?? (() => new Date())
  const world = createWorld({ now, random: options.random ?? seededRandom(seed), seed })
  const { collective, host } = populate(world, options)
  const limiter =
    options.rateLimit === false
      ? null
      : createRateLimiter({ perToken: 100, anonymous: 10, windowMs: 60_000, ...options.rateLimit }, now)
  const plan = createFaultPlan()
  const requests: SeenRequest[] = []
  const acting = actAs(world, collective)
  const writes = createWriteGate()
  const rules = {
    allowLocalWebhooks: options.allowLocalWebhooks ?? true,
    ...(options.resolveHost ? { resolveHost: options.resolveHost } : {}),
  }
  const faults: Faults = {
    next: (fault, { field, times } = {}) => plan.add(fault, field ?? null, times ?? 1),
    clear: () => plan.clear(),
    retryAfterSeconds: 0.25,
    webhooks: 'deliver',
    releaseWebhooks: ({ reversed } = {}) => post.release(reversed === true),
    holdWrites: writes.hold,
    get heldWrites() {
      return writes.waiting()
    },
  }
  const post = createPostRoom(world, () => faults.webhooks)
  const server = createOpenCollectiveServer({
    world,
    context: (viewer: Viewer) => ({ world, viewer, rules, betweenReadAndWrite: writes.pass }),
    allowance: (key, anonymous) => limiter?.(key, anonymous) ?? null,
    takeFault: plan.take,
    retryAfterSeconds: () => faults.retryAfterSeconds,
    requests,
    other: createSandboxPaths(world, collective, acting, post.deliveries),
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve)
  })
  world.webUrl = `http://${options.host ?? '127.0.0.1'}:${(server.address() as AddressInfo).port}`

  const tokenOf = (secret: string) => world.tokens.find((token) => token.secret === secret)!
  const personOf = (slug: string) => world.accounts.find((account) => account.slug === slug)!
  return {
    ...acting,
    url: `${world.webUrl}/graphql/v2`,
    webUrl: world.webUrl,
    collective: { slug: collective.slug, legacyId: collective.legacyId, publicId: collective.publicId },
    host: { slug: host.slug, legacyId: host.legacyId },
    tokens: Object.fromEntries(world.tokens.map((token) => [token.account.slug, token.secret])),
    issueToken: (slug, wanted) => issue(world, personOf(slug), wanted).secret,
    setToken(secret, state) {
      tokenOf(secret).state = state
    },
    setScopes(secret, scopes) {
      tokenOf(secret).scopes = scopes
    },
    setAdmin(slug, on) {
      const person = personOf(slug)
      world.members = world.members.filter(({ member, of }) => member !== person || of !== collective)
      if (on)
        world.members.push({
          ...world.nextId('mem'),
          role: 'ADMIN',
          member: person,
          of: collective,
          since: world.now(),
        })
    },
    setTwoFactor(slug, on) {
      personOf(slug).hasTwoFactor = on
    },
    setBalance(cents) {
      collective.balanceInCents = cents
    },
    setPolicies(policies) {
      collective.policies = policies
    },
    requests,
    webhookDeliveries: post.deliveries,
    webhooksSettled: post.settled,
    faults,
    async stop() {
      await post.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function populate(world: World, options: OpenCollectiveOptions): { collective: Account; host: Account } {
  const add = (fact: Partial<Account> & Pick<Account, 'slug' | 'name' | 'type'>): Account => {
    const account: Account = {
      ...world.nextId('acc'),
      email: null,
      currency: options.collective?.currency ?? COMMUNITY.currency,
      oldStyleId: false,
      host: null,
      parent: null,
      balanceInCents: 0,
      hasTwoFactor: false,
      mayUseExpenses: true,
      policies: {},
      createdAt: world.now(),
      ...fact,
    }
    world.accounts.push(account)
    return account
  }
  const host = add({ ...(options.fiscalHost ?? HOST), type: 'ORGANIZATION', oldStyleId: true })
  const collective = add({
    type: 'COLLECTIVE',
    host,
    slug: options.collective?.slug ?? COMMUNITY.slug,
    name: options.collective?.name ?? COMMUNITY.name,
    balanceInCents: options.collective?.balanceInCents ?? COMMUNITY.balanceInCents,
  })
  for (const { slug, name, email, admin, oldStyleId, twoFactor } of options.users ?? DEFAULT_USERS) {
    const person = add({
      type: 'USER',
      slug,
      name: name ?? slug,
      email: email ?? `${slug}@example.org`,
      oldStyleId: oldStyleId ?? false,
      hasTwoFactor: twoFactor ?? false,
    })
    issue(world, person, {}, world.secretOf(slug))
    if (!admin) continue
    const of = admin === 'host' ? host : collective
    world.members.push({ ...world.nextId('mem'), role: 'ADMIN', member: person, of, since: world.now() })
  }
  return { collective, host }
}

function issue(
  world: World,
  account: Account,
  wanted: Partial<Pick<Token, 'kind' | 'scopes' | 'preAuthorized2FA'>> = {},
  secret?: string,
): Token {
  const kind = wanted.kind ?? 'personal'
  const random = world.secretOf(world.uuid())
  const token: Token = {
    kind,
    account,
    // What is not a personal token is a JWT; this one only looks like it.
    secret: secret ?? (kind === 'personal' ? random : `eyJhbGciOiJIUzI1NiJ9.${random}.${random.slice(0, 20)}`),
    scopes: wanted.scopes ?? SCOPES,
    preAuthorized2FA: wanted.preAuthorized2FA ?? false,
    state: 'valid',
  }
  world.tokens.push(token)
  return token
}

/** Where writes wait while they are held. */
function createWriteGate() {
  let gate: Promise<void> | null = null
  let waiting = 0
  return {
    async pass() {
      if (!gate) return
      waiting += 1
      await gate
      waiting -= 1
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>()
      gate = promise
      return () => {
        gate = null
        resolve()
      }
    },
    waiting: () => waiting,
  }
}
