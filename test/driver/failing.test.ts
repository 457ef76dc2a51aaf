import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DriverEvent } from '../../driver/index.ts'
import { driverOf, expense, gate, invoices, names, question, request, run, stewards, type World } from './driven.ts'
import { fakeGraph, type Told } from './fake-graph.ts'

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
