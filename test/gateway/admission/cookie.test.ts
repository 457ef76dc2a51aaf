// Whose page asks, by what its browser says.

import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { describe, it } from 'node:test'
import {
  cookieWith,
  isForeign,
  requireOurs,
  siteOf,
  tokenIn,
  withoutCookie,
} from '../../../gateway/admission/cookie.ts'

const asked = (headers: Record<string, string>) => ({ headers }) as unknown as IncomingMessage
const plain = siteOf(null)
const secure = siteOf('https://moot.example')

describe('the session cookie', () => {
  it('The session cookie is, over https, of this very host and never sent over http', () => {
    assert.equal(
      cookieWith(secure, 'abc', 59.9),
      '__Host-folkmoot_session=abc; Max-Age=59; HttpOnly; SameSite=Strict; Path=/; Secure',
    )
    assert.match(withoutCookie(secure), /^__Host-folkmoot_session=; Max-Age=0; .*Secure$/)
    // One that another host of the domain planted has the name without the prefix.
    assert.equal(tokenIn(secure, asked({ cookie: 'folkmoot_session=planted; __Host-folkmoot_session=own' })), 'own')
    assert.equal(tokenIn(secure, asked({ cookie: 'folkmoot_session=planted' })), null)
    assert.equal(tokenIn(plain, asked({ cookie: 'a=b; folkmoot_session=own; c' })), 'own')
  })
})

describe('pages that use the cookie', () => {
  const host = '127.0.0.1:4000'
  const ours: [typeof plain, Record<string, string>][] = [
    [plain, { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }],
    [plain, { host, origin: `http://${host}` }],
    [plain, { host, 'sec-fetch-site': 'same-origin' }],
    [plain, { host: 'moot.example', origin: 'https://moot.example' }], // a proxy speaks https, and nobody said so
    [secure, { host: 'moot.example', origin: 'https://moot.example' }],
    [secure, { host: '10.0.0.5:4000', origin: 'https://moot.example' }], // a proxy that names another host
    [secure, { host, origin: `http://${host}` }], // on the machine itself
  ]
  const foreign: [typeof plain, Record<string, string>][] = [
    [plain, { host, origin: 'https://evil.example' }],
    [plain, { host, origin: 'http://127.0.0.1:4001' }],
    [plain, { host, origin: `http://${host}.evil.example` }],
    [plain, { host, origin: `http://${host}@evil.example` }],
    [plain, { host, origin: 'null' }],
    [plain, { host, origin: '' }],
    [plain, { origin: `http://${host}` }],
    [plain, { host, origin: `http://${host}`, 'sec-fetch-site': 'cross-site' }],
    [plain, { host, origin: `http://${host}`, 'sec-fetch-site': 'same-site' }],
    [plain, { host, origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
    [plain, { host, 'sec-fetch-site': 'none' }],
    [secure, { host: 'moot.example', origin: 'http://moot.example' }], // somebody on the way wrote that page
    [secure, { host: 'moot.example', origin: 'https://evil.moot.example' }],
  ]

  it('A page of ours may go by the session cookie', () => {
    for (const [site, headers] of ours) {
      assert.equal(isForeign(site, asked(headers)), false, JSON.stringify(headers))
      assert.doesNotThrow(() => requireOurs(site, asked(headers)))
    }
  })

  it('A page of another site, or a request that does not say where it is from, may not go by the cookie', () => {
    for (const [site, headers] of foreign) {
      assert.equal(isForeign(site, asked(headers)), true, JSON.stringify(headers))
      assert.throws(() => requireOurs(site, asked(headers)), { code: 'CROSS_SITE' })
    }
    assert.equal(isForeign(plain, asked({ host })), false)
    assert.throws(() => requireOurs(plain, asked({ host })), { code: 'CROSS_SITE' })
  })
})
