import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DriverEvent } from '../../driver/index.ts'
import { driverOf, expense, gate, invoices, names, question, request, run, stewards, type World } from './driven.ts'
import { fakeGraph } from './fake-graph.ts'

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
