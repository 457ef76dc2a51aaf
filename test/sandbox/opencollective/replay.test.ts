// The recorded requests, in the order in which they were made, put to the stand-in. It must answer what the real server
// answered: the same status, the same keys, the same values. Only identifiers, moments and names may differ; which of
// ours is which of theirs is learned from the answers as they come.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type OpenCollective, startOpenCollective } from '../../../sandbox/opencollective/index.ts'
import { absent, type Recording, recordedWebhook, recording } from './recordings.ts'

const secret = (digit: string) => `0${digit}`.repeat(20)
const KNOWN_HOST = /^hooks\./

/** Names and moments: theirs and ours differ, and nothing depends on them. */
const FREE = new Set(['createdAt', 'updatedAt', 'approvedAt', 'paidAt', 'since', 'name', 'email', 'balance'])

let oc: OpenCollective
let ours: Map<string, string | number>
let tokens: Record<string, string>
let oauth: string
let session: string
let people: { admin: string; host: string; member: string; outsider: string }

async function start() {
  const variables = (name: string) => recording(name).request.body.variables
  const collective = variables('createWebhook-ok').w.account.slug
  people = {
    admin: variables('createExpense-by-admin-user').e.payee.slug,
    member: variables('createExpense-ok').e.payee.slug,
    outsider: recording('createConversation-ok-by-outsider').response.body.data.createConversation.fromAccount.slug,
    host: recording('processExpense-APPROVE-ok-incomplete-host-admin').response.body.data.processExpense.approvedBy[1]
      .slug,
  }
  const fiscalHost = variables('createWebhook-error-not-admin-of-host').w.account.slug
  oc = await startOpenCollective({
    rateLimit: false,
    allowLocalWebhooks: false,
    resolveHost: async (name) => assert.match(name, KNOWN_HOST),
    collective: { slug: collective, balanceInCents: 0 },
    fiscalHost: { slug: fiscalHost, name: fiscalHost },
    users: [
      { slug: people.admin, admin: 'collective', oldStyleId: true },
      { slug: people.host, admin: 'host', oldStyleId: true },
      { slug: people.member },
      { slug: people.outsider },
    ],
  })
  oc.faults.webhooks = 'drop'
  tokens = {
    [secret('1')]: oc.tokens[people.admin]!,
    [secret('2')]: oc.issueToken(people.admin, { scopes: ['account'] }),
    [secret('3')]: oc.issueToken(people.admin, { scopes: ['expenses'] }),
    [secret('4')]: oc.tokens[people.host]!,
    [secret('5')]: oc.tokens[people.member]!,
    [secret('6')]: oc.tokens[people.outsider]!,
    [secret('e')]: secret('e'),
  }
  oauth = oc.issueToken(people.admin, { kind: 'oauth', scopes: ['expenses'] })
  session = oc.issueToken(people.admin, { kind: 'session' })
  ours = new Map<string, string | number>([['http://localhost:3000', oc.webUrl]])
}

const LOOKS_LIKE_ID = /^([a-z]{2,4}_\w{21}|([a-z0-9]{8}-){3}[a-z0-9]{8})$/

/** A recorded value as it would be said here. */
function translate(value: any): any {
  if (typeof value === 'string') {
    const known = ours.get(value)
    return known ?? value.replaceAll('http://localhost:3000', oc.webUrl)
  }
  if (Array.isArray(value)) return value.map(translate)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'legacyId' ? (ours.get(`legacy:${inner}`) ?? inner) : translate(inner),
    ]),
  )
}

/** Learns which of our identifiers stands for which of theirs. */
function learn(theirs: any, mine: any): void {
  if (typeof theirs === 'string' && typeof mine === 'string' && LOOKS_LIKE_ID.test(theirs) && !ours.has(theirs))
    ours.set(theirs, mine)
  if (theirs === null || typeof theirs !== 'object' || mine === null || typeof mine !== 'object') return
  for (const key of Object.keys(theirs)) {
    if (key === 'legacyId' && typeof mine[key] === 'number' && !ours.has(`legacy:${theirs[key]}`))
      ours.set(`legacy:${theirs[key]}`, mine[key])
    learn(theirs[key], mine[key])
  }
}

