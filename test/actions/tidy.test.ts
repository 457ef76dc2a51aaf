// What nobody needs any more is put away; what somebody needs is not.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { installedPlatforms } from '../../subgraphs/actions/platforms/index.ts'
import { tidy } from '../../subgraphs/actions/work/tidy.ts'
import { type ActionsWorld, type CollectiveWorld, collectiveWorld, goLive } from './support.ts'

const run = (world: ActionsWorld) => {
  const deps = { ...world.backbone, ask: () => Promise.reject(new Error('nobody')) as never }
  const catchUp = () => world.actions.consumers[0]!.catchUp()
  return tidy({ ...deps, platforms: installedPlatforms(deps), catchUp })
}
const age = (world: CollectiveWorld) =>
  sql`update actions.connections set connected_at = connected_at - interval '2 hours'`.execute(world.backbone.db.root)
const connection = async (world: CollectiveWorld) =>
  (await sql<any>`select * from actions.connections where id = ${world.connection}`.execute(world.backbone.db.root))
    .rows[0]
const unregistered = (world: CollectiveWorld) =>
  world.oc.requests.filter(({ query }) => query.includes('deleteWebhook')).length

describe('a connection that communities never heard of', () => {
  it('is taken back, with its webhook and its credentials', async (t) => {
    const world = await collectiveWorld(t)
    await age(world)
    await run(world)
    const { status, credentials, webhook_secret } = await connection(world)
    assert.deepEqual(
      { status, credentials, webhook_secret },
      { status: 'DISCONNECTED', credentials: null, webhook_secret: null },
    )
    assert.equal(unregistered(world), 1)
    assert.equal(await world.receive({ id: 1, type: 'collective.expense.created' }), false)
  })

  it('is left alone while it may still be told', async (t) => {
    const world = await collectiveWorld(t)
    await age(world)
    await world.reconnect()
    await run(world)
    assert.equal((await connection(world)).status, 'CONNECTED')
  })

  it('is none, where the log says so and this part had not read it yet', async (t) => {
    const world = await collectiveWorld(t)
    await age(world)
    await goLive(world, world.connection, world.oc.collective.slug)
    await run(world)
    assert.equal((await connection(world)).status, 'CONNECTED')
    assert.equal(unregistered(world), 0)
  })
})

describe('a webhook', () => {
  it('is forgotten a month after it was answered, and none that waits', async (t) => {
    const world = await collectiveWorld(t, { live: true })
    const { root } = world.backbone.db
    const put = (connection: string, event: string, handled: string | null) =>
      sql`insert into actions.webhooks (connection, event_id, subject, body, received_at, handled_at) values (${connection},
        ${event}, null, '{}', clock_timestamp() - interval '40 days', clock_timestamp() - ${handled}::interval)`.execute(
        root,
      )
    await put(world.connection, 'old', '31 days')
    await put(world.connection, 'young', '29 days')
    await put(world.connection, 'waiting', null)
    await put('con_that_is_gone', 'for nobody', null)
    await run(world)
    const { rows } = await sql<{ event_id: string }>`select event_id from actions.webhooks order by event_id`.execute(
      root,
    )
    assert.deepEqual(
      rows.map(({ event_id }) => event_id),
      ['waiting', 'young'],
    )
  })
})
