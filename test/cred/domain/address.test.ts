import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isBotAddress, readableAddress, searchFor } from '../../../subgraphs/cred/domain/address.ts'

describe('SourceCred addresses', () => {
  it('A SourceCred address loses its NULs', () => {
    assert.equal(readableAddress('N\0sourcecred\0github\0USERLIKE\0USER\0ada\0'), 'sourcecred/github/USERLIKE/USER/ada')
    assert.equal(
      readableAddress('N\0sourcecred\0discourse\0user\0https://forum.example/\0ada\0'),
      'sourcecred/discourse/user/https://forum.example/ada',
    )
  })

  it('A SourceCred address that is none is told apart', () => {
    for (const bad of ['', 'N', 'E\0sourcecred\0', 'N\0sourcecred', 'sourcecred/github'])
      assert.equal(readableAddress(bad), null)
  })

  it('A SourceCred address says whose accounts are bots', () => {
    assert.ok(isBotAddress('sourcecred/github/USERLIKE/BOT/dependabot'))
    assert.ok(isBotAddress('sourcecred/discord/MEMBER/bot/123'))
    assert.ok(!isBotAddress('sourcecred/github/USERLIKE/USER/BOT'))
  })
})

describe('addresses of an account', () => {
  const addresses = (platform: string, account: object) => searchFor({ platform, ...account }).addresses

  it('An account on GitHub is looked for by login, as a user and as a bot', () => {
    const both = ['sourcecred/github/USERLIKE/USER/ada', 'sourcecred/github/USERLIKE/BOT/ada']
    assert.deepEqual(addresses('github', { username: 'ada', externalId: '583231' }), both)
    assert.deepEqual(addresses('GitHub', { username: '@ada' }), both)
    assert.deepEqual(addresses('github', { externalId: 'ada', username: null }), both)
  })

  it('An account on GitHub is never looked for by its number, which may be somebody else’s login', () => {
    assert.deepEqual(addresses('github', { externalId: '583231' }), [])
  })

  it('An account on Discord is looked for by the snowflake, never by the name', () => {
    const wanted = [
      'sourcecred/discord/MEMBER/user/105608155857174528',
      'sourcecred/discord/MEMBER/bot/105608155857174528',
    ]
    assert.deepEqual(addresses('discord', { externalId: '105608155857174528', username: 'ada#1' }), wanted)
    assert.deepEqual(addresses('discord', { username: 'ada#1', externalId: 'ada' }), [])
  })

  it('An account on Discourse is looked for by host and username', () => {
    const wanted = 'sourcecred/discourse/user/https://forum.example/ada'
    assert.deepEqual(addresses('discourse', { host: 'https://forum.example/', username: 'ada', externalId: '7' }), [
      wanted,
    ])
    assert.deepEqual(addresses('discourse', { host: 'forum.example', username: 'ada' }), [
      wanted,
      'sourcecred/discourse/user/http://forum.example/ada',
    ])
    assert.deepEqual(addresses('discourse', { username: 'ada' }), [])
    assert.deepEqual(addresses('discourse', { host: 'https://forum.example', externalId: '7' }), [])
  })

  it('An account on Ethereum is looked for by the address', () => {
    const hex = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
    assert.deepEqual(addresses('ethereum', { externalId: hex }), [`sourcecred/ethereum/${hex}`])
    assert.deepEqual(addresses('ethereum', { externalId: 'ada.eth' }), [])
  })

  it('An account in SourceCred is looked for by old or new id, by address, and by name only if given', () => {
    const { addresses, name } = searchFor({ platform: 'sourcecred', externalId: 'xyz' })
    assert.deepEqual(addresses, ['sourcecred/core/IDENTITY/xyz', 'sourcecred/core/IDENTITY/USER/xyz'])
    assert.equal(name, null)
    assert.equal(searchFor({ platform: 'sourcecred', username: 'ada' }).name, 'ada')
    assert.equal(searchFor({ platform: 'github', username: 'ada' }).name, null)
    const address = 'sourcecred/github/USERLIKE/USER/ada'
    assert.ok(searchFor({ platform: 'sourcecred', externalId: address }).addresses.includes(address))
  })

  it('An account on a platform that SourceCred does not know is looked for nowhere', () => {
    assert.deepEqual(searchFor({ platform: 'opencollective', externalId: 'ada', username: 'ada' }), {
      addresses: [],
      name: null,
    })
  })
})
