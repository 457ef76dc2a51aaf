// An approval lets one act through, once, and only another administrator's counts.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Viewer } from '../../backbone/security/viewer.ts'
import { scene, token } from './second-admin.ts'
import { admin } from './world.ts'

describe('approvals by a second admin', () => {
  it('An approval is not good for other arguments, and good for the same ones in another form', async (t) => {
    const { world, community, first, second, connect, waits, turnOn } = await scene(t)
    await turnOn()
    const settings = { a: 1, b: { c: [1, 2], d: 'x' } }
    const act = await waits(first, 'connectPlatform', { ...connect, settings })
    for (const same of [
      { ...connect, community: 'garden', settings },
      { settings: { b: { d: 'x', c: [1, 2] }, a: 1 }, ...connect },
    ])
      assert.equal(await waits(first, 'connectPlatform', same), act)
    await world.done(second, 'approveAct', act)
    for (const other of [
      { ...connect, settings, credentials: { botToken: `${token}.` } },
      { ...connect, settings: { ...settings, a: 2 } },
      { ...connect, settings: { ...settings, a: '1' } },
      { ...connect, settings: { ...settings, b: { c: [2, 1], d: 'x' } } },
      { ...connect, settings, externalId: 'T1 ' },
      { ...connect, settings, platform: 'Slack' },
      connect,
    ])
      assert.notEqual(await waits(first, 'connectPlatform', other), act, JSON.stringify(other))
    assert.notEqual(await waits(first, 'disconnectPlatform', { community, connection: 'T1' }), act)
    await world.done(first, 'connectPlatform', { ...connect, settings })

    // Defaults made explicit, and literals instead of variables.
    const rotate = (more: string) => `mutation { rotateApiKey(id: "${second.key}"${more}) { id userErrors { code } } }`
    const acts = []
    for (const more of ['', ', overlap: "P1D"', ', overlap: "PT24H"'])
      acts.push(((await world.run(first, rotate(more))).errors![0] as any).extensions.act)
    assert.equal(acts[0], acts[1])
    assert.notEqual(acts[0], acts[2])
  })

  it('An approval lets only one through of many that come with it', async (t) => {
    const { world, community, first, second, waits, turnOn } = await scene(t)
    const other = await world.another()
    await turnOn()
    const input = { community, kind: 'BUILT_IN' }
    const act = await waits(first, 'setDriver', input)
    await Promise.all(Array.from({ length: 4 }, () => world.call(second, 'approveAct', act)))
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => world.call(first, 'setDriver', input)))
    assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 1)

    const again = await waits(first, 'setDriver', input)
    await world.done(second, 'approveAct', again)
    const one = 'setDriver(input: { community: "garden", kind: BUILT_IN }) { community { id } }'
    const aliased = await world.run(first, `mutation { a: ${one} b: ${one} c: ${one} }`)
    assert.deepEqual(
      aliased.errors?.map(({ path }) => path?.[0]),
      ['b'],
    )
    assert.equal((await world.log.read({ after: 0, types: ['communities.driver.set'], limit: 9 })).length, 2)
    assert.ok(other)
  })

  it('An approval is not given by who asked, by whatever key or session of theirs', async (t) => {
    const { world, community, ada, first, second, waits, code, turnOn, keyBy, session } = await scene(t)
    // Before it is on, one makes what they like.
    const mine = await keyBy(first, ['ADMIN'], ada)
    const nobodys = await keyBy(first, ['ADMIN'])
    const byNobodys = await keyBy(nobodys, ['ADMIN'])
    const puppet = await keyBy(first, ['ADMIN'], await world.member(community))
    const byPuppet = await keyBy(puppet, ['ADMIN'], await world.member(community))
    const sessions = [await session(first, 's1'), await session(puppet, 's2')]
    // Made by nobody who asks here, and then told them all the same.
    const bens = await world.key(community, ['ADMIN'], await world.member(community))
    await world.done(first, 'rotateApiKey', bens.key!)
    // Rotated by itself, it may have been by whoever made it.
    const { secret } = await world.done(puppet, 'rotateApiKey', puppet.key!)
    const rotated = (await world.directory.authenticate(secret))!
    await turnOn(first)
    const all = { first, mine, nobodys, bens, byNobodys, puppet, byPuppet, rotated, s1: sessions[0]!, s2: sessions[1]! }
    const input = { community, kind: 'EXTERNAL' }
    const act = await waits(first, 'setDriver', input)
    for (const [name, viewer] of Object.entries(all))
      assert.equal(await code(viewer, 'approveAct', act), 'OWN_ACT', name)
    // And the other way round: the puppet asks, and its maker approves.
    for (const [name, viewer] of Object.entries({ nobodys, byPuppet, s2: sessions[1]! })) {
      const theirs = await waits(viewer, 'rotateDriverSecret', { community })
      assert.equal(await code(first, 'approveAct', theirs), 'OWN_ACT', name)
    }
    // Another key of the same member's cannot use it either.
    await world.done(second, 'approveAct', act)
    assert.notEqual(await waits(mine, 'setDriver', input), act)
    await world.done(first, 'setDriver', input)
  })

  it('An approval does not count by a session begun by whoever knew the key then', async (t) => {
    const { world, community, ben, first, waits, code, keyBy, session, turnOn } = await scene(t)
    const bens = await keyBy(first, ['ADMIN'], ben)
    const early = await session(bens, 'early')
    // The operator gives the key a secret that only its member is told.
    const { secret } = (
      await world.data(
        admin,
        `mutation { rotateApiKey(id: "${bens.key}", overlap: "PT0S") { secret userErrors { code } } }`,
      )
    ).rotateApiKey
    await turnOn()
    const act = await waits(first, 'setDriver', { community, kind: 'BUILT_IN' })
    assert.equal(await code((await world.directory.authenticate(secret))!, 'approveAct', act), 'OWN_ACT', 'for a while')
    await sql`update communities.api_keys set overlaps_until = overlaps_until - interval '1 hour'`.execute(
      world.db.root,
    )
    assert.equal(await code(early, 'approveAct', act), 'OWN_ACT')
    const late = await session((await world.directory.authenticate(secret))!, 'late')
    await world.done(late, 'approveAct', act)
  })

  it('An approval counts members who were merged as one, when it is given and when it is used', async (t) => {
    const { world, community, ada, ben, first, second, waits, code, turnOn } = await scene(t)
    await turnOn()
    const act = await waits(first, 'setDriver', { community, kind: 'BUILT_IN' })
    await world.done(second, 'approveAct', act)
    const other = await waits(first, 'rotateDriverSecret', { community })
    await world.done(admin, 'mergeMembers', { from: ben, into: ada })
    assert.equal(await code(second, 'approveAct', other), 'OWN_ACT')
    assert.equal(await waits(first, 'setDriver', { community, kind: 'BUILT_IN' }), act)
  })

  it('An approval does not count of somebody who is no administrator any more', async (t) => {
    const { world, community, ada, first, second, waits, code, pending, turnOn } = await scene(t)
    await turnOn()
    const third = await world.key(community, ['ADMIN'])
    const input = { community, kind: 'BUILT_IN' }
    const act = await waits(first, 'setDriver', input)
    await world.done(second, 'approveAct', act)
    await world.done(admin, 'revokeApiKey', second.key!)
    assert.equal(await waits(first, 'setDriver', input), act, 'it waits again')
    assert.deepEqual((await pending(third)).nodes[0].settledBy, null)
    // A viewer that was let in before its key was revoked.
    assert.equal(await code(second, 'approveAct', act), 'FORBIDDEN')
    await world.done(third, 'approveAct', act)
    await world.done(first, 'setDriver', input)

    // Nor who was told the secret of the key that asked, by the time that it is done.
    const fourth = await world.key(community, ['ADMIN'])
    await world.done(fourth, 'approveAct', await waits(first, 'setDriver', input))
    const rotating = await waits(fourth, 'rotateApiKey', first.key!)
    await world.done(third, 'approveAct', rotating)
    await world.done(fourth, 'rotateApiKey', first.key!)
    await waits(first, 'setDriver', input)

    const gone = await world.key(community, ['ADMIN'], ada)
    const left = await waits(gone, 'setDriver', input)
    await world.done(admin, 'revokeApiKey', gone.key!)
    assert.equal(await code(third, 'approveAct', left), 'ACT_NOT_FOUND')
    assert.equal(await code(gone, 'setDriver', input), 'FORBIDDEN')
  })

  it('An approval does not count by a provider’s token, whose member one administrator can change', async (t) => {
    const { community, first, ben, waits, code, turnOn } = await scene(t)
    await turnOn()
    const act = await waits(first, 'setDriver', { community, kind: 'BUILT_IN' })
    const byToken: Viewer = { kind: 'key', key: 'oidc_abc', community, member: ben, scopes: ['ADMIN'], expiresAt: 9e15 }
    assert.equal(await code(byToken, 'approveAct', act), 'FORBIDDEN')
    assert.equal(await code(byToken, 'setDriver', { community, kind: 'BUILT_IN' }), 'FORBIDDEN')
  })
})