/** Replaces what may differ: error ids, moments, names. */
function comparable(value: any, key = ''): any {
  if (value === null || value === undefined) return value
  if (FREE.has(key) || (key === 'id' && typeof value === 'number')) return `<${key}>`
  if (Array.isArray(value)) return value.map((inner) => comparable(inner))
  if (typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      key === 'extensions' && name === 'id' ? '<uuid>' : comparable(inner, name),
    ]),
  )
}

async function send(name: string, { request }: Recording) {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  for (const header of ['personal-token', 'api-key']) {
    const given = request.headers[header]
    if (given) headers[header] = tokens[given] ?? given
  }
  const bearer = request.headers.authorization
  if (bearer) headers.authorization = bearer.replace('<JWT>', /oauth/.test(name) ? oauth : session)
  const given = new URL(request.url)
  const swap = (text: string) => text.replace(secret('1'), tokens[secret('1')]!)
  const url = oc.webUrl + swap(given.pathname) + swap(given.search)
  const body = request.body && {
    ...request.body,
    ...(request.body.variables ? { variables: translate(request.body.variables) } : {}),
  }
  const response = await fetch(url, {
    method: request.method,
    headers,
    ...(request.method === 'POST' ? { body: JSON.stringify(Array.isArray(request.body) ? request.body : body) } : {}),
  })
  return { status: response.status, body: (await response.json()) as any }
}

async function replay(name: string, look: (body: any) => any = (body) => body) {
  const recorded = recording(name)
  const answer = await send(name, recorded)
  assert.equal(answer.status, recorded.response.status, `${name}: ${JSON.stringify(answer.body)}`)
  learn(look(recorded.response.body), look(answer.body))
  const expected = comparable(translate(look(recorded.response.body)))
  assert.deepEqual(comparable(look(answer.body)), expected, name)
}

/** Makes an expense here for one that was made there without being recorded. */
function standFor(name: string, as: string, amountInCents: number) {
  const theirs = recording(name).request.body.variables.e.id
  ours.set(theirs, oc.submitExpense({ as, description: 'Nails', amountInCents }).id)
  return String(ours.get(theirs))
}

/** Without what depends on events that were not recorded. */
const shapeOf = (value: any): any => {
  if (Array.isArray(value)) return value.length ? [shapeOf(value[0])] : []
  if (value === null || typeof value !== 'object') return value === null ? null : typeof value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]))
}

