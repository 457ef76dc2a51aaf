// People sign in to the live page, vote, and are signed out: by themselves, with their key, or by an admin.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { keyDigest } from '../../backbone/log/directory.ts'
import { loggerTo } from '../../gateway/processes/foundation.ts'
import { browserAt } from '../support/browser.ts'
import { type TestFolkmoot, testFolkmoot } from '../support/folkmoot.ts'
import { takenBy } from '../support/taken.ts'
import { testAdminKey } from '../support/world.ts'

interface Village extends TestFolkmoot {
  community: string
  people: Record<string, { id: string; key: string; name: string }>
}

/** A community with two members, each with a key. */
async function village(t: TestContext, options: { visibility?: string; logger?: Logger } = {}): Promise<Village> {
  const folkmoot = await testFolkmoot(t, options)
  const make = takenBy(folkmoot)
  const input = { slug: 'village', name: 'Village', visibility: options.visibility ?? 'PUBLIC' }
  const community = (await make('createCommunity', 'CreateCommunityInput', input, 'community { id }')).community.id
  await make('createRole', 'CreateRoleInput', { community, name: 'steward' }, 'role { id }')
  const people: Village['people'] = {}
  for (const [slug, name] of Object.entries({ 'lin-yue': 'Lin Yue', 'tobias-okafor': 'Tobias Okafor' })) {
    const { member } = await make('addMember', 'AddMemberInput', { community, name }, 'member { id }')
    const key = { community, name, scopes: ['READ', 'VOTE'], member: member.id }
    people[slug] = { id: member.id, name, key: (await make('createApiKey', 'CreateApiKeyInput', key, 'secret')).secret }
  }
  return Object.assign(Object.create(Object.prototype, Object.getOwnPropertyDescriptors(folkmoot)) as TestFolkmoot, {
    community,
    people,
  })
}

const viewer = '{ viewer { scopes member { id } community { id } } }'

async function linkFor(all: Village, member: string, key?: string): Promise<any> {
  return all.mutate('createSignInLink', 'CreateSignInLinkInput', { member }, 'url expiresAt member { id }', key)
}

const codeIn = (url: string) => new URL(url).hash.slice(1)

async function ballot(all: Village): Promise<string> {
  const { openProposal } = await all.ask(
    `mutation ($input: OpenProposalInput!) { openProposal(input: $input) { proposal { id } userErrors { code message } } }`,
    {
      input: {
        community: all.community,
        title: 'Paint the shed?',
        electorate: {},
        passes: { closeEarly: false },
        closesIn: 'P1D',
      },
    },
  )
  return openProposal.proposal.id
}

