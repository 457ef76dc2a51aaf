import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { created, credGrainView, discord, distributed, github, ledger, serve, sunday, week, zlib } from './instances.ts'
import { anonymous, credWorld, keyOf } from './world.ts'

const people = [
  { name: 'ada', cred: [4, 2], aliases: [github('ada'), discord('105608155857174528')] },
  { name: 'bob', cred: [1, 2] },
  { name: 'dependabot', cred: [50, 50], subtype: 'BOT', aliases: [github('dependabot', 'BOT')] },
  { name: 'Recmo', cred: [1, 0] },
  { name: 'recmo', cred: [0, 1] },
]
const events = ledger([
  created({ name: 'ada', cred: [] }),
  { type: 'TOGGLE_ACTIVATION', identityId: 'id-ada' },
  distributed({ id: 'id-ada', amount: '9007199254740993000000001' }),
])
const files = () => ({ 'output/credGrainView': zlib(credGrainView(people)), 'data/ledger.json': events })

const everything = `
  status total rank share intervals(last: 2) { start end cred }
  lastWeeks(weeks: 1, asOf: "${new Date(sunday + 2 * week).toISOString()}")
  withBots: rank(includeBots: true) shareWithBots: share(includeBots: true)
  grain { balance paid active payoutAddresses { currency } }
  matches { identityId name address cred }
  snapshot { id sourceUrl stale participantCount lastIntervalEnd files { path bytes } ledgerProblem }`
const ofAccount = `query ($community: ID!, $account: AccountInput!, $snapshot: ID) {
  cred(community: $community, account: $account, snapshot: $snapshot) { ${everything} } }`
const ofMembers = `query ($representations: [_Any!]!, $snapshot: ID) {
  _entities(representations: $representations) { ... on Member { id cred(snapshot: $snapshot) { status total rank snapshot { id } } } } }`

describe('cred of an account', () => {
  it('Cred of an account is answered with all that is known', async (t) => {
    const world = await credWorld(t)
    const instance = await serve(t, files())
    const community = await world.community('moot')
    const { cred: connected } = await world.connect(community, instance.url)
    const variables = { community: 'moot', account: { platform: 'github', username: 'ADA' } }
    const { cred } = await world.data(ofAccount, variables, anonymous)
    const day = (weeks: number) => new Date(sunday + weeks * week).toISOString()
    assert.deepEqual(JSON.parse(JSON.stringify(cred)), {
      status: 'FOUND',
      total: 6,
      rank: 1,
      share: 6 / 11,
      withBots: 2,
      shareWithBots: 6 / 111,
      lastWeeks: 2,
      intervals: [
        { start: day(0), end: day(1), cred: 4 },
        { start: day(1), end: day(2), cred: 2 },
      ],
      grain: {
        balance: '9007199254740993000000001',
        paid: '9007199254740993000000001',
        active: true,
        payoutAddresses: [],
      },
      matches: [{ identityId: 'id-ada', name: 'ada', address: 'sourcecred/github/USERLIKE/USER/ada', cred: 6 }],
      snapshot: {
        id: connected.snapshot.id,
        sourceUrl: instance.url,
        stale: false,
        participantCount: 5,
        lastIntervalEnd: day(2),
        files: [
          { path: 'output/credGrainView', bytes: files()['output/credGrainView'].length },
          { path: 'data/ledger.json', bytes: events.length },
        ],
        ledgerProblem: null,
      },
    })
  })

  it('Cred of an account that is NOT_FOUND or AMBIGUOUS comes with candidates, and is worth nothing', async (t) => {
    const world = await credWorld(t)
    await world.connect(await world.community('moot'), (await serve(t, files())).url)
    const asked = async (account: object) => (await world.data(ofAccount, { community: 'moot', account })).cred
    const none = await asked({ platform: 'github', username: 'nobody' })
    assert.deepEqual(
      [none.status, none.total, none.rank, none.share, none.lastWeeks, none.matches],
      ['NOT_FOUND', 0, null, 0, 0, []],
    )
    const two = await asked({ platform: 'github', username: 'RECMO' })
    assert.deepEqual([two.status, two.total, two.rank, two.grain, two.intervals], ['AMBIGUOUS', 0, null, null, []])
    assert.deepEqual(two.matches.map(({ name }: any) => name).sort(), ['Recmo', 'recmo'])
    assert.ok(two.snapshot.id)
  })

  it('Cred of an account is UNAVAILABLE if no instance was ever connected', async (t) => {
    const world = await credWorld(t)
    const id = await world.community('moot')
    const { cred } = await world.data(ofAccount, {
      community: 'moot',
      account: { platform: 'github', username: 'ada' },
    })
    assert.deepEqual([cred.status, cred.total, cred.snapshot], ['UNAVAILABLE', 0, null])
    const { _entities } = await world.data(`{ _entities(representations: [{ __typename: "Community", id: "${id}" }]) {
      ... on Community { cred { total } } } }`)
    assert.equal(_entities[0].cred, null)
  })

  it('Cred of an account comes without a database query when the snapshot is at hand', async (t) => {
    const world = await credWorld(t)
    await world.connect(await world.community('moot'), (await serve(t, files())).url)
    const heard = await world.queries()
    await world.data(ofAccount, { community: 'moot', account: { platform: 'github', username: 'ada' } })
    assert.deepEqual(
      heard.filter((sql) => sql.includes('"cred"')),
      [],
    )
  })
})

