import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { adminViewer, anonymous, proposalsWorld, rows } from './world.ts'

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
