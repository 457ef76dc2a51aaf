// Connecting a collective: whose token it is, what it may do, and how webhooks come to us.

import { Refusal } from '../../../../schema/errors.ts'
import { shownAddress } from '../../../../schema/shown-address.ts'
import {
  type Checked,
  type Connection,
  type GivenConnection,
  NoAnswer,
  type PreparedConnection,
  TryLater,
} from '../platform.ts'
import type { Client } from './client.ts'
import { accountOf } from './expense.ts'
import type { AccountAnswer } from './expense-answer.ts'
import { requestsPerMinute } from './limits.ts'

const defaults = {
  apiUrl: 'https://api.opencollective.com/graphql/v2',
  webUrl: 'https://opencollective.com',
  reconcileEverySeconds: 300,
  requestsPerMinute,
}
const least = 5 // seconds between two readings
const fewest = 10 // requests a minute: some settle, some read

export function prepare(given: GivenConnection): PreparedConnection {
  const credentials = objectOf(given.credentials)
  const personalToken = credentials.personalToken
  if (typeof personalToken !== 'string' || !/^[\x21-\x7e]{8,200}$/.test(personalToken)) {
    throw new Refusal(
      'CREDENTIALS_MISSING',
      'Wanted credentials { personalToken: "…" }; got none, or of another form.',
      {
        path: ['input', 'credentials'],
      },
    )
  }
  const settings = { ...defaults, ...objectOf(given.settings) }
  // Settings of a public community can be read by anyone: a token put there by mistake must not be kept.
  const strange = Object.keys(settings).find((setting) => !Object.hasOwn(defaults, setting))
  if (strange !== undefined) {
    const message = `Wanted the settings ${Object.keys(defaults).join(', ')}; got "${strange.slice(0, 80)}".`
    throw new Refusal('BAD_INPUT', message, { path: ['input', 'settings', strange] })
  }
  const whole = (setting: 'reconcileEverySeconds' | 'requestsPerMinute', from: number, to: number) => {
    const value = Number(settings[setting])
    if (Number.isInteger(value) && value >= from && value <= to) return value
    throw bad(setting, `a whole number from ${from} to ${to}`, settings[setting])
  }
  const every = whole('reconcileEverySeconds', least, 86_400)
  const perMinute = whole('requestsPerMinute', fewest, 100_000)
  const slug = slugOf(given.externalId)
  if (!slug)
    throw new Refusal('BAD_INPUT', `Wanted the slug of a collective; got "${given.externalId.slice(0, 100)}".`, {
      path: ['input', 'externalId'],
    })
  return {
    externalId: slug,
    credentials: { personalToken },
    settings: {
      ...settings,
      apiUrl: apiUrlOf(settings.apiUrl),
      webUrl: urlOf('webUrl', settings.webUrl).href.replace(/\/+$/, ''),
      reconcileEverySeconds: every,
      requestsPerMinute: perMinute,
    },
  }
}

interface CheckAnswer {
  me: AccountAnswer | null
  account: (AccountAnswer & { isAdmin: boolean; type: string }) | null
}

export async function check(client: Client, connection: Connection): Promise<Checked> {
  const { me, account } = await client.query<CheckAnswer>(
    connection,
    `query Check($slug: String!) {
      me { id publicId legacyId slug name }
      account(slug: $slug, throwIfMissing: false) { id publicId legacyId slug name type isAdmin }
    }`,
    { slug: connection.externalId },
  )
  if (!me) {
    throw new Refusal(
      'CREDENTIALS_ANONYMOUS',
      'Wanted a personal token of Open Collective; with this one nobody is logged in.',
      {
        path: ['input', 'credentials'],
      },
    )
  }
  if (!account?.slug) {
    throw new Refusal(
      'PLATFORM_ACCOUNT_NOT_FOUND',
      `Wanted the slug of a collective on Open Collective; it has none named "${connection.externalId}".`,
      {
        path: ['input', 'externalId'],
      },
    )
  }
  await requireExpensesScope(client, connection)
  const problems: string[] = []
  if (!account.isAdmin) {
    problems.push(
      `The token belongs to ${me.slug}, who is no admin of ${account.slug}: Folkmoot sees expenses but cannot approve, reject or comment. ` +
        `Make ${me.slug} an admin, or use the token of one.`,
    )
  }
  const { since, readsLog } = await beginning(client, connection)
  const missing = [
    ...(readsLog ? [] : [withoutAccount]),
    ...((await mayConverse(client, connection)) ? [] : [withoutConversations]),
  ]
  if (missing.length > 0)
    problems.push(
      `${missing.join(' ')} Give them to the token at Open Collective, or connect again with one that has them.`,
    )
  return { externalId: account.slug, self: accountOf(me), place: { since }, problems }
}

