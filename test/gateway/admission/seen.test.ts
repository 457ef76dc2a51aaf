import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { anonymous } from '../../../backbone/security/viewer.ts'
import type { Seen } from '../../../backbone/subgraph/calls.ts'
import { sightingsOf } from '../../../gateway/admission/seen.ts'

describe('last use of keys', () => {
  it('The last use of keys is told for all together, the last time of each, and never of nobody', async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] })
    const told: Seen[] = []
    let now = 0
    const sightings = sightingsOf(
      async (seen) => {
        told.push(seen)
        if (told.length === 1) throw new Error('The other side is away.')
      },
      () => (now += 1000),
    )
    const key = (id: string | null, session?: string) => ({
      ...anonymous,
      kind: 'key' as const,
      key: id,
      ...(session ? { session } : {}),
    })
    for (let times = 0; times < 10_000; times++) sightings.note(key('key_1'))
    sightings.note(key(null, 'ses_1'))
    sightings.note(anonymous)
    assert.deepEqual(told, [])
    t.mock.timers.tick(60_000)
    await Promise.resolve()
    t.mock.timers.tick(60_000)
    sightings.note(key('key_2'))
    await sightings.stop()
    const at = (seconds: number) => new Date(seconds * 1000).toISOString()
    assert.deepEqual(told, [
      { keys: { key_1: at(10_000) }, sessions: { ses_1: at(10_001) } },
      { keys: { key_2: at(10_002) }, sessions: {} },
    ])
  })
})
