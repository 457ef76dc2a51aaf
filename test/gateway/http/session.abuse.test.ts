// The door that signs people in, knocked at by those who should not come in.

import assert from 'node:assert/strict'
import { request as httpRequest } from 'node:http'
import { describe, it } from 'node:test'
import { closeCodes } from '../../../gateway/wire/close-codes.ts'
import { browserAt, type From } from '../../support/browser.ts'
import { arrangements, keys, type TestGateway, testGateway } from '../server.ts'

const json = { 'content-type': 'application/json' }
const post = (body: string, headers: Record<string, string> = json) => ({ method: 'POST', headers, body })
const foreign: From[] = [
  { origin: 'https://evil.example', site: 'cross-site' },
  { origin: 'https://evil.example' },
  { site: 'cross-site' },
  { site: 'none' },
  { origin: 'null', site: 'cross-site' },
  { origin: 'http://127.0.0.1:1', site: 'same-site' }, // another port is another origin
]

async function signedIn(gateway: TestGateway, key: string = keys.reader) {
  const browser = browserAt(gateway.url)
  assert.equal((await browser.signIn({ key })).status, 200)
  return browser
}

describe('the session across sites', () => {
  it('A page of another site cannot sign a browser in or out, or ask who it is', async (t) => {
    const gateway = await testGateway(t)
    const nobody = browserAt(gateway.url)
    const browser = await signedIn(gateway)
    for (const from of foreign) {
      const login = await nobody.fetch('/session', { ...post(JSON.stringify({ key: keys.reader })), from })
      assert.deepEqual([login.status, login.headers.get('set-cookie')], [403, null], JSON.stringify(from))
      assert.equal((await browser.fetch('/session', { from })).status, 403)
      const logout = await browser.fetch('/session', { method: 'DELETE', from })
      assert.deepEqual([logout.status, logout.headers.get('set-cookie')], [403, null])
    }
    assert.ok((await browser.whoAmI()).viewer)
  })

  for (const arrangement of arrangements) {
    it(`A page of another site cannot go by the cookie on any transport (${arrangement})`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const browser = await signedIn(gateway)
      const query = '{ viewer { scopes } }'
      for (const from of [...foreign, {}]) {
        const asked = await browser.fetch('/graphql', { ...post(JSON.stringify({ query })), from })
        assert.equal(asked.status, 403, JSON.stringify(from))
        assert.equal(((await asked.json()) as any).errors[0].extensions.code, 'CROSS_SITE')
        for (const method of ['GET', 'POST']) {
          const path = method === 'GET' ? `/graphql?query=${encodeURIComponent(query)}` : '/graphql'
          const headers = { ...json, accept: 'text/event-stream' }
          const body = method === 'POST' ? { body: JSON.stringify({ query }) } : {}
          const stream = await browser.fetch(path, { method, headers, ...body, from })
          assert.deepEqual(
            [stream.status, stream.headers.get('content-type')?.split(';')[0]],
            [403, 'application/json'],
          )
        }
        const watched = browser.watch(t, 'subscription { decisions(community: "x") { cursor } }', from)
        assert.equal((await watched.ended).code, closeCodes.CROSS_SITE.code)
      }
    })
  }

  it('A page of another site may ask without a cookie, or with a key of its own', async (t) => {
    const gateway = await testGateway(t)
    const browser = await signedIn(gateway)
    const query = JSON.stringify({ query: '{ viewer { scopes } }' })
    for (const from of foreign) {
      const nobody = await browserAt(gateway.url).fetch('/graphql', { ...post(query), from })
      assert.equal(nobody.status, 200)
      const headers = { ...json, authorization: `Bearer ${keys.driver}` }
      const own = await browser.fetch('/graphql', { ...post(query, headers), from })
      assert.deepEqual(((await own.json()) as any).data.viewer.scopes, ['DRIVE'])
    }
  })
})

