// Deadlines are kept by the database's clock, whatever this machine's says.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { createProposals } from '../../subgraphs/proposals/index.ts'
import { until } from '../support/until.ts'
import { adminViewer, proposalsWorld, type World } from './world.ts'

const state = 'query ($id: ID!) { proposal(id: $id) { status decision { outcome madeBy reason tally { voters } } } }'

const becomes = (world: World, id: string, status: string): Promise<any> =>
  until(`the proposal is ${status}`, async () => {
    const { proposal } = await world.ask(adminViewer, state, { id })
    return proposal.status === status && proposal
  })

/** Moves the closing time into the past, without the job that would count. */
async function expire(world: World, id: string): Promise<void> {
  await sql`update proposals.proposals set closes_at = clock_timestamp() - interval '1 ms' where id = ${id}`.execute(
    world.db.root,
  )
}

describe('deadlines of ballots', () => {
  it('A deadline closes the ballot and counts what was voted', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(5)
    let id = ''
    let code: string | undefined = 'VOTE_CLOSED'
    for (let seconds = 0.5; code === 'VOTE_CLOSED'; seconds *= 2) {
      ;({ id } = await world.open({ closesIn: `PT${seconds}S` })) // a slow machine needs more time to vote
      code = (await world.vote(ann!, id, 'approve')).code
    }
    const { decision } = await becomes(world, id, 'DECIDED')
    assert.deepEqual([decision.outcome, decision.madeBy, decision.tally.voters], ['APPROVED', 'VOTE', 1])
    assert.equal(decision.reason, 'Approved. Approve 1, Reject 0, Abstain 0; 1 of 5 voted.')
  })

  it('A deadline without enough votes ends the ballot without a quorum', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(5)
    const { id } = await world.open({ closesIn: 'PT0.2S' })
    const { decision } = await becomes(world, id, 'DECIDED')
    assert.deepEqual(
      [decision.outcome, decision.reason],
      ['NO_QUORUM', 'Too few voted: 0 of 5 voted, and 1 were needed.'],
    )
  })

  it('A deadline refuses a vote at or after it, even before the ballot was counted', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(5)
    const { id } = await world.open({ closesIn: 'P1D' })
    await world.vote(ann!, id, 'approve')
    await expire(world, id)
    const head = await world.log.head()
    assert.equal((await world.vote(bob!, id, 'reject')).code, 'VOTE_CLOSED')
    assert.equal((await world.vote(ann!, id, 'reject')).code, 'VOTE_CLOSED')
    assert.equal((await world.vote(ann!, id, 'approve')).code, 'VOTE_CLOSED', 'even the same again')
    assert.equal((await world.mutate(adminViewer, 'retractVote', { proposal: id, member: ann })).code, 'VOTE_CLOSED')
    assert.equal((await world.mutate(adminViewer, 'retractVote', { proposal: id, member: bob })).code, 'VOTE_CLOSED')
    assert.equal(await world.log.head(), head)
  })

  it('A deadline that has passed decides, even if somebody with authority comes before the count', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(5)
    for (const field of ['approveProposal', 'rejectProposal', 'closeProposal', 'cancelProposal']) {
      const { id } = await world.open({ closesIn: 'P1D' })
      await world.vote(ann!, id, 'reject')
      await expire(world, id)
      assert.equal((await world.mutate(adminViewer, field, { proposal: id, reason: 'x' })).code, 'PROPOSAL_CLOSED')
      const { proposal } = await world.ask(adminViewer, state, { id })
      assert.deepEqual([proposal.decision.outcome, proposal.decision.madeBy], ['REJECTED', 'VOTE'])
    }
  })

  it('A deadline that passed while nobody was there is honoured at the start', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(5)
    const { id } = await world.open({ closesIn: 'P1D' })
    const later = await world.open({ closesIn: 'P1D' })
    await world.vote(ann!, id, 'approve')
    await expire(world, id)
    const next = createProposals({ ...world, ask: async () => ({}) as any, call: {} as any })
    await next.start()
    world.defer(() => next.stop())
    assert.equal((await world.ask(adminViewer, state, { id })).proposal.decision.outcome, 'APPROVED')
    assert.equal((await world.ask(adminViewer, state, { id: later.id })).proposal.status, 'OPEN')
  })

  it('A deadline makes consent of silence, and of fewer objections than block', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(3)
    const silent = { method: 'CONSENT', closesIn: 'P1D', passes: { minVotes: 0, objections: 2 } }
    const [unheard, objected] = [await world.open(silent), await world.open(silent)]
    assert.equal(unheard.status, 'OPEN', 'objections are still possible')
    assert.equal((await world.vote(ann!, objected.id, 'reject')).proposal.status, 'OPEN')
    for (const { id } of [unheard, objected]) {
      await expire(world, id)
      assert.equal((await world.mutate(adminViewer, 'closeProposal', { proposal: id })).code, 'PROPOSAL_CLOSED')
      assert.equal((await world.ask(adminViewer, state, { id })).proposal.decision.outcome, 'APPROVED')
    }
  })

  it('A proposal without a closing time has no deadline', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(5)
    const { id } = await world.open()
    assert.equal((await world.vote(ann!, id, 'approve')).vote.revision, 0)
    assert.equal((await world.ask(adminViewer, state, { id })).proposal.status, 'OPEN')
  })
})

