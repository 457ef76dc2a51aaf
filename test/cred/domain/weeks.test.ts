import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { weekStart, weeksUpTo, wholeWeeksBefore } from '../../../subgraphs/cred/domain/weeks.ts'

const at = (text: string) => Date.parse(text)

describe('calendar weeks', () => {
  it('Calendar weeks begin on Sunday, 00:00 UTC', () => {
    assert.equal(weekStart(at('2026-11-22T00:00:00Z')), at('2026-11-22T00:00:00Z'))
    assert.equal(weekStart(at('2026-11-28T23:59:59.999Z')), at('2026-11-22T00:00:00Z'))
    assert.equal(weekStart(at('1969-12-31T00:00:00Z')), at('1969-12-28T00:00:00Z'))
  })

  it('Whole calendar weeks end before the week of the instant', () => {
    const span = { from: at('2026-11-08T00:00:00Z'), to: at('2026-11-22T00:00:00Z') }
    assert.deepEqual(wholeWeeksBefore(new Date('2026-11-24T12:00:00Z'), 2), span)
    assert.deepEqual(wholeWeeksBefore(new Date('2026-11-22T00:00:00Z'), 2), span)
  })

  it('Calendar weeks follow one another, oldest first', () => {
    const [first, second, ...rest] = weeksUpTo(at('2026-11-22T00:00:00Z'), 2)
    assert.deepEqual(first, { from: at('2026-11-15T00:00:00Z'), to: at('2026-11-22T00:00:00Z') })
    assert.equal(second!.from, first!.to)
    assert.deepEqual(rest, [])
  })
})
