import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { lanesOf } from '../../../backbone/concurrency/lanes.ts'

type Run = Parameters<typeof lanesOf>[0]['run']

/** Lanes whose runs a test ends by hand. */
function byHand(t: TestContext, options: { slots?: number; patience?: number } = {}) {
  const began: string[] = []
  const ends = new Map<string, (wait: number | null) => void>()
  let heard: () => void = () => {}
  const run: Run = (lane) => {
    began.push(lane)
    heard()
    return new Promise((resolve) => ends.set(lane, resolve))
  }
  const lanes = lanesOf({ run, ...options })
  t.after(async () => {
    const stopped = lanes.stop()
    for (const end of ends.values()) end(null)
    await stopped
  })
  const until = async (done: () => boolean) => {
    while (!done()) await new Promise<void>((resolve) => (heard = resolve))
  }
  const end = (lane: string, wait: number | null = null) => ends.get(lane)!(wait)
  return { lanes, began, end, until }
}

describe('lanes', () => {
  it('Lanes run side by side, each one thing at a time, and once more for what came meanwhile', async (t) => {
    const { lanes, began, end, until } = byHand(t)
    lanes.push('a')
    lanes.push('b')
    for (let n = 0; n < 5; n++) lanes.push('a')
    assert.deepEqual(began, ['a', 'b'])
    end('a')
    await until(() => began.length === 3)
    assert.deepEqual(began, ['a', 'b', 'a'])
    end('a')
    lanes.push('c')
    assert.deepEqual(began, ['a', 'b', 'a', 'c'])
  })

  it('Lanes wait for a slot in the order they came', async (t) => {
    const { lanes, began, end, until } = byHand(t, { slots: 2, patience: 600_000 })
    for (const lane of ['a', 'b', 'c', 'd']) lanes.push(lane)
    assert.deepEqual(began, ['a', 'b'])
    end('b')
    await until(() => began.length === 3)
    end('c')
    await until(() => began.length === 4)
    assert.deepEqual(began, ['a', 'b', 'c', 'd'])
  })

  it('Lanes that hang, however many, give their slots to the others', async (t) => {
    const { lanes, began, until } = byHand(t, { slots: 2, patience: 5 })
    for (let n = 0; n < 20; n++) lanes.push(`hanging ${n}`)
    lanes.push('another')
    await until(() => began.includes('another'))
    assert.equal(began.length, 21)
  })

  it('Lanes wait for their retry though more comes, unless it is to be now', async (t) => {
    const { lanes, began, end, until } = byHand(t)
    lanes.push('a')
    end('a', 3_600_000)
    await new Promise((resolve) => setImmediate(resolve))
    lanes.push('a')
    lanes.push('b')
    assert.deepEqual(began, ['a', 'b'])
    lanes.push('a', { now: true })
    assert.deepEqual(began, ['a', 'b', 'a'])
    end('a', 1)
    await until(() => began.length === 4)
    assert.equal(began[3], 'a')
  })

  it('Lanes that are stopped let what runs end, and begin nothing more', async (t) => {
    const { lanes, began, end } = byHand(t, { slots: 1 })
    lanes.push('a')
    lanes.push('b')
    let stopped = false
    const stopping = lanes.stop().then(() => {
      stopped = true
    })
    await new Promise((resolve) => setImmediate(resolve))
    assert.equal(stopped, false)
    end('a')
    await stopping
    lanes.push('c')
    assert.deepEqual(began, ['a'])
  })
})
