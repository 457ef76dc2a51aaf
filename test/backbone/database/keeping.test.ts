// How long things are kept, as it is set; and that they are put away some at a time.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readConfig } from '../../../backbone/config.ts'
import { inBatches, keepingTable } from '../../../backbone/database/keeping.ts'

describe('settings of how long something is kept', () => {
  it('A time to keep is a number of days, or for ever', () => {
    const { keep } = readConfig({
      FOLKMOOT_KEEP_WEBHOOKS: '7',
      FOLKMOOT_KEEP_SESSIONS: '0',
      FOLKMOOT_KEEP_DELIVERIES: '',
    })
    assert.deepEqual(keep, { webhooks: 7, deliveries: 30, sessions: null, idempotencyKeys: 365, snapshots: 90 })
  })

  it('A time to keep that is anything else is refused', () => {
    for (const { setting } of Object.values(keepingTable))
      for (const text of ['-1', '1.5', 'a month', '1e2', '36501', 'Infinity', '0x10'])
        assert.throws(
          () => readConfig({ [setting]: text }),
          new RegExp(`^Error: ${setting}: wanted days .* got "${text}"`),
        )
  })
})

describe('deleting in portions', () => {
  it('Rows past their time are deleted some at a time, until there are no more', async () => {
    let left = 25
    const asked: number[] = []
    const drop = async (limit: number) => {
      asked.push(limit)
      const dropped = Math.min(limit, left)
      left -= dropped
      return dropped
    }
    assert.equal(await inBatches(drop, 10), 25)
    assert.deepEqual([left, asked], [0, [10, 10, 10]])
  })
})
