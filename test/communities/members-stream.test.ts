import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { admin, anonymous, communitiesWorld } from './world.ts'

const fields = '{ cursor member { id name accounts { username } roles { role { name } } } }'

describe('the stream of members', () => {
  it('The stream of members tells each member who joins, gains or loses accounts and roles, or is merged', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community({ slug: 'moot' })
    await world.role(community, 'steward')
    const follow = async (after?: string): Promise<any> =>
      world.subscribe(
        anonymous,
        `subscription { members(community: "moot"${after ? `, after: "${after}"` : ''}) ${fields} }`,
      )
    const next = async (stream: any) => {
      const { value } = await stream.next()
      assert.deepEqual(value.errors ?? [], [])
      const { cursor, member } = value.data.members
      const { id, accounts, roles } = JSON.parse(JSON.stringify(member))
      return { cursor, seen: [id, accounts[0]?.username ?? null, roles[0]?.role.name ?? null] }
    }
    const stream = await follow()
    const account = { platform: 'github', username: 'ada' }
    const ada = await world.member(community)
    const joined = await next(stream)
    assert.deepEqual(joined.seen, [ada, null, null])
    await world.done(admin, 'linkAccount', { member: ada, account })
    assert.deepEqual((await next(stream)).seen, [ada, 'ada', null])
    await world.done(admin, 'grantRole', { community, member: ada, role: 'steward' })
    assert.deepEqual((await next(stream)).seen, [ada, 'ada', 'steward'])
    await world.done(admin, 'revokeRole', { community, member: ada, role: 'steward' })
    assert.deepEqual((await next(stream)).seen, [ada, 'ada', null])
    await world.done(admin, 'unlinkAccount', { member: ada, account })
    assert.deepEqual((await next(stream)).seen, [ada, null, null])
    const twin = await world.member(community)
    await next(stream)
    await world.done(admin, 'mergeMembers', { from: twin, into: ada })
    assert.equal((await next(stream)).seen[0], ada)
    await stream.return()

    // What was missed comes, in its number; each as they are now.
    const again = await follow(joined.cursor)
    const missed = []
    while (missed.length < 6) missed.push((await next(again)).seen[0])
    assert.deepEqual(missed, [ada, ada, ada, ada, ada, ada])
    await again.return()
  })

  it('The stream of members tells nothing of another community', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community({ slug: 'moot' })
    const stream = (await world.subscribe(
      anonymous,
      'subscription { members(community: "moot") { member { id } } }',
    )) as any
    await world.member(await world.community())
    const ada = await world.member(community)
    assert.equal((await stream.next()).value.data.members.member.id, ada)
    await stream.return()
  })
})
