import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { sharedRuns } from '../../../backbone/concurrency/shared-runs.ts'

describe('shared runs', () => {
  it('Shared runs are one at a time for each key, and the next run is shared by all who ask meanwhile', async () => {
    const ends: PromiseWithResolvers<number>[] = []
    const run = sharedRuns<number>()
    const ask = (key: string) =>
      run(key, () => {
        const end = Promise.withResolvers<number>()
        ends.push(end)
        return end.promise
      })
    const first = ask('a')
    await setImmediate()
    const shared = [ask('a'), ask('a'), ask('a')]
    const other = ask('b')
    await setImmediate()
    assert.equal(ends.length, 2, 'one of each key')
    ends[0]!.reject(new Error('broken'))
    await assert.rejects(first)
    ends[1]!.resolve(2)
    assert.equal(await other, 2)
    await setImmediate()
    assert.equal(ends.length, 3, 'a failure keeps nobody waiting')
    const late = ask('a')
    ends[2]!.resolve(3)
    assert.deepEqual(await Promise.all(shared), [3, 3, 3])
    await setImmediate()
    ends[3]!.resolve(4)
    assert.equal(await late, 4, 'who asks while it runs gets the next')
    assert.equal(ends.length, 4)
  })
})
