// A platform that does not answer holds up nobody but those who are connected to it.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { startOpenCollective } from '../../sandbox/opencollective/index.ts'
import { actionById, type CollectiveWorld, collectiveWorld, goLive } from './support.ts'

/** A second community beside the world's, with a collective on a server of its own. */
async function neighbour(t: TestContext, world: CollectiveWorld) {
  const oc = await startOpenCollective({ rateLimit: false, seed: 'neighbour' })
  t.after(() => oc.stop())
  const community = await world.addCommunity('orchard')
  const connection = world.backbone.ids.next('con')
  await world.actions.calls.connectPlatform({
    connection,
    community,
    platform: 'opencollective',
    externalId: oc.collective.slug,
    credentials: { personalToken: oc.tokens['governance-bot'] },
    settings: { apiUrl: oc.url, webUrl: oc.webUrl, reconcileEverySeconds: 3600 },
  })
  return { oc, community, connection }
}

const hanging = 12_000 // milliseconds that a try waits for the platform
const soon = 6_000

describe('a platform that hangs', () => {
  it('A platform that hangs does not delay actions asked for on other platforms', async (t) => {
    const world = await collectiveWorld(t, { actions: { platformTimeout: hanging } })
    const other = await neighbour(t, world)
    const expenses = Array.from({ length: 12 }, (_, n) =>
      world.oc.submitExpense({ as: 'otis-gray', description: `Spade ${n}`, amountInCents: 1000 }),
    )
    await world.heard()
    world.oc.faults.next('hang', { times: 1000 })
    for (const { id } of expenses) await world.mutate('approveExpense', { community: world.community, expense: id })
    const began = Date.now()
    const { id } = other.oc.submitExpense({ as: 'otis-gray', description: 'Ladder', amountInCents: 1000 })
    const { action } = await world.mutate('approveExpense', { community: other.community, expense: id })
    await world.until(async () => (await actionById(world, action.id)).status === 'DONE')
    assert.ok(Date.now() - began < soon, `It took ${Date.now() - began} ms.`)
    world.oc.faults.clear()
    await world.oc.stop()
  })

  it('A platform that hangs does not keep other platforms from being read', async (t) => {
    const world = await collectiveWorld(t, { actions: { platformTimeout: hanging } })
    const other = await neighbour(t, world)
    world.oc.faults.next('hang', { times: 1000 })
    await goLive(world, world.connection, world.oc.collective.slug)
    await world.until(() => world.oc.requests.length > 0)
    other.oc.faults.webhooks = 'drop'
    other.oc.submitExpense({ as: 'otis-gray', description: 'Ladder', amountInCents: 1000 })
    const began = Date.now()
    await world.backbone.log.write(async (_, emit) =>
      emit({
        type: 'communities.connection.added',
        community: other.community,
        payload: { connection: other.connection, platform: 'opencollective', externalId: other.oc.collective.slug },
      }),
    )
    await world.until(async () =>
      (await world.events('actions.action.recorded')).some(({ action }) => action.community === other.community),
    )
    assert.ok(Date.now() - began < soon, `It took ${Date.now() - began} ms.`)
    world.oc.faults.clear()
    await world.oc.stop()
  })
})
