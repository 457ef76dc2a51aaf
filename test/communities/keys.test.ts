import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { admin, anonymous, communitiesWorld } from './world.ts'

describe('an API key', () => {
  it('has a secret of 32 random bytes that is told once and stored nowhere', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const made = await world.done(admin, 'createApiKey', { community, name: 'bot', scopes: ['READ', 'READ'] })
    assert.match(made.secret, /^fmk_[A-Za-z0-9_-]{43}$/)
    const digest = createHash('sha256').update(made.secret).digest('hex')
    const [event] = await world.log.read({ after: 0, types: ['communities.key.created'], limit: 1 })
    const payload = { key: made.id, digest, scopes: ['READ'], member: null, expiresAt: null, name: 'bot' }
    assert.deepEqual(event!.payload, payload)
    const { rows } = await world.db.root
      .withSchema('communities')
      .selectFrom('api_keys')
      .selectAll()
      .execute()
      .then((rows) => ({ rows }))
    assert.ok(!JSON.stringify([rows, event]).includes(made.secret.slice(4)))
    const viewer = (await world.directory.authenticate(made.secret))!
    assert.deepEqual([viewer.key, viewer.community, viewer.scopes], [made.id, community, ['READ']])
  })

  it("may be a member's", async (t) => {
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

  it('tells who asks, also of the admin over all and of nobody', async (t) => {
    const world = await communitiesWorld(t)
    const query = '{ viewer { member { id } scopes community { id } } }'
    const scopes = ['READ', 'VOTE', 'INTEGRATE', 'DRIVE', 'ADMIN']
    assert.deepEqual(await world.data(admin, query), { viewer: { member: null, scopes, community: null } })
    assert.deepEqual(await world.data(anonymous, query), { viewer: { member: null, scopes: [], community: null } })
  })

  it('is made by an admin of its community only, so it never exceeds its maker', async (t) => {
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

  it('ends when it expires', async (t) => {
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

  it('is revoked by an admin or by itself, and again without effect', async (t) => {
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

  it('of another community cannot be told from one that is not there', async (t) => {
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

  it('needs a scope and a name', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    assert.equal(await world.refused(admin, 'createApiKey', { community, name: 'k', scopes: [] }), 'BAD_INPUT')
    assert.equal(await world.refused(admin, 'createApiKey', { community, name: ' ', scopes: ['READ'] }), 'BAD_INPUT')
  })
})
