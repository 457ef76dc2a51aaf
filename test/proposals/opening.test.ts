import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { systemViewer } from '../../backbone/security/viewer.ts'
import { tables } from '../../subgraphs/proposals/storage/tables.ts'
import { adminViewer, anonymous, proposalsWorld, type World } from './world.ts'

const electorate = 'id electorate { size totalWeight description snapshot { id } }'

async function rows(world: World): Promise<number> {
  const counts = await Promise.all(
    (['proposals', 'seats', 'idempotency', 'decisions'] as const).map(async (table) => {
      const found = await tables(world.db.root)
        .selectFrom(table)
        .select((eb) => eb.fn.countAll().as('n'))
        .executeTakeFirst()
      return Number(found!.n)
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

describe('openProposal', () => {
  it('A proposal opens with what is assumed where nothing is said', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(3)
    const opened = await world.open(
      {},
      `id title body status method enforcement choices { key label means }
      passes { quorum threshold minVotes closeEarly closeEarlyAfter objections }
      openedAt closesAt closedAt trigger { id } policy { id } evidence venues { url } decision { id } tally { voters standing }
      community { id } electorate { size totalWeight description snapshot { id } }`,
    )
    assert.equal(opened.body, '')
    assert.deepEqual([opened.status, opened.method, opened.enforcement], ['OPEN', 'SINGLE_CHOICE', 'ENFORCING'])
    assert.deepEqual(
      opened.choices.map(({ key, means }: any) => [key, means]),
      [
        ['approve', 'FOR'],
        ['reject', 'AGAINST'],
        ['abstain', 'ABSTAIN'],
      ],
    )
    const passes = { quorum: 0, threshold: 0.5, minVotes: 1, closeEarly: true, closeEarlyAfter: null, objections: 1 }
    assert.deepEqual({ ...opened.passes }, passes)
    assert.deepEqual(
      { ...opened.electorate },
      { size: 3, totalWeight: 3, description: 'Members of the community; each vote weighs the same.', snapshot: null },
    )
    assert.deepEqual(
      [opened.closesAt, opened.closedAt, opened.trigger, opened.policy, opened.evidence, opened.decision],
      [null, null, null, null, null, null],
    )
    assert.equal(opened.community.id, world.community)
    assert.equal(opened.tally.standing, 'NO_QUORUM')
  })

  it("A proposal closes after its duration by the database's clock, and says so in its event", async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const { openedAt, closesAt, id } = await world.open(
      { closesIn: 'P3D', venues: ['opencollective.expense.comment'] },
      'id openedAt closesAt',
    )
    assert.equal(Date.parse(closesAt) - Date.parse(openedAt), 3 * 86_400_000)
    const [event] = await world.log.read({ after: 0, types: ['proposals.proposal.opened'], limit: 10 })
    assert.deepEqual(event!.payload, {
      proposal: {
        id,
        community: world.community,
        title: 'Pay the hosting?',
        trigger: null,
        policy: null,
        snapshots: [],
        enforcement: 'ENFORCING',
        venues: ['opencollective.expense.comment'],
        closesAt,
        openedBy: { kind: 'ADMIN', id: null, own: false },
      },
    })
  })

  it('A proposal keeps its trigger, its policy and what was known', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const action = world.action()
    await world.tell({ type: 'actions.action.recorded', community: world.community, payload: { action } })
    const policy = await world.make(adminViewer, 'applyPolicy', {
      community: world.community,
      document: { name: 'invoices', on: 'opencollective.expense.created', decide: { rule: 'true' } },
    })
    const opened = await world.open(
      { trigger: action.id, policy: policy.id, evidence: { cred: 25.5 }, enforcement: 'ADVISORY' },
      'trigger { id } policy { id version } evidence enforcement',
    )
    assert.deepEqual(
      [opened.trigger.id, opened.policy.id, opened.evidence, opened.enforcement],
      [action.id, policy.id, { cred: 25.5 }, 'ADVISORY'],
    )
  })

  it('A proposal asked for again with the same key is the same, even at the same moment', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const ask = () => world.open({ idempotencyKey: 'evt_1:pol_1:0', closesIn: 'P3D' }, 'id')
    const opened = await Promise.all([ask(), ask(), ask()])
    opened.push(await ask())
    assert.equal(new Set(opened.map(({ id }) => id)).size, 1)
    assert.equal((await world.log.read({ after: 0, types: ['proposals.proposal.opened'], limit: 10 })).length, 1)
    const other = await world.mutate(adminViewer, 'openProposal', {
      community: world.community,
      title: 'Another',
      idempotencyKey: 'evt_1:pol_1:0',
    })
    assert.equal(other.code, 'IDEMPOTENCY_CONFLICT')
  })
})

