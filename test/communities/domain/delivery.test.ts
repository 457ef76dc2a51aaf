import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  isDelivered,
  isOver,
  patience,
  retryAfterOf,
  signingSecretOf,
  waitBeforeNext,
} from '../../../subgraphs/communities/domain/delivery.ts'

const hour = 3_600_000

describe('retries of deliveries', () => {
  it('A delivery that failed waits twice as long each time, up to an hour, half of it by chance', () => {
    const longest = [1, 2, 3, 4, 11, 100].map((failures) => waitBeforeNext(failures, 1, null))
    assert.deepEqual(longest, [5_000, 10_000, 20_000, 40_000, hour, hour])
    assert.equal(waitBeforeNext(3, 0, null), 10_000)
    assert.equal(waitBeforeNext(3, 1, null, 10), 2_000)
  })

  it('A delivery that failed comes no sooner than the endpoint said, within an hour', () => {
    assert.equal(waitBeforeNext(1, 0, 60_000), 60_000)
    assert.equal(waitBeforeNext(1, 0, 100 * hour), hour)
    const now = new Date('2026-11-22T18:00:00Z')
    assert.equal(retryAfterOf('120', now), 120_000)
    assert.equal(retryAfterOf('Sun, 22 Nov 2026 18:05:00 GMT', now), 300_000)
    assert.equal(retryAfterOf('Sun, 22 Nov 2026 17:00:00 GMT', now), 0)
    for (const nonsense of [null, '', 'soon', '-1e']) assert.equal(retryAfterOf(nonsense, now), null, String(nonsense))
  })

  it('A delivery is given up after three days in which nothing was taken', () => {
    const now = new Date('2026-11-22T18:00:00Z')
    const ago = (ms: number) => new Date(now.getTime() - ms)
    assert.equal(patience, 72 * hour)
    assert.equal(isOver({ queuedAt: ago(patience), failingSince: ago(patience) }, now), true)
    assert.equal(isOver({ queuedAt: ago(patience - 1), failingSince: ago(patience) }, now), false)
    // Folkmoot was away for long: this is the endpoint's first failure, or nearly.
    assert.equal(isOver({ queuedAt: ago(9 * patience), failingSince: null }, now), false)
    assert.equal(isOver({ queuedAt: ago(9 * patience), failingSince: ago(hour) }, now), false)
  })
})

describe('content of deliveries', () => {
  it('A delivery tells what was observed and what became of requests, and no ballot or key', () => {
    const action = (direction: string) => ({ action: { direction } })
    assert.equal(isDelivered({ type: 'actions.action.recorded', payload: action('OBSERVED') }), true)
    assert.equal(isDelivered({ type: 'actions.action.recorded', payload: action('REQUESTED') }), false)
    assert.equal(isDelivered({ type: 'actions.action.changed', payload: action('OBSERVED') }), false)
    assert.equal(isDelivered({ type: 'actions.action.changed', payload: action('REQUESTED') }), true)
    assert.equal(isDelivered({ type: 'proposals.proposal.decided', payload: {} }), true)
    assert.equal(isDelivered({ type: 'proposals.vote.cast', payload: {} }), false)
    assert.equal(isDelivered({ type: 'communities.key.created', payload: {} }), false)
  })

  it('A delivery is signed with 32 random bytes', () => {
    assert.equal(signingSecretOf(Buffer.alloc(32)), `whsec_${'A'.repeat(43)}=`)
    assert.throws(() => signingSecretOf(Buffer.alloc(31)))
  })
})