describe('cred of members', () => {
  const member = (community: string, index: number) => ({
    __typename: 'Member',
    id: `mem_${index}`,
    community: { id: community },
    // The query planner leaves null fields out.
    accounts: [{ platform: 'github', externalId: String(index), username: people[index % people.length]!.name }],
  })

  it('Cred of members adds up their accounts, each identity once', async (t) => {
    const world = await credWorld(t)
    const community = await world.community('moot')
    await world.connect(community, (await serve(t, files())).url)
    const accounts = [
      { platform: 'github', externalId: '1', username: 'ada', host: null },
      { platform: 'discord', externalId: '105608155857174528' },
      { platform: 'github', externalId: '2', username: 'bob' },
      { platform: 'slack', externalId: 'U1' },
    ]
    const representations = [{ ...member(community, 0), accounts }]
    const { _entities } = await world.data(ofMembers, { representations })
    assert.deepEqual([_entities[0].cred.status, _entities[0].cred.total, _entities[0].cred.rank], ['FOUND', 9, 1])
  })

  it('Cred of members never fails a member, whatever is missing', async (t) => {
    const world = await credWorld(t)
    const community = await world.community('moot')
    await world.connect(community, (await serve(t, files())).url)
    const hidden = await world.community('hidden', 'PRIVATE')
    const representations = [
      { __typename: 'Member', id: 'mem_1' },
      { __typename: 'Member', id: 'mem_2', community: { id: community } },
      { ...member('com_unknown', 0), accounts: null },
      member(hidden, 0),
      member(community, 0),
    ]
    const { _entities } = await world.data(ofMembers, { representations }, anonymous)
    assert.deepEqual(
      _entities.map(({ cred }: any) => cred.status),
      ['UNAVAILABLE', 'NOT_FOUND', 'UNAVAILABLE', 'UNAVAILABLE', 'FOUND'],
    )
    const pinned = await world.data(ofMembers, { representations: representations.slice(-1), snapshot: 'snap_unknown' })
    assert.equal(pinned._entities[0].cred.status, 'UNAVAILABLE')
  })

  for (const [what, pin] of [
    ['now', false],
    ['at a pinned snapshot', true],
  ] as const) {
    it(`Cred of members costs the same number of queries for 50 as for one, ${what}`, async (t) => {
      const world = await credWorld(t)
      const community = await world.community('moot')
      const instance = await serve(t, files())
      const { cred } = await world.connect(community, instance.url)
      instance.files['output/credGrainView'] = zlib(credGrainView(people.slice(1)))
      await world.refresh(community)
      const count = async (size: number) => {
        const heard = await world.queries()
        const representations = Array.from({ length: size }, (_, index) => member(community, index))
        const snapshot = pin ? cred.snapshot.id : null
        const { _entities } = await world.data(ofMembers, { representations, snapshot })
        assert.equal(_entities.length, size)
        assert.equal(_entities[0].cred.status, pin ? 'FOUND' : 'NOT_FOUND')
        return heard.filter((sql) => sql.includes('"cred"')).length
      }
      assert.equal(await count(1), pin ? 1 : 0)
      assert.equal(await count(50), pin ? 1 : 0)
    })
  }
})

