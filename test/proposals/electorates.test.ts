// Who may vote, as it is fixed when a proposal opens.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { adminViewer, proposalsWorld } from './world.ts'

const electorate = 'id electorate { size totalWeight description snapshot { id } }'

describe('electorates at the opening', () => {
  it('An electorate is those who hold a role at the opening, and stays', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, eve] = await world.addMembers(3)
    const role = await world.addRole('Steward', ann!, bob!)
    const { id, ...opened } = await world.open({ electorate: { role: 'steward' } }, electorate)
    assert.equal(opened.electorate.size, 2)
    assert.equal(opened.electorate.description, 'Members with the role Steward; each vote weighs the same.')
    await world.tell(
      {
        type: 'communities.role.granted',
        community: world.community,
        payload: { member: eve!, role, roleName: 'Steward', request: null, decision: null },
      },
      {
        type: 'communities.role.revoked',
        community: world.community,
        payload: { member: ann!, role, roleName: 'Steward', reason: null, decision: null },
      },
    )
    assert.equal((await world.open({ electorate: { role } }, electorate)).electorate.size, 2)
    assert.equal((await world.vote(eve!, id, 'approve')).code, 'NOT_IN_ELECTORATE')
    assert.equal((await world.vote(ann!, id, 'approve')).vote.revision, 0)
  })

  it('An electorate is without whoever submitted it, did it, or is paid, and says so by name', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, cleo, dee] = await world.addMembers(4)
    const { community } = world
    const submits = (parties?: object, initiator: string | null = null) => {
      const action = world.action({ initiator, ...(parties && { parties: parties as never }) })
      return world.tell({ type: 'actions.action.recorded', community, payload: { action } }).then(() => action.id)
    }
    const trigger = await submits({ submitter: ann, payee: bob }, cleo)
    const except = { initiator: true, payee: true }
    const { id, ...opened } = await world.open({ trigger, electorate: { except } }, electorate)
    assert.deepEqual(
      [opened.electorate.size, opened.electorate.description],
      [
        1,
        `Members of the community, without whoever submitted it or is paid (The ${ann}, The ${cleo}, The ${bob}); each vote weighs the same.`,
      ],
    )
    for (const [member, why] of [
      [ann, 'submitted it'],
      [bob, 'is paid'],
      [cleo, 'submitted it'],
    ]) {
      const refused = await world.vote(member!, id, 'approve')
      assert.equal(refused.code, 'NOT_IN_ELECTORATE')
      assert.match(refused.message, new RegExp(`whoever ${why} has no vote on it`))
    }
    assert.equal((await world.vote(dee!, id, 'approve')).vote.member.id, dee)

    const size = async (input: Record<string, unknown>) => (await world.open(input, electorate)).electorate.size
    assert.equal(await size({ trigger, electorate: { except: { payee: true } } }), 3)
    assert.equal(await size({ trigger, electorate: {} }), 4)
    const unnamed = await submits({ submitter: null, payee: null })
    for (const nobody of [unnamed, await submits(), undefined]) {
      const all = (await world.open({ trigger: nobody, electorate: { except } }, electorate)).electorate
      assert.deepEqual([all.size, all.description.includes('(no member is known to be)')], [4, true])
    }

    const own = { community, title: 'Mine', trigger, electorate: { members: [ann, bob], except } }
    const refused = await world.mutate(adminViewer, 'openProposal', own)
    assert.deepEqual([refused.code, refused.path], ['ELECTORATE_INVALID', ['input', 'electorate']])
    assert.match(refused.message, /without whoever submitted it or is paid/)
    const few = { ...own, electorate: { except }, passes: { minVotes: 2 } }
    assert.match((await world.mutate(adminViewer, 'openProposal', few)).message, /got 1: .*is paid/)

    // Ann and Dee turn out to be one before the next one opens.
    await world.tell({ type: 'communities.member.merged', community, payload: { from: ann!, into: dee! } })
    const alone = await world.mutate(adminViewer, 'openProposal', { ...own, electorate: { except } })
    assert.equal(alone.code, 'ELECTORATE_INVALID')
  })

  it('An electorate knows a role by its name however that is written, and by its id before any name', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(2)
    const role = await world.addRole('G\u00e4rtner', ann!)
    await world.addRole(role, ann!, bob!)
    for (const name of ['Ga\u0308rtner', ' G\u00c4RTNER', role]) {
      assert.equal((await world.open({ electorate: { role: name } })).electorate.size, 1, name)
    }
  })

  it('An electorate is the members named, each person once', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, eve] = await world.addMembers(4)
    await world.tell({
      type: 'communities.member.merged',
      community: world.community,
      payload: { from: eve!, into: ann! },
    })
    assert.equal((await world.open({ electorate: { members: [ann, bob, eve] } }, electorate)).electorate.size, 2)
    assert.equal((await world.open({}, electorate)).electorate.size, 3)
  })

  it('An electorate takes cred from one pinned snapshot, page by page', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, eve, zoe] = await world.addMembers(5)
    world.cred.members = { [ann!]: 100, [bob!]: 10, [eve!]: 9.99, [zoe!]: 'AMBIGUOUS' }
    world.cred.pageSize = 2
    const opened = await world.open({ electorate: { minCred: 10, weight: 'CRED' } }, electorate)
    assert.deepEqual(
      { ...opened.electorate, snapshot: opened.electorate.snapshot.id },
      {
        size: 2,
        totalWeight: 110,
        description: 'Members of the community who have at least 10 cred; votes weigh as their cred.',
        snapshot: 'snap_1',
      },
    )
    assert.equal(world.questions.filter(({ query }) => query.includes('members')).length, 3)
    assert.ok(world.questions.slice(1).every(({ variables }) => variables.snapshot === 'snap_1'))
  })

  it('An electorate by cred counts the last weeks where asked', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(2)
    world.cred.members = { [ann!]: 100, [bob!]: 100 }
    world.cred.recent = { [ann!]: 0, [bob!]: 5 }
    const opened = await world.open({ electorate: { minCred: 1, credWeeks: 12 } }, electorate)
    assert.equal(opened.electorate.size, 1)
    const { variables } = world.questions.find(({ query }) => query.includes('lastWeeks'))!
    assert.equal(variables.weeks, 12)
    assert.ok(Math.abs(Date.parse(variables.asOf) - Date.now()) < 60_000)
  })

  it("An electorate asks for nobody's cred where cred does not matter, and opens where nothing of it can be read", async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(2)
    world.cred.fails = true
    assert.equal((await world.open()).electorate.size, 2)
    assert.deepEqual(
      world.questions.map(({ query }) => [query.includes('doubles'), query.includes('cred')]),
      [[true, false]],
    )
  })
})