describe('minimum times of ballots', () => {
  const certain = 'Approved. Approve 2, Reject 0, Abstain 0; 2 of 2 voted. The missing votes could not change it.'
  /** Moves the minimum time into the past, without the job that would look. */
  const pass = (world: World, id: string) =>
    sql`update proposals.proposals set early_at = clock_timestamp() - interval '1 ms' where id = ${id}`.execute(
      world.db.root,
    )

  it('A minimum time keeps a certain ballot open until it has passed, and then it closes by itself', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(2)
    let id = ''
    let early = true
    for (let seconds = 0.5; early; seconds *= 2) {
      ;({ id } = await world.open({ closesIn: 'P1D', passes: { closeEarlyAfter: `PT${seconds}S` } }))
      const statuses = []
      for (const member of members) statuses.push((await world.vote(member, id, 'approve')).proposal?.status)
      early = statuses.some((status) => status !== 'OPEN') // a slow machine needs more time to vote
    }
    const { decision } = await becomes(world, id, 'DECIDED')
    assert.deepEqual([decision.outcome, decision.reason], ['APPROVED', certain])
  })

  it('A minimum time that passed while nobody was there is honoured at the start if the result is certain', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(2)
    const passes = { closeEarlyAfter: 'PT1H' }
    const sure = await world.open({ closesIn: 'P1D', passes })
    const unsure = await world.open({ closesIn: 'P1D', passes })
    for (const member of members) assert.equal((await world.vote(member, sure.id, 'approve')).proposal.status, 'OPEN')
    for (const { id } of [sure, unsure]) await pass(world, id)
    const next = createProposals({ ...world, ask: async () => ({}) as any, call: {} as any })
    await next.start()
    world.defer(() => next.stop())
    assert.equal((await world.ask(adminViewer, state, { id: sure.id })).proposal.decision.reason, certain)
    assert.equal((await world.ask(adminViewer, state, { id: unsure.id })).proposal.status, 'OPEN')
    const { rows } = await sql`select early_at from proposals.proposals where id = ${unsure.id}`.execute(world.db.root)
    assert.deepEqual(rows, [{ early_at: null }])
    assert.equal((await world.vote(members[0]!, unsure.id, 'approve')).proposal.status, 'OPEN')
    assert.equal((await world.vote(members[1]!, unsure.id, 'reject')).proposal.status, 'DECIDED')
  })

  it('A minimum time is refused where the ballot would be over by then, or where it is none', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(2)
    const ask = async (closeEarlyAfter: string) => {
      const input = { community: world.community, title: 'Pay?', closesIn: 'P1D', passes: { closeEarlyAfter } }
      return (await world.mutate(adminViewer, 'openProposal', input)).code
    }
    assert.equal(await ask('PT25H'), 'BALLOT_INVALID')
    assert.equal(await ask('PT0S'), 'BAD_INPUT')
    assert.equal(await ask('P1D'), undefined)
  })
})
