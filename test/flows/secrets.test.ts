// A whole run at the most talkative level, with everything that can go wrong: no secret is in the log, the database, a backup,
// the metrics, or in an answer that refuses.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { saveArchive } from '../../backbone/archive/save.ts'
import type { Database } from '../../backbone/database/database.ts'
import { loggerTo } from '../../gateway/processes/foundation.ts'
import { listen, until } from '../gateway/clients.ts'
import { browserAt } from '../support/browser.ts'
import { apply, type Garden, garden, makeSteward, policies } from '../support/folkmoot.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('secrets', () => {
  it('Secrets are in no line of the log, no table, backup, metric or refusal, whatever goes wrong', async (t) => {
    const refusals = refusalsHeard(t)
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
    secrets.push(...(await signInAndSetDriver(all)))

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
    const metrics = await (await fetch(`${all.url}/metrics`)).text()
    assert.match(metrics, /folkmoot_/)
    const tables = await everyTable(all.db)
    const backup = await backupOf(t, all.db)
    await all.stop()
    await sse.next().catch(() => {})

    assert.match(log, /an unexpected error was masked/)
    assert.match(log, /"msg":"request"/)
    assert.match(refusals.join(''), /UNAUTHENTICATED.*CREDENTIALS_REFUSED/s)
    for (const places of [tables, backup]) assert.ok(places.includes(community) && places.includes('v1.'))
    const places = { log, metrics, tables, backup, refusals: refusals.join('\n') }
    for (const [place, text] of Object.entries(places))
      for (const secret of secrets) {
        const at = text.indexOf(secret)
        assert.ok(at < 0, `In the ${place}: ${text.slice(Math.max(0, at - 300), at + 20)}`)
      }
    assert.ok(!/"(params|detail)":/.test(log), 'What was given to the database is not for the log.')
  })
})

/** Every answer that refuses something, as it was sent. */
function refusalsHeard(t: TestContext): string[] {
  const heard: string[] = []
  const real = globalThis.fetch
  t.mock.method(globalThis, 'fetch', async (...given: Parameters<typeof fetch>) => {
    const answer = await real(...given)
    if (/json|text\/plain/.test(answer.headers.get('content-type') ?? '')) {
      const text = await answer.clone().text()
      if (!answer.ok || /"errors":|"userErrors":\[\{/.test(text)) heard.push(text)
    }
    return answer
  })
  return heard
}

/** What a browser holds, the code of a link (used, and not), the secrets of a driver: of before, and of now. */
async function signInAndSetDriver(all: Garden): Promise<string[]> {
  const { community, people } = all
  const made = []
  const browser = browserAt(all.url)
  for (const used of [true, false]) {
    const { url } = await all.mutate(
      'createSignInLink',
      'CreateSignInLinkInput',
      { member: people['lin-yue']!.id },
      'url',
    )
    const code = new URL(url).hash.slice(1)
    if (used) await browser.signIn({ code })
    made.push(code)
  }
  made.push(browser.cookie!.split('=')[1]!)
  assert.equal((await browser.signIn({ code: made[0]! })).body.error.code, 'SIGN_IN_CODE_USED')
  const driven = { community: 'driven', kind: 'EXTERNAL', endpoint: `${all.url}/nowhere` }
  await all.mutate('createCommunity', 'CreateCommunityInput', { slug: 'driven', name: 'Driven' }, 'community { id }')
  const set = await all.mutate('setDriver', 'SetDriverInput', driven, 'driverSecret')
  const input = { community: 'driven' }
  const rotated = await all.mutate('rotateDriverSecret', 'RotateDriverSecretInput', input, 'driverSecret')
  for (const { driverSecret } of [set, rotated]) made.push(driverSecret.replace('whsec_', ''))
  const key = await all.mutate(
    'createApiKey',
    'CreateApiKeyInput',
    { community, name: 'k', scopes: ['READ'] },
    'id secret',
  )
  const rotate = 'mutation ($id: ID!) { rotateApiKey(id: $id) { secret userErrors { code } } }'
  made.push(key.secret, (await all.ask(rotate, { id: key.id })).rotateApiKey.secret)
  assert.ok(made.every((secret) => secret.length > 30))
  return made
}

/** All rows of all tables, those of the jobs among them. */
async function everyTable(db: Database): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select schemaname || '.' || tablename as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`.execute(db.root)
  let text = ''
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`select to_jsonb(t)::text as row from ${sql.table(name)} t`.execute(
      db.root,
    )
    text += rows.map(({ row }) => `${name} ${row}\n`).join('')
  }
  return text
}

async function backupOf(t: TestContext, db: Database): Promise<string> {
  const folder = temporaryFolder(t)
  await saveArchive(db, join(folder, 'backup'), 'test')
  return gunzipSync(readFileSync(join(folder, 'backup'))).toString()
}
