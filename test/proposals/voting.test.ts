import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { adminViewer, proposalsWorld, tally } from './world.ts'

describe('castVote and retractVote', () => {
  it('A vote is counted, and shows in the tally at once', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(5)
    const { id } = await world.open()
    const { vote } = await world.vote(ann!, id, 'approve', { comment: 'Good.' })
    assert.deepEqual(
      [vote.choices, vote.weight, vote.comment, vote.source, vote.revision],
      [['approve'], 1, 'Good.', 'admin', 0],
    )
    await world.vote(bob!, id, 'reject')
    const { proposal } = await world.ask(adminViewer, tally, { id })
    assert.equal(proposal.tally.voters, 2)
    assert.equal(proposal.tally.turnout, 0.4)
    assert.equal(proposal.tally.standing, 'REJECTED')
    assert.deepEqual(proposal.tally.rounds, [])
    assert.deepEqual(
      proposal.tally.counts.map((count: any) => count.votes),
      [1, 1, 0],
    )
    assert.deepEqual(
      proposal.votes.nodes.map((each: any) => each.member.id),
      [ann, bob],
    )
  })

  it('A vote replaces the first vote of the same member', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(5)
    const { id } = await world.open()
    const first = await world.vote(ann!, id, 'approve')
    const second = await world.vote(ann!, id, 'reject')
    assert.equal(second.vote.id, first.vote.id)
    assert.equal(second.vote.revision, 1)
    const { proposal } = await world.ask(adminViewer, tally, { id })
    assert.deepEqual(
      proposal.tally.counts.map((count: any) => count.votes),
      [0, 1, 0],
    )
    assert.equal(proposal.votes.totalCount, 1)
  })

  it('A vote cast again in the same words changes nothing and tells nobody', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(5)
    const { id } = await world.open()
    const first = await world.vote(ann!, id, 'approve')
    const head = await world.log.head()
    assert.deepEqual((await world.vote(ann!, id, 'approve')).vote, first.vote)
    assert.equal(await world.log.head(), head)
  })

  it('A vote can be taken back, and cast again', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(5)
    const { id } = await world.open()
    await world.vote(ann!, id, 'approve')
    await world.vote(bob!, id, 'reject')
    const taken = await world.mutate(adminViewer, 'retractVote', { proposal: id, member: ann })
    assert.equal(taken.proposal.tally.voters, 1)
    const { proposal } = await world.ask(adminViewer, tally, { id })
    assert.deepEqual(
      proposal.votes.nodes.map((each: any) => each.member.id),
      [bob],
    )
    const again = await world.vote(ann!, id, 'abstain')
    assert.equal(again.vote.revision, 1)
    assert.equal(again.proposal.tally.voters, 2)
  })

  it('A vote weighs what its seat weighs', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, eve] = await world.addMembers(3)
    world.cred.members = { [ann!]: 9, [bob!]: 4, [eve!]: 1 }
    const { id } = await world.open({ electorate: { weight: 'SQRT_CRED' }, passes: { closeEarly: false } })
    await world.vote(ann!, id, 'approve')
    await world.vote(bob!, id, 'reject')
    const { proposal } = await world.vote(eve!, id, 'reject')
    assert.deepEqual(
      proposal.tally.counts.map((count: any) => count.weight),
      [3, 3, 0],
    )
    assert.equal(proposal.tally.standing, 'REJECTED')
  })

  it('A vote closes the ballot when those missing cannot change it', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(5)
    const { id } = await world.open()
    await world.vote(members[0]!, id, 'approve')
    assert.equal((await world.vote(members[1]!, id, 'approve')).proposal.status, 'OPEN')
    assert.equal((await world.vote(members[2]!, id, 'approve')).proposal.status, 'DECIDED')
    const { proposal } = await world.ask(adminViewer, tally, { id })
    assert.equal(proposal.decision.outcome, 'APPROVED')
    assert.equal(
      proposal.decision.reason,
      'Approved. Approve 3, Reject 0, Abstain 0; 3 of 5 voted. The missing votes could not change it.',
    )
    assert.equal((await world.vote(members[3]!, id, 'reject')).code, 'VOTE_CLOSED')
  })

  it('A vote does not close a ballot that is to stay open', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(2)
    const { id } = await world.open({ passes: { closeEarly: false } })
    for (const member of members) await world.vote(member, id, 'approve')
    assert.equal((await world.vote(members[0]!, id, 'reject')).proposal.status, 'OPEN')
  })
})

