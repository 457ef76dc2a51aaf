// Access tokens of an OpenID provider: who comes in by one, and every way in which one may be forged.

import assert from 'node:assert/strict'
import { createHmac, KeyObject, sign } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { createClient } from 'graphql-ws'
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { WebSocket } from 'ws'
import { readTokenIssuers } from '../../gateway/admission/token-settings.ts'
import { tokensOf } from '../../gateway/admission/tokens.ts'
import { Refusal } from '../../schema/errors.ts'
import { listen } from '../gateway/clients.ts'
import { testFolkmoot } from '../support/folkmoot.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const encoded = (value: object | string) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

type Algorithm = 'RS256' | 'ES256' | 'EdDSA'

/** A provider that publishes its keys, and signs whatever it is asked to. */
async function provider(t: TestContext) {
  const pairs = {} as Record<Algorithm, { publicKey: CryptoKey; privateKey: CryptoKey }>
  for (const alg of ['RS256', 'ES256', 'EdDSA'] as const) pairs[alg] = await generateKeyPair(alg, { extractable: true })
  const keys = await Promise.all(
    Object.entries(pairs).map(async ([alg, { publicKey }]) => ({ ...(await exportJWK(publicKey)), kid: alg, alg })),
  )
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url!)
    const answers: Record<string, object> = {
      '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/keys` },
      '/keys': { keys },
    }
    const answer = answers[request.url!]
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close().closeAllConnections())
  const issuer = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  const seconds = () => Math.floor(Date.now() / 1000)
  return {
    issuer,
    asked,
    pairs,
    async token(
      claims: object,
      { alg = 'ES256', header = {}, key }: { alg?: Algorithm; header?: object; key?: CryptoKey | KeyObject } = {},
    ) {
      const all = { iss: issuer, aud: 'folkmoot', sub: 'maren', exp: seconds() + 60, ...claims }
      return new SignJWT(all).setProtectedHeader({ alg, kid: alg, ...header }).sign(key ?? pairs[alg].privateKey)
    },
  }
}

function fileOf(t: TestContext, value: unknown): string {
  const folder = temporaryFolder(t)
  const file = join(folder, 'oidc.json')
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value))
  return file
}

const scopes = { map: { vote: ['VOTE'], read: ['READ'], admin: ['ADMIN'] } }
const issuerOf = (issuer: string, more: object = {}) => ({
  issuer,
  audience: 'folkmoot',
  clockTolerance: 0,
  community: { claim: 'community' },
  member: { platform: 'staff' },
  scopes,
  ...more,
})

