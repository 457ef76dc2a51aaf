import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createDriver, type DriverDeps, type DriverEvent } from '../../driver/index.ts'
import { fakeGraph, type Told } from './fake-graph.ts'

type World = ReturnType<typeof fakeGraph>
const logger = { info() {}, warn() {} }

function driverOf(world: Pick<World, 'execute'>, more: Partial<DriverDeps> = {}) {
  return createDriver({ execute: world.execute, logger, feed: () => ({ start() {}, stop: async () => {} }), ...more })
}

/** Has a driver handle everything that happens, also what follows from what it does. */
async function run(world: World, driver = driverOf(world), from = 0): Promise<Told[]> {
  for (let next = from; next < world.events.length; next++) await driver.handle(world.events[next]!)
  return world.told
}

const names = (told: readonly Told[]) => told.map(({ name, input }) => (input.kind ? `${name} ${input.kind}` : name))

// biome-ignore-start lint/suspicious/noThenProperty: a key of the document.
const stewards = {
  name: 'stewards',
  on: 'communities.role.requested',
  when: 'action.data.role == "steward"',
  decide: { rule: 'cred.status == "FOUND" && cred.total > 25.0' },
  then: {
    approved: [{ perform: 'communities.role.grant' }],
    rejected: [{ perform: 'communities.role.refuse', with: { reason: 'No: {{ decision.reason }}' } }],
  },
}
const invoices = {
  name: 'invoices',
  on: 'opencollective.expense.created',
  when: 'action.data.amountInCents <= 500000',
  decide: {
    vote: {
      title: 'Pay "{{ action.subject.title }}"?',
      electorate: { role: 'steward' },
      closesIn: 'P3D',
      passes: { quorum: 0.2 },
      venues: ['opencollective.expense.comment'],
    },
  },
  then: {
    approved: [{ perform: 'opencollective.expense.approve' }],
    rejected: [
      {
        perform: 'opencollective.expense.reject',
        with: { message: '{{ decision.reason }} ({{ tally.voters }} voted)' },
      },
    ],
    noQuorum: [{ perform: 'opencollective.expense.comment', with: { message: 'Too few voted.' } }],
  },
}
const gate = (name: string, rule: string) => ({ name, on: 'door.open.*', decide: { rule } })
// biome-ignore-end lint/suspicious/noThenProperty: a key of the document.

const request = {
  id: 'act_1',
  kind: 'communities.role.requested',
  initiator: 'mem_ana',
  subject: { type: 'roleRequest', id: 'req_1', title: 'steward', url: null },
  data: { role: 'steward', request: 'req_1', member: 'mem_ana' },
}
const expense = { id: 'act_2', kind: 'opencollective.expense.created', data: { amountInCents: 12_500 } }
const question = { id: 'act_3', kind: 'door.open.asked', asksPermission: true }