describe('cred of a community', () => {
  const ofCommunity = (selection: string) =>
    `query ($id: ID!, $after: Cursor) {
    _entities(representations: [{ __typename: "Community", id: $id }]) { ... on Community { cred { ${selection} } } } }`.replace(
      'id: $id',
      'id: "ID"',
    )

  async function connected(t: Parameters<typeof credWorld>[0]) {
    const world = await credWorld(t)
    const id = await world.community('moot')
    const instance = await serve(t, files())
    await world.connect(id, instance.url, { refreshEverySeconds: 60 })
    const cred = async (selection: string, after: string | null = null) => {
      const query = ofCommunity(selection).replace('"ID"', `"${id}"`).replace('$id: ID!, ', '')
      return (await world.data(query, { after }))._entities[0].cred
    }
    return { world, id, instance, cred }
  }

  it('Cred of a community has its source, totals and history', async (t) => {
    const { cred, instance } = await connected(t)
    const { source, ...rest } =
      await cred(`source { url status problem refreshedAt refreshEverySeconds } total all: total(includeBots: true)
      history(weeks: 3) { cred } allHistory: history(weeks: 1, includeBots: true) { cred }`)
    assert.deepEqual(
      { ...source, refreshedAt: null },
      { url: instance.url, status: 'READY', problem: null, refreshedAt: null, refreshEverySeconds: 60 },
    )
    assert.ok(Date.now() - Date.parse(source.refreshedAt) < 60_000)
    assert.deepEqual(JSON.parse(JSON.stringify(rest)), {
      total: 11,
      all: 111,
      history: [{ cred: 0 }, { cred: 6 }, { cred: 5 }],
      allHistory: [{ cred: 55 }],
    })
  })

  it('Cred of a community has a leaderboard in pages, which keeps its order when a newer snapshot comes', async (t) => {
    const { world, id, instance, cred } = await connected(t)
    const board = (first: number) => `leaderboard(first: ${first}, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } nodes { name kind rank total share active addresses } }`
    const { leaderboard } = await cred(board(2))
    assert.equal(leaderboard.totalCount, 4)
    assert.deepEqual(
      leaderboard.nodes.map(({ name, rank }: any) => [name, rank]),
      [
        ['ada', 1],
        ['bob', 2],
      ],
    )
    assert.deepEqual(
      { ...leaderboard.nodes[0] },
      {
        name: 'ada',
        kind: 'USER',
        rank: 1,
        total: 6,
        share: 6 / 11,
        active: true,
        addresses: ['sourcecred/github/USERLIKE/USER/ada', 'sourcecred/discord/MEMBER/user/105608155857174528'],
      },
    )
    instance.files['output/credGrainView'] = zlib(credGrainView([{ name: 'new', cred: [1, 1] }]))
    await world.refresh(id)
    const { leaderboard: rest } = await cred(board(2), leaderboard.pageInfo.endCursor)
    assert.deepEqual(
      rest.nodes.map(({ name, rank }: any) => [name, rank]),
      [
        ['Recmo', 3],
        ['recmo', 3],
      ],
    )
    assert.equal(rest.pageInfo.hasNextPage, false)
    assert.equal((await cred(board(2))).leaderboard.nodes[0].name, 'new')
  })

  it('Cred of a community has a leaderboard of bots too, and of some weeks', async (t) => {
    const { cred } = await connected(t)
    const { all, recent } = await cred(`all: leaderboard(includeBots: true) { totalCount nodes { name kind } }
      recent: leaderboard(weeks: 4, first: 1) { totalCount nodes { total share } }`)
    assert.deepEqual({ ...all.nodes[0] }, { name: 'dependabot', kind: 'BOT' })
    assert.equal(all.totalCount, 5)
    assert.equal(recent.totalCount, 4)
  })
})

describe('snapshots of cred', () => {
  const pinned = `query ($id: ID!) { credSnapshot(id: $id) { id sha256 stale } }`

  it('A pinned snapshot answers as it did, and is stale when a newer one was taken', async (t) => {
    const world = await credWorld(t)
    const community = await world.community('moot')
    const instance = await serve(t, files())
    const first = (await world.connect(community, instance.url)).cred.snapshot
    instance.files['output/credGrainView'] = zlib(credGrainView([{ name: 'ada', cred: [100] }]))
    const second = (await world.refresh(community)).cred.snapshot
    assert.notEqual(second.id, first.id)
    assert.notEqual(second.sha256, first.sha256)
    const account = { platform: 'github', username: 'ada' }
    const total = async (snapshot: string | null) =>
      (await world.data(ofAccount, { community, account, snapshot })).cred.total
    assert.deepEqual([await total(first.id), await total(second.id), await total(null)], [6, 100, 100])
    assert.equal((await world.data(pinned, { id: first.id })).credSnapshot.stale, true)
    assert.equal((await world.data(pinned, { id: second.id })).credSnapshot.stale, false)
  })

  it('A snapshot is an entity that those who may not see the community do not see', async (t) => {
    const world = await credWorld(t)
    const community = await world.community('secret', 'PRIVATE')
    const { snapshot } = (await world.connect(community, (await serve(t, files())).url)).cred
    const entity = `query ($id: ID!) { _entities(representations: [{ __typename: "CredSnapshot", id: "${snapshot.id}" }]) { ... on CredSnapshot { sha256 } } credSnapshot(id: $id) { id } }`
    assert.ok((await world.data(entity, { id: snapshot.id }, keyOf(community, 'READ')))._entities[0].sha256)
    const hidden = await world.data(entity, { id: snapshot.id }, anonymous)
    assert.deepEqual([hidden._entities, hidden.credSnapshot], [[null], null])
    assert.equal((await world.data(pinned, { id: 'snap_unknown' })).credSnapshot, null)
  })
})
