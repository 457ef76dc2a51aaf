// Deadlines are kept by the database's clock, whatever this machine's says.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { createProposals } from '../../subgraphs/proposals/index.ts'
import { adminViewer, proposalsWorld, type World } from './world.ts'

const state = 'query ($id: ID!) { proposal(id: $id) { status decision { outcome madeBy reason tally { voters } } } }'

async function until(world: World, id: string, status: string): Promise<any> {
  for (let tries = 0; tries < 200; tries++) {
    const { proposal } = await world.ask(adminViewer, state, { id })
    if (proposal.status === status) return proposal
    await pause(50)
  }
  throw new Error(`The proposal did not become ${status} in time.`)
}

/** Moves the closing time into the past, without the job that would count. */
async function expire(world: World, id: string): Promise<void> {
  await sql`update proposals.proposals set closes_at = clock_timestamp() - interval '1 ms' where id = ${id}`.execute(
    world.db.root,
  )
}

describe('a deadline', () => {
  it('closes the ballot and counts what was voted', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(5)
    let id = ''
    let code: string | undefined = 'VOTE_CLOSED'
    for (let seconds = 0.5; code === 'VOTE_CLOSED'; seconds *= 2) {
      ;({ id } = await world.open({ closesIn: `PT${seconds}S` })) // a slow machine needs more time to vote
      code = (await world.vote(ann!, id, 'approve')).code
    }
    const { decision } = await until(world, id, 'DECIDED')
    assert.deepEqual([decision.outcome, decision.madeBy, decision.tally.voters], ['APPROVED', 'VOTE', 1])
    assert.equal(decision.reason, 'Approved. approve 1, reject 0, abstain 0; 1 of 5 voted.')
  })

  it('without enough votes ends without a quorum', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(5)
    const { id } = await world.open({ closesIn: 'PT0.2S' })
    const { decision } = await until(world, id, 'DECIDED')
    assert.deepEqual(
      [decision.outcome, decision.reason],
      ['NO_QUORUM', 'Too few voted: 0 of 5 voted, and 1 were needed.'],
    )
  })

  it('refuses a vote at or after it, even before the ballot was counted', async (t) => {
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

  it('that has passed decides, even if somebody with authority comes before the count', async (t) => {
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

  it('that passed while nobody was there is honoured at the start', async (t) => {
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

  it('is there for no proposal that has none', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(5)
    const { id } = await world.open()
    assert.equal((await world.vote(ann!, id, 'approve')).vote.revision, 0)
    assert.equal((await world.ask(adminViewer, state, { id })).proposal.status, 'OPEN')
  })
})
