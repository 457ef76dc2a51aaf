import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { admin, anonymous, communitiesWorld } from './world.ts'

const github = (username: string) => ({ platform: 'github', username })

/** A community with the role steward and one member. */
async function scene(t: Parameters<typeof communitiesWorld>[0]) {
  const world = await communitiesWorld(t)
  const community = await world.community()
  await world.role(community, 'steward')
  const member = await world.member(community, { name: 'Alice' })
  const driver = await world.key(community, ['DRIVE'])
  const holds = async (id = member) =>
    (await world.data(anonymous, `{ member(id: "${id}") { roles { role { name } } } }`)).member.roles.length === 1
  const request = async () =>
    (await world.done(admin, 'requestRole', { community, member, role: 'steward' })).roleRequest
  return { world, community, member, driver, holds, request }
}

describe('roles', () => {
  it('A role has a name that no other in its community has, in any case', async (t) => {
    const { world, community } = await scene(t)
    assert.equal(await world.refused(admin, 'createRole', { community, name: ' STEWARD ' }), 'ROLE_TAKEN')
    const { role } = await world.done(admin, 'createRole', {
      community,
      name: 'Scribe',
      description: 'Writes.\nReads.',
    })
    assert.deepEqual([role.name, role.description], ['Scribe', 'Writes.\nReads.'])
    assert.equal(await world.refused(admin, 'createRole', { community, name: 'stew\u200bard' }), 'BAD_INPUT')
    assert.equal(await world.refused(admin, 'createRole', { community, name: 'stew\u00adard' }), 'BAD_INPUT')
    await world.role(await world.community(), 'steward')
    const raced = await Promise.all(
      Array.from({ length: 6 }, () => world.call(admin, 'createRole', { community, name: 'cook' })),
    )
    assert.equal(raced.filter((payload) => payload.role).length, 1)
  })

  it('A role tells its holders in pages', async (t) => {
    const { world, community, member } = await scene(t)
    await world.done(admin, 'grantRole', { member, role: 'steward' })
    const other = await world.member(community, { roles: ['steward'] })
    const query = `query ($after: Cursor) { community(community: "${community}") { roles { holders(first: 1, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } } } }`
    const first = (await world.data(anonymous, query)).community.roles[0].holders
    assert.deepEqual([first.totalCount, first.nodes], [2, [{ id: member }]])
    const second = (await world.data(anonymous, query, { after: first.pageInfo.endCursor })).community.roles[0].holders
    assert.deepEqual([second.nodes, second.pageInfo.hasNextPage], [[{ id: other }], false])
  })

  it('A role is taken away once, and taking it again changes nothing', async (t) => {
    const { world, community, member, driver, holds } = await scene(t)
    await world.done(driver, 'grantRole', { community, member, role: 'steward' })
    const input = { community, member, role: 'Steward', reason: 'gone', decision: 'dec_1' }
    const { member: after } = await world.done(driver, 'revokeRole', input)
    assert.deepEqual(after.roles, [])
    assert.deepEqual(await world.events(() => world.done(driver, 'revokeRole', input)), [])
    assert.equal(await holds(), false)
    assert.equal(await world.refused(driver, 'revokeRole', { community, member, role: 'none' }), 'ROLE_NOT_FOUND')
  })
})

