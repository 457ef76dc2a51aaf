// Lists, entities and who may see them, at a constant number of queries.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { adminViewer, anonymous, proposalsWorld, type World } from './world.ts'

const community = (selection: string) =>
  `query ($first: Int, $after: Cursor, $them: [_Any!]!) { _entities(representations: $them) { ... on Community { id ${selection} } } }`
const reference = (world: World) => [{ __typename: 'Community', id: world.community }]

/** How many queries the request cost. */
async function cost(world: World, work: () => Promise<unknown>): Promise<number> {
  let count = 0
  const stop = world.db.onQuery((sql) => {
    // What is tidied hourly is, for the first time, at a moment of its own choosing.
    if (/"?proposals"?\./.test(sql) && !/backbone|idempotency/.test(sql)) count++
  })
  await work()
  stop()
  return count
}

describe('lists of proposals, decisions and votes', () => {
  it('The list of proposals comes in pages, newest first, by status', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const opened: string[] = []
    for (let left = 7; left > 0; left--) opened.unshift((await world.open()).id)
    await world.make(adminViewer, 'cancelProposal', { proposal: opened[2] })
    const query = community(
      'proposals(first: $first, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } open: proposals(status: OPEN) { totalCount nodes { id } }',
    )
    const found: string[] = []
    let after: string | null = null
    for (let pages = 1; pages <= 3; pages++) {
      const { _entities }: any = await world.ask(anonymous, query, { first: 3, after, them: reference(world) })
      const { proposals, open } = _entities[0]
      found.push(...proposals.nodes.map(({ id }: any) => id))
      assert.deepEqual([proposals.totalCount, proposals.pageInfo.hasNextPage, open.totalCount], [7, pages < 3, 6])
      assert.ok(!open.nodes.some(({ id }: any) => id === opened[2]))
      after = proposals.pageInfo.endCursor
    }
    assert.deepEqual(found, opened)
  })

  it('The list of decisions comes in pages, newest first, by outcome', async (t) => {
    const world = await proposalsWorld(t)
    for (let index = 0; index < 5; index++) {
      await world.make(adminViewer, 'recordDecision', {
        community: 'meadow',
        title: `${index}`,
        outcome: index % 2 ? 'REJECTED' : 'APPROVED',
        reason: 'x',
      })
    }
    const query = community(
      'decisions(first: $first, after: $after) { totalCount nodes { position } pageInfo { endCursor } } rejected: decisions(outcome: REJECTED) { totalCount nodes { position } }',
    )
    const { _entities } = await world.ask(anonymous, query, { first: 2, them: reference(world) })
    assert.deepEqual(
      _entities[0].decisions.nodes.map(({ position }: any) => position),
      [5, 4],
    )
    assert.deepEqual(
      _entities[0].rejected.nodes.map(({ position }: any) => position),
      [4, 2],
    )
    const rest = await world.ask(anonymous, query, {
      first: 10,
      after: _entities[0].decisions.pageInfo.endCursor,
      them: reference(world),
    })
    assert.deepEqual(
      rest._entities[0].decisions.nodes.map(({ position }: any) => position),
      [3, 2, 1],
    )
  })

  it('The list of votes comes in pages, of a proposal and of a member', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(5)
    const { id } = await world.open({ passes: { closeEarly: false } })
    for (const member of members) await world.vote(member, id, 'approve')
    const query =
      'query ($id: ID!, $after: Cursor) { proposal(id: $id) { votes(first: 3, after: $after) { totalCount nodes { member { id } } pageInfo { hasNextPage endCursor } } } }'
    const first = (await world.ask(anonymous, query, { id })).proposal.votes
    await world.mutate(adminViewer, 'retractVote', { proposal: id, member: members[0] })
    const second = (await world.ask(anonymous, query, { id, after: first.pageInfo.endCursor })).proposal.votes
    assert.deepEqual(
      [...first.nodes, ...second.nodes].map(({ member }: any) => member.id),
      members,
    )
    assert.deepEqual([first.totalCount, second.totalCount, second.pageInfo.hasNextPage], [5, 4, false])
    const other = await world.open()
    await world.vote(members[1]!, other.id, 'reject')
    const { _entities } = await world.ask(
      anonymous,
      'query ($them: [_Any!]!) { _entities(representations: $them) { ... on Member { votes { totalCount nodes { proposal { id } choices } } } } }',
      {
        them: members.slice(0, 2).map((member) => ({ __typename: 'Member', id: member })),
      },
    )
    assert.equal(_entities[0].votes.totalCount, 0)
    assert.deepEqual(
      _entities[1].votes.nodes.map((vote: any) => [vote.proposal.id, vote.choices[0]]),
      [
        [other.id, 'reject'],
        [id, 'approve'],
      ],
    )
  })

  it('The lists of proposals refuse a size out of range and a cursor of another list', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    await world.open()
    await world.open()
    const query = community(
      'proposals(first: $first, after: $after) { pageInfo { endCursor } } decisions(first: 1) { totalCount }',
    )
    const ask = (variables: object) => world.request(anonymous, query, { ...variables, them: reference(world) })
    for (const first of [0, -1, 101]) assert.equal((await ask({ first })).errors?.[0]?.extensions.code, 'BAD_INPUT')
    const { endCursor } = (await ask({ first: 1 })).data._entities[0].proposals.pageInfo
    const elsewhere = query
      .replace('proposals(first: $first, after: $after)', 'decisions(first: $first, after: $after)')
      .replace('decisions(first: 1) { totalCount }', '')
    const { errors } = await world.request(anonymous, elsewhere, { first: 1, after: endCursor, them: reference(world) })
    assert.equal(errors?.[0]?.extensions.code, 'CURSOR_INVALID')
    assert.equal((await ask({ first: 1, after: 'nonsense' })).errors?.[0]?.extensions.code, 'CURSOR_INVALID')
  })
})