const withoutAccount =
  'The token lacks the scope "account": the activity log of the collective cannot be read. What happens to an expense that is paid or rejected and ' +
  'older than 60 days is seen only where a webhook tells it.'
const withoutConversations =
  'The token lacks the scope "conversations": conversations cannot be begun, nor commented on (opencollective.conversation.create and .comment). Comments on expenses can.'

/**
 * As below: createConversation looks at the scope before it validates, and no title is that short. So nothing is made, whatever
 * the answer.
 */
async function mayConverse(client: Client, connection: Connection): Promise<boolean> {
  const refused = await client
    .mutate(
      connection,
      'mutation Probe($account: AccountReferenceInput!) { createConversation(title: "?", html: "?", account: $account) { id } }',
      { account: { slug: connection.externalId } },
    )
    .then(
      () => null,
      (error) => error,
    )
  if (refused instanceof TryLater) throw refused
  return !(refused instanceof Refusal && refused.code === 'CREDENTIALS_SCOPE_MISSING')
}

/**
 * Scopes cannot be asked for. But processExpense looks at the scope before it looks for the expense: so we ask it for
 * one that cannot exist.
 */
async function requireExpensesScope(client: Client, connection: Connection): Promise<void> {
  try {
    await client.mutate(
      connection,
      'mutation Probe { processExpense(expense: { legacyId: 2147483647 }, action: UNAPPROVE) { id } }',
    )
  } catch (error) {
    if (error instanceof TryLater) throw error
    if (!(error instanceof Refusal)) return
    if (error.code === 'CREDENTIALS_SCOPE_MISSING' || error.code === 'CREDENTIALS_REFUSED') {
      throw new Refusal(
        error.code,
        `Wanted a token with the scopes expenses, conversations and webhooks. ${error.message}`,
        {
          path: ['input', 'credentials'],
        },
      )
    }
  }
}

/** By the server's clock: the newest activity, where the token may read them; else the time of its answers. */
async function beginning(client: Client, connection: Connection): Promise<{ since: Date; readsLog: boolean }> {
  let readsLog = true
  try {
    const { activities } = await client.query<{ activities: { nodes: { createdAt: string }[] | null } }>(
      connection,
      `query Newest($slug: String!) {
        activities(account: [{ slug: $slug }], includeChildrenAccounts: true, limit: 1) { nodes { createdAt } }
      }`,
      { slug: connection.externalId },
    )
    if (activities.nodes) return { since: new Date(activities.nodes[0]?.createdAt ?? 0), readsLog }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    readsLog = error.code !== 'CREDENTIALS_SCOPE_MISSING' // others, such as one who is no admin, are told so above
  }
  const seen = client.serverTime(connection)
  return { since: new Date((seen?.getTime() ?? Date.now()) - 2_000), readsLog }
}

interface WebhooksAnswer {
  account: { webhooks: { nodes: { id: string; activityType: string; webhookUrl: string }[] | null } | null } | null
}

const everything = 'ACTIVITY_ALL'

