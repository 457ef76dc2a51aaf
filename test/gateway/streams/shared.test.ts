// Many readers of one subscription, over a graph whose log is a list in memory: what each is sent, and how often the
// graph is asked.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { adminViewer, anonymous } from '../../../backbone/security/viewer.ts'
import { newsroom, reader, upTo } from './newsroom.ts'
import { settled } from './subscribers.ts'

describe('sharing one subscription', () => {
  it('Readers of one subscription share one execution, and an event is one text for all', async () => {
    const news = newsroom()
    const all = await Promise.all(Array.from({ length: 100 }, () => news.open()))
    news.publish(3)
    await settled()
    assert.equal(news.asked.length, 1)
    assert.equal(news.resolved(), 3)
    for (const each of all) {
      assert.deepEqual(each.ids(), [1, 2, 3])
      assert.equal(each.seen[0], all[0]!.seen[0])
    }
    for (const each of all) each.stop()
  })

  it('Readers of one subscription share it by what they ask, not by how they call it', async () => {
    const news = newsroom()
    const texts = [
      'subscription ($after: Cursor) { news(community: "com_1", after: $after) { item { id } } }',
      'subscription  ($since: Cursor) { news(community: "com_1", after: $since) { item { id } } }',
      'subscription { news(community: "com_1") { item { id } } }',
      'subscription { news(community: "com_1", after: null) { item { id } } }',
    ]
    const all = await Promise.all(texts.map((text) => news.open({ text })))
    assert.equal(news.asked.length, 1)
    for (const each of all) each.stop()
  })

  it('Readers with cursors stand where they were, and soon cost nothing of their own', async () => {
    const news = newsroom()
    const first = await news.open()
    news.publish(20)
    await settled()
    const back = await Promise.all([5, 17, 20].map((at) => news.open({ after: String(at) })))
    assert.equal(news.asked.length, 1) // what the execution has had, it still holds
    first.stop()
    for (const each of back) each.stop()

    const again = await Promise.all([3, 3, 9, 20].map((at) => news.open({ after: String(at) })))
    const live = await news.open()
    await settled()
    news.publish(2)
    await settled()
    assert.deepEqual(
      again.map((each) => each.ids()),
      [upTo(3, 22), upTo(3, 22), upTo(9, 22), upTo(20, 22)],
    )
    assert.deepEqual(live.ids(), [21, 22])
    const before = news.resolved()
    news.publish()
    await settled()
    assert.equal(news.resolved() - before, 1)
    for (const each of [...again, live]) each.stop()
  })

  it('Readers over SSE go on after Last-Event-ID, whatever the operation says', async () => {
    const news = newsroom()
    news.publish(10)
    const text = 'subscription { news(community: "com_1", after: "2") { item { id } } }'
    const [plain, resumed] = await Promise.all([news.open({ text }), news.open({ text, lastEventId: '7' })])
    await settled()
    assert.deepEqual(plain.ids(), upTo(2, 10))
    assert.deepEqual(resumed.ids(), upTo(7, 10))
    assert.equal(resumed.seen.at(-1)!.cursor, '10')
    plain.stop()
    resumed.stop()
  })

  it('Readers with a bad cursor are refused, and take nobody along', async () => {
    const news = newsroom()
    const [bad, worse, good] = await Promise.all([
      news.open({ after: 'x' }),
      news.open({ after: 'x' }),
      news.open({ after: '0' }),
    ])
    assert.equal(bad.refused(), 'CURSOR_INVALID')
    assert.equal(worse.refused(), 'CURSOR_INVALID')
    news.publish()
    await settled()
    assert.deepEqual(good.ids(), [1])
    good.stop()
  })

  for (const together of [undefined, 1, 7, 100]) {
    const how = together ? `lists of ${together}` : 'one by one'
    it(`Readers get each event once and in order, however they come, go and stall; ${how}`, async () => {
      for (let round = 0; round < 60; round++) {
        const news = newsroom({
          kept: 1 + Math.floor(Math.random() * 50),
          isNews: (number) => round % 2 === 0 || number % 3 > 0,
          ...(together ? { together } : {}),
        })
        const wanted = (from: number, to: number) => upTo(from, to).filter((id) => round % 2 === 0 || id % 3 > 0)
        const all: { from: number; live: boolean; reader: ReturnType<typeof news.open> }[] = []
        for (let step = 0; step < 150; step++) {
          const dice = Math.random()
          if (dice < 0.3) news.publish(Math.ceil(Math.random() * 4))
          else if (dice < 0.5) {
            const live = Math.random() < 0.3
            const from = live ? news.head() : Math.floor(Math.random() * (news.head() + 1))
            all.push({ from, live, reader: news.open(live ? {} : { after: String(from) }) })
            if (Math.random() < 0.5) await all.at(-1)!.reader
          } else if (all.length > 0) {
            const reader = await all[Math.floor(Math.random() * all.length)]!.reader
            if (dice < 0.6) reader.stall()
            else if (dice < 0.8) reader.resume()
            else if (dice < 0.85) reader.stop()
            else await turn()
          }
        }
        for (const { reader } of all) (await reader).resume()
        for (let each = 0; each < 20; each++) await settled()
        let slow = 0
        for (const { from, live, reader: coming } of all) {
          const reader = await coming
          const ids = reader.ids().filter((id) => !Number.isNaN(id))
          const begin = live && ids.length > 0 ? ids[0]! - 1 : from
          assert.deepEqual(ids, wanted(begin, ids.at(-1) ?? begin))
          const end = reader.seen.at(-1)
          if (end?.codes[0] === 'CONSUMER_TOO_SLOW') {
            slow++
            const { cursor } = JSON.parse(end.text).errors[0].extensions
            if (ids.length > 0) assert.equal(cursor, String(ids.at(-1)))
          } else if (!reader.over() && (ids.length > 0 || !live)) {
            const last = wanted(begin, news.head()).at(-1)
            assert.equal(ids.at(-1), last)
          }
          reader.stop()
        }
        assert.ok(slow < all.length)
      }
    })
  }
})

