// Dangerous acts wait for another administrator, where a community wants two.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { verifyAudit } from '../../backbone/audit/audit.ts'
import { keyDigest } from '../../backbone/log/directory.ts'
import type { Viewer } from '../../backbone/security/viewer.ts'
import { scene, token } from './second-admin.ts'
import { admin } from './world.ts'

describe('twoAdmins', () => {
  it('With two admins wanted, one does what is dangerous once another has approved exactly that', async (t) => {
    const { world, community, ada, ben, first, second, connect, waits, pending, turnOn } = await scene(t)
    await turnOn(first)
    const act = await waits(first, 'connectPlatform', connect)
    assert.equal(world.platforms.connected.size, 0, 'nothing was done')
    assert.equal(await waits(first, 'connectPlatform', connect), act, 'asked again, it is the same')

    const [waiting] = (await pending(second)).nodes
    assert.deepEqual([waiting.id, waiting.mutation, waiting.status], [act, 'connectPlatform', 'WAITING'])
    assert.deepEqual([waiting.askedBy.member.id, waiting.askedBy.key.id], [ada, first.key])
    assert.equal(waiting.arguments.input.externalId, 'T1')
    assert.equal(waiting.arguments.input.credentials, '(secret, left out)')

    await world.done(second, 'approveAct', act)
    await world.done(second, 'approveAct', act)
    const { connection } = await world.done(first, 'connectPlatform', connect)
    assert.equal(connection.status, 'CONNECTED')
    assert.equal((await pending(first)).totalCount, 0)
    assert.notEqual(await waits(first, 'connectPlatform', connect), act, 'it was let through once')

    const { rows } = await sql<{ record: any }>`
      select record from backbone.audit where community = ${community} and record -> 'subjects' ? ${act} order by place`.execute(
      world.db.root,
    )
    const told = rows.map(({ record }) => [
      record.mutation,
      record.events.join(),
      record.form,
      record.approvedBy?.member,
    ])
    assert.deepEqual(told, [
      ['connectPlatform', 'communities.act.requested', 2, undefined],
      ['approveAct', 'communities.act.approved', 2, undefined],
      ['connectPlatform', 'communities.act.used', 2, ben],
      ['connectPlatform', 'communities.connection.added', 2, ben],
    ])
    assert.equal((await verifyAudit(world.db.root, community)).valid, true)
    const audit = await world.data(
      first,
      `{ community(community: "garden") { audit(first: 5, mutation: "connectPlatform") { nodes { by { member { id } } approvedBy { member { id } } } } } }`,
    )
    assert.deepEqual(audit.community.audit.nodes[1], {
      by: { member: { id: ada } },
      approvedBy: { member: { id: ben } },
    })
    for (const table of ['communities.acts', 'backbone.events', 'backbone.audit']) {
      const { rows } = await sql<{ text: string }>`select t::text as text from ${sql.raw(table)} t`.execute(
        world.db.root,
      )
      assert.ok(!rows.some(({ text }) => text.includes(token)), table)
    }
  })

  it('twoAdmins is turned on only with two who could approve, and off only by two', async (t) => {
    const { world, community, ada, ben, first, second, waits, code, keyBy, turnOn } = await scene(t)
    await world.done(admin, 'revokeApiKey', second.key!)
    const on = { community, twoAdmins: true }
    for (const viewer of [first, admin]) assert.equal(await code(viewer, 'updateCommunity', on), 'SECOND_ADMIN_MISSING')
    // What the first made for others, and has a secret of, is no second.
    await keyBy(first, ['ADMIN'], ben)
    await keyBy(first, ['ADMIN'])
    await keyBy(first, ['DRIVE'])
    await world.key(community, ['ADMIN'], ada)
    await world.key(community, ['DRIVE'], ben)
    for (const viewer of [first, admin]) assert.equal(await code(viewer, 'updateCommunity', on), 'SECOND_ADMIN_MISSING')
    // Nor what was made before that was kept.
    const old = await world.key(community, ['ADMIN'], ben)
    await sql`update communities.api_keys set told = default where id = ${old.key}`.execute(world.db.root)
    assert.equal(await code(first, 'updateCommunity', on), 'SECOND_ADMIN_MISSING')
    const other = await world.key(community, ['ADMIN'], ben)
    await turnOn(first)
    assert.equal(
      (await world.data({ ...first, scopes: ['READ'] }, '{ community(community: "garden") { twoAdmins } }')).community
        .twoAdmins,
      true,
    )

    const off = { community, twoAdmins: false }
    const act = await waits(first, 'updateCommunity', off)
    assert.equal(await code(old, 'approveAct', act), 'OWN_ACT')
    await world.done(first, 'updateCommunity', { community, name: 'Garden' })
    await world.done(other, 'approveAct', act)
    assert.equal((await world.done(first, 'updateCommunity', off)).community.twoAdmins, false)
    await world.done(first, 'setDriver', { community, kind: 'BUILT_IN' })
  })

  it('twoAdmins is not turned on by one whom nobody could approve', async (t) => {
    const { world, community, first, second, code, keyBy, turnOn } = await scene(t)
    await keyBy(first, ['ADMIN'], await world.member(community))
    await world.done(second, 'rotateApiKey', first.key!)
    assert.equal(await code(first, 'updateCommunity', { community, twoAdmins: true }), 'SECOND_ADMIN_MISSING')
    await turnOn(second)

    // Nor where those who could became one.
    const there = await world.community()
    const [one, twin] = [await world.member(there), await world.member(there)]
    const [ones, twins] = [await world.key(there, ['ADMIN'], one), await world.key(there, ['ADMIN'], twin)]
    await world.done(twins, 'createApiKey', {
      ...{ community: there, name: 'made', scopes: ['ADMIN'] },
      member: await world.member(there),
    })
    await world.done(admin, 'mergeMembers', { from: twin, into: one })
    for (const viewer of [ones, admin])
      assert.equal(await code(viewer, 'updateCommunity', { community: there, twoAdmins: true }), 'SECOND_ADMIN_MISSING')
  })

  it('twoAdmins does not bind the admin key, lesser keys, or other communities', async (t) => {
    const { world, community, first, second, waits, code, turnOn, pending } = await scene(t)
    const there = await world.community({ slug: 'there' })
    const foreign = await world.key(there, ['ADMIN'])
    const lesser = await world.key(community, ['READ', 'DRIVE'])
    await turnOn()
    await world.done(admin, 'setDriver', { community, kind: 'BUILT_IN' })
    await world.done(foreign, 'setDriver', { community: there, kind: 'BUILT_IN' })
    assert.equal(await code(lesser, 'setDriver', { community, kind: 'BUILT_IN' }), 'FORBIDDEN')
    assert.equal(await code(foreign, 'setDriver', { community, kind: 'BUILT_IN' }), 'FORBIDDEN')
    const act = await waits(first, 'rotateDriverSecret', { community })
    for (const mutation of ['approveAct', 'refuseAct']) {
      assert.equal(await code(foreign, mutation, act), 'ACT_NOT_FOUND')
      assert.equal(await code(lesser, mutation, act), 'FORBIDDEN')
      assert.equal(await code(second, mutation, 'pact_\0none'), 'ACT_NOT_FOUND')
    }
    for (const viewer of [foreign, lesser]) assert.equal(await pending(viewer), null)
    await world.done(admin, 'approveAct', act)
    assert.equal(await code(first, 'rotateDriverSecret', { community }), 'ENDPOINT_MISSING', 'it was let through')
  })

  it('twoAdmins is not gone round by a link or token that signs an admin in as another member', async (t) => {
    const all = await scene(t)
    const { world, community, ben, first } = all
    const come = async (code: string, member: string) => {
      const { url } = await world.done(first, 'createSignInLink', { member })
      const call = { digest: keyDigest(code), code: new URL(url).hash.slice(1), address: '' }
      await world.subgraph.calls.startSession(call)
      return (await world.directory.authenticateSession(code))!
    }
    const lin = await world.member(community, { name: 'Lin' })
    const before = await come('before', lin)
    await all.turnOn()
    assert.equal(await all.code(first, 'eraseMember', ben), 'SECOND_ADMIN_REQUIRED')
    const token: Viewer = { kind: 'key', key: 'oidc_1', community, member: lin, scopes: ['VOTE'], expiresAt: 9e15 }
    const asAdmin: Viewer = { ...token, member: ben, scopes: ['ADMIN'] }
    for (const viewer of [await come('as ben', ben), before, token, asAdmin])
      assert.equal(await world.refused(viewer, 'eraseMember', viewer.member!), 'FORBIDDEN')
    await world.done(await world.key(community, ['VOTE'], lin), 'eraseMember', lin)
    // Where one administrator does it alone, by whatever way, a member signs in and does it, too.
    await world.done(admin, 'updateCommunity', { community, twoAdmins: false })
    await world.done(await come('again', ben), 'eraseMember', ben)
  })
})