describe('refusals of castVote', () => {
  it('A vote is refused, and nothing is changed, for each kind of bad input', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(3)
    const { id } = await world.open({
      electorate: { members: [ann, bob] },
      method: 'RANKED',
      choices: ['a', 'b'].map((key) => ({ key, label: key })),
    })
    const elsewhere = await world.addCommunity('elsewhere')
    const [stranger] = await world.addMembers(1, elsewhere)
    const [late] = await world.addMembers(1)
    const head = await world.log.head()
    const cases: [string, string, string, string | string[], Record<string, unknown>?][] = [
      ['PROPOSAL_NOT_FOUND', ann!, 'prop_nowhere', 'a'],
      ['PROPOSAL_NOT_FOUND', ann!, "' or 1=1 --", 'a'],
      ['PROPOSAL_NOT_FOUND', ann!, 'nul \0', 'a'],
      ['MEMBER_NOT_FOUND', 'nul \0', id, 'a'],
      ['CHOICES_INVALID', ann!, id, Array.from({ length: 10_000 }, () => 'a')],
      ['MEMBER_NOT_FOUND', 'mem_nobody', id, 'a'],
      ['MEMBER_NOT_FOUND', stranger!, id, 'a'],
      ['NOT_IN_ELECTORATE', late!, id, 'a'],
      ['CHOICE_UNKNOWN', ann!, id, 'c'],
      ['CHOICE_UNKNOWN', ann!, id, ['a', '__proto__']],
      ['CHOICES_INVALID', ann!, id, []],
      ['CHOICES_INVALID', ann!, id, ['a', 'a']],
      ['BAD_INPUT', ann!, id, 'a', { comment: 'nul \0' }],
      ['BAD_INPUT', ann!, id, 'a', { comment: '\ud800' }],
      ['BAD_INPUT', ann!, id, 'a', { comment: 'x'.repeat(10_001) }],
      ['BAD_INPUT', ann!, id, 'a', { source: 'Not a source!' }],
      ['BAD_INPUT', ann!, id, 'a', { note: 'x'.repeat(501) }],
      ['BAD_INPUT', ann!, id, 'a', { note: 'nul \0' }],
    ]
    for (const [code, member, proposal, choices, more] of cases) {
      const refused = await world.vote(member, proposal, choices, more)
      assert.equal(refused.code, code, JSON.stringify([member, choices, more]))
      assert.equal(refused.vote, null)
    }
    assert.equal((await world.mutate(adminViewer, 'retractVote', { proposal: id, member: ann })).code, 'VOTE_NOT_FOUND')
    assert.equal(await world.log.head(), head)
    const { proposal } = await world.ask(adminViewer, tally, { id })
    assert.equal(proposal.tally.voters, 0)
    assert.equal(proposal.votes.totalCount, 0)
  })

  it('A vote is refused, and nothing is changed, when the ballot was closed or canceled', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(3)
    for (const end of ['closeProposal', 'cancelProposal', 'approveProposal']) {
      const { id } = await world.open()
      await world.vote(ann!, id, 'approve')
      await world.make(adminViewer, end, { proposal: id, reason: 'Enough.' })
      assert.equal((await world.vote(ann!, id, 'reject')).code, 'VOTE_CLOSED')
      assert.equal((await world.mutate(adminViewer, 'retractVote', { proposal: id, member: ann })).code, 'VOTE_CLOSED')
    }
  })
})

describe('cost of a vote', () => {
  it('A vote costs few statements, whatever the number of votes, there or at once', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(40)
    const { id } = await world.open({ passes: { closeEarly: false } })
    await world.subgraph.consumers[0]!.catchUp()
    const cost = async (voters: readonly string[], choice: string) => {
      const seen: string[] = []
      const stop = world.db.onQuery((sql) => seen.push(sql))
      const votes = await Promise.all(
        voters.map((member) =>
          world.mutate(adminViewer, 'castVote', { proposal: id, member, choices: [choice] }, 'id'),
        ),
      )
      stop()
      assert.ok(votes.every(({ vote }) => vote))
      // What is tidied hourly is, for the first time, at a moment of its own choosing.
      return seen.filter((sql) => /proposals"?\./.test(sql) && !/idempotency/.test(sql)).length
    }
    const first = await cost([members[0]!], 'approve')
    assert.equal(first, 4)
    assert.equal(await cost(members.slice(1), 'approve'), 4)
    assert.equal(await cost([members[0]!], 'reject'), 4)
  })
})
