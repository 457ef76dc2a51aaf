// Who knocks and is refused stands in the audit log, by every way in, and costs no more however often they knock.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'
import { mostOfKind } from '../../backbone/security/refused.ts'
import { browserAt } from '../support/browser.ts'
import { testFolkmoot } from '../support/folkmoot.ts'
import { takenBy } from '../support/taken.ts'

describe('audit log of refused callers', () => {
  it('A refused caller is in the log of the community, or of the installation, once', async (t) => {
    const all = await testFolkmoot(t)
    const made = takenBy(all)
    const { community } = await made(
      'createCommunity',
      'CreateCommunityInput',
      { slug: 'a', name: 'A' },
      'community { id }',
    )
    const { member } = await made('addMember', 'AddMemberInput', { community: 'a', name: 'Ada' }, 'member { id }')
    const key = (name: string) =>
      made('createApiKey', 'CreateApiKeyInput', { community: 'a', name, scopes: ['READ'] }, 'id secret')
    const [lost, turned] = [await key('lost'), await key('turned')]
    await all.ask('mutation ($id: ID!) { revokeApiKey(id: $id) { userErrors { code message } } }', {
      id: lost.id,
    })
    await all.ask('mutation ($id: ID!) { rotateApiKey(id: $id, overlap: "PT0S") { userErrors { code message } } }', {
      id: turned.id,
    })
    const { url } = await made('createSignInLink', 'CreateSignInLinkInput', { member: member.id }, 'url')
    const code = new URL(url).hash.slice(1)
    const before = (await all.ask('{ audit(first: 1) { totalCount } }')).audit.totalCount

    const knock = async () => {
      const unauthenticated = async (secret: string) => {
        const answer = await all.request('{ viewer { scopes } }', {}, secret)
        assert.equal(answer.errors?.[0]?.extensions.code, 'UNAUTHENTICATED')
        const query = encodeURIComponent('{ viewer { scopes } }')
        const headers = { accept: 'text/event-stream', authorization: `Bearer ${secret}` }
        assert.equal((await fetch(`${all.url}/graphql?query=${query}`, { headers })).status, 401)
        const socket = createClient({
          url: `${all.url.replace(/^http/, 'ws')}/graphql`,
          webSocketImpl: WebSocket,
          connectionParams: { authorization: `Bearer ${secret}` },
          retryAttempts: 0,
        })
        await assert.rejects(Promise.resolve(socket.iterate({ query: '{ viewer { scopes } }' }).next()))
        await socket.dispose()
        assert.equal((await browserAt(all.url).signIn({ key: secret })).status, 401)
      }
      for (const secret of ['fmk_nobody_made_this', 'fmk_nor_that', lost.secret, turned.secret])
        await unauthenticated(secret)
      assert.equal((await browserAt(all.url).signIn({ code: 'fml_made_up' })).body.error.code, 'SIGN_IN_CODE_UNKNOWN')
      const codes = new Set<string>()
      for (let n = 0; n < 40; n++) codes.add((await browserAt(all.url).signIn({ code })).body.error?.code)
      assert.ok(codes.has('TOO_MANY_TRIES'), [...codes].join())
    }
    await knock()
    await knock()
    await all.restart() // what was gathered is told before the end
    await knock()
    await all.restart()

    const fields =
      'nodes { at mutation address subjects events by { kind key { id } member { id } session } } totalCount'
    const { audit, community: of } = await all.ask(
      `query ($c: ID!) { audit(first: 100) { ${fields} } community(community: $c) { audit(first: 100) { ${fields} } } }`,
      { c: community.id },
    )
    // In each hour once: at a full hour there may be two.
    const refusals = ({ nodes }: any) => [
      ...new Set(
        nodes
          .filter(({ mutation }: any) => mutation.endsWith('Refused'))
          .map(({ mutation, by, address, subjects }: any) =>
            [mutation, by.kind, by.key?.id ?? by.member?.id ?? '', address, subjects.join(' ')].join(' | '),
          ),
      ),
    ]
    assert.deepEqual(refusals(audit).sort(), [
      'unknownCodeRefused | NOBODY |  | 127.0.0.1 | ',
      'unknownKeyRefused | NOBODY |  | 127.0.0.1 | ',
    ])
    assert.deepEqual(refusals(of.audit).sort(), [
      `expiredKeyRefused | KEY | ${turned.id} | 127.0.0.1 | ${turned.id}`,
      `revokedKeyRefused | KEY | ${lost.id} | 127.0.0.1 | ${lost.id}`,
      `triesRefused | NOBODY |  | 127.0.0.1 | ${member.id}`,
      `usedCodeRefused | NOBODY |  | 127.0.0.1 | ${member.id}`,
    ])
    assert.ok(audit.totalCount - before <= 4, 'two kinds, and as many again at a full hour')
    const text = JSON.stringify([audit, of])
    for (const secret of [lost.secret, turned.secret, code, 'fmk_nobody_made_this']) assert.ok(!text.includes(secret))
    const one = 'query ($c: ID!, $by: ID!) { community(community: $c) { audit(by: $by) { nodes { mutation } } } }'
    const { nodes } = (await all.ask(one, { c: 'a', by: lost.id })).community.audit
    assert.ok(nodes.some(({ mutation }: any) => mutation === 'revokedKeyRefused'))
    assert.ok((await all.ask('query ($c: ID!) { verifyAudit(community: $c) { valid } }', { c: 'a' })).verifyAudit.valid)
  })

  it('Refused callers leave few entries, whatever addresses they come from', async (t) => {
    const all = await testFolkmoot(t)
    const status = async (n: number) => {
      const headers = {
        'content-type': 'application/json',
        authorization: `Bearer fmk_guess_${n}`,
        'x-forwarded-for': `203.0.113.${n % 250}`,
      }
      const body = '{"query":"{ viewer { scopes } }"}'
      return (await fetch(`${all.url}/graphql`, { method: 'POST', headers, body })).status
    }
    for (let n = 0; n < 20; n++) {
      const statuses = await Promise.all(Array.from({ length: 50 }, (_, index) => status(n * 50 + index)))
      assert.deepEqual([...new Set(statuses)], [401])
    }
    const metrics = await (await fetch(`${all.url}/metrics`)).text()
    assert.match(metrics, /folkmoot_refused_total\{name="unknownKeyRefused"\} 1000/)
    await all.restart()
    const { audit } = await all.ask(
      '{ audit(first: 100, mutation: "unknownKeyRefused") { nodes { address } totalCount } }',
    )
    assert.ok(audit.totalCount >= mostOfKind && audit.totalCount <= 2 * mostOfKind, `${audit.totalCount}`)
    assert.ok(audit.nodes.every(({ address }: any) => address.startsWith('203.0.113.')))
  })
})
