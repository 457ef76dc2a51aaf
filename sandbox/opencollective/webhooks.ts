// Webhooks: which addresses are taken, and how they are told. Unsigned, one attempt, in no promised order, to hooks of
// exactly this account; the body says little (see activity-types.ts).
import { resolve4 } from 'node:dns/promises'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { ACTIVITY_TYPES, TYPES_WITH_EXPENSE } from './activity-types.ts'
import { refused, unforeseen } from './errors.ts'
import { isNamedBy, type Reference } from './ids.ts'
import { formatMoney } from './money.ts'
import { requireLogin, requireScope, requireTwoFactor } from './viewer.ts'
import {
  type Account,
  type Activity,
  amountOf,
  isAdminOf,
  requireAccount,
  type Viewer,
  type Webhook,
  type World,
} from './world.ts'

export interface AddressRules {
  allowLocalWebhooks: boolean
  resolveHost?: (hostname: string) => Promise<unknown>
}

/** One attempt to tell a webhook: what it answered, or why it could not. */
export interface WebhookDelivery {
  url: string
  body: { createdAt: string; id: number; type: string; CollectiveId: number; data: Record<string, unknown> }
  status: number | null
  error: string | null
}

export async function createWebhook(
  world: World,
  viewer: Viewer,
  input: { account: Reference; activityType: string; webhookUrl: string },
  rules: AddressRules,
): Promise<Webhook> {
  const person = requireLogin(world, viewer, 'You need to be logged in to manage webhooks')
  requireScope(world, viewer, 'webhooks')
  const account = requireAccount(world, input.account)
  if (!isAdminOf(world, person, account))
    throw refused(world.uuid, 'Forbidden', "You don't have sufficient permissions to create a webhook on this account.")
  requireTwoFactor(world, viewer, account)
  const webhook = { ...world.nextId('not'), ...input, account, createdBy: person, deleted: false }
  await check(world, webhook, rules)
  world.webhooks.push(webhook)
  return webhook
}

/** Changes a webhook. A type that is not given becomes ACTIVITY_ALL, which may collide with another hook. */
export async function updateWebhook(
  world: World,
  viewer: Viewer,
  input: { id: string; activityType: string; webhookUrl: string },
  rules: AddressRules,
): Promise<Webhook> {
  const webhook = requireWebhook(world, viewer, input)
  await check(world, { ...webhook, ...input }, rules)
  return Object.assign(webhook, { activityType: input.activityType, webhookUrl: input.webhookUrl })
}

/** Deletes a webhook. The answer has no `id` any more: selecting it is an error, though the webhook is gone. */
export function deleteWebhook(world: World, viewer: Viewer, reference: Reference): Webhook {
  const webhook = requireWebhook(world, viewer, reference)
  webhook.deleted = true
  return webhook
}

function requireWebhook(world: World, viewer: Viewer, reference: Reference): Webhook {
  const person = requireLogin(world, viewer, 'You need to be logged in to manage webhooks')
  requireScope(world, viewer, 'webhooks')
  const webhook = world.webhooks.find((one) => !one.deleted && isNamedBy(one, reference))
  if (!webhook) throw refused(world.uuid, 'NotFound', 'Webhook Not Found')
  if (!isAdminOf(world, person, webhook.account))
    throw refused(world.uuid, 'Forbidden', "You don't have sufficient permissions to change this webhook.")
  requireTwoFactor(world, viewer, webhook.account)
  return webhook
}

/** A good address, and only one hook of one person for one type. */
async function check(world: World, webhook: Webhook, rules: AddressRules): Promise<void> {
  const problems = await problemsOf(webhook.webhookUrl, rules)
  if (problems.length) throw unforeseen(problems.map((problem) => `Validation error: ${problem}`).join(',\n'))
  const rival = (one: Webhook) =>
    !one.deleted &&
    one.publicId !== webhook.publicId &&
    one.account === webhook.account &&
    one.activityType === webhook.activityType &&
    one.createdBy === webhook.createdBy
  if (world.webhooks.some(rival)) throw unforeseen('Validation error')
}

