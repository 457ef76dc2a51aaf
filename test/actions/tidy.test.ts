// What nobody needs any more is put away; what somebody needs is not.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Keeping } from '../../backbone/database/keeping.ts'
import { installedPlatforms } from '../../subgraphs/actions/platforms/index.ts'
import { tidy, tidyQueue } from '../../subgraphs/actions/work/tidy.ts'
import { type ActionsWorld, type CollectiveWorld, collectiveWorld, goLive } from './support.ts'

const run = (world: ActionsWorld, keep: Partial<Keeping> = {}) => {
  const deps = {
    ...world.backbone,
    keep: { ...world.backbone.keep, ...keep },
    ask: () => Promise.reject(new Error('nobody')) as never,
  }
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

const hourlyOver = async (world: ActionsWorld) =>
  (
    await sql`select 1 from jobs.job where name = ${tidyQueue} and state = 'created' and start_after > now()`.execute(
      world.backbone.db.root,
    )
  ).rows

describe('tidying of connections', () => {
  it('A connection that communities never heard of is taken back, with its webhook and its credentials', async (t) => {
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

  it('A connection that communities may still be told of is left alone', async (t) => {
    const world = await collectiveWorld(t)
    await age(world)
    await world.reconnect()
    await run(world)
    assert.equal((await connection(world)).status, 'CONNECTED')
  })

  it('A connection that the log has and this part had not read yet is left alone', async (t) => {
    const world = await collectiveWorld(t)
    await age(world)
    await goLive(world, world.connection, world.oc.collective.slug)
    await run(world)
    assert.equal((await connection(world)).status, 'CONNECTED')
    assert.equal(unregistered(world), 0)
  })
})

describe('forgetting of webhooks', () => {
  it('A webhook is forgotten a month after it was answered, and none that waits is', async (t) => {
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

  it('A webhook is forgotten when the settings say, however many there are', async (t) => {
    const world = await collectiveWorld(t, { live: true })
    const { root } = world.backbone.db
    await world.until(async () => (await hourlyOver(world)).length > 0) // what it does by itself is done
    const count = async () =>
      (await sql<{ count: number }>`select count(*)::int as count from actions.webhooks`.execute(root)).rows[0]!.count
    await sql`insert into actions.webhooks (connection, event_id, body, received_at, handled_at)
      select ${world.connection}, 'many ' || n, '{}', clock_timestamp() - interval '4 years',
        case when n <= 2500 then clock_timestamp() - interval '3 years' end from generate_series(1, 2501) n`.execute(
      root,
    )
    await run(world, { webhooks: null })
    assert.equal(await count(), 2501)
    await run(world, { webhooks: 3 * 366 })
    assert.equal(await count(), 2501)
    await run(world, { webhooks: 1 })
    assert.equal(await count(), 1, 'the one that waits')
  })

  it('A webhook that comes again after it was forgotten tells nothing twice', async (t) => {
    const world = await collectiveWorld(t, { live: true })
    const { root } = world.backbone.db
    world.oc.submitExpense({ as: 'otis-gray', description: 'Twine', amountInCents: 100 })
    await world.heard()
    const before = await world.observed()
    assert.ok(before.length > 0)
    const { rows } = await sql<{ body: unknown }>`select body from actions.webhooks`.execute(root)
    assert.ok(rows.length > 0)
    await sql`update actions.webhooks set handled_at = handled_at - interval '2 days'`.execute(root)
    await run(world, { webhooks: 1 })
    for (const { body } of rows) assert.equal(await world.receive(body), true)
    await world.heard()
    const again = await sql<{ body: unknown }>`select body from actions.webhooks`.execute(root)
    assert.equal(again.rows.length, rows.length, 'they are new to us')
    assert.deepEqual(await world.observed(), before)
  })
})
