import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { keyDigest, openDirectory } from '../../backbone/log/directory.ts'
import { testAdminKey } from '../support/world.ts'
import { admin, anonymous, communitiesWorld } from './world.ts'

describe('sessions', () => {
  it('A session expires no later than the key behind it, and ends when that is revoked', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
    const { id, secret } = await world.done(admin, 'createApiKey', {
      community,
      name: 'k',
      scopes: ['READ'],
      expiresAt,
    })
    const viewer = (await world.directory.authenticate(secret))!
    const { startSession, endSession } = world.subgraph.calls
    const started = await startSession({ digest: keyDigest('token'), viewer, adminMark: 'mark', address: '' })
    assert.equal(started.expiresAt, expiresAt)
    const of = (await world.directory.authenticateSession('token'))!
    assert.deepEqual(of, { ...viewer, session: started.session })
    assert.ok(world.directory.holds(of))

    await world.done(of, 'revokeApiKey', id)
    await world.directory.catchUp()
    assert.equal(world.directory.holds(of), false)
    assert.equal(await world.directory.authenticateSession('token'), null)
    await assert.rejects(startSession({ digest: keyDigest('again'), viewer, adminMark: 'mark', address: '' }), {
      code: 'API_KEY_NOT_FOUND',
    })
    const told = await world.events(() => endSession({ session: started.session }))
    assert.deepEqual(told, ['communities.session.ended'])
    assert.deepEqual(await world.events(() => endSession({ session: started.session })), [], 'once')
    assert.deepEqual(await world.events(() => endSession({ session: 'ses_nobody' })), [])
  })

  it('A session with the admin key ends when another admin key is set', async (t) => {
    const world = await communitiesWorld(t)
    await world.subgraph.calls.startSession({
      digest: keyDigest('token'),
      viewer: admin,
      adminMark: 'mark',
      address: '',
    })
    assert.equal((await world.directory.authenticateSession('token'))!.kind, 'admin')
    const other = await openDirectory({
      log: world.log,
      clock: world.clock,
      adminKey: testAdminKey,
      adminMark: 'other',
    })
    t.after(() => other.stop())
    assert.equal(await other.authenticateSession('token'), null)
    assert.equal(await other.authenticateSession('nothing'), null)
  })

  it('A session holds where its beginning was not heard of yet', async (t) => {
    const world = await communitiesWorld(t)
    const viewer = { ...admin, session: 'ses_begun_elsewhere' }
    assert.ok(world.directory.holds(viewer))
  })
})

describe('communities(search:)', () => {
  it('A search of communities finds by name and slug, page by page, and only what may be read', async (t) => {
    const world = await communitiesWorld(t)
    for (const [slug, name] of [
      ['oak-garden', 'Under the oak'],
      ['yard', 'The GARDEN yard'],
      ['pond', '100 % pond_life'],
    ]) {
      await world.community({ slug: slug!, name: name! })
    }
    await world.community({ slug: 'secret-garden', name: 'Secret', visibility: 'PRIVATE' })
    const query = `query ($search: String, $first: Int, $after: Cursor) { communities(search: $search, first: $first, after: $after) {
      totalCount nodes { slug } pageInfo { hasNextPage endCursor } } }`
    const found = async (search: string | null, viewer = anonymous) => {
      const { communities } = await world.data(viewer, query, { search })
      assert.equal(communities.totalCount, communities.nodes.length)
      return communities.nodes.map(({ slug }: any) => slug)
    }
    assert.deepEqual(await found('garden'), ['oak-garden', 'yard'])
    assert.deepEqual(await found('garden', admin), ['oak-garden', 'yard', 'secret-garden'])
    assert.deepEqual(await found('  '), ['oak-garden', 'yard', 'pond'])
    assert.deepEqual(await found(null), ['oak-garden', 'yard', 'pond'])
    assert.deepEqual(await found('%'), ['pond'], 'what is sought is text, not a pattern')
    assert.deepEqual(await found('d_l'), ['pond'])
    assert.deepEqual(await found('nothing\0'), [])
    const first = (await world.data(anonymous, query, { search: 'garden', first: 1 })).communities
    assert.deepEqual([first.totalCount, first.nodes, first.pageInfo.hasNextPage], [2, [{ slug: 'oak-garden' }], true])
    const second = await world.data(anonymous, query, { search: 'garden', first: 1, after: first.pageInfo.endCursor })
    assert.deepEqual([second.communities.nodes, second.communities.pageInfo.hasNextPage], [[{ slug: 'yard' }], false])
  })
})
