import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Viewer } from '../../backbone/security/viewer.ts'
import { adminViewer, anonymous, proposalsWorld, type World } from './world.ts'

const tally = `query ($id: ID!) { proposal(id: $id) { status tally { voters turnout quorumReached standing
  rounds { eliminated counts { choice weight } } counts { choice votes weight } }
  votes { totalCount nodes { member { id } choices revision } } decision { outcome choice reason } } }`

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

describe('voting methods', () => {
  it('A vote by approval takes any number of choices, in any order', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(9)
    const { id } = await world.open({
      method: 'APPROVAL',
      choices: ['tea', 'coffee', 'milk'].map((key) => ({ key, label: key })),
    })
    const first = await world.vote(ann!, id, ['milk', 'tea'])
    assert.deepEqual(first.vote.choices, ['tea', 'milk'])
    assert.equal((await world.vote(ann!, id, ['tea', 'milk'])).vote.revision, 0)
    await world.vote(bob!, id, ['milk'])
    const decision = await world.make(adminViewer, 'closeProposal', { proposal: id })
    assert.deepEqual([decision.outcome, decision.choice, decision.madeBy], ['CHOSEN', 'milk', 'VOTE'])
  })

  it('A choice counts for what it means, whatever its key: three of four against are no approval', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(5)
    const choices = ['Yes', 'No'].map((label) => ({ key: label.toLowerCase(), label }))
    const { id, choices: kept } = await world.open(
      { choices, passes: { closeEarly: false } },
      'id choices { key means }',
    )
    assert.deepEqual(
      kept.map(({ means }: any) => means),
      ['FOR', 'AGAINST'],
    )
    for (const [index, member] of members.slice(0, 4).entries())
      await world.vote(member, id, index === 0 ? 'yes' : 'no')
    const decision = await world.make(adminViewer, 'closeProposal', { proposal: id })
    assert.deepEqual(
      [decision.outcome, decision.choice, decision.reason],
      ['REJECTED', null, 'Rejected. Yes 1, No 3; 4 of 5 voted. It was closed by hand.'],
    )
    // A ballot that opened before choices said what they mean: what wins is chosen, and approves nothing.
    const old = await world.open({ choices, passes: { closeEarly: false } })
    await sql`update proposals.proposals set choices = ${JSON.stringify(choices)}::jsonb where id = ${old.id}`.execute(
      world.db.root,
    )
    for (const member of members.slice(0, 3)) await world.vote(member, old.id, 'no')
    const { proposal } = await world.ask(
      adminViewer,
      'query ($id: ID!) { proposal(id: $id) { choices { means } tally { standing choice } } }',
      { id: old.id },
    )
    assert.deepEqual(
      [proposal.choices[0].means, proposal.tally.standing, proposal.tally.choice],
      ['OPTION', 'CHOSEN', 'no'],
    )
    const chosen = await world.make(adminViewer, 'closeProposal', { proposal: old.id })
    assert.deepEqual([chosen.outcome, chosen.choice], ['CHOSEN', 'no'])
  })

  it('A vote between options has no winner where none passes, and is rejected if none of these wins', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(3)
    const choices = ['red', 'blue', 'neither'].map((key) => ({ key, label: key }))
    const options = { choices: [...choices.slice(0, 2), { ...choices[2], means: 'AGAINST' }] }
    const [first, second] = [await world.open(options), await world.open(options)]
    for (const [id, one, other] of [
      [first.id, 'red', 'blue'],
      [second.id, 'neither', 'neither'],
    ]) {
      await world.vote(ann!, id, one)
      await world.vote(bob!, id, other)
    }
    const closed = await world.make(adminViewer, 'closeProposal', { proposal: first.id })
    assert.deepEqual([closed.outcome, closed.choice], ['NO_WINNER', null])
    const { proposal } = await world.ask(adminViewer, tally, { id: second.id })
    assert.deepEqual([proposal.status, proposal.decision.outcome], ['DECIDED', 'REJECTED'])
  })

  it('A vote by consent is blocked by one objection', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(3)
    const { id } = await world.open({ method: 'CONSENT' })
    await world.vote(members[0]!, id, 'approve')
    const { proposal } = await world.vote(members[1]!, id, 'reject')
    assert.equal(proposal.status, 'DECIDED')
    assert.equal((await world.ask(adminViewer, tally, { id })).proposal.decision.outcome, 'REJECTED')
  })

  it('A ranked vote runs off, and shows its rounds', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(9)
    const keys = ['red', 'green', 'blue']
    const { id } = await world.open({
      method: 'RANKED',
      choices: keys.map((key) => ({ key, label: key.toUpperCase() })),
      passes: { closeEarly: false },
    })
    const votes = [
      ['red'],
      ['red'],
      ['red'],
      ['red'],
      ['green'],
      ['green'],
      ['green'],
      ['blue', 'green'],
      ['blue', 'green'],
    ]
    for (const [index, choices] of votes.entries()) await world.vote(members[index]!, id, choices)
    const { proposal } = await world.ask(adminViewer, tally, { id })
    assert.deepEqual(
      proposal.tally.rounds.map((round: any) => round.eliminated),
      ['blue', null],
    )
    assert.deepEqual(
      proposal.tally.counts.map((count: any) => count.votes),
      [4, 3, 2],
    )
    const decision = await world.make(adminViewer, 'closeProposal', { proposal: id })
    assert.deepEqual([decision.outcome, decision.choice], ['CHOSEN', 'green'])
    assert.match(decision.reason, /^Chosen: GREEN\. Round 1: RED 4, .*; BLUE leaves\. Round 2: RED 4, GREEN 5\./)
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

describe('who may vote for whom', () => {
  it('A member with their own key may vote for themselves', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(4)
    const { id } = await world.open()
    const annsKey = await world.voter(ann!)
    assert.equal((await world.mutate(annsKey, 'castVote', { proposal: id, choices: ['approve'] })).vote.member.id, ann)
    assert.equal(
      (await world.mutate(annsKey, 'castVote', { proposal: id, choices: ['reject'], member: ann })).vote.revision,
      1,
    )
    assert.equal(
      (await world.mutate(annsKey, 'castVote', { proposal: id, choices: ['approve'], member: bob })).code,
      'FORBIDDEN',
    )
    assert.equal((await world.mutate(annsKey, 'retractVote', { proposal: id, member: bob })).code, 'FORBIDDEN')
    await world.vote(bob!, id, 'approve')
    assert.equal((await world.mutate(annsKey, 'retractVote', { proposal: id })).proposal.tally.voters, 1)
  })

  it('An integrator or driver may vote for a voter whom they name', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(9)
    const { id } = await world.open()
    for (const [index, scope] of (['INTEGRATE', 'DRIVE', 'ADMIN'] as const).entries()) {
      const key = await world.key([scope])
      assert.equal((await world.mutate(key, 'castVote', { proposal: id, choices: ['approve'] })).code, 'BAD_INPUT')
      const named = await world.mutate(key, 'castVote', { proposal: id, choices: ['approve'], member: members[index] })
      assert.equal(named.vote.member.id, members[index])
    }
  })

  it('Nobody but members, integrators and drivers may vote', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(4)
    const { id } = await world.open()
    const elsewhere = await world.addCommunity('elsewhere')
    const attempts: [string, Awaited<ReturnType<typeof world.key>>][] = [
      ['UNAUTHENTICATED', anonymous],
      ['FORBIDDEN', await world.key(['READ'], { member: ann! })],
      ['FORBIDDEN', await world.key(['VOTE'])],
      ['FORBIDDEN', await world.key(['VOTE', 'INTEGRATE', 'DRIVE', 'ADMIN'], { community: elsewhere })],
    ]
    for (const [code, viewer] of attempts) {
      for (const member of [undefined, ann]) {
        assert.equal(
          (await world.mutate(viewer, 'castVote', { proposal: id, choices: ['approve'], member })).code,
          code,
        )
        assert.equal((await world.mutate(viewer, 'retractVote', { proposal: id, member })).code, code)
      }
    }
    assert.equal((await world.ask(adminViewer, tally, { id })).proposal.tally.voters, 0)
  })

  it('Nobody of another community may vote on a private one, which does not exist for them', async (t) => {
    const world = await proposalsWorld(t)
    world.community = await world.addCommunity('hidden', 'PRIVATE')
    const [ann] = await world.addMembers(2)
    const { id } = await world.open()
    const elsewhere = await world.addCommunity('elsewhere')
    const foreign = await world.key(['INTEGRATE'], { community: elsewhere })
    assert.equal(
      (await world.mutate(foreign, 'castVote', { proposal: id, choices: ['approve'], member: ann })).code,
      'PROPOSAL_NOT_FOUND',
    )
  })
})