describe('recorded requests replayed on the stand-in', { skip: absent }, () => {
  before(start)
  after(() => oc.stop())

  const all = (names: string[]) => async () => {
    for (const name of names) await replay(name)
  }

  it('The stand-in answers recorded webhook addresses like Open Collective', async () => {
    const refused = ['ip', 'localhost', 'public-ip', 'anonymous', 'dot-local', 'ftp', 'missing-scope', 'not-admin']
    for (const name of [...refused, 'not-admin-of-host', 'opencollective-com', 'unresolvable'])
      await replay(`createWebhook-error-${name}`)
    await replay('createWebhook-ok')
    await replay('createWebhook-error-duplicate')
    await replay('createWebhook-error-no-scheme')
    await replay('createWebhook-error-bad-activity-type', ({ errors }) => errors[0].extensions)
    await replay('query-account-webhooks')
  })

  it('The stand-in answers a recorded new expense, and who may decide on it, like Open Collective', async () => {
    await replay('createExpense-ok')
    const first = recordedWebhook('expense-created--collective.expense.created').body.data.expense
    ours.set(first.idV2, oc.expense(String(ours.get(first.publicId))).idV2)
    await all([
      'processExpense-APPROVE-error-anonymous',
      'processExpense-APPROVE-error-not-admin',
      'processExpense-APPROVE-error-by-author-not-admin',
      'processExpense-APPROVE-error-missing-scope',
      'processExpense-APPROVE-error-invalid-token',
      'processExpense-APPROVE-error-unknown-publicid',
      'processExpense-APPROVE-error-unknown-legacyid',
      'processExpense-UNAPPROVE-noop-when-pending',
      'processExpense-UNAPPROVE-noop-when-pending-by-outsider',
      'processExpense-PAY-error-pending',
      'processExpense-MARK_AS_SPAM-error-pending',
    ])()
  })

  it(
    'The stand-in answers recorded approvals, rejections and undoing like Open Collective',
    all([
      'processExpense-APPROVE-ok',
      'processExpense-APPROVE-again-noop',
      'processExpense-APPROVE-again-noop-by-outsider',
      'processExpense-REJECT-error-approved',
      'processExpense-UNAPPROVE-ok',
      'processExpense-REJECT-ok-with-message',
      'processExpense-REJECT-again-noop',
      'processExpense-UNAPPROVE-error-rejected',
      'processExpense-APPROVE-ok-from-rejected',
      'processExpense-REQUEST_RE_APPROVAL-ok',
      'processExpense-APPROVE-ok-using-webhook-idV2',
    ]),
  )

  it("The stand-in answers the host's recorded part (hold, pay, incomplete) like Open Collective", async () => {
    await all([
      'processExpense-HOLD-error-collective-admin-not-host',
      'processExpense-HOLD-ok',
      'processExpense-RELEASE-ok',
      'processExpense-PAY-error-collective-admin-not-host',
      'processExpense-PAY-error-insufficient-balance',
    ])()
    oc.setBalance(100_000)
    await all([
      'processExpense-MARK_AS_INCOMPLETE-error-collective-admin',
      'processExpense-MARK_AS_INCOMPLETE-ok',
      'processExpense-APPROVE-error-incomplete-collective-admin',
      'processExpense-APPROVE-ok-incomplete-host-admin',
    ])()
  })

  it(
    'The stand-in answers recorded edits after approval, payment and its undoing like Open Collective',
    all([
      'query-expense-items',
      'editExpense-amount-after-approval-by-author',
      'processExpense-APPROVE-after-edit',
      'editExpense-description-after-approval-by-author',
      'editExpense-tags-by-admin',
      'processExpense-PAY-ok-manual',
      'processExpense-APPROVE-error-paid',
      'processExpense-REJECT-error-paid',
      'processExpense-UNAPPROVE-error-paid',
      'processExpense-PAY-error-already-paid',
      'processExpense-MARK_AS_UNPAID-ok',
    ]),
  )

  it(
    'The stand-in answers recorded conversations and comments like Open Collective',
    all([
      'createConversation-error-anonymous',
      'createConversation-error-missing-scope',
      'createConversation-ok',
      'createConversation-ok-by-outsider',
      'createComment-on-conversation-ok',
      'createComment-on-conversation-ok-by-outsider',
      'createComment-on-conversation-error-missing-scope',
      'createComment-on-expense-ok',
      'createComment-on-expense-ok-legacyId-expenses-scope-only',
      'createComment-error-anonymous',
      'createComment-error-empty-html',
      'createComment-error-unknown-expense',
      'createComment-on-expense-error-missing-scope',
      'createComment-on-expense-error-outsider',
      'createComment-private-note-error-not-host',
    ]),
  )

  it('The stand-in answers recorded reactions like Open Collective', async () => {
    const emoji = [
      'addEmojiReaction-full-1f44d-fe0f',
      'addEmojiReaction-member-1f44d-fe0f',
      'addEmojiReaction-outsider-1f44e',
      'addEmojiReaction-hostfull-2764-fe0f',
      'addEmojiReaction-full-1f389',
      'addEmojiReaction-duplicate-noop',
      'addEmojiReaction-error-thumbs-without-variation-selector',
      'addEmojiReaction-error-invalid-emoji',
      'addEmojiReaction-error-anonymous',
      'addEmojiReaction-error-missing-scope',
      'addEmojiReaction-on-expense-comment',
      'addEmojiReaction-on-expense-comment-error-outsider',
      'removeEmojiReaction-ok',
      'removeEmojiReaction-error-none',
    ]
    await all([...emoji, 'query-conversation', 'query-conversation-anonymous', 'query-account-conversations'])()
  })

  it(
    'The stand-in answers a recorded deletion like Open Collective, and nothing is left',
    all([
      'createExpense-2',
      'processExpense-REJECT-ok',
      'deleteExpense-ok-rejected-by-author',
      'processExpense-APPROVE-error-deleted',
      'query-expense-deleted',
    ]),
  )

  it('The stand-in answers recorded requests about one’s own expenses like Open Collective', async () => {
    await all([
      'createExpense-by-admin-user',
      'processExpense-APPROVE-ok-own-expense-no-policy',
      'processExpense-UNAPPROVE-own',
      'setPolicies-author-cannot-approve',
      'processExpense-APPROVE-error-author-cannot-approve',
    ])()
    oc.setPolicies({})
  })

  it('The stand-in answers recorded reading of expenses and activities like Open Collective', async () => {
    await replay('query-expenses-list')
    await replay('query-expense-error-garbage-id')
    await replay('query-expense-error-unknown')
    await replay('query-expense-as-collective-admin')
    await replay('query-expense-anonymous')
    await replay('query-expense-token-without-expenses-scope')
    // The balance and the host's membership came by contributions, which are not served here.
    await replay('query-account-members', ({ data }) => shapeOf(data))
    const acts = (type: string) => type !== 'COLLECTIVE_EDITED' && type !== 'COLLECTIVE_MEMBER_CREATED'
    await replay('query-activities-log', ({ data }) =>
      data.activities.nodes.filter((one: any) => acts(one.type)).slice(0, 20),
    )
    await replay('editAccountSetting')
  })

  it(
    'The stand-in answers a recorded draft for somebody else like Open Collective',
    all([
      'draftExpenseAndInviteUser',
      'processExpense-APPROVE-error-draft',
      'processExpense-REJECT-error-draft',
      'processExpense-DECLINE_INVITED_EXPENSE-ok',
    ]),
  )

  it('The stand-in answers who asks, with tokens in every place and none, like Open Collective', async () => {
    oc.setToken(oc.tokens[people.outsider]!, 'suspended')
    const expired = oc.issueToken(people.admin)
    oc.setToken(expired, 'expired')
    tokens['e'.repeat(40)] = expired
    const ways = [
      'GET',
      'anonymous',
      'api-key-header',
      'expired-token',
      'garbage-bearer',
      'oauth-token',
      'personal-token',
    ]
    const more = ['personal-token-as-bearer', 'personalToken-in-query-string', 'token-in-path', 'suspended-token']
    for (const way of [...ways, ...more]) await replay(`query-me-${way}`)
    await all([
      'v1-error-personal-token',
      'oauth-error-missing-scope',
      'batch',
      'error-syntax',
      'error-unknown-field',
    ])()
    oc.setToken(oc.tokens[people.outsider]!, 'valid')
  })

  it('The stand-in answers recorded requests with two factors like Open Collective', async () => {
    const id = standFor('race-APPROVE-with-REJECT-1', people.member, 500)
    await all([
      'setPolicies-require-2fa',
      'setPolicies-unset-2fa-with-token',
      'processExpense-APPROVE-error-2fa-required-by-policy',
      'processExpense-APPROVE-oauth-token',
    ])()
    oc.setPolicies({})
    oc.setTwoFactor(people.admin, true)
    await all([
      'createWebhook-error-token-not-preauthorized-2fa',
      'processExpense-APPROVE-error-token-not-preauthorized-2fa',
      'processExpense-APPROVE-error-session-2fa-required',
    ])()
    const plain = tokens[secret('1')]!
    tokens[secret('1')] = oc.issueToken(people.admin, { preAuthorized2FA: true })
    await replay('processExpense-REJECT-ok-token-preauthorized-2fa')
    tokens[secret('1')] = plain
    oc.setTwoFactor(people.admin, false)
    assert.equal(oc.expense(id).status, 'REJECTED')
  })

  it('The stand-in answers recorded scheduling and spam, and its cost, like Open Collective', async () => {
    const id = standFor('processExpense-MARK_AS_SPAM-ok', people.member, 100)
    await replay('processExpense-SCHEDULE_FOR_PAYMENT-error-pending')
    await oc.process({ as: people.admin, expense: id, action: 'APPROVE' })
    await all([
      'processExpense-SCHEDULE_FOR_PAYMENT-ok',
      'processExpense-UNAPPROVE-error-scheduled',
      'processExpense-UNSCHEDULE_PAYMENT-ok',
    ])()
    await oc.process({ as: people.admin, expense: id, action: 'UNAPPROVE' })
    await oc.process({ as: people.admin, expense: id, action: 'REJECT' })
    await all([
      'processExpense-MARK_AS_SPAM-ok',
      'processExpense-APPROVE-error-spam',
      'createExpense-error-no-items',
      'createExpense-error-payee-not-administered',
      'createExpense-error-submitter-limited-after-spam',
    ])()
  })

  it('The stand-in keeps one hook per collective, type and person, like Open Collective', async () => {
    await all([
      'createWebhook-ok-single-activity-type',
      'updateWebhook-error-activityType-defaults-to-all-conflict',
      'createWebhook-error-second-hook-same-type-same-user',
      'deleteWebhook-ok-but-id-selection-errors',
    ])()
  })
})
