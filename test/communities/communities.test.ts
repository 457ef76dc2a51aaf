import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { admin, anonymous, communitiesWorld } from './world.ts'

describe('communities', () => {
  it('A community is made by the admin over all, and found by id and slug', async (t) => {
    const world = await communitiesWorld(t)
    const { community } = await world.done(admin, 'createCommunity', { slug: 'vertical-ban', name: '  Vertical Ban ' })
    assert.equal(community.name, 'Vertical Ban')
    assert.equal(community.visibility, 'PUBLIC')
    const query =
      '{ byId: community(community: $id) { slug } bySlug: community(community: "vertical-ban") { id createdAt } }'
    const { byId, bySlug } = await world.data(anonymous, `query ($id: ID!) ${query}`, { id: community.id })
    assert.equal(byId.slug, 'vertical-ban')
    assert.equal(bySlug.id, community.id)
    assert.match(bySlug.createdAt, /^\d{4}-.*Z$/)
    assert.equal((await world.directory.find(anonymous, 'vertical-ban'))!.id, community.id)
  })

  it('A community cannot be made by a key of one community, whatever its scopes', async (t) => {
    const world = await communitiesWorld(t)
    const key = await world.key(await world.community(), ['ADMIN'])
    assert.equal(await world.refused(key, 'createCommunity', { slug: 'mine', name: 'Mine' }), 'FORBIDDEN')
    assert.equal(await world.refused(anonymous, 'createCommunity', { slug: 'mine', name: 'Mine' }), 'UNAUTHENTICATED')
  })

  it('A community has a slug that no other has', async (t) => {
    const world = await communitiesWorld(t)
    await world.community({ slug: 'moot' })
    assert.equal(await world.refused(admin, 'createCommunity', { slug: 'moot', name: 'Again' }), 'SLUG_TAKEN')
  })

  it('A community with a slug or name that cannot be one is refused', async (t) => {
    const world = await communitiesWorld(t)
    for (const slug of ['', 'Moot', 'a b', '-a', 'a-', 'a_b', 'ä', 'a'.repeat(64), 'a\u0000']) {
      assert.equal(await world.refused(admin, 'createCommunity', { slug, name: 'Name' }), 'BAD_INPUT', slug)
    }
    for (const name of ['', '   ', 'a\u0000b', 'a\nb', 'evil\u202ename', 'n'.repeat(101), '\ud800']) {
      assert.equal(await world.refused(admin, 'createCommunity', { slug: 'moot', name }), 'BAD_INPUT', name)
    }
  })

  it('A community of one slug is made once when two are made at the same moment', async (t) => {
    const world = await communitiesWorld(t)
    const made = await Promise.all(
      Array.from({ length: 8 }, (_, i) => world.call(admin, 'createCommunity', { slug: 'race', name: `Number ${i}` })),
    )
    assert.equal(made.filter((payload) => payload.community).length, 1)
    for (const { community, userErrors } of made) if (!community) assert.equal(userErrors[0].code, 'SLUG_TAKEN')
  })

  it('A community’s name and visibility are changed by its own admin', async (t) => {
    const world = await communitiesWorld(t)
    const id = await world.community({ slug: 'moot' })
    const key = await world.key(id, ['ADMIN'])
    const { community } = await world.done(key, 'updateCommunity', {
      community: 'moot',
      name: 'New',
      visibility: 'PRIVATE',
    })
    assert.deepEqual([community.name, community.visibility], ['New', 'PRIVATE'])
    const { community: kept } = await world.done(key, 'updateCommunity', { community: id })
    assert.deepEqual([kept.name, kept.visibility], ['New', 'PRIVATE'])
    assert.equal((await world.data(anonymous, '{ community(community: "moot") { id } }')).community, null)
    await world.directory.catchUp()
    assert.equal(world.directory.byId(id)!.visibility, 'PRIVATE')
  })

  it('A community that is unknown is null in a query and refused in a mutation', async (t) => {
    const world = await communitiesWorld(t)
    assert.equal((await world.data(admin, '{ community(community: "nobody") { id } }')).community, null)
    const nul = await world.data(admin, 'query ($c: ID!) { community(community: $c) { id } }', { c: 'a\u0000b' })
    assert.equal(nul.community, null)
    assert.equal(await world.refused(admin, 'updateCommunity', { community: 'nobody' }), 'COMMUNITY_NOT_FOUND')
  })

  it('The list of communities comes in pages, with the number of all', async (t) => {
    const world = await communitiesWorld(t)
    for (const slug of ['a', 'b', 'c', 'd', 'e']) await world.community({ slug })
    const query =
      'query ($after: Cursor) { communities(first: 2, after: $after) { totalCount nodes { slug } pageInfo { hasNextPage endCursor } } }'
    const seen: string[] = []
    for (let after: string | null = null; ; ) {
      const { communities } = await world.data(anonymous, query, { after })
      assert.equal(communities.totalCount, 5)
      seen.push(...communities.nodes.map((node: any) => node.slug))
      if (!communities.pageInfo.hasNextPage) break
      after = communities.pageInfo.endCursor
    }
    assert.deepEqual(seen, ['a', 'b', 'c', 'd', 'e'])
  })

  it('The list of communities refuses pages that are too large, and cursors that it did not make', async (t) => {
    const world = await communitiesWorld(t)
    for (const args of ['first: 0', 'first: 101', 'first: -1']) {
      const { errors } = await world.run(anonymous, `{ communities(${args}) { totalCount } }`)
      assert.equal(errors![0]!.extensions.code, 'BAD_INPUT')
    }
    const { errors } = await world.run(anonymous, '{ communities(after: "bm9uc2Vuc2U") { nodes { id } } }')
    assert.equal(errors![0]!.extensions.code, 'CURSOR_INVALID')
  })
})

