import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  accountFact,
  accountOf,
  differById,
  sameAccount,
  spellingsOf,
  withoutUnseen,
} from '../../../subgraphs/communities/domain/accounts.ts'

const of = (platform: string, rest: { host?: string; id?: string; username?: string }) =>
  accountOf({ platform, ...rest }, ['account'])

describe('names of accounts', () => {
  it('An account has its platform in lower case and its host as an origin', () => {
    const account = of(' Discourse', { host: 'HTTPS://Forum.Example.org:443/sub/', username: ' alice ' })
    assert.deepEqual(account, {
      platform: 'discourse',
      host: 'https://forum.example.org/sub',
      externalId: null,
      username: 'alice',
    })
    assert.equal(of('discourse', { host: 'forum.example.org:8443', id: '1' }).host, 'https://forum.example.org:8443')
  })

  it('An account has no host where the platform has one server only', () => {
    for (const host of ['github.com', 'https://github.com/', 'HTTPS://GITHUB.COM'])
      assert.equal(of('github', { host, id: '1' }).host, '')
    assert.equal(of('github', { host: 'github.example.org', id: '1' }).host, 'https://github.example.org')
  })

  it('An account’s username loses the at sign that people write, but not the one of Matrix', () => {
    assert.equal(of('github', { username: '@alice' }).username, 'alice')
    assert.equal(of('matrix', { username: '@alice:example.org' }).username, '@alice:example.org')
    assert.throws(() => of('github', { username: '@' }), { code: 'BAD_INPUT', path: ['account', 'username'] })
  })

  it('An account that is malformed is refused with the field to blame', () => {
    assert.throws(() => of('git hub', { id: '1' }), { code: 'BAD_INPUT', path: ['account', 'platform'] })
    assert.throws(() => of('github', {}), { code: 'BAD_INPUT', path: ['account'] })
    assert.throws(() => of('github', { id: ' ', username: '' }), { code: 'BAD_INPUT', path: ['account'] })
    assert.throws(() => of('x', { id: '\u0007' }), { code: 'BAD_INPUT', path: ['account', 'id'] })
    for (const host of ['https://u:p@example.org', 'ftp://example.org', 'https://example.org/?q', 'http://', 'a b']) {
      assert.throws(() => of('x', { host, id: '1' }), { code: 'BAD_INPUT', path: ['account', 'host'] }, host)
    }
  })

  it('An account is the same as another by id, else by username, never across', () => {
    assert.ok(sameAccount(of('x', { username: 'Alice' }), of('x', { username: 'aLICE', id: '1' })))
    assert.ok(sameAccount(of('x', { id: '1', username: 'a' }), of('x', { id: '1', username: 'b' })))
    assert.ok(!sameAccount(of('x', { id: '1', username: 'a' }), of('x', { id: '2', username: 'a' })))
    assert.ok(!sameAccount(of('x', { id: '1' }), of('x', { username: '1' })))
    assert.ok(!sameAccount(of('x', { id: '1' }), of('y', { id: '1' })))
    assert.ok(!sameAccount(of('x', { id: '1' }), of('x', { id: '1', host: 'https://example.org' })))
  })

  it('An account known by username only cannot be taken for one with that id', () => {
    assert.deepEqual(accountFact(of('x', { username: '12345' })), {
      platform: 'x',
      host: null,
      externalId: '@12345',
      username: '12345',
    })
    assert.equal(accountFact(of('x', { id: '12345' })).externalId, '12345')
  })
})

describe('accounts given to members', () => {
  it('An account given to somebody is refused if nobody sees all of its name', () => {
    const path = ['input', 'account']
    for (const unseen of ['\u200b', '\u00ad', '\u2060', '\ufe0f', '\u{e0041}', '\u3164']) {
      assert.throws(() => withoutUnseen(of('x', { username: `a${unseen}b` }), path), {
        code: 'BAD_INPUT',
        path: [...path, 'username'],
      })
      assert.throws(() => withoutUnseen(of('x', { id: `a${unseen}b` }), path), { path: [...path, 'id'] })
    }
    assert.equal(withoutUnseen(of('x', { username: 'Zoë' }), path).username, 'Zoë')
  })

  it('Usernames are compared in one form of all spellings, and ids as their platform compares them', () => {
    assert.deepEqual(spellingsOf(of('x', { username: 'ＡLice' })), { id: null, username: 'alice' })
    assert.deepEqual(spellingsOf(of('x', { id: 'aB' })), { id: 'aB', username: null })
    assert.deepEqual(spellingsOf(of('ethereum', { id: '0xaB' })), { id: '0xab', username: null })
    const wallets = ['0xaB', '0xAb', '0xff'].map((id) => of('ethereum', { id }))
    assert.ok(!differById(wallets[0]!, wallets[1]!))
    assert.ok(differById(wallets[0]!, wallets[2]!))
    assert.ok(!differById(of('x', { id: '1' }), of('x', { username: 'a' })))
  })
})