describe('one person has one seat', () => {
  const seats = `id electorate { size totalWeight voters(first: 10) { totalCount nodes { member { id } weight } }
    doubles(first: 10) { totalCount nodes { member { id } seatedAs { id } } } }`
  const seated = ({ electorate }: any) => electorate.voters.nodes.map((seat: any) => [seat.member.id, seat.weight])
  const leftOut = ({ electorate }: any) =>
    electorate.doubles.nodes.map(({ member, seatedAs }: any) => [member.id, seatedAs.id])

  it('One person has one seat whatever each vote weighs, and who was left out is kept', async (t) => {
    const world = await proposalsWorld(t)
    const [lin, second, third, tob] = await world.addMembers(4)
    world.cred.members = { [lin!]: 50, [second!]: 'SHARED', [third!]: 'SHARED', [tob!]: 30 }
    world.cred.doubles = { [second!]: lin!, [third!]: second! }
    world.cred.pageSize = 1
    const byCred = await world.open({ electorate: { weight: 'CRED', minCred: 10 }, passes: { minVotes: 2 } }, seats)
    assert.deepEqual([byCred.electorate.size, byCred.electorate.totalWeight], [2, 80])
    const equal = await world.open({}, seats)
    assert.deepEqual([equal.electorate.size, equal.electorate.totalWeight], [2, 2])
    for (const each of [byCred, equal]) {
      assert.deepEqual(
        seated(each).map(([member]: [string]) => member),
        [lin, tob],
      )
      assert.equal(each.electorate.voters.totalCount, 2)
      assert.deepEqual(leftOut(each), [
        [second, lin],
        [third, lin],
      ])
      assert.equal(each.electorate.doubles.totalCount, 2)
    }
    const alone = { electorate: { members: [lin, second, third] }, passes: { minVotes: 2 } }
    const input = { community: world.community, title: 'Alone?', ...alone }
    assert.equal((await world.mutate(adminViewer, 'openProposal', input)).code, 'ELECTORATE_INVALID')
  })

  it('One person’s seat is that of the record asked with most cred, else the first', async (t) => {
    const world = await proposalsWorld(t)
    const [lin, second, third] = await world.addMembers(3)
    world.cred.doubles = { [second!]: lin!, [third!]: lin! }
    const named = await world.open({ electorate: { members: [third, second] } }, seats)
    assert.deepEqual([seated(named), leftOut(named)], [[[second, 1]], [[third, second]]])
    world.cred.members = { [third!]: 7 }
    const weighed = await world.open({ electorate: { weight: 'CRED' } }, seats)
    assert.deepEqual(seated(weighed), [[third, 7]])
  })

  it('One person’s vote as their other record is refused, with what can be done about it', async (t) => {
    const world = await proposalsWorld(t)
    const [lin, second, , tob] = await world.addMembers(4)
    world.cred.doubles = { [second!]: lin! }
    const { id } = await world.open({ passes: { closeEarly: false } }, seats)
    const refused = await world.vote(second!, id, 'approve')
    assert.equal(refused.code, 'NOT_IN_ELECTORATE')
    assert.match(refused.message, new RegExp(`${lin}.*merge`))
    const mine = `query ($id: ID!) { proposal(id: $id) { electorate { viewerMayVote viewerWeight size doubles { totalCount nodes { member { id } } } } } }`
    const see = async (viewer: typeof adminViewer) => (await world.ask(viewer, mine, { id })).proposal.electorate
    const may = async (viewer: typeof adminViewer) => {
      const { viewerMayVote, viewerWeight } = await see(viewer)
      return [viewerMayVote, viewerWeight]
    }
    const key = await world.voter(second!)
    assert.deepEqual(await may(await world.voter(tob!)), [true, 1])
    assert.deepEqual(await may(key), [false, null])
    assert.deepEqual(await may(adminViewer), [false, null])
    await world.tell({
      type: 'communities.member.merged',
      community: world.community,
      payload: { from: second!, into: lin! },
    })
    for (const consumer of world.subgraph.consumers) await consumer.catchUp()
    assert.deepEqual(await may(key), [true, 1])
    const { size, doubles } = await see(key)
    assert.deepEqual([size, doubles.totalCount, doubles.nodes], [3, 0, []])
    assert.equal((await world.vote(second!, id, 'approve')).vote.member.id, lin)
  })

  it('One person has one seat also where two became one while the proposal was opened', async (t) => {
    const world = await proposalsWorld(t)
    const [lin, second, other] = await world.addMembers(3)
    world.cred.doubles = { [second!]: lin! }
    await world.tell({
      type: 'communities.member.merged',
      community: world.community,
      payload: { from: lin!, into: other! },
    })
    const opened = await world.open({}, seats)
    assert.deepEqual([seated(opened), leftOut(opened)], [[[other, 1]], [[second, other]]])
  })

  it('Records of one person are listed in pages, by member', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(7)
    const { id } = await world.open()
    const query = `query ($id: ID!, $after: Cursor) { proposal(id: $id) { electorate { voters(first: 3, after: $after) {
      nodes { member { id } } pageInfo { hasNextPage endCursor } } } } }`
    const seen: string[] = []
    for (let after: string | null = null; ; ) {
      const { voters }: any = (await world.ask(adminViewer, query, { id, after })).proposal.electorate
      seen.push(...voters.nodes.map(({ member }: any) => member.id))
      if (!voters.pageInfo.hasNextPage) break
      after = voters.pageInfo.endCursor
    }
    assert.deepEqual(seen, members.toSorted())
  })
})
