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

describe('states of an action', () => {
  it('An action that is done, advised or observed goes to no other state', () => {
    for (const end of ['DONE', 'ADVISED', 'OBSERVED'] as const) assert.deepEqual(transitions[end], [])
    assert.ok(mayBecome('FAILED', 'PENDING'))
    assert.ok(!mayBecome('FAILED', 'DONE'))
  })

  it('An action never goes from UNKNOWN or any other state to OBSERVED', () => {
    for (const from of Object.keys(transitions) as ActionStatus[]) assert.ok(!mayBecome(from, 'OBSERVED'))
  })

  it('An action that asks permission is settled by the verdict alone', () => {
    const asked = (verdict: 'ALLOW' | 'DENY' | 'WAIT' | null) =>
      isSettled({ status: 'OBSERVED', asksPermission: true, verdict })
    assert.deepEqual([asked(null), asked('WAIT'), asked('ALLOW'), asked('DENY')], [false, false, true, true])
  })
})

describe('verdicts', () => {
  it('A verdict may follow WAIT, and stays once it allows or denies', () => {
    assert.equal(nextVerdict(null, 'WAIT'), 'WAIT')
    assert.equal(nextVerdict('WAIT', 'ALLOW'), 'ALLOW')
    assert.equal(nextVerdict('ALLOW', 'ALLOW'), null)
    assert.throws(() => nextVerdict('DENY', 'ALLOW'), { code: 'VERDICT_SETTLED' })
    assert.throws(() => nextVerdict('ALLOW', 'WAIT'), { code: 'VERDICT_SETTLED' })
  })
})

describe('kinds of actions', () => {
  it('A kind of action names its platform', () => {
    assert.equal(platformOf('opencollective.expense.created'), 'opencollective')
    for (const bad of ['', 'x', 'x.y', 'X.y.z', 'x..z', 'x.y.', 'x.y z.w', `${'x'.repeat(50)}.y.z`]) {
      assert.throws(() => platformOf(bad), { code: 'BAD_INPUT' }, bad)
    }
  })
})

describe('retries', () => {
  it('The wait before another try doubles, is jittered, has an end, and is never shorter than what was asked', () => {
    assert.equal(waitBeforeNext(1, 1, null), 2000)
    assert.equal(waitBeforeNext(1, 0, null), 1000)
    assert.equal(waitBeforeNext(4, 1, null), 16_000)
    assert.equal(waitBeforeNext(50, 1, null), 600_000)
    assert.equal(waitBeforeNext(1, 0, 58_062), 58_062)
  })
})

describe('fingerprint of a call', () => {
  it('The fingerprint of a call does not depend on key order, nor on whether missing values are null or absent', () => {
    assert.equal(
      fingerprintOf({ a: 1, b: { c: [1, { d: 2, e: null }] } }),
      fingerprintOf({ b: { c: [1, { d: 2 }] }, a: 1, z: undefined }),
    )
    assert.notEqual(fingerprintOf({ a: [1, 2] }), fingerprintOf({ a: [2, 1] }))
  })
})
