// What the doors of cred refuse, and that nothing is half done then.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import type { Viewer } from '../../backbone/security/viewer.ts'
import { cred } from '../../subgraphs/cred/storage/tables.ts'
import { credGrainView, serve, zlib } from './instances.ts'
import { adminViewer, anonymous, type CredWorld, credWorld, keyOf } from './world.ts'

const files = () => ({ 'output/credGrainView': zlib(credGrainView([{ name: 'ada', cred: [1] }])) })
const connectQuery = `mutation ($input: ConnectCredInput!) { connectCred(input: $input) { cred { total } userErrors { code path } } }`
const code = (result: { errors?: readonly any[] }) => result.errors?.[0]?.extensions.code

async function connect(world: CredWorld, input: object, viewer: Viewer = adminViewer) {
  const result = await world.ask(connectQuery, { input }, viewer)
  return code(result) ?? result.data.connectCred.userErrors[0]?.code ?? 'OK'
}

async function storedRows(world: CredWorld) {
  const stored = cred(world.deps.db.root)
  const rows = await Promise.all(
    (['sources', 'snapshots', 'snapshot_bodies'] as const).map((table) =>
      stored.selectFrom(table).selectAll().execute(),
    ),
  )
  return rows.flat().length
}

async function worldWith(t: TestContext) {
  const world = await credWorld(t)
  return { world, community: await world.community('moot'), secret: await world.community('secret', 'PRIVATE') }
}

describe('connectCred', () => {
  it('connectCred refuses who lacks the scope in this community', async (t) => {
    const { world, community, secret } = await worldWith(t)
    const { url } = await serve(t, files())
    const input = { community, url }
    assert.equal(await connect(world, input, anonymous), 'UNAUTHENTICATED')
    assert.equal(await connect(world, input, keyOf(community, 'READ', 'DRIVE', 'VOTE')), 'FORBIDDEN')
    assert.equal(await connect(world, input, keyOf(secret, 'ADMIN')), 'FORBIDDEN')
    assert.equal(
      await connect(world, { ...input, community: secret }, keyOf(community, 'ADMIN')),
      'COMMUNITY_NOT_FOUND',
    )
    assert.equal(await connect(world, { ...input, community: 'nobody' }), 'COMMUNITY_NOT_FOUND')
    assert.equal(await storedRows(world), 0)
    assert.equal(await connect(world, input, keyOf(community, 'ADMIN')), 'OK')
  })

  it('connectCred refuses addresses that are none, private, secret, or folders of this machine', async (t) => {
    const { world, community } = await worldWith(t)
    const key = keyOf(community, 'ADMIN')
    for (const [url, wanted] of [
      ['', 'BAD_INPUT'],
      ['moot.example', 'BAD_INPUT'],
      ['gopher://moot.example', 'BAD_INPUT'],
      ['https://me:secret@moot.example/', 'BAD_INPUT'],
      ['https://moot.example/?token=secret', 'BAD_INPUT'],
      ['http://10.0.0.1/', 'ADDRESS_REFUSED'],
      ['http://[::1]/', 'ADDRESS_REFUSED'],
      ['http://169.254.169.254/latest/', 'ADDRESS_REFUSED'],
      ['file:///etc/', 'FORBIDDEN'],
    ] as const) {
      assert.equal(await connect(world, { community, url }, key), wanted, url)
    }
    assert.equal(await storedRows(world), 0)
  })

  it('connectCred refuses intervals that are too short or too long', async (t) => {
    const { world, community } = await worldWith(t)
    const { url } = await serve(t, files())
    for (const refreshEverySeconds of [-1, 0, 9, 2_592_001]) {
      assert.equal(await connect(world, { community, url, refreshEverySeconds }), 'BAD_INPUT')
    }
    assert.equal(await storedRows(world), 0)
  })

  it('connectCred refuses an instance that cannot be read, with the reason, and keeps the one before', async (t) => {
    const { world, community } = await worldWith(t)
    const good = await serve(t, files())
    const bad: [Parameters<typeof serve>[1], string][] = [
      [{}, 'CRED_SOURCE_NOT_FOUND'],
      [{ 'output/credGrainView': '<html>' }, 'CRED_SOURCE_HTML'],
      [{ 'output/credGrainView': files()['output/credGrainView'].subarray(0, 30) }, 'CRED_SOURCE_TRUNCATED'],
      [{ 'output/credGrainView': '{}' }, 'CRED_SOURCE_MALFORMED'],
      [{ 'output/credGrainView': zlib(credGrainView([])) }, 'CRED_SOURCE_EMPTY'],
      [
        {
          'output/credGrainView': (_, response) =>
            void response.writeHead(301, { location: '/output/credGrainView' }).end(),
        },
        'CRED_SOURCE_REDIRECTS',
      ],
      [{ 'output/credGrainView': (request) => void request.socket.destroy() }, 'CRED_SOURCE_UNREACHABLE'],
    ]
    const refuseAll = async () => {
      for (const [files, wanted] of bad)
        assert.equal(await connect(world, { community, url: (await serve(t, files)).url }), wanted)
    }
    await refuseAll()
    assert.equal(await storedRows(world), 0)
    await connect(world, { community, url: good.url })
    await refuseAll()
    assert.equal(await storedRows(world), 3)
  })
})