describe('setDriver', () => {
  it('The driver of a community is built in at first, and may be another system', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const before = await world.data(
      anonymous,
      `{ community(community: "${community}") { driver { kind endpoint lastDeliveryAt undelivered } } }`,
    )
    assert.deepEqual(before.community.driver, {
      kind: 'BUILT_IN',
      endpoint: null,
      lastDeliveryAt: null,
      undelivered: 0,
    })
    const endpoint = 'https://policykit.example/folkmoot?token=1'
    const set = await world.done(admin, 'setDriver', { community, kind: 'EXTERNAL', endpoint })
    // Its query may hold a secret: it is used, and not shown.
    const shown = 'https://policykit.example/folkmoot'
    assert.deepEqual(set.community.driver, { kind: 'EXTERNAL', endpoint: shown, lastDeliveryAt: null, undelivered: 0 })
    await world.directory.catchUp()
    assert.equal(world.directory.byId(community)!.driver, 'EXTERNAL')
    const back = await world.done(admin, 'setDriver', { community, kind: 'BUILT_IN' })
    assert.deepEqual(back.community.driver.endpoint, null)
  })

  it('The endpoint of a community’s driver is told to drivers and admins only', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    await world.done(admin, 'setDriver', { community, kind: 'EXTERNAL', endpoint: 'https://policykit.example/?t=1' })
    const asked = async (viewer: typeof admin) =>
      (await world.data(viewer, `{ community(community: "${community}") { driver { endpoint } } }`)).community.driver
        .endpoint
    assert.equal(await asked(anonymous), null)
    assert.equal(await asked(await world.key(community, ['READ', 'VOTE', 'INTEGRATE'])), null)
    assert.equal(await asked(await world.key(await world.community(), ['ADMIN'])), null)
    assert.ok(await asked(await world.key(community, ['DRIVE'])))
  })

  it('The endpoint of a community’s driver cannot be private, nor other than http(s)', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const bad = [
      'ftp://example.org',
      'nonsense',
      'javascript:alert(1)',
      'http://10.0.0.1/',
      'http://169.254.169.254/',
      'http://[::1]/',
      'https://u:p@example.org/',
    ]
    for (const endpoint of bad) {
      assert.equal(
        await world.refused(admin, 'setDriver', { community, kind: 'EXTERNAL', endpoint }),
        'ADDRESS_REFUSED',
        endpoint,
      )
    }
    const input = { community, kind: 'BUILT_IN', endpoint: 'https://policykit.example' }
    assert.equal(await world.refused(admin, 'setDriver', input), 'BAD_INPUT')
  })
})
