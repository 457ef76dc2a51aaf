// Many at the same moment. On PostgreSQL these are real races; embedded, transactions stand in line.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { emptyTotals, withVote } from '../../subgraphs/proposals/domain/totals.ts'
import { createProposals } from '../../subgraphs/proposals/index.ts'
import { tables } from '../../subgraphs/proposals/storage/tables.ts'
import { random } from './domain/random.ts'
import { adminViewer, proposalsWorld, type World } from './world.ts'

/** What the votes say, counted one by one, against what the proposal keeps. */
async function recount(world: World, id: string): Promise<void> {
  const rows = tables(world.db.root)
  const proposal = await rows.selectFrom('proposals').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const votes = await rows
    .selectFrom('votes')
    .selectAll()
    .where('proposal', '=', id)
    .where('retracted', '=', false)
    .execute()
  const counted = votes.reduce((sum, vote) => withVote(sum, proposal, vote.choices, vote.weight), emptyTotals(proposal))
  assert.deepEqual(proposal.totals, counted)
}

const decided = (world: World) => world.log.read({ after: 0, types: ['proposals.proposal.decided'], limit: 100 })

describe('races of votes', () => {
  it('Fifty last votes at once make one decision, and its tally is of the votes that were taken', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(50)
    const { id } = await world.open()
    const cast = await Promise.all(members.map((member) => world.vote(member, id, 'approve')))
    const taken = cast.filter((each) => each.vote)
    assert.equal(taken.length, 26)
    assert.ok(cast.filter((each) => !each.vote).every((each) => each.code === 'VOTE_CLOSED'))
    assert.equal((await decided(world)).length, 1)
    const { proposal } = await world.ask(
      adminViewer,
      'query ($id: ID!) { proposal(id: $id) { status tally { voters } votes { totalCount } decision { outcome tally { voters } } } }',
      { id },
    )
    assert.deepEqual(
      [proposal.status, proposal.tally.voters, proposal.votes.totalCount, proposal.decision.tally.voters],
      ['DECIDED', 26, 26, 26],
    )
    await recount(world, id)
  })

  it('Votes at the moment of the close are each in the tally of the decision, or refused', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(20)
    for (let round = 0; round < 5; round++) {
      const { id } = await world.open({ passes: { closeEarly: false } })
      const [closed, ...cast] = await Promise.all([
        world.mutate(adminViewer, 'closeProposal', { proposal: id }, 'tally { voters }'),
        ...members.map((member, index) => world.vote(member, id, index % 3 === 0 ? 'reject' : 'approve')),
      ])
      assert.equal(closed.decision.tally.voters, cast.filter((each) => each.vote).length)
      await recount(world, id)
    }
    assert.equal((await decided(world)).length, 5)
  })

  it('One member changing their vote from two places at once counts once', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(9)
    const { id } = await world.open({ passes: { closeEarly: false } })
    const changes = ['approve', 'reject', 'abstain', 'reject', 'approve', 'abstain', 'reject']
    await Promise.all(changes.flatMap((choice) => [world.vote(ann!, id, choice), world.vote(bob!, id, choice)]))
    const { proposal } = await world.ask(
      adminViewer,
      'query ($id: ID!) { proposal(id: $id) { tally { voters counts { votes } } } }',
      { id },
    )
    assert.equal(proposal.tally.voters, 2)
    assert.equal(
      proposal.tally.counts.reduce((sum: number, count: any) => sum + count.votes, 0),
      2,
    )
    await recount(world, id)
  })

  it('Any mixture of casting, changing and taking back at once leaves the totals right', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(6)
    world.cred.members = Object.fromEntries(members.map((member, index) => [member, index * 1.1 + 0.3]))
    const keys = ['red', 'green', 'blue', 'abstain']
    for (const [seed, method] of (['SINGLE_CHOICE', 'APPROVAL', 'RANKED'] as const).entries()) {
      const { below, pick, shuffled } = random(seed + 1)
      const { id } = await world.open({
        method,
        choices: keys.map((key) => ({ key, label: key })),
        electorate: { weight: 'CRED' },
        passes: { closeEarly: false },
      })
      await Promise.all(
        Array.from({ length: 60 }, () => {
          const member = pick(members)
          if (below(4) === 0) return world.mutate(adminViewer, 'retractVote', { proposal: id, member })
          const choices = method === 'SINGLE_CHOICE' ? [pick(keys)] : shuffled(keys.slice(0, 3)).slice(0, 1 + below(3))
          return world.vote(member, id, choices)
        }),
      )
      await recount(world, id)
    }
  })

  it('Votes at the moment of a merge leave one person one seat and one vote', async (t) => {
    const world = await proposalsWorld(t)
    for (let round = 0; round < 12; round++) {
      const [from, into, other] = await world.addMembers(3)
      const seated = round % 2 === 0 ? [from, into, other] : [from, other]
      const { id } = await world.open({ electorate: { members: seated }, passes: { closeEarly: false } })
      const voting = Array.from({ length: 8 }, (_, index) => [
        world.vote(from!, id, index % 2 ? 'approve' : 'reject'),
        index % 4 === 3 ? world.mutate(adminViewer, 'retractVote', { proposal: id, member: from }) : null,
      ])
      const payload = { from: from!, into: into! }
      await world.tell({ type: 'communities.member.merged', community: world.community, payload })
      await Promise.all([...voting.flat(), ...world.subgraph.consumers.map((consumer) => consumer.catchUp())])
      const { vote } = await world.vote(from!, id, 'abstain')
      assert.equal(vote.member.id, into)
      const { proposal } = await world.ask(
        adminViewer,
        'query ($id: ID!) { proposal(id: $id) { electorate { size } votes { nodes { member { id } } } } }',
        { id },
      )
      assert.equal(proposal.electorate.size, 2)
      assert.deepEqual(
        proposal.votes.nodes.map(({ member }: any) => member.id),
        [into],
      )
      await recount(world, id)
    }
  })

  it('An opening at the moment of a merge gives the person the seat of either record, once', async (t) => {
    const world = await proposalsWorld(t)
    for (let round = 0; round < 30; round++) {
      const [from, into, other] = await world.addMembers(3)
      await world.subgraph.consumers[0]!.catchUp()
      const seated = round % 2 === 0 ? [from, into, other] : [from, other]
      const payload = { from: from!, into: into! }
      const told = (async () => {
        await new Promise((resolve) => setTimeout(resolve, round % 10))
        await world.tell({ type: 'communities.member.merged', community: world.community, payload })
      })()
      const { id } = await world.open({ electorate: { members: seated }, passes: { closeEarly: false } })
      await told
      await world.subgraph.consumers[0]!.catchUp()
      const { vote, code } = await world.vote(from!, id, 'approve')
      assert.deepEqual([code, vote?.member.id], [undefined, into])
      const { proposal } = await world.ask(
        adminViewer,
        'query ($id: ID!) { proposal(id: $id) { electorate { size } } }',
        { id },
      )
      assert.equal(proposal.electorate.size, 2)
    }
  })

  it('Decisions of many proposals at once stand in one unbroken chain', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(1)
    const opened = await Promise.all(Array.from({ length: 15 }, () => world.open({}, 'id')))
    await Promise.all([
      ...opened.map(({ id }) => world.vote(ann!, id, 'approve')),
      ...opened.map((_, index) =>
        world.make(adminViewer, 'recordDecision', {
          community: 'meadow',
          title: `${index}`,
          outcome: 'REJECTED',
          reason: 'x',
        }),
      ),
    ])
    const { verifyDecisions } = await world.ask(
      adminViewer,
      '{ verifyDecisions(community: "meadow") { valid length brokenAt } }',
    )
    assert.deepEqual({ ...verifyDecisions }, { valid: true, length: 30, brokenAt: null })
  })

  it('Two processes that start at once count an overdue ballot once', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(3)
    const { id } = await world.open({ closesIn: 'P1D' })
    await tables(world.db.root)
      .updateTable('proposals')
      .set({ closes_at: new Date(0) })
      .where('id', '=', id)
      .execute()
    const others = [1, 2, 3].map(() => createProposals({ ...world, ask: async () => ({}) as any, call: {} as any }))
    for (const other of others) world.defer(() => other.stop())
    await Promise.all(others.map((other) => other.start()))
    assert.equal((await decided(world)).length, 1)
  })
})
