// Two whole servers on one database: whatever is written through either is heard at both, alike, and a stream broken off
// at one goes on at the other.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readConfig, readTestDatabaseUrl } from '../../backbone/config.ts'
import { cursorsOf } from '../../backbone/log/cursors.ts'
import { secretBox } from '../../backbone/security/secrets.ts'
import { startFolkmoot } from '../../gateway/processes/start.ts'
import { type Heard, listen, streamTransports } from '../gateway/clients.ts'
import { freshDatabase } from '../support/template.ts'
import { testAdminKey } from '../support/world.ts'

const skip = readTestDatabaseUrl() === null && 'needs PostgreSQL: TEST_DATABASE_URL'
const secret = 'a secret of the tests'

describe('two servers on one database', { skip }, () => {
  it('Two servers on one database stream the same, take each other’s cursors, and end what either revokes', async (t) => {
    const { url: databaseUrl, drop } = await freshDatabase()
    t.after(drop)
    const settings = { port: 0, databaseUrl, adminKey: testAdminKey, secret, logLevel: 'silent' }
    const start = async () => {
      const server = await startFolkmoot({ ...readConfig({}), ...settings })
      t.after(() => server.stop())
      return server
    }
    const [a, b] = await Promise.all([start(), start()])

    const tell = async (url: string, field: string, input: object, selection: string) => {
      const type = `${field[0]!.toUpperCase()}${field.slice(1)}Input`
      const query = `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} userErrors { code message } } }`
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${testAdminKey}` }
      const body = JSON.stringify({ query, variables: { input } })
      const { data } = (await (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).json()) as any
      assert.deepEqual(data[field].userErrors, [])
      return data[field]
    }
    const { community } = await tell(a.url, 'createCommunity', { slug: 'garden', name: 'Garden' }, 'community { id }')
    const c = community.id as string
    const made = { community: c, name: 'reader', scopes: ['READ'] }
    const key = await tell(b.url, 'createApiKey', made, 'id secret')
    const decide = (url: string, reason: string) =>
      tell(url, 'recordDecision', { community: c, title: reason, outcome: 'APPROVED', reason }, 'decision { id }')
    const watch = (url: string, transport: 'ws' | 'sse', after: string) => {
      const fields = 'cursor decision { id reason proposal { title community { name } } }'
      return listen(
        t,
        transport,
        url,
        `subscription { decisions(community: "${c}", after: "${after}") { ${fields} } }`,
        key.secret,
      )
    }
    const next = async (heard: Heard) => (await heard.next()).value.data.decisions
    const beginning = cursorsOf(secretBox(secret)).encode('decisions', c, 0)

    const everywhere = [a, b].flatMap(({ url }) =>
      streamTransports.map((transport) => watch(url, transport, beginning)),
    )
    for (const [url, reason] of [
      [a.url, 'one'],
      [b.url, 'two'],
      [b.url, 'three'],
      [a.url, 'four'],
    ] as const)
      await decide(url, reason)
    const heard = await Promise.all(
      everywhere.map(async (each) => [await next(each), await next(each), await next(each), await next(each)]),
    )
    assert.deepEqual(
      heard[0]!.map(({ decision }) => decision.reason),
      ['one', 'two', 'three', 'four'],
    )
    for (const each of heard) assert.deepEqual(each, heard[0])

    // Broken off at one after its first event, a stream goes on at the other, and again where that one is new.
    const after = heard[0]![0].cursor
    const there = watch(b.url, 'sse', after)
    assert.equal((await next(there)).decision.reason, 'two')
    const { cursor } = await next(there)
    await b.stop()
    const back = await start()
    await decide(a.url, 'five')
    for (const transport of streamTransports) {
      const again = watch(back.url, transport, cursor)
      assert.deepEqual([(await next(again)).decision.reason, (await next(again)).decision.reason], ['four', 'five'])
    }

    const live = watch(back.url, 'ws', cursor)
    assert.equal((await next(live)).decision.reason, 'four')
    assert.equal((await next(live)).decision.reason, 'five')
    const revoke = `mutation { revokeApiKey(id: "${key.id}") { userErrors { code } } }`
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${testAdminKey}` }
    await fetch(`${a.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query: revoke }) })
    assert.equal((await live.next()).value.errors[0].extensions.code, 'UNAUTHENTICATED')
    assert.equal((await live.next()).done, true)
  })
})