describe('casters of votes', () => {
  const told = `query ($id: ID!) { proposal(id: $id) { openedBy { kind id name own }
    votes { nodes { choices source note revision castBy { kind id name own } } }
    history { nodes { kind castBy { kind id name own } } } } }`
  const seen = async (world: World, id: string) =>
    JSON.parse(JSON.stringify((await world.ask(anonymous, told, { id })).proposal))
  /** Signed in to the page by a link. */
  const signedIn = (world: World, member: string, session = 'ses_1'): Viewer => ({
    kind: 'key',
    key: null,
    community: world.community,
    member,
    scopes: ['READ', 'VOTE'],
    session,
  })

  it('The caster of a vote stands on it, by name, and in the history; its source is the server’s word', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, cyd, dan] = await world.addMembers(9)
    const driver = await world.key(['DRIVE'], { name: 'policy bot' })
    const bridge = await world.key(['INTEGRATE'], { name: 'Slack bridge', member: bob! })
    const { id } = await world.make(driver, 'openProposal', { community: world.community, title: 'Pay?' }, 'id')
    const cast = (viewer: Viewer, member: string | null, more = {}) =>
      world.make(viewer, 'castVote', { proposal: id, member, choices: ['approve'], ...more })
    await cast(bridge, ann!, { source: 'slack' })
    await cast(bridge, null, { source: 'slack', note: 'from #general' })
    await cast(signedIn(world, cyd!), null)
    await cast({ ...bridge, session: 'ses_2' }, dan!)
    await world.subgraph.consumers[0]!.catchUp()
    const { openedBy, votes, history } = await seen(world, id)
    const byBridge = { kind: 'KEY', id: bridge.key, name: 'Slack bridge', own: false }
    assert.deepEqual(openedBy, { kind: 'KEY', id: driver.key, name: 'policy bot', own: false })
    assert.deepEqual(
      votes.nodes.map((vote: any) => [vote.source, vote.note, vote.castBy]),
      [
        ['key', 'slack', byBridge],
        ['folkmoot', 'from #general', { ...byBridge, own: true }],
        ['folkmoot', null, { kind: 'SESSION', id: null, name: null, own: true }],
        ['key', null, byBridge],
      ],
    )
    assert.deepEqual(
      history.nodes.map((entry: any) => entry.castBy),
      [...votes.nodes.map((vote: any) => vote.castBy).reverse(), openedBy],
    )
  })

  it('The caster is told in the log with the whole vote, and no session is', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(9)
    world.cred.members = { [ann!]: 2.5, [bob!]: 1 }
    const { id } = await world.open({ electorate: { weight: 'CRED', minCred: 1 }, passes: { closeEarly: false } })
    const session = signedIn(world, ann!, 'ses_secret')
    const vote = await world.make(session, 'castVote', { proposal: id, choices: ['approve'] })
    await world.make(session, 'retractVote', { proposal: id })
    const events = await world.log.read({
      after: 0,
      types: ['proposals.vote.cast', 'proposals.vote.retracted'],
      limit: 9,
    })
    const castBy = { kind: 'SESSION', id: null, own: true }
    const which = { proposal: id, vote: vote.id, member: ann, castBy }
    assert.deepEqual(
      events.map(({ version, payload }) => [version, payload]),
      [
        [3, { ...which, choices: ['approve'], revision: 0, weight: 2_500_000, castAt: vote.castAt }],
        [2, { ...which, revision: 0, weight: 2_500_000, castAt: (events[1]!.payload as { castAt?: string }).castAt }],
      ],
    )
    assert.ok((events[1]!.payload as { castAt?: string }).castAt! >= vote.castAt, 'when it was taken back')
    const { rows } = await sql<{ cast_by: object }>`select cast_by from proposals.votes`.execute(world.db.root)
    assert.deepEqual(rows, [{ cast_by: { ...castBy, id: 'ses_secret' } }])
  })

  it('A caster does not outrank the member, who replaces their vote, confirms it or takes it back', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, cyd] = await world.addMembers(9)
    const { id } = await world.open({ passes: { closeEarly: false } })
    const bridge = await world.key(['INTEGRATE', 'VOTE'], { member: cyd! })
    const forOther = (member: string, choice = 'approve') =>
      world.mutate(bridge, 'castVote', { proposal: id, member, choices: [choice] })
    for (const member of [ann!, bob!]) assert.equal((await forOther(member)).vote.castBy.own, false)
    const own = await world.mutate(await world.voter(ann!), 'castVote', { proposal: id, choices: ['approve'] })
    assert.deepEqual([own.vote.revision, own.vote.castBy.own], [1, true])
    const again = await world.mutate(signedIn(world, ann!), 'castVote', { proposal: id, choices: ['approve'] })
    assert.equal(again.vote.revision, 1)
    await world.make(signedIn(world, bob!), 'retractVote', { proposal: id })
    const others = [bridge, adminViewer, await world.key(['DRIVE'])]
    const head = await world.log.head()
    for (const viewer of others) {
      for (const member of [ann!, bob!]) {
        const refused = [
          await world.mutate(viewer, 'castVote', { proposal: id, member, choices: ['reject'] }),
          await world.mutate(viewer, 'retractVote', { proposal: id, member }),
        ]
        assert.deepEqual(
          refused.map(({ code }) => code),
          ['VOTE_IS_MEMBERS_OWN', 'VOTE_IS_MEMBERS_OWN'],
        )
      }
    }
    assert.equal(await world.log.head(), head)
    assert.equal(
      (await world.mutate(signedIn(world, bob!), 'castVote', { proposal: id, choices: ['reject'] })).vote.revision,
      1,
    )
    // The bridge's own vote is its member's.
    await world.make(bridge, 'castVote', { proposal: id, choices: ['approve'] })
    assert.equal((await world.vote(cyd!, id, 'reject')).code, 'VOTE_IS_MEMBERS_OWN')
  })

  it('The caster of an old vote is not known, and whoever may vote for the member replaces it', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(9)
    const { id } = await world.open()
    await world.vote(ann!, id, 'approve')
    await sql`update proposals.votes set cast_by = null`.execute(world.db.root)
    await sql`update proposals.proposals set opened_by = null`.execute(world.db.root)
    const { votes, openedBy } = await seen(world, id)
    assert.deepEqual([votes.nodes[0].castBy, openedBy], [null, null])
    assert.equal((await world.vote(ann!, id, 'approve')).vote.revision, 1)
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
