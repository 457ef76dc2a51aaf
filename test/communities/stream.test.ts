import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { admin, anonymous, codeOf, communitiesWorld } from './world.ts'

const fields = '{ cursor roleRequest { id status reason settledAt member { id name roles { role { name } } } } }'

async function scene(t: Parameters<typeof communitiesWorld>[0]) {
  const world = await communitiesWorld(t)
  const community = await world.community({ slug: 'moot' })
  await world.role(community, 'steward')
  const ask = async () =>
    (await world.done(admin, 'requestRole', { community, member: await world.member(community), role: 'steward' }))
      .roleRequest.id as string
  const follow = async (after?: string): Promise<any> =>
    world.subscribe(
      anonymous,
      `subscription { roleRequests(community: "moot"${after ? `, after: "${after}"` : ''}) ${fields} }`,
    )
  const next = async (stream: any) => {
    const { value } = await stream.next()
    assert.deepEqual(value.errors ?? [], [])
    return JSON.parse(JSON.stringify(value.data.roleRequests))
  }
  return { world, community, ask, follow, next }
}

describe('the stream of role requests', () => {
  it('The stream of role requests tells each as it is made and settled, from now on', async (t) => {
    const { world, ask, follow, next } = await scene(t)
    await ask()
    const stream = await follow()
    const id = await ask()
    await world.done(admin, 'grantRole', { request: id, reason: 'cred' })
    const made = await next(stream)
    assert.deepEqual([made.roleRequest.id, made.roleRequest.status, made.roleRequest.settledAt], [id, 'PENDING', null])
    const settled = await next(stream)
    assert.deepEqual(
      [settled.roleRequest.id, settled.roleRequest.status, settled.roleRequest.reason],
      [id, 'GRANTED', 'cred'],
    )
    assert.ok(settled.roleRequest.settledAt)
    await stream.return()
  })

  it('The stream of role requests sees the member as it is at each event', async (t) => {
    const { world, ask, follow, next } = await scene(t)
    const stream = await follow()
    const id = await ask()
    assert.deepEqual((await next(stream)).roleRequest.member.roles, [])
    await world.done(admin, 'grantRole', { request: id })
    assert.deepEqual((await next(stream)).roleRequest.member.roles, [{ role: { name: 'steward' } }])
    await stream.return()
  })

  it('The stream of role requests goes on after a cursor without a gap or a repeat', async (t) => {
    const { ask, follow, next } = await scene(t)
    const first = await follow()
    const ids = [await ask()]
    const { cursor } = await next(first)
    await first.return()
    ids.push(await ask(), await ask())
    const second = await follow(cursor)
    ids.push(await ask())
    const seen = [await next(second), await next(second), await next(second)]
    assert.deepEqual(
      seen.map((event) => event.roleRequest.id),
      ids.slice(1),
    )
    await second.return()
  })

  it('The stream of role requests tells nothing of another community', async (t) => {
    const { world, ask, follow, next } = await scene(t)
    const stream = await follow()
    const other = await world.community()
    await world.role(other, 'steward')
    await world.done(admin, 'requestRole', { community: other, member: await world.member(other), role: 'steward' })
    const id = await ask()
    assert.equal((await next(stream)).roleRequest.id, id)
    await stream.return()
  })

  it('The stream of role requests ends at once for a cursor that is not its own', async (t) => {
    const { world, community, ask, follow, next } = await scene(t)
    const stream = await follow()
    await ask()
    const { cursor } = await next(stream)
    await stream.return()
    await world.community({ slug: 'other' })
    const foreign: any = await world.subscribe(
      anonymous,
      `subscription { roleRequests(community: "other", after: "${cursor}") { cursor } }`,
    )
    assert.equal(codeOf(foreign, 'roleRequests'), 'CURSOR_INVALID')
    const future = world.cursors.encode('roleRequests', community, 1_000_000)
    for (const bad of ['bm9uc2Vuc2U', `${cursor}x`, future])
      assert.equal(codeOf(await follow(bad), 'roleRequests'), 'CURSOR_INVALID')
  })

  it('The stream of role requests goes on after the cursor that a community tells', async (t) => {
    const { world, community, ask, follow, next } = await scene(t)
    await ask()
    const { data }: any = await world.run(
      anonymous,
      `query ($id: ID!) { community(community: $id) { cursor(stream: ROLE_REQUESTS) } }`,
      {
        id: community,
      },
    )
    const id = await ask()
    const stream = await follow(data.community.cursor)
    assert.equal((await next(stream)).roleRequest.id, id)
    await stream.return()
  })
})