describe('signing in', () => {
  it('A key signs a person in by a cookie that no script can read, for as long as the key is good', async (t) => {
    const all = await village(t, { visibility: 'PRIVATE' })
    const browser = browserAt(all.url)
    const { id, key, name } = all.people['lin-yue']!
    const body = JSON.stringify({ key })
    const headers = { 'content-type': 'application/json' }
    const answer = await browser.fetch('/session', { method: 'POST', headers, body })
    const [cookie = ''] = answer.headers.getSetCookie()
    assert.match(cookie, /^folkmoot_session=[\w-]{43}; Max-Age=25\d{5}; HttpOnly; SameSite=Strict; Path=\/$/)
    const text = await answer.text()
    assert.ok(!`${cookie}${text}`.includes(key.slice(4)))
    const told = JSON.parse(text)
    assert.deepEqual(told.viewer.member, { id, name })
    assert.deepEqual(told.viewer.scopes, ['READ', 'VOTE'])
    assert.equal(told.viewer.community.id, all.community)
    const days = (Date.parse(told.expiresAt) - Date.now()) / 86_400_000
    assert.ok(days > 29 && days <= 30, told.expiresAt)
    assert.deepEqual(await browser.whoAmI(), told)
    assert.deepEqual((await browser.ask(viewer)).data.viewer.member, { id })
    // What the key may read, the session may, on each transport.
    const watched = browser.watch(
      t,
      `subscription { roleRequests(community: "${all.community}", after: "${all.beginning('roleRequests', all.community)}") { cursor roleRequest { member { id } } } }`,
    )
    await all.mutate(
      'requestRole',
      'RequestRoleInput',
      { community: all.community, role: 'steward', member: id },
      'roleRequest { id }',
    )
    assert.ok((await watched.next()).data.roleRequests)

    const { rows } = await sql<{
      id: string
    }>`select id from communities.api_keys where digest = ${keyDigest(key)}`.execute(all.db.root)
    await all.ask('mutation ($id: ID!) { revokeApiKey(id: $id) { id userErrors { code } } }', { id: rows[0]!.id })
    assert.equal((await watched.next()).errors[0].extensions.code, 'UNAUTHENTICATED')
    await watched.ended
    assert.equal((await browser.ask(viewer)).errors[0].extensions.code, 'UNAUTHENTICATED')
    assert.deepEqual(await browser.whoAmI(), { viewer: null })
  })

  it('A link signs a person in once, to read and vote as that member and no more', async (t) => {
    const lines: string[] = []
    const logger = loggerTo('debug', { write: (line: string) => void lines.push(line) })
    const all = await village(t, { visibility: 'PRIVATE', logger })
    const { id } = all.people['lin-yue']!
    const made = await linkFor(all, id)
    assert.deepEqual(made.userErrors, [])
    assert.equal(made.member.id, id)
    assert.ok(made.url.startsWith(`${all.url}/sign-in#fml_`), made.url)
    const minutes = (Date.parse(made.expiresAt) - Date.now()) / 60_000
    assert.ok(minutes > 14 && minutes <= 15, made.expiresAt)

    const code = codeIn(made.url)
    const browser = browserAt(all.url)
    const { status, body } = await browser.signIn({ code })
    assert.deepEqual([status, body.viewer.member.id, body.viewer.scopes], [200, id, ['READ', 'VOTE']])
    const again = browserAt(all.url)
    const refused = await again.signIn({ code })
    assert.deepEqual([refused.status, refused.body.error.code, again.cookie], [401, 'SIGN_IN_CODE_USED', null])
    assert.equal((await again.signIn({ code: `${code}x` })).body.error.code, 'SIGN_IN_CODE_UNKNOWN')

    const proposal = await ballot(all)
    const vote = `mutation { castVote(input: { proposal: "${proposal}", choices: ["approve"] }) { vote { member { id } } userErrors { code } } }`
    assert.equal((await browser.ask(vote)).data.castVote.vote.member.id, id)
    const { data } = await browser.ask(`{ proposal(id: "${proposal}") { viewerVote { choices } } }`)
    assert.deepEqual(data.proposal.viewerVote.choices, ['approve'])
    const other = all.people['tobias-okafor']!.id
    const forbidden = [
      `mutation { castVote(input: { proposal: "${proposal}", choices: ["approve"], member: "${other}" }) { userErrors { code } } }`,
      `mutation { createSignInLink(input: { member: "${id}" }) { url userErrors { code } } }`,
      `mutation { closeProposal(input: { proposal: "${proposal}" }) { userErrors { code } } }`,
    ]
    for (const query of forbidden)
      assert.equal((await browser.ask(query)).errors[0].extensions.code, 'FORBIDDEN', query)

    assert.equal(await browser.signOut(), 204)
    assert.equal(browser.cookie, null)
    const told = `${lines.join('')}${JSON.stringify(await everything(all))}`
    const secrets = [code.slice(4), all.people['lin-yue']!.key.slice(4)]
    for (const secret of secrets) assert.ok(!told.includes(secret), 'no log and no table has a code or a key')
  })

  it('A link that two open at once lets one in; one that is too old or was made void, nobody', async (t) => {
    const all = await village(t)
    const { id } = all.people['lin-yue']!
    const { url } = await linkFor(all, id)
    const tries = Array.from({ length: 8 }, () => browserAt(all.url).signIn({ code: codeIn(url) }))
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    assert.deepEqual(statuses.toSorted(), [200, 401, 401, 401, 401, 401, 401, 401])

    const late = await linkFor(all, id)
    await sql`update communities.sign_in_links set expires_at = clock_timestamp() where used_at is null`.execute(
      all.db.root,
    )
    const refused = await browserAt(all.url).signIn({ code: codeIn(late.url) })
    assert.deepEqual([refused.status, refused.body.error.code], [401, 'SIGN_IN_CODE_EXPIRED'])
    const ended = await linkFor(all, id)
    await all.mutate('endSessions', 'EndSessionsInput', { member: id }, 'member { id }')
    const code = (await browserAt(all.url).signIn({ code: codeIn(ended.url) })).body.error.code
    assert.equal(code, 'SIGN_IN_CODE_EXPIRED')
  })

  it('The admin key signs a person in over all communities', async (t) => {
    const all = await testFolkmoot(t)
    const browser = browserAt(all.url)
    const { body } = await browser.signIn({ key: testAdminKey })
    assert.deepEqual(body.viewer, {
      scopes: ['READ', 'VOTE', 'INTEGRATE', 'DRIVE', 'ADMIN'],
      member: null,
      community: null,
    })
    const created = await browser.ask(
      'mutation { createCommunity(input: { slug: "yard", name: "Yard" }) { community { slug } userErrors { code } } }',
    )
    assert.equal(created.data.createCommunity.community.slug, 'yard')
    const token = browser.cookie!.split('=')[1]!
    const { rows } = await sql`select payload from backbone.events where type like 'communities.session%'`.execute(
      all.db.root,
    )
    for (const secret of [testAdminKey, keyDigest(testAdminKey), token])
      assert.ok(!JSON.stringify(rows).includes(secret), 'the log has neither the key nor what it could be guessed by')
  })
})

