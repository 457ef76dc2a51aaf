// Decisions are made once, never changed, and chained: by the database, and for anyone who checks.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { canonical } from '../../schema/canonical.ts'
import { adminViewer, anonymous, proposalsWorld, type World } from './world.ts'

const verify = '{ verifyDecisions(community: "meadow") { valid length head brokenAt } }'

/** Decisions of each kind, oldest first. */
async function someDecisions(world: World): Promise<any[]> {
  const [ann] = await world.addMembers(3)
  world.cred.members = { [ann!]: 1 / 3 }
  const record = (title: string) =>
    world.make(adminViewer, 'recordDecision', {
      community: 'meadow',
      title,
      outcome: 'APPROVED',
      reason: 'Größe "x" \\ 👍',
      evidence: { n: 1e21, m: [0.1, -0, 1e-7, Number.MAX_VALUE], t: { '€': null, a: true } },
    })
  await record('first')
  const opened = await world.open({
    electorate: { weight: 'CRED' },
    evidence: { why: 'asked' },
    passes: { closeEarly: false },
  })
  await world.vote(ann!, opened.id, 'approve')
  await world.make(adminViewer, 'closeProposal', { proposal: opened.id })
  await world.make(adminViewer, 'cancelProposal', { proposal: (await world.open()).id })
  await record('last')
  const { _entities } = await world.ask(
    adminViewer,
    `query ($them: [_Any!]!) { _entities(representations: $them) { ... on Community { decisions { totalCount
      nodes { id position outcome hash previousHash record evidence } } } } }`,
    { them: [{ __typename: 'Community', id: world.community }] },
  )
  return _entities[0].decisions.nodes.toReversed()
}

async function tampered(world: World, statement: string): Promise<void> {
  await sql
    .raw(
      `alter table proposals.decisions disable trigger all; ${statement}; alter table proposals.decisions enable trigger all`,
    )
    .execute(world.db.root)
}

describe('decisions', () => {
  it('A decision cannot be changed, deleted or emptied out of the database', async (t) => {
    const world = await proposalsWorld(t)
    await someDecisions(world)
    for (const statement of [
      "update proposals.decisions set outcome = 'REJECTED'",
      'update proposals.decisions set reason = reason',
      'delete from proposals.decisions',
      'truncate proposals.decisions cascade',
      'update proposals.seats set weight = weight + 1',
    ]) {
      await assert.rejects(sql.raw(statement).execute(world.db.root), /never changed/, statement)
    }
    assert.equal((await world.ask(anonymous, verify)).verifyDecisions.valid, true)
  })

  it('A decision is one for each proposal', async (t) => {
    const world = await proposalsWorld(t)
    await someDecisions(world)
    const copy = `insert into proposals.decisions select 'dec_copy', community, position + 100, proposal, title, trigger, policy,
      outcome, choice, made_by, maker, reason, tally, evidence, enforcement, decided_at, hash, previous_hash
      from proposals.decisions limit 1`
    await assert.rejects(sql.raw(copy).execute(world.db.root), /unique|duplicate/i)
  })

  it('A decision shows what its hash is over, so that anyone can compute it', async (t) => {
    const world = await proposalsWorld(t)
    const decisions = await someDecisions(world)
    assert.equal(decisions.length, 4)
    for (const [index, decision] of decisions.entries()) {
      const received = JSON.parse(JSON.stringify(decision.record)) // as a client gets it
      assert.equal(createHash('sha256').update(canonical(received)).digest('hex'), decision.hash)
      assert.equal(decision.previousHash, index === 0 ? null : decisions[index - 1].hash)
      assert.equal(received.previousHash, decision.previousHash)
      assert.equal(decision.position, index + 1)
    }
  })
})

describe('verifyDecisions', () => {
  it('verifyDecisions recomputes the chain from what is stored', async (t) => {
    const world = await proposalsWorld(t)
    const decisions = await someDecisions(world)
    const { verifyDecisions } = await world.ask(anonymous, verify)
    assert.deepEqual({ ...verifyDecisions }, { valid: true, length: 4, head: decisions[3].hash, brokenAt: null })
  })

  it('verifyDecisions of a community without decisions holds', async (t) => {
    const world = await proposalsWorld(t)
    const { verifyDecisions } = await world.ask(anonymous, verify)
    assert.deepEqual({ ...verifyDecisions }, { valid: true, length: 0, head: null, brokenAt: null })
  })

  for (const [what, statement] of [
    ['an outcome', "update proposals.decisions set outcome = 'REJECTED' where position = 2"],
    ['a reason', "update proposals.decisions set reason = 'x' where position = 2"],
    ['a tally', "update proposals.decisions set tally = jsonb_set(tally, '{voters}', '9') where position = 2"],
    ['evidence', `update proposals.decisions set evidence = '{"why": "bribed"}' where position = 2`],
    ['a time', "update proposals.decisions set decided_at = decided_at + interval '1 ms' where position = 2"],
    ['a maker', "update proposals.decisions set maker = 'mem_x' where position = 2"],
    ['a link', 'update proposals.decisions set previous_hash = null where position = 2'],
    ['a hash', "update proposals.decisions set hash = 'x' where position = 2"],
  ] as const) {
    it(`verifyDecisions finds ${what} that was changed behind its back`, async (t) => {
      const world = await proposalsWorld(t)
      const decisions = await someDecisions(world)
      await tampered(world, statement)
      const { verifyDecisions } = await world.ask(anonymous, verify)
      assert.deepEqual(
        [verifyDecisions.valid, verifyDecisions.length, verifyDecisions.brokenAt],
        [false, 1, decisions[1].id],
      )
    })
  }

  it('verifyDecisions finds decisions that were cut out or cut off', async (t) => {
    const world = await proposalsWorld(t)
    const decisions = await someDecisions(world)
    const cut = (position: number) =>
      tampered(
        world,
        `delete from proposals.follow_ups where decision in (select id from proposals.decisions where position = ${position}); delete from proposals.decisions where position = ${position}`,
      )
    await cut(4)
    const short = (await world.ask(anonymous, verify)).verifyDecisions
    assert.deepEqual([short.valid, short.length, short.brokenAt], [false, 3, null])
    await cut(1)
    const holed = (await world.ask(anonymous, verify)).verifyDecisions
    assert.deepEqual([holed.valid, holed.length, holed.brokenAt], [false, 0, decisions[1].id])
  })

  it('verifyDecisions is for those who may read the community', async (t) => {
    const world = await proposalsWorld(t)
    await world.addCommunity('hidden', 'PRIVATE')
    const ask = 'query { verifyDecisions(community: "hidden") { valid } }'
    const { errors } = await world.request(anonymous, ask)
    assert.equal(errors?.[0]?.extensions.code, 'COMMUNITY_NOT_FOUND')
    assert.equal((await world.ask(adminViewer, ask)).verifyDecisions.valid, true)
  })
})
