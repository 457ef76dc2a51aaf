// All services in their own arrangement, over one PostgreSQL server (TEST_DATABASE_URL): both flows' first halves go
// through every seam there is between them: the graph, the log, internal calls, webhooks, the driver.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { type Config, readConfig, readTestDatabaseUrl } from '../../../backbone/config.ts'
import type { Database } from '../../../backbone/database/database.ts'
import { checkAudit } from '../../../docs/verify.mjs'
import { serviceNames } from '../../../gateway/names.ts'
import { type Service, startService } from '../../../gateway/processes/service.ts'
import { subgraphModules } from '../../../gateway/subgraph-modules.ts'
import { browserAt } from '../../support/browser.ts'
import { crowd } from '../../support/crowd.ts'
import { policies } from '../../support/folkmoot.ts'
import { freePort } from '../../support/free-port.ts'
import { standIns } from '../../support/stand-ins.ts'
import { freshDatabase } from '../../support/template.ts'
import { testAdminKey } from '../../support/world.ts'
import { listen } from '../clients.ts'

interface Apart {
  db: Database
  url: string
  stop(name: (typeof serviceNames)[number]): Promise<void>
  ask(query: string, variables?: object, key?: string): Promise<any>
  mutate(field: string, type: string, input: object, selection: string): Promise<any>
}

async function apart(t: TestContext): Promise<Apart> {
  await crowd(t)
  const { db, url: databaseUrl, drop } = await freshDatabase()
  t.after(drop)
  const ports = await Promise.all(serviceNames.map(freePort))
  const addresses = Object.fromEntries(serviceNames.map((name, index) => [name, [`http://127.0.0.1:${ports[index]}`]]))
  const services = new Map<string, Service>()
  const configOf = (port: number): Config => ({
    ...readConfig({}),
    databaseUrl,
    databaseConnections: 3, // other tests want some of the server's too
    port,
    services: addresses,
    adminKey: testAdminKey,
    secret: 'a secret of the tests',
    privateHosts: ['127.0.0.1'],
    logLevel: 'silent',
  })
  t.after(async () => {
    for (const name of ['driver', 'gateway', ...serviceNames]) await services.get(name)?.stop()
  })
  // In any order: whoever is asked before it is there is asked again.
  await Promise.all(
    serviceNames.map(async (name, index) =>
      services.set(name, await startService(name, configOf(ports[index]!), subgraphModules)),
    ),
  )
  const url = services.get('gateway')!.url
  const request = async (query: string, variables: object = {}, key = testAdminKey) => {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables }),
    })
    return (await answer.json()) as any
  }
  return {
    db,
    url,
    stop: async (name) => services.get(name)!.stop(),
    ask: request,
    async mutate(field, type, input, selection) {
      const query = `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} userErrors { code message } } }`
      const { data, errors } = await request(query, { input })
      assert.deepEqual(errors ?? data[field].userErrors, [], field)
      return data[field]
    },
  }
}

