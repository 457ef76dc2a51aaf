import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { firstToAnswer, replicasOf } from '../../../gateway/internal/replicas.ts'

const failure = (code: string) => Object.assign(new Error(code), { code })

describe('replicas of a service', () => {
  it('The replicas of a service are asked in turn', () => {
    const replicas = replicasOf(['a', 'b', 'c'])
    const first = [1, 2, 3, 4].map(() => replicas.order()[0])
    assert.deepEqual(new Set(first), new Set(['a', 'b', 'c']))
    assert.equal(first[3], first[0])
    assert.deepEqual(replicas.order().sort(), ['a', 'b', 'c'])
  })

  it('A replica that failed is asked last for a second, or until it answers', () => {
    let now = 0
    const replicas = replicasOf(['a', 'b'], () => now)
    replicas.failed('a')
    for (let turn = 0; turn < 4; turn++) assert.deepEqual(replicas.order(), ['b', 'a'])
    now = 1000
    assert.ok([replicas.order()[0], replicas.order()[0]].includes('a'))
    replicas.failed('b')
    replicas.answered('b')
    assert.ok([replicas.order()[0], replicas.order()[0]].includes('b'))
  })

  const asking = async (repeatable: boolean, errors: Record<string, Error>) => {
    const asked: string[] = []
    const answer = firstToAnswer(replicasOf(['b', 'a']), repeatable, async (address) => {
      asked.push(address)
      if (errors[address]) throw errors[address]
      return `${address} answers`
    })
    return [await answer.catch((error) => error.code), asked.join(' ')]
  }

  it('Another replica gets what cannot have arrived at the first, and what may arrive twice', async () => {
    assert.deepEqual(await asking(false, { a: failure('ECONNREFUSED') }), ['b answers', 'a b'])
    assert.deepEqual(await asking(false, { a: failure('ECONNRESET') }), ['ECONNRESET', 'a'])
    assert.deepEqual(await asking(true, { a: failure('ECONNRESET') }), ['b answers', 'a b'])
    assert.deepEqual(await asking(true, { a: failure('UND_ERR_HEADERS_TIMEOUT') }), ['UND_ERR_HEADERS_TIMEOUT', 'a'])
    const both = { a: failure('ECONNREFUSED'), b: failure('ECONNREFUSED') }
    assert.deepEqual(await asking(false, both), ['ECONNREFUSED', 'a b'])
  })
})
