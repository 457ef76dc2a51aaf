// Readers that resume at once, over a log in memory: how many executions they are, and what each is sent.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { adminViewer, anonymous } from '../../../backbone/security/viewer.ts'
import { newsroom, reader, upTo } from './newsroom.ts'
import { settled } from './subscribers.ts'

describe('readers that resume at once', () => {
  /** Each with its cursor, in this order; every one gets what it missed and what comes, and nothing else. */
  async function comeBack(news: ReturnType<typeof newsroom>, places: readonly number[]): Promise<number> {
    const before = news.asked.length
    const all = await Promise.all(places.map((place) => news.open({ after: String(place) })))
    await settled()
    const asked = news.asked.length - before
    news.publish(2)
    await settled()
    for (const [index, each] of all.entries()) assert.deepEqual(each.ids(), upTo(places[index]!, news.head()))
    for (const each of all) each.stop()
    return asked
  }

  it('Readers that come back at once are one execution from one place, and two from many, in any order', async () => {
    const news = newsroom({ together: 250 })
    news.publish(5000)
    const places = Array.from({ length: 200 }, (_, index) => 4900 + (index % 100))
    const shuffled = places.map((place) => ({ place, dice: Math.random() })).sort((a, b) => a.dice - b.dice)
    assert.equal(await comeBack(news, Array(200).fill(4900)), 1)
    assert.equal(await comeBack(news, places), 1)
    assert.equal(await comeBack(news, places.toReversed()), 2)
    assert.ok(
      (await comeBack(
        news,
        shuffled.map(({ place }) => place),
      )) <= 2,
    )
  })

  it('Readers that come back at once are one execution for each stretch of the log they are spread over', async () => {
    const news = newsroom({ together: 250 })
    news.publish(50_000)
    const places = [49_000, 9_500, 9_000, 40_100, 40_000, 48_990, 39_900]
    // The first of all, that of the stretch around it (it came after one that is younger), and one for each of the others.
    assert.ok((await comeBack(news, places)) <= 4)
  })

  it('Readers that come back one after another find what those before them had, also after they joined', async () => {
    const news = newsroom({ together: 10 })
    news.publish(100)
    const all: Awaited<ReturnType<typeof news.open>>[] = []
    const asked: number[] = []
    for (const place of [80, 50, 65, 50, 20, 79, 30, 21, 99]) {
      all.push(await news.open({ after: String(place) }))
      await settled()
      assert.deepEqual(all.at(-1)!.ids(), upTo(place, 100))
      asked.push(news.asked.length)
    }
    assert.deepEqual(asked, [1, 2, 2, 2, 3, 3, 3, 3, 3])
    for (const each of all) each.stop()
  })

  it('Readers that come back find in an execution without a cursor what another has read again', async () => {
    const news = newsroom({ together: 10 })
    news.publish(100)
    const live = await news.open()
    news.publish(10)
    await settled()
    const all = [live]
    for (const place of [40, 60, 41]) {
      all.push(await news.open({ after: String(place) }))
      await settled()
      assert.deepEqual(all.at(-1)!.ids(), upTo(place, 110))
    }
    assert.deepEqual(
      news.asked.map(({ after }) => after),
      [null, '40'],
    )
    for (const each of all) each.stop()
  })

  it('Readers that come back while an older one is read for wait until it has told what it holds', async () => {
    const news = newsroom({ together: 10 })
    news.publish(1000)
    const first = news.open({ after: '0' })
    const others = [400, 900, 990].map((place) => news.open({ after: String(place) }))
    for (const other of others) await other
    assert.equal(news.asked.length, 1)
    await settled()
    for (const [index, place] of [0, 400, 900, 990].entries()) {
      const reader = await [first, ...others][index]!
      assert.deepEqual(reader.ids(), upTo(place, 1000))
      reader.stop()
    }
  })

  it('Readers with a cursor that is no event of theirs, or future, have an execution of their own', async () => {
    const news = newsroom({ together: 10, isNews: (number) => number % 2 === 0 })
    news.publish(100)
    const [first, odd, last, future] = await Promise.all(['90', '95', '99', '101'].map((after) => news.open({ after })))
    await settled()
    assert.deepEqual([first!.ids(), odd!.ids(), last!.ids()], [[92, 94, 96, 98, 100], [96, 98, 100], [100]])
    assert.equal(future!.refused(), 'CURSOR_INVALID')
    assert.deepEqual(news.asked.map(({ after }) => after).sort(), ['101', '90', '95', '99'])
    news.publish(2)
    await settled()
    for (const each of [first, odd, last]) {
      assert.equal(each!.ids().at(-1), 102)
      each!.stop()
    }
  })

  it('Readers with made-up cursors take nobody along, and are never let in', async () => {
    const news = newsroom({ together: 10 })
    news.publish(100)
    // A cursor that claims a place and is refused: '-50' claims the 50th.
    const cursors = ['-10', '20', '-15', '-25', '30', '-11', '40']
    const all = await Promise.all(cursors.map((after) => news.open({ after })))
    await settled()
    for (const [index, after] of cursors.entries()) {
      assert.equal(all[index]!.refused(), after.startsWith('-') ? 'CURSOR_INVALID' : null)
      assert.deepEqual(all[index]!.ids(), after.startsWith('-') ? [] : upTo(Number(after), 100))
      all[index]!.stop()
    }
  })

  it('Readers that lose their right while they wait are told so, and the others go on', async () => {
    const news = newsroom({ together: 10 })
    news.publish(100)
    const all = ['key_1', 'key_2', 'key_1'].map((key, index) =>
      news.open({ viewer: reader(key), after: String(10 + index) }),
    )
    news.revoked.add('key_1')
    const [one, other, again] = await Promise.all(all)
    await settled()
    for (const each of [one!, again!]) {
      assert.deepEqual(each.seen.at(-1)!.codes, ['UNAUTHENTICATED'])
      assert.equal(each.over(), true)
    }
    assert.deepEqual(other!.ids(), upTo(11, 100))
    other!.stop()
  })

  it('Readers with different rights never follow in one channel', async () => {
    const news = newsroom({ together: 10 })
    news.publish(100)
    const viewers = [anonymous, adminViewer, reader('key_1'), { ...reader('key_2'), scopes: ['ADMIN' as const] }]
    const all = await Promise.all(viewers.map((viewer, index) => news.open({ viewer, after: String(20 + index) })))
    assert.deepEqual(
      news.asked.map(({ viewer: { kind, scopes }, after }) => [kind, scopes, after]),
      viewers.map(({ kind, scopes }, index) => [kind, scopes, String(20 + index)]),
    )
    for (const each of all) each.stop()
  })
})