describe('the end of a session', () => {
  it('A session ends with its streams on every transport: by signing out, by the member or an admin', async (t) => {
    const all = await village(t)
    const { id } = all.people['lin-yue']!
    const subscription = `subscription { decisions(community: "${all.community}") { cursor } }`
    const end: Record<string, (browser: ReturnType<typeof browserAt>) => Promise<unknown>> = {
      signOut: (browser) => browser.signOut(),
      byTheMember: (browser) =>
        browser.ask(`mutation { endSessions(input: { member: "${id}" }) { member { id } userErrors { code } } }`),
      byAnAdmin: () => all.mutate('endSessions', 'EndSessionsInput', { member: id }, 'member { id }'),
    }
    for (const [how, work] of Object.entries(end)) {
      const browser = browserAt(all.url)
      await browser.signIn({ code: codeIn((await linkFor(all, id)).url) })
      const { cookie } = browser
      const watched = browser.watch(t, subscription)
      const headers = { 'content-type': 'application/json', accept: 'text/event-stream' }
      const sse = await browser.fetch('/graphql', {
        method: 'POST',
        headers,
        body: JSON.stringify({ query: subscription }),
      })
      assert.equal(sse.status, 200)
      await work(browser)
      const told = await sse.text() // it ends
      assert.match(told, /UNAUTHENTICATED/, how)
      await watched.ended
      browser.cookie = cookie
      assert.equal((await browser.ask(viewer)).errors[0].extensions.code, 'UNAUTHENTICATED', how)
    }
  })

  it('A session survives the end of another, a restart and a merge, as who the member is then', async (t) => {
    const all = await village(t)
    const [from, into] = [all.people['lin-yue']!.id, all.people['tobias-okafor']!.id]
    const before = [browserAt(all.url), browserAt(all.url)] as const
    for (const browser of before) await browser.signIn({ key: all.people['lin-yue']!.key })
    await before[0].signOut()
    assert.equal((await before[1].whoAmI()).viewer.member.id, from)

    await before[0].signIn({ code: codeIn((await linkFor(all, from)).url) })
    const unused = await linkFor(all, from)
    await all.restart()
    const browser = browserAt(all.url)
    browser.cookie = before[0].cookie
    assert.equal((await browser.whoAmI()).viewer.member.id, from)

    await all.mutate('mergeMembers', 'MergeMembersInput', { from, into }, 'member { id }')
    assert.equal((await browser.whoAmI()).viewer.member.id, into)
    const second = await browserAt(all.url).signIn({ code: codeIn(unused.url) })
    assert.equal(second.body.viewer.member.id, into)
    await all.mutate('endSessions', 'EndSessionsInput', { member: into }, 'member { id }')
    assert.deepEqual(await browser.whoAmI(), { viewer: null })
  })
})

describe('personal fields in shared streams', () => {
  it('A personal field is never shared between two sessions that have the same rights', async (t) => {
    const all = await village(t)
    const proposal = await ballot(all)
    const query = `subscription { proposals(community: "${all.community}", after: "${all.beginning('proposals', all.community)}") { kind proposal { viewerVote { member { id } } } } }`
    const people = ['lin-yue', 'tobias-okafor'].map((slug) => all.people[slug]!.id)
    const streams = []
    for (const id of people) {
      const browser = browserAt(all.url)
      await browser.signIn({ code: codeIn((await linkFor(all, id)).url) })
      const vote = `mutation { castVote(input: { proposal: "${proposal}", choices: ["approve"] }) { userErrors { code } } }`
      assert.deepEqual((await browser.ask(vote)).data.castVote.userErrors, [])
      streams.push({ id, watched: browser.watch(t, query) })
    }
    for (const { id, watched } of streams) {
      const { data } = await watched.next()
      assert.equal(data.proposals.proposal.viewerVote.member.id, id)
    }
  })
})

/** Everything that the database holds, as text. */
async function everything(all: Village): Promise<unknown[]> {
  const { rows } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('backbone', 'communities', 'proposals', 'actions')`.execute(all.db.root)
  const tables = []
  for (const { name } of rows) tables.push((await sql.raw(`select * from ${name}`).execute(all.db.root)).rows)
  return tables
}
