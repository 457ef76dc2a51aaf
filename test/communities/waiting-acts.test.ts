// What is shown and kept of an act that waits for another administrator.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { scene } from './second-admin.ts'
import { admin } from './world.ts'

describe('acts that wait for a second admin', () => {
  it('An act that waits is forgotten after a day, asked, approved or not', async (t) => {
    let late = 0
    const clock = { now: () => new Date(Date.now() + late) }
    const { world, community, first, second, waits, code, pending, turnOn } = await scene(t, clock)
    await turnOn()
    const approved = await waits(first, 'setDriver', { community, kind: 'BUILT_IN' })
    await world.done(second, 'approveAct', approved)
    const asked = await waits(first, 'rotateDriverSecret', { community })
    late = 86_400_000 + 1
    assert.equal((await pending(first)).totalCount, 0)
    for (const mutation of ['approveAct', 'refuseAct'])
      assert.equal(await code(second, mutation, asked), 'ACT_NOT_FOUND')
    assert.notEqual(await waits(first, 'setDriver', { community, kind: 'BUILT_IN' }), approved)
  })

  it('An act that is refused is refused for good, also after it was approved, and by who asked', async (t) => {
    const { world, community, first, second, waits, code, pending, turnOn } = await scene(t)
    await turnOn()
    const input = { community, kind: 'BUILT_IN' }
    const act = await waits(first, 'setDriver', input)
    await world.done(second, 'approveAct', act)
    await world.done(second, 'refuseAct', act)
    assert.equal((await world.done(second, 'refuseAct', act)).act.status, 'REFUSED')
    assert.equal(await code(second, 'approveAct', act), 'ALREADY_SETTLED')
    const again = await waits(first, 'setDriver', input)
    assert.notEqual(again, act)
    await world.done(first, 'refuseAct', again)
    assert.equal((await pending(first)).totalCount, 0)
    const types = ['communities.act.requested', 'communities.act.approved', 'communities.act.refused'] as const
    assert.deepEqual(
      (await world.log.read({ after: 0, types, limit: 9 })).map(({ type }) => type.split('.')[2]),
      ['requested', 'approved', 'refused', 'requested', 'refused'],
    )
  })

  it('Acts that wait are limited in number, and take what no database can hold', async (t) => {
    const { world, community, first, second, code, waits, turnOn, pending } = await scene(t)
    await turnOn()
    const named = (externalId: string, settings: unknown = {}) => ({
      community,
      platform: 'wiki',
      externalId,
      settings,
    })
    await waits(first, 'connectPlatform', named('nul \0 and \ud800', { '\0': '\udfff', __proto__: null }))
    let deep: unknown = {}
    for (let level = 0; level < 5_000; level++) deep = { deep }
    assert.equal(await code(first, 'connectPlatform', named('deep', deep)), 'BAD_INPUT')
    await waits(first, 'connectPlatform', named('x', { apiUrl: 'https://wiki.example/?token=hidden' }))
    assert.ok(!JSON.stringify(await pending(second)).includes('hidden'))
    for (let number = 2; number < 20; number++) await waits(first, 'connectPlatform', named(`w${number}`))
    assert.equal(await code(first, 'connectPlatform', named('one more')), 'TOO_MANY_ACTS')
    await waits(second, 'connectPlatform', named('another’s'))
    const page = await world.data(
      second,
      '{ community(community: "garden") { pendingActs(first: 5) { nodes { id } pageInfo { hasNextPage endCursor } totalCount } } }',
    )
    const { nodes, totalCount, pageInfo } = page.community.pendingActs
    assert.deepEqual([nodes.length, totalCount, pageInfo.hasNextPage], [5, 21, true])
  })

  it('Acts that wait go with an erased member whom they name or who asked; erasing others needs two', async (t) => {
    const all = await scene(t)
    const { world, community, ada, ben, first, second } = all
    await all.turnOn()
    await world.role(community, 'steward')
    const lin = await world.member(community, {
      name: 'Lin Yue',
      accounts: [{ platform: 'github', username: 'lin-y' }],
    })
    const granted = await all.waits(first, 'grantRole', { community, member: lin, role: 'steward' })
    await all.waits(first, 'addMember', { community, name: 'LIN YUE', roles: ['steward'] })
    const kept = await all.waits(first, 'setDriver', { community, kind: 'BUILT_IN' })
    const erase = await all.waits(first, 'eraseMember', lin)
    await world.done(second, 'approveAct', erase)
    await world.done(first, 'eraseMember', lin)
    const left = async () => (await all.pending(admin)).nodes.map(({ id }: { id: string }) => id)
    assert.deepEqual(await left(), [kept])
    assert.equal(await all.code(second, 'approveAct', granted), 'ACT_NOT_FOUND')

    // One's own needs nobody, and takes along what one asked for.
    await world.done(first, 'eraseMember', ada)
    assert.deepEqual(await left(), [])
    assert.equal(await all.code(second, 'eraseMember', ben), null)
  })

  it('Acts that wait stay when a member called like their fields is erased, and go in any letters', async (t) => {
    const all = await scene(t)
    const { world, community, first } = all
    await all.turnOn()
    const kept = await all.waits(first, 'setDriver', { community, kind: 'BUILT_IN' })
    const left = async () => (await all.pending(admin)).nodes.map(({ id }: { id: string }) => id)
    for (const name of ['input', 'community', 'kind', '": "'])
      await world.done(admin, 'eraseMember', await world.member(community, { name }))
    assert.deepEqual(await left(), [kept])
    const odd = 'É"milie\\'
    const member = await world.member(community, { name: odd })
    await world.role(community, 'steward')
    await all.waits(first, 'addMember', { community, name: `Uncle ${odd}`, roles: ['steward'] })
    await world.done(admin, 'eraseMember', member)
    assert.deepEqual(await left(), [kept])
  })
})
