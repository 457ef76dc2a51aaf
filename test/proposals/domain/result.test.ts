import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ChoiceSaid } from '../../../schema/choices.ts'
import { type Ballot, checkChoices, type Method, standing } from '../../../subgraphs/proposals/domain/ballot.ts'
import { reasonOfCount } from '../../../subgraphs/proposals/domain/decision.ts'
import { isAtLeast, isMoreThan } from '../../../subgraphs/proposals/domain/exact.ts'
import { resultOf } from '../../../subgraphs/proposals/domain/result.ts'
import { emptyTotals, withoutVote, withVote } from '../../../subgraphs/proposals/domain/totals.ts'
import { ballot, colours, everyVote, totals, withAbstain } from './ballots.ts'
import { random } from './random.ts'

const outcome = (of: Ballot, votes: Parameters<typeof totals>[1]) => resultOf(of, totals(of, votes)).outcome

describe('shares of votes', () => {
  it('Shares are compared as the decimals that people wrote', () => {
    assert.equal(0.57 * 100 < 57, true) // what floating point would have said
    assert.equal(isMoreThan(57, 100, 0.57), false)
    assert.equal(isMoreThan(58, 100, 0.57), true)
    assert.equal(isAtLeast(57, 100, 0.57), true)
    assert.equal(isAtLeast(1, 10_000_000, 1e-7), true)
    assert.equal(isMoreThan(1, 10_000_000, 1e-7), false)
    assert.equal(isMoreThan(2, 3, 0.6666666666666666), true)
    assert.equal(isMoreThan(0, 0, 0), false)
  })
  it('Shares are compared right for every whole percentage', () => {
    for (let percent = 0; percent < 100; percent++) {
      const share = Number(`0.${String(percent).padStart(2, '0')}`)
      assert.equal(isMoreThan(percent, 100, share), false, `${percent} %`)
      assert.equal(isMoreThan(percent + 1, 100, share), true, `${percent} %`)
    }
  })
})

describe('result of yes or no', () => {
  it('Yes or no passes with more than the threshold of the weight for and against', () => {
    assert.equal(outcome(ballot(), ['approve', 'approve', 'reject']), 'APPROVED')
    assert.equal(outcome(ballot(), ['approve', 'reject']), 'REJECTED')
    assert.equal(outcome(ballot({ passes: { threshold: 0.3 } }), ['approve', 'reject', 'reject']), 'APPROVED')
    assert.equal(
      outcome(ballot({ passes: { threshold: 0.75 } }), ['approve', 'approve', 'approve', 'reject']),
      'REJECTED',
    )
  })
  it('Yes or no counts those who abstain for the quorum only', () => {
    const half = ballot({ size: 4, passes: { quorum: 0.5 } })
    assert.equal(outcome(half, ['approve']), 'NO_QUORUM')
    assert.equal(outcome(half, ['approve', 'abstain']), 'APPROVED')
    assert.equal(outcome(half, ['abstain', 'abstain']), 'REJECTED')
  })
  it('Yes or no takes the quorum by head, whatever the weights', () => {
    const of = ballot({ size: 4, weight: 103, passes: { quorum: 0.5 } })
    assert.equal(outcome(of, [{ marked: ['approve'], weight: 100 }]), 'NO_QUORUM')
  })
  it('Yes or no wants the least number of votes', () => {
    assert.equal(outcome(ballot(), []), 'NO_QUORUM')
    assert.equal(outcome(ballot({ passes: { minVotes: 2 } }), ['approve']), 'NO_QUORUM')
    assert.equal(outcome(ballot({ passes: { minVotes: 0 } }), []), 'REJECTED')
  })
  it('Yes or no weighs votes', () => {
    assert.equal(outcome(ballot(), [{ marked: ['approve'], weight: 3 }, 'reject', 'reject']), 'APPROVED')
  })
})

describe('result by consent', () => {
  const consent = (passes = {}) => ballot({ method: 'CONSENT', passes })
  it('Consent is blocked by one objection, even one that weighs nothing', () => {
    assert.equal(outcome(consent(), ['approve', 'approve', 'approve']), 'APPROVED')
    assert.equal(outcome(consent(), ['approve', 'approve', { marked: ['reject'], weight: 0 }]), 'REJECTED')
  })
  it('Consent is given by silence where no vote is needed', () => {
    assert.equal(outcome(consent({ minVotes: 0 }), []), 'APPROVED')
    assert.equal(outcome(consent(), []), 'NO_QUORUM')
  })
  it('Consent is blocked by as many objections as it says, or by all there are', () => {
    const two = consent({ objections: 2 })
    assert.equal(outcome(two, ['approve', 'reject']), 'APPROVED')
    assert.equal(outcome(two, ['approve', 'reject', { marked: ['reject'], weight: 0 }]), 'REJECTED')
    const one = ballot({ method: 'CONSENT', size: 1, passes: { objections: 2 } })
    assert.equal(outcome(one, ['reject']), 'REJECTED')
  })
})