describe('policies with a rule', () => {
  it('A rule’s decision is titled by what was asked, whatever it was asked about', async () => {
    const world = fakeGraph()
    for (const kind of ['opencollective.expense.created', 'door.open.asked'])
      world.apply({ name: kind.replaceAll('.', '-'), on: kind, decide: { rule: 'true' } })
    world.observe({ ...expense, subject: { type: 'expense', id: '7', title: 'Hosting', url: null } })
    world.observe({
      ...question,
      asksPermission: false,
      subject: { type: 'door', id: 'north', title: null, url: null },
    })
    const told = await run(world)
    assert.deepEqual(
      told.map(({ input }) => input.title),
      ['Expense "Hosting"', 'Open asked: door north'],
    )
  })

  it('A rule grants a role to someone with enough cred, and says why', async () => {
    const world = fakeGraph()
    world.member('mem_ana', { status: 'FOUND', total: 31.2 })
    world.apply(stewards)
    world.observe(request)
    const [decision, grant, ...rest] = await run(world)
    assert.equal(decision!.name, 'recordDecision')
    assert.equal(decision!.input.outcome, 'APPROVED')
    assert.equal(decision!.input.idempotencyKey, 'act_1:stewards:decide')
    assert.equal(decision!.input.title, 'Role steward for mem_ana')
    assert.match(
      decision!.input.reason,
      /The policy "stewards" approves: .*cred\.status is "FOUND", cred\.total is 31\.2/,
    )
    assert.deepEqual(decision!.input.evidence, {
      seen: { 'action.data.role': 'steward', 'cred.status': 'FOUND', 'cred.total': 31.2 },
      snapshot: 'snap_1',
    })
    assert.equal(grant!.input.kind, 'communities.role.grant')
    assert.equal(grant!.input.subject, 'req_1')
    assert.equal(grant!.input.decision, 'dec_prop_1')
    assert.equal(grant!.input.advisory, false)
    assert.deepEqual(rest, [])
  })

  it('A rule refuses a role to someone with too little cred, with the reason in the parameters', async () => {
    const world = fakeGraph()
    world.member('mem_ana', { status: 'FOUND', total: 25 })
    world.apply(stewards)
    world.observe(request)
    const [decision, refuse] = await run(world)
    assert.equal(decision!.input.outcome, 'REJECTED')
    assert.equal(refuse!.input.kind, 'communities.role.refuse')
    assert.match(refuse!.input.parameters.reason, /^No: The policy "stewards" rejects: .*cred\.total is 25/)
  })

  it('A rule takes a stranger for someone without cred', async () => {
    const world = fakeGraph()
    world.apply(stewards)
    world.observe({ ...request, initiator: null })
    assert.equal((await run(world))[0]!.input.outcome, 'REJECTED')
  })

  it('A rule reads cred at one snapshot', async () => {
    const world = fakeGraph()
    world.member('mem_ana', { status: 'FOUND', total: 31.2 })
    world.apply({ ...stewards, decide: { rule: 'cred.total > 25 && cred.lastWeeks(4) + cred.lastWeeks(12) == 8.0' } })
    world.observe(request)
    assert.equal((await run(world))[0]!.input.outcome, 'APPROVED')
    assert.equal(world.queries.filter((name) => name === 'DriverCred').length, 1)
    assert.equal(world.queries.filter((name) => name === 'DriverCredWeeks').length, 2)
  })

  it('A rule asks for steps with the holds and confirmations that the policy says', async () => {
    const world = fakeGraph()
    const waits = { holds: 'P2D', guardian: 'council', needs: 2, by: 'treasurer', within: 'P14D' }
    world.apply({
      ...{ name: 'slow', on: 'opencollective.expense.created', decide: { rule: 'true' } },
      // biome-ignore lint/suspicious/noThenProperty: a key of the document.
      then: { approved: [{ perform: 'opencollective.expense.approve', ...waits }] },
    })
    world.observe(expense)
    const { holds, guardian, needs, by, within } = (await run(world))[1]!.input
    assert.deepEqual({ holds, guardian, needs, by, within }, waits)
  })

  it('A rule has only the data fetched that it looks at', async () => {
    const world = fakeGraph()
    world.apply(gate('gate', 'action.data.request != ""'))
    world.observe({ ...question, asksPermission: false, initiator: 'mem_ana', data: { request: 'req_1' } })
    assert.equal((await run(world))[0]!.name, 'recordDecision')
    assert.ok(!world.queries.some((name) => name.startsWith('DriverCred') || name === 'DriverInitiator'))
  })
})

