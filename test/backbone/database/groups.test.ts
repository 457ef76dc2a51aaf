import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { inGroups, type Outcome } from '../../../backbone/database/groups.ts'

/** A writer that writes when it is told to, and the groups that it was given. */
function held() {
  const groups: (readonly string[])[] = []
  const waiting: { resolve(outcomes: Outcome<string>[]): void; reject(error: unknown): void }[] = []
  const write = (items: readonly string[]) => {
    groups.push(items)
    return new Promise<readonly Outcome<string>[]>((resolve, reject) => waiting.push({ resolve, reject }))
  }
  return { groups, write, next: () => waiting.shift()! }
}
const done = (items: readonly string[]) => items.map((item) => ({ value: `${item}!` }))
const broken = (code: string) => Object.assign(new Error(code), { code })

describe('writes in groups', () => {
  it('A group of writes is what came at once, and the next is what came meanwhile', async () => {
    const { groups, write, next } = held()
    const put = inGroups(write)
    const first = ['a', 'b'].map((item) => put('k', item))
    await turn()
    const second = ['c', 'd', 'e'].map((item) => put('k', item))
    assert.deepEqual(groups, [['a', 'b']])
    next().resolve(done(['a', 'b']))
    assert.deepEqual(await Promise.all(first), ['a!', 'b!'])
    await turn()
    next().resolve(done(['c', 'd', 'e']))
    assert.deepEqual(await Promise.all(second), ['c!', 'd!', 'e!'])
    assert.deepEqual(groups[1], ['c', 'd', 'e'])
  })

  it('A group that follows a crowd is gathered for a moment; one that follows a smaller waits for nobody', async () => {
    const { groups, write, next } = held()
    const gathering: { ms: number; over: () => void }[] = []
    const put = inGroups(write, 200, 'items', (ms) => new Promise<void>((over) => gathering.push({ ms, over })))
    const crowd = Array.from({ length: 8 }, (_, index) => `${index}`)
    const first = crowd.map((item) => put('k', item))
    await turn()
    next().resolve(done(crowd))
    await Promise.all(first)
    await turn()
    const second = put('k', 'a')
    await turn()
    const third = put('k', 'b')
    await turn()
    assert.equal(groups.length, 1)
    assert.ok(gathering[0]!.ms <= 5)
    gathering[0]!.over()
    await turn()
    assert.deepEqual(groups[1], ['a', 'b'])
    next().resolve(done(['a', 'b']))
    assert.deepEqual(await Promise.all([second, third]), ['a!', 'b!'])
    const last = put('k', 'c')
    await turn()
    next().resolve(done(['c']))
    assert.equal(await last, 'c!')
    assert.equal(gathering.length, 1)
  })

  it('A group of writes has an outcome for each, and only once it is written', async () => {
    const { write, next } = held()
    const put = inGroups(write)
    const heard: string[] = []
    const all = ['a', 'b', 'c'].map((item) => put('k', item).then((value) => heard.push(value)))
    const outcomes = Promise.allSettled(all)
    await turn()
    assert.deepEqual(heard, [])
    next().resolve([{ value: 'a' }, { error: broken('refused') }, { value: 'c' }])
    assert.deepEqual(
      (await outcomes).map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    )
    assert.deepEqual(heard, ['a', 'c'])
  })

  it('A group of writes that was rolled back took none, and the next is written all the same', async () => {
    const { write, next } = held()
    const put = inGroups(write)
    const first = Promise.allSettled(['a', 'b'].map((item) => put('k', item)))
    await turn()
    const second = put('k', 'c')
    next().reject(broken('57P01'))
    assert.deepEqual(
      (await first).map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'written')),
      ['57P01', '57P01'],
    )
    await turn()
    next().resolve(done(['c']))
    assert.equal(await second, 'c!')
  })

  it('A group with one write whose data the database does not take is written one by one', async () => {
    const groups: (readonly string[])[] = []
    const put = inGroups<string, string>(async (items) => {
      groups.push(items)
      if (items.includes('bad')) throw broken('22P05')
      return done(items)
    })
    const outcomes = await Promise.allSettled(['a', 'bad', 'b'].map((item) => put('k', item)))
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    )
    assert.deepEqual(groups, [['a', 'bad', 'b'], ['a'], ['bad'], ['b']])
  })

  it('A group of writes is of one key, and does not wait for groups of other keys', async () => {
    const { groups, write, next } = held()
    const put = inGroups(write)
    const first = put('k', 'a')
    await turn()
    const other = put('l', 'b')
    await turn()
    assert.deepEqual(groups, [['a'], ['b']])
    next().resolve(done(['a']))
    next().resolve(done(['b']))
    assert.deepEqual(await Promise.all([first, other]), ['a!', 'b!'])
  })

  it('A group of writes is no larger than its limit', async () => {
    const sizes: number[] = []
    const put = inGroups<string, string>(async (items) => {
      sizes.push(items.length)
      return done(items)
    }, 3)
    await Promise.all(Array.from({ length: 7 }, (_, index) => put('k', String(index))))
    assert.deepEqual(sizes, [3, 3, 1])
  })

  it('A group whose writer gives another number of outcomes is refused as a whole', async () => {
    const put = inGroups<string, string>(async () => [])
    await assert.rejects(put('k', 'a'), /Wanted the outcomes of 1/)
  })
})
