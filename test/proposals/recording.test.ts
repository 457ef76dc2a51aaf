// Decisions without a ballot.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { systemViewer } from '../../backbone/security/viewer.ts'
import { tables } from '../../subgraphs/proposals/storage/tables.ts'
import { adminViewer, proposalsWorld, rows } from './world.ts'

describe('recordDecision', () => {
  it('A decision without a ballot opens and decides in one step, with what was looked at', async (t) => {
    const world = await proposalsWorld(t)
    const driver = await world.key(['DRIVE'])
    const decision = await world.make(
      driver,
      'recordDecision',
      {
        community: 'meadow',
        title: 'Steward?',
        outcome: 'APPROVED',
        reason: 'Cred 30 is more than 25.',
        evidence: { cred: 30 },
        idempotencyKey: 'r1',
      },
      'id outcome choice madeBy maker reason evidence hash previousHash position tally { voters turnout } proposal { id status electorate { size description } closedAt }',
    )
    assert.deepEqual(
      [decision.outcome, decision.madeBy, decision.maker, decision.choice],
      ['APPROVED', 'AUTHORITY', driver.key, null],
    )
    assert.deepEqual(decision.evidence, { cred: 30 })
    assert.deepEqual([decision.position, decision.previousHash, decision.tally.turnout], [1, null, 0])
    assert.deepEqual([decision.proposal.status, decision.proposal.electorate.size], ['DECIDED', 0])
    const events = await world.log.read({
      after: 0,
      types: ['proposals.proposal.opened', 'proposals.proposal.decided'],
      limit: 10,
    })
    assert.deepEqual(
      events.map(({ type }) => type),
      ['proposals.proposal.opened', 'proposals.proposal.decided'],
    )
  })

  it('A decision is by rule if the policy’s rule gives the outcome on what was seen, else by who says so', async (t) => {
    const world = await proposalsWorld(t)
    const key = await world.key(['DRIVE'])
    const policy = async (name: string, decide: object) =>
      (await world.make(adminViewer, 'applyPolicy', { community: 'meadow', document: { name, on: 'x.y', decide } })).id
    const stewards = await policy('stewards', { rule: 'cred.status == "FOUND" && cred.total > 25' })
    const vote = await policy('vote', { vote: { title: 'Pay?', electorate: {}, closesIn: 'P1D' } })
    const seen = { 'cred.status': 'FOUND', 'cred.total': 31.2 }
    const less = { ...seen, 'cred.total': 2 }
    const cases: [madeBy: string, outcome: string, policy: string | null, evidence?: unknown][] = [
      ['RULE', 'APPROVED', stewards, { seen }],
      ['RULE', 'REJECTED', stewards, { seen: less }],
      ['AUTHORITY', 'REJECTED', stewards, { seen }],
      ['AUTHORITY', 'APPROVED', stewards, { seen: less }],
      ['AUTHORITY', 'APPROVED', stewards],
      ['AUTHORITY', 'REJECTED', stewards, { seen: { 'cred.total': 2 } }],
      ['AUTHORITY', 'REJECTED', stewards, { seen: { ...seen, 'cred.total': 'much' } }],
      ['AUTHORITY', 'APPROVED', stewards, { seen: 'all' }],
      ['AUTHORITY', 'APPROVED', stewards, 'seen'],
      ['AUTHORITY', 'APPROVED', null, { seen }],
      ['AUTHORITY', 'APPROVED', vote, { seen }],
    ]
    for (const [madeBy, outcome, policy, evidence] of cases) {
      const input = { community: 'meadow', title: 'Steward?', reason: 'So it is.', outcome, policy, evidence }
      const decision = await world.make(key, 'recordDecision', input)
      assert.deepEqual([decision.madeBy, decision.maker], [madeBy, key.key], JSON.stringify([outcome, evidence]))
    }
    for (const [viewer, maker] of [
      [adminViewer, 'admin'],
      [systemViewer, 'system'],
    ] as const) {
      const input = { community: 'meadow', title: 'Steward?', reason: 'So it is.', outcome: 'APPROVED' }
      assert.equal((await world.make(viewer, 'recordDecision', input)).maker, maker)
    }
  })

  it('A decision without a ballot asked for again with its key is the same, even at the same moment', async (t) => {
    const world = await proposalsWorld(t)
    const ask = () =>
      world.make(
        adminViewer,
        'recordDecision',
        {
          community: world.community,
          title: 'Steward?',
          outcome: 'REJECTED',
          reason: 'Too little.',
          idempotencyKey: 'r1',
        },
        'id',
      )
    const made = await Promise.all([ask(), ask(), ask()])
    made.push(await ask())
    assert.equal(new Set(made.map(({ id }) => id)).size, 1)
    assert.equal(
      (await world.ask(adminViewer, '{ verifyDecisions(community: "meadow") { length valid } }')).verifyDecisions
        .length,
      1,
    )
    const proposals = await tables(world.db.root).selectFrom('proposals').select('id').execute()
    assert.equal(proposals.length, 1)
  })

  it('A decision without a ballot is refused for an unknown outcome, no reason, or an unknown place', async (t) => {
    const world = await proposalsWorld(t)
    const input = { community: world.community, title: 'Steward?', outcome: 'APPROVED', reason: 'x' }
    for (const [code, wrong] of [
      ['BAD_INPUT', { outcome: 'NO_QUORUM' }],
      ['BAD_INPUT', { outcome: 'CANCELED' }],
      ['BAD_INPUT', { reason: ' ' }],
      ['BAD_INPUT', { title: '' }],
      ['TRIGGER_NOT_FOUND', { trigger: 'act_nowhere' }],
      ['POLICY_NOT_FOUND', { policy: 'pol_nowhere' }],
      ['COMMUNITY_NOT_FOUND', { community: 'nowhere' }],
    ] as const) {
      assert.equal((await world.mutate(adminViewer, 'recordDecision', { ...input, ...wrong })).code, code)
    }
    assert.equal(await rows(world), 0)
  })
})
