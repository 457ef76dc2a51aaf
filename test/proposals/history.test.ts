import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { adminViewer, anonymous, proposalsWorld, type World } from './world.ts'

const page = `query ($proposal: ID!, $first: Int, $after: Cursor) { proposal(id: $proposal) { history(first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor }
  nodes { id at kind member { id } choices revision compliance decision { outcome } } } } }`

async function ballot(world: World) {
  const members = await world.addMembers(3)
  const [ada, bo] = members as [string, string, string]
  const { id: proposal } = await world.open({ electorate: { members }, passes: { closeEarly: false } })
  await world.vote(ada, proposal, 'approve')
  await world.vote(bo, proposal, 'reject')
  await world.vote(ada, proposal, 'reject')
  await world.mutate(adminViewer, 'retractVote', { proposal, member: bo })
  return { ada, bo, proposal }
}

describe('the history of a proposal', () => {
  it('The history of a proposal tells all that happened to it, the newest first, with what was marked each time', async (t) => {
    const world = await proposalsWorld(t)
    const { ada, bo, proposal } = await ballot(world)
    await ballot(world) // another one beside it
    await world.make(adminViewer, 'closeProposal', { proposal })
    const { history } = (await world.ask(anonymous, page, { proposal })).proposal
    const told = history.nodes.map(({ kind, member, choices, revision, decision }: any) => [
      kind,
      member?.id ?? null,
      choices,
      revision,
      decision?.outcome ?? null,
    ])
    assert.deepEqual(
      told.filter(([kind]: any) => kind !== 'COMPLIANCE_CHANGED'),
      [
        ['DECIDED', null, null, null, 'REJECTED'],
        ['VOTE_RETRACTED', bo, null, null, null],
        ['VOTE_CAST', ada, ['reject'], 1, null],
        ['VOTE_CAST', bo, ['reject'], 0, null],
        ['VOTE_CAST', ada, ['approve'], 0, null],
        ['OPENED', null, null, null, null],
      ],
    )
    assert.equal(history.totalCount, history.nodes.length)
    const times = history.nodes.map(({ at }: any) => Date.parse(at))
    assert.deepEqual(
      times,
      times.toSorted((a: number, b: number) => b - a),
    )
  })

  it('The history of a proposal comes in pages that miss nothing and repeat nothing', async (t) => {
    const world = await proposalsWorld(t)
    const { proposal } = await ballot(world)
    const whole = (await world.ask(anonymous, page, { proposal, first: 50 })).proposal.history.nodes.map(
      (each: any) => each.id,
    )
    const found: string[] = []
    for (let after: string | null = null; ; ) {
      const { history }: any = (await world.ask(anonymous, page, { proposal, first: 2, after })).proposal
      found.push(...history.nodes.map((each: any) => each.id))
      if (!history.pageInfo.hasNextPage) break
      after = history.pageInfo.endCursor
    }
    assert.deepEqual(found, whole)
    assert.equal(new Set(found).size, 5)
    const other = (await ballot(world)).proposal
    const first = (await world.ask(anonymous, page, { proposal, first: 2 })).proposal.history
    await assert.rejects(
      world.ask(anonymous, page, { proposal: other, after: first.pageInfo.endCursor }),
      /Wanted a cursor of this list/,
    )
  })

  it('The history of a proposal is found by the index, however long the log is', async (t) => {
    const world = await proposalsWorld(t)
    const { proposal } = await ballot(world)
    const { rows } = await world.db.transaction(async (tx) => {
      const { sql } = await import('kysely')
      await sql`set local enable_seqscan = off`.execute(tx)
      return sql<{ 'QUERY PLAN': string }>`explain select position from backbone.events
        where proposal = ${proposal} order by position desc limit 5`.execute(tx)
    })
    assert.match(JSON.stringify(rows), /events_of_proposal/)
  })
})

describe('the stream of proposals', () => {
  it('The stream of proposals brings the vote with its event, and may be of one proposal', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(2)
    const { id: proposal } = await world.open({ electorate: { members }, passes: { closeEarly: false } })
    const { id: other } = await world.open({ electorate: { members }, passes: { closeEarly: false } })
    const stream = await world.watch(
      anonymous,
      'subscription ($of: ID) { proposals(community: "meadow", proposal: $of) { kind proposal { id } vote { member { id } choices retracted } } }',
      { of: proposal },
    )
    const next = async () => (await stream.next()).value.data.proposals
    await world.vote(members[0]!, other, 'approve')
    await world.vote(members[0]!, proposal, 'approve')
    const vote = { member: { id: members[0] }, choices: ['approve'], retracted: false }
    assert.deepEqual(JSON.parse(JSON.stringify(await next())), { kind: 'VOTE_CAST', proposal: { id: proposal }, vote })
    await world.mutate(adminViewer, 'retractVote', { proposal, member: members[0] })
    const taken = JSON.parse(JSON.stringify(await next()))
    assert.deepEqual([taken.kind, taken.vote.retracted], ['VOTE_RETRACTED', true])
    await world.make(adminViewer, 'closeProposal', { proposal })
    const decided = await next()
    assert.deepEqual([decided.kind, decided.vote], ['DECIDED', null])
  })
})
