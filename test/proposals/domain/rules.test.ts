// What the domain refuses, and the small rules beside the count.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type RefusalCode, refusals } from '../../../schema/errors.ts'
import { checkChoices, checkPassRule, checkVote, defaultPassRule } from '../../../subgraphs/proposals/domain/ballot.ts'
import { after } from '../../../subgraphs/proposals/domain/duration.ts'
import {
  checkElectorateRule,
  everyone,
  describe as inWords,
  leftOutBy,
  nobody,
  oneOfEach,
  seat,
  whyLeftOut,
  withDoubles,
} from '../../../subgraphs/proposals/domain/electorate.ts'
import {
  nextPolicyState,
  nextProposalState,
  policyTable,
  proposalTable,
} from '../../../subgraphs/proposals/domain/lifecycle.ts'
import { checkJson, checkText } from '../../../subgraphs/proposals/domain/texts.ts'
import { weigh } from '../../../subgraphs/proposals/domain/weights.ts'
import { ballot, colours, withAbstain } from './ballots.ts'

const refused = (code: RefusalCode, work: () => unknown, message?: RegExp) =>
  assert.throws(work, (error: any) => {
    assert.equal(error.code, code)
    if (message) assert.match(error.message, message)
    return true
  })
const choices = (...keys: string[]) => keys.map((key) => ({ key, label: key }))

describe('rules of a ballot', () => {
  it('A ballot is refused with fewer than two choices that can win', () => {
    refused('BALLOT_INVALID', () => checkChoices('SINGLE_CHOICE', []))
    refused('BALLOT_INVALID', () => checkChoices('SINGLE_CHOICE', choices('red', 'abstain')), /two options/)
  })
  it('A ballot is refused with a key twice, empty, odd, or one that is a trap for programs', () => {
    for (const key of ['', 'a b', 'a>b', '__proto__', 'constructor', 'prototype', 'é', 'x'.repeat(65)]) {
      refused('BALLOT_INVALID', () => checkChoices('RANKED', choices('red', key)))
    }
    refused('BALLOT_INVALID', () => checkChoices('RANKED', choices('red', 'red')), /twice/)
    checkChoices('RANKED', choices('toString', '1', '_'))
  })
  it('A ballot is refused with an empty label, or too many choices', () => {
    refused('BALLOT_INVALID', () => checkChoices('APPROVAL', [...colours, { key: 'x', label: ' ' }]))
    refused('BALLOT_INVALID', () =>
      checkChoices('APPROVAL', choices(...Array.from({ length: 51 }, (_, at) => `c${at}`))),
    )
  })
  it('A ballot is refused for consent over anything but agreement and objection', () => {
    refused('BALLOT_INVALID', () => checkChoices('CONSENT', colours), /objection/)
    checkChoices('CONSENT', choices('approve', 'reject'))
    checkChoices('CONSENT', choices('yes', 'no', 'abstain'))
  })
  it('A ballot is refused with shares out of range', () => {
    for (const bad of [
      { quorum: -0.1 },
      { quorum: 1.1 },
      { quorum: Number.NaN },
      { threshold: 1 },
      { threshold: -1 },
      { minVotes: -1 },
      { minVotes: 1.5 },
      { objections: 0 },
      { objections: 1.5 },
      { objections: 2 },
      { closeEarly: false, closeEarlyAfter: 'P1D' },
    ]) {
      refused('BALLOT_INVALID', () => checkPassRule('SINGLE_CHOICE', { ...defaultPassRule, ...bad }))
    }
    checkPassRule('SINGLE_CHOICE', { ...defaultPassRule, quorum: 1, threshold: 0, minVotes: 0 })
    checkPassRule('CONSENT', { ...defaultPassRule, objections: 3, closeEarlyAfter: 'P1D' })
  })
})

