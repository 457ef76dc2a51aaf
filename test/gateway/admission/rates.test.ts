import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { defaultLimits } from '../../../backbone/limits.ts'
import { adminViewer, anonymous, type Viewer } from '../../../backbone/security/viewer.ts'
import { guardOf } from '../../../gateway/admission/overload.ts'
import { bucketsOf, ratesOf } from '../../../gateway/admission/rates.ts'
import { webhookQuarantineOf } from '../../../gateway/admission/webhook-quarantine.ts'
import { Refusal } from '../../../schema/errors.ts'

const second = 1000
const isRefused = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code

describe('rate buckets', () => {
  it('A rate bucket holds what a minute brings, and fills again', () => {
    const buckets = bucketsOf(60)
    assert.equal(buckets.left('a', 0), 60)
    buckets.take('a', 50, 0)
    assert.equal(buckets.left('a', 0), 10)
    assert.equal(buckets.left('a', 5 * second), 15)
    assert.equal(buckets.left('a', 500 * second), 60)
    buckets.take('a', 1_000_000, 0)
    assert.equal(buckets.left('a', 0), -120, 'what is owed ends')
    assert.equal(buckets.left('b', 0), 60)
  })

  it('Rate buckets are of bounded number, and nobody gets a full one by having many', () => {
    const buckets = bucketsOf(60, 100, 'a salt')
    buckets.take('first', 55, 0)
    for (let each = 0; each < 200_000; each++) buckets.take(`${each}`, 1, 0)
    assert.ok(buckets.size <= 100 + 4096, `${buckets.size}`)
    assert.equal(buckets.left('first', 0), 5)
    assert.ok(buckets.left('150000', 0) < 60, 'it shares one that is not full')
  })

  it('Rate buckets that are full again make room for others', () => {
    const buckets = bucketsOf(60, 100, 'a salt')
    for (let each = 0; each < 100; each++) buckets.take(`${each}`, 1, 0)
    for (let each = 100; each < 300; each++) buckets.take(`${each}`, 1, each * 10 * second)
    assert.ok(buckets.size <= 100, `${buckets.size}`)
    assert.equal(buckets.left('299', 2990 * second), 59)
  })
})

describe('payers of requests', () => {
  const limits = { ratePerAddress: 100, ratePerKey: 200, ratePerCommunity: 300, ratePerAdmin: 1000 }
  const keyed = (key: string | null, more: Partial<Viewer> = {}): Viewer => ({
    kind: 'key',
    key,
    community: 'com_1',
    member: null,
    scopes: ['READ'],
    ...more,
  })

  it('A request without a key is paid for by the address, and so is all else that comes from there', () => {
    const rates = ratesOf(limits, () => 0)
    rates.viewer(anonymous, '10.0.0.1').take(150)
    assert.throws(() => rates.viewer(anonymous, '10.0.0.1').take(1), isRefused('RATE_LIMITED'))
    assert.throws(() => rates.address('10.0.0.1').take(1), isRefused('RATE_LIMITED'))
    rates.viewer(anonymous, '10.0.0.2').take(1)
    rates.viewer(keyed('key_1'), '10.0.0.1').take(1)
  })

  it('A request with a key is paid for by the key from anywhere, a link’s by its member in any session', () => {
    const rates = ratesOf(limits, () => 0)
    rates.viewer(keyed('key_1', { session: 'ses_1' }), 'a').take(200)
    assert.throws(() => rates.viewer(keyed('key_1'), 'b').take(1), isRefused('RATE_LIMITED'))
    const member = (session: string) => keyed(null, { member: 'mem_1', session, community: 'com_2' })
    rates.viewer(member('ses_2'), 'a').take(200)
    assert.throws(() => rates.viewer(member('ses_3'), 'a').take(1), isRefused('RATE_LIMITED'))
  })

  it('A request is paid for by the community as well, and votes have as much again', () => {
    const rates = ratesOf(limits, () => 0)
    rates.viewer(keyed('key_1'), 'a').take(199)
    rates.viewer(keyed('key_2'), 'a').take(199)
    const third = rates.viewer(keyed('key_3'), 'a')
    assert.throws(() => third.take(1), /of one community/)
    third.take(150, { vote: true })
    rates.viewer(keyed('key_4'), 'a').take(190, { vote: true })
    assert.throws(() => rates.viewer(keyed('key_5'), 'a').take(1, { vote: true }), isRefused('RATE_LIMITED'))
    rates.viewer(keyed('key_6', { community: 'com_2' }), 'a').take(1)
  })

  it('A payer is told what is left, in which time it is whole again, and when to come back', () => {
    let time = 0
    const rates = ratesOf(limits, () => time)
    const payer = rates.viewer(keyed('key_1'), 'a')
    payer.take(50)
    assert.deepEqual(payer.headers(), {
      'ratelimit-policy': '"key";q=200;w=60, "community";q=300;w=60',
      ratelimit: '"key";r=150;t=15, "community";r=250;t=10',
    })
    payer.owe(170)
    assert.match(payer.headers().ratelimit!, /^"key";r=0;t=66/)
    const wait = (error: any) => error.details.retryAfter === 6 && error.details.status === 429
    assert.throws(() => payer.take(1), wait)
    time = 6001
    payer.take(1)
    assert.equal(rates.viewer(adminViewer, 'a').headers()['ratelimit-policy'], '"admin";q=1000;w=60')
  })
})