describe('policies with a vote', () => {
  it('A vote is opened with what the policy says, announced, and carried out', async () => {
    const world = fakeGraph()
    world.apply(invoices)
    world.observe(expense)
    const driver = driverOf(world)
    await run(world, driver)
    assert.deepEqual(names(world.told), ['openProposal', 'performAction opencollective.expense.comment'])
    const { input } = world.told[0]!
    assert.equal(input.title, 'Pay "Hosting"?')
    assert.equal(input.closesIn, 'P3D')
    assert.equal(input.electorate.role, 'steward')
    assert.equal(input.passes.quorum, 0.2)
    assert.deepEqual(input.venues, ['opencollective.expense.comment'])
    assert.deepEqual(input.evidence.seen, { 'action.data.amountInCents': 12_500 })
    const announcement = world.told[1]!.input
    assert.equal(announcement.proposal, 'prop_1')
    assert.equal(announcement.subject, 'ex_1')
    assert.match(announcement.parameters.message, /A vote is open: Pay "Hosting"\?/)

    const before = world.events.length
    world.close('prop_1', 'REJECTED')
    await run(world, driver, before)
    const reject = world.told[2]!.input
    assert.equal(reject.kind, 'opencollective.expense.reject')
    assert.deepEqual(reject.parameters, {
      reason: '2 of 2 said so.',
      message: '2 of 2 said so. (2 voted)',
    })
    assert.equal(world.told.length, 3)
  })

  it('A vote with too few votes has the steps that the policy says, and a canceled one none', async () => {
    const world = fakeGraph()
    world.apply(invoices)
    world.observe(expense)
    await run(world)
    let from = world.events.length
    world.close('prop_1', 'NO_QUORUM')
    await run(world, driverOf(world), from)
    assert.equal(world.told[2]!.input.parameters.message, 'Too few voted.')
    from = world.events.length
    world.close('prop_1', 'CANCELED')
    await run(world, driverOf(world), from)
    assert.equal(world.told.length, 3)
  })

  it('A vote keeps the version of the policy that it began with', async () => {
    const world = fakeGraph()
    world.apply(invoices)
    world.observe(expense)
    await run(world)
    const from = world.events.length
    // biome-ignore lint/suspicious/noThenProperty: a key of the document.
    world.apply({ ...invoices, then: { approved: [{ perform: 'opencollective.expense.pay' }] } })
    world.close('prop_1', 'APPROVED')
    await run(world, driverOf(world), from)
    assert.equal(world.told.at(-1)!.input.kind, 'opencollective.expense.approve')
  })

  it('A vote is carried out only if the policy still concerns what it is about', async () => {
    const world = fakeGraph()
    world.apply(invoices)
    world.observe(expense)
    await run(world)
    const from = world.events.length
    world.observe({
      ...expense,
      id: 'act_9',
      kind: 'opencollective.expense.processing',
      data: { amountInCents: 900_000 },
    })
    world.close('prop_1', 'APPROVED')
    await run(world, driverOf(world), from)
    const kinds = world.told.map(({ input }) => input.kind).filter(Boolean)
    assert.ok(!kinds.includes('opencollective.expense.approve'), kinds.join())
    const reported = world.told.find(({ name }) => name === 'reportStep')!.input
    assert.match(reported.problem, /not concerned any more.*amountInCents is 900000/)
  })

  it('A vote’s step to publish puts the signed head of the chain at the venue that it names', async () => {
    const world = fakeGraph()
    const publish = {
      perform: 'proposals.chain.publish',
      with: {
        at: 'opencollective.conversation.comment',
        subject: 'conv_1',
        message: 'Decided: {{ decision.outcome }}',
      },
    }
    // biome-ignore lint/suspicious/noThenProperty: a key of the document.
    world.apply({ ...invoices, then: { approved: [publish] } })
    world.observe(expense)
    await run(world)
    const from = world.events.length
    world.close('prop_1', 'APPROVED')
    await run(world, driverOf(world), from)
    const { kind, subject, decision, parameters } = world.told.at(-1)!.input
    assert.deepEqual([kind, subject], ['opencollective.conversation.comment', 'conv_1'])
    assert.equal(decision, 'dec_prop_1')
    assert.match(
      parameters.message,
      /^Decided: APPROVED\n\nThe decisions of .*: 7\. Head abc\.\n\nAt .*signed sig \(key kid/,
    )
  })

  it('A vote has the steps that the policy says of the choice that won, and no others', async () => {
    const options = {
      name: 'tools',
      on: 'opencollective.expense.created',
      decide: {
        vote: {
          title: 'What?',
          closesIn: 'P1D',
          choices: [
            { key: 'pond', label: 'A pond' },
            { key: 'toString', label: 'A string' },
            { key: 'none', label: 'Neither', means: 'AGAINST' },
          ],
        },
      },
      // biome-ignore lint/suspicious/noThenProperty: a key of the document.
      then: {
        pond: [{ perform: 'opencollective.expense.approve', with: { message: '{{ decision.choiceLabel }}' } }],
        rejected: [{ perform: 'opencollective.expense.reject', with: { message: '{{ string(tally.against) }}' } }],
        noWinner: [{ perform: 'opencollective.expense.comment', with: { message: 'Ask again.' } }],
      },
    }
    const carried = async (outcome: string, choice?: string) => {
      const world = fakeGraph()
      world.apply(options)
      world.observe(expense)
      await run(world)
      const [from, told] = [world.events.length, world.told.length]
      world.close('prop_1', outcome, choice)
      await run(world, driverOf(world), from)
      return world.told.slice(told).map(({ input }) => [input.kind, input.parameters?.message])
    }
    assert.deepEqual(await carried('CHOSEN', 'pond'), [['opencollective.expense.approve', 'A pond']])
    assert.deepEqual(await carried('CHOSEN', 'toString'), [])
    assert.deepEqual(await carried('REJECTED'), [['opencollective.expense.reject', '0']])
    assert.deepEqual(await carried('NO_WINNER'), [['opencollective.expense.comment', 'Ask again.']])
    assert.deepEqual(await carried('APPROVED'), [])
  })

  it('A vote’s chosen option is not taken for approved, and is told where an old policy would have', async () => {
    for (const [outcome, choice, message] of [
      ['CHOSEN', 'constructor', /"A pond" was chosen, .* when it is approved/],
      ['CHOSEN', 'approved', /"Approved" was chosen, .* when it is approved/],
      ['NO_WINNER', undefined, /no option won, .* when it is rejected/],
    ] as const) {
      const world = fakeGraph()
      const choices = [
        { key: 'constructor', label: 'A pond' },
        { key: 'approved', label: 'Approved', means: 'OPTION' },
      ]
      world.apply({ ...invoices, decide: { vote: { ...invoices.decide.vote, choices } } })
      world.observe(expense)
      await run(world)
      const from = world.events.length
      world.close('prop_1', outcome, choice)
      await run(world, driverOf(world), from)
      assert.deepEqual(
        world.told.filter(({ input }) => input.decision).map(({ name }) => name),
        ['reportStep'],
      )
      assert.match(world.actions.get(expense.id)!.problem!, message)
    }
  })

  it('A vote is opened with the rule for passing that the policy says', async () => {
    const world = fakeGraph()
    const vote = { title: 'Pay?', closesIn: 'P3D', method: 'CONSENT', venues: [] }
    const passes = { minVotes: 0, closeEarly: { after: 'P1D' }, objections: { atLeast: 2 } }
    // biome-ignore lint/suspicious/noThenProperty: a key of the document.
    world.apply({ ...invoices, decide: { vote: { ...vote, passes } }, then: {} })
    world.observe(expense)
    await run(world)
    const { quorum, threshold, ...asked } = world.told[0]!.input.passes // those are assumed
    assert.deepEqual(asked, { minVotes: 0, closeEarly: true, closeEarlyAfter: 'P1D', objections: 2 })
  })

  it('A vote only advises where the policy says so', async () => {
    const world = fakeGraph()
    world.apply({ ...invoices, enforcement: 'ADVISORY' })
    world.observe(expense)
    await run(world)
    const from = world.events.length
    world.close('prop_1', 'APPROVED')
    await run(world, driverOf(world), from)
    assert.equal(world.told.at(-1)!.input.advisory, true)
    assert.equal(world.told.at(-1)!.input.parameters.message, '2 of 2 said so.')
  })
})

describe('policies concerned', () => {
  it('The policies concerned are those of the kind whose condition holds, and each decides', async () => {
    const world = fakeGraph()
    world.apply(invoices)
    world.apply({ ...invoices, name: 'large', when: 'action.data.amountInCents > 500000' })
    world.apply({ ...invoices, name: 'every', on: ['opencollective.expense.*'], when: undefined })
    world.apply(stewards)
    world.observe(expense)
    await run(world)
    const opened = world.told.filter(({ name }) => name === 'openProposal')
    assert.deepEqual(
      opened.map(({ input }) => input.policy),
      ['pol_invoices_1', 'pol_every_1'],
    )
  })

  it('The policies concerned are found in full, though they are read a hundred at a time', async () => {
    const world = fakeGraph()
    for (let each = 0; each < 200; each++)
      world.apply({ ...invoices, name: `large ${each}`, when: 'action.data.amountInCents > 500000' })
    world.apply(invoices)
    world.observe(expense)
    await run(world)
    const opened = world.told.filter(({ name }) => name === 'openProposal')
    assert.deepEqual(
      opened.map(({ input }) => input.policy),
      ['pol_invoices_1'],
    )
  })

  it('No policy is concerned with what a decision asked for', async () => {
    const world = fakeGraph()
    world.apply({ ...invoices, on: ['opencollective.expense.*'] })
    world.observe({ ...expense, direction: 'REQUESTED' })
    world.observe({ ...expense, id: 'act_9', kind: 'opencollective.expense.approved', data: { byFolkmoot: true } })
    assert.deepEqual(await run(world), [])
  })
})

describe('policies that fail', () => {
  it('A policy that fails decides nothing, and the action waits until it is mended', async () => {
    const world = fakeGraph()
    world.apply({ ...invoices, when: 'action.data.amount <= 500000' })
    world.observe(expense)
    const driver = driverOf(world)
    await run(world, driver)
    assert.deepEqual(names(world.told), ['setActionProblem'])
    assert.match(world.actions.get('act_2')!.problem!, /^invoices: .*No such key: amount/)

    const from = world.events.length
    world.apply(invoices)
    await run(world, driver, from)
    assert.deepEqual(names(world.told).slice(1), [
      'openProposal',
      'performAction opencollective.expense.comment',
      'setActionProblem',
    ])
    assert.equal(world.actions.get('act_2')!.problem, null)
  })

  it('A policy that fails keeps no other from deciding, and that one decides once', async () => {
    const world = fakeGraph()
    world.apply(invoices)
    world.apply({ ...invoices, name: 'broken', when: 'action.data.nothing' })
    world.observe(expense)
    const driver = driverOf(world)
    await run(world, driver)
    const from = world.events.length
    world.apply({ ...invoices, name: 'broken', when: 'false' })
    await run(world, driver, from)
    assert.deepEqual(names(world.told), [
      'openProposal',
      'setActionProblem',
      'performAction opencollective.expense.comment',
      'setActionProblem',
    ])
    assert.equal(world.actions.get('act_2')!.problem, null)
  })

  it('A policy that decided is not asked again, although it would now decide otherwise', async () => {
    const world = fakeGraph()
    world.member('mem_ana', { status: 'FOUND', total: 40 })
    const asked = { ...question, initiator: 'mem_ana' }
    world.apply(gate('a', 'cred.total > 25'))
    world.apply(gate('b', 'action.data.missing'))
    world.observe(asked)
    const driver = driverOf(world)
    await run(world, driver)
    world.member('mem_ana', { status: 'FOUND', total: 10 })
    const from = world.events.length
    world.apply(gate('b', 'true'))
    await run(world, driver, from)
    assert.deepEqual(
      world.told.filter(({ name }) => name === 'recordDecision').map(({ input }) => [input.policy, input.outcome]),
      [
        ['pol_a_1', 'APPROVED'],
        ['pol_b_2', 'APPROVED'],
      ],
    )
    assert.equal(world.actions.get('act_3')!.verdict, 'ALLOW')
  })

  it('A policy waits for cred that cannot be read, and decides when it can', async () => {
    const world = fakeGraph()
    world.member('mem_ana', { status: 'UNAVAILABLE', total: 0 })
    world.apply(stewards)
    world.observe(request)
    const driver = driverOf(world)
    await run(world, driver)
    assert.match(world.actions.get('act_1')!.problem!, /cred cannot be read now/)
    world.member('mem_ana', { status: 'FOUND', total: 40 })
    const from = world.events.length
    world.happen('cred.snapshot.taken', { snapshot: 'snap_2', sha256: 'x' })
    await run(world, driver, from)
    assert.deepEqual(names(world.told), [
      'setActionProblem',
      'recordDecision',
      'performAction communities.role.grant',
      'setActionProblem',
    ])
    assert.equal(world.actions.get('act_1')!.problem, null)
  })

  it('A policy whose ballot is refused is reported', async () => {
    const world = fakeGraph()
    world.refusals.set('openProposal', {
      code: 'ELECTORATE_INVALID',
      message: 'Wanted someone who may vote; got nobody.',
    })
    world.apply(invoices)
    world.observe(expense)
    await run(world)
    assert.equal(
      world.actions.get('act_2')!.problem,
      'invoices: Wanted someone who may vote; got nobody. (ELECTORATE_INVALID)',
    )
  })

  it('A step that is refused is reported, and asked for again when a policy is applied', async () => {
    const world = fakeGraph()
    world.member('mem_ana', { status: 'FOUND', total: 40 })
    world.refusals.set('performAction:communities.role.grant', {
      code: 'PLATFORM_NOT_CONNECTED',
      message: 'Not connected.',
    })
    world.apply(stewards)
    world.observe(request)
    const driver = driverOf(world)
    await run(world, driver)
    assert.match(
      world.actions.get('act_1')!.problem!,
      /stewards: Decided, but communities.role.grant was refused: Not connected/,
    )
    assert.deepEqual(world.told.find(({ name }) => name === 'reportStep')!.input, {
      ...{ decision: 'dec_prop_1', step: 'approved:0', kind: 'communities.role.grant' },
      problem: 'Decided, but communities.role.grant was refused: Not connected. (PLATFORM_NOT_CONNECTED)',
    })
    world.refusals.clear()
    const from = world.events.length
    world.apply({ ...stewards, description: 'Again.' })
    await run(world, driver, from)
    assert.equal(world.told.filter(({ name }) => name === 'recordDecision').length, 1)
    assert.equal(world.told.at(-2)!.input.kind, 'communities.role.grant')
    assert.equal(world.actions.get('act_1')!.problem, null)
  })

  it('A step whose parameters cannot be made is reported, on the action and the decision', async () => {
    const world = fakeGraph()
    world.member('mem_ana', { status: 'FOUND', total: 40 })
    const perform = { perform: 'communities.role.grant', with: { reason: '{{ action.data.nothing }}' } }
    // biome-ignore lint/suspicious/noThenProperty: `then` is the community's word; nothing awaits a document.
    world.apply({ ...stewards, then: { approved: [perform] } })
    world.observe(request)
    await run(world)
    const reported = world.told.find(({ name }) => name === 'reportStep')!.input
    assert.match(reported.problem, /communities\.role\.grant could not be asked for: /)
    assert.deepEqual([reported.decision, reported.step], ['dec_prop_1', 'approved:0'])
    assert.ok(world.actions.get('act_1')!.problem!.includes(reported.problem))
    assert.equal(world.told.filter(({ name }) => name === 'performAction').length, 0)
  })

  it('A policy’s problem is cleared by people who decide themselves', async () => {
    const world = fakeGraph()
    world.apply({ ...invoices, when: 'action.data.amount > 1' })
    world.observe(expense)
    const driver = driverOf(world)
    await run(world, driver)
    const { id } = world.openByHand({ title: 'By hand', trigger: 'act_2' })
    const from = world.events.length
    world.decideByHand(id, 'APPROVED')
    await run(world, driver, from)
    assert.equal(world.actions.get('act_2')!.problem, null)
    assert.deepEqual(names(world.told), ['setActionProblem', 'setActionProblem'])
  })
})

describe('permissions', () => {
  const verdict = (world: World) => world.actions.get('act_3')!.verdict

  it('A permission is given where no policy is concerned', async () => {
    const world = fakeGraph()
    world.observe(question)
    await run(world)
    assert.equal(verdict(world), 'ALLOW')
  })

  it('A permission is given when every rule approves, and once', async () => {
    const world = fakeGraph()
    world.apply(gate('a', 'true'))
    world.apply(gate('b', 'action.kind != ""'))
    world.observe(question)
    await run(world)
    assert.deepEqual(names(world.told), ['recordDecision', 'recordDecision', 'settlePermission'])
    assert.equal(world.told[2]!.input.decision, 'dec_prop_2')
    assert.equal(verdict(world), 'ALLOW')
  })

  it('A permission is denied when one rule rejects, whatever stands first', async () => {
    for (const policies of [
      [gate('a', 'true'), gate('b', 'false')],
      [gate('a', 'false'), gate('b', 'true')],
    ]) {
      const world = fakeGraph()
      for (const policy of policies) world.apply(policy)
      world.observe(question)
      await run(world)
      assert.equal(verdict(world), 'DENY')
      assert.equal(world.told.filter(({ name }) => name === 'settlePermission').length, 1)
    }
  })

  it('A permission waits for a vote, and follows it', async () => {
    for (const [outcome, wanted] of [
      ['APPROVED', 'ALLOW'],
      ['REJECTED', 'DENY'],
      ['NO_QUORUM', 'DENY'],
      ['CHOSEN', 'DENY'],
      ['NO_WINNER', 'DENY'],
    ] as const) {
      const world = fakeGraph()
      world.apply({ name: 'a', on: 'door.open.asked', decide: { vote: { title: 'Open?', closesIn: 'PT1H' } } })
      world.observe(question)
      const driver = driverOf(world)
      await run(world, driver)
      assert.equal(verdict(world), 'WAIT')
      const from = world.events.length
      world.close('prop_1', outcome)
      await run(world, driver, from)
      assert.equal(verdict(world), wanted)
    }
  })

  it('A permission waits for the last of several votes', async () => {
    const world = fakeGraph()
    for (const name of ['a', 'b'])
      world.apply({ name, on: 'door.open.asked', decide: { vote: { title: 'Open?', closesIn: 'PT1H' } } })
    world.observe(question)
    const driver = driverOf(world)
    await run(world, driver)
    let from = world.events.length
    world.close('prop_2', 'APPROVED')
    await run(world, driver, from)
    assert.equal(verdict(world), 'WAIT')
    from = world.events.length
    world.close('prop_1', 'APPROVED')
    await run(world, driver, from)
    assert.equal(verdict(world), 'ALLOW')
  })

  it('A permission is not given while a policy fails on it', async () => {
    const world = fakeGraph()
    world.apply(gate('a', 'true'))
    world.apply(gate('b', 'action.data.missing'))
    world.observe(question)
    const driver = driverOf(world)
    await run(world, driver)
    assert.equal(verdict(world), 'WAIT')
    const from = world.events.length
    world.apply(gate('b', 'true'))
    await run(world, driver, from)
    assert.equal(verdict(world), 'ALLOW')
  })
})

describe('communities with an external driver', () => {
  it('A community with an external driver is left alone', async () => {
    const world = fakeGraph()
    world.community.driver.kind = 'EXTERNAL'
    world.apply(invoices)
    world.observe(expense)
    assert.deepEqual(await run(world), [])
  })

  it('A community is decided for by its driver at the time, though the log is read later', async () => {
    const world = fakeGraph()
    world.apply(invoices)
    world.happen('communities.driver.set', { community: 'com_1', kind: 'EXTERNAL', endpoint: null })
    world.observe(expense)
    world.happen('communities.driver.set', { community: 'com_1', kind: 'BUILT_IN', endpoint: null })
    world.observe({ ...expense, id: 'act_4' })
    await run(world)
    assert.deepEqual(
      world.told.filter(({ name }) => name === 'openProposal').map(({ input }) => input.trigger),
      ['act_4'],
    )
  })

  it('A community is decided for by its driver at the time, also by a driver started since', async () => {
    const world = fakeGraph()
    world.apply(invoices)
    world.happen('communities.driver.set', { community: 'com_1', kind: 'EXTERNAL', endpoint: null })
    world.observe(expense)
    world.happen('communities.driver.set', { community: 'com_1', kind: 'BUILT_IN', endpoint: null })
    world.observe({ ...expense, id: 'act_4' })
    const decidedBy = async ({ id }: DriverEvent) => {
      const before = world.events.slice(
        0,
        world.events.findIndex((event) => event.id === id),
      )
      const set = before.findLast(({ type }) => type === 'communities.driver.set')
      return set ? (set.payload as { kind: 'BUILT_IN' | 'EXTERNAL' }).kind : null
    }
    const from = world.events.findIndex(({ type }) => type === 'actions.action.recorded')
    for (const event of world.events.slice(from)) await driverOf(world, { decidedBy }).handle(event)
    assert.deepEqual(
      world.told.filter(({ name }) => name === 'openProposal').map(({ input }) => input.trigger),
      ['act_4'],
    )
  })

  it('A community switching to an external driver hands over what waited, and back repeats nothing', async () => {
    const world = fakeGraph()
    world.apply({ ...invoices, when: 'action.data.amount > 1' })
    world.observe(expense)
    world.happen('communities.driver.set', { community: 'com_1', kind: 'EXTERNAL', endpoint: null })
    world.happen('communities.driver.set', { community: 'com_1', kind: 'BUILT_IN', endpoint: null })
    const driver = driverOf(world)
    await run(world, driver)
    const from = world.events.length
    world.apply(invoices)
    await run(world, driver, from)
    assert.deepEqual(names(world.told), ['setActionProblem', 'setActionProblem'])
  })
})

describe('outages', () => {
  const failing = (world: World, code: string, times: number) => {
    let left = times
    return {
      execute: async (query: string, variables: Record<string, unknown>) =>
        query.includes('DriverOpenProposal') && left-- > 0
          ? { errors: [{ message: 'down', extensions: { code } }] }
          : world.execute(query, variables),
    }
  }

  it('An outage of a part is thrown, for the feed to try again', async () => {
    const world = fakeGraph()
    world.apply(invoices)
    world.observe(expense)
    const driver = driverOf(failing(world, 'UNAVAILABLE', 20))
    for (let attempt = 0; attempt < 20; attempt++) await assert.rejects(driver.handle(world.events[1]!), /down/)
    await run(world, driver)
    assert.deepEqual(names(world.told), ['openProposal', 'performAction opencollective.expense.comment'])
  })

  it('An outage may be half an answer, and is thrown then too', async () => {
    const world = fakeGraph()
    world.apply(invoices)
    world.observe(expense)
    const execute = async (query: string, variables: Record<string, unknown>) => ({
      ...(await world.execute(query, variables)),
      errors: [{ message: 'cred is down', extensions: { code: 'UNAVAILABLE' } }],
    })
    await assert.rejects(driverOf({ execute }).handle(world.events[1]!), /cred is down/)
    assert.deepEqual(world.told, [])
  })

  it('An outage of a platform is tried a few times, then put aside until a policy is applied', async () => {
    const world = fakeGraph()
    world.member('mem_ana', { status: 'FOUND', total: 40 })
    world.refusals.set('performAction', { code: 'PLATFORM_UNREACHABLE', message: 'No answer.' })
    world.apply(stewards)
    world.observe(request)
    const driver = driverOf(world)
    await run(world, driver, 0).catch(() => {})
    const decided = world.events[2]
    for (let attempt = 2; attempt < 4; attempt++) await assert.rejects(driver.handle(decided!), /No answer/)
    await driver.handle(decided!)
    assert.match(world.actions.get('act_1')!.problem!, /No answer\. \(PLATFORM_UNREACHABLE\)/)
    const { problem, ...reported } = world.told.find(({ name }) => name === 'reportStep')!.input
    assert.deepEqual(reported, { decision: 'dec_prop_1', step: 'all', kind: null })
    assert.match(problem, /No answer\. \(PLATFORM_UNREACHABLE\)/)
    world.refusals.clear()
    world.apply(stewards)
    await run(world, driver, 3)
    assert.equal(world.told.at(-2)!.input.kind, 'communities.role.grant')
    assert.equal(world.actions.get('act_1')!.problem, null)
  })

  it('An outage that never ends for one event is put aside, visibly', async () => {
    const world = fakeGraph()
    world.apply(invoices)
    world.observe(expense)
    const driver = driverOf(failing(world, 'INTERNAL_SERVER_ERROR', 100))
    for (let attempt = 1; attempt < 8; attempt++) await assert.rejects(driver.handle(world.events[1]!), /down/)
    await driver.handle(world.events[1]!)
    assert.match(world.actions.get('act_2')!.problem!, /driver: DriverOpenProposal: down/)
  })
})

describe('a driver killed at any step', () => {
  /** Handles everything, dying once at the nth call of the graph, before it is done or after; then starts again there. */
  async function runKilled(
    prepare: (world: World) => void,
    later: (world: World) => void,
    at: number,
    after: boolean,
  ): Promise<{ told: Told[]; calls: number }> {
    const world = fakeGraph()
    let calls = 0
    const execute: World['execute'] = async (query, variables) => {
      calls += 1
      if (calls === at && !after) throw new Error('killed')
      const answer = await world.execute(query, variables)
      if (calls === at) throw new Error('killed')
      return answer
    }
    prepare(world)
    let driver = driverOf({ execute })
    let continued = false
    for (let next = 0; next < world.events.length || !continued; next++) {
      if (next === world.events.length) {
        continued = true
        later(world)
      }
      try {
        await driver.handle(world.events[next] as DriverEvent)
      } catch (error) {
        assert.equal((error as Error).message, 'killed')
        driver = driverOf({ execute })
        next -= 1
      }
    }
    return { told: world.told, calls }
  }

  const stories: Record<string, [(world: World) => void, (world: World) => void]> = {
    'an invoice under two policies': [
      (world) => {
        world.apply(invoices)
        world.apply({ ...invoices, name: 'again', enforcement: 'ADVISORY' })
        world.observe(expense)
      },
      (world) => {
        world.close('prop_1', 'REJECTED')
        world.close('prop_2', 'NO_QUORUM')
      },
    ],
    'a role, and a permission': [
      (world) => {
        world.member('mem_ana', { status: 'FOUND', total: 40 })
        world.apply(stewards)
        world.apply(gate('a', 'true'))
        world.observe(request)
        world.observe(question)
      },
      (world) => world.happen('cred.snapshot.taken', { snapshot: 'snap_2', sha256: 'x' }),
    ],
    'a policy that is mended': [
      (world) => {
        world.apply({ ...invoices, when: 'action.data.amount > 1' })
        world.observe(expense)
      },
      (world) => {
        world.apply(invoices)
      },
    ],
  }
  for (const [story, [prepare, later]] of Object.entries(stories))
    it(`A driver killed at any step does the rest once: ${story}`, async () => {
      const undisturbed = await runKilled(prepare, later, 0, false)
      assert.ok(undisturbed.told.length >= 3)
      for (let at = 1; at <= undisturbed.calls; at++)
        for (const after of [false, true]) {
          const { told } = await runKilled(prepare, later, at, after)
          assert.deepEqual(told, undisturbed.told, `killed ${after ? 'after' : 'before'} call ${at}`)
        }
    })
})
