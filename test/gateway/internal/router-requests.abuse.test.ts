// What another router signs, and what somebody makes of it who has no secret: docs/routers.md.

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { readConfig } from '../../../backbone/config.ts'
import { adminViewer, anonymous, type Viewer } from '../../../backbone/security/viewer.ts'
import { routerDoorOf } from '../../../gateway/internal/router-requests.ts'

const { headersFor } = await import(join(import.meta.dirname, '../../../examples/routers/token.mjs'))
const secret = 'the secret of the router in the tests'
const body = '{"query":"{ communities { nodes { id } } }"}'
const bearer = 'Bearer fmk_reader'
const reader: Viewer = { kind: 'key', key: 'key_1', community: 'com_1', member: null, scopes: ['READ'] }
const known: Record<string, Viewer> = { fmk_reader: reader, fma_admin: adminViewer }

function doorOf({ secrets = [secret], now = Date.now }: { secrets?: string[]; now?: () => number } = {}) {
  const directory = { authenticate: async (key: string) => known[key] ?? null }
  return routerDoorOf(secrets, 'cred', directory, now)!
}

const signed = (who = {}, part = 'cred', by = secret): Record<string, string> => headersFor(part, body, who, by)
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The same token with other claims, or another head, signed with what is given. */
function forged(token: string, claims: object, head: object = {}, by: string | null = secret): Record<string, string> {
  const [before, said] = token.split('.', 2).map((each) => JSON.parse(Buffer.from(each, 'base64url').toString()))
  const text = `${encoded({ ...before, ...head })}.${encoded({ ...said, ...claims })}`
  const signature = by === null ? '' : createHmac('sha256', by).update(text).digest('base64url')
  return { 'folkmoot-router': `${text}.${signature}` }
}

describe('requests of another router', () => {
  it('A request of another router says whose key it came with, and where from', async () => {
    const door = doorOf()
    const nobody = await door.verify(signed(), body)
    assert.deepEqual(nobody, { authorization: null, address: null })
    assert.deepEqual(await door.viewerOf(nobody), anonymous)
    const somebody = await door.verify(signed({ authorization: bearer, address: '203.0.113.7' }), body)
    assert.deepEqual(somebody, { authorization: bearer, address: '203.0.113.7' })
    assert.deepEqual(await door.viewerOf(somebody), reader)
    const unknown = await door.verify(signed({ authorization: 'Bearer made-up' }), body)
    await assert.rejects(door.viewerOf(unknown), { code: 'UNAUTHENTICATED' })
    const odd = await door.verify(signed({ authorization: 'Basic YTpi' }), body)
    await assert.rejects(door.viewerOf(odd), { code: 'UNAUTHENTICATED' })
  })

  it('A request of another router is of one part, one body and one key, once', async () => {
    const door = doorOf()
    const refused = (headers: Record<string, unknown>, sent = body) =>
      assert.rejects(door.verify(headers as Record<string, string>, sent), { code: 'UNAUTHENTICATED' })
    await refused({})
    await refused({ 'folkmoot-router': 'x'.repeat(100_000) })
    await refused(signed({}, 'proposals'))
    await refused(signed({}, 'cred', 'another secret, of nobody whom we know'))
    await refused(signed(), `${body} `)
    await refused({ ...signed(), authorization: bearer })
    await refused({ ...signed({ authorization: bearer }), authorization: 'Bearer fma_admin' })
    const { authorization: _, ...without } = signed({ authorization: bearer })
    await refused(without)
    const token = signed()['folkmoot-router']!
    for (const claim of ['aud', 'iat', 'exp', 'jti', 'digest']) await refused(forged(token, { [claim]: undefined }))
    await refused(forged(token, { aud: ['cred', 'proposals'] }))
    await refused(forged(token, { jti: 7 }))
    await refused(forged(token, {}, { alg: 'none' }, null))
    await refused(forged(token, {}, { alg: 'HS512' }))
    await refused(forged(token, {}, { crit: ['b64'], b64: false }))
    await door.verify(signed(), body)
    const once = signed()
    await door.verify(once, body)
    await refused(once)
  })

  it('A request of another router is heard within a minute, and not again as long as it could be', async () => {
    let passed = 0
    const now = () => Date.now() + passed
    const door = doorOf({ now })
    const [first, late, early] = [signed(), signed(), signed()]
    await door.verify(first, body)
    passed = -31_000
    await assert.rejects(door.verify(early, body), { code: 'UNAUTHENTICATED' })
    passed = 80_000 // clocks differ
    await assert.rejects(door.verify(first, body), /not heard before/)
    await door.verify(late, body)
    passed = 92_000
    await assert.rejects(door.verify(early, body), /within the last minute/)
    // One that says of itself that it holds for longer does not.
    const token = early['folkmoot-router']!
    const exp = Math.floor(Date.now() / 1000) + 10_000
    await assert.rejects(door.verify(forged(token, { exp }), body), /within the last minute/)
  })

  it('Without a secret there is no door for another router, and one that could be guessed is refused', async () => {
    assert.equal(routerDoorOf([], 'cred', { authenticate: async () => null }), null)
    const next = 'the next secret of the router in the tests'
    const door = doorOf({ secrets: [next, secret] })
    for (const each of [secret, next]) await door.verify(signed({}, 'cred', each), body)
    const read = (FOLKMOOT_ROUTER_SECRET?: string) => readConfig({ FOLKMOOT_ROUTER_SECRET }).routerSecrets
    assert.deepEqual([read(), read(''), read(`${secret}, ${next}`)], [[], [], [secret, next]])
    assert.throws(() => read('short'), /FOLKMOOT_ROUTER_SECRET: wanted at least 32 characters.*got 5/)
  })
})