describe('result by what choices mean', () => {
  const of = (method: Method, choices: ChoiceSaid[], passes = {}) =>
    ballot({ method, choices: checkChoices(method, choices), passes, size: 4 })
  const words = (...keys: string[]) => keys.map((key) => ({ key, label: key }))

  it('The meaning of choices decides, not which leads: three of four against are no approval', () => {
    for (const keys of [
      ['yes', 'no'],
      ['no', 'yes'],
      ['For', 'Against', 'Abstain'],
    ])
      for (const method of ['SINGLE_CHOICE', 'APPROVAL', 'RANKED', 'CONSENT'] as const) {
        const asked = of(method, words(...keys))
        const against = keys.find((key) => /^(no|against)$/i.test(key))!
        const yes = keys.find((key) => /^(yes|for)$/i.test(key))!
        const votes = [against, against, against, yes]
        assert.deepEqual(resultOf(asked, totals(asked, votes)), { outcome: 'REJECTED', choice: null })
        if (method !== 'CONSENT')
          assert.deepEqual(resultOf(asked, totals(asked, [against, yes, yes])), { outcome: 'APPROVED', choice: null })
        if (keys.includes('Abstain') && method !== 'CONSENT')
          assert.equal(resultOf(asked, totals(asked, ['Abstain', 'Abstain', 'Abstain', 'Abstain'])).outcome, 'REJECTED')
      }
  })

  it('A choice of an old ballot that did not say what it means is an option: chosen, never approved', () => {
    const before = ballot({ choices: words('yes', 'no') })
    assert.deepEqual(resultOf(before, totals(before, ['no', 'no', 'yes'])), { outcome: 'CHOSEN', choice: 'no' })
    const plain = ballot({ choices: words('approve', 'reject', 'abstain') })
    assert.equal(outcome(plain, ['approve', 'approve', 'reject', 'abstain']), 'APPROVED')
    assert.equal(outcome(plain, ['abstain', 'abstain']), 'REJECTED')
  })

  it('A choice that does not mean approval never approves, whatever is voted', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const { below, pick, shuffled } = random(seed)
      const method = pick<Method>(['SINGLE_CHOICE', 'APPROVAL', 'RANKED'])
      const keys = shuffled(['red', 'no', 'blue', 'abstain', 'constructor2', 'approve2'])
      const asked = of(method, words(...keys), { threshold: below(10) / 10, minVotes: below(2) })
      const cast = Array.from({ length: below(5) }, () => pick(everyVote(method, keys)))
      const { outcome, choice } = resultOf(asked, totals(asked, cast))
      assert.notEqual(outcome, 'APPROVED', `seed ${seed}`)
      assert.equal(choice !== null, outcome === 'CHOSEN', `seed ${seed}`)
      assert.ok(choice !== 'no' && choice !== 'abstain', `seed ${seed}`)
    }
  })
})

describe('reason of a result', () => {
  const each = (...votes: string[][]) => votes.map((marked) => ({ marked, weight: 1e6 }))
  it('The reason of a result says labels, not keys', () => {
    const choices = checkChoices('SINGLE_CHOICE', [
      { key: 'a', label: 'Yes' },
      { key: 'b', label: 'No' },
      { key: 'c', label: 'Abstain' },
    ])
    const of = ballot({ choices, size: 5 })
    assert.equal(
      reasonOfCount(of, totals(of, each(['a'], ['a'], ['a'], ['b'])), 'deadline'),
      'Approved. Yes 3, No 1, Abstain 0; 4 of 5 voted.',
    )
  })
  it('The reason of a ranking says who was chosen, and the rounds', () => {
    const choices = checkChoices('RANKED', [
      { key: 'library', label: 'A tool library' },
      { key: 'pond', label: 'A pond' },
      { key: 'oven', label: 'An\noven' },
      { key: 'none', label: 'None of these', means: 'AGAINST' },
    ])
    const of = ballot({ method: 'RANKED', choices, size: 9 })
    const votes = [['library'], ['library'], ['pond'], ['pond'], ['oven', 'pond']]
    assert.equal(
      reasonOfCount(of, totals(of, each(...votes)), 'deadline'),
      'Chosen: A pond. Round 1: A tool library 2, A pond 2, An oven 1, None of these 0; None of these leaves. ' +
        'Round 2: A tool library 2, A pond 2, An oven 1; An oven leaves. Round 3: A tool library 2, A pond 3. 5 of 9 voted.',
    )
    assert.match(
      reasonOfCount(of, totals(of, each(['none'], ['none'])), 'deadline'),
      /^Rejected: None of these\. Round 1/,
    )
    assert.match(reasonOfCount(of, totals(of, each(['library'], ['pond'])), 'deadline'), /^No winner\. Round 1/)
  })
  it('The reason of a result stays short, however much there is to say', () => {
    const choices = Array.from({ length: 50 }, (_, at) => ({ key: `k${at}`, label: `${at} ${'long '.repeat(99)}` }))
    const of = ballot({ method: 'RANKED', choices: checkChoices('RANKED', choices), size: 50 })
    const votes = choices.map(({ key }, at) =>
      choices
        .slice(at)
        .map((choice) => choice.key)
        .concat(key === 'k0' ? [] : ['k0']),
    )
    const said = reasonOfCount(of, totals(of, each(...votes)), 'deadline')
    assert.match(said, /Round 1: .* … Round 24: .*Round 26: .*50 of 50 voted\.$/)
    assert.ok(said.length < 3_000, String(said.length))
  })
})

