import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Refusal } from '../../schema/errors.ts'
import type { Tables } from '../../subgraphs/communities/storage/tables.ts'
import { admin, anonymous, communitiesWorld } from './world.ts'

const secretToken = 'oc-token-0123456789'

async function scene(t: Parameters<typeof communitiesWorld>[0]) {
  const world = await communitiesWorld(t)
  const community = await world.community()
  const input = {
    community,
    platform: 'OpenCollective',
    externalId: ' vertical-ban ',
    credentials: { personalToken: secretToken },
    settings: { apiUrl: 'https://oc.example' },
  }
  const connect = async () => (await world.done(admin, 'connectPlatform', input)).connection
  const stored = async () => {
    const query = `{ community(community: "${community}") { connections { id platform status problem lastEventAt settings webhookUrl } } }`
    return (await world.data(admin, query)).community.connections
  }
  return { world, community, input, connect, stored }
}

describe('connectPlatform', () => {
  it("A connection is checked by the platform's side and stored without credentials", async (t) => {
    const { world, community, connect, stored } = await scene(t)
    const connection = await connect()
    assert.deepEqual(
      [connection.platform, connection.externalId, connection.status],
      ['opencollective', 'vertical-ban', 'CONNECTED'],
    )
    assert.equal(connection.webhookUrl, `https://folkmoot.example/hooks/${connection.id}/a-secret`)
    assert.deepEqual(world.platforms.connected.get(connection.id), {
      connection: connection.id,
      community,
      platform: 'opencollective',
      externalId: 'vertical-ban',
      credentials: { personalToken: secretToken },
      settings: { apiUrl: 'https://oc.example' },
    })
    assert.deepEqual(
      (await stored()).map((each: any) => each.id),
      [connection.id],
    )
    const rows = await world.db.schema<Tables>('communities').selectFrom('connections').selectAll().execute()
    const everything = JSON.stringify([rows, await world.log.read({ after: 0, limit: 100 })])
    assert.ok(!everything.includes(secretToken))
    assert.ok(!everything.includes('a-secret'), 'the secret of the webhook is sealed')
  })

  it('A connection shows no password, query or fragment of an address, as it may hold a secret', async (t) => {
    const { world, input, stored } = await scene(t)
    const settings = {
      api: 'https://u:SECRET@oc.example/a?token=SECRET',
      more: [{ web: 'https://oc.example/#SECRET' }],
    }
    await world.done(admin, 'connectPlatform', { ...input, settings })
    assert.deepEqual((await stored())[0].settings, {
      api: 'https://oc.example/a',
      more: [{ web: 'https://oc.example/' }],
    })
  })

  it('A connection that the platform refuses is not stored, and the refusal is a user error', async (t) => {
    const { world, input, stored } = await scene(t)
    world.platforms.answer = () => {
      throw new Refusal('BAD_INPUT', 'Wanted a token of someone; got an anonymous one.', {
        path: ['input', 'credentials'],
      })
    }
    assert.equal(await world.refused(admin, 'connectPlatform', input), 'BAD_INPUT')
    assert.deepEqual(await stored(), [])
  })

  it('A connection whose platform cannot be asked is an error of the request, and nothing is stored', async (t) => {
    const { world, input, stored } = await scene(t)
    world.platforms.answer = () => {
      throw new Refusal('UNAVAILABLE', 'Wanted an answer; got none.')
    }
    assert.equal(await world.refused(admin, 'connectPlatform', input), 'UNAVAILABLE')
    assert.deepEqual(await stored(), [])
  })

  it('A connection that is made again replaces credentials and settings and stays the same', async (t) => {
    const { world, input, connect, stored } = await scene(t)
    const first = await connect()
    world.platforms.answer = () => ({ status: 'UNAUTHORIZED', problem: 'A scope is missing.' })
    const { connection } = await world.done(admin, 'connectPlatform', {
      ...input,
      settings: { apiUrl: 'https://two.example' },
    })
    assert.equal(connection.id, first.id)
    assert.deepEqual(
      (await stored()).map((each: any) => [each.status, each.problem, each.settings.apiUrl]),
      [['UNAUTHORIZED', 'A scope is missing.', 'https://two.example']],
    )
  })

  it('A connection that is there under another spelling is refused and undone', async (t) => {
    const { world, input, connect, stored } = await scene(t)
    const first = await connect()
    world.platforms.answer = () => ({ externalId: 'vertical-ban' })
    assert.equal(
      await world.refused(admin, 'connectPlatform', { ...input, externalId: 'Vertical-Ban' }),
      'CONNECTION_TAKEN',
    )
    assert.deepEqual([...world.platforms.connected.keys()], [first.id])
    assert.equal((await stored()).length, 1)
  })

  it('A connection is made once when two make it at the same moment', async (t) => {
    const { world, input, stored } = await scene(t)
    const made = await Promise.all(Array.from({ length: 5 }, () => world.call(admin, 'connectPlatform', input)))
    const [one, ...others] = await stored()
    assert.equal(others.length, 0)
    assert.deepEqual([...world.platforms.connected.keys()], [one.id])
    for (const { connection, userErrors } of made) {
      if (connection) assert.equal(connection.id, one.id)
      else assert.equal(userErrors[0].code, 'CONNECTION_TAKEN')
    }
  })

  it('A connection ends once, and may be made again', async (t) => {
    const { world, community, connect, stored } = await scene(t)
    const { id } = await connect()
    const { connection } = await world.done(admin, 'disconnectPlatform', { community, connection: id })
    assert.deepEqual([connection.status, connection.webhookUrl], ['DISCONNECTED', null])
    assert.equal(world.platforms.connected.size, 0)
    assert.deepEqual(
      await world.events(() => world.done(admin, 'disconnectPlatform', { community, connection: id })),
      [],
    )
    assert.equal((await connect()).id, id)
    assert.deepEqual(
      (await stored()).map((each: any) => each.status),
      ['CONNECTED'],
    )
  })

  it('A connection of another community cannot be ended', async (t) => {
    const { world, connect } = await scene(t)
    const { id } = await connect()
    const other = await world.community()
    assert.equal(
      await world.refused(admin, 'disconnectPlatform', { community: other, connection: id }),
      'CONNECTION_NOT_FOUND',
    )
  })

  it("A connection follows what the platform's side says of it, until it is ended", async (t) => {
    const { world, community, connect, stored } = await scene(t)
    const { id } = await connect()
    const say = async (
      payload: { status: any; problem: string | null; lastEventAt: string | null },
      of = community,
    ) => {
      const event = {
        type: 'actions.connection.changed' as const,
        community: of,
        payload: { connection: id, ...payload },
      }
      await world.log.write(async (_tx, emit) => emit(event))
      await world.subgraph.consumers[0]!.catchUp()
    }
    const lastEventAt = '2026-11-22T18:00:00.000Z'
    await say({ status: 'UNREACHABLE', problem: 'It does not answer.', lastEventAt })
    const [one] = await stored()
    assert.deepEqual([one.status, one.problem, one.lastEventAt], ['UNREACHABLE', 'It does not answer.', lastEventAt])
    await say({ status: 'CONNECTED', problem: null, lastEventAt: null })
    assert.deepEqual([(await stored())[0].status, (await stored())[0].lastEventAt], ['CONNECTED', lastEventAt])
    await say({ status: 'UNAUTHORIZED', problem: 'x', lastEventAt: null }, await world.community())
    assert.equal((await stored())[0].status, 'CONNECTED', 'an event of another community changes nothing')
    await world.done(admin, 'disconnectPlatform', { community, connection: id })
    await say({ status: 'CONNECTED', problem: null, lastEventAt: null })
    assert.equal((await stored())[0].status, 'DISCONNECTED')
  })

  it('A connection tells the address of its webhook to admins only', async (t) => {
    const { world, community, connect } = await scene(t)
    await connect()
    const asked = async (viewer: typeof admin) =>
      (await world.data(viewer, `{ community(community: "${community}") { connections { webhookUrl } } }`)).community
        .connections[0].webhookUrl
    assert.equal(await asked(anonymous), null)
    assert.equal(await asked(await world.key(community, ['READ', 'VOTE', 'INTEGRATE', 'DRIVE'])), null)
    assert.equal(await asked(await world.key(await world.community(), ['ADMIN'])), null)
    assert.match(await asked(await world.key(community, ['ADMIN'])), /a-secret$/)
  })

  it('A connection with settings that are no object, too large, or not to be stored is refused', async (t) => {
    const { world, input } = await scene(t)
    const deep = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`)
    const bad = ['text', 1, [], { a: 'x'.repeat(20_000) }, { a: 'b\u0000' }, { a: '\ud800' }, deep(40), deep(50_000)]
    for (const settings of bad) {
      assert.equal(await world.refused(admin, 'connectPlatform', { ...input, settings }), 'BAD_INPUT')
    }
    for (const change of [{ platform: 'a b' }, { externalId: ' ' }, { externalId: 'a\u0000' }]) {
      assert.equal(await world.refused(admin, 'connectPlatform', { ...input, ...change }), 'BAD_INPUT')
    }
    assert.equal(world.platforms.connected.size, 0)
  })
})
