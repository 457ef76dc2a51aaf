// A whole run at the most talkative level, with everything that can go wrong: no secret is in the log, nor in an answer to
// anyone but the one who made it.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { loggerTo } from '../../gateway/foundation.ts'
import { listen, until } from '../gateway/clients.ts'
import { apply, garden, makeSteward, policies } from '../support/folkmoot.ts'

describe('secrets', () => {
  it('are in no line of the log, at the most talkative level, whatever goes wrong', async (t) => {
    let log = ''
    const logger = loggerTo('trace', { write: (line: string) => (log += line) })
    const all = await garden(t, { logger, reconcileEverySeconds: 5 })
    const { collective, community } = all
    const token = collective.tokens['governance-bot']!
    const { connections } = (
      await all.ask('query ($c: ID!) { community(community: $c) { connections { id webhookUrl } } }', { c: community })
    ).community
    const [, connection, webhookSecret] = /\/hooks\/([^/]+)\/([^/]+)$/.exec(connections[0].webhookUrl)!
    const driver = await all.key('DRIVE', 'INTEGRATE')
    const wrong = { key: 'fmk_a-key-that-never-was', token: 'ab'.repeat(20), webhook: 'a-secret-that-never-was' }
    const secrets = [
      all.adminKey,
      token,
      webhookSecret!,
      driver,
      all.people['maren-holt']!.key,
      ...Object.values(wrong),
    ]
    secrets.push('a secret of the tests')

    // What works: both flows, on every transport.
    await makeSteward(all, 'tobias-okafor')
    await apply(all, policies.invoices())
    const sse = listen(
      t,
      'sse',
      all.url,
      `subscription { decisions(community: "${community}") { decision { id } } }`,
      driver,
    )
    const watched = all.watch(
      'subscription ($c: ID!, $after: Cursor) { proposals(community: $c, after: $after) { kind proposal { id } } }',
      { c: community, after: all.beginning('proposals', community) },
      driver,
    )
    const expense = collective.submitExpense({ as: 'lin-yue', description: 'Hose', amountInCents: 6840 })
    const { proposal } = await watched.until(({ kind }) => kind === 'OPENED')
    await all.mutate(
      'castVote',
      'CastVoteInput',
      { proposal: proposal.id, choices: ['approve'] },
      'vote { id }',
      all.people['tobias-okafor']!.key,
    )
    await watched.until(({ kind }) => kind === 'COMPLIANCE_CHANGED')
    assert.equal(collective.expense(expense.legacyId).status, 'APPROVED')

    // What does not: wrong keys, tokens and webhooks; a platform that fails in each way; a bug of ours.
    await all.request('{ viewer { scopes } }', {}, wrong.key)
    const refused = listen(t, 'ws', all.url, 'subscription { decisions(community: "x") { cursor } }', wrong.key)
    await refused.next()
    const hook = (secret: string, body: string) =>
      fetch(`${all.url}/hooks/${connection}/${secret}`, { method: 'POST', body })
    assert.equal((await hook(wrong.webhook, '{}')).status, 404)
    assert.equal((await hook(webhookSecret!, 'no JSON')).status, 400)
    assert.equal((await hook(webhookSecret!, '{}')).status, 400)
    const connect = (input: object) =>
      all.mutate(
        'connectPlatform',
        'ConnectPlatformInput',
        { community, platform: 'opencollective', ...input },
        'connection { id }',
      )
    const settings = { apiUrl: collective.url, webUrl: collective.webUrl }
    const given = { externalId: collective.collective.slug, credentials: { personalToken: wrong.token }, settings }
    assert.equal((await connect(given)).userErrors[0].code, 'CREDENTIALS_REFUSED')
    await connect({ ...given, settings: { apiUrl: 'http://10.0.0.1/', webUrl: 'http://10.0.0.1/' } })
    await connect({ ...given, externalId: undefined })
    for (const fault of ['500', '500-after-apply', 'html', 'reset', 'reset-after-apply', '429'] as const) {
      collective.faults.next(fault)
      const { legacyId } = collective.submitExpense({ as: 'lin-yue', description: fault, amountInCents: 100 })
      await all.mutate(
        'approveExpense',
        'SettleExpenseInput',
        { community, expense: String(legacyId) },
        'action { id }',
        driver,
      )
    }
    collective.setToken(token, 'revoked')
    await all.mutate('approveExpense', 'SettleExpenseInput', { community, expense: '999999' }, 'action { id }', driver)
    await hook(webhookSecret!, JSON.stringify({ id: 7, type: 'collective.expense.created', data: {} }))
    await sql`alter table communities.api_keys rename to lost`.execute(all.db.root)
    const bug = await all.request('mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }', {
      input: { community, name: 'x', scopes: ['READ'] },
    })
    assert.equal(bug.errors![0]!.extensions.code, 'INTERNAL_SERVER_ERROR')
    await sql`alter table communities.lost rename to api_keys`.execute(all.db.root)
    const states = 'query ($c: ID!) { community(community: $c) { connections { status } } }'
    await until(
      async () => (await all.ask(states, { c: community })).community.connections[0].status === 'UNAUTHORIZED',
    )
    await all.stop()
    await sse.next().catch(() => {})

    assert.match(log, /an unexpected error was masked/)
    assert.match(log, /"msg":"request"/)
    for (const secret of secrets) {
      const at = log.indexOf(secret)
      assert.ok(at < 0, `In the log: ${log.slice(Math.max(0, at - 300), at + 20)}`)
    }
    assert.ok(!/"(params|detail)":/.test(log), 'What was given to the database is not for the log.')
  })
})
