import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checkPolicy, describePolicy, parsePolicy, stepsAfter } from '../../../schema/policy/index.ts'
import { capabilities, changed, consent, deed, invoices, options, problems, said, stewards, vote } from './documents.ts'

describe('policy documents', () => {
  it('A policy document as YAML text and as an object is read to the same', () => {
    const document = parsePolicy(invoices)
    assert.deepEqual(document.on, ['opencollective.expense.created'])
    assert.equal(document.decide.vote?.electorate.role, 'steward')
    assert.deepEqual(document.then.noQuorum, [])
    assert.deepEqual(parsePolicy(document), document)
    assert.deepEqual(parsePolicy(JSON.stringify(document)), document)
    assert.deepEqual(checkPolicy(document, capabilities), [])
    assert.deepEqual(problems(stewards), [])
  })

  it('A policy document leaves out what has a default', () => {
    const document = parsePolicy({ name: 'x', on: 'shop.order.placed', decide: { rule: 'true' } })
    assert.equal(document.enforcement, 'ENFORCING')
    assert.deepEqual(document.then, { approved: [], rejected: [], noWinner: [], noQuorum: [] })
  })

  it('A policy document takes a question in words of its own, and options with what follows from each', () => {
    assert.deepEqual(problems(changed(vote, 'decide.vote.choices', said('yes', 'no', 'abstain'))), [])
    const german = [
      { key: 'ja', label: 'Ja', means: 'FOR' },
      { key: 'nein', label: 'Nein', means: 'AGAINST' },
    ]
    assert.deepEqual(problems(changed(vote, 'decide.vote.choices', german)), [])
    assert.deepEqual(problems(changed(vote, 'decide.vote', { ...consent, choices: german })), [])
    const chosen = changed(vote, 'decide.vote.choices', options)
    assert.deepEqual(problems(changed(chosen, 'then', { library: deed, pond: [], noWinner: deed, noQuorum: deed })), [])
    const none = [...options, { key: 'none', label: 'Neither', means: 'AGAINST' }]
    assert.deepEqual(
      problems(changed(changed(vote, 'decide.vote.choices', none), 'then', { pond: deed, rejected: [] })),
      [],
    )
  })

  it('A policy document of an old version that approves what leads is read, and approves nothing', () => {
    const { then } = parsePolicy(changed(vote, 'decide.vote.choices', options))
    assert.equal(then.approved.length, 1)
    for (const choice of ['pond', 'approved', 'toString', '__proto__', null])
      assert.deepEqual(stepsAfter(then, { outcome: 'CHOSEN', choice }), { key: null, steps: [] })
    assert.equal(stepsAfter(then, { outcome: 'APPROVED' }).key, 'approved')
  })

  it('A policy document takes anything from a platform without an adapter', () => {
    assert.deepEqual(
      problems(changed(changed(stewards, 'on', ['shop.order.*', 'opencollective.expense.*']), 'then', {})),
      [],
    )
  })

  it('A policy document of expenses keeps out submitter and payee, unless it says otherwise', () => {
    const exceptOf = (on: unknown, except?: object) =>
      parsePolicy({
        name: 'p',
        on,
        decide: {
          vote: { title: 'Yes?', closesIn: 'P1D', electorate: { role: 'steward', ...(except && { except }) } },
        },
      }).decide.vote!.electorate.except
    const both = { initiator: true, payee: true }
    assert.deepEqual(exceptOf('opencollective.expense.created'), both)
    assert.deepEqual(exceptOf(['communities.role.requested', 'opencollective.expense.*']), both)
    assert.deepEqual(exceptOf('opencollective.*', {}), both)
    assert.deepEqual(exceptOf('opencollective.expense.*', { initiator: false }), { initiator: false, payee: true })
    assert.deepEqual(exceptOf('opencollective.expense.*', { initiator: false, payee: false }), {
      initiator: false,
      payee: false,
    })
    assert.equal(exceptOf('communities.role.requested'), undefined)
    assert.deepEqual(exceptOf('communities.role.requested', { initiator: true }), { initiator: true })
    const wrong = changed(vote, 'decide.vote.electorate', { except: { payees: true } })
    assert.match(problems(wrong)[0]!.message, /Did you mean "payee"/)
  })

  it('A policy document may name a usual way to decide, which stands for a vote', () => {
    const asked = {
      name: 'p',
      on: 'opencollective.expense.created',
      decide: { preset: 'two-people', by: 'treasurer', closesIn: 'P7D' },
    }
    const document = parsePolicy(asked)
    const { electorate, choices, passes, closesIn } = document.decide.vote!
    assert.deepEqual(electorate, { role: 'treasurer', weight: 'EQUAL', except: { initiator: true, payee: true } })
    assert.deepEqual(
      choices!.map(({ key }) => key),
      ['approve', 'reject'],
    )
    assert.deepEqual([passes.minVotes, passes.threshold, passes.closeEarly, closesIn], [2, 0.5, true, 'P7D'])
    assert.deepEqual(parsePolicy(document), document)
    assert.deepEqual(problems(asked), [])
    assert.match(describePolicy(document), /holders of the role treasurer, .* vote for 7 days.* at least 2 vote/)
    for (const [decide, path] of [
      [{ preset: 'above', by: 'treasurer', closesIn: 'P7D' }, 'decide.amount'],
      [{ preset: 'two-people', by: 'treasurer', closesIn: 'P7D', amount: 5 }, 'decide.amount'],
      [{ preset: 'two-people', by: 'treasurer' }, 'decide.closesIn'],
      [{ preset: 'two-people', closesIn: 'P7D' }, 'decide.by'],
      [{ preset: 'two-persons', by: 'a', closesIn: 'P7D' }, 'decide.preset'],
      [{ preset: 'two-people', by: 'a', closesIn: 'P7D', rule: 'true' }, 'decide'],
      [{ rule: 'true', by: 'treasurer' }, 'decide.by'],
    ] as const) {
      const found = problems({ ...asked, decide }).map((problem) => problem.path.join('.'))
      assert.ok(found.includes(path), `${JSON.stringify(decide)}: ${found}`)
    }
  })

  it('A policy document with the preset "above" concerns larger amounts only, besides its own condition', () => {
    const above = (when?: string) =>
      parsePolicy({
        name: 'p',
        on: 'opencollective.expense.created',
        ...(when && { when }),
        decide: { preset: 'above', amount: 50_000, by: 'council', closesIn: 'P5D' },
      })
    assert.equal(above().when, 'action.data.amountInCollectiveCurrency > 50000')
    assert.equal(above('a || b').when, '(a || b) && action.data.amountInCollectiveCurrency > 50000')
    assert.match(describePolicy(above()), /^When an expense of more than 500 is submitted, holders of the role council/)
    assert.deepEqual(above().decide.vote!.electorate.except, { initiator: true, payee: true })
  })
})
