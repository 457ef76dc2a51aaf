import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { keptAlive } from '../../../gateway/transports/keep-alive.ts'

function pinged(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  let gone = 0
  const { on } = keptAlive(5000, () => gone++)
  on.ping(false)
  return { on, gone: () => gone }
}

describe('keeping a connection alive', () => {
  it('Whoever does not answer a ping in time is gone, once', (t) => {
    const { gone } = pinged(t)
    t.mock.timers.tick(4999)
    assert.equal(gone(), 0)
    t.mock.timers.tick(10_000)
    assert.equal(gone(), 1)
  })

  it('Whoever answers a ping is there, and what the other side asks is no answer', (t) => {
    const { on, gone } = pinged(t)
    on.pong(true)
    t.mock.timers.tick(10_000)
    assert.equal(gone(), 0)
    on.ping(false)
    on.ping(true)
    on.pong(false)
    t.mock.timers.tick(10_000)
    assert.equal(gone(), 1)
  })

  it('A connection that has closed is not waited for', (t) => {
    const { on, gone } = pinged(t)
    on.closed()
    t.mock.timers.tick(10_000)
    assert.equal(gone(), 0)
  })
})