describe('rules of a vote', () => {
  const one = ballot({ choices: withAbstain })
  const many = ballot({ method: 'APPROVAL', choices: withAbstain })
  it('A vote is refused for a choice that is not there', () => {
    refused('CHOICE_UNKNOWN', () => checkVote(one, ['purple']), /red, green, blue, abstain; got "purple"/)
    refused('CHOICE_UNKNOWN', () => checkVote(one, ['__proto__']))
    refused('CHOICE_UNKNOWN', () => checkVote(many, ['red', '']))
  })
  it('A vote is refused without a choice, with two of one, or with one twice', () => {
    refused('CHOICES_INVALID', () => checkVote(one, []))
    refused('CHOICES_INVALID', () => checkVote(one, ['red', 'blue']))
    refused('CHOICES_INVALID', () => checkVote(many, ['red', 'red']))
  })
  it('A vote is refused that abstains and chooses', () => {
    refused('CHOICES_INVALID', () => checkVote(many, ['abstain', 'red']))
    checkVote(many, ['abstain'])
    checkVote(many, ['red', 'green', 'blue'])
  })
  it('A vote is refused that is for and against at once, or takes an option and none of these', () => {
    const asked = ballot({ method: 'APPROVAL' })
    refused('CHOICES_INVALID', () => checkVote(asked, ['approve', 'reject']), /"reject" stands alone/)
    const none = ballot({ method: 'APPROVAL', choices: [...colours, { key: 'x', label: 'None', means: 'AGAINST' }] })
    refused('CHOICES_INVALID', () => checkVote(none, ['red', 'x']), /"x" stands alone/)
    checkVote(ballot({ method: 'RANKED', choices: none.choices }), ['red', 'x', 'blue'])
  })
})