/** What is wrong with an address, in the real server's words. */
async function problemsOf(address: string, rules: AddressRules): Promise<string[]> {
  const { protocol, hostname } = new URL(address)
  if (protocol !== 'http:' && protocol !== 'https:') return ['Webhook URL must use HTTP or HTTPS']
  if (rules.allowLocalWebhooks) return []
  if (isIP(hostname.replace(/^\[|\]$/g, '')))
    return ['IP addresses cannot be used as webhooks', 'IP addresses cannot be used as webhooks']
  if (hostname === 'localhost') return ['Webhook URL must be a valid URL', 'Webhook URL hostname is not allowed']
  if (/\.(local|localhost|internal)$/.test(hostname)) return ['Webhook URL hostname is not allowed']
  const problems = /(^|\.)opencollective\.com$/.test(hostname)
    ? ['Open Collective URLs cannot be used as webhooks']
    : []
  const found = await (rules.resolveHost ?? resolve4)(hostname).then(
    () => true,
    () => false,
  )
  if (!found) problems.push(`Webhook URL hostname could not be resolved: queryA ENOTFOUND ${hostname}`)
  return problems
}

/** The webhooks an activity is told to. */
export function webhooksFor(world: World, activity: Activity): Webhook[] {
  return world.webhooks.filter(
    ({ account, activityType, deleted }) =>
      !deleted && account === activity.account && ['ACTIVITY_ALL', activity.type].includes(activityType),
  )
}

export function bodyOf(activity: Activity): WebhookDelivery['body'] {
  return {
    createdAt: activity.createdAt.toISOString(),
    id: activity.legacyId,
    type: ACTIVITY_TYPES[activity.type]!,
    CollectiveId: activity.account.legacyId,
    data: dataOf(activity),
  }
}

function dataOf({ type, expense }: Activity): Record<string, unknown> {
  if (!expense || !TYPES_WITH_EXPENSE.has(type)) return {}
  const formatted = formatMoney(amountOf(expense), expense.currency)
  return {
    expense: {
      idV2: expense.idV2,
      id: expense.legacyId,
      description: expense.description,
      amount: amountOf(expense),
      currency: expense.currency,
      publicId: expense.publicId,
      formattedAmount: formatted,
      formattedAmountWithInterval: formatted,
    },
    fromCollective: accountInWebhook(expense.payee),
    collective: accountInWebhook(expense.account),
  }
}

const accountInWebhook = (account: Account) => ({
  idV2: account.idV2,
  publicId: account.publicId,
  id: account.legacyId,
  type: account.type,
  slug: account.slug,
  name: account.name,
  twitterHandle: null,
  githubHandle: null,
  repositoryUrl: null,
})

/** Tells one webhook, once: no signature, no retry, no redirect. Never throws. */
export function deliver(url: string, body: WebhookDelivery['body'], signal: AbortSignal): Promise<WebhookDelivery> {
  const text = JSON.stringify(body)
  return new Promise((settle) => {
    const done = (status: number | null, error: string | null) => settle({ url, body, status, error })
    const send = url.startsWith('https:') ? httpsRequest : httpRequest
    const headers = {
      Accept: 'application/json, text/plain, */*',
      'Content-Type': 'application/json',
      'User-Agent': 'axios/1.19.0',
      'Content-Length': Buffer.byteLength(text),
      'Accept-Encoding': 'gzip, compress, deflate, br',
      Connection: 'close',
    }
    const request = send(url, { method: 'POST', headers, timeout: 30_000, signal, agent: false }, (response) => {
      response.resume()
      response.on('end', () => done(response.statusCode ?? null, null))
      response.on('error', (error) => done(response.statusCode ?? null, error.message))
    })
    request.on('timeout', () => request.destroy(new Error('timeout of 30000ms exceeded')))
    request.on('error', (error) => done(null, error.message))
    request.end(text)
  })
}
