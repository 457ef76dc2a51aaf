import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isBotAddress, readableAddress, searchFor } from '../../../subgraphs/cred/domain/address.ts'

describe('addresses', () => {
  it('lose their NULs', () => {
    assert.equal(readableAddress('N\0sourcecred\0github\0USERLIKE\0USER\0ada\0'), 'sourcecred/github/USERLIKE/USER/ada')
    assert.equal(
      readableAddress('N\0sourcecred\0discourse\0user\0https://forum.example/\0ada\0'),
      'sourcecred/discourse/user/https://forum.example/ada',
    )
  })

  it('that are none are told apart', () => {
    for (const bad of ['', 'N', 'E\0sourcecred\0', 'N\0sourcecred', 'sourcecred/github'])
      assert.equal(readableAddress(bad), null)
  })

  it('say whose accounts are bots', () => {
    assert.ok(isBotAddress('sourcecred/github/USERLIKE/BOT/dependabot'))
    assert.ok(isBotAddress('sourcecred/discord/MEMBER/bot/123'))
    assert.ok(!isBotAddress('sourcecred/github/USERLIKE/USER/BOT'))
  })
})

describe('an account is looked for', () => {
  const addresses = (platform: string, account: object) => searchFor({ platform, ...account }).addresses

  it('on GitHub by login, as a user and as a bot', () => {
    const both = ['sourcecred/github/USERLIKE/USER/ada', 'sourcecred/github/USERLIKE/BOT/ada']
    assert.deepEqual(addresses('github', { username: 'ada', externalId: '583231' }), both)
    assert.deepEqual(addresses('GitHub', { username: '@ada' }), both)
    assert.deepEqual(addresses('github', { externalId: 'ada', username: null }), both)
  })

  it('on GitHub never by its number, which may be the login of somebody else', () => {
    assert.deepEqual(addresses('github', { externalId: '583231' }), [])
  })

  it('on Discord by the snowflake, never by the name', () => {
    const wanted = [
      'sourcecred/discord/MEMBER/user/105608155857174528',
      'sourcecred/discord/MEMBER/bot/105608155857174528',
    ]
    assert.deepEqual(addresses('discord', { externalId: '105608155857174528', username: 'ada#1' }), wanted)
    assert.deepEqual(addresses('discord', { username: 'ada#1', externalId: 'ada' }), [])
  })

  it('on Discourse by host and username', () => {
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

  it('on Ethereum by the address', () => {
    const hex = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
    assert.deepEqual(addresses('ethereum', { externalId: hex }), [`sourcecred/ethereum/${hex}`])
    assert.deepEqual(addresses('ethereum', { externalId: 'ada.eth' }), [])
  })

  it('in SourceCred by id of either age, by address, and by name only when a name is given', () => {
    const { addresses, name } = searchFor({ platform: 'sourcecred', externalId: 'xyz' })
    assert.deepEqual(addresses, ['sourcecred/core/IDENTITY/xyz', 'sourcecred/core/IDENTITY/USER/xyz'])
    assert.equal(name, null)
    assert.equal(searchFor({ platform: 'sourcecred', username: 'ada' }).name, 'ada')
    assert.equal(searchFor({ platform: 'github', username: 'ada' }).name, null)
    const address = 'sourcecred/github/USERLIKE/USER/ada'
    assert.ok(searchFor({ platform: 'sourcecred', externalId: address }).addresses.includes(address))
  })

  it('nowhere on platforms that SourceCred does not know', () => {
    assert.deepEqual(searchFor({ platform: 'opencollective', externalId: 'ada', username: 'ada' }), {
      addresses: [],
      name: null,
    })
  })
})
