import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { listen, streamTransports, until } from '../clients.ts'
import { keys, testGateway } from '../server.ts'
import { newsroom, reader } from './newsroom.ts'
import { settled } from './subscribers.ts'

const different = (each: number) => `subscription { a${each}: decisions(community: "x") { decision { id } } }`

describe('limits of different subscriptions', () => {
  for (const transport of streamTransports)
    it(`Different subscriptions of one address are limited over ${transport}, and delay no vote or member`, async (t) => {
      const gateway = await testGateway(t, 'together', undefined, { subscriptionsPerAddress: 30 })
      const flood = Array.from({ length: 30 }, (_, each) => listen(t, transport, gateway.url, different(each)))
      await until(() => gateway.fakes.watchers() === 30)
      const { value, error } = await listen(t, transport, gateway.url, different(30)).next()
      const [refused] = value?.errors ?? [error].flat()
      assert.equal(refused.extensions.code, 'TOO_MANY_SUBSCRIPTIONS')
      const same = listen(t, transport, gateway.url, different(7))
      const member = listen(t, transport, gateway.url, different(31), keys.reader)
      await until(async () => (await gateway.readers(transport)) === 32 && gateway.fakes.watchers() >= 31)
      assert.equal(gateway.fakes.watchers(), 31, 'the same share one')

      gateway.fakes.publish({ id: 'dec_1' })
      const vote = gateway.post('mutation { decide(outcome: "x") { id } }', { key: keys.driver })
      assert.equal((await member.next()).value.data.a31.decision.id, 'dec_1')
      assert.equal((await same.next()).value.data.a7.decision.id, 'dec_1')
      assert.equal((await vote).body.data.decide.id, 'dec_1')
      for (const [each, one] of flood.entries()) {
        assert.equal((await one.next()).value.data[`a${each}`].decision.id, 'dec_1')
      }

      for (const one of flood) one.leave()
      await until(() => gateway.fakes.watchers() === 2)
      const again = listen(t, transport, gateway.url, different(30))
      await until(() => gateway.fakes.watchers() === 3)
      gateway.fakes.publish({ id: 'dec_2' })
      assert.equal((await again.next()).value.data.a30.decision.id, 'dec_2')
    })

  it('Different subscriptions are counted over all connections of a key', async (t) => {
    const gateway = await testGateway(t, 'together', undefined, { subscriptionsPerKey: 3 })
    const heard = Array.from({ length: 5 }, (_, each) => listen(t, 'ws', gateway.url, different(each), keys.reader))
    const { value } = await Promise.race(heard.map((one) => one.next()))
    assert.equal(value.errors[0].extensions.code, 'TOO_MANY_SUBSCRIPTIONS')
    await until(() => gateway.fakes.watchers() === 3)
  })
})

describe('equal subscriptions', () => {
  it('Equal subscriptions are one execution, by whatever name, and with whatever else is sent along', async () => {
    const news = newsroom({ together: 10 })
    const texts = [
      'subscription { news(community: "com_1") { item { id } } }',
      'subscription One { news(community: "com_1") { item { id } } }',
      'subscription Two($after: Cursor) { news(community: "com_1", after: $after) { item { id } } }',
    ]
    const readers = await Promise.all(texts.map((text) => news.open({ text })))
    await settled()
    assert.equal(news.asked.length, 1)
    news.publish()
    await settled()
    assert.equal(news.resolved(), 1)
    for (const one of readers) assert.equal(one.seen.length, 1)
  })

  it('A subscription refused to one reader is not refused to others who read it already', async () => {
    const limits = {
      subscriptions: 100,
      subscriptionsPerAddress: 100,
      subscriptionsPerKey: 1,
      subscriptionsPerCommunity: 100,
    }
    const news = newsroom({ together: 10, limits })
    const ask = (field: string, key: string) =>
      news.open({ text: `subscription { news(community: "com_1") { ${field}: item { id } } }`, viewer: reader(key) })
    const first = await ask('a', 'key_1')
    assert.equal(first.refused(), null)
    assert.equal((await ask('b', 'key_1')).refused(), 'TOO_MANY_SUBSCRIPTIONS')
    const other = await ask('b', 'key_2')
    assert.equal(other.refused(), null)
    const joined = await ask('b', 'key_1')
    assert.equal(joined.refused(), null, 'it is there already')
    first.stop()
    await settled()
    assert.equal((await ask('c', 'key_1')).refused(), null, 'there is room again')
  })
})