describe('role requests', () => {
  it('A role request waits for the driver, and asking again returns it', async (t) => {
    const { world, community, member } = await scene(t)
    const ask = () => world.done(admin, 'requestRole', { community, member, role: 'steward' })
    const asked = await Promise.all(Array.from({ length: 6 }, ask))
    assert.equal(new Set(asked.map(({ roleRequest }) => roleRequest.id)).size, 1)
    assert.equal(asked[0].roleRequest.status, 'PENDING')
    const events = await world.log.read({ after: 0, types: ['communities.role.requested'], limit: 10 })
    assert.equal(events.length, 1)
  })

  it('A role request is refused to one who holds the role, or if the role or member is not there', async (t) => {
    const { world, community, member } = await scene(t)
    await world.done(admin, 'grantRole', { member, role: 'steward' })
    assert.equal(await world.refused(admin, 'requestRole', { community, member, role: 'steward' }), 'ROLE_ALREADY_HELD')
    assert.equal(await world.refused(admin, 'requestRole', { community, member, role: 'none' }), 'ROLE_NOT_FOUND')
    assert.equal(
      await world.refused(admin, 'requestRole', { community, member: 'mem_1', role: 'steward' }),
      'MEMBER_NOT_FOUND',
    )
    const foreign = await world.member(await world.community())
    assert.equal(
      await world.refused(admin, 'requestRole', { community, member: foreign, role: 'steward' }),
      'MEMBER_NOT_FOUND',
    )
    assert.equal(await world.refused(admin, 'requestRole', { community, role: 'steward' }), 'BAD_INPUT')
    assert.equal(
      await world.refused(admin, 'requestRole', { community, member, account: github('a'), role: 'steward' }),
      'BAD_INPUT',
    )
  })

  it('A role request of an unknown account makes a member without roles, once', async (t) => {
    const { world, community } = await scene(t)
    const bot = await world.key(community, ['INTEGRATE'])
    const ask = (username: string) =>
      world.done(bot, 'requestRole', { community, account: github(username), role: 'steward' })
    const asked = await Promise.all(['Zoë', 'zoë', 'ZOË', 'Zoë', 'zoë'].map(ask))
    assert.equal(new Set(asked.map(({ roleRequest }) => roleRequest.member.id)).size, 1)
    assert.equal(new Set(asked.map(({ roleRequest }) => roleRequest.id)).size, 1)
    const query = `{ member(id: "${asked[0].roleRequest.member.id}") { roles { grantedAt } accounts { username } } }`
    assert.equal((await world.data(anonymous, query)).member.accounts.length, 1)
  })

  it("A role request of a known account is its member's", async (t) => {
    const { world, community, member } = await scene(t)
    await world.done(admin, 'linkAccount', { member, account: { platform: 'github', id: '42', username: 'alice' } })
    const { roleRequest } = await world.done(admin, 'requestRole', {
      community,
      account: github('ALICE'),
      role: 'steward',
    })
    assert.equal(roleRequest.member.id, member)
    const input = { community, account: { platform: 'github', id: '43', username: 'alice' }, role: 'steward' }
    assert.equal(await world.refused(admin, 'requestRole', input), 'ACCOUNT_TAKEN')
  })

  it("A role request by a member's own key is for that member only", async (t) => {
    const { world, community, member } = await scene(t)
    const other = await world.member(community, { accounts: [github('bob')] })
    for (const scope of ['READ', 'VOTE'] as const) {
      const own = await world.key(community, [scope], member)
      assert.equal(
        (await world.done(own, 'requestRole', { community, member, role: 'steward' })).roleRequest.member.id,
        member,
      )
      assert.equal((await world.done(own, 'requestRole', { community, role: 'steward' })).roleRequest.member.id, member)
      for (const asked of [{ member: other }, { account: github('bob') }, { account: github('unknown') }]) {
        assert.equal(await world.refused(own, 'requestRole', { community, role: 'steward', ...asked }), 'FORBIDDEN')
      }
    }
    const nobody = await world.key(community, ['READ', 'VOTE'])
    assert.equal(await world.refused(nobody, 'requestRole', { community, member, role: 'steward' }), 'FORBIDDEN')
    assert.equal(
      await world.refused(anonymous, 'requestRole', { community, member, role: 'steward' }),
      'UNAUTHENTICATED',
    )
  })

  it('A role request is granted with reason and decision, and the member holds the role', async (t) => {
    const { world, driver, holds, request } = await scene(t)
    const { id } = await request()
    const { roleRequest } = await world.done(driver, 'grantRole', {
      request: id,
      reason: 'cred 31.4 > 25',
      decision: 'dec_1',
    })
    assert.deepEqual(
      [roleRequest.status, roleRequest.reason, roleRequest.decisionId],
      ['GRANTED', 'cred 31.4 > 25', 'dec_1'],
    )
    assert.ok(roleRequest.settledAt)
    assert.equal(await holds(), true)
  })

  it('A role request is refused with a reason, and may be made anew', async (t) => {
    const { world, driver, holds, request } = await scene(t)
    const { id } = await request()
    const { roleRequest } = await world.done(driver, 'refuseRole', { request: id, reason: 'cred 3 <= 25' })
    assert.deepEqual([roleRequest.status, roleRequest.reason], ['REFUSED', 'cred 3 <= 25'])
    assert.equal(await holds(), false)
    assert.notEqual((await request()).id, id)
  })

  it('A role request settled again the same way gives the first result, the other way it is refused', async (t) => {
    const { world, community, driver, request, member } = await scene(t)
    const granted = await request()
    const first = await world.done(driver, 'grantRole', { request: granted.id, reason: 'first' })
    const again = await world.done(driver, 'grantRole', { request: granted.id, reason: 'second' })
    assert.deepEqual(again.roleRequest, first.roleRequest)
    assert.equal(await world.refused(driver, 'refuseRole', { request: granted.id }), 'ALREADY_SETTLED')
    assert.equal(await world.refused(driver, 'withdrawRoleRequest', granted.id), 'ALREADY_SETTLED')
    await world.done(driver, 'revokeRole', { community, member, role: 'steward' })
    const refused = await request()
    await world.done(driver, 'refuseRole', { request: refused.id })
    assert.deepEqual(await world.events(() => world.done(driver, 'refuseRole', { request: refused.id })), [])
    assert.equal(await world.refused(driver, 'grantRole', { request: refused.id }), 'ALREADY_SETTLED')
    assert.deepEqual(
      await world.events(() => world.done(driver, 'grantRole', { request: granted.id })),
      [],
      'an old answer gives nothing back',
    )
  })

  it('A role request is settled one way when both are said at the same moment', async (t) => {
    const { world, driver, holds, request } = await scene(t)
    const { id } = await request()
    const both = ['grantRole', 'refuseRole', 'grantRole', 'refuseRole', 'grantRole', 'refuseRole']
    const said = await Promise.all(both.map((mutation) => world.call(driver, mutation, { request: id })))
    const status = said.find(({ roleRequest }) => roleRequest).roleRequest.status
    for (const [index, { roleRequest, userErrors }] of said.entries()) {
      const way = both[index] === 'grantRole' ? 'GRANTED' : 'REFUSED'
      if (way === status) assert.equal(roleRequest.status, status)
      else assert.equal(userErrors[0].code, 'ALREADY_SETTLED')
    }
    assert.equal(await holds(), status === 'GRANTED')
    assert.equal((await world.log.read({ after: 0, types: ['communities.role.settled'], limit: 10 })).length, 1)
  })

  it('A role request may be settled by member and role', async (t) => {
    const { world, community, driver, member, holds, request } = await scene(t)
    const { id } = await request()
    const { roleRequest } = await world.done(driver, 'refuseRole', { community, member, role: 'STEWARD', reason: 'no' })
    assert.deepEqual([roleRequest.id, roleRequest.status], [id, 'REFUSED'])
    assert.equal((await world.done(driver, 'refuseRole', { community, member, role: 'steward' })).roleRequest.id, id)
    const granted = await world.done(driver, 'grantRole', {
      community,
      member,
      role: 'steward',
      reason: 'the assembly said so',
    })
    assert.deepEqual([granted.roleRequest.status, granted.roleRequest.reason], ['GRANTED', 'the assembly said so'])
    assert.equal(await holds(), true)
    const again = await world.done(driver, 'grantRole', { community, member, role: 'steward' })
    assert.equal(again.roleRequest.id, granted.roleRequest.id)
    assert.equal(await world.refused(driver, 'refuseRole', { community, member, role: 'steward' }), 'ALREADY_SETTLED')
  })

  it('A role request that was never made cannot be refused, and one cannot be named by half', async (t) => {
    const { world, community, driver, member, request } = await scene(t)
    assert.equal(
      await world.refused(driver, 'refuseRole', { community, member, role: 'steward' }),
      'ROLE_REQUEST_NOT_FOUND',
    )
    assert.equal(await world.refused(driver, 'grantRole', { request: 'req_none' }), 'ROLE_REQUEST_NOT_FOUND')
    assert.equal(await world.refused(driver, 'grantRole', { community, member }), 'BAD_INPUT')
    assert.equal(await world.refused(driver, 'grantRole', {}), 'BAD_INPUT')
    const { id } = await request()
    await world.role(community, 'cook')
    const others = [{ community: await world.community() }, { member: await world.member(community) }, { role: 'cook' }]
    for (const other of others) {
      assert.equal(await world.refused(driver, 'grantRole', { request: id, ...other }), 'BAD_INPUT')
    }
    await world.done(driver, 'grantRole', { request: id, community, member, role: ' Steward' })
  })

  it('A role request is withdrawn by the one who asked, once', async (t) => {
    const { world, community, member, request } = await scene(t)
    const { id } = await request()
    const other = await world.key(community, ['VOTE'], await world.member(community))
    assert.equal(await world.refused(other, 'withdrawRoleRequest', id), 'FORBIDDEN')
    const own = await world.key(community, ['READ'], member)
    assert.equal((await world.done(own, 'withdrawRoleRequest', id)).roleRequest.status, 'WITHDRAWN')
    assert.deepEqual(await world.events(() => world.done(own, 'withdrawRoleRequest', id)), [])
    assert.equal(await world.refused(admin, 'grantRole', { request: id }), 'ALREADY_SETTLED')
  })

  it('Role requests of a community are listed the newest first, by status', async (t) => {
    const { world, community, driver, request } = await scene(t)
    const first = await request()
    await world.done(driver, 'refuseRole', { request: first.id })
    const second = await request()
    const ids = async (args: string) => {
      const { roleRequests } = (
        await world.data(
          anonymous,
          `{ community(community: "${community}") { roleRequests${args} { totalCount nodes { id } } } }`,
        )
      ).community
      assert.equal(roleRequests.totalCount, roleRequests.nodes.length)
      return roleRequests.nodes.map((node: any) => node.id)
    }
    assert.deepEqual(await ids(''), [second.id, first.id])
    assert.deepEqual(await ids('(status: PENDING)'), [second.id])
    assert.deepEqual(await ids('(status: GRANTED)'), [])
  })

  it('A role request is settled by DRIVE and ADMIN only', async (t) => {
    const { world, community, member, request } = await scene(t)
    const { id } = await request()
    const weak = await world.key(community, ['READ', 'VOTE', 'INTEGRATE'], member)
    const foreign = await world.key(await world.community(), ['ADMIN', 'DRIVE'])
    for (const viewer of [weak, foreign]) {
      assert.equal(await world.refused(viewer, 'grantRole', { request: id }), 'FORBIDDEN')
      assert.equal(await world.refused(viewer, 'grantRole', { community, member, role: 'steward' }), 'FORBIDDEN')
      assert.equal(await world.refused(viewer, 'refuseRole', { request: id }), 'FORBIDDEN')
      assert.equal(await world.refused(viewer, 'revokeRole', { community, member, role: 'steward' }), 'FORBIDDEN')
    }
    assert.equal(await world.refused(anonymous, 'grantRole', { request: id }), 'UNAUTHENTICATED')
  })
})