describe('services apart', { skip: readTestDatabaseUrl() === null && 'needs PostgreSQL: TEST_DATABASE_URL' }, () => {
  it('Services apart play both flows over HTTP', async (t) => {
    const folkmoot = await apart(t)
    const { collective, instance } = await standIns(t)
    const { slug } = collective.collective
    const { community } = await folkmoot.mutate(
      'createCommunity',
      'CreateCommunityInput',
      { slug, name: 'Garden' },
      'community { id }',
    )
    await folkmoot.mutate('connectCred', 'ConnectCredInput', { community: slug, url: instance.url }, 'cred { total }')
    const settings = { apiUrl: collective.url, webUrl: collective.webUrl, reconcileEverySeconds: 3600 }
    const credentials = { personalToken: collective.tokens['governance-bot'] }
    const connected = await folkmoot.mutate(
      'connectPlatform',
      'ConnectPlatformInput',
      { community: slug, platform: 'opencollective', externalId: slug, credentials, settings },
      'connection { status webhookUrl }',
    )
    assert.equal(connected.connection.status, 'CONNECTED')
    assert.ok(connected.connection.webhookUrl.startsWith(`${folkmoot.url}/hooks/`))
    await folkmoot.mutate('createRole', 'CreateRoleInput', { community: slug, name: 'steward' }, 'role { id }')
    await folkmoot.mutate(
      'applyPolicy',
      'ApplyPolicyInput',
      { community: slug, document: policies.stewards },
      'policy { id }',
    )

    const requests = listen(
      t,
      'ws',
      folkmoot.url,
      `subscription { roleRequests(community: "${slug}") { roleRequest { status reason member { id name cred { total } } } } }`,
    )
    const actions = listen(
      t,
      'sse',
      folkmoot.url,
      `subscription { actions(community: "${slug}", kind: "opencollective.expense.created") { action { kind subject { title } } } }`,
    )
    await folkmoot.mutate(
      'addMember',
      'AddMemberInput',
      { community: slug, name: 'Maren', accounts: [{ platform: 'github', username: 'marenholt' }] },
      'member { id }',
    )
    await folkmoot.mutate(
      'requestRole',
      'RequestRoleInput',
      { community: slug, role: 'steward', account: { platform: 'github', username: 'marenholt' } },
      'roleRequest { status }',
    )
    let settled: any
    do settled = (await requests.next()).value.data.roleRequests.roleRequest
    while (settled.status === 'PENDING')
    assert.equal(settled.status, 'GRANTED', settled.reason)
    assert.ok(settled.member.cred.total > 25)

    const submitted = await fetch(`${collective.webUrl}/sandbox/expenses`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: 'lin-yue', description: 'Paint', amountInCents: 4200 }),
    })
    assert.ok(submitted.ok)
    const seen = (await actions.next()).value.data.actions.action
    assert.deepEqual(seen, { kind: 'opencollective.expense.created', subject: { title: 'Paint' } })

    // A browser signs in by a link: the gateway, communities and the one that answers know of it by the log alone.
    const member = settled.member.id
    const { url: link } = await folkmoot.mutate('createSignInLink', 'CreateSignInLinkInput', { member }, 'url')
    const browser = browserAt(folkmoot.url)
    const code = new URL(link).hash.slice(1)
    assert.equal((await browser.signIn({ code })).body.viewer.member.id, member)
    assert.equal((await browserAt(folkmoot.url).signIn({ code })).body.error.code, 'SIGN_IN_CODE_USED')
    const watched = browser.watch(t, `subscription { decisions(community: "${slug}") { cursor } }`)
    assert.equal((await browser.ask('{ viewer { member { id } } }')).data.viewer.member.id, member)
    await folkmoot.mutate('endSessions', 'EndSessionsInput', { member }, 'member { id }')
    assert.equal((await watched.next()).errors[0].extensions.code, 'UNAUTHENTICATED')
    assert.deepEqual(await browser.whoAmI(), { viewer: null })
    assert.equal((await browserAt(folkmoot.url).signIn({ key: testAdminKey })).status, 200)

    // What is dangerous in one part waits in another for a second administrator.
    const keys: string[] = []
    for (const name of ['one', 'two']) {
      const input = { community: slug, name, scopes: ['ADMIN'] }
      keys.push((await folkmoot.mutate('createApiKey', 'CreateApiKeyInput', input, 'secret')).secret)
    }
    const [one, two] = keys
    const wanted = { community: slug, twoAdmins: true }
    await folkmoot.mutate('updateCommunity', 'UpdateCommunityInput', wanted, 'community { twoAdmins }')
    const dangerous = [
      `applyPolicy(input: { community: "${slug}", document: ${JSON.stringify(policies.invoices())} })`,
      `performAction(input: { community: "${slug}", kind: "nothing.at.all" })`,
      `connectCred(input: { community: "${slug}", url: "${instance.url}" })`,
      `setDriver(input: { community: "${slug}", kind: BUILT_IN })`,
    ]
    for (const each of dangerous) {
      const say = async () => {
        const { errors } = await folkmoot.ask(`mutation { ${each} { userErrors { code } } }`, {}, one)
        return errors?.[0].extensions ?? null
      }
      const { code, act } = await say()
      assert.equal(code, 'SECOND_ADMIN_REQUIRED', each)
      const approve = `mutation { approveAct(act: "${act}") { userErrors { code } } }`
      assert.deepEqual((await folkmoot.ask(approve, {}, one)).data.approveAct.userErrors, [{ code: 'OWN_ACT' }])
      assert.deepEqual((await folkmoot.ask(approve, {}, two)).data.approveAct.userErrors, [])
      assert.equal(await say(), null, each)
      assert.notEqual((await say()).act, act)
    }
    const audit = `{ community(community: "${slug}") { audit(first: 50) { nodes { mutation by { key { name } } approvedBy { key { name } } events } } } }`
    const { nodes } = (await folkmoot.ask(audit, {}, one)).data.community.audit
    const applied = nodes.find(({ events }: any) => events.includes('proposals.policy.applied'))
    assert.deepEqual([applied.by.key.name, applied.approvedBy.key.name], ['one', 'two'])
    assert.ok(nodes.some(({ mutation, events }: any) => mutation === 'performAction' && /act\.used/.test(events)))

    await folkmoot.stop('cred')
    const { data, errors } = await folkmoot.ask(
      '{ community(community: "X") { name members { nodes { name cred { total } } } decisions { nodes { outcome actions { kind } } } cred { total } } }'.replace(
        'X',
        slug,
      ),
    )
    assert.equal(data.community.name, 'Garden')
    assert.equal(data.community.cred, null)
    assert.equal(data.community.members.nodes.find(({ name }: any) => name === 'Maren').cred, null)
    assert.equal(data.community.decisions.nodes[0].outcome, 'APPROVED')
    assert.deepEqual([...new Set(errors.map(({ extensions }: any) => extensions.code))], ['UNAVAILABLE'])

    // The audit log comes out of the gateway, and what the gateway refused gets into it, before it ends.
    const headers = { authorization: `Bearer ${testAdminKey}` }
    const text = await (await fetch(`${folkmoot.url}/audit/${slug}`, { headers })).text()
    const lines = text.trim().split('\n')
    const found = await checkAudit(lines.map((line) => JSON.parse(line)))
    assert.deepEqual([found.problem, found.signed], [null, true])
    await folkmoot.stop('gateway')
    const { rows } = await sql<{ record: any }>`select record from backbone.audit
      where community = ${community.id} and mutation = 'usedCodeRefused'`.execute(folkmoot.db.root)
    assert.deepEqual(
      rows.map(({ record }) => record.subjects),
      [[member]],
    )
  })
})
