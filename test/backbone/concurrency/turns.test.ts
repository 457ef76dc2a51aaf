import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fairTurns } from '../../../backbone/concurrency/turns.ts'

/** Jobs that end when they are told to; `begun` has their names in order. */
function stage(turns: ReturnType<typeof fairTurns>) {
  const begun: string[] = []
  const ends = new Map<string, PromiseWithResolvers<string>>()
  const send = (name: string, patient = false) => {
    const end = Promise.withResolvers<string>()
    ends.set(name, end)
    const work = () => {
      begun.push(name)
      return end.promise
    }
    return turns.run(name.split(' ')[0]!, work, patient)
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  const end = async (name: string) => {
    ends.get(name)!.resolve(name)
    await settled()
  }
  return { begun, send, end, settled, ends }
}

describe('turns of communities', () => {
  it('A turn comes to a community although the work of another never ends', async () => {
    const { begun, send, end, settled } = stage(fairTurns({ atOnce: 2, mostWaiting: 100 }))
    for (let n = 1; n <= 50; n++) void send(`busy ${n}`)
    const first = send('other 1')
    const second = send('other 2')
    await settled()
    assert.deepEqual(begun, ['busy 1', 'other 1'])
    await end('other 1')
    await end('other 2')
    assert.deepEqual(await Promise.all([first, second]), ['other 1', 'other 2'])
    assert.deepEqual(begun, ['busy 1', 'other 1', 'other 2'])
  })

  it('Turns go round among the communities that wait, one of each', async () => {
    const { begun, send, end, settled } = stage(fairTurns({ atOnce: 1, mostWaiting: 100 }))
    for (const name of ['a 1', 'a 2', 'a 3', 'b 1', 'b 2', 'c 1']) void send(name)
    await settled()
    for (const name of ['a 1', 'b 1', 'c 1', 'a 2', 'b 2', 'a 3']) {
      assert.equal(begun.at(-1), name)
      await end(name)
    }
  })

  it('A turn is refused to who has too many waiting, and never to patient work, which goes before', async () => {
    const { begun, send, end, settled } = stage(fairTurns({ atOnce: 1, mostWaiting: 2 }))
    for (const name of ['a 1', 'a 2', 'a 3']) void send(name)
    await assert.rejects(send('a 4'), { code: 'WORK_LIMITED', message: /^Wanted at most 2 policies .*; got more\./ })
    void send('b 1')
    void send('a 5', true)
    void send('a 6', true)
    await settled()
    for (const name of ['a 1', 'b 1', 'a 5', 'a 6', 'a 2']) {
      assert.equal(begun.at(-1), name)
      await end(name)
    }
  })

  it('Turns go on after work that fails', async () => {
    const { send, end, ends } = stage(fairTurns({ atOnce: 1, mostWaiting: 2 }))
    const failing = send('a 1')
    const next = send('a 2')
    ends.get('a 1')!.reject(new Error('no'))
    await assert.rejects(failing, /no/)
    await end('a 2')
    assert.equal(await next, 'a 2')
  })
})
