import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { placesIn } from '../../../schema/policy/place.ts'

const text = `# Who may be a steward.
name: stewards
on: communities.role.requested
decide:
  vote:
    title: 'Pay?'
    electorate: { role: steward, minCred: 10 }
    choices:
      - { key: yes, label: Yes }
      - key: no
        label: No
then:
  approved: [{ perform: a.b.c }, { perform: d.e.f }]
`

describe('places of problems', () => {
  it('A problem’s place in the text is where the key stands, or the entry of a list begins', () => {
    const cases: [string[], number, number][] = [
      [['name'], 2, 1],
      [['on'], 3, 1],
      [['on', '0'], 3, 5], // one kind is taken for a list of one
      [['decide', 'vote', 'title'], 6, 5],
      [['decide', 'vote', 'electorate', 'minCred'], 7, 34],
      [['decide', 'vote', 'choices', '1', 'label'], 11, 9],
      [['decide', 'vote', 'choices', '1'], 10, 9],
      [['then', 'approved', '1', 'perform'], 13, 36],
    ]
    const placeOf = placesIn(text)
    for (const [path, line, column] of cases) assert.deepEqual(placeOf(path), { line, column }, path.join('.'))
  })

  it('A problem’s place is, for what is missing, where it is missing', () => {
    const placeOf = placesIn(text)
    assert.deepEqual(placeOf(['decide', 'vote', 'closesIn']), { line: 5, column: 3 })
    assert.deepEqual(placeOf(['then', 'approved', '7', 'perform']), { line: 13, column: 3 })
    assert.equal(placeOf(['when']), null)
    assert.equal(placeOf([]), null)
  })

  it('A problem has no place in what is not YAML, or not a policy at all', () => {
    for (const bad of ['{', '', 'text', '- a', '*a', 'a: &a [*a]']) {
      assert.doesNotThrow(() => placesIn(bad)(['name', '0', 'x']), bad)
    }
    assert.equal(placesIn('a: [')(['a']), null)
  })
})
