import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testBackbone } from '../../support/world.ts'

describe('jobs', () => {
  it('A job is sent with its transaction, or not at all', async (t) => {
    const { jobs, db } = await testBackbone(t)
    const done = Promise.withResolvers<object>()
    await jobs.work('test', async (data) => done.resolve(data))
    await assert.rejects(
      db.transaction(async (tx) => {
        await jobs.send('test', { n: 1 }, { tx })
        throw new Error('no')
      }),
    )
    await db.transaction((tx) => jobs.send('test', { n: 2 }, { tx }))
    jobs.wake('test')
    assert.deepEqual(await done.promise, { n: 2 })
  })

  it('A job that throws is tried again', async (t) => {
    const { jobs } = await testBackbone(t)
    const attempts: number[] = []
    const done = Promise.withResolvers<void>()
    await jobs.work('test', async (_data, { attempt }) => {
      attempts.push(attempt)
      if (attempt === 1) throw new Error('not now')
      done.resolve()
    })
    await jobs.send('test', {})
    jobs.wake('test')
    await done.promise
    assert.deepEqual(attempts, [1, 2])
  })

  it('Jobs of one key wait once', async (t) => {
    const { jobs } = await testBackbone(t)
    await jobs.work('test', async () => {})
    const startAt = new Date(Date.now() + 3_600_000)
    for (let n = 0; n < 3; n++) await jobs.send('test', { n }, { key: 'same', startAt })
    await jobs.send('test', {}, { startAt })
    await jobs.send('test', {}, { startAt })
    assert.equal((await jobs.waiting()).test, 3)
  })
})