describe('tokens of OpenID providers', () => {
  it('A provider’s token lets in whom it stands for, on every transport, and a forged one nobody', async (t) => {
    const staff = await provider(t)
    const stranger = await provider(t)
    const oidc = fileOf(t, { issuers: [issuerOf(staff.issuer)] })
    const folkmoot = await testFolkmoot(t, { settings: { oidc } })
    const community = { slug: 'garden', name: 'Garden', visibility: 'PRIVATE' }
    await folkmoot.mutate('createCommunity', 'CreateCommunityInput', community, 'community { id }')
    await folkmoot.mutate('createCommunity', 'CreateCommunityInput', { slug: 'field', name: 'F' }, 'community { id }')
    const accounts = [{ platform: 'staff', id: 'maren' }]
    const add = (name: string, of = 'garden') =>
      folkmoot.mutate('addMember', 'AddMemberInput', { community: of, name, accounts }, 'member { id }')
    const maren = (await add('Maren')).member.id
    assert.equal((await add('Not Maren')).userErrors[0].code, 'ACCOUNT_TAKEN')

    const viewer = '{ viewer { scopes member { id } community { slug } } }'
    const who = async (token: string) => (await folkmoot.request(viewer, {}, token)) as any
    const code = async (token: string) => (await who(token)).errors?.[0].extensions.code
    const claims = { community: 'garden', scope: 'read vote openid' }
    const stream = 'subscription { members(community: "garden") { cursor } }'
    const short = await staff.token({ ...claims, exp: Math.floor(Date.now() / 1000) + 2 })
    const ending = listen(t, 'ws', folkmoot.url, stream, short)

    for (const alg of ['RS256', 'ES256', 'EdDSA'] as const) {
      const { data } = await who(await staff.token(claims, { alg }))
      assert.deepEqual(data.viewer, { scopes: ['READ', 'VOTE'], member: { id: maren }, community: { slug: 'garden' } })
    }
    const good = await staff.token(claims)
    for (const transport of ['sse', 'ws'] as const) {
      const { value } = await listen(t, transport, folkmoot.url, viewer, good).next()
      assert.equal(value.data.viewer.member.id, maren)
    }

    // What a token gives ends at the ceiling; without a member it gives no vote; without anything nobody comes in.
    const scopesOf = async (more: object) => (await who(await staff.token({ ...claims, ...more }))).data?.viewer.scopes
    assert.deepEqual(await scopesOf({ scope: 'read admin constructor __proto__' }), ['READ'])
    assert.deepEqual(await scopesOf({ scope: ['vote'] }), ['VOTE'])
    for (const sub of ['Maren', ' maren', 'tobias']) assert.deepEqual(await scopesOf({ sub }), ['READ'])
    assert.equal(await scopesOf({ scope: 'admin' }), undefined)
    assert.equal(await scopesOf({ sub: 'tobias', scope: 'vote' }), undefined)
    assert.deepEqual((await who(await staff.token({ ...claims, community: 'field' }))).data.viewer.member, null)

    const { publicKey } = staff.pairs.RS256
    const unsigned = `${encoded({ alg: 'none' })}.${good.split('.')[1]}.`
    const confused = (secret: string, kid: string) => {
      const text = `${encoded({ alg: 'HS256', kid })}.${good.split('.')[1]}`
      return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
    }
    const critical = `${encoded({ alg: 'EdDSA', kid: 'EdDSA', crit: ['urn:x'], 'urn:x': 1 })}.${good.split('.')[1]}`
    const edwards = (text: string) =>
      sign(null, Buffer.from(text), KeyObject.from(staff.pairs.EdDSA.privateKey)).toString('base64url')
    const uncritical = `${encoded({ alg: 'EdDSA', kid: 'EdDSA' })}.${good.split('.')[1]}`
    assert.equal(await code(`${uncritical}.${edwards(uncritical)}`), undefined)
    const own = await exportJWK(stranger.pairs.ES256.publicKey)
    const theirs = { key: stranger.pairs.ES256.privateKey }
    const now = Math.floor(Date.now() / 1000)
    const forged: Record<string, string> = {
      'alg none': unsigned,
      'alg None': unsigned.replace(encoded({ alg: 'none' }), encoded({ alg: 'None', kid: 'ES256' })),
      'the public key as a secret': confused(await exportSPKI(publicKey), 'RS256'),
      'the public key as a secret, in JSON': confused(JSON.stringify(own), 'ES256'),
      "another's key": await staff.token(claims, theirs),
      'a key in the header': await staff.token(claims, { ...theirs, header: { jwk: own } }),
      'keys by jku': await staff.token(claims, { ...theirs, header: { jku: `${stranger.issuer}/keys` } }),
      'keys by x5u': await staff.token(claims, { ...theirs, header: { x5u: `${stranger.issuer}/keys` } }),
      'a key in x5c': await staff.token(claims, { ...theirs, header: { x5c: ['AAAA'] } }),
      'an unknown issuer': await stranger.token(claims),
      'an issuer with a slash': await staff.token({ ...claims, iss: `${staff.issuer}/` }),
      'no issuer': await staff.token({ ...claims, iss: undefined }),
      'issuers in a list': await staff.token({ ...claims, iss: [staff.issuer] }),
      'an issuer called __proto__': await staff.token({ ...claims, iss: '__proto__' }),
      'another audience': await staff.token({ ...claims, aud: ['elsewhere'] }),
      'no audience': await staff.token({ ...claims, aud: undefined }),
      expired: await staff.token({ ...claims, exp: now - 1 }),
      'never expiring': await staff.token({ ...claims, exp: undefined }),
      'not yet good': await staff.token({ ...claims, nbf: now + 60 }),
      'nobody in particular': await staff.token({ ...claims, sub: undefined }),
      'an empty subject': await staff.token({ ...claims, sub: '' }),
      'no community': await staff.token({ ...claims, community: undefined }),
      'two communities': await staff.token({ ...claims, community: ['garden', 'field'] }),
      'a community that is not here': await staff.token({ ...claims, community: 'elsewhere' }),
      'altered claims': [
        good.split('.')[0],
        encoded({ ...claims, iss: staff.issuer, sub: 'x' }),
        good.split('.')[2],
      ].join('.'),
      'no signature': good.replace(/\.[^.]*$/, '.'),
      'two parts': good.split('.').slice(0, 2).join('.'),
      'five parts': `${good}.a.b`,
      'claims that are no JSON': `${encoded({ alg: 'ES256' })}.${encoded('{')}.AAAA`,
      'a header that is critical': `${critical}.${edwards(critical)}`,
      'much too long': `${encoded({ alg: 'ES256', pad: 'x'.repeat(9000) })}.${good.split('.').slice(1).join('.')}`,
    }
    for (const [how, token] of Object.entries(forged)) assert.equal(await code(token), 'UNAUTHENTICATED', how)
    assert.deepEqual(stranger.asked, [], 'no address in a token is asked')
    const refused = listen(t, 'ws', folkmoot.url, viewer, forged['alg none'])
    assert.equal((await refused.next()).error.code, 4401)
    const claimed = createClient({
      url: `${folkmoot.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: {
        authorization: `Bearer ${await staff.token({ ...claims, sub: 'tobias' })}`,
        viewer: { kind: 'admin', member: maren, scopes: ['ADMIN'] },
        member: maren,
        scopes: ['ADMIN'],
        sub: 'maren',
      },
    })
    t.after(() => claimed.dispose())
    const { value: told } = await claimed.iterate<any>({ query: viewer }).next()
    assert.deepEqual([told.data.viewer.scopes, told.data.viewer.member], [['READ'], null])

    // Keys that nobody has are not asked for each time.
    const before = staff.asked.length
    const unknown = await Promise.all(
      Array.from({ length: 50 }, (_, index) => staff.token(claims, { header: { kid: `k${index}` } })),
    )
    for (const token of unknown) assert.equal(await code(token), 'UNAUTHENTICATED')
    assert.equal(staff.asked.length, before)
    assert.deepEqual(staff.asked, ['/.well-known/openid-configuration', '/keys'])

    const { error, value } = await ending.next()
    assert.equal((value?.errors ?? error)[0].extensions.code, 'UNAUTHENTICATED', 'a stream ends with its token')
    assert.equal(await code(short), 'UNAUTHENTICATED')
  })

  it('A provider’s token is asked about again: its member, and its issuer that was away', async (t) => {
    const staff = await provider(t)
    let now = Date.now()
    let away = true
    let calls = 0
    let member: string | null = 'mem_1'
    const found = () => ({
      id: member,
      accounts: [{ platform: 'staff', externalId: 'maren' }],
      community: { id: 'com_1' },
    })
    const issuers = readTokenIssuers(
      fileOf(t, {
        issuers: [
          issuerOf(staff.issuer, { clockTolerance: 300, community: { is: 'garden' } }),
          issuerOf('https://machines.example', { member: null, jwksUri: `${staff.issuer}/keys` }),
          issuerOf('https://named.example', { member: { claim: 'who' }, jwksUri: `${staff.issuer}/keys` }),
        ],
      }),
    )
    const tokens = tokensOf({
      issuers,
      now: () => now,
      directory: { find: async () => ({ id: 'com_1' }) as any },
      answer: async () => ({ data: { community: { member: member && found() }, member: found() } }),
      async fetch(url) {
        calls += 1
        if (away) throw new Error('away')
        const answer = await fetch(url)
        return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()), url }
      },
    })
    const refused = async (token: string, code: string) =>
      assert.rejects(tokens.viewerOf(token), (error) => error instanceof Refusal && error.code === code)
    const token = await staff.token({ scope: 'vote' })
    for (let each = 0; each < 20; each++) await refused(token, 'UNAVAILABLE')
    assert.equal(calls, 1)
    away = false
    await refused(token, 'UNAVAILABLE')
    now += 31_000
    const viewer = await tokens.viewerOf(token)
    assert.equal(viewer.member, 'mem_1')
    const known = calls
    await tokens.viewerOf(token)
    assert.equal(calls, known, 'a token is checked once')

    assert.ok(tokens.holds(viewer))
    member = null
    now += 6_000
    tokens.holds(viewer)
    await new Promise(setImmediate)
    assert.ok(!tokens.holds(viewer), 'its account was unlinked')
    await refused(token, 'UNAUTHENTICATED')

    const garden = { community: 'garden' }
    const machine = await tokens.viewerOf(
      await staff.token({ iss: 'https://machines.example', ...garden, scope: 'vote' }),
    )
    assert.deepEqual([machine.member, machine.scopes], [null, ['VOTE']])
    member = 'mem_2'
    const named = await tokens.viewerOf(
      await staff.token({ iss: 'https://named.example', ...garden, who: 'mem_2', scope: 'vote' }),
    )
    assert.equal(named.member, 'mem_2')
    const elsewhere = await staff.token({
      iss: 'https://named.example',
      ...garden,
      who: { id: 'mem_2' },
      scope: 'vote',
    })
    await refused(elsewhere, 'UNAUTHENTICATED')
  })

  it('The file of token issuers is taken as it says, and one that is wrong is refused', (t) => {
    const good = issuerOf('https://id.example')
    const [read] = readTokenIssuers(fileOf(t, { issuers: [good] }))
    assert.deepEqual(
      [read!.algorithms, read!.scopes.ceiling],
      [
        ['RS256', 'ES256', 'EdDSA'],
        ['READ', 'VOTE'],
      ],
    )
    const bad: unknown[] = [
      'no JSON',
      {},
      { issuers: [] },
      { issuers: [{ ...good, algorithms: ['HS256'] }] },
      { issuers: [{ ...good, algorithms: ['none'] }] },
      { issuers: [{ ...good, audience: [] }] },
      { issuers: [{ ...good, audience: undefined }] },
      { issuers: [{ ...good, issuer: 'id.example' }] },
      { issuers: [{ ...good, scopes: { map: { a: ['ROOT'] } } }] },
      { issuers: [{ ...good, skopes: {} }] },
      { issuers: [good, good] },
      { issuers: [good, { ...good, issuer: 'https://other.example' }] },
    ]
    for (const each of bad) assert.throws(() => readTokenIssuers(fileOf(t, each)), /^Error: FOLKMOOT_OIDC: wanted/)
    assert.throws(() => readTokenIssuers('/nowhere'), /ENOENT/)
  })
})
