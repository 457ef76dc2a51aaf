import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import type { Viewer } from '../../backbone/security/viewer.ts'
import type { Tables } from '../../subgraphs/communities/storage/tables.ts'
import { admin, anonymous, communitiesWorld } from './world.ts'

describe('API keys', () => {
  it('An API key has a secret of 32 random bytes that is told once and stored nowhere', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const made = await world.done(admin, 'createApiKey', { community, name: 'bot', scopes: ['READ', 'READ'] })
    assert.match(made.secret, /^fmk_[A-Za-z0-9_-]{43}$/)
    const digest = createHash('sha256').update(made.secret).digest('hex')
    const [event] = await world.log.read({ after: 0, types: ['communities.key.created'], limit: 1 })
    const payload = { key: made.id, digest, scopes: ['READ'], member: null, expiresAt: null, name: 'bot' }
    assert.deepEqual(event!.payload, payload)
    const { rows } = await world.db
      .schema<Tables>('communities')
      .selectFrom('api_keys')
      .selectAll()
      .execute()
      .then((rows) => ({ rows }))
    assert.ok(!JSON.stringify([rows, event]).includes(made.secret.slice(4)))
    const viewer = (await world.directory.authenticate(made.secret))!
    assert.deepEqual([viewer.key, viewer.community, viewer.scopes], [made.id, community, ['READ']])
  })

  it("An API key may be a member's", async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const member = await world.member(community)
    const viewer = await world.key(community, ['VOTE', 'READ'], member)
    assert.deepEqual(await world.data(viewer, '{ viewer { member { id } scopes community { id } } }'), {
      viewer: { member: { id: member }, scopes: ['READ', 'VOTE'], community: { id: community } },
    })
    const foreign = await world.member(await world.community())
    assert.equal(
      await world.refused(admin, 'createApiKey', { community, name: 'k', scopes: ['VOTE'], member: foreign }),
      'MEMBER_NOT_FOUND',
    )
  })

  it('An API key tells who asks, and so does the admin key, or none', async (t) => {
    const world = await communitiesWorld(t)
    const query = '{ viewer { member { id } scopes community { id } } }'
    const scopes = ['READ', 'VOTE', 'INTEGRATE', 'DRIVE', 'ADMIN']
    assert.deepEqual(await world.data(admin, query), { viewer: { member: null, scopes, community: null } })
    assert.deepEqual(await world.data(anonymous, query), { viewer: { member: null, scopes: [], community: null } })
  })

  it('An API key is made by an admin of its community only, so it never exceeds its maker', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const weak = await world.key(community, ['READ', 'VOTE', 'INTEGRATE', 'DRIVE'])
    const foreign = await world.key(await world.community(), ['ADMIN'])
    for (const scopes of [['ADMIN'], ['READ']]) {
      const input = { community, name: 'k', scopes }
      assert.equal(await world.refused(weak, 'createApiKey', input), 'FORBIDDEN')
      assert.equal(await world.refused(foreign, 'createApiKey', input), 'FORBIDDEN')
      assert.equal(await world.refused(anonymous, 'createApiKey', input), 'UNAUTHENTICATED')
    }
    const own = await world.key(community, ['ADMIN'])
    await world.done(own, 'createApiKey', { community, name: 'k', scopes: ['DRIVE'] })
  })

  it('An API key ends when it expires', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const input = { community, name: 'k', scopes: ['READ'] }
    for (const expiresAt of ['2001-01-01T00:00:00Z', new Date(Date.now() - 1).toISOString()]) {
      assert.equal(await world.refused(admin, 'createApiKey', { ...input, expiresAt }), 'BAD_INPUT')
    }
    const expiresAt = new Date(Date.now() + 1000).toISOString()
    const { secret } = await world.done(admin, 'createApiKey', { ...input, expiresAt })
    assert.ok(await world.directory.authenticate(secret))
    await new Promise((resolve) => setTimeout(resolve, Date.parse(expiresAt) - Date.now() + 10))
    assert.equal(await world.directory.authenticate(secret), null)
  })

  it('An API key is revoked by an admin or by itself, and again without effect', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const make = () => world.done(admin, 'createApiKey', { community, name: 'k', scopes: ['READ'] })
    const [first, second] = [await make(), await make()]
    const own = (await world.directory.authenticate(first.secret))!
    assert.equal(await world.refused(own, 'revokeApiKey', second.id), 'FORBIDDEN')
    const revoked = await world.done(own, 'revokeApiKey', first.id)
    assert.deepEqual([revoked.id, revoked.name, revoked.secret], [first.id, 'k', null])
    await world.directory.catchUp()
    assert.equal(await world.directory.authenticate(first.secret), null)
    assert.deepEqual(await world.events(() => world.done(admin, 'revokeApiKey', first.id)), [])
    assert.deepEqual(await world.events(() => world.done(admin, 'revokeApiKey', second.id)), [
      'communities.key.revoked',
    ])
  })

  it('An API key of another community cannot be told from one that is not there', async (t) => {
    const world = await communitiesWorld(t)
    const { id } = await world.done(admin, 'createApiKey', {
      community: await world.community(),
      name: 'k',
      scopes: ['READ'],
    })
    const foreign = await world.key(await world.community(), ['ADMIN'])
    assert.equal(await world.refused(foreign, 'revokeApiKey', id), 'API_KEY_NOT_FOUND')
    assert.equal(await world.refused(foreign, 'revokeApiKey', 'key_none'), 'API_KEY_NOT_FOUND')
    assert.equal(await world.refused(admin, 'revokeApiKey', 'key\u0000'), 'API_KEY_NOT_FOUND')
  })

  it('An API key needs a scope and a name', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    assert.equal(await world.refused(admin, 'createApiKey', { community, name: 'k', scopes: [] }), 'BAD_INPUT')
    assert.equal(await world.refused(admin, 'createApiKey', { community, name: ' ', scopes: ['READ'] }), 'BAD_INPUT')
  })

  it('An API key gets another secret, and the one before is good for a while', async (t) => {
    let now = new Date('2026-11-22T18:00:00Z')
    const world = await communitiesWorld(t, {}, { now: () => now })
    const community = await world.community()
    const made = await world.done(admin, 'createApiKey', { community, name: 'bot', scopes: ['ADMIN'] })
    const who = async (secret: string) => (await world.directory.authenticate(secret))?.key ?? null
    const rotate = (viewer: Viewer, overlap?: string) =>
      world.run(
        viewer,
        `mutation ($id: ID!, $overlap: Duration) { rotateApiKey(id: $id, overlap: $overlap) { id secret userErrors { code } } }`,
        {
          id: made.id,
          ...(overlap ? { overlap } : {}),
        },
      )
    const secretOf = async (result: ReturnType<typeof rotate>) => {
      const { data } = await result
      await world.directory.catchUp() // as the gateway does
      return data.rotateApiKey.secret as string
    }
    const old = (await world.directory.authenticate(made.secret))!
    const second = await secretOf(rotate(old))
    assert.notEqual(second, made.secret)
    assert.deepEqual([await who(made.secret), await who(second)], [made.id, made.id])
    now = new Date('2026-11-23T17:59:59Z')
    assert.ok(world.directory.holds(old))
    // Rotated again meanwhile: what is on its way out gets no more time by it.
    const third = await secretOf(rotate(admin, 'P7D'))
    now = new Date('2026-11-23T18:00:00Z')
    assert.deepEqual([await who(made.secret), await who(second), await who(third)], [null, made.id, made.id])
    assert.ok(!world.directory.holds(old), 'a connection that came with it ends')
    const fourth = await secretOf(rotate(admin, 'PT0S'))
    assert.deepEqual([await who(second), await who(third), await who(fourth)], [null, null, made.id])

    const list = `query ($c: ID!) { community(community: $c) { apiKeys { totalCount nodes { id name scopes createdAt rotatedAt overlapsUntil lastUsedAt revokedAt } } } }`
    await world.subgraph.calls.noteSeen({ keys: { [made.id]: '2026-11-23T18:00:00Z' }, sessions: {} })
    await world.subgraph.calls.noteSeen({
      keys: { [made.id]: '2026-11-23T17:00:00Z', key_of_nobody: '2026-11-23T17:00:00Z' },
      sessions: {},
    })
    const [shown] = (await world.data(admin, list, { c: community })).community.apiKeys.nodes
    assert.deepEqual(
      [shown.id, shown.lastUsedAt, shown.rotatedAt],
      [made.id, '2026-11-23T18:00:00.000Z', '2026-11-23T18:00:00.000Z'],
    )
    const weak = await world.key(community, ['READ', 'VOTE', 'INTEGRATE', 'DRIVE'])
    assert.equal((await world.data(weak, list, { c: community })).community.apiKeys, null)

    for (const overlap of ['P31D', 'P1M', 'P', 'PT', '-P1D', 'P1.5D'])
      assert.ok(
        (await rotate(admin, overlap)).errors ?? (await rotate(admin, overlap)).data.rotateApiKey.userErrors[0],
        overlap,
      )
    assert.equal((await rotate(weak)).errors![0]!.extensions.code, 'FORBIDDEN')
    const foreign = await world.key(await world.community(), ['ADMIN'])
    assert.equal((await rotate(foreign)).data.rotateApiKey.userErrors[0].code, 'API_KEY_NOT_FOUND')
    await world.done(admin, 'revokeApiKey', made.id)
    await world.directory.catchUp()
    assert.deepEqual([await who(second), await who(fourth)], [null, null])
    assert.equal((await rotate(admin)).data.rotateApiKey.userErrors[0].code, 'API_KEY_NOT_FOUND')
  })
})
