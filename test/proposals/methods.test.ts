// What a vote is, and what wins, by each method.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { adminViewer, proposalsWorld, tally } from './world.ts'

describe('voting methods', () => {
  it('A vote by approval takes any number of choices, in any order', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(9)
    const { id } = await world.open({
      method: 'APPROVAL',
      choices: ['tea', 'coffee', 'milk'].map((key) => ({ key, label: key })),
    })
    const first = await world.vote(ann!, id, ['milk', 'tea'])
    assert.deepEqual(first.vote.choices, ['tea', 'milk'])
    assert.equal((await world.vote(ann!, id, ['tea', 'milk'])).vote.revision, 0)
    await world.vote(bob!, id, ['milk'])
    const decision = await world.make(adminViewer, 'closeProposal', { proposal: id })
    assert.deepEqual([decision.outcome, decision.choice, decision.madeBy], ['CHOSEN', 'milk', 'VOTE'])
  })

  it('A choice counts for what it means, whatever its key: three of four against are no approval', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(5)
    const choices = ['Yes', 'No'].map((label) => ({ key: label.toLowerCase(), label }))
    const { id, choices: kept } = await world.open(
      { choices, passes: { closeEarly: false } },
      'id choices { key means }',
    )
    assert.deepEqual(
      kept.map(({ means }: any) => means),
      ['FOR', 'AGAINST'],
    )
    for (const [index, member] of members.slice(0, 4).entries())
      await world.vote(member, id, index === 0 ? 'yes' : 'no')
    const decision = await world.make(adminViewer, 'closeProposal', { proposal: id })
    assert.deepEqual(
      [decision.outcome, decision.choice, decision.reason],
      ['REJECTED', null, 'Rejected. Yes 1, No 3; 4 of 5 voted. It was closed by hand.'],
    )
    // A ballot that opened before choices said what they mean: what wins is chosen, and approves nothing.
    const old = await world.open({ choices, passes: { closeEarly: false } })
    await sql`update proposals.proposals set choices = ${JSON.stringify(choices)}::jsonb where id = ${old.id}`.execute(
      world.db.root,
    )
    for (const member of members.slice(0, 3)) await world.vote(member, old.id, 'no')
    const { proposal } = await world.ask(
      adminViewer,
      'query ($id: ID!) { proposal(id: $id) { choices { means } tally { standing choice } } }',
      { id: old.id },
    )
    assert.deepEqual(
      [proposal.choices[0].means, proposal.tally.standing, proposal.tally.choice],
      ['OPTION', 'CHOSEN', 'no'],
    )
    const chosen = await world.make(adminViewer, 'closeProposal', { proposal: old.id })
    assert.deepEqual([chosen.outcome, chosen.choice], ['CHOSEN', 'no'])
  })

  it('A vote between options has no winner where none passes, and is rejected if none of these wins', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(3)
    const choices = ['red', 'blue', 'neither'].map((key) => ({ key, label: key }))
    const options = { choices: [...choices.slice(0, 2), { ...choices[2], means: 'AGAINST' }] }
    const [first, second] = [await world.open(options), await world.open(options)]
    for (const [id, one, other] of [
      [first.id, 'red', 'blue'],
      [second.id, 'neither', 'neither'],
    ]) {
      await world.vote(ann!, id, one)
      await world.vote(bob!, id, other)
    }
    const closed = await world.make(adminViewer, 'closeProposal', { proposal: first.id })
    assert.deepEqual([closed.outcome, closed.choice], ['NO_WINNER', null])
    const { proposal } = await world.ask(adminViewer, tally, { id: second.id })
    assert.deepEqual([proposal.status, proposal.decision.outcome], ['DECIDED', 'REJECTED'])
  })

  it('A vote by consent is blocked by one objection', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(3)
    const { id } = await world.open({ method: 'CONSENT' })
    await world.vote(members[0]!, id, 'approve')
    const { proposal } = await world.vote(members[1]!, id, 'reject')
    assert.equal(proposal.status, 'DECIDED')
    assert.equal((await world.ask(adminViewer, tally, { id })).proposal.decision.outcome, 'REJECTED')
  })

  it('A ranked vote runs off, and shows its rounds', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(9)
    const keys = ['red', 'green', 'blue']
    const { id } = await world.open({
      method: 'RANKED',
      choices: keys.map((key) => ({ key, label: key.toUpperCase() })),
      passes: { closeEarly: false },
    })
    const votes = [
      ['red'],
      ['red'],
      ['red'],
      ['red'],
      ['green'],
      ['green'],
      ['green'],
      ['blue', 'green'],
      ['blue', 'green'],
    ]
    for (const [index, choices] of votes.entries()) await world.vote(members[index]!, id, choices)
    const { proposal } = await world.ask(adminViewer, tally, { id })
    assert.deepEqual(
      proposal.tally.rounds.map((round: any) => round.eliminated),
      ['blue', null],
    )
    assert.deepEqual(
      proposal.tally.counts.map((count: any) => count.votes),
      [4, 3, 2],
    )
    const decision = await world.make(adminViewer, 'closeProposal', { proposal: id })
    assert.deepEqual([decision.outcome, decision.choice], ['CHOSEN', 'green'])
    assert.match(decision.reason, /^Chosen: GREEN\. Round 1: RED 4, .*; BLUE leaves\. Round 2: RED 4, GREEN 5\./)
  })
})
