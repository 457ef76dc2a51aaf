import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readConfig } from '../../../backbone/config.ts'
import { unsafetiesOf, warnOfExposure } from '../../../gateway/processes/exposure.ts'

const long = 'x'.repeat(32)
const variables = (environment: Record<string, string>, service?: string) =>
  unsafetiesOf(readConfig(environment), service).map((each) => each.split(':', 1)[0])

describe('warnings of an exposed start', () => {
  it('A start that only this machine can reach has nothing unsafe', () => {
    for (const HOST of ['', '127.0.0.1', '127.8.8.8', '::1', 'localhost'])
      assert.deepEqual(variables({ HOST, FOLKMOOT_ADMIN_KEY: 'short' }), [], HOST)
    assert.deepEqual(variables({ FOLKMOOT_PUBLIC_URL: 'http://localhost:4000' }), [])
  })

  it('A start that others can reach is told all that is missing, once, each with what to set', () => {
    const all = ['FOLKMOOT_PUBLIC_URL', 'FOLKMOOT_METRICS_PORT', 'FOLKMOOT_ORIGINS', 'FOLKMOOT_TRUSTED_PROXIES']
    for (const HOST of ['0.0.0.0', '::', '192.168.1.4', '203.0.113.7', 'folkmoot.example.org'])
      assert.deepEqual(variables({ HOST }), all, HOST)
    assert.deepEqual(variables({ FOLKMOOT_PUBLIC_URL: 'http://folkmoot.example.org' }), all)
    assert.deepEqual(variables({ HOST: '::', FOLKMOOT_ADMIN_KEY: 'short', FOLKMOOT_SECRET: 'sixteen letters.' }), [
      ...all,
      'FOLKMOOT_ADMIN_KEY',
      'FOLKMOOT_SECRET',
    ])
    const said: unknown[] = []
    warnOfExposure(unsafetiesOf(readConfig({ HOST: '::' })), { warn: (about: unknown) => said.push(about) }, (text) =>
      said.push(text),
    )
    assert.equal(said.length, 2)
    for (const variable of all) for (const each of said) assert.ok(JSON.stringify(each).includes(variable))
  })

  it('A start with all of it set has nothing unsafe', () => {
    const safe = {
      HOST: '0.0.0.0',
      FOLKMOOT_PUBLIC_URL: 'https://folkmoot.example.org',
      FOLKMOOT_METRICS_PORT: '9100',
      FOLKMOOT_ORIGINS: 'https://folkmoot.example.org',
      FOLKMOOT_TRUSTED_PROXIES: 'none',
      FOLKMOOT_ADMIN_KEY: long,
      FOLKMOOT_SECRET: long,
    }
    assert.deepEqual(variables(safe), [])
    assert.deepEqual(variables({ ...safe, FOLKMOOT_METRICS_HOST: '0.0.0.0' }), ['FOLKMOOT_METRICS_HOST'])
  })

  it('A part that runs apart is told of an address that more than its own network reaches', () => {
    assert.deepEqual(variables({ HOST: '10.0.0.6' }, 'cred'), [])
    assert.deepEqual(variables({ HOST: '0.0.0.0' }, 'cred'), ['HOST'])
    assert.deepEqual(
      variables({ HOST: '8.8.8.8', FOLKMOOT_METRICS_PORT: '1', FOLKMOOT_METRICS_HOST: '::' }, 'driver'),
      ['FOLKMOOT_METRICS_HOST', 'HOST'],
    )
    const routed = { FOLKMOOT_ROUTER_SECRET: long }
    assert.deepEqual(variables(routed, 'cred'), [])
    assert.deepEqual(variables({ ...routed, HOST: '10.0.0.6' }, 'cred'), ['FOLKMOOT_TLS_CERT'])
  })
})
