import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { admin, anonymous, communitiesWorld } from './world.ts'

const github = (username: string) => ({ platform: 'github', username })

describe('members', () => {
  it('A member joins with a name, accounts and roles', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    await world.role(community, 'steward')
    const accounts = [
      { platform: ' GitHub ', id: '42', username: '@Alice' },
      { platform: 'discourse', host: 'Forum.Example.org/', username: 'alice' },
    ]
    const { member } = await world.done(admin, 'addMember', { community, name: 'Alice', accounts, roles: ['Steward'] })
    assert.deepEqual(member.accounts, [
      { platform: 'github', host: null, externalId: '42', username: 'Alice', proof: 'ASSERTED' },
      {
        platform: 'discourse',
        host: 'https://forum.example.org',
        externalId: '@alice',
        username: 'alice',
        proof: 'ASSERTED',
      },
    ])
    assert.deepEqual(
      member.roles.map((grant: any) => grant.role.name),
      ['steward'],
    )
    const found = await world.data(
      anonymous,
      'query ($id: ID!) { member(id: $id) { name joinedAt community { id } } }',
      { id: member.id },
    )
    assert.equal(found.member.community.id, community)
  })

  it('A member is not half made when a role is unknown or an account is taken', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    await world.member(community, { accounts: [github('alice')] })
    const input = { community, name: 'Bob', accounts: [github('bob'), github('ALICE')] }
    assert.equal(await world.refused(admin, 'addMember', input), 'ACCOUNT_TAKEN')
    assert.equal(await world.refused(admin, 'addMember', { community, name: 'Bob', roles: ['none'] }), 'ROLE_NOT_FOUND')
    const { community: after } = await world.data(
      admin,
      `{ community(community: "${community}") { members { totalCount } } }`,
    )
    assert.equal(after.members.totalCount, 1)
  })

  it('A member is found by account: the id exactly, the username in any case', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const alice = await world.member(community, { accounts: [{ platform: 'github', id: 'Id1', username: 'Alice' }] })
    const bob = await world.member(community, { accounts: [github('12345')] })
    const find = async (account: Record<string, unknown>) => {
      const query =
        'query ($c: ID!, $account: AccountInput!) { community(community: $c) { member(account: $account) { id } } }'
      return (await world.data(anonymous, query, { c: community, account })).community.member?.id ?? null
    }
    assert.equal(await find({ platform: 'GITHUB', username: 'aLICE' }), alice)
    assert.equal(await find({ platform: 'github', host: 'https://github.com/', username: 'alice' }), alice)
    assert.equal(await find({ platform: 'github', id: 'Id1' }), alice)
    assert.equal(await find({ platform: 'github', id: 'Id1', username: 'renamed' }), alice)
    assert.equal(await find({ platform: 'github', id: 'id1' }), null)
    assert.equal(
      await find({ platform: 'github', id: 'another', username: 'alice' }),
      null,
      'the name went to another account',
    )
    assert.equal(await find({ platform: 'github', username: '12345' }), bob)
    assert.equal(await find({ platform: 'github', id: '12345' }), null, 'a username is not an id')
    assert.equal(await find({ platform: 'slack', username: 'alice' }), null)
    assert.equal(await find({ platform: 'github', host: 'https://git.example.org', username: 'alice' }), null)
  })

  it('A member cannot be asked for by an account without a name, or with a broken host', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    for (const account of [
      'platform: "github"',
      'platform: "", id: "1"',
      'platform: "a b", id: "1"',
      'platform: "x", host: "ftp://x", id: "1"',
      'platform: "x", id: "a\\u0000"',
    ]) {
      const { errors } = await world.run(
        anonymous,
        `{ community(community: "${community}") { member(account: { ${account} }) { id } } }`,
      )
      assert.equal(errors?.[0]?.extensions.code, 'BAD_INPUT', account)
    }
  })

  it('A member gains and loses accounts', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const member = await world.member(community)
    const linked = await world.done(admin, 'linkAccount', { member, account: github('alice'), proof: 'VERIFIED' })
    assert.deepEqual(
      linked.member.accounts.map((each: any) => [each.username, each.proof]),
      [['alice', 'VERIFIED']],
    )
    const unlinked = await world.done(admin, 'unlinkAccount', { member, account: github('ALICE') })
    assert.deepEqual(unlinked.member.accounts, [])
    assert.equal(await world.refused(admin, 'unlinkAccount', { member, account: github('alice') }), 'ACCOUNT_NOT_FOUND')
    const other = await world.member(community)
    await world.done(admin, 'linkAccount', { member: other, account: github('alice') })
  })

  it('A member has an account once, however often it is linked, and what is learned of it is kept', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const member = await world.member(community, { accounts: [github('alice'), { platform: 'github', id: '42' }] })
    assert.deepEqual(await world.events(() => world.done(admin, 'linkAccount', { member, account: github('Alice') })), [
      'communities.account.unlinked',
      'communities.account.linked',
    ])
    const account = { platform: 'github', id: '42', username: 'alice' }
    const { member: one } = await world.done(admin, 'linkAccount', { member, account, proof: 'VERIFIED' })
    assert.deepEqual(one.accounts, [
      { platform: 'github', host: null, externalId: '42', username: 'alice', proof: 'VERIFIED' },
    ])
    assert.deepEqual(await world.events(() => world.done(admin, 'linkAccount', { member, account })), [])
    const renamed = await world.done(admin, 'linkAccount', { member, account: { ...account, username: 'alice2' } })
    assert.deepEqual(
      renamed.member.accounts.map((each: any) => [each.externalId, each.username, each.proof]),
      [['42', 'alice2', 'VERIFIED']],
    )
  })

  it('A member does not get the account of another, by id or by username', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const alice = await world.member(community, { accounts: [{ platform: 'github', id: '42', username: 'alice' }] })
    const mallory = await world.member(community)
    for (const account of [
      { id: '42' },
      { username: 'Alice' },
      { id: '43', username: 'alice' },
      { id: '42', username: 'mallory' },
    ]) {
      const payload = await world.call(admin, 'linkAccount', {
        member: mallory,
        account: { platform: 'github', ...account },
      })
      assert.equal(payload.userErrors[0].code, 'ACCOUNT_TAKEN')
      assert.match(payload.userErrors[0].message, new RegExp(alice))
      assert.deepEqual(payload.userErrors[0].path, ['input', 'account'])
    }
    const elsewhere = await world.member(await world.community())
    await world.done(admin, 'linkAccount', { member: elsewhere, account: github('alice') })
  })

  it('One member alone gets an account that eight claim at the same moment', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const members = await Promise.all(Array.from({ length: 8 }, () => world.member(community)))
    const claims = await Promise.all(
      members.map((member) => world.call(admin, 'linkAccount', { member, account: github('alice') })),
    )
    assert.equal(claims.filter((claim) => claim.userErrors.length === 0).length, 1)
    for (const { userErrors } of claims) if (userErrors[0]) assert.equal(userErrors[0].code, 'ACCOUNT_TAKEN')
  })
})

