// What communities does when a member is erased: at once, once, by whom it may be, and all records of the person.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { forgottenOn } from '../../backbone/people/person.ts'
import { until } from '../support/until.ts'
import { admin, anonymous, communitiesWorld } from './world.ts'

const github = (username: string) => ({ platform: 'github', username })
const about = 'id name accounts { username } roles { role { name } } erased { begunAt doneAt }'

describe('eraseMember', () => {
  it('Erasing a member takes everything of all their records, and withdraws what they asked for', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    for (const name of ['steward', 'cook']) await world.role(community, name)
    const before = await world.member(community, { name: 'Alice', accounts: [github('alice')] })
    const id = await world.member(community, { name: 'Alice A.', accounts: [github('alice-a')], roles: ['steward'] })
    await world.done(admin, 'mergeMembers', { from: before, into: id })
    const other = await world.member(community, { name: 'Bob' })
    const viewer = await world.key(community, ['READ', 'VOTE'], before)
    const { roleRequest } = await world.done(viewer, 'requestRole', { community, role: 'cook' })

    const types = await world.events(() => world.done(viewer, 'eraseMember', before))
    assert.deepEqual(types.slice(0, 4), [
      'communities.role.settled',
      'communities.role.revoked',
      'communities.key.revoked',
      'communities.member.erased',
    ])
    for (const asked of [before, id]) {
      const { member } = await world.data(anonymous, `{ member(id: "${asked}") { ${about} } }`)
      assert.deepEqual(
        { ...member, erased: null },
        { id, name: 'erased member', accounts: [], roles: [], erased: null },
      )
      assert.ok(member.erased.begunAt)
    }
    const asked = await world.data(anonymous, `{ roleRequest(id: "${roleRequest.id}") { status reason } }`)
    assert.deepEqual(asked.roleRequest, { status: 'WITHDRAWN', reason: null })
    const { community: left } = await world.data(
      anonymous,
      `{ community(community: "${community}") { members { totalCount nodes { id } } member(account: { platform: "github", username: "alice" }) { id } } }`,
    )
    assert.deepEqual(left, { members: { totalCount: 1, nodes: [{ id: other }] }, member: null })
    await world.directory.catchUp()
    assert.equal(world.directory.holds(viewer), false)

    // The log follows; what is said again of the person there is said of nobody.
    const named = async () =>
      (
        await sql<{ n: number }>`select count(*)::int as n from backbone.events
        where payload::text ~* 'alice' or payload::text like '%key 1%'`.execute(world.db.root)
      ).rows[0]!.n
    await until('the log without them', async () => (await named()) === 0)
  })

  it('Erasing a member happens once, whoever asks at the same moment', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const id = await world.member(community, { name: 'Alice', accounts: [github('alice')] })
    const into = await world.member(community, { name: 'Bob' })
    const all = await Promise.all([
      ...Array.from({ length: 5 }, () => world.call(admin, 'eraseMember', id)),
      world.call(admin, 'linkAccount', { member: id, account: github('alice-2') }),
      world.call(admin, 'mergeMembers', { from: id, into }),
    ])
    for (const { userErrors } of all.slice(0, 5)) assert.deepEqual(userErrors, [])
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from backbone.events
      where type = 'communities.member.erased'`.execute(world.db.root)
    assert.equal(rows[0]!.n, 1)
    const { rows: accounts } = await sql<{ n: number }>`select count(*)::int as n from communities.accounts`.execute(
      world.db.root,
    )
    assert.equal(accounts[0]!.n, 0, 'whatever came between')
    assert.deepEqual(
      (await world.call(admin, 'linkAccount', { member: id, account: github('x') })).userErrors[0].code,
      'MEMBER_ERASED',
    )
  })

  it('Erasing a member leaves whole what was theirs once and is another’s now', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const id = await world.member(community, { name: 'Alice', accounts: [github('Bob-H'), github('alice')] })
    const bob = await world.member(community, { name: 'Bob' })
    await world.done(admin, 'unlinkAccount', { member: id, account: github('bob-h') })
    await world.done(admin, 'linkAccount', { member: bob, account: github('bob-h') })
    await world.done(admin, 'eraseMember', id)
    const types = async () => (await world.log.read({ after: 0, limit: 1000 })).map(({ type }) => type)
    await until('the words', async () => (await types()).includes('communities.erasure.ready'))
    const forget = (await forgottenOn(world.db.root, world.secrets, community, 'github'))!
    assert.equal(forget('bob-h'), 'bob-h', 'what a platform says of Bob is known as his')
    assert.match(forget('Alice'), /^erased:/)
  })

  it('Erasing a member is for the member, by more than a key to read, and for admins of the community', async (t) => {
    const world = await communitiesWorld(t)
    const [community, elsewhere] = [await world.community(), await world.community()]
    const id = await world.member(community, { name: 'Alice' })
    const other = await world.member(community, { name: 'Bob' })
    const refused = [
      await world.key(community, ['READ'], id),
      await world.key(community, ['VOTE'], other),
      await world.key(community, ['INTEGRATE', 'DRIVE', 'VOTE']),
      await world.key(elsewhere, ['ADMIN']),
    ]
    for (const viewer of refused) assert.equal(await world.refused(viewer, 'eraseMember', id), 'FORBIDDEN')
    assert.equal(await world.refused(anonymous, 'eraseMember', id), 'UNAUTHENTICATED')
    assert.equal(await world.refused(admin, 'eraseMember', 'mem_nobody'), 'MEMBER_NOT_FOUND')
    await world.done(await world.key(community, ['ADMIN']), 'eraseMember', id)
    // Who is merged away by an admin who erases the rest goes with it.
    await world.done(await world.key(community, ['VOTE'], other), 'eraseMember', other)
  })
})