describe('electorates', () => {
  const cred = new Map([
    ['ann', 9],
    ['bob', 4],
    ['eve', 1e-40],
  ])
  it('An electorate is all members with equal weight where nothing is asked', () => {
    assert.deepEqual(seat(everyone, ['ann', 'zoe'], new Map(), defaultPassRule), [
      { member: 'ann', weight: 1e6 },
      { member: 'zoe', weight: 1e6 },
    ])
  })
  it('An electorate takes who has enough cred, and weighs by it', () => {
    const rule = { ...everyone, minCred: 4, weight: 'SQRT_CRED' as const }
    assert.deepEqual(seat(rule, ['ann', 'bob', 'eve', 'zoe'], cred, defaultPassRule), [
      { member: 'ann', weight: 3e6 },
      { member: 'bob', weight: 2e6 },
    ])
  })
  it('An electorate is refused when empty, too small, or without weight', () => {
    refused('ELECTORATE_INVALID', () => seat({ ...everyone, minCred: 100 }, ['ann'], cred, defaultPassRule), /none/)
    refused('ELECTORATE_INVALID', () => seat(everyone, ['ann'], cred, { ...defaultPassRule, minVotes: 2 }), /minVotes/)
    refused(
      'ELECTORATE_INVALID',
      () => seat({ ...everyone, weight: 'CRED' }, ['eve', 'zoe'], cred, defaultPassRule),
      /without cred/,
    )
    refused(
      'ELECTORATE_INVALID',
      () => seat(everyone, ['ann', 'bob'], cred, { ...defaultPassRule, objections: 3 }),
      /can object; got 2/,
    )
    refused('ELECTORATE_INVALID', () =>
      seat({ ...everyone, weight: 'CRED' }, ['max'], new Map([['max', 1e300]]), defaultPassRule),
    )
  })
  it('An electorate is refused with numbers that are none', () => {
    for (const bad of [
      { minCred: -1 },
      { minCred: Number.POSITIVE_INFINITY },
      { credWeeks: 0 },
      { credWeeks: 1.5 },
      { credWeeks: 521 },
    ]) {
      refused('BAD_INPUT', () => checkElectorateRule({ ...everyone, ...bad }))
    }
  })
  it('An electorate is described in words', () => {
    const rule = { ...everyone, role: 'steward', minCred: 10, credWeeks: 12, weight: 'SQRT_CRED' as const }
    assert.equal(
      inWords(rule),
      'Members with the role steward who have at least 10 cred, cred of the last 12 weeks; votes weigh as the square root of their cred.',
    )
    assert.equal(inWords(everyone), 'Members of the community; each vote weighs the same.')
  })
  it('An electorate is without those it is about, who are told by name', () => {
    const rule = { ...everyone, except: { initiator: true, payee: true } }
    const parties = { initiator: ['ann', 'bob'], payee: ['bob', 'cleo'] }
    const out = leftOutBy(rule.except, parties).map((one) => ({ ...one, name: one.member.toUpperCase() }))
    assert.deepEqual(
      out.map(({ name, why }) => [name, whyLeftOut(why)]),
      [
        ['ANN', 'submitted it'],
        ['BOB', 'submitted it and is paid'],
        ['CLEO', 'is paid'],
      ],
    )
    assert.equal(
      inWords(rule, out),
      'Members of the community, without whoever submitted it or is paid (ANN, BOB, CLEO); each vote weighs the same.',
    )
    assert.equal(
      inWords({ ...rule, except: { initiator: false, payee: true } }, []),
      'Members of the community, without whoever is paid (no member is known to be); each vote weighs the same.',
    )
    assert.deepEqual(leftOutBy(nobody, parties), [])
    const seats = seat(rule, ['ann', 'bob', 'cleo', 'dee'], new Map(), defaultPassRule, out)
    assert.deepEqual(seats, [{ member: 'dee', weight: 1_000_000 }])
    const own = () => seat(rule, ['ann'], new Map(), defaultPassRule, out)
    refused('ELECTORATE_INVALID', own, /got none: .*without whoever submitted it or is paid \(ANN/)
  })
  it('An electorate’s member weighs nothing for cred that is no number or below nothing', () => {
    for (const bad of [Number.NaN, -5, Number.POSITIVE_INFINITY, 0]) assert.equal(weigh('CRED', bad), 0)
    assert.equal(weigh('CRED', 1.2345678), 1234568)
  })
})

describe('durations', () => {
  const from = new Date('2026-01-31T12:00:00Z')
  it('A duration is counted from the opening, on the calendar', () => {
    for (const [duration, end] of [
      ['P3D', '2026-02-03T12:00:00.000Z'],
      ['PT90M', '2026-01-31T13:30:00.000Z'],
      ['P1M', '2026-02-28T12:00:00.000Z'],
      ['P1Y', '2027-01-31T12:00:00.000Z'],
      ['P1W', '2026-02-07T12:00:00.000Z'],
      ['P1DT1H1M1.5S', '2026-02-01T13:01:01.500Z'],
      ['PT0,5S', '2026-01-31T12:00:00.500Z'],
    ] as const) {
      assert.equal(after(from, duration).toISOString(), end, duration)
    }
  })
  it('A duration is refused when it is none, nothing, or too long', () => {
    for (const bad of [
      '',
      'P',
      'PT',
      '3D',
      'P-3D',
      '-P3D',
      'P3',
      'PT3',
      'P1.5D',
      'p3d',
      'P3DT',
      'PT0S',
      'P0D',
      'P2Y',
      'P367D',
      'P999999Y',
      'P1e3D',
      'PT1S\n',
    ]) {
      refused('BAD_INPUT', () => after(from, bad))
    }
  })
})

describe('states of proposals and policies', () => {
  it('The tables of states have an answer for everything, and every refusal is known', () => {
    const events = Object.keys(proposalTable.OPEN)
    for (const row of [...Object.values(proposalTable), ...Object.values(policyTable)] as Record<string, any>[]) {
      for (const cell of Object.values(row)) if (cell.refused) assert.ok(cell.refused in refusals)
    }
    for (const row of Object.values(proposalTable)) assert.deepEqual(Object.keys(row), events)
  })
  it('The tables of states are what moves a state, in every state and for every event', () => {
    type Asked<State, Event> = (state: State, event: Event) => unknown
    const tables = [
      [proposalTable, nextProposalState as Asked<string, string>],
      [policyTable, nextPolicyState as Asked<string, string>],
    ] as const
    let asked = 0
    for (const [table, next] of tables)
      for (const [state, row] of Object.entries(table))
        for (const [event, cell] of Object.entries(row) as [string, string | { refused: RefusalCode }][]) {
          if (typeof cell === 'string') assert.equal(next(state, event), cell, `${state} ${event}`)
          else refused(cell.refused, () => next(state, event))
          asked++
        }
    assert.equal(asked, 3 * 5 + 3 * 3)
  })
  it('The tables of states let nothing happen twice to a proposal', () => {
    for (const state of ['DECIDED', 'CANCELED'] as const) {
      for (const event of ['count', 'settle', 'cancel'] as const)
        refused('PROPOSAL_CLOSED', () => nextProposalState(state, event))
      for (const event of ['cast', 'retract'] as const) refused('VOTE_CLOSED', () => nextProposalState(state, event))
    }
    assert.equal(nextProposalState('OPEN', 'count'), 'DECIDED')
  })
  it('The tables of states keep a retired policy retired', () => {
    refused('POLICY_RETIRED', () => nextPolicyState('RETIRED', 'activate'))
    assert.equal(nextPolicyState('PAUSED', 'activate'), 'ACTIVE')
  })
})

describe('text and JSON from outside', () => {
  it('Text and JSON from outside are refused when the database could not hold them', () => {
    for (const bad of ['a\0b', '\ud800', 'x'.repeat(11)]) refused('BAD_INPUT', () => checkText(bad, 'title', 10))
    refused('BAD_INPUT', () => checkText('   ', 'title', 10, 1))
    for (const bad of [{ a: '\0' }, { '\0': 1 }, ['\udc00'], 'x'.repeat(70_000)])
      refused('BAD_INPUT', () => checkJson(bad, 'evidence'))
    let deep: unknown = 1
    for (let level = 0; level < 40; level++) deep = [deep]
    refused('BAD_INPUT', () => checkJson(deep, 'evidence'))
  })
  it('Text and JSON from outside are taken with characters beyond the basic plane and backslashes', () => {
    assert.equal(checkText('👍 \\u0000', 'title', 20), '👍 \\u0000')
    assert.deepEqual(checkJson({ thumbs: '👍', text: '\\u0000' }, 'evidence'), { thumbs: '👍', text: '\\u0000' })
    assert.equal(checkJson(undefined, 'evidence'), null)
  })
})

describe('one seat for each person', () => {
  const cred = (known: Record<string, number> = {}) => new Map(Object.entries(known))
  const doubles = (known: Record<string, string>) => new Map(Object.entries(known))

  it('The seat of a person goes to the record that was there first, in whatever order they stand', () => {
    for (const members of [
      ['a', 'b', 'c', 'd'],
      ['d', 'c', 'b', 'a'],
    ]) {
      const each = oneOfEach(members, doubles({ c: 'b', d: 'c' }), cred())
      assert.deepEqual(each.members.toSorted(), ['a', 'b'])
      assert.deepEqual(
        each.doubles.toSorted((one, other) => (one.member < other.member ? -1 : 1)),
        [
          { member: 'c', seatedAs: 'b' },
          { member: 'd', seatedAs: 'b' },
        ],
      )
    }
  })

  it('The seat of a person goes to another record where the first is not asked, or has less cred', () => {
    assert.deepEqual(oneOfEach(['c'], doubles({ c: 'b' }), cred()), { members: ['c'], doubles: [] })
    assert.deepEqual(oneOfEach(['b', 'c'], doubles({ c: 'b' }), cred({ c: 1 })).members, ['c'])
    assert.deepEqual(oneOfEach(['b', 'c'], doubles({ c: 'b' }), cred({ b: 1, c: 1 })).members, ['b'])
  })

  it('The seat of a person is found though the records name one another in a circle', () => {
    assert.deepEqual(oneOfEach(['b', 'a'], doubles({ a: 'b', b: 'a' }), cred()).members, ['a'])
  })
})

describe('people who are left out', () => {
  it('Whoever is left out comes back in by no other record of theirs', () => {
    const out = [{ member: 'mem_a', why: ['payee' as const], name: 'Ada' }]
    const doubles = new Map([['mem_b', 'mem_a']])
    assert.deepEqual(
      withDoubles(out, ['mem_b', 'mem_c'], doubles).map(({ member, name }) => [member, name]),
      [
        ['mem_a', 'Ada'],
        ['mem_b', 'Ada'],
      ],
    )
    const second = [{ ...out[0]!, member: 'mem_b' }]
    assert.deepEqual(
      withDoubles(second, ['mem_a', 'mem_b', 'mem_c'], doubles).map(({ member }) => member),
      ['mem_b', 'mem_a'],
    )
    assert.deepEqual(withDoubles(out, ['mem_a', 'mem_c'], new Map()), out)
  })
})