describe('Community.members', () => {
  it('Members are listed in pages, in the order they joined', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const joined: string[] = []
    for (let i = 0; i < 5; i++) joined.push(await world.member(community))
    const query =
      'query ($c: ID!, $after: Cursor) { community(community: $c) { members(first: 2, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } } }'
    const seen: string[] = []
    for (let after: string | null = null; ; ) {
      const { members }: any = (await world.data(anonymous, query, { c: community, after })).community
      assert.equal(members.totalCount, 5)
      seen.push(...members.nodes.map((node: any) => node.id))
      after = members.pageInfo.endCursor
      if (!members.pageInfo.hasNextPage) break
      await world.member(await world.community()) // another community's members do not get in between
    }
    assert.deepEqual(seen, joined)
  })

  it('Members are listed by role and by part of a name or username', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const role = await world.role(community, 'Steward')
    const alice = await world.member(community, {
      name: 'Alice 100%',
      roles: ['steward'],
      accounts: [github('wonder')],
    })
    const bob = await world.member(community, { name: 'Bob', accounts: [github('Alicent')] })
    const ids = async (args: string) => {
      const query = `{ community(community: "${community}") { members(${args}) { totalCount nodes { id } } } }`
      const { members } = (await world.data(anonymous, query)).community
      assert.equal(members.totalCount, members.nodes.length)
      return members.nodes.map((node: any) => node.id)
    }
    assert.deepEqual(await ids('role: "STEWARD"'), [alice])
    assert.deepEqual(await ids(`role: "${role}"`), [alice])
    assert.deepEqual(await ids('role: "none"'), [])
    assert.deepEqual(await ids('search: "aLiCe"'), [alice, bob])
    assert.deepEqual(await ids('search: "WONDER"'), [alice])
    assert.deepEqual(await ids('search: "%"'), [alice], 'a wildcard is a character')
    assert.deepEqual(await ids('search: "_"'), [])
    assert.deepEqual(await ids('search: "  "'), [alice, bob])
    assert.deepEqual(await ids('search: "bob", role: "steward"'), [])
    assert.deepEqual(await ids('search: "\\u0000", role: "\\u0000"'), [])
  })

  it('A cursor of members is not good in another community or list', async (t) => {
    const world = await communitiesWorld(t)
    const [one, two] = [await world.community(), await world.community()]
    await world.member(one)
    const { community } = await world.data(
      anonymous,
      `{ community(community: "${one}") { members { pageInfo { endCursor } } } }`,
    )
    const cursor = community.members.pageInfo.endCursor
    for (const field of [
      `community(community: "${two}") { members(after: "${cursor}")`,
      `community(community: "${one}") { roleRequests(after: "${cursor}")`,
    ]) {
      const { errors } = await world.run(anonymous, `{ ${field} { totalCount } } }`)
      assert.equal(errors![0]!.extensions.code, 'CURSOR_INVALID')
    }
  })
})