export async function registerWebhook(
  client: Client,
  connection: Connection,
  address: string,
): Promise<{ id: string | null; problem: string | null }> {
  const byHand =
    `A person can add it at ${connection.settings.webUrl}/${connection.externalId}/admin/webhooks (all activities, the connection's webhookUrl). ` +
    `Until then Folkmoot reads every ${connection.settings.reconcileEverySeconds} s.`
  try {
    const rival = await ownWebhook(client, connection)
    if (rival?.webhookUrl === address) return { id: rival.id, problem: null }
    // One hook for each collective, type and user: an older one of ours makes room.
    if (rival && new URL(rival.webhookUrl).pathname.startsWith('/hooks/con_'))
      await removeWebhook(client, connection, rival.id)
    const { createWebhook } = await client.mutate<{ createWebhook: { id: string } }>(
      connection,
      'mutation Register($webhook: WebhookCreateInput!) { createWebhook(webhook: $webhook) { id } }',
      { webhook: { account: { slug: connection.externalId }, activityType: everything, webhookUrl: address } },
    )
    return { id: createWebhook.id, problem: null }
  } catch (error) {
    if (error instanceof Refusal) return { id: null, problem: `${error.message} ${byHand}` }
    if (error instanceof NoAnswer) return { id: null, problem: `${reasonOf(error, address)} ${byHand}` }
    if (error instanceof TryLater)
      return { id: null, problem: `The webhook could not be registered: ${error.message} ${byHand}` }
    throw error
  }
}

async function ownWebhook(client: Client, connection: Connection) {
  const { account } = await client
    .query<WebhooksAnswer>(
      connection,
      'query Webhooks($slug: String!) { account(slug: $slug) { webhooks(limit: 100) { nodes { id activityType webhookUrl } } } }',
      { slug: connection.externalId },
    )
    .catch((error): WebhooksAnswer => {
      if (error instanceof Refusal) return { account: null }
      throw error
    })
  const all = account?.webhooks?.nodes ?? []
  const ours = (url: string) => URL.canParse(url) && new URL(url).pathname.startsWith('/hooks/con_')
  return all.find(({ activityType, webhookUrl }) => activityType === everything && ours(webhookUrl)) ?? null
}

export async function removeWebhook(client: Client, connection: Connection, id: string): Promise<void> {
  await client.mutate(
    connection,
    // Its id is gone when it is deleted: selecting it would be an error.
    'mutation Unregister($webhook: WebhookReferenceInput!) { deleteWebhook(webhook: $webhook) { __typename } }',
    { webhook: { id } },
  )
}

/** Open Collective says these as errors of its own: what they mean for whoever runs Folkmoot. */
function reasonOf({ message }: Error, address: string): string {
  const host = new URL(address).host
  if (/IP addresses|hostname|valid URL|HTTP or HTTPS|Open Collective URLs/i.test(message)) {
    return (
      `Open Collective sends webhooks only to names that resolve on the internet, and ${host} is none ` +
      `("${message.replace(/^.*?Validation error: /, '').split(',')[0]}"). Set FOLKMOOT_PUBLIC_URL to the address that the outside reaches, and connect again.`
    )
  }
  if (/Validation error$/.test(message)) {
    return "The token's person already has a webhook for all activities of this collective, and Open Collective allows one."
  }
  if (/2FA/.test(message))
    return `The webhook was refused: ${message}. Pre-authorize the token for 2FA, and connect again.`
  return `The webhook could not be registered: ${message}`
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

function slugOf(text: string): string | null {
  const slug = /^(?:https?:\/\/[^/]+\/)?([a-z0-9][a-z0-9_-]{0,99})\/?$/i.exec(text.trim())?.[1]
  return slug?.toLowerCase() ?? null
}

function apiUrlOf(value: unknown): string {
  const url = urlOf('apiUrl', value)
  if (!/\/graphql\/v2$/.test(url.pathname)) url.pathname = `${url.pathname.replace(/\/+$/, '')}/graphql/v2`
  return url.href
}

function urlOf(name: string, value: unknown): URL {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null
  if (!url || !/^https?:$/.test(url.protocol))
    throw bad(name, 'an http(s) address', typeof value === 'string' ? shownAddress(value) : value)
  // Everyone can see it.
  if (url.username || url.password || url.search || url.hash)
    throw bad(name, 'an address without a name, password, query or fragment', shownAddress(url.href))
  return url
}

function bad(setting: string, wanted: string, got: unknown): Refusal {
  return new Refusal('BAD_INPUT', `${setting}: wanted ${wanted}; got ${JSON.stringify(got)?.slice(0, 100)}.`, {
    path: ['input', 'settings', setting],
  })
}