describe('viewerVote', () => {
  it("The caller's own vote is theirs, and nobody's for a key that is nobody's", async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(5)
    const { id } = await world.open()
    await world.vote(ann!, id, 'approve')
    const query = 'query ($id: ID!) { proposal(id: $id) { viewerVote { member { id } choices } } }'
    const see = async (viewer: typeof anonymous) => (await world.ask(viewer, query, { id })).proposal.viewerVote
    assert.equal((await see(await world.voter(ann!))).member.id, ann)
    assert.equal(await see(await world.voter(bob!)), null)
    assert.equal(await see(anonymous), null)
    assert.equal(await see(adminViewer), null)
    await world.mutate(adminViewer, 'retractVote', { proposal: id, member: ann })
    assert.equal(await see(await world.voter(ann!)), null)
  })
})

describe('members in proposals', () => {
  it('A member who has only just joined is there, and one who never did is not', async (t) => {
    const world = await proposalsWorld(t)
    const query = `query ($them: [_Any!]!) { _entities(representations: $them) { ... on Member { id votes { totalCount } } } }`
    for (let round = 0; round < 10; round++) {
      const members = await world.addMembers(3)
      const them = [...members, 'mem_nowhere'].map((id) => ({ __typename: 'Member', id }))
      const { _entities } = await world.ask(anonymous, query, { them })
      assert.deepEqual(
        _entities.map((member: any) => member?.votes.totalCount ?? null),
        [0, 0, 0, null],
      )
    }
  })
})

