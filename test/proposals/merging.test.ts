// Two members turn out to be one person while ballots are open.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { adminViewer, proposalsWorld, type World } from './world.ts'

const state = `query ($id: ID!) { proposal(id: $id) { status electorate { size totalWeight } tally { voters counts { choice votes weight } }
  votes { nodes { member { id } choices weight } } } }`

async function merge(world: World, from: string, into: string): Promise<void> {
  await world.tell({ type: 'communities.member.merged', community: world.community, payload: { from, into } })
  for (const consumer of world.subgraph.consumers) await consumer.catchUp()
}
const see = async (world: World, id: string) =>
  JSON.parse(JSON.stringify((await world.ask(adminViewer, state, { id })).proposal))

describe('merging people and votes', () => {
  it('A person with two records keeps the vote and the seat of the one that had them', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(5)
    const { id } = await world.open({ electorate: { members: [ann] }, passes: { closeEarly: false } })
    const { vote } = await world.vote(ann!, id, 'approve')
    await merge(world, ann!, bob!)
    for (const name of [ann!, bob!]) {
      const changed = await world.vote(name, id, name === ann ? 'reject' : 'approve')
      assert.deepEqual([changed.vote.id, changed.vote.member.id, changed.proposal.tally.voters], [vote.id, bob, 1])
    }
    const key = await world.voter(bob!)
    assert.equal(
      (await world.ask(key, 'query ($id: ID!) { proposal(id: $id) { viewerVote { choices } } }', { id })).proposal
        .viewerVote.choices[0],
      'approve',
    )
  })

  it('A person with two records and two seats votes once: the vote of the given-up record passes over', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, eve] = await world.addMembers(4)
    world.cred.members = { [ann!]: 2, [bob!]: 3, [eve!]: 1 }
    const { id } = await world.open({
      electorate: { members: [ann, bob, eve], weight: 'CRED' },
      passes: { closeEarly: false },
    })
    await world.vote(ann!, id, 'approve')
    await merge(world, ann!, bob!)
    const proposal = await see(world, id)
    assert.deepEqual(proposal.electorate, { size: 2, totalWeight: 4 })
    assert.deepEqual(proposal.votes.nodes, [{ member: { id: bob }, choices: ['approve'], weight: 3 }])
    assert.deepEqual(proposal.tally.counts[0], { choice: 'approve', votes: 1, weight: 3 })
    assert.equal((await world.vote(ann!, id, 'reject')).vote.member.id, bob)
    assert.equal((await see(world, id)).tally.voters, 1)
  })

  for (const side of ['from', 'into'] as const) {
    it(`A person has no vote if the record merged ${side} the other was left out`, async (t) => {
      const world = await proposalsWorld(t)
      const [ann, bob, eve] = await world.addMembers(4)
      const { community } = world
      const action = world.action({ parties: { submitter: null, payee: ann! } })
      await world.tell({ type: 'actions.action.recorded', community, payload: { action } })
      const { id } = await world.open({
        trigger: action.id,
        electorate: { except: { payee: true } },
        passes: { closeEarly: false },
      })
      await world.vote(bob!, id, 'approve')
      await world.vote(eve!, id, 'reject')
      await (side === 'into' ? merge(world, bob!, ann!) : merge(world, ann!, bob!))
      const proposal = await see(world, id)
      assert.deepEqual(proposal.electorate, { size: 2, totalWeight: 2 })
      assert.deepEqual(
        proposal.votes.nodes.map(({ member }: any) => member.id),
        [eve],
      )
      assert.equal(proposal.tally.voters, 1)
      for (const member of [ann!, bob!]) {
        const refused = await world.vote(member, id, 'approve')
        assert.deepEqual([refused.code, /is paid/.test(refused.message)], ['NOT_IN_ELECTORATE', true])
      }
    })
  }

  it('A person with two records keeps the vote of the record that stays where both had voted', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(5)
    const { id } = await world.open({ passes: { closeEarly: false } })
    await world.vote(ann!, id, 'approve')
    await world.vote(bob!, id, 'reject')
    await merge(world, ann!, bob!)
    const proposal = await see(world, id)
    assert.deepEqual(
      proposal.votes.nodes.map((vote: any) => [vote.member.id, vote.choices[0]]),
      [[bob, 'reject']],
    )
    assert.deepEqual(
      proposal.tally.counts.map((count: any) => count.votes),
      [0, 1, 0],
    )
    const events = await world.log.read({ after: 0, types: ['proposals.vote.retracted'], limit: 10 })
    assert.equal(events.length, 1)
  })

  it('A person with two records keeps what they cast themselves, whatever was cast for the other record', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(5)
    const { id } = await world.open({ passes: { closeEarly: false } })
    const { id: back } = await world.open({ passes: { closeEarly: false } })
    const key = await world.key(['INTEGRATE'], { member: ann! })
    await world.make(key, 'castVote', { proposal: id, choices: ['approve'] })
    await world.make(key, 'castVote', { proposal: back, choices: ['approve'] })
    await world.make(key, 'retractVote', { proposal: back })
    for (const proposal of [id, back]) await world.vote(bob!, proposal, 'reject')
    await merge(world, ann!, bob!)
    assert.deepEqual((await see(world, id)).votes.nodes, [{ member: { id: bob }, choices: ['approve'], weight: 1 }])
    assert.deepEqual((await see(world, back)).votes.nodes, [])
    for (const proposal of [id, back]) {
      const { tally, votes } = await see(world, proposal)
      assert.equal(tally.voters, votes.nodes.length)
      assert.equal((await world.vote(bob!, proposal, 'reject')).code, 'VOTE_IS_MEMBERS_OWN')
    }
    const { vote } = await world.mutate(key, 'castVote', { proposal: back, member: bob, choices: ['abstain'] })
    assert.deepEqual({ ...vote.castBy }, { kind: 'KEY', id: key.key, own: true })
    const events = await world.log.read({
      after: 0,
      types: ['proposals.vote.cast', 'proposals.vote.retracted'],
      limit: 20,
    })
    assert.deepEqual(
      events.slice(-4).map(({ type, payload }: any) => [type.slice(15), payload.member, payload.castBy.kind]),
      [
        ['retracted', ann, 'SYSTEM'],
        ['cast', bob, 'KEY'],
        ['retracted', bob, 'KEY'],
        ['cast', bob, 'KEY'],
      ],
    )
  })

  it('A merge may make the outcome certain, and closes the ballot', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, eve] = await world.addMembers(4)
    const { id } = await world.open({ electorate: { members: [ann, bob, eve] }, passes: { quorum: 1 } })
    await world.vote(bob!, id, 'approve')
    await world.vote(eve!, id, 'approve')
    assert.equal((await see(world, id)).status, 'OPEN')
    await merge(world, ann!, bob!)
    assert.equal((await see(world, id)).status, 'DECIDED')
  })

  it('A person with two records holds the roles of both', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(3)
    await world.addRole('steward', ann!)
    await merge(world, ann!, bob!)
    const { id } = await world.open({ electorate: { role: 'steward' } })
    assert.equal((await world.vote(bob!, id, 'approve')).proposal.status, 'DECIDED')
  })

  it('A person with two records has the votes of both on closed ballots, which stay as they were', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(5)
    const { id } = await world.open()
    await world.vote(ann!, id, 'approve')
    await world.make(adminViewer, 'closeProposal', { proposal: id })
    const before = await see(world, id)
    await merge(world, ann!, bob!)
    assert.deepEqual(await see(world, id), before)
    const { _entities } = await world.ask(
      adminViewer,
      'query ($them: [_Any!]!) { _entities(representations: $them) { ... on Member { votes { totalCount } } } }',
      {
        them: [{ __typename: 'Member', id: bob }],
      },
    )
    assert.equal(_entities[0].votes.totalCount, 1)
  })

  it('A person with two records through a chain of merges is still one', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, eve] = await world.addMembers(6)
    const { id } = await world.open({ passes: { closeEarly: false } })
    await world.vote(ann!, id, 'approve')
    await merge(world, ann!, bob!)
    await merge(world, bob!, eve!)
    const proposal = await see(world, id)
    assert.deepEqual([proposal.electorate.size, proposal.tally.voters, proposal.votes.nodes[0].member.id], [4, 1, eve])
    assert.equal((await world.vote(ann!, id, 'reject')).vote.member.id, eve)
  })
})
