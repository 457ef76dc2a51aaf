// What was refused at the door is told once and together, however often it comes.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { mostOfAll, mostOfKind, type Refused } from '../../../backbone/security/refused.ts'
import { refusalsOf } from '../../../gateway/admission/refused.ts'
import { refusedCaller } from '../../support/refused.ts'

const hour = 3_600_000
function gathering(wait = 1e9) {
  const told: (readonly Refused[])[] = []
  const counted: string[] = []
  const state = { now: 5 * hour, fails: false }
  const heard = { next: Promise.withResolvers<void>() }
  const refusals = refusalsOf(
    async (refused) => {
      const { next } = heard
      heard.next = Promise.withResolvers<void>()
      next.resolve()
      if (state.fails) throw new Error('the part is down')
      told.push(refused)
    },
    (kind) => counted.push(kind),
    { now: () => state.now, wait },
  )
  return { ...refusals, told, counted, state, heard }
}

describe('counting refused callers', () => {
  it('A refusal is logged once an hour for one kind, address and key, and counted each time', async () => {
    const all = gathering()
    for (let n = 0; n < 3; n++) {
      all.note(refusedCaller())
      all.note(refusedCaller({ address: '192.0.2.2' }))
      all.note(refusedCaller({ kind: 'revokedKeyRefused', community: 'com_1', key: 'key_1' }))
      all.note(refusedCaller({ kind: 'revokedKeyRefused', community: 'com_1', key: 'key_2' }))
    }
    all.state.now += hour
    all.note(refusedCaller())
    await all.stop()
    assert.equal(all.told.length, 1)
    assert.deepEqual(
      all.told[0]!.map(({ kind, address, key }) => `${kind} ${address} ${key}`),
      [
        'unknownKeyRefused 192.0.2.1 null',
        'unknownKeyRefused 192.0.2.2 null',
        'revokedKeyRefused 192.0.2.1 key_1',
        'revokedKeyRefused 192.0.2.1 key_2',
        'unknownKeyRefused 192.0.2.1 null',
      ],
    )
    assert.equal(all.counted.length, 13)
  })

  it('Refusals are logged of a number of addresses, and one kind or community leaves room for others', async () => {
    const all = gathering()
    for (let n = 0; n < 100_000; n++) all.note(refusedCaller({ address: `10.0.${n >> 8}.${n & 255}` }))
    all.note(refusedCaller({ kind: 'unknownCodeRefused' }))
    for (let n = 0; n < 2000; n++)
      all.note(
        refusedCaller({
          kind: 'revokedKeyRefused',
          community: `com_${n >> 5}`,
          key: `key_${n}`,
          address: `10.1.0.${n}`,
        }),
      )
    await all.stop()
    const [told] = all.told
    assert.equal(told!.length, mostOfAll)
    assert.equal(told!.filter(({ kind }) => kind === 'unknownKeyRefused').length, mostOfKind)
    assert.equal(told!.filter(({ kind }) => kind === 'unknownCodeRefused').length, 1)
    assert.equal(told!.filter(({ community }) => community === 'com_7').length, mostOfKind)
  })

  it('A refusal that could not be logged is logged later', async () => {
    const all = gathering(1)
    all.state.fails = true
    const { promise } = all.heard.next
    all.note(refusedCaller())
    await promise
    const again = all.heard.next.promise
    all.note(refusedCaller({ address: '192.0.2.2' }))
    await again
    all.state.fails = false
    await all.stop()
    assert.deepEqual(
      all.told
        .flat()
        .map(({ address }) => address)
        .sort(),
      ['192.0.2.1', '192.0.2.2'],
    )
  })
})
