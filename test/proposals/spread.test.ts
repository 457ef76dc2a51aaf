// Votes that come at the same moment on many ballots: one transaction, and yet each ballot is by itself.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { lockProposal } from '../../subgraphs/proposals/storage/proposals.ts'
import { adminViewer, proposalsWorld, tallied, type World } from './world.ts'

const standing = { passes: { closeEarly: false } }
const codes = (answers: readonly { code?: string }[]) => answers.map(({ code }) => code)

/** How many transactions appended events during the work. */
async function written(world: World, work: () => Promise<unknown>): Promise<number> {
  let transactions = 0
  const stop = world.db.onQuery((text) => {
    if (/update backbone\.head|select backbone\.append\(\$|insert into backbone\.pending/.test(text)) transactions++
  })
  await work()
  stop()
  return transactions
}

const told = (world: World) => world.log.read({ after: 0, types: ['proposals.vote.cast'], limit: 1000 })

const voters = async (world: World, id: string): Promise<number> => (await tallied(world, id)).tally.voters

describe('votes on many ballots', () => {
  it('Votes on many ballots of several communities are written together, and each is its own ballot’s', async (t) => {
    const world = await proposalsWorld(t)
    const communities = [world.community, await world.addCommunity('brook'), await world.addCommunity('heath')]
    const voting: { member: string; proposal: string }[] = []
    const ballots: string[] = []
    for (const community of communities) {
      const members = await world.addMembers(4, community)
      for (let n = 0; n < 4; n++) {
        const { id } = await world.open({ ...standing, community })
        ballots.push(id)
        for (const member of members) voting.push({ member, proposal: id })
      }
    }
    let answers: any[] = []
    const transactions = await written(world, async () => {
      answers = await Promise.all([
        ...voting.map(({ member, proposal }) => world.vote(member, proposal, 'approve')),
        world.vote(voting[0]!.member, ballots.at(-1)!, 'approve'), // of another community
        world.vote(voting[0]!.member, ballots[0]!, 'perhaps'),
        world.vote(voting[0]!.member, 'prop_nothing', 'approve'),
      ])
    })
    assert.deepEqual(codes(answers), [
      ...voting.map(() => undefined),
      'MEMBER_NOT_FOUND',
      'CHOICE_UNKNOWN',
      'PROPOSAL_NOT_FOUND',
    ])
    assert.ok(transactions <= 6, `${transactions} transactions for ${voting.length} votes on ${ballots.length} ballots`)
    for (const id of ballots) assert.equal(await voters(world, id), 4)
    const events = await told(world)
    for (const [index, id] of ballots.entries()) {
      const mine = events.filter(({ payload }: any) => payload.proposal === id)
      assert.equal(mine.length, 4)
      assert.ok(mine.every(({ community }) => community === communities[index >> 2]))
    }
  })

  it('Votes on many ballots cost as many statements as votes on one', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(2)
    const statements = async (ballots: number) => {
      const ids: string[] = []
      for (let n = 0; n < ballots; n++) ids.push((await world.open(standing)).id)
      const asked: string[] = []
      const stop = world.db.onQuery((text) => void asked.push(text))
      await Promise.all(ids.flatMap((id) => members.map((member) => world.vote(member, id, 'approve'))))
      stop()
      const writing =
        /update backbone\.head|insert into proposals\.votes|skip locked|lateral|update proposals\.proposals/
      return asked.filter((text) => writing.test(text)).length
    }
    const few = await statements(1)
    const many = await statements(20)
    assert.ok(many <= few * 3, `${many} statements for 20 ballots, ${few} for one`) // that group may be the second
  })

  it('Votes on many ballots, one of which is decided by them, are all taken, and those behind the decision are late', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, cyd] = await world.addMembers(3)
    const { id: quick } = await world.open()
    const { id: slow } = await world.open(standing)
    const answers = await Promise.all([
      world.vote(ann!, quick, 'approve'),
      world.vote(ann!, slow, 'approve'),
      world.vote(bob!, quick, 'approve'),
      world.vote(bob!, slow, 'approve'),
      world.vote(cyd!, quick, 'approve'),
      world.vote(cyd!, slow, 'approve'),
    ])
    assert.deepEqual(codes(answers), [undefined, undefined, undefined, undefined, 'VOTE_CLOSED', undefined])
    assert.deepEqual([await voters(world, quick), await voters(world, slow)], [2, 3])
    assert.equal((await world.log.read({ after: 0, types: ['proposals.proposal.decided'], limit: 9 })).length, 1)
    assert.equal((await told(world)).length, 5)
  })

  it('Votes on many ballots, one of which the database cannot write, are taken on the others', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(3)
    const { id: sick } = await world.open(standing)
    const { id: well } = await world.open(standing)
    await sql
      .raw(
        `create function proposals.fail() returns trigger language plpgsql as
           $$ begin if new.proposal = '${sick}' then raise exception 'broken' using errcode = 'XX000'; end if; return new; end $$;
         create trigger fails before insert on proposals.votes for each row execute function proposals.fail()`,
      )
      .execute(world.db.root)
    const undo = () =>
      sql
        .raw('drop trigger if exists fails on proposals.votes; drop function if exists proposals.fail()')
        .execute(world.db.root)
    world.defer(undo)
    const cast = () =>
      Promise.all(members.flatMap((member) => [sick, well].map((id) => world.vote(member, id, 'approve'))))
    const answers = await cast()
    assert.deepEqual(
      answers.map(({ vote }) => Boolean(vote)),
      [false, true, false, true, false, true],
    )
    assert.deepEqual([await voters(world, sick), await voters(world, well)], [0, 3])
    assert.equal((await told(world)).length, 3)
    await undo()
    assert.ok((await cast()).every(({ vote }) => vote))
    assert.deepEqual([await voters(world, sick), await voters(world, well)], [3, 3])
  })

  it('Votes on many ballots, one of which somebody else has locked, are taken on the others meanwhile', async (t) => {
    const world = await proposalsWorld(t)
    if (world.db.engine === 'pglite') return t.skip('the embedded database has one transaction at a time')
    const [ann, bob, cyd] = await world.addMembers(3)
    const { id: held } = await world.open(standing)
    const { id: free } = await world.open(standing)
    const release = Promise.withResolvers<void>()
    const locked = Promise.withResolvers<void>()
    const holding = world.db.transaction(async (tx) => {
      await lockProposal(tx, held)
      locked.resolve()
      await release.promise
    })
    await locked.promise
    const settled: string[] = []
    const noted = async (name: string, vote: Promise<any>) => {
      const answer = await vote
      settled.push(name)
      return answer
    }
    const waiting = [
      noted('held', world.vote(ann!, held, 'approve')),
      noted('held', world.vote(bob!, held, 'approve')),
      noted('held', world.vote(ann!, held, 'reject')),
    ]
    for (const member of [ann!, bob!, cyd!]) await noted('free', world.vote(member, free, 'approve'))
    waiting.push(noted('held', world.vote(ann!, held, 'abstain')))
    await noted('free', world.vote(ann!, free, 'reject'))
    assert.deepEqual(settled, ['free', 'free', 'free', 'free'])
    release.resolve()
    await holding
    const answers = await Promise.all(waiting)
    assert.deepEqual(
      answers.map(({ vote }) => [vote.choices[0], vote.revision]),
      [
        ['approve', 0],
        ['approve', 0],
        ['reject', 1],
        ['abstain', 2],
      ],
    )
    assert.deepEqual([await voters(world, held), await voters(world, free)], [2, 3])
  })

  it('Votes on many ballots of one person, said twice and taken back, stand as they came last', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(9)
    const ids: string[] = []
    for (let n = 0; n < 5; n++) ids.push((await world.open(standing)).id)
    const answers = await Promise.all(
      ids.flatMap((id) => [
        world.vote(ann!, id, 'approve'),
        world.vote(bob!, id, 'approve'),
        world.vote(ann!, id, 'reject'),
        world.mutate(adminViewer, 'retractVote', { proposal: id, member: bob }),
      ]),
    )
    assert.deepEqual(codes(answers), Array(20).fill(undefined))
    for (const id of ids) {
      const { tally } = await tallied(world, id)
      assert.deepEqual([tally.voters, tally.counts.map(({ votes }: any) => votes)], [1, [0, 1, 0]])
    }
  })
})
