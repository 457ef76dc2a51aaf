import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readConfig } from '../../backbone/config.ts'
import { openOutbound } from '../../backbone/security/outbound.ts'
import { shownAddress, withShownAddresses } from '../../schema/shown-address.ts'
import { endpointOf } from '../../subgraphs/communities/domain/endpoint.ts'
import { instanceUrl } from '../../subgraphs/cred/sourcecred/instance-url.ts'

describe('addresses as shown', () => {
  it('An address is shown by origin and path: what may be a secret is left out', () => {
    for (const [given, shown] of [
      ['https://a.example/b/c?token=SECRET#SECRET', 'https://a.example/b/c'],
      ['https://SECRET:SECRET@a.example:81/b', 'https://a.example:81/b'],
      ['HTTP://A.example?SECRET', 'http://a.example/'],
      ['not an address?SECRET', 'not an address'],
      ['ftp://SECRET@a.example/b?SECRET\nSECRET', 'ftp://a.example/b'],
      ['https://a b/c?SECRET', 'https://a b/c'],
      ['', ''],
    ])
      assert.equal(shownAddress(given!), shown)
    assert.equal(shownAddress(`https://a.example/${'x'.repeat(500)}`).length, 100)
  })

  it('An address is shown so wherever it stands in a value, and all else stays', () => {
    const value = { a: ['https://a.example/?k=SECRET', 7, null, { b: 'https://b.example' }], c: 'what? https://x' }
    assert.deepEqual(withShownAddresses(value), {
      a: ['https://a.example/', 7, null, { b: 'https://b.example' }],
      c: 'what? https://x',
    })
  })

  it('An address is shown so in every refusal of one', () => {
    const bad = 'gopher://a.example/b?token=SECRET'
    const check = openOutbound([]).check
    for (const refuse of [
      () => check(bad),
      () => endpointOf('EXTERNAL', bad, []),
      () => instanceUrl(bad, true),
      () => readConfig({ FOLKMOOT_PUBLIC_URL: 'https://a.example/?token=SECRET' }),
      () => readConfig({ FOLKMOOT_ORIGINS: 'https://a.example/?token=SECRET' }),
      () => readConfig({ FOLKMOOT_CRED_URL: 'https://SECRET:SECRET@a.example/?token=SECRET' }),
    ])
      assert.throws(refuse, (error: Error) => /a\.example/.test(error.message) && !/secret/i.test(error.message))
  })
})