describe('electorates at the opening', () => {
  it('An electorate is those who hold a role at the opening, and stays', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, eve] = await world.addMembers(3)
    const role = await world.addRole('Steward', ann!, bob!)
    const { id, ...opened } = await world.open({ electorate: { role: 'steward' } }, electorate)
    assert.equal(opened.electorate.size, 2)
    assert.equal(opened.electorate.description, 'Members with the role Steward; each vote weighs the same.')
    await world.tell(
      {
        type: 'communities.role.granted',
        community: world.community,
        payload: { member: eve!, role, roleName: 'Steward', request: null, decision: null },
      },
      {
        type: 'communities.role.revoked',
        community: world.community,
        payload: { member: ann!, role, roleName: 'Steward', reason: null, decision: null },
      },
    )
    assert.equal((await world.open({ electorate: { role } }, electorate)).electorate.size, 2)
    assert.equal((await world.vote(eve!, id, 'approve')).code, 'NOT_IN_ELECTORATE')
    assert.equal((await world.vote(ann!, id, 'approve')).vote.revision, 0)
  })

  it('An electorate is without whoever submitted it, did it, or is paid, and says so by name', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, cleo, dee] = await world.addMembers(4)
    const { community } = world
    const submits = (parties?: object, initiator: string | null = null) => {
      const action = world.action({ initiator, ...(parties && { parties: parties as never }) })
      return world.tell({ type: 'actions.action.recorded', community, payload: { action } }).then(() => action.id)
    }
    const trigger = await submits({ submitter: ann, payee: bob }, cleo)
    const except = { initiator: true, payee: true }
    const { id, ...opened } = await world.open({ trigger, electorate: { except } }, electorate)
    assert.deepEqual(
      [opened.electorate.size, opened.electorate.description],
      [
        1,
        `Members of the community, without whoever submitted it or is paid (The ${ann}, The ${cleo}, The ${bob}); each vote weighs the same.`,
      ],
    )
    for (const [member, why] of [
      [ann, 'submitted it'],
      [bob, 'is paid'],
      [cleo, 'submitted it'],
    ]) {
      const refused = await world.vote(member!, id, 'approve')
      assert.equal(refused.code, 'NOT_IN_ELECTORATE')
      assert.match(refused.message, new RegExp(`whoever ${why} has no vote on it`))
    }
    assert.equal((await world.vote(dee!, id, 'approve')).vote.member.id, dee)

    const size = async (input: Record<string, unknown>) => (await world.open(input, electorate)).electorate.size
    assert.equal(await size({ trigger, electorate: { except: { payee: true } } }), 3)
    assert.equal(await size({ trigger, electorate: {} }), 4)
    const unnamed = await submits({ submitter: null, payee: null })
    for (const nobody of [unnamed, await submits(), undefined]) {
      const all = (await world.open({ trigger: nobody, electorate: { except } }, electorate)).electorate
      assert.deepEqual([all.size, all.description.includes('(no member is known to be)')], [4, true])
    }

    const own = { community, title: 'Mine', trigger, electorate: { members: [ann, bob], except } }
    const refused = await world.mutate(adminViewer, 'openProposal', own)
    assert.deepEqual([refused.code, refused.path], ['ELECTORATE_INVALID', ['input', 'electorate']])
    assert.match(refused.message, /without whoever submitted it or is paid/)
    const few = { ...own, electorate: { except }, passes: { minVotes: 2 } }
    assert.match((await world.mutate(adminViewer, 'openProposal', few)).message, /got 1: .*is paid/)

    // Ann and Dee turn out to be one before the next one opens.
    await world.tell({ type: 'communities.member.merged', community, payload: { from: ann!, into: dee! } })
    const alone = await world.mutate(adminViewer, 'openProposal', { ...own, electorate: { except } })
    assert.equal(alone.code, 'ELECTORATE_INVALID')
  })

  it('An electorate knows a role by its name however that is written, and by its id before any name', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(2)
    const role = await world.addRole('G\u00e4rtner', ann!)
    await world.addRole(role, ann!, bob!)
    for (const name of ['Ga\u0308rtner', ' G\u00c4RTNER', role]) {
      assert.equal((await world.open({ electorate: { role: name } })).electorate.size, 1, name)
    }
  })

  it('An electorate is the members named, each person once', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, eve] = await world.addMembers(4)
    await world.tell({
      type: 'communities.member.merged',
      community: world.community,
      payload: { from: eve!, into: ann! },
    })
    assert.equal((await world.open({ electorate: { members: [ann, bob, eve] } }, electorate)).electorate.size, 2)
    assert.equal((await world.open({}, electorate)).electorate.size, 3)
  })

  it('An electorate takes cred from one pinned snapshot, page by page', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, eve, zoe] = await world.addMembers(5)
    world.cred.members = { [ann!]: 100, [bob!]: 10, [eve!]: 9.99, [zoe!]: 'AMBIGUOUS' }
    world.cred.pageSize = 2
    const opened = await world.open({ electorate: { minCred: 10, weight: 'CRED' } }, electorate)
    assert.deepEqual(
      { ...opened.electorate, snapshot: opened.electorate.snapshot.id },
      {
        size: 2,
        totalWeight: 110,
        description: 'Members of the community who have at least 10 cred; votes weigh as their cred.',
        snapshot: 'snap_1',
      },
    )
    assert.equal(world.questions.filter(({ query }) => query.includes('members')).length, 3)
    assert.ok(world.questions.slice(1).every(({ variables }) => variables.snapshot === 'snap_1'))
  })

  it('An electorate by cred counts the last weeks where asked', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(2)
    world.cred.members = { [ann!]: 100, [bob!]: 100 }
    world.cred.recent = { [ann!]: 0, [bob!]: 5 }
    const opened = await world.open({ electorate: { minCred: 1, credWeeks: 12 } }, electorate)
    assert.equal(opened.electorate.size, 1)
    const { variables } = world.questions.find(({ query }) => query.includes('lastWeeks'))!
    assert.equal(variables.weeks, 12)
    assert.ok(Math.abs(Date.parse(variables.asOf) - Date.now()) < 60_000)
  })

  it("An electorate asks for nobody's cred where cred does not matter, and opens where nothing of it can be read", async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(2)
    world.cred.fails = true
    assert.equal((await world.open()).electorate.size, 2)
    assert.deepEqual(
      world.questions.map(({ query }) => [query.includes('doubles'), query.includes('cred')]),
      [[true, false]],
    )
  })
})

