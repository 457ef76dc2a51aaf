import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { LoggedEvent } from '../../../backbone/log/event.ts'
import type { EventLog } from '../../../backbone/log/log.ts'
import { testBackbone } from '../../support/world.ts'

const revoked = (community: string, key: string) => ({
  type: 'communities.key.revoked' as const,
  community,
  payload: { key },
})

async function take(log: EventLog, count: number, query: Parameters<EventLog['follow']>[0]): Promise<LoggedEvent[]> {
  const taken: LoggedEvent[] = []
  for await (const event of log.follow(query)) {
    taken.push(event)
    if (taken.length === count) break
  }
  return taken
}

describe('the event log', () => {
  it('The event log appends what a transaction emitted, and nothing of one that failed', async (t) => {
    const { log } = await testBackbone(t)
    await log.write(async (_tx, emit) => emit(revoked('a', '1')))
    await assert.rejects(
      log.write(async (_tx, emit) => {
        emit(revoked('a', '2'))
        throw new Error('no')
      }),
      /no/,
    )
    const events = await log.read({ after: 0, limit: 10 })
    assert.deepEqual(
      events.map((event) => [event.position, event.type, event.community, event.payload]),
      [[1, 'communities.key.revoked', 'a', { key: '1' }]],
    )
    assert.ok(events[0]!.recordedAt instanceof Date)
    assert.equal(await log.head(), 1)
  })

  it('A follower of the event log gets each event once and in order, under concurrent writers', async (t) => {
    const { log } = await testBackbone(t)
    const writers = 8
    const each = 40
    const early = take(log, writers * each, { after: 0 })
    const writing = Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        for (let n = 0; n < each; n++) {
          await log.write(async (_tx, emit) => emit(revoked(`c${writer}`, `${writer}-${n}`)))
        }
      }),
    )
    const during = take(log, writers * each, { after: 0 })
    await writing
    const late = await take(log, writers * each, { after: 0 })
    const expected = Array.from({ length: writers * each }, (_, index) => index + 1)
    for (const seen of [await early, await during, late]) {
      assert.deepEqual(
        seen.map((event) => event.position),
        expected,
      )
    }
    for (let writer = 0; writer < writers; writer++) {
      const own = late
        .filter((event) => event.community === `c${writer}`)
        .map((event) => (event.payload as { key: string }).key)
      assert.deepEqual(
        own,
        Array.from({ length: each }, (_, n) => `${writer}-${n}`),
      )
    }
  })

  it('A follower of the event log gets only the community and the types asked for', async (t) => {
    const { log } = await testBackbone(t)
    const following = take(log, 2, { after: 0, community: 'b', types: ['communities.key.revoked'] })
    for (const [community, key] of [
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
      ['b', '4'],
    ]) {
      await log.write(async (_tx, emit) => emit(revoked(community!, key!)))
    }
    assert.deepEqual(
      (await following).map((event) => event.payload),
      [{ key: '2' }, { key: '4' }],
    )
  })

  it('A follower of the event log that waits is let go when it leaves', async (t) => {
    const { log } = await testBackbone(t)
    const following = log.follow({})
    const waiting = following.next()
    await following.return!()
    assert.equal((await waiting).done, true)
  })

  it('A projection handles each event once, though a handler fails and two run at once', async (t) => {
    const { log, defer } = await testBackbone(t)
    const seen: string[] = []
    let failures = 2
    const projection = () => {
      const consumer = log.project({
        name: 'test.projection',
        types: ['communities.key.revoked'],
        async handle(_tx, event, emit) {
          if (failures-- > 0) throw new Error('not now')
          seen.push((event.payload as { key: string }).key)
          emit({
            type: 'communities.community.created',
            community: 'x',
            payload: { community: { id: 'x', slug: 'x', name: 'x', visibility: 'PUBLIC' } },
          })
        },
      })
      defer(() => consumer.stop())
      consumer.start()
      return consumer
    }
    const [one, two] = [projection(), projection()]
    for (let n = 0; n < 20; n++) await log.write(async (_tx, emit) => emit(revoked('a', String(n))))
    const created = await take(log, 20, { after: 0, types: ['communities.community.created'] })
    await Promise.all([one.catchUp(), two.catchUp()])
    assert.equal(created.length, 20)
    assert.equal(await log.head(), 40)
    // A batch that failed ran again: what counts is what was committed, in order.
    assert.deepEqual(
      [...new Set(seen)],
      Array.from({ length: 20 }, (_, n) => String(n)),
    )
  })

  it('A performer of events goes in order, tries again after a throw, and goes on from its cursor', async (t) => {
    const { log, defer } = await testBackbone(t)
    for (let n = 0; n < 5; n++) await log.write(async (_tx, emit) => emit(revoked('a', String(n))))
    const done: string[] = []
    let failures = 2
    const make = () => {
      const consumer = log.perform({
        name: 'test.performer',
        types: ['communities.key.revoked'],
        async handle(event) {
          const { key } = event.payload as { key: string }
          if (key === '2' && failures-- > 0) throw new Error('not now')
          done.push(key)
        },
      })
      defer(() => consumer.stop())
      return consumer
    }
    const first = make()
    await assert.rejects(first.catchUp())
    await assert.rejects(first.catchUp())
    await first.catchUp()
    await first.stop()
    await log.write(async (_tx, emit) => emit(revoked('a', '5')))
    await make().catchUp()
    assert.deepEqual(done, ['0', '1', '2', '3', '4', '5'])
  })

  it('The event log refuses a query beside the transaction from inside it', async (t) => {
    const { log, db } = await testBackbone(t)
    await assert.rejects(
      log.write(async () => db.schema<any>('backbone').selectFrom('head').selectAll().execute()),
      /only the transaction may be used/,
    )
    assert.equal(await log.head(), 0)
  })
})