describe('number of queries', () => {
  it('A query of proposals costs the same number of queries over one member or fifty, with their votes', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(50)
    const opened = [
      await world.open({ passes: { closeEarly: false } }),
      await world.open({ passes: { closeEarly: false } }),
    ]
    for (const { id } of opened) await Promise.all(members.map((member) => world.vote(member, id, 'approve')))
    const query = `query ($them: [_Any!]!) { _entities(representations: $them) { ... on Member { id votes { totalCount nodes { id choices
      proposal { title policy { name } venues { url } viewerVote { id } decision { outcome compliance actions { id } } tally { voters } } } } } } }`
    const over = (count: number) =>
      cost(world, async () => {
        const { _entities } = await world.ask(adminViewer, query, {
          them: members.slice(0, count).map((id) => ({ __typename: 'Member', id })),
        })
        assert.equal(_entities.length, count)
        assert.ok(_entities.every((member: any) => member.votes.totalCount === 2 && member.votes.nodes.length === 2))
      })
    assert.equal(await over(1), await over(50))
  })

  it('A query of proposals costs the same number of queries over one or twenty, with everything on them', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(3)
    const document = { name: 'p', on: 'x.y', decide: { rule: 'true' } }
    const policy = await world.make(adminViewer, 'applyPolicy', { community: 'meadow', document })
    for (let left = 20; left > 0; left--) {
      const { id } = await world.open({ policy: policy.id })
      await world.vote(ann!, id, 'approve')
      await world.make(adminViewer, 'closeProposal', { proposal: id })
    }
    const query =
      community(`proposals(first: $first, after: $after) { totalCount nodes { id trigger { id } policy { name versions { version } } venues { url } viewerVote { id }
      votes { totalCount nodes { member { id } } } tally { standing } decision { outcome compliance actions { id } proposal { id } record } } }
      policies { name versions { version } } decisions(first: $first) { nodes { compliance proposal { title } } }`)
    const voter = await world.voter(ann!)
    const over = (first: number) => cost(world, () => world.ask(voter, query, { first, them: reference(world) }))
    assert.equal(await over(1), await over(20))
  })
})

describe('visibility of proposals', () => {
  it('A private community’s proposals are seen by its keys and the admin key, and do not exist for others', async (t) => {
    const world = await proposalsWorld(t)
    const foreign = await world.key(['READ', 'ADMIN'])
    world.community = await world.addCommunity('hidden', 'PRIVATE')
    const [ann] = await world.addMembers(3)
    const { id } = await world.open()
    const { vote } = await world.vote(ann!, id, 'approve')
    const policy = await world.make(adminViewer, 'applyPolicy', {
      community: 'hidden',
      document: { name: 'p', on: 'x.y', decide: { rule: 'true' } },
    })
    const decision = await world.make(adminViewer, 'closeProposal', { proposal: id })
    const things = [
      ['Community', world.community],
      ['Member', ann],
      ['Proposal', id],
      ['Vote', vote.id],
      ['Policy', policy.id],
      ['Decision', decision.id],
    ]
    const query = `query ($them: [_Any!]!, $p: ID!, $d: ID!, $o: ID!) { proposal(id: $p) { id } decision(id: $d) { id } policy(id: $o) { id }
      _entities(representations: $them) { __typename } }`
    const see = async (viewer: typeof anonymous) => {
      const them = things.map(([__typename, thing]) => ({ __typename, id: thing }))
      const data = await world.ask(viewer, query, { them, p: id, d: decision.id, o: policy.id })
      return [data.proposal, data.decision, data.policy, ...data._entities].filter(Boolean).length
    }
    assert.equal(await see(adminViewer), 9)
    assert.equal(await see(await world.key(['READ'])), 9)
    assert.equal(await see(anonymous), 0)
    assert.equal(await see(foreign), 0)
  })

  it('A proposal, decision or policy that is not there is null, whatever id is asked for', async (t) => {
    const world = await proposalsWorld(t)
    for (const id of ['', 'prop_nowhere', "' or '1'='1", 'nul \0', '\ud800', 'x'.repeat(5000)]) {
      const data = await world.ask(
        anonymous,
        'query ($id: ID!) { proposal(id: $id) { id } decision(id: $id) { id } policy(id: $id) { id } }',
        { id },
      )
      assert.deepEqual({ ...data }, { proposal: null, decision: null, policy: null })
    }
  })
})