describe('refusals when signing in', () => {
  it('Signing in is refused with anything but one key or code, as a small JSON body', async (t) => {
    const { url } = await testGateway(t)
    const browser = browserAt(url)
    const cases: [string, number, Record<string, string>?][] = [
      ['', 400],
      ['[]', 400],
      ['null', 400],
      ['{}', 400],
      ['{"key": 7}', 400],
      ['{"key": ""}', 400],
      [`{"key": "${'k'.repeat(600)}"}`, 400],
      ['{"key": "a", "code": "b"}', 400],
      ['{"__proto__": {"key": "a"}}', 400],
      [JSON.stringify({ key: keys.reader, more: 'x'.repeat(5000) }), 413],
      [JSON.stringify({ key: keys.reader }), 415, { 'content-type': 'text/plain' }],
      [`key=${keys.reader}`, 415, { 'content-type': 'application/x-www-form-urlencoded' }],
    ]
    for (const [body, status, headers] of cases) {
      const answer = await browser.fetch('/session', post(body, headers))
      assert.deepEqual([answer.status, answer.headers.get('set-cookie')], [status, null], body.slice(0, 60))
      assert.equal(answer.headers.get('cache-control'), 'no-store')
    }
    for (const method of ['PUT', 'PATCH', 'OPTIONS']) {
      assert.equal((await browser.fetch('/session', { method })).status, 405)
    }
    assert.deepEqual(await browser.whoAmI(), { viewer: null })
  })

  it('Signing in is refused after many failures of one address, for what fails and nothing else', async (t) => {
    const gateway = await testGateway(t)
    const { url, lines } = gateway
    const browser = browserAt(url)
    for (let i = 0; i < 5; i++) assert.equal((await browser.signIn({ code: `guess-${i}` })).status, 401)
    const altered = gateway.link().replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    for (const given of [{ code: 'guess' }, { key: 'guess' }, { code: altered }, { code: `fml_${'A'.repeat(64)}` }]) {
      const answer = await browser.fetch('/session', post(JSON.stringify(given)))
      assert.equal(answer.status, 429)
      assert.match(answer.headers.get('retry-after')!, /^\d+$/)
      assert.equal(((await answer.json()) as any).error.code, 'TOO_MANY_TRIES')
    }
    assert.equal(gateway.starts(), 0, 'nobody was asked about what was made up')
    // Whoever is behind the same proxy and has what is right gets in.
    assert.equal((await browserAt(url).signIn({ key: keys.reader })).status, 200)
    const code = gateway.link()
    assert.equal((await browserAt(url).signIn({ code })).status, 200)
    assert.equal((await browserAt(url).signIn({ code })).body.error.code, 'SIGN_IN_CODE_USED')
    // Behind a proxy another address is another; what a client claims before the proxy's word is not looked at.
    const elsewhere = { ...json, 'x-forwarded-for': '93.184.216.34' }
    const other = await browser.fetch('/session', post(JSON.stringify({ key: 'guess' }), elsewhere))
    assert.equal(other.status, 401)
    assert.ok(!JSON.stringify(lines).includes('guess'), 'no code is logged')
  })

  it('Signing in is refused after many tries of one link that was used, and of no other', async (t) => {
    const gateway = await testGateway(t)
    const code = gateway.link()
    const tries = Array.from({ length: 20 }, () => browserAt(gateway.url).signIn({ code }))
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    const count = (wanted: number) => statuses.filter((status) => status === wanted).length
    assert.equal(count(200), 1)
    assert.ok(count(401) <= 5 && count(429) >= 14, `${statuses}`)
    assert.ok(gateway.starts() <= 6)
    assert.equal((await browserAt(gateway.url).signIn({ code: gateway.link() })).status, 200)
    assert.equal((await browserAt(gateway.url).signIn({ code: 'guess' })).status, 401)
  })

  it('Signing in is tried in parallel no more often than one after another', async (t) => {
    const { url } = await testGateway(t)
    const tries = Array.from({ length: 20 }, (_, i) => browserAt(url).signIn({ code: `guess-${i}` }))
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    assert.equal(statuses.filter((status) => status === 401).length, 5)
    assert.equal(statuses.filter((status) => status === 429).length, 15)
  })

  it('Signing in with good keys does not count towards the limit of failures', async (t) => {
    const gateway = await testGateway(t)
    for (let i = 0; i < 12; i++) await signedIn(gateway)
  })
})

describe('the session cookie', () => {
  it('A cookie brought along by the browser is never the one that is signed in with', async (t) => {
    const gateway = await testGateway(t)
    const planted = `folkmoot_session=${'A'.repeat(43)}`
    const browser = browserAt(gateway.url)
    browser.cookie = planted
    assert.equal((await browser.signIn({ key: keys.reader })).status, 200)
    assert.notEqual(browser.cookie, planted)
    const attacker = browserAt(gateway.url)
    attacker.cookie = planted
    assert.deepEqual(await attacker.whoAmI(), { viewer: null })
    // Who signs in again leaves nothing behind.
    const before = browser.cookie
    assert.equal((await browser.signIn({ key: keys.driver })).status, 200)
    attacker.cookie = before
    assert.deepEqual(await attacker.whoAmI(), { viewer: null })
  })

  it('A cookie that is no good is refused once, then forgotten', async (t) => {
    const gateway = await testGateway(t)
    for (const value of ['A'.repeat(43), 'x'.repeat(200)]) {
      const browser = browserAt(gateway.url)
      browser.cookie = `folkmoot_session=${value}`
      const refused = await browser.ask('{ viewer { scopes } }')
      assert.equal(refused.errors[0].extensions.code, 'UNAUTHENTICATED')
      assert.equal(browser.cookie, null)
      assert.deepEqual((await browser.ask('{ viewer { scopes } }')).data.viewer.scopes, [])
    }
  })

  it('A cookie of another form is taken for none', async (t) => {
    const gateway = await testGateway(t)
    for (const cookie of [
      'folkmoot_session=',
      'folkmoot_session=a b',
      'xfolkmoot_session=abc',
      `a=1; folkmoot_session=${'x'.repeat(5000)}`,
    ]) {
      const browser = browserAt(gateway.url)
      browser.cookie = cookie
      assert.deepEqual((await browser.ask('{ viewer { scopes } }')).data.viewer.scopes, [])
    }
  })

  it('A cookie does not make GET change anything', async (t) => {
    const gateway = await testGateway(t)
    const browser = await signedIn(gateway, keys.admin)
    const query = encodeURIComponent('mutation { rename(name: "x") { id } }')
    const headers = { accept: 'text/event-stream' }
    assert.equal((await browser.fetch(`/graphql?query=${query}`, { headers })).status, 405)
    assert.equal((await browser.fetch(`/graphql?query=${query}`)).status, 405)
  })

  it('A cookie is good for this very host name, not for a page under another name of the server', async (t) => {
    const gateway = await testGateway(t)
    const browser = await signedIn(gateway)
    const { port } = new URL(gateway.url)
    const status = await new Promise<number>((resolve, reject) => {
      const headers = {
        ...json,
        host: `127.0.0.1:${port}`,
        origin: `http://localhost:${port}`,
        cookie: browser.cookie!,
      }
      const asking = httpRequest(`${gateway.url}/graphql`, { method: 'POST', headers }, (answer) => {
        answer.resume()
        resolve(answer.statusCode!)
      })
      asking.on('error', reject)
      asking.end(JSON.stringify({ query: '{ viewer { scopes } }' }))
    })
    assert.equal(status, 403)
  })
})