describe('refreshCred', () => {
  const refresh = async (world: CredWorld, id: string, viewer: Viewer) => {
    const result = await world.ask(
      `mutation { refreshCred(community: "${id}") { cred { total } userErrors { code } } }`,
      {},
      viewer,
    )
    return code(result) ?? result.data.refreshCred.userErrors[0]?.code ?? 'OK'
  }

  it('refreshCred refuses who lacks the scope, and communities without an instance', async (t) => {
    const { world, community, secret } = await worldWith(t)
    assert.equal(await refresh(world, community, anonymous), 'UNAUTHENTICATED')
    assert.equal(await refresh(world, community, keyOf(community, 'VOTE')), 'FORBIDDEN')
    assert.equal(await refresh(world, community, keyOf(secret, 'ADMIN')), 'FORBIDDEN')
    assert.equal(await refresh(world, secret, keyOf(community, 'DRIVE')), 'COMMUNITY_NOT_FOUND')
    assert.equal(await refresh(world, community, keyOf(community, 'DRIVE')), 'CRED_NOT_CONNECTED')
  })
})

describe('queries of cred', () => {
  const cred = (
    world: CredWorld,
    community: string,
    account: object,
    rest = 'status',
    snapshot: string | null = null,
    viewer = adminViewer,
  ) =>
    world.ask(
      `query ($community: ID!, $account: AccountInput!, $snapshot: ID) { cred(community: $community, account: $account, snapshot: $snapshot) { ${rest} } }`,
      { community, account, snapshot },
      viewer,
    )
  const ada = { platform: 'github', username: 'ada' }

  it('Cred of communities that are not there, or not to be seen, is refused', async (t) => {
    const { world, secret } = await worldWith(t)
    assert.equal(code(await cred(world, 'nobody', ada)), 'COMMUNITY_NOT_FOUND')
    assert.equal(code(await cred(world, secret, ada, 'status', null, anonymous)), 'COMMUNITY_NOT_FOUND')
    assert.equal(
      code(await cred(world, 'secret', ada, 'status', null, keyOf('com_other', 'ADMIN'))),
      'COMMUNITY_NOT_FOUND',
    )
    assert.equal(
      (await cred(world, 'secret', ada, 'status', null, keyOf(secret, 'READ'))).data.cred.status,
      'UNAVAILABLE',
    )
  })

  it('Cred of an account without id and username is refused', async (t) => {
    const { world } = await worldWith(t)
    assert.equal(code(await cred(world, 'moot', { platform: 'github' })), 'BAD_INPUT')
    assert.equal(code(await cred(world, 'moot', { platform: 'github', id: ' ', username: '' })), 'BAD_INPUT')
  })

  it('Cred at a snapshot of another community is refused', async (t) => {
    const { world, community, secret } = await worldWith(t)
    const { cred: connected } = await world.connect(secret, (await serve(t, files())).url)
    assert.equal(code(await cred(world, community, ada, 'status', connected.snapshot.id)), 'CRED_SNAPSHOT_NOT_FOUND')
    assert.equal(code(await cred(world, community, ada, 'status', 'snap_x')), 'CRED_SNAPSHOT_NOT_FOUND')
  })

  it('Cred at a snapshot that no database could hold is refused', async (t) => {
    const { world, community } = await worldWith(t)
    await world.connect(community, (await serve(t, files())).url)
    for (const id of ['', 'nul \0', '\ud800', 'x'.repeat(5000)]) {
      const { data, errors } = await world.ask('query ($id: ID!) { credSnapshot(id: $id) { id } }', { id })
      assert.deepEqual([data.credSnapshot, errors], [null, undefined])
      if (id) assert.equal(code(await cred(world, community, ada, 'status', id)), 'CRED_SNAPSHOT_NOT_FOUND')
    }
  })

  it('Cred of a number of weeks out of bounds is refused', async (t) => {
    const { world, community } = await worldWith(t)
    await world.connect(community, (await serve(t, files())).url)
    for (const weeks of [0, -1, 1041, 2_147_483_647]) {
      assert.equal(code(await cred(world, community, ada, `lastWeeks(weeks: ${weeks})`)), 'BAD_INPUT')
      assert.equal(code(await cred(world, community, ada, `intervals(last: ${weeks})`)), 'BAD_INPUT')
    }
  })

  it('Cred pages that are out of range, or with cursors of their own making, are refused', async (t) => {
    const { world, community } = await worldWith(t)
    await world.connect(community, (await serve(t, files())).url)
    const board = async (args: string) => {
      const result = await world.ask(`{ _entities(representations: [{ __typename: "Community", id: "${community}" }]) {
        ... on Community { cred { leaderboard${args} { pageInfo { endCursor } } } } } }`)
      return code(result) ?? result.data._entities[0].cred.leaderboard.pageInfo.endCursor
    }
    const cursor = await board('(first: 1)')
    for (const args of ['(first: 0)', '(first: 101)', '(weeks: 0)', '(weeks: 5000)'])
      assert.equal(await board(args), 'BAD_INPUT')
    assert.equal(await board('(after: "nonsense")'), 'CURSOR_INVALID')
    assert.equal(await board(`(after: "${cursor}", includeBots: true)`), 'CURSOR_INVALID')
    assert.equal(await board(`(after: "${cursor}", weeks: 4)`), 'CURSOR_INVALID')
    assert.equal(await board(`(after: "${cursor}")`), null)
  })

  it('Cred of no account name, however odd, is refused', async (t) => {
    const { world, community } = await worldWith(t)
    await world.connect(community, (await serve(t, files())).url)
    for (const odd of ['\0', '__proto__', '../..', '%', '🦉'.repeat(5000), 'a/b', "'; drop table sources; --"]) {
      for (const platform of ['github', 'discord', 'discourse', 'ethereum', 'sourcecred', '__proto__', '']) {
        const { data } = await cred(world, community, { platform, username: odd, host: odd, id: odd })
        assert.equal(data.cred.status, 'NOT_FOUND')
      }
    }
  })
})
