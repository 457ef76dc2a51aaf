// Early closing against brute force: every small electorate, every way to have voted so far, every way to go on.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type Choice,
  checkChoices,
  defaultChoices,
  keyOf,
  type Method,
  type PassRule,
} from '../../../subgraphs/proposals/domain/ballot.ts'
import { isCertain } from '../../../subgraphs/proposals/domain/certainty.ts'
import { resultOf } from '../../../subgraphs/proposals/domain/result.ts'
import { emptyTotals, type Totals, withVote } from '../../../subgraphs/proposals/domain/totals.ts'
import { ballot, colours, everyVote, totals, withAbstain } from './ballots.ts'

const rules: Partial<PassRule>[] = [
  {},
  { threshold: 0 },
  { threshold: 0.3, quorum: 0.5 },
  { threshold: 0.6, minVotes: 2 },
  { threshold: 0.75, quorum: 1 },
  { quorum: 0.4, minVotes: 0 },
]
/** Objections that block, and silence that consents. */
const consents: Partial<PassRule>[] = [
  { objections: 2 },
  { objections: 2, minVotes: 0 },
  { objections: 3, quorum: 0.5 },
  { minVotes: 0 },
]
/** A question in other words, against first. */
const inWords = checkChoices('SINGLE_CHOICE', [
  { key: 'nein', label: 'No' },
  { key: 'egal', label: 'No opinion' },
  { key: 'ja', label: 'Yes' },
])
/** Options that say so, with none of these under another key. */
const said = checkChoices('SINGLE_CHOICE', [
  { key: 'none', label: 'None of these', means: 'AGAINST' },
  { key: 'approve', label: 'Red', means: 'OPTION' },
  { key: 'green', label: 'Green' },
])
const withReject = [...colours.slice(0, 2), { key: 'reject', label: 'None of these' }]

/** Goes through everything; returns how often the outcome was certain, and how often that was seen, while votes were missing. */
function tryAll(method: Method, choices: readonly Choice[], weights: number[], passes: Partial<PassRule>) {
  const of = ballot({
    method,
    choices,
    passes,
    size: weights.length,
    weight: weights.reduce((sum, weight) => sum + weight, 0),
  })
  const votes = everyVote(
    method,
    choices.map(({ key }) => key),
    keyOf(choices, 'ABSTAIN') ?? undefined,
  )
  // A state is, for each member, a vote or nothing (-1); as a number in base votes + 1.
  let states: { marks: number[]; totals: Totals }[] = [{ marks: [], totals: emptyTotals(of) }]
  for (const weight of weights) {
    states = states.flatMap(({ marks, totals }) => [
      { marks: [...marks, -1], totals },
      ...votes.map((vote, mark) => ({ marks: [...marks, mark], totals: withVote(totals, of, vote, weight) })),
    ])
  }
  const name = (marks: number[]) => marks.join()
  const results = new Map(states.map(({ marks, totals }) => [name(marks), JSON.stringify(resultOf(of, totals))]))
  const completions = (marks: number[]): number[][] =>
    marks.reduce<number[][]>(
      (all, mark) => {
        const next = mark >= 0 ? [mark] : [-1, ...votes.keys()]
        return all.flatMap((done) => next.map((one) => [...done, one]))
      },
      [[]],
    )
  let truly = 0
  let seen = 0
  for (const { marks, totals } of states) {
    if (!marks.includes(-1)) continue
    const now = results.get(name(marks))
    const certain = completions(marks).every((all) => results.get(name(all)) === now)
    const said = isCertain(of, totals)
    const where = () =>
      `${method} ${JSON.stringify({ passes, weights, votes: marks.map((mark) => votes[mark] ?? null) })}`
    if (method === 'RANKED') assert.ok(certain || !said, `closed too early: ${where()}`)
    else assert.equal(said, certain, where())
    truly += Number(certain)
    seen += Number(said)
  }
  return { truly, seen }
}

const electorates = [[1], [1, 1], [0, 1], [1, 1, 1], [1, 2, 3], [0, 1, 1], [1, 1, 1, 1], [1, 1, 2, 4]]

describe('early close of a ballot', () => {
  for (const method of ['SINGLE_CHOICE', 'APPROVAL', 'CONSENT', 'RANKED'] as const) {
    it(`An early close of yes or no by ${method} comes exactly when no missing vote matters`, () => {
      for (const weights of electorates) for (const rule of rules) tryAll(method, defaultChoices, weights, rule)
      for (const rule of rules) tryAll(method, inWords, [1, 2, 3], rule)
    })
  }

  it('An early close by consent comes exactly when no missing objection could block', () => {
    for (const weights of electorates) for (const rule of consents) tryAll('CONSENT', inWords, weights, rule)
  })

  it('An early close by silence as consent comes not at once, nor while objections could still block', () => {
    const of = ballot({ method: 'CONSENT', size: 4, passes: { minVotes: 0, objections: 2 } })
    assert.equal(isCertain(of, totals(of, [])), false)
    assert.equal(isCertain(of, totals(of, ['approve', 'approve'])), false)
    assert.equal(isCertain(of, totals(of, ['approve', 'approve', 'approve'])), true)
    assert.equal(isCertain(of, totals(of, ['reject', 'reject'])), true)
  })

  for (const choices of [colours, withAbstain, withReject, said]) {
    const names = choices.map(({ key }) => key).join(', ')
    it(`An early close of one of ${names} comes exactly when no missing vote matters`, () => {
      for (const weights of electorates) for (const rule of rules) tryAll('SINGLE_CHOICE', choices, weights, rule)
    })
    it(`An early close of any of ${names} comes exactly when no missing vote matters`, () => {
      for (const weights of electorates.filter((all) => all.length < 4)) {
        for (const rule of rules) tryAll('APPROVAL', choices, weights, rule)
      }
    })
    it(`An early close of a ranking of ${names} never comes too early, and comes often`, () => {
      let all = { truly: 0, seen: 0 }
      for (const weights of electorates.filter((members) => members.length < 4)) {
        for (const rule of rules) {
          const one = tryAll('RANKED', choices, weights, rule)
          all = { truly: all.truly + one.truly, seen: all.seen + one.seen }
        }
      }
      assert.ok(all.seen > all.truly / 2, `saw ${all.seen} of ${all.truly} certainties`)
    })
  }

  it('An early close waits while a quorum is missing, even after an objection', () => {
    const of = ballot({ method: 'CONSENT', size: 4, passes: { quorum: 0.5 } })
    assert.equal(isCertain(of, totals(of, ['reject'])), false)
    assert.equal(isCertain(of, totals(of, ['reject', 'abstain'])), true)
  })

  it('An early close comes at the third of five equal votes for, not at the second', () => {
    const of = ballot({ size: 5 })
    assert.equal(isCertain(of, totals(of, ['approve', 'approve'])), false)
    assert.equal(isCertain(of, totals(of, ['approve', 'approve', 'approve'])), true)
  })

  it('An early close comes when everyone has voted', () => {
    const of = ballot({ size: 2 })
    assert.equal(isCertain(of, totals(of, ['approve', 'abstain'])), true)
  })
})