describe('rights in shared subscriptions', () => {
  it('Readers whose rights differ never share one execution', async () => {
    const news = newsroom()
    const viewers = [
      anonymous,
      adminViewer,
      reader('key_1'),
      reader('key_2', 'com_2'),
      { ...reader('key_3'), scopes: ['ADMIN' as const] },
    ]
    const all = await Promise.all(viewers.map((viewer) => news.open({ viewer })))
    const same = await news.open({ viewer: reader('key_4') })
    assert.equal(news.asked.length, viewers.length)
    for (const { viewer } of news.asked) assert.deepEqual([viewer.key, viewer.member], [null, null])
    for (const each of [...all, same]) each.stop()
  })

  it('A personal field stays with its owner in a shared subscription, wherever it is asked for', async () => {
    const news = newsroom()
    for (const text of [
      'subscription { news(community: "com_1") { item { id viewerVote } } }',
      'subscription { news(community: "com_1") { item { mine: viewerVote id } } }',
      'subscription { news(community: "com_1") { ...A } } fragment A on Event { item { ... on Item { viewerVote id } } }',
    ]) {
      const [one, other, again] = await Promise.all(
        ['key_1', 'key_2', 'key_1'].map((key) => news.open({ text, viewer: reader(key) })),
      )
      news.publish()
      await settled()
      assert.match(one!.seen[0]!.text, /vote of member of key_1/)
      assert.match(other!.seen[0]!.text, /vote of member of key_2/)
      assert.match(again!.seen[0]!.text, /vote of member of key_1/)
      for (const each of [one, other, again]) each!.stop()
    }
  })

  it('Readers that lose their rights have the stream ended without any event, and the others go on', async () => {
    const news = newsroom()
    const [one, other, nobody] = await Promise.all([
      news.open({ viewer: reader('key_1') }),
      news.open({ viewer: reader('key_2') }),
      news.open(),
    ])
    news.revoked.add('key_1')
    const ended = async (each: typeof one) => {
      while (!each!.over()) await turn()
      return each!.seen.at(-1)!.codes
    }
    assert.deepEqual(await ended(one), ['UNAUTHENTICATED'])
    news.communities.set('com_1', { id: 'com_1', visibility: 'PRIVATE' })
    assert.deepEqual(await ended(nobody), ['FORBIDDEN'])
    assert.equal(other!.over(), false)
    other!.stop()
  })
})

describe('readers that stall', () => {
  it('A reader that stalls delays nobody, is told where it stopped, and can go on from there', async () => {
    const news = newsroom({ kept: 10 })
    const all = await Promise.all(Array.from({ length: 1000 }, () => news.open()))
    news.publish(2)
    await settled()
    all[0]!.stall()
    for (let each = 0; each < 30; each++) {
      news.publish()
      await settled()
      assert.equal(all[1]!.ids().at(-1), news.head())
    }
    const end = all[0]!.seen.at(-1)!
    assert.deepEqual(end.codes, ['CONSUMER_TOO_SLOW'])
    assert.deepEqual(JSON.parse(end.text).errors[0].extensions, { code: 'CONSUMER_TOO_SLOW', cursor: '2' })
    assert.equal(all[0]!.over(), true)
    for (const each of all.slice(1)) assert.deepEqual(each.ids(), upTo(0, 32))
    const back = await news.open({ after: '2' })
    await settled()
    assert.deepEqual(back.ids(), upTo(2, 32))
    assert.equal(news.resolved() <= 32 + 30, true)
    for (const each of [...all, back]) each.stop()
  })

  it('A reader that stalls while it reads what it missed is waited for, and loses nothing', async () => {
    const news = newsroom({ kept: 10 })
    news.publish(200)
    const slow = await news.open({ after: '0' })
    slow.stall()
    await settled()
    assert.ok(news.resolved() < 50)
    slow.resume()
    while (slow.ids().length < 200) await turn()
    assert.deepEqual(slow.ids(), upTo(0, 200))
    slow.stop()
  })
})
