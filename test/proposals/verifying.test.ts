// Somebody with the database at hand changes what was decided, with all triggers off: by what it is found.

import assert from 'node:assert/strict'
import { after as afterAll, before, describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import type { Tx } from '../../backbone/database/database.ts'
import type { EventLog } from '../../backbone/log/log.ts'
import { readOn } from '../../backbone/log/read.ts'
import type { Verified } from '../../subgraphs/proposals/answers.ts'
import { hashOf } from '../../subgraphs/proposals/domain/chain.ts'
import { recordOf, tables } from '../../subgraphs/proposals/storage/tables.ts'
import { verifyChain } from '../../subgraphs/proposals/verifying.ts'
import { adminViewer, proposalsWorld, type World } from './world.ts'

describe('verifyDecisions', () => {
  const stops: (() => unknown)[] = []
  let world: World
  let people: string[]
  let outsider: string
  let voted: { proposal: string; decision: string }

  before(
    async () => {
      world = await proposalsWorld({ after: (stop: () => unknown) => void stops.push(stop) } as unknown as TestContext)
      people = await world.addMembers(4)
      world.cred.members = Object.fromEntries(people.map((member, index) => [member, index + 1]))
      const document =
        'name: invoices\non: opencollective.expense.created\ndecide: { vote: { title: "Pay?", closesIn: P1D } }'
      const policy = await world.make(adminViewer, 'applyPolicy', { community: 'meadow', document })
      const rule = { community: 'meadow', title: 'A rule', outcome: 'APPROVED', reason: 'So it is.' }
      await world.make(adminViewer, 'recordDecision', rule)
      const electorate = { members: people, weight: 'CRED' }
      const { id } = await world.open({ policy: policy.id, electorate, passes: { closeEarly: false } })
      const [ann, bob, eve, dan] = people as [string, string, string, string]
      await world.vote(ann, id, 'approve')
      await world.vote(bob, id, 'approve')
      await world.vote(eve, id, 'reject')
      await world.vote(eve, id, 'approve')
      await world.vote(dan, id, 'reject')
      await world.make(adminViewer, 'retractVote', { proposal: id, member: bob })
      voted = { proposal: id, decision: (await world.make(adminViewer, 'closeProposal', { proposal: id })).id }
      await world.make(adminViewer, 'recordDecision', { ...rule, title: 'Another' })
      outsider = (await world.addMembers(1))[0]!
    },
    { timeout: 120_000 },
  )
  afterAll(async () => {
    for (const stop of stops) await stop()
  })

  /** What is found where this was done to the database; nothing of it stays. */
  async function after(...deeds: (string | ((tx: Tx) => Promise<unknown>))[]): Promise<Verified> {
    const rollBack = new Error('seen')
    let found: Verified
    await world.db
      .transaction(async (tx) => {
        const guarded = ['decisions', 'seats', 'votes', 'policies', 'chains', 'follow_ups']
        for (const table of guarded) await sql.raw(`alter table proposals.${table} disable trigger all`).execute(tx)
        for (const deed of deeds) await (typeof deed === 'string' ? sql.raw(deed).execute(tx) : deed(tx))
        const log: Pick<EventLog, 'read'> = { read: (query) => readOn(tx, query) }
        found = await verifyChain(log, tx, world.community, 2)
        throw rollBack
      })
      .catch((error) => assert.equal(error, rollBack))
    return found!
  }

  /** The hashes of the whole chain made anew, over what stands there. */
  async function rehashed(tx: Tx): Promise<void> {
    const rows = await tables(tx).selectFrom('decisions').selectAll().orderBy('position').execute()
    let previous: string | null = null
    for (const row of rows) {
      const hash: string = hashOf(recordOf({ ...row, previous_hash: previous }))
      await tables(tx)
        .updateTable('decisions')
        .set({ hash, previous_hash: previous })
        .where('id', '=', row.id)
        .execute()
      previous = hash
    }
    await tables(tx).updateTable('chains').set({ head: previous }).execute()
  }
  /** And the event log made to say the same. */
  const retold = `update backbone.events e set payload = jsonb_set(payload, '{decision,hash}', to_jsonb(d.hash))
    from proposals.decisions d where e.type = 'proposals.proposal.decided' and e.payload #>> '{decision,id}' = d.id`

  const flipped = (who: number) =>
    `update proposals.votes set choices = '["reject"]' where proposal = '${voted.proposal}' and member = '${people[who]}'`
  const retoldVote = (who: number) =>
    `update backbone.events set payload = jsonb_set(payload, '{choices}', '["reject"]')
    where type = 'proposals.vote.cast' and payload ->> 'member' = '${people[who]}'`

  it('verifyDecisions finds nothing where nothing was changed', async () => {
    const { head } = (await tables(world.db.root).selectFrom('chains').selectAll().executeTakeFirst())!
    assert.deepEqual(await after(), { valid: true, length: 3, head, brokenAt: null, problem: null, erased: 0 })
    const query = '{ verifyDecisions(community: "meadow") { valid length head brokenAt problem } }'
    const { verifyDecisions } = await world.ask(adminViewer, query)
    assert.deepEqual({ ...verifyDecisions }, { valid: true, length: 3, head, brokenAt: null, problem: null })
  })

  const inLog = /The event log does not have the votes that its ballots were/
  const attacks: [what: string, found: RegExp, deeds: () => (string | ((tx: Tx) => Promise<unknown>))[]][] = [
    ['a flipped vote', /The vote of mem_\w+ in the database is not the one in the event log/, () => [flipped(0)]],
    ['a flipped vote in the event log', inLog, () => [retoldVote(0)]],
    ['a flipped vote in both', inLog, () => [flipped(0), retoldVote(0)]],
    [
      'a vote that is gone',
      /which the event log has, is not in the database/,
      () => [`delete from proposals.votes where member = '${people[0]}'`],
    ],
    [
      'a vote that was taken back and counts again',
      /The vote of mem_\w+ in the database is not/,
      () => [`update proposals.votes set retracted = false where member = '${people[1]}'`],
    ],
    [
      'a vote of somebody who never voted',
      /The vote of mem_\w+ in the database is not/,
      () => [
        `insert into proposals.votes (id, proposal, member, choices, weight, source, cast_at, revision, retracted)
        values ('vote_x', '${voted.proposal}', '${outsider}', '["approve"]', 1000000, 'folkmoot', now(), 0, false)`,
      ],
    ],
    [
      'an added elector',
      /The seats in the database are not those that its electorate was/,
      () => [`insert into proposals.seats (proposal, member, weight) values ('${voted.proposal}', '${outsider}', 9)`],
    ],
    [
      'a seat that weighs more',
      /The seats in the database are not/,
      () => [`update proposals.seats set weight = weight * 10 where member = '${people[0]}'`],
    ],
    [
      'a changed reason',
      /Its reason is not the one that its record commits to/,
      () => [`update proposals.decisions set reason = 'Otherwise.' where id = '${voted.decision}'`],
    ],
    [
      'a text without its salt',
      /The salt of its title is missing/,
      () => [`update proposals.decisions set salts = salts - 'title' where id = '${voted.decision}'`],
    ],
    [
      'a changed tally',
      /Its hash is not that of its record/,
      () => [`update proposals.decisions set tally = jsonb_set(tally, '{voters}', '9') where id = '${voted.decision}'`],
    ],
    [
      'a changed tally, with all hashes made anew, also in the event log',
      /Counted again, the votes come to another tally/,
      () => [
        `update proposals.decisions set tally = jsonb_set(tally, '{voters}', '9') where id = '${voted.decision}'`,
        rehashed,
        retold,
      ],
    ],
    [
      'another outcome, with all hashes made anew, also in the event log',
      /Counted again, the votes come to REJECTED/,
      () => [`update proposals.decisions set outcome = 'APPROVED' where id = '${voted.decision}'`, rehashed, retold],
    ],
    [
      'a rewritten chain',
      /The event log has another hash for it: the chain was made anew/,
      () => [`update proposals.decisions set outcome = 'APPROVED' where id = '${voted.decision}'`, rehashed],
    ],
    [
      'a changed policy',
      /The document of the policy pol_\w+ was changed since/,
      () => [`update proposals.policies set document = document || '{"enforcement": "ADVISORY"}'`],
    ],
    [
      'a changed policy in the event log',
      /The event log has another document of the policy/,
      () => [
        `update backbone.events set payload = jsonb_set(payload, '{document}', '"x"') where type = 'proposals.policy.applied'`,
      ],
    ],
  ]
  for (const [what, found, deeds] of attacks) {
    it(`verifyDecisions finds ${what}`, async () => {
      const { valid, brokenAt, length, problem } = await after(...deeds())
      assert.match(problem ?? '', found)
      assert.deepEqual([valid, brokenAt, length], [false, voted.decision, 1])
    })
  }

  it('verifyDecisions finds a tail that was cut off, even where the chain says that it is shorter', async () => {
    const cut = ['delete from proposals.follow_ups', 'delete from proposals.decisions where position > 1']
    const short = await after(...cut)
    assert.deepEqual([short.valid, short.length, short.brokenAt], [false, 1, null])
    assert.match(short.problem!, /The chain says that it has 3 decisions; 1 are there/)
    const shortened = 'update proposals.chains c set length = 1, head = d.hash from proposals.decisions d'
    assert.match((await after(...cut, shortened)).problem!, /The event log has more decisions: the end of the chain/)
  })

  it('verifyDecisions finds a decision that was slipped in', async () => {
    const slipped = async (tx: Tx) => {
      await sql`insert into proposals.decisions select (jsonb_populate_record(d, '{"id": "dec_x", "position": 4,
        "proposal": "prop_x"}')).* from proposals.decisions d where position = 3`.execute(tx)
      await sql`update proposals.chains set length = 4`.execute(tx)
      await rehashed(tx)
    }
    assert.match((await after(slipped)).problem!, /The event log knows nothing of it: it was slipped in/)
  })
})