describe('result of several options', () => {
  const one = (passes = {}) => ballot({ choices: withAbstain, passes })
  it('Several options name the winner where it passes, and nothing where it does not', () => {
    assert.deepEqual(resultOf(one(), totals(one(), ['red', 'red', 'blue'])), { outcome: 'CHOSEN', choice: 'red' })
    assert.deepEqual(resultOf(one(), totals(one(), ['red', 'green', 'blue', 'red'])), {
      outcome: 'NO_WINNER',
      choice: null,
    })
    const third = one({ threshold: 0.3 })
    assert.deepEqual(resultOf(third, totals(third, ['red', 'green', 'blue', 'red'])), {
      outcome: 'CHOSEN',
      choice: 'red',
    })
  })
  it('Several options go on a tie to more heads, then to the first on the ballot', () => {
    const low = one({ threshold: 0.2 })
    assert.equal(resultOf(low, totals(low, ['blue', 'green'])).choice, 'green')
    assert.equal(resultOf(low, totals(low, ['blue', 'blue', { marked: ['green'], weight: 2 }])).choice, 'blue')
  })
  it('Several options by approval count each voter once', () => {
    const many = ballot({ method: 'APPROVAL', choices: withAbstain, passes: { threshold: 0.6 } })
    const votes = [['red', 'blue'], ['blue'], ['red', 'green', 'blue'], ['green'], ['abstain']]
    assert.deepEqual(resultOf(many, totals(many, votes)), { outcome: 'CHOSEN', choice: 'blue' })
    assert.equal(outcome(many, [['red', 'blue'], ['blue', 'red'], ['green'], ['green']]), 'NO_WINNER')
  })
  it('Several options are all refused when "reject" wins among them', () => {
    const of = ballot({ choices: [...colours, { key: 'reject', label: 'None' }] })
    assert.deepEqual(resultOf(of, totals(of, ['reject', 'reject', 'red'])), { outcome: 'REJECTED', choice: null })
    // As an option must, so must "none of these": leading alone is not enough.
    const led = totals(of, ['reject', 'reject', 'red', 'green', 'blue'])
    assert.deepEqual(resultOf(of, led), { outcome: 'NO_WINNER', choice: null })
  })
})

describe('running totals', () => {
  it('Running totals stay what a recount finds, through any changes and retractions', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { below, pick } = random(seed)
      const method = pick<Method>(['SINGLE_CHOICE', 'APPROVAL', 'RANKED'])
      const of = ballot({ method, choices: withAbstain, size: 8, weight: 1e9 })
      const votes = everyVote(
        method,
        withAbstain.map(({ key }) => key),
      )
      const weights = Array.from({ length: 8 }, () => below(3_000_000))
      const standingVotes = new Map<number, string[]>()
      let running = emptyTotals(of)
      for (let step = 0; step < 60; step++) {
        const member = below(8)
        const before = standingVotes.get(member)
        if (before) running = withoutVote(running, of, before, weights[member]!)
        standingVotes.delete(member)
        if (below(4) > 0) {
          const vote = pick(votes)
          standingVotes.set(member, vote)
          running = withVote(running, of, vote, weights[member]!)
        }
        const recount = [...standingVotes].map(([who, marked]) => ({ marked, weight: weights[who]! }))
        assert.deepEqual(running, totals(of, recount), `seed ${seed}`)
      }
    }
  })

  it('Running totals give the same outcome in whatever order the votes came', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { below, pick, shuffled } = random(seed)
      const method = pick<Method>(['SINGLE_CHOICE', 'APPROVAL', 'RANKED'])
      const of = ballot({ method, choices: withAbstain, size: 12, weight: 100, passes: { threshold: below(10) / 10 } })
      const votes = everyVote(
        method,
        withAbstain.map(({ key }) => key),
      )
      const cast = Array.from({ length: 1 + below(12) }, () => ({ marked: pick(votes), weight: below(4) }))
      assert.deepEqual(resultOf(of, totals(of, shuffled(cast))), resultOf(of, totals(of, cast)), `seed ${seed}`)
    }
  })

  it('Running totals never let a vote for the leader make it lose (single choice and approval)', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const { below, pick } = random(seed)
      const of = ballot({
        method: pick<Method>(['SINGLE_CHOICE', 'APPROVAL']),
        choices: colours,
        size: 20,
        passes: { threshold: below(10) / 10 },
      })
      const votes = everyVote(of.method, standing(of.choices))
      const cast = Array.from({ length: 1 + below(10) }, () => ({ marked: pick(votes), weight: 1 + below(3) }))
      const { choice } = resultOf(of, totals(of, cast))
      if (choice)
        assert.equal(
          resultOf(of, totals(of, [...cast, { marked: [choice], weight: 1 }])).choice,
          choice,
          `seed ${seed}`,
        )
    }
  })
})
