// Readers of the log that act outside: what one community's events do must be of no consequence to another's.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import type { LoggedEvent, NewEvent } from '../../../backbone/log/event.ts'
import { type TestBackbone, testBackbone } from '../../support/world.ts'

const event = (community: string | null, key: string): NewEvent => ({
  type: 'communities.key.revoked',
  community,
  payload: { key },
})
const keyOf = ({ payload }: LoggedEvent) => (payload as { key: string }).key

async function world(t: TestContext) {
  const backbone = await testBackbone(t)
  const done: string[] = []
  let heard: () => void = () => {}
  return {
    ...backbone,
    done,
    emit: (...events: NewEvent[]) =>
      backbone.log.write(async (_tx, emit) => {
        for (const each of events) emit(each)
      }),
    performer(handle: (key: string) => Promise<void> | void, on: TestBackbone = backbone) {
      const consumer = on.log.perform({
        name: 'test.performer',
        types: ['communities.key.revoked'],
        async handle(event) {
          await handle(keyOf(event))
          done.push(keyOf(event))
          heard()
        },
      })
      backbone.defer(() => consumer.stop())
      return consumer
    },
    async until(met: () => boolean) {
      while (!met()) await new Promise<void>((resolve) => (heard = resolve))
    },
  }
}

describe('performers of events', () => {
  it('A performer delays no community for one whose handler hangs, and keeps the order of each', async (t) => {
    const { performer, emit, until, done } = await world(t)
    const hanging = Promise.withResolvers<void>()
    for (let n = 0; n < 20; n++) await emit(event('a', `a${n}`), event('b', `b${n}`), event('c', `c${n}`))
    performer((key) => (key === 'a3' ? hanging.promise : undefined)).start()
    await until(() => done.includes('b19') && done.includes('c19'))
    await emit(event('b', 'b20'), event('a', 'a20'))
    await until(() => done.includes('b20'))
    assert.equal(done.filter((key) => key.startsWith('a')).length, 3)
    hanging.resolve()
    await until(() => done.includes('a20'))
    for (const community of ['a', 'b', 'c'])
      assert.deepEqual(
        done.filter((key) => key.startsWith(community)),
        Array.from({ length: community === 'c' ? 20 : 21 }, (_, n) => `${community}${n}`),
      )
  })

  it('A performer tries what fails again and again, while other communities go on', async (t) => {
    const { performer, emit, until, done } = await world(t)
    let tries = 0
    let mended = false
    await emit(event('a', 'a0'), event('a', 'a1'))
    performer((key) => {
      if (key !== 'a0' || mended) return
      tries++
      throw new Error('not now')
    }).start()
    for (let n = 0; tries < 3; n++) {
      await emit(event('b', `b${n}`))
      await until(() => done.includes(`b${n}`))
      await new Promise((resolve) => setImmediate(resolve)) // the embedded database answers without one: timers must have a turn
    }
    assert.ok(!done.includes('a1'))
    mended = true
    await until(() => done.includes('a1'))
    assert.deepEqual(
      done.filter((key) => key.startsWith('a')),
      ['a0', 'a1'],
    )
  })

  it('A performer that ended in the middle goes on in each community from where that stood', async (t) => {
    const { performer, emit, until, done } = await world(t)
    const dying = Promise.withResolvers<void>()
    const reached = Promise.withResolvers<void>()
    for (let n = 0; n < 5; n++) await emit(event('a', `a${n}`), event('b', `b${n}`))
    const first = performer((key) => {
      if (key !== 'a2') return
      reached.resolve()
      return dying.promise
    })
    first.start()
    await reached.promise
    await until(() => done.includes('b4'))
    const stopped = first.stop()
    dying.reject(new Error('killed'))
    await stopped
    await emit(event('b', 'b5'))
    performer(() => {}).start()
    await until(() => done.includes('a4') && done.includes('b5'))
    assert.deepEqual([...done].sort(), ['a0', 'a1', 'a2', 'a3', 'a4', 'b0', 'b1', 'b2', 'b3', 'b4', 'b5'])
  })

  it('A performer takes up many communities at once, more than it looks through at a time', async (t) => {
    const { performer, emit, until, done } = await world(t)
    const names = Array.from({ length: 150 }, (_, n) => `community ${n}`)
    await emit(...names.map((name) => event(name, `${name} first`)), event(null, 'of nobody'))
    await emit(...names.map((name) => event(name, `${name} second`)))
    performer(() => {}).start()
    await until(() => done.length === 300)
    for (const name of names) assert.ok(done.indexOf(`${name} first`) < done.indexOf(`${name} second`))
  })

  it('A performer runs in one of all processes, and another takes over', async (t) => {
    const all = await world(t)
    if (all.db.engine === 'pglite') return t.skip('the embedded database has one process')
    const by: string[] = []
    const one = all.performer(() => void by.push('one'))
    one.start()
    await all.emit(event('a', 'a0'))
    await all.until(() => by.length === 1)
    all.performer(() => void by.push('two')).start()
    await all.emit(event('a', 'a1'), event('b', 'b1'))
    await all.until(() => all.done.length === 3)
    await one.stop()
    await all.emit(event('a', 'a2'))
    await all.until(() => all.done.length === 4)
    assert.deepEqual(by, ['one', 'one', 'one', 'two'])
  })
})
