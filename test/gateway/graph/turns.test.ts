import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { anonymous, type Viewer } from '../../../backbone/security/viewer.ts'
import { executionsOf, ownerOf } from '../../../gateway/graph/executions.ts'
import { type Lane, turnsOf } from '../../../gateway/graph/turns.ts'
import { Refusal } from '../../../schema/errors.ts'

/** Turns over a time that is told, and an event loop that goes round when it is told. */
function world(places = 1) {
  let time = 0
  const loop: (() => void)[] = []
  const turns = turnsOf({ now: () => time, later: (go) => void loop.push(go), places })
  const done: string[] = []
  let under: Promise<void>[] = []
  return {
    turns,
    done,
    /** Something that takes so long once it is its turn. */
    work(name: string, lane: Lane, milliseconds = 1) {
      const turn = turns.of(() => lane)
      const run = async () => {
        await turn.enter()
        time += milliseconds
        done.push(name)
        turn.leave()
      }
      under.push(run())
    },
    pass: (milliseconds: number) => {
      time += milliseconds
    },
    /** How often the loop went round until all was done. */
    async settle() {
      let rounds = 0
      for (; turns.waiting > 0 || loop.length > 0; rounds++) {
        for (const go of loop.splice(0)) go()
        for (let each = 0; each < 10; each++) await null
      }
      await Promise.all(under)
      under = []
      return rounds
    },
  }
}

const lane = (owner: string, community = 'com_1', readers = 1): Lane => ({ owner, community, readers })

describe('turns of events', () => {
  it('Turns come at once where nobody waits', () => {
    const { turns } = world(2)
    const [one, two, three] = [1, 2, 3].map(() => turns.of(() => lane('a')))
    assert.equal(one!.enter(), undefined)
    assert.equal(two!.enter(), undefined)
    assert.ok(three!.enter() instanceof Promise)
    assert.equal(one!.enter(), undefined, 'it has it')
    assert.equal(turns.waiting, 1)
  })

  it('Turns go round between owners, however many one of them has waiting', async () => {
    const { work, done, settle } = world()
    for (let each = 0; each < 1000; each++) work('many', lane('flooder'))
    for (let each = 0; each < 3; each++) work('few', lane('member'))
    await settle()
    assert.equal(done.length, 1003)
    assert.ok(done.lastIndexOf('few') < 10, `${done.lastIndexOf('few')}`)
  })

  it('Turns go round between communities first', async () => {
    const { work, done, settle } = world()
    for (let each = 0; each < 500; each++) work('many', lane(`flooder ${each}`, 'com_1'))
    for (let each = 0; each < 3; each++) work('few', lane('member', 'com_2'))
    await settle()
    assert.ok(done.lastIndexOf('few') < 10, `${done.lastIndexOf('few')}`)
  })

  it('Turns are of time, and not of number', async () => {
    const { work, done, settle } = world()
    work('first', lane('other'))
    for (let each = 0; each < 20; each++) work('slow', lane('slow'), 40)
    for (let each = 0; each < 20; each++) work('quick', lane('quick'), 1)
    await settle()
    const before = done.slice(0, done.lastIndexOf('quick')).filter((name) => name === 'slow').length
    assert.ok(before <= 2, `${before}`)
  })

  it('Turns come sooner for what many read', async () => {
    const { work, done, settle } = world()
    for (let each = 0; each < 100; each++) for (const owner of ['a', 'b']) work(owner, lane(owner))
    for (let each = 0; each < 20; each++) work('common', lane('', 'com_1', 8))
    await settle()
    const others = done.slice(0, done.lastIndexOf('common')).length
    assert.ok(others < 40, `${others}`)
  })

  it('Turns let the event loop go round between them', async () => {
    const { work, settle } = world(8)
    for (let each = 0; each < 100; each++) work('one', lane('a'))
    assert.ok((await settle()) >= 40)
  })

  it('A turn is over where its work waits for something that is not here', async (t) => {
    const { turns, pass } = world(1)
    const alive = setInterval(() => {}, 1000)
    t.after(() => clearInterval(alive))
    const hangs = turns.of(() => lane('a'))
    hangs.enter()
    const entered = turns.of(() => lane('b')).enter()!
    pass(60)
    await entered // by the timer
    hangs.leave()
    assert.equal(turns.waiting, 0)
  })
})

describe('limits of different subscriptions', () => {
  const limits = {
    subscriptions: 20,
    subscriptionsPerAddress: 4,
    subscriptionsPerKey: 5,
    subscriptionsPerCommunity: 8,
  }
  const keyed = (key: string, community = 'com_1'): Viewer => ({ ...anonymous, kind: 'key', key, community })
  const isRefused = (error: unknown) => error instanceof Refusal && error.code === 'TOO_MANY_SUBSCRIPTIONS'

  it('Different subscriptions are limited by address, key, community and all, with room for those with keys', () => {
    const executions = executionsOf(limits)
    const begin = (viewer: Viewer, address: string, named: string | null = null) =>
      executions.begin(ownerOf(viewer, address, named))
    const ends = Array.from({ length: 4 }, () => begin(anonymous, 'a', 'com_1'))
    assert.throws(() => begin(anonymous, 'a', 'com_2'), isRefused)
    for (let each = 0; each < 4; each++) begin(anonymous, 'b', 'com_1')
    assert.throws(() => begin(anonymous, 'c', 'com_1'), /of one community/)
    for (let each = 0; each < 2; each++) begin(anonymous, 'c', 'com_2')
    assert.throws(() => begin(anonymous, 'd', 'com_3'), /without a key/)
    for (let each = 0; each < 5; each++) begin(keyed('key_1'), 'a')
    assert.throws(() => begin(keyed('key_1'), 'z'), /of one key/)
    for (let each = 0; each < 3; each++) begin(keyed('key_2'), 'a')
    assert.throws(() => begin(keyed('key_3'), 'a'), /of one community/)
    for (let each = 0; each < 2; each++) begin(keyed('key_4', 'com_2'), 'a')
    assert.throws(() => begin(keyed('key_5', 'com_3'), 'a'), isRefused)
    for (const end of [...ends, ...ends]) end()
    assert.equal(Array.from({ length: 4 }, () => begin(anonymous, 'a', 'com_1')).length, 4)
    assert.throws(() => begin(anonymous, 'a', 'com_1'), isRefused)
  })
})