describe('one person has one seat', () => {
  const seats = `id electorate { size totalWeight voters(first: 10) { totalCount nodes { member { id } weight } }
    doubles(first: 10) { totalCount nodes { member { id } seatedAs { id } } } }`
  const seated = ({ electorate }: any) => electorate.voters.nodes.map((seat: any) => [seat.member.id, seat.weight])
  const leftOut = ({ electorate }: any) =>
    electorate.doubles.nodes.map(({ member, seatedAs }: any) => [member.id, seatedAs.id])

  it('One person has one seat whatever each vote weighs, and who was left out is kept', async (t) => {
    const world = await proposalsWorld(t)
    const [lin, second, third, tob] = await world.addMembers(4)
    world.cred.members = { [lin!]: 50, [second!]: 'SHARED', [third!]: 'SHARED', [tob!]: 30 }
    world.cred.doubles = { [second!]: lin!, [third!]: second! }
    world.cred.pageSize = 1
    const byCred = await world.open({ electorate: { weight: 'CRED', minCred: 10 }, passes: { minVotes: 2 } }, seats)
    assert.deepEqual([byCred.electorate.size, byCred.electorate.totalWeight], [2, 80])
    const equal = await world.open({}, seats)
    assert.deepEqual([equal.electorate.size, equal.electorate.totalWeight], [2, 2])
    for (const each of [byCred, equal]) {
      assert.deepEqual(
        seated(each).map(([member]: [string]) => member),
        [lin, tob],
      )
      assert.equal(each.electorate.voters.totalCount, 2)
      assert.deepEqual(leftOut(each), [
        [second, lin],
        [third, lin],
      ])
      assert.equal(each.electorate.doubles.totalCount, 2)
    }
    const alone = { electorate: { members: [lin, second, third] }, passes: { minVotes: 2 } }
    const input = { community: world.community, title: 'Alone?', ...alone }
    assert.equal((await world.mutate(adminViewer, 'openProposal', input)).code, 'ELECTORATE_INVALID')
  })

  it('One person’s seat is that of the record asked with most cred, else the first', async (t) => {
    const world = await proposalsWorld(t)
    const [lin, second, third] = await world.addMembers(3)
    world.cred.doubles = { [second!]: lin!, [third!]: lin! }
    const named = await world.open({ electorate: { members: [third, second] } }, seats)
    assert.deepEqual([seated(named), leftOut(named)], [[[second, 1]], [[third, second]]])
    world.cred.members = { [third!]: 7 }
    const weighed = await world.open({ electorate: { weight: 'CRED' } }, seats)
    assert.deepEqual(seated(weighed), [[third, 7]])
  })

  it('One person’s vote as their other record is refused, with what can be done about it', async (t) => {
    const world = await proposalsWorld(t)
    const [lin, second, , tob] = await world.addMembers(4)
    world.cred.doubles = { [second!]: lin! }
    const { id } = await world.open({ passes: { closeEarly: false } }, seats)
    const refused = await world.vote(second!, id, 'approve')
    assert.equal(refused.code, 'NOT_IN_ELECTORATE')
    assert.match(refused.message, new RegExp(`${lin}.*merge`))
    const mine = `query ($id: ID!) { proposal(id: $id) { electorate { viewerMayVote viewerWeight size doubles { totalCount nodes { member { id } } } } } }`
    const see = async (viewer: typeof adminViewer) => (await world.ask(viewer, mine, { id })).proposal.electorate
    const may = async (viewer: typeof adminViewer) => {
      const { viewerMayVote, viewerWeight } = await see(viewer)
      return [viewerMayVote, viewerWeight]
    }
    const key = await world.voter(second!)
    assert.deepEqual(await may(await world.voter(tob!)), [true, 1])
    assert.deepEqual(await may(key), [false, null])
    assert.deepEqual(await may(adminViewer), [false, null])
    await world.tell({
      type: 'communities.member.merged',
      community: world.community,
      payload: { from: second!, into: lin! },
    })
    for (const consumer of world.subgraph.consumers) await consumer.catchUp()
    assert.deepEqual(await may(key), [true, 1])
    const { size, doubles } = await see(key)
    assert.deepEqual([size, doubles.totalCount, doubles.nodes], [3, 0, []])
    assert.equal((await world.vote(second!, id, 'approve')).vote.member.id, lin)
  })

  it('One person has one seat also where two became one while the proposal was opened', async (t) => {
    const world = await proposalsWorld(t)
    const [lin, second, other] = await world.addMembers(3)
    world.cred.doubles = { [second!]: lin! }
    await world.tell({
      type: 'communities.member.merged',
      community: world.community,
      payload: { from: lin!, into: other! },
    })
    const opened = await world.open({}, seats)
    assert.deepEqual([seated(opened), leftOut(opened)], [[[other, 1]], [[second, other]]])
  })

  it('Records of one person are listed in pages, by member', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(7)
    const { id } = await world.open()
    const query = `query ($id: ID!, $after: Cursor) { proposal(id: $id) { electorate { voters(first: 3, after: $after) {
      nodes { member { id } } pageInfo { hasNextPage endCursor } } } } }`
    const seen: string[] = []
    for (let after: string | null = null; ; ) {
      const { voters }: any = (await world.ask(adminViewer, query, { id, after })).proposal.electorate
      seen.push(...voters.nodes.map(({ member }: any) => member.id))
      if (!voters.pageInfo.hasNextPage) break
      after = voters.pageInfo.endCursor
    }
    assert.deepEqual(seen, members.toSorted())
  })
})

