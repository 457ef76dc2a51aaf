import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { heartbeatsOf } from '../../../gateway/http/heartbeats.ts'

describe('heartbeats', () => {
  it('Heartbeats come to each connection once in their time, a part of them at a time', (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] })
    const heard: number[] = []
    const heartbeats = heartbeatsOf<number>((each) => heard.push(each), 1200)
    const all = Array.from({ length: 1000 }, (_, each) => each)
    for (const each of all) heartbeats.add(each)
    t.mock.timers.tick(100)
    assert.ok(heard.length < 500)
    t.mock.timers.tick(1100)
    assert.deepEqual(
      heard.toSorted((a, b) => a - b),
      all,
    )
    for (const each of all.slice(1)) heartbeats.delete(each)
    heartbeats.delete(1) // it is gone already
    heard.length = 0
    t.mock.timers.tick(2400)
    assert.deepEqual(heard, [0, 0])
    assert.deepEqual(heartbeats.all(), [0])
    heartbeats.stop()
  })

  it('Heartbeats are sent by one timer, and by none when nobody is there', (t) => {
    const running = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length
    const before = running()
    const heartbeats = heartbeatsOf<number>(() => {})
    for (let each = 0; each < 100; each++) heartbeats.add(each)
    t.after(() => heartbeats.stop())
    assert.equal(running(), before + 1)
    for (let each = 0; each < 100; each++) heartbeats.delete(each)
    assert.equal(running(), before)
    heartbeats.add(1)
    assert.equal(running(), before + 1)
  })
})
