import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { endpointOf } from '../../../subgraphs/communities/domain/endpoint.ts'
import { expiryOf, scopesOf, secretOf } from '../../../subgraphs/communities/domain/keys.ts'
import { replacedRequests } from '../../../subgraphs/communities/domain/merge.ts'
import {
  type RequestStatus,
  type Settlement,
  settlements,
  settles,
} from '../../../subgraphs/communities/domain/requests.ts'
import { nameOf, proseOf } from '../../../subgraphs/communities/domain/text.ts'

describe('role requests', () => {
  it('A role request is settled from PENDING only, and every state and settlement has an outcome', () => {
    for (const [status, row] of Object.entries(settlements)) {
      for (const [as, what] of Object.entries(row)) {
        const attempt = () => settles({ id: 'req_1', status: status as RequestStatus }, as as Settlement)
        assert.equal(what, status === 'PENDING' ? 'settles' : status === as ? 'same' : 'refused')
        if (what === 'refused') assert.throws(attempt, { code: 'ALREADY_SETTLED' })
        else assert.equal(attempt(), what === 'settles')
      }
    }
  })
})

describe('two pending requests of one person', () => {
  const request = (id: string, role: string, status: RequestStatus, day: number) => ({
    id,
    role,
    status,
    requestedAt: new Date(2026, 0, day),
  })

  it('Two pending requests of one person for one role become the older', () => {
    const requests = [request('b', 'r', 'PENDING', 2), request('a', 'r', 'PENDING', 1), request('c', 's', 'PENDING', 3)]
    assert.deepEqual(replacedRequests(requests), [{ request: 'b', by: 'a' }])
  })

  it('Two pending requests of one person made at one moment become the one of the smaller id', () => {
    const requests = [request('b', 'r', 'PENDING', 1), request('a', 'r', 'PENDING', 1)]
    assert.deepEqual(replacedRequests(requests), [{ request: 'b', by: 'a' }])
  })

  it('Settled requests are not touched by another of the same person', () => {
    assert.deepEqual(replacedRequests([request('a', 'r', 'GRANTED', 1), request('b', 'r', 'PENDING', 2)]), [])
  })
})

describe('names and sentences', () => {
  it('Names and sentences are trimmed and put into one form', () => {
    assert.equal(nameOf('  Zoe\u0308 ', []), 'Zoë')
    assert.equal(nameOf('👩‍🌾 Ada', []), '👩‍🌾 Ada')
    assert.equal(proseOf('  one\n\ttwo ', []), 'one\n\ttwo')
    for (const nothing of [null, undefined, '', ' \n ']) assert.equal(proseOf(nothing, []), null)
  })

  it('Names and sentences are counted in characters, not in code units', () => {
    assert.equal(nameOf('🌾'.repeat(100), []), '🌾'.repeat(100))
    assert.throws(() => nameOf('🌾'.repeat(101), ['name']), { code: 'BAD_INPUT', path: ['name'] })
  })

  it('Names and sentences may not hide anything', () => {
    for (const text of ['a\u0000', 'a\u0007b', 'a\u202eb', 'a\u2066b', 'a\ud800']) {
      assert.throws(() => nameOf(text, []), { code: 'BAD_INPUT' })
      assert.throws(() => proseOf(text, []), { code: 'BAD_INPUT' })
    }
    assert.throws(() => nameOf('a\nb', []), { code: 'BAD_INPUT' })
  })
})

describe('API keys', () => {
  it('A key has a secret of at least 32 bytes', () => {
    assert.match(secretOf(new Uint8Array(32)), /^fmk_A{43}$/)
    assert.throws(() => secretOf(new Uint8Array(31)), /32/)
  })

  it('A key has each scope once, and one at least', () => {
    assert.deepEqual(scopesOf(['READ', 'VOTE', 'READ'], []), ['READ', 'VOTE'])
    assert.throws(() => scopesOf([], ['scopes']), { code: 'BAD_INPUT', path: ['scopes'] })
  })

  it('A key can only expire in the future', () => {
    const now = new Date()
    assert.equal(expiryOf(null, now, []), null)
    assert.throws(() => expiryOf(now, now, []), { code: 'BAD_INPUT' })
  })
})

describe('endpoints of drivers', () => {
  it('The endpoint of a driver is an http(s) address without a password, for an external driver only', () => {
    assert.equal(endpointOf('EXTERNAL', ' https://example.org/hook ', []), 'https://example.org/hook')
    assert.equal(endpointOf('EXTERNAL', null, []), null)
    assert.equal(endpointOf('BUILT_IN', ' ', []), null)
    assert.throws(() => endpointOf('BUILT_IN', 'https://example.org', []), { code: 'BAD_INPUT' })
    for (const bad of [
      'example.org',
      'file:///etc/passwd',
      'https://u@example.org',
      `https://example.org/${'x'.repeat(2000)}`,
    ]) {
      assert.throws(() => endpointOf('EXTERNAL', bad, []), { code: 'ADDRESS_REFUSED' })
    }
  })
})
