// Votes that are cast in one transaction: each is judged for itself.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { adminViewer, anonymous, proposalsWorld, tallied, type World } from './world.ts'

const casts = (world: World) => world.log.read({ after: 0, types: ['proposals.vote.cast'], limit: 1000 })

/** How often the proposals of the work were locked. */
async function locked(world: World, work: () => Promise<unknown>): Promise<number> {
  let locks = 0
  const stop = world.db.onQuery((text) => {
    if (/"proposals"\."proposals".* for update/.test(text)) locks++
  })
  await work()
  stop()
  return locks
}

describe('votes cast together', () => {
  it('Votes cast together are refused one by one, each for its own reason, and the others are taken', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(12)
    const { id } = await world.open({ electorate: { members: members.slice(0, 10) }, passes: { closeEarly: false } })
    const stranger = await world.voter(members[0]!)
    let answers: any[] = []
    const groups = await locked(world, async () => {
      answers = await Promise.all([
        ...members.slice(0, 9).map((member) => world.vote(member, id, 'approve')),
        world.vote(members[9]!, id, 'perhaps'),
        world.vote(members[10]!, id, 'approve'),
        world.vote('mem_nobody', id, 'approve'),
        world.mutate(stranger, 'castVote', { proposal: id, member: members[1], choices: ['reject'] }),
        world.mutate(anonymous, 'castVote', { proposal: id, member: members[1], choices: ['reject'] }),
        world.vote(members[11]!, 'prop_nothing', 'approve'),
      ])
    })
    assert.deepEqual(
      answers.map(({ code }) => code),
      [
        ...Array(9).fill(undefined),
        'CHOICE_UNKNOWN',
        'NOT_IN_ELECTORATE',
        'MEMBER_NOT_FOUND',
        'FORBIDDEN',
        'UNAUTHENTICATED',
        'PROPOSAL_NOT_FOUND',
      ],
    )
    assert.ok(groups < 8, `${groups} locks for 14 votes`)
    const proposal = await tallied(world, id)
    assert.deepEqual([proposal.tally.voters, proposal.votes.totalCount], [9, 9])
    assert.equal((await casts(world)).length, 9)
  })

  it('Votes cast together are each told a tally that their vote is in', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(20)
    const { id } = await world.open({ passes: { closeEarly: false } })
    const answers = await Promise.all(members.map((member) => world.vote(member, id, 'approve')))
    assert.ok(answers.every(({ proposal }) => proposal.tally.voters >= 1))
    assert.equal(new Set(answers.map(({ vote }) => vote.id)).size, 20)
    assert.equal(Math.max(...answers.map(({ proposal }) => proposal.tally.voters)), 20)
  })

  it('Votes cast together by one person are put one after the other: the last one stands', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(5)
    const { id } = await world.open({ passes: { closeEarly: false } })
    const choices = ['approve', 'reject', 'reject', 'abstain', 'reject']
    const answers = await Promise.all([
      ...choices.map((choice) => world.vote(ann!, id, choice)),
      world.vote(bob!, id, 'approve'),
    ])
    assert.equal(new Set(answers.slice(0, 5).map(({ vote }) => vote.id)).size, 1)
    assert.deepEqual(
      answers.map(({ vote }) => [vote.choices[0], vote.revision]),
      [
        ['approve', 0],
        ['reject', 1],
        ['reject', 1],
        ['abstain', 2],
        ['reject', 3],
        ['approve', 0],
      ],
    )
    const { tally } = await tallied(world, id)
    assert.deepEqual(
      tally.counts.map(({ votes }: any) => votes),
      [1, 1, 0],
    )
    assert.equal((await casts(world)).length, 5) // the reject said twice is told once
  })

  it('Votes cast and taken back together are judged in the order in which they came', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, cyd, dan] = await world.addMembers(9)
    const { id } = await world.open({ passes: { closeEarly: false } })
    await world.vote(dan!, id, 'approve')
    const retract = (member: string) => world.mutate(adminViewer, 'retractVote', { proposal: id, member })
    let answers: any[] = []
    const groups = await locked(world, async () => {
      answers = await Promise.all([
        world.vote(ann!, id, 'approve'),
        retract(ann!),
        world.vote(bob!, id, 'approve'),
        retract(bob!),
        world.vote(bob!, id, 'reject', { comment: 'After all.' }),
        retract(cyd!),
        world.vote(cyd!, id, 'abstain'),
        retract(dan!),
        retract(dan!),
        retract('mem_nobody'),
      ])
    })
    assert.deepEqual(
      answers.map(({ code, vote }) => code ?? vote.revision ?? 'back'),
      [0, 'back', 0, 'back', 1, 'VOTE_NOT_FOUND', 0, 'back', 'VOTE_NOT_FOUND', 'MEMBER_NOT_FOUND'],
    )
    assert.ok(groups <= 4, `${groups} locks for 10 votes`)
    const { tally, votes } = await tallied(world, id)
    assert.equal(votes.totalCount, 2)
    assert.deepEqual(
      tally.counts.map(({ votes }: any) => votes),
      [0, 1, 1],
    )
    const told = await world.log.read({
      after: 0,
      types: ['proposals.vote.cast', 'proposals.vote.retracted'],
      limit: 100,
    })
    const of = (member: string) =>
      told
        .filter(({ payload }: any) => payload.member === member)
        .map(({ type }) => type.replace('proposals.vote.', ''))
    assert.deepEqual(of(ann!), ['cast', 'retracted'])
    assert.deepEqual(of(bob!), ['cast', 'retracted', 'cast'])
    assert.deepEqual(of(cyd!), ['cast'])
    assert.deepEqual(of(dan!), ['cast', 'retracted'])
  })

  it('Votes cast together keep a ballot open where one that would close it is taken back before', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, cyd] = await world.addMembers(3)
    const { id } = await world.open()
    const retract = (member: string) => world.mutate(adminViewer, 'retractVote', { proposal: id, member })
    const answers = await Promise.all([
      world.vote(ann!, id, 'approve'),
      retract(ann!),
      world.vote(bob!, id, 'approve'),
      world.vote(cyd!, id, 'approve'),
      retract(bob!),
      world.vote(ann!, id, 'approve'),
    ])
    assert.deepEqual(
      answers.map(({ code }) => code),
      [undefined, undefined, undefined, undefined, 'VOTE_CLOSED', 'VOTE_CLOSED'],
    )
    const proposal = await tallied(world, id)
    assert.deepEqual([proposal.status, proposal.tally.voters, proposal.votes.totalCount], ['DECIDED', 2, 2])
  })

  it('Votes cast together close the ballot at the one that makes it certain, and those behind are late', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(9)
    const { id } = await world.open()
    const answers = await Promise.all(members.map((member) => world.vote(member, id, 'approve')))
    assert.deepEqual(
      answers.map(({ code }) => code),
      [...Array(5).fill(undefined), ...Array(4).fill('VOTE_CLOSED')],
    )
    const proposal = await tallied(world, id)
    assert.deepEqual([proposal.status, proposal.tally.voters, proposal.votes.totalCount], ['DECIDED', 5, 5])
  })

  it('Votes cast together by a member and for them: from the member’s own on, the others are refused', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(9)
    const { id } = await world.open({ passes: { closeEarly: false } })
    const voter = await world.voter(ann!)
    const retract = (viewer: typeof voter) => world.mutate(viewer, 'retractVote', { proposal: id, member: ann })
    const answers = await Promise.all([
      world.vote(bob!, id, 'approve'),
      world.vote(ann!, id, 'approve'),
      world.mutate(voter, 'castVote', { proposal: id, choices: ['approve'] }),
      world.vote(ann!, id, 'reject'),
      retract(voter),
      world.vote(ann!, id, 'reject'),
      retract(adminViewer),
      world.mutate(voter, 'castVote', { proposal: id, choices: ['abstain'] }),
    ])
    const refused = 'VOTE_IS_MEMBERS_OWN'
    assert.deepEqual(
      answers.map(({ code, vote }) => code ?? vote.revision ?? 'back'),
      [0, 0, 1, refused, 'back', refused, refused, 2],
    )
    assert.equal((await casts(world)).length, 4)
  })

  it('Votes cast together for records that are one person are that person’s', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(9)
    const payload = { from: ann!, into: bob! }
    await world.tell({ type: 'communities.member.merged', community: world.community, payload })
    await world.subgraph.consumers[0]!.catchUp()
    const { id } = await world.open({ passes: { closeEarly: false } })
    const voter = await world.voter(bob!)
    const answers = await Promise.all([
      world.vote(ann!, id, 'approve'),
      world.vote(bob!, id, 'reject'),
      world.mutate(voter, 'castVote', { proposal: id, choices: ['abstain'] }),
      world.vote(ann!, id, 'approve'),
    ])
    assert.deepEqual(
      answers.map(({ code, vote }) => code ?? vote.revision),
      [0, 1, 2, 'VOTE_IS_MEMBERS_OWN'],
    )
    const { tally } = await tallied(world, id)
    assert.deepEqual([tally.voters, tally.counts.map(({ votes }: any) => votes)], [1, [0, 0, 1]])
  })

  it('Votes cast together after the deadline are all refused, and leave nothing', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(6)
    const { id } = await world.open({ closesIn: 'P1D', passes: { closeEarly: false } })
    await sql`update proposals.proposals set closes_at = clock_timestamp() where id = ${id}`.execute(world.db.root)
    const answers = await Promise.all(members.map((member) => world.vote(member, id, 'approve')))
    assert.ok(answers.every(({ code }) => code === 'VOTE_CLOSED'))
    assert.equal((await casts(world)).length, 0)
    const retracted = await world.mutate(adminViewer, 'retractVote', { proposal: id, member: members[0] })
    assert.equal(retracted.code, 'VOTE_CLOSED')
  })

  it('Votes cast together that are rolled back are nobody’s, and can be cast again', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(8)
    const { id } = await world.open({ passes: { closeEarly: false } })
    await sql
      .raw(
        `create function proposals.fail() returns trigger language plpgsql as
           $$ begin raise exception 'no room' using errcode = '53100'; end $$;
         create trigger fails before insert on proposals.votes execute function proposals.fail()`,
      )
      .execute(world.db.root)
    const undo = () =>
      sql
        .raw('drop trigger if exists fails on proposals.votes; drop function if exists proposals.fail()')
        .execute(world.db.root)
    world.defer(undo)
    const lost = await Promise.all(members.map((member) => world.vote(member, id, 'approve')))
    assert.ok(lost.every(({ code, vote }) => code && !vote))
    assert.equal((await tallied(world, id)).tally.voters, 0)
    assert.equal((await casts(world)).length, 0)
    await undo()
    const kept = await Promise.all(members.map((member) => world.vote(member, id, 'approve')))
    assert.ok(kept.every(({ vote }) => vote))
    assert.equal((await tallied(world, id)).tally.voters, 8)
  })

  it('Votes cast together of which the database does not take one are taken without it', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(6)
    const { id } = await world.open({ passes: { closeEarly: false } })
    await sql.raw(`alter table proposals.votes add constraint nothing_bad check (note <> 'bad')`).execute(world.db.root)
    const undo = () => sql.raw('alter table proposals.votes drop constraint nothing_bad').execute(world.db.root)
    world.defer(undo)
    const answers = await Promise.all(
      members.map((member, index) => world.vote(member, id, 'approve', index === 2 ? { note: 'bad' } : {})),
    )
    assert.deepEqual(
      answers.map(({ vote }) => Boolean(vote)),
      [true, true, false, true, true, true],
    )
    assert.equal((await tallied(world, id)).tally.voters, 5)
  })
})
