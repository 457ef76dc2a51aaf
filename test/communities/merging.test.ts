import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { admin, anonymous, communitiesWorld, type World } from './world.ts'

const github = (username: string) => ({ platform: 'github', username })

async function who(world: World, id: string): Promise<string | null> {
  return (await world.data(anonymous, 'query ($id: ID!) { member(id: $id) { id } }', { id })).member?.id ?? null
}

describe('mergeMembers', () => {
  it('Merging two members keeps the accounts, roles and requests of both', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    for (const name of ['steward', 'scribe', 'guard', 'cook']) await world.role(community, name)
    const from = await world.member(community, {
      name: 'alice',
      accounts: [github('alice')],
      roles: ['steward', 'scribe'],
    })
    const into = await world.member(community, {
      name: 'Alice A.',
      accounts: [{ platform: 'slack', id: 'U1' }],
      roles: ['scribe'],
    })
    const { roleRequest: guard } = await world.done(admin, 'requestRole', { community, member: from, role: 'guard' })
    const { roleRequest: cook } = await world.done(admin, 'requestRole', { community, member: into, role: 'cook' })
    const { member } = await world.done(admin, 'mergeMembers', { from, into })
    assert.deepEqual([member.id, member.name], [into, 'Alice A.'])
    assert.deepEqual(member.accounts.map((each: any) => each.platform).sort(), ['github', 'slack'])
    assert.deepEqual(member.roles.map((each: any) => each.role.name).sort(), ['scribe', 'steward'])
    for (const { id } of [guard, cook]) {
      const { roleRequest } = await world.data(anonymous, `{ roleRequest(id: "${id}") { status member { id } } }`)
      assert.deepEqual(roleRequest, { status: 'PENDING', member: { id: into } })
    }
    const { community: after } = await world.data(
      anonymous,
      `{ community(community: "${community}") { members { totalCount nodes { id } } } }`,
    )
    assert.deepEqual(after.members, { totalCount: 1, nodes: [{ id: into }] })
  })

  it('Merging two members lets `from` resolve to `into` for ever, as an entity too', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const [a, b, c] = [await world.member(community), await world.member(community), await world.member(community)]
    await world.done(admin, 'mergeMembers', { from: a, into: b })
    await world.done(admin, 'mergeMembers', { from: b, into: c })
    assert.equal(await who(world, a), c)
    assert.equal(await who(world, b), c)
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { id } } }'
    const { _entities } = await world.data(anonymous, query, {
      r: [
        { __typename: 'Member', id: a },
        { __typename: 'Member', id: c },
      ],
    })
    assert.deepEqual(_entities, [{ id: c }, { id: c }])
    await world.done(admin, 'linkAccount', { member: a, account: github('late') })
    const { member } = await world.data(anonymous, `{ member(id: "${c}") { accounts { username } } }`)
    assert.deepEqual(member.accounts, [{ username: 'late' }])
  })

  it('Merging two members keeps the older of two pending requests for one role', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    await world.role(community, 'steward')
    const [from, into] = [await world.member(community), await world.member(community)]
    const { roleRequest: older } = await world.done(admin, 'requestRole', { community, member: from, role: 'steward' })
    const { roleRequest: newer } = await world.done(admin, 'requestRole', { community, member: into, role: 'steward' })
    const events = await world.events(() => world.done(admin, 'mergeMembers', { from, into }))
    assert.deepEqual(events, ['communities.member.merged', 'communities.role.settled'])
    const query = `{ older: roleRequest(id: "${older.id}") { status member { id } } newer: roleRequest(id: "${newer.id}") { status reason member { id } } }`
    const after = await world.data(anonymous, query)
    assert.deepEqual(after.older, { status: 'PENDING', member: { id: into } })
    assert.equal(after.newer.status, 'WITHDRAWN')
    assert.match(after.newer.reason, new RegExp(older.id))
  })

  it('Merging two members moves the keys of `from`, so that its holder goes on as `into`', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const [from, into] = [await world.member(community), await world.member(community)]
    const before = await world.key(community, ['VOTE'], from)
    await world.done(admin, 'mergeMembers', { from, into })
    assert.deepEqual(await world.data(before, '{ viewer { member { id } } }'), { viewer: { member: { id: into } } })
    await world.role(community, 'steward')
    const { roleRequest } = await world.done(before, 'requestRole', { community, role: 'steward' })
    assert.equal(roleRequest.member.id, into)
  })

  it('Merging two members again changes nothing, and is refused for one member or two communities', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const [from, into] = [await world.member(community), await world.member(community)]
    await world.done(admin, 'mergeMembers', { from, into })
    assert.deepEqual(await world.events(() => world.done(admin, 'mergeMembers', { from, into })), [])
    assert.equal(await world.refused(admin, 'mergeMembers', { from: into, into }), 'BAD_INPUT')
    const other = await world.member(await world.community())
    assert.equal(await world.refused(admin, 'mergeMembers', { from: other, into }), 'BAD_INPUT')
    assert.equal(await world.refused(admin, 'mergeMembers', { from: 'mem_nobody', into }), 'MEMBER_NOT_FOUND')
  })

  it('Merging all pairs of members at the same moment ends with one member', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const members = await Promise.all(
      Array.from({ length: 5 }, (_, i) => world.member(community, { accounts: [github(`user-${i}`)] })),
    )
    const pairs = members.flatMap((from) => members.filter((into) => into !== from).map((into) => ({ from, into })))
    const links = members.map((member, i) =>
      world.done(admin, 'linkAccount', { member, account: { platform: 'slack', id: `U${i}` } }),
    )
    await Promise.all([...pairs.map((pair) => world.done(admin, 'mergeMembers', pair)), ...links])
    const found = new Set(await Promise.all(members.map((member) => who(world, member))))
    assert.equal(found.size, 1)
    const { member } = await world.data(anonymous, `{ member(id: "${[...found][0]}") { accounts { platform } } }`)
    assert.equal(member.accounts.length, 10)
  })
})
