import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type ActionStatus,
  type Asked,
  actionTable,
  isSettled,
  nextVerdict,
  platformOf,
  statusAsked,
  type Told,
  unsettled,
} from '../../../subgraphs/actions/domain/action.ts'
import { fingerprintOf } from '../../../subgraphs/actions/domain/input.ts'
import { waitBeforeNext } from '../../../subgraphs/actions/domain/retries.ts'

describe('the states of an action', () => {
  const states = Object.keys(actionTable) as ActionStatus[]
  const told: Told[] = ['done', 'advised', 'refused', 'later', 'lost', 'giveUp', 'lapse']
  const asked: Asked[] = ['stay', 'confirm', 'retry']
  const mayBecome = (from: ActionStatus, to: ActionStatus) =>
    (Object.values(actionTable[from]) as unknown[]).includes(to)

  it('The states of an action have an answer for every event in every state', () => {
    assert.deepEqual(states.toSorted(), ['ADVISED', 'DONE', 'FAILED', 'OBSERVED', 'PENDING', 'STAYED', 'UNKNOWN'])
    for (const state of states)
      assert.deepEqual(Object.keys(actionTable[state]).toSorted(), [...told, ...asked].toSorted(), state)
  })

  it('The states of an action are moved by what a try says, or its time, as long as they are not settled', () => {
    const after = (state: ActionStatus) => told.map((event) => actionTable[state][event])
    assert.deepEqual(after('PENDING'), ['DONE', 'ADVISED', 'FAILED', 'PENDING', 'UNKNOWN', 'FAILED', 'FAILED'])
    assert.deepEqual(after('UNKNOWN'), ['DONE', 'ADVISED', 'FAILED', 'UNKNOWN', 'UNKNOWN', 'UNKNOWN', null])
    for (const state of states.filter((each) => !unsettled.includes(each)))
      assert.deepEqual(after(state), Array(told.length).fill(null), state)
  })

  it('The states of an action refuse who asks for what cannot be, each with its code', () => {
    const codes = { stay: 'ACTION_NOT_HELD', confirm: 'ACTION_NOT_CONFIRMABLE', retry: 'ACTION_NOT_RETRYABLE' }
    const may: Record<Asked, Partial<Record<ActionStatus, ActionStatus>>> = {
      stay: { PENDING: 'STAYED', STAYED: 'STAYED' },
      confirm: { PENDING: 'PENDING' },
      retry: { PENDING: 'PENDING', UNKNOWN: 'UNKNOWN', FAILED: 'PENDING' },
    }
    const why = { message: 'because', path: ['id'] }
    for (const event of asked)
      for (const state of states) {
        const next = may[event][state]
        if (next) assert.equal(statusAsked(state, event, why), next, `${state} ${event}`)
        else assert.throws(() => statusAsked(state, event, why), { code: codes[event], ...why }, `${state} ${event}`)
      }
  })

  it('An action that is done, advised or observed goes to no other state', () => {
    for (const end of ['DONE', 'ADVISED', 'OBSERVED'] as const)
      assert.deepEqual(
        states.filter((to) => mayBecome(end, to)),
        [],
      )
    assert.ok(mayBecome('FAILED', 'PENDING'))
    assert.ok(!mayBecome('FAILED', 'DONE'))
  })

  it('No action goes from UNKNOWN or any other state to OBSERVED', () => {
    for (const from of states) assert.ok(!mayBecome(from, 'OBSERVED'))
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
