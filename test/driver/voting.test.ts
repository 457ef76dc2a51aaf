import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openInWords } from '../../driver/announcing.ts'
import { driverOf, expense, invoices, names, run } from './driven.ts'
import { fakeGraph } from './fake-graph.ts'

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
    assert.match(announcement.parameters.message, /No address is set .* \(prop_1\)/)

    const before = world.events.length
    world.close('prop_1', 'REJECTED')
    await run(world, driver, before)
    const reject = world.told[2]!.input
    assert.equal(reject.kind, 'opencollective.expense.reject')
    assert.deepEqual(reject.parameters, {
      reason: '2 of 2 said so.',
      message: '2 of 2 said so. (2 voted)',
    })
    const end = world.told[3]!.input
    assert.deepEqual([end.kind, end.subject, end.decision], ['opencollective.expense.comment', 'ex_1', undefined])
    assert.match(end.parameters.message, /^The vote is over: Pay "Hosting"\?\n\nRejected\. 2 of 2 said so\.\n\n/)
    assert.equal(world.told.length, 4)
  })

  it('A vote is announced with its page, its choices, who may vote and until when, in words', async () => {
    const world = fakeGraph()
    world.apply(invoices)
    world.observe(expense)
    await run(world, driverOf(world, { site: 'https://vote.example/' }))
    const { message } = world.told[1]!.input.parameters
    assert.equal(
      message,
      [
        'A vote is open: Pay "Hosting"?',
        `Choices: ${world.proposals
          .get('prop_1')
          .choices.map(({ label }: any) => label)
          .join(', ')}`,
        'Members with the role steward; each vote weighs the same. It is open until Tuesday, 1 December 2026 at 00:00 UTC.',
        'Vote: https://vote.example/proposals/prop_1',
      ].join('\n\n'),
    )
  })

  it('A vote’s announcement keeps its page and its end, however much there is to say', async () => {
    const world = fakeGraph()
    world.apply({ ...invoices, decide: { vote: { ...invoices.decide.vote, body: 'x'.repeat(9_900) } } })
    world.observe(expense)
    const site = 'https://vote.example'
    await run(world, driverOf(world, { site }))
    const { message } = world.told[1]!.input.parameters
    assert.ok(message.length < 20_000)
    assert.ok(message.endsWith('Vote: https://vote.example/proposals/prop_1'))
    const proposal = world.proposals.get('prop_1')
    proposal.termsInWords = Array.from({ length: 100 }, () => ({ label: 'item', value: '🪴'.repeat(300) }))
    const long = openInWords(proposal, site)
    assert.ok(long.length < 20_000 && long.isWellFormed())
    assert.ok(long.endsWith('Vote: https://vote.example/proposals/prop_1'))
  })

  it('A vote’s end is told once, by hand or by the count, however often the event comes', async () => {
    for (const [how, words] of [
      ['APPROVED', /^The vote is over: .*\n\nApproved\. 2 of 2 said so\.\n\nThe decision: https:.*prop_1$/s],
      ['NO_QUORUM', /Expired without a quorum: nothing is decided\. .*\n\nVotes: .* 2; 2 voted\.\n\nThe decision: /s],
      ['CANCELED', /^The vote is canceled: .*\n\n2 of 2 said so\.\n\nWhat it was about: https:/s],
      [
        'by hand',
        /Approved, by a decision of those who may make it without the vote\. The board said so\.\n\nVotes: /s,
      ],
    ] as const) {
      const world = fakeGraph()
      world.apply(invoices)
      world.observe(expense)
      const site = 'https://vote.example'
      await run(world, driverOf(world, { site }))
      const from = world.events.length
      if (how === 'by hand') world.decideByHand('prop_1', 'APPROVED')
      else world.close('prop_1', how)
      for (let times = 0; times < 3; times++) await run(world, driverOf(world, { site }), from)
      const said = world.told
        .map(({ input }) => input.parameters?.message)
        .filter((message) => /^The vote is (over|canceled)/.test(message))
      assert.equal(said.length, 1, how)
      assert.match(said[0], words)
    }
  })

  it('A vote’s end is told where it was announced, if it was opened by hand', async () => {
    const world = fakeGraph()
    world.observe(expense)
    const proposal = world.openByHand({ title: 'Pay?', trigger: 'act_2' })
    const kind = 'opencollective.expense.comment'
    const at = (id: string) => ({ action: { id: `act_${id}`, kind, subject: { type: 'expense', id } } })
    proposal.venues = [at('ex_1'), { action: null }, at('ex_2')]
    world.close(proposal.id, 'REJECTED')
    const from = world.events.length - 1
    for (let times = 0; times < 2; times++) await run(world, driverOf(world), from)
    const said = world.told.filter(({ name }) => name === 'performAction').map(({ input }) => input)
    assert.deepEqual(
      said.map(({ kind, subject }) => [kind, subject]),
      [
        [kind, 'ex_1'],
        [kind, 'ex_2'],
      ],
    )
    assert.match(said[0].parameters.message, /^The vote is over: Pay\?/)
  })

  it('A vote is announced, and its end told, by what says something alone: an approval is no announcement', async () => {
    for (const outcome of ['REJECTED', 'CANCELED']) {
      const world = fakeGraph()
      const venues = ['opencollective.expense.approve', 'opencollective.expense.comment']
      world.apply({ ...invoices, decide: { vote: { ...invoices.decide.vote, venues } } })
      world.observe(expense)
      await run(world)
      assert.match(world.actions.get('act_2')!.problem!, /Not announced by opencollective\.expense\.approve/)
      const from = world.events.length
      world.close('prop_1', outcome)
      await run(world, driverOf(world), from)
      const kinds = world.told.map(({ input }) => input.kind)
      assert.ok(!kinds.includes('opencollective.expense.approve'), kinds.join())
      assert.equal(kinds.filter((kind) => kind === 'opencollective.expense.comment').length, 2)
    }
  })

  it('A vote’s end that cannot be told now leaves what follows from it as it is', async () => {
    const world = fakeGraph()
    world.apply(invoices)
    world.observe(expense)
    await run(world)
    world.refusals.set('performAction:opencollective.expense.comment', {
      code: 'PLATFORM_UNREACHABLE',
      message: 'Away.',
    })
    world.close('prop_1', 'APPROVED')
    const driver = driverOf(world)
    for (let tries = 1; tries < 4; tries++) await assert.rejects(driver.handle(world.events.at(-1)!), /Away/)
    await driver.handle(world.events.at(-1)!)
    assert.deepEqual(names(world.told).slice(2), ['performAction opencollective.expense.approve', 'setActionProblem'])
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
    assert.deepEqual(names(world.told).slice(3), Array(2).fill('performAction opencollective.expense.comment'))
    assert.match(world.told[3]!.input.parameters.message, /^The vote is over/)
    assert.match(world.told[4]!.input.parameters.message, /^The vote is canceled/)
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
    assert.equal(world.told.at(-2)!.input.kind, 'opencollective.expense.approve')
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
    const { kind, subject, decision, parameters } = world.told.at(-2)!.input
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
    assert.equal(world.told.at(-2)!.input.advisory, true)
    assert.equal(world.told.at(-2)!.input.parameters.message, '2 of 2 said so.')
  })
})
