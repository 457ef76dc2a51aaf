import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { adminViewer, anonymous, proposalsWorld } from './world.ts'

describe('ending a ballot by hand', () => {
  it('A ballot is ended by hand by counting now, whatever the closing time', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(5)
    const { id } = await world.open({ closesIn: 'P3D' })
    await world.vote(ann!, id, 'approve')
    const decision = await world.make(
      adminViewer,
      'closeProposal',
      { proposal: id, reason: 'We are in a hurry.' },
      'outcome madeBy maker reason decidedAt proposal { status closedAt tally { standing } }',
    )
    assert.deepEqual([decision.outcome, decision.madeBy, decision.maker], ['APPROVED', 'VOTE', null])
    assert.equal(
      decision.reason,
      'Approved. Approve 1, Reject 0, Abstain 0; 1 of 5 voted. It was closed by hand. We are in a hurry.',
    )
    assert.deepEqual([decision.proposal.status, decision.proposal.closedAt], ['DECIDED', decision.decidedAt])
  })

  it('A ballot counted by hand with too few votes ends without a quorum', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(5)
    const { id } = await world.open({ passes: { quorum: 0.5 } })
    await world.vote(ann!, id, 'approve')
    const decision = await world.make(adminViewer, 'closeProposal', { proposal: id })
    assert.deepEqual(
      [decision.outcome, decision.reason],
      ['NO_QUORUM', 'Too few voted: 1 of 5 voted, and 3 were needed. It was closed by hand.'],
    )
  })

  it('A ballot is ended by hand by canceling, which is a decision too', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(5)
    const { id } = await world.open()
    const driver = await world.key(['DRIVE'])
    const decision = await world.make(driver, 'cancelProposal', { proposal: id })
    assert.deepEqual(
      [decision.outcome, decision.madeBy, decision.maker, decision.reason],
      ['CANCELED', 'AUTHORITY', driver.key, 'Canceled.'],
    )
    const { proposal } = await world.ask(
      adminViewer,
      'query ($id: ID!) { proposal(id: $id) { status decision { outcome compliance } } }',
      { id },
    )
    assert.deepEqual(
      [proposal.status, proposal.decision.outcome, proposal.decision.compliance],
      ['CANCELED', 'CANCELED', 'NOT_APPLICABLE'],
    )
    const [event] = await world.log.read({ after: 0, types: ['proposals.proposal.canceled'], limit: 10 })
    assert.equal((event as any).payload.decision.outcome, 'CANCELED')
  })

  it("A ballot is ended by authority, whatever was voted, in the name of the key's member", async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(5)
    const { id } = await world.open()
    await world.vote(ann!, id, 'approve')
    const bobsKey = await world.key(['INTEGRATE'], { member: bob! })
    const decision = await world.make(
      bobsKey,
      'rejectProposal',
      { proposal: id, reason: 'Not now.' },
      'outcome madeBy maker reason tally { voters }',
    )
    assert.deepEqual(
      [decision.outcome, decision.madeBy, decision.maker, decision.reason, decision.tally.voters],
      ['REJECTED', 'AUTHORITY', bob, 'Not now.', 1],
    )
  })
})

describe('one decision for each ballot', () => {
  it('A decision asked for again with its key is the same, even at the same moment', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(5)
    const { id } = await world.open()
    const ask = () => world.make(adminViewer, 'approveProposal', { proposal: id, reason: 'Yes.', idempotencyKey: 'k' })
    const made = await Promise.all([ask(), ask(), ask()])
    made.push(await ask())
    assert.equal(new Set(made.map((decision) => decision.id)).size, 1)
    for (const wrong of [{ reason: 'Other.' }, { proposal: (await world.open()).id }]) {
      const refused = await world.mutate(adminViewer, 'approveProposal', {
        proposal: id,
        reason: 'Yes.',
        idempotencyKey: 'k',
        ...wrong,
      })
      assert.equal(refused.code, 'IDEMPOTENCY_CONFLICT')
    }
    assert.equal(
      (await world.mutate(adminViewer, 'rejectProposal', { proposal: id, reason: 'Yes.', idempotencyKey: 'k' })).code,
      'IDEMPOTENCY_CONFLICT',
    )
  })

  it('A decision once made refuses any other end of the ballot', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(5)
    const { id } = await world.open()
    await world.make(adminViewer, 'approveProposal', { proposal: id, reason: 'Yes.' })
    for (const field of ['closeProposal', 'cancelProposal', 'approveProposal', 'rejectProposal']) {
      const refused = await world.mutate(adminViewer, field, { proposal: id, reason: 'Again.' })
      assert.deepEqual([refused.code, refused.decision], ['PROPOSAL_CLOSED', null])
    }
    assert.equal(
      (await world.ask(adminViewer, '{ verifyDecisions(community: "meadow") { length } }')).verifyDecisions.length,
      1,
    )
  })

  it('A decision by many who differ at the same moment is that of the first of them', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(5)
    const { id } = await world.open()
    const fields = [
      'closeProposal',
      'cancelProposal',
      'approveProposal',
      'rejectProposal',
      'approveProposal',
      'rejectProposal',
    ]
    const ended = await Promise.all(
      fields.map((field) => world.mutate(adminViewer, field, { proposal: id, reason: 'x' })),
    )
    assert.equal(ended.filter((each) => each.decision).length, 1)
    assert.ok(ended.filter((each) => !each.decision).every((each) => each.code === 'PROPOSAL_CLOSED'))
    assert.equal(
      (
        await world.log.read({
          after: 0,
          types: ['proposals.proposal.decided', 'proposals.proposal.canceled'],
          limit: 10,
        })
      ).length,
      1,
    )
  })
})

describe('refusals when ending a ballot', () => {
  it('Ending a ballot is refused for a proposal that is not there, and without a reason that is due', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(5)
    const { id } = await world.open()
    for (const field of ['closeProposal', 'cancelProposal', 'approveProposal', 'rejectProposal']) {
      for (const proposal of ['prop_nowhere', 'nul \0']) {
        const refused = await world.mutate(adminViewer, field, { proposal, reason: 'x' })
        assert.equal(refused.code, 'PROPOSAL_NOT_FOUND')
      }
      assert.equal((await world.mutate(adminViewer, field, { proposal: id, reason: 'nul \0' })).code, 'BAD_INPUT')
    }
    assert.equal((await world.mutate(adminViewer, 'approveProposal', { proposal: id, reason: ' ' })).code, 'BAD_INPUT')
  })

  it('Ending a ballot is refused to whoever may not', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(5)
    const { id } = await world.open()
    const elsewhere = await world.addCommunity('elsewhere')
    const foreign = await world.key(['INTEGRATE', 'DRIVE', 'ADMIN'], { community: elsewhere })
    const voter = await world.voter(ann!)
    const integrator = await world.key(['INTEGRATE'])
    for (const field of ['closeProposal', 'cancelProposal', 'approveProposal', 'rejectProposal']) {
      const code = async (viewer: typeof foreign) =>
        (await world.mutate(viewer, field, { proposal: id, reason: 'x' })).code
      assert.deepEqual(
        [await code(anonymous), await code(voter), await code(foreign)],
        ['UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN'],
      )
    }
    for (const field of ['closeProposal', 'cancelProposal']) {
      assert.equal((await world.mutate(integrator, field, { proposal: id, reason: 'x' })).code, 'FORBIDDEN')
    }
    assert.equal(
      (await world.ask(adminViewer, 'query ($id: ID!) { proposal(id: $id) { status } }', { id })).proposal.status,
      'OPEN',
    )
  })
})
