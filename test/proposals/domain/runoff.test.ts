import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { resultOf } from '../../../subgraphs/proposals/domain/result.ts'
import { runOff } from '../../../subgraphs/proposals/domain/runoff.ts'
import type { Count } from '../../../subgraphs/proposals/domain/totals.ts'
import { ballot, everyVote, totals } from './ballots.ts'
import { random } from './random.ts'

/** `{ 'a>b': 3 }`: three ballots of weight one each. */
const orders = (given: Record<string, number>): Record<string, Count> =>
  Object.fromEntries(Object.entries(given).map(([order, votes]) => [order, { votes, weight: votes }]))
const eliminated = (keys: string[], given: Record<string, number>) =>
  runOff(keys, orders(given)).rounds.map((round) => round.eliminated)

describe('an instant run-off', () => {
  it('An instant run-off finds the winner of the Tennessee example', () => {
    const { winner, rounds } = runOff(
      ['memphis', 'nashville', 'chattanooga', 'knoxville'],
      orders({
        'memphis>nashville>chattanooga>knoxville': 42,
        'nashville>chattanooga>knoxville>memphis': 26,
        'chattanooga>knoxville>nashville>memphis': 15,
        'knoxville>chattanooga>nashville>memphis': 17,
      }),
    )
    assert.equal(winner, 'knoxville')
    assert.deepEqual(
      rounds.map((round) => round.eliminated),
      ['chattanooga', 'nashville', null],
    )
    assert.equal(rounds.at(-1)!.counts.get('knoxville')!.weight, 58)
  })
  it('An instant run-off stops at once where one has more than half', () => {
    assert.deepEqual(eliminated(['a', 'b', 'c'], { a: 3, b: 1, c: 1 }), [null])
  })
  it('An instant run-off goes on with ballots that are left, when others are exhausted', () => {
    const { winner, rounds } = runOff(['a', 'b', 'c'], orders({ a: 4, b: 3, 'c>b': 2 }))
    assert.equal(winner, 'b')
    assert.equal(runOff(['a', 'b', 'c'], orders({ a: 4, b: 3, c: 2 })).rounds.at(-1)!.continuing.weight, 7)
    assert.equal(rounds.length, 2)
  })

  it('An instant run-off breaks a tie by the nearest earlier round in which the two differed', () => {
    // Round 1: a 6, b 5, c 4, d 2. d leaves to c: b 5... then e breaks nothing; c and b differ only before.
    const given = { a: 6, b: 5, c: 4, 'd>c': 1, d: 1 }
    const { rounds } = runOff(['a', 'c', 'b', 'd'], orders(given))
    assert.deepEqual(
      [...rounds[1]!.counts].map(([key, count]) => [key, count.weight]),
      [
        ['a', 6],
        ['c', 5],
        ['b', 5],
      ],
    )
    assert.equal(rounds[1]!.eliminated, 'c') // four against five in round 1, though c stands before b on the ballot
  })
  it('An instant run-off breaks a tie without history by heads, then by the order on the ballot', () => {
    const heads = { 'a>c': { votes: 1, weight: 2 }, 'b>c': { votes: 2, weight: 2 }, c: { votes: 3, weight: 3 } }
    assert.equal(runOff(['a', 'b', 'c'], heads).rounds[0]!.eliminated, 'a')
    assert.deepEqual(eliminated(['a', 'b', 'c'], { a: 2, b: 2, c: 3 })[0], 'b')
    assert.deepEqual(eliminated(['b', 'a', 'c'], { a: 2, b: 2, c: 3 })[0], 'a')
  })
  it('An instant run-off of two that are even at the end has half each, and does not pass by ballot order', () => {
    const of = ballot({ method: 'RANKED', choices: ['a', 'b', 'c'].map((key) => ({ key, label: key })) })
    assert.equal(resultOf(of, totals(of, [['a'], ['a'], ['b'], ['b'], ['c']])).outcome, 'NO_WINNER')
  })

  it('An instant run-off agrees with a count by hand on random ballots', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const { below, pick } = random(seed)
      const keys = ['a', 'b', 'c', 'd', 'e'].slice(0, 2 + below(4))
      const ways = everyVote('RANKED', keys)
      const ballots = Array.from({ length: below(15) }, () => ({ order: pick(ways), weight: 1 + below(3) }))
      const summed: Record<string, Count> = {}
      for (const { order, weight } of ballots) {
        const before = summed[order.join('>')] ?? { votes: 0, weight: 0 }
        summed[order.join('>')] = { votes: before.votes + 1, weight: before.weight + weight }
      }
      assert.equal(runOff(keys, summed).winner, byHand(keys, ballots), `seed ${seed}`)
    }
  })
})

/** The same rules written as one would count slips of paper, one by one. */
function byHand(keys: string[], ballots: { order: string[]; weight: number }[]): string {
  const left = new Set(keys)
  const history: Record<string, [weight: number, heads: number]>[] = []
  for (;;) {
    const piles: Record<string, [number, number]> = Object.fromEntries([...left].map((key) => [key, [0, 0]]))
    for (const { order, weight } of ballots) {
      for (const key of order) {
        if (!left.has(key)) continue
        piles[key]![0] += weight
        piles[key]![1] += 1
        break
      }
    }
    history.unshift(piles)
    const all = Object.values(piles).reduce((sum, [weight]) => sum + weight, 0)
    const major = [...left].find((key) => piles[key]![0] > all / 2)
    if (major) return major
    const lower = (a: string, b: string): boolean => {
      for (const past of history) if (past[a]![0] !== past[b]![0]) return past[a]![0] < past[b]![0]
      if (piles[a]![1] !== piles[b]![1]) return piles[a]![1] < piles[b]![1]
      return keys.indexOf(a) > keys.indexOf(b)
    }
    const lowest = [...left].reduce((low, key) => (lower(key, low) ? key : low))
    left.delete(lowest)
    if (left.size === 1) return [...left][0]!
  }
}
