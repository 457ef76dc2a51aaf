// Acts that were given up can be found, in the API and in the metrics, and tried again; and a platform that hangs as a whole
// leaves the others theirs. On a platform of one act, which does as a test says.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { Refusal } from '../../schema/errors.ts'
import { createPlatform } from '../../subgraphs/actions/platforms/communities/index.ts'
import { NoAnswer, type Platform, type Receipt, TryLater } from '../../subgraphs/actions/platforms/platform.ts'
import { type ActionsWorld, actionById, actionsWorld } from './support.ts'

const receipt: Receipt = {
  ours: true,
  detail: null,
  result: {},
  events: [],
  place: null,
  expense: null,
}

/** A platform that needs no connection, with the act NAME.lamp.light. */
function platformOf(name: string, perform: () => Promise<Receipt>): Platform {
  return {
    ...createPlatform({} as never),
    ...{ name, hears: [], performs: [`${name}.lamp.light`], accept() {} },
    find: async (_connection, _kind, reference) => ({ type: 'lamp', id: String(reference), title: null, url: null }),
    perform: (_connection, request) => request.sending(null).then(perform),
  }
}

/** A world with such platforms, where what is not answered for a while is left alone. */
async function lamps(t: TestContext, ...platforms: Platform[]): Promise<ActionsWorld> {
  const byName = new Map(platforms.map((platform) => [platform.name, platform]))
  return actionsWorld(t, { actions: { platforms: byName, afterNoAnswer: 3_600_000, haste: 1 } })
}

const light = async (world: ActionsWorld, name: string, subject: string, community = world.community) => {
  const { action, userErrors } = await world.mutate('performAction', { community, kind: `${name}.lamp.light`, subject })
  assert.deepEqual(userErrors, [])
  return action.id as string
}

const listed = async (world: ActionsWorld, dead: boolean): Promise<string[]> => {
  const { _entities } = await world.run(
    `query ($r: [_Any!]!, $dead: Boolean) { _entities(representations: $r) { ... on Community {
      actions(dead: $dead) { nodes { id dead } totalCount } } } }`,
    { r: [{ __typename: 'Community', id: world.community }], dead },
  )
  const { nodes, totalCount } = _entities[0].actions
  assert.equal(totalCount, nodes.length)
  for (const node of nodes) assert.equal(node.dead, dead)
  return nodes.map(({ id }: { id: string }) => id)
}

const retry = (world: ActionsWorld, id: string) =>
  world.run('mutation ($id: ID!) { retryAction(id: $id) { action { dead } userErrors { code } } }', { id })

/** As if it had failed so often that the next failure is the last. */
const nearTheEnd = (world: ActionsWorld, id: string) =>
  world.backbone.db.schema<any>('actions').updateTable('actions').set({ tries: 19 }).where('id', '=', id).execute()

const gauge = (world: ActionsWorld) => world.actions.gauges![0]!.read()
const tried = (world: ActionsWorld, id: string, times: number) =>
  world.until(async () => {
    const action = await actionById(world, id)
    return action.attempts.length === times ? action : null
  })

describe('actions that are given up', () => {
  it('An action that was refused is dead until it is tried again', async (t) => {
    let refuses = true
    const world = await lamps(
      t,
      platformOf('street', async () => {
        if (refuses) throw new Refusal('PLATFORM_INPUT_REFUSED', 'The lamp is broken.')
        return receipt
      }),
    )
    const id = await light(world, 'street', '1')
    await tried(world, id, 1)
    assert.deepEqual(await listed(world, true), [id])
    assert.deepEqual(await listed(world, false), [])
    assert.deepEqual(await gauge(world), { pending: 0, unknown: 0, dead: 1 })
    refuses = false
    assert.deepEqual(await retry(world, id), { retryAction: { action: { dead: false }, userErrors: [] } })
    await world.until(async () => (await actionById(world, id)).status === 'DONE')
    assert.deepEqual(await listed(world, true), [])
    assert.deepEqual(await gauge(world), { pending: 0, unknown: 0, dead: 0 })
    const states = (await world.events('actions.action.changed')).map(({ action }) => [action.status, action.dead])
    assert.deepEqual(states, [
      ['FAILED', true],
      ['PENDING', false],
      ['DONE', false],
    ])
  })

  it('An action whose last try ended is FAILED if nothing was done, and UNKNOWN if that is not known', async (t) => {
    const world = await lamps(
      t,
      platformOf('street', () => {
        throw new TryLater('PLATFORM_UNREACHABLE', 'Nobody there.', { afterMs: 3_600_000 })
      }),
      platformOf('harbour', () => {
        throw new NoAnswer('It did not answer.')
      }),
    )
    const [street, harbour] = [await light(world, 'street', '1'), await light(world, 'harbour', '1')]
    for (const id of [street, harbour]) await tried(world, id, 1)
    assert.deepEqual(await gauge(world), { pending: 1, unknown: 1, dead: 0 })
    assert.deepEqual(await listed(world, true), [])
    for (const id of [street, harbour]) {
      await nearTheEnd(world, id)
      await retry(world, id)
      await tried(world, id, 2)
    }
    assert.deepEqual(
      [(await actionById(world, street)).status, (await actionById(world, harbour)).status],
      ['FAILED', 'UNKNOWN'],
    )
    assert.deepEqual((await listed(world, true)).sort(), [street, harbour].sort())
    assert.deepEqual(await gauge(world), { pending: 0, unknown: 0, dead: 2 })
    const last = (await world.events('actions.action.changed')).filter(({ action }) => action.dead)
    assert.deepEqual(last.map(({ action }) => action.id).sort(), [street, harbour].sort(), 'it is told')
  })
})

describe('a platform that hangs as a whole', () => {
  it('A platform that hangs as a whole delays no other platform, however much was asked of it', async (t) => {
    const hanging = Promise.withResolvers<Receipt>()
    let reached = 0
    const world = await lamps(
      t,
      platformOf('street', () => {
        reached++
        return hanging.promise
      }),
      platformOf('harbour', async () => receipt),
    )
    const ids: string[] = []
    for (let n = 0; n < 12; n++) ids.push(await light(world, 'street', String(n)))
    await world.until(() => reached >= 2)
    const id = await light(world, 'harbour', '1')
    await world.until(async () => (await actionById(world, id)).status === 'DONE')
    assert.ok(reached < 12)
    hanging.resolve(receipt)
    for (const each of ids) await world.until(async () => (await actionById(world, each)).status === 'DONE')
  })
})
