// The end of the log, over a log that is a list in memory: how often it is read, by whom, and what wakes the reader.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import pino from 'pino'
import type { LoggedEvent } from '../../../backbone/log/event.ts'
import { type Tail, tailOf } from '../../../backbone/log/tail.ts'

function memoryLog() {
  const events: LoggedEvent[] = []
  const ears = new Set<() => void>()
  return {
    events,
    append(count: number, wake = true) {
      for (let each = 0; each < count; each++) {
        const position = events.length + 1
        const payload = { key: `key_${position}` }
        events.push({
          position,
          community: 'com_1',
          type: 'communities.key.revoked',
          payload,
        } as unknown as LoggedEvent)
      }
      if (wake) for (const hear of ears) hear()
    },
    /** A process's tail, and how many events and pages it has read. */
    tail(t: TestContext, listens = true): { tail: Tail; reads: () => number; pages: () => number } {
      let reads = 0
      let pages = 0
      const tail = tailOf({
        number: async () => {},
        head: async () => events.length,
        async read({ after, upTo = Number.POSITIVE_INFINITY, limit }) {
          const found = events.filter(({ position }) => position > after && position <= upTo).slice(0, limit)
          pages++
          reads += found.length
          return found
        },
        async listen(heard) {
          if (listens) ears.add(heard)
          return async () => void ears.delete(heard)
        },
        logger: pino({ level: 'silent' }),
      })
      t.after(() => tail.stop())
      return { tail, reads: () => reads, pages: () => pages }
    },
  }
}

/** A follower that has had the first event: the positions of so many, once it has had them. */
async function following(tail: Tail, count: number): Promise<{ seen: Promise<number[]> }> {
  const events = tail.follow({ after: 0 })
  const seen: number[] = [(await events.next()).value.position]
  const rest = async () => {
    while (seen.length < count) seen.push((await events.next()).value.position)
    await events.return!()
    return seen
  }
  return { seen: rest() }
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

describe('the tail of the log', () => {
  it('The tail of the log is read once in each process, however many follow', async (t) => {
    const log = memoryLog()
    log.append(1)
    const processes = [log.tail(t), log.tail(t)]
    const followers: Promise<number[]>[] = []
    for (const { tail } of processes) {
      // Each reads for itself what was there before it came: one event.
      for (let each = 0; each < 50; each++) followers.push((await following(tail, 301)).seen)
    }
    for (let each = 0; each < 30; each++) log.append(10)
    for (const seen of await Promise.all(followers)) assert.deepEqual(seen, upTo(301))
    for (const { reads } of processes) assert.equal(reads(), 50 + 300)
  })

  it('The tail of the log is found by polling when nothing wakes it', async (t) => {
    const log = memoryLog()
    log.append(1)
    const { tail } = log.tail(t, false)
    const { seen } = await following(tail, 3)
    log.append(2, false)
    assert.deepEqual(await seen, [1, 2, 3])
  })

  it('The tail of the log is handed on in pages to those who take pages', async (t) => {
    const log = memoryLog()
    log.append(1200)
    const { tail, pages } = log.tail(t)
    const got = tail.pages({ after: 0 })
    const sizes: number[] = []
    for (let sum = 0; sum < 1200; sum = sizes.reduce((a, b) => a + b, 0)) sizes.push((await got.next()).value.length)
    assert.deepEqual(sizes, [500, 500, 200])
    assert.equal(pages(), 3)
    assert.deepEqual((await got.next()).value, []) // that was all that was there
    const next = got.next()
    log.append(3)
    assert.deepEqual(
      (await next).value.map(({ position }: LoggedEvent) => position),
      [1201, 1202, 1203],
    )
    await got.return!()
  })
})
