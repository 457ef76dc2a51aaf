// Dangerous acts wait for another administrator: who counts as another, what is shown and kept of an act, and that an approval
// lets one act through.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { verifyAudit } from '../../backbone/audit/audit.ts'
import type { Clock } from '../../backbone/clock.ts'
import { keyDigest } from '../../backbone/log/directory.ts'
import type { Scope, Viewer } from '../../backbone/security/viewer.ts'
import { admin, communitiesWorld, type World } from './world.ts'

const token = 'a token that nobody may see'

/** A community with two administrators by keys that the operator made, and what is dangerous there. */
async function scene(t: TestContext, clock?: Clock) {
  const world = await communitiesWorld(t, {}, clock)
  const community = await world.community({ slug: 'garden' })
  const [ada, ben] = [await world.member(community), await world.member(community)]
  const [first, second] = [await world.key(community, ['ADMIN'], ada), await world.key(community, ['ADMIN'], ben)]
  const connect = { community, platform: 'slack', externalId: 'T1', credentials: { botToken: token } }
  return { world, community, ada, ben, first, second, connect, ...ways(world, community) }
}

function ways(world: World, community: string) {
  /** The act that waits, since this was refused. */
  async function waits(viewer: Viewer, mutation: string, argument: Record<string, unknown> | string): Promise<string> {
    const error: any = await world.call(viewer, mutation, argument).then(
      () => assert.fail(`${mutation} was let through`),
      (error) => error,
    )
    assert.equal(error.extensions?.code, 'SECOND_ADMIN_REQUIRED', error)
    return error.extensions.act
  }
  const code = async (viewer: Viewer, mutation: string, argument: Record<string, unknown> | string) => {
    const result: any = await world.call(viewer, mutation, argument).catch((error) => error)
    return result.extensions?.code ?? result.userErrors?.[0]?.code ?? null
  }
  const pending = async (viewer: Viewer) =>
    (
      await world.data(
        viewer,
        `query ($c: ID!) { community(community: $c) { twoAdmins pendingActs { totalCount nodes { id mutation arguments status expiresAt
          askedBy { kind member { id } key { id } } settledBy { kind member { id } } } } } }`,
        { c: community },
      )
    ).community.pendingActs
  const turnOn = (viewer: Viewer = admin) => world.done(viewer, 'updateCommunity', { community, twoAdmins: true })
  /** A key that this viewer makes, whether or not another must approve. */
  const keyBy = async (viewer: Viewer, scopes: Scope[], member?: string): Promise<Viewer> => {
    const { secret } = await world.done(viewer, 'createApiKey', { community, name: 'made', scopes, member })
    return (await world.directory.authenticate(secret))!
  }
  const session = async (viewer: Viewer, name: string): Promise<Viewer> => {
    await world.subgraph.calls.startSession({ digest: keyDigest(name), viewer, adminMark: 'mark', address: '' })
    return (await world.directory.authenticateSession(name))!
  }
  return { waits, code, pending, turnOn, keyBy, session }
}

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

  it('An approval does not count by a provider’s token, whose member one administrator can change', async (t) => {
    const { community, first, ben, waits, code, turnOn } = await scene(t)
    await turnOn()
    const act = await waits(first, 'setDriver', { community, kind: 'BUILT_IN' })
    const byToken: Viewer = { kind: 'key', key: 'oidc_abc', community, member: ben, scopes: ['ADMIN'], expiresAt: 9e15 }
    assert.equal(await code(byToken, 'approveAct', act), 'FORBIDDEN')
    assert.equal(await code(byToken, 'setDriver', { community, kind: 'BUILT_IN' }), 'FORBIDDEN')
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
