import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  areApart,
  behindKey,
  grace,
  hasSecond,
  toldBefore,
  unknown,
} from '../../../subgraphs/communities/domain/knowing.ts'

const now = new Date('2026-11-27T12:00:00Z')
const key = {
  id: 'key_1',
  member: 'mem_b',
  told: ['mem_a'],
  toldBefore: [] as string[],
  overlapsUntil: null as Date | null,
}

describe('who may stand behind a key', () => {
  it('A key is known to its own member, and to whoever was told its secret', () => {
    assert.deepEqual(behindKey(key, now), ['mem_b', 'mem_a'])
    assert.deepEqual(behindKey({ ...key, member: null, told: [] }, now), ['key_1'], 'nobody’s counts by itself')
  })

  it('A key is known to whoever has its old secret, until a while after that ended', () => {
    const end = (ms: number) => ({
      ...key,
      told: [],
      toldBefore: ['mem_a'],
      overlapsUntil: new Date(now.getTime() + ms),
    })
    assert.deepEqual(behindKey(end(1), now), ['mem_b', 'mem_a'])
    assert.deepEqual(behindKey(end(1 - grace), now), ['mem_b', 'mem_a'])
    assert.deepEqual(behindKey(end(-grace), now), ['mem_b'])
    assert.deepEqual(toldBefore({ ...end(1), told: ['mem_c'] }, now), ['mem_c', 'mem_a'])
    assert.deepEqual(toldBefore({ ...end(-grace), told: ['mem_c'] }, now), ['mem_c'])
  })

  it('A key of which it is not known who has it may be anybody’s', () => {
    assert.equal(areApart(['mem_a', unknown], ['mem_b']), false)
    assert.equal(areApart(['mem_a'], ['mem_b', unknown]), false)
  })
})

describe('two administrators', () => {
  it('Two administrators count as two only if nobody may stand behind both', () => {
    assert.equal(areApart(['mem_a'], ['mem_b']), true)
    assert.equal(areApart(['mem_a', 'mem_c'], ['mem_b', 'mem_c']), false)
    const is = (one: string) => (one === 'mem_b' ? 'mem_a' : one)
    assert.equal(areApart(['mem_a'], ['mem_b'], is), false, 'two that became one are one')
  })

  it('A second administrator is found for a given one, or among all', () => {
    assert.equal(hasSecond([['a'], ['b', 'a'], ['c', 'b']], null), true)
    assert.equal(hasSecond([['a'], ['b', 'a']], null), false)
    assert.equal(hasSecond([['a']], null), false)
    assert.equal(hasSecond([], null), false)
    assert.equal(hasSecond([['a'], ['b', 'a'], ['c', 'b']], ['a']), true)
    assert.equal(hasSecond([['a'], ['b', 'a']], ['a']), false)
  })
})
