// A community whose dangerous acts may wait for another administrator.

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { Clock } from '../../backbone/clock.ts'
import { keyDigest } from '../../backbone/log/directory.ts'
import type { Scope, Viewer } from '../../backbone/security/viewer.ts'
import { admin, communitiesWorld, type World } from './world.ts'

export const token = 'a token that nobody may see'

/** A community with two administrators by keys that the operator made, and what is dangerous there. */
export async function scene(t: TestContext, clock?: Clock) {
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
