// What a choice means, said or understood; and which choices make a ballot.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type ChoiceSaid, kindProblem, meaningOfWord, questionOf, withMeanings } from '../../schema/choices.ts'

const said = (...keys: string[]): ChoiceSaid[] => keys.map((key) => ({ key, label: key }))
const meant = (choices: ChoiceSaid[]) => withMeanings(choices).choices.map(({ means }) => means)
const problem = (choices: ChoiceSaid[]) => {
  const read = withMeanings(choices)
  return read.problems[0]?.message ?? kindProblem(read.choices)
}

describe('common words for choices', () => {
  for (const [means, words] of Object.entries({
    FOR: [
      'yes',
      'YES',
      ' Yes ',
      'Yes!',
      'y',
      'In favour',
      'in_favor',
      'Aye',
      'approve',
      'Approved',
      '+1',
      '👍',
      '👍\uFE0F',
      '👍🏽',
      'ＯＫ',
    ],
    AGAINST: ['no', 'No.', 'NAY', 'n', 'Against', 'reject', 'Rejected', 'veto', '-1', '👎', '👎\uFE0F'],
    ABSTAIN: ['Abstain', 'abstention', 'NEUTRAL', 'blank', 'No opinion', 'no-opinion'],
    OPTION: [
      '',
      'pass',
      'maybe',
      'red',
      'yes and no',
      'not',
      'Nordic',
      '+11',
      '1',
      'constructor',
      '__proto__',
      'yes\u200b',
    ],
  }))
    it(`A common word for ${means} is understood in any case`, () => {
      for (const word of words) assert.equal(meaningOfWord(word), means, JSON.stringify(word))
    })
})

describe('meaning of a choice', () => {
  it('A choice means what its key or its label says, whichever does', () => {
    assert.deepEqual(
      meant([
        { key: 'a', label: 'Yes' },
        { key: 'no', label: 'Not now' },
        { key: 'c', label: 'C' },
      ]),
      ['FOR', 'AGAINST', 'OPTION'],
    )
  })
  it('A choice means what it says itself, whatever the key', () => {
    const choices: ChoiceSaid[] = [
      { key: 'no', label: 'Norway', means: 'OPTION' },
      { key: 'se', label: 'Sweden' },
      { key: 'yes', label: 'Abstain from travelling', means: 'OPTION' },
    ]
    assert.deepEqual(meant(choices), ['OPTION', 'OPTION', 'OPTION'])
    assert.equal(problem(choices), null)
  })
  it('A choice is refused where key and label, or label and meaning, say the opposite', () => {
    assert.match(problem([{ key: 'yes', label: 'No' }])!, /mean the same; got "yes" \(FOR\) with "No" \(AGAINST\)/)
    assert.match(problem([{ key: 'no', label: 'Abstain' }])!, /mean the same/)
    assert.match(problem([{ key: 'x', label: 'No', means: 'FOR' }])!, /a label that voters read as FOR/)
    assert.equal(withMeanings([{ key: 'no', label: 'Ja', means: 'FOR' }]).problems.length, 0)
  })
})

describe('choices of a ballot', () => {
  it('Choices make a question of one for and one against, with whatever keys', () => {
    for (const choices of [said('yes', 'no'), said('Against', 'Abstain', 'For'), said('+1', '-1')]) {
      assert.equal(problem(choices), null)
      assert.ok(questionOf(withMeanings(choices).choices))
    }
    const german: ChoiceSaid[] = [
      { key: 'nein', label: 'Nein', means: 'AGAINST' },
      { key: 'ja', label: 'Ja', means: 'FOR' },
    ]
    assert.deepEqual(questionOf(withMeanings(german).choices), { yes: 'ja', no: 'nein' })
  })
  it('Choices make a ballot of two or more options, perhaps with none of these and an abstention', () => {
    for (const choices of [said('red', 'blue'), said('red', 'blue', 'reject', 'abstain')]) {
      assert.equal(problem(choices), null)
      assert.equal(questionOf(withMeanings(choices).choices), null)
    }
  })
  it('Choices in any other mixture are refused, with what is wanted', () => {
    for (const [choices, message] of [
      [said('yes', 'no', 'maybe'), /question .* or at least two options, not both; got "yes" \(FOR\) beside "maybe"/],
      [said('yes', 'abstain'), /got "yes" \(FOR\) and nothing that means AGAINST/],
      [said('yes', 'aye', 'no'), /at most one choice that means FOR; got "yes", "aye"/],
      [said('no', 'nay', 'a', 'b'), /at most one choice that means AGAINST/],
      [said('abstain', 'blank', 'a', 'b'), /at most one choice that means ABSTAIN/],
      [said('no', 'red'), /got 1 option besides "no"/],
      [said('no', 'abstain'), /got 0 options besides "no" and "abstain"/],
      [[], /got 0 options/],
    ] as const)
      assert.match(problem([...choices]) ?? '', message)
  })
})