describe('overload guard', () => {
  const limits = { ...defaultLimits, overloadAnonymous: 200, overloadQueries: 800 }
  const measure = (guard: ReturnType<typeof guardOf>, ...delays: number[]) => {
    for (const delay of delays) guard.measured(delay)
  }
  const many = (delay: number) => Array<number>(30).fill(delay)

  it('The overload guard lets all in while the loop comes in time, and after one pause however long', () => {
    const guard = guardOf(limits)
    measure(guard, ...many(100), 60_000, ...many(100))
    guard.admit('anonymous')
    guard.admit('query')
  })

  it('The overload guard sends away those without a key first, then queries, and counts them', () => {
    const shed: string[] = []
    const guard = guardOf(limits, (what) => shed.push(what))
    measure(guard, ...many(300))
    assert.throws(() => guard.admit('anonymous'), isRefused('OVERLOADED'))
    guard.admit('query')
    measure(guard, ...many(2000))
    assert.throws(() => guard.admit('query'), isRefused('OVERLOADED'))
    assert.deepEqual(shed, ['anonymous', 'query'])
  })

  it('The overload guard lets requests in again once the overload is well over', () => {
    const guard = guardOf(limits)
    measure(guard, ...many(300), ...many(150))
    assert.ok(guard.sheds('anonymous'))
    measure(guard, ...many(50))
    assert.ok(!guard.sheds('anonymous'))
  })
})

describe('rates of webhooks', () => {
  const hook = (secret: string) => ({ connection: 'con_1', secret })

  it('A webhook from an address in doubt waits for those before it, unless it was good before', async () => {
    const quarantine = webhookQuarantineOf()
    assert.ok(await quarantine.check(hook('good'), false, async () => true))
    const first = Promise.withResolvers<boolean>()
    const order: string[] = []
    const made = (name: string, work: Promise<boolean> | boolean) => async () => {
      order.push(name)
      return work
    }
    const looked = [
      quarantine.check(hook('a'), true, made('a', first.promise)),
      quarantine.check(hook('b'), true, made('b', true)),
      quarantine.check(hook('good'), true, made('good', true)),
      quarantine.check(hook('c'), false, made('c', false)),
    ]
    assert.deepEqual(await Promise.all(looked.slice(2)), [true, false])
    assert.deepEqual(order.toSorted(), ['a', 'c', 'good'])
    first.resolve(false)
    assert.deepEqual(await Promise.all(looked), [false, true, true, false])
  })

  it('A webhook is told to come again where too many wait', async () => {
    const quarantine = webhookQuarantineOf({ waiting: 2 })
    const hold = Promise.withResolvers<boolean>()
    const looked = ['a', 'b'].map((secret) => quarantine.check(hook(secret), true, () => hold.promise))
    await assert.rejects(
      quarantine.check(hook('c'), true, () => hold.promise),
      isRefused('UNAVAILABLE'),
    )
    hold.resolve(true)
    assert.deepEqual(await Promise.all(looked), [true, true])
    assert.ok(await quarantine.check(hook('c'), true, async () => true))
  })
})