describe('refusals of openProposal', () => {
  it('A proposal is refused, and nothing is left, for each kind of bad input', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(2)
    await world.addRole('empty')
    const other = await world.addCommunity('other')
    const [stranger] = await world.addMembers(1, other)
    const foreignPolicy = await world.make(adminViewer, 'applyPolicy', {
      community: other,
      document: { name: 'p', on: 'x.y', decide: { rule: 'true' } },
    })
    const foreignAction = world.action({ community: other })
    await world.tell({ type: 'actions.action.recorded', community: other, payload: { action: foreignAction } })
    let deep: unknown = 1
    for (let level = 0; level < 5000; level++) deep = [deep]
    const before = await rows(world)
    const head = await world.log.head()
    const two = ['a', 'b'].map((key) => ({ key, label: key }))
    const cases: [string, Record<string, unknown>][] = [
      ['COMMUNITY_NOT_FOUND', { community: 'nowhere' }],
      ['BAD_INPUT', { title: '  ' }],
      ['BAD_INPUT', { title: 'x'.repeat(501) }],
      ['BAD_INPUT', { title: 'nul \0' }],
      ['BAD_INPUT', { body: 'half \udfff' }],
      ['BAD_INPUT', { body: 'x'.repeat(50_001) }],
      ['BAD_INPUT', { evidence: { '\0': 1 } }],
      ['BAD_INPUT', { evidence: 'x'.repeat(70_000) }],
      ['BAD_INPUT', { closesIn: 'PT0S' }],
      ['BAD_INPUT', { closesIn: 'P99999999D' }],
      ['BAD_INPUT', { closesIn: 'PP' }],
      ['BAD_INPUT', { venues: ['not a kind'] }],
      ['BAD_INPUT', { venues: Array.from({ length: 11 }, () => 'a.b') }],
      ['BAD_INPUT', { idempotencyKey: '' }],
      ['BAD_INPUT', { idempotencyKey: 'x'.repeat(301) }],
      ['BALLOT_INVALID', { choices: [] }],
      ['BALLOT_INVALID', { choices: [two[0], two[0]] }],
      ['BALLOT_INVALID', { choices: [two[0], { key: '__proto__', label: 'x' }] }],
      ['BAD_INPUT', { choices: [two[0], { key: 'x', label: 'nul \0' }] }],
      ['BALLOT_INVALID', { method: 'CONSENT', choices: two }],
      ['BALLOT_INVALID', { passes: { threshold: 1 } }],
      ['BALLOT_INVALID', { passes: { quorum: 1.5 } }],
      ['BALLOT_INVALID', { passes: { minVotes: -1 } }],
      ['ROLE_NOT_FOUND', { electorate: { role: 'nobody-has-it' } }],
      ['MEMBER_NOT_FOUND', { electorate: { members: [ann, 'mem_nobody'] } }],
      ['MEMBER_NOT_FOUND', { electorate: { members: [stranger] } }],
      ['ELECTORATE_INVALID', { electorate: { role: 'empty' } }],
      ['ELECTORATE_INVALID', { electorate: { members: [] } }],
      ['ELECTORATE_INVALID', { passes: { minVotes: 3 } }],
      ['ELECTORATE_INVALID', { electorate: { minCred: 5 } }],
      ['ELECTORATE_INVALID', { electorate: { weight: 'CRED' } }],
      ['BAD_INPUT', { electorate: { minCred: -5 } }],
      ['BAD_INPUT', { electorate: { credWeeks: 0 } }],
      ['TRIGGER_NOT_FOUND', { trigger: 'act_nowhere' }],
      ['TRIGGER_NOT_FOUND', { trigger: foreignAction.id }],
      ['TRIGGER_NOT_FOUND', { trigger: 'nul \0' }],
      ['POLICY_NOT_FOUND', { policy: 'nul \0' }],
      ['POLICY_NOT_FOUND', { policy: 'pol_nowhere' }],
      ['POLICY_NOT_FOUND', { policy: foreignPolicy.id }],
      ['ROLE_NOT_FOUND', { electorate: { role: 'nul \0' } }],
      ['MEMBER_NOT_FOUND', { electorate: { members: ['nul \0'] } }],
      ['BAD_INPUT', { electorate: { members: Array.from({ length: 10_001 }, () => ann) } }],
      ['BAD_INPUT', { evidence: deep, idempotencyKey: 'k' }],
    ]
    for (const [code, input] of cases) {
      const refused = await world.mutate(adminViewer, 'openProposal', {
        community: world.community,
        title: 'Pay?',
        ...input,
      })
      assert.equal(refused.code, code, Object.keys(input).join())
      assert.equal(refused.proposal, null)
    }
    assert.equal(await rows(world), before)
    assert.equal(await world.log.head(), head)
  })

  it('A proposal is refused, and nothing is left, when cred is needed and not known', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(2)
    const ask = async () => {
      const refused = await world.mutate(adminViewer, 'openProposal', {
        community: world.community,
        title: 'Pay?',
        electorate: { minCred: 1 },
        idempotencyKey: 'k',
      })
      assert.equal(refused.code, 'CRED_UNAVAILABLE')
      return refused.message
    }
    world.cred.fails = true
    assert.match(await ask(), /does not answer/)
    Object.assign(world.cred, { fails: false, snapshot: null })
    assert.match(await ask(), /no source/)
    Object.assign(world.cred, { snapshot: 'snap_1', members: { [ann!]: 'UNAVAILABLE' } })
    await ask()
    assert.equal(await rows(world), 0)
    world.cred.members = { [ann!]: 5 }
    const { id } = await world.open({ title: 'Pay?', electorate: { minCred: 1 }, idempotencyKey: 'k' })
    assert.ok(id, 'a refused call may be tried again with its key')
  })

  it('A proposal is refused, and nothing is left, to whoever may not open one', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(2)
    const elsewhere = await world.addCommunity('elsewhere')
    const input = { community: world.community, title: 'Pay?' }
    const attempts: [string, Awaited<ReturnType<typeof world.key>>][] = [
      ['UNAUTHENTICATED', anonymous],
      ['FORBIDDEN', await world.key(['READ', 'VOTE', 'INTEGRATE'])],
      ['FORBIDDEN', await world.key(['DRIVE', 'ADMIN'], { community: elsewhere })],
    ]
    for (const [code, viewer] of attempts) {
      assert.equal((await world.mutate(viewer, 'openProposal', input)).code, code)
      assert.equal(
        (await world.mutate(viewer, 'recordDecision', { ...input, outcome: 'APPROVED', reason: 'x' })).code,
        code,
      )
    }
    for (const scope of ['DRIVE', 'ADMIN'] as const) await world.make(await world.key([scope]), 'openProposal', input)
  })
})

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
