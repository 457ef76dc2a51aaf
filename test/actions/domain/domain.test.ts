import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type ActionStatus,
  isSettled,
  mayBecome,
  nextVerdict,
  platformOf,
  transitions,
} from '../../../subgraphs/actions/domain/action.ts'
import { fingerprintOf } from '../../../subgraphs/actions/domain/input.ts'
import { waitBeforeNext } from '../../../subgraphs/actions/domain/retries.ts'

describe('the states of an action', () => {
  it('have no way on from what is done, advised or observed', () => {
    for (const end of ['DONE', 'ADVISED', 'OBSERVED'] as const) assert.deepEqual(transitions[end], [])
    assert.ok(mayBecome('FAILED', 'PENDING'))
    assert.ok(!mayBecome('FAILED', 'DONE'))
  })

  it('never lead from unknown to observed, nor anything to observed', () => {
    for (const from of Object.keys(transitions) as ActionStatus[]) assert.ok(!mayBecome(from, 'OBSERVED'))
  })

  it('of a permission are settled by the verdict alone', () => {
    const asked = (verdict: 'ALLOW' | 'DENY' | 'WAIT' | null) =>
      isSettled({ status: 'OBSERVED', asksPermission: true, verdict })
    assert.deepEqual([asked(null), asked('WAIT'), asked('ALLOW'), asked('DENY')], [false, false, true, true])
  })
})

describe('a verdict', () => {
  it('may follow WAIT, and stays once it allows or denies', () => {
    assert.equal(nextVerdict(null, 'WAIT'), 'WAIT')
    assert.equal(nextVerdict('WAIT', 'ALLOW'), 'ALLOW')
    assert.equal(nextVerdict('ALLOW', 'ALLOW'), null)
    assert.throws(() => nextVerdict('DENY', 'ALLOW'), { code: 'VERDICT_SETTLED' })
    assert.throws(() => nextVerdict('ALLOW', 'WAIT'), { code: 'VERDICT_SETTLED' })
  })
})

describe('a kind', () => {
  it('names its platform', () => {
    assert.equal(platformOf('opencollective.expense.created'), 'opencollective')
    for (const bad of ['', 'x', 'x.y', 'X.y.z', 'x..z', 'x.y.', 'x.y z.w', `${'x'.repeat(50)}.y.z`]) {
      assert.throws(() => platformOf(bad), { code: 'BAD_INPUT' }, bad)
    }
  })
})

describe('the wait before another try', () => {
  it('doubles, has chance in it, has an end, and is never shorter than what was asked', () => {
    assert.equal(waitBeforeNext(1, 1, null), 2000)
    assert.equal(waitBeforeNext(1, 0, null), 1000)
    assert.equal(waitBeforeNext(4, 1, null), 16_000)
    assert.equal(waitBeforeNext(50, 1, null), 600_000)
    assert.equal(waitBeforeNext(1, 0, 58_062), 58_062)
  })
})

describe('the fingerprint of a call', () => {
  it('is the same whatever the order, and whether what is missing is null or not there', () => {
    assert.equal(
      fingerprintOf({ a: 1, b: { c: [1, { d: 2, e: null }] } }),
      fingerprintOf({ b: { c: [1, { d: 2 }] }, a: 1, z: undefined }),
    )
    assert.notEqual(fingerprintOf({ a: [1, 2] }), fingerprintOf({ a: [2, 1] }))
  })
})
