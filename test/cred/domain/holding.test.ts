import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { spelling } from '../../../schema/spelling.ts'
import type { Account } from '../../../subgraphs/cred/domain/address.ts'
import {
  type Claim,
  doublesOf,
  holderOf,
  keysOfAccount,
  keysOfIdentity,
} from '../../../subgraphs/cred/domain/holding.ts'
import { resolve } from '../../../subgraphs/cred/domain/resolve.ts'
import { tableOf } from './tables.ts'

const lin = ['sourcecred/github/USERLIKE/USER/linyue', 'sourcecred/discord/MEMBER/user/111222333444555666']
const wallet = `0x${'aB'.repeat(20)}`
const table = tableOf([
  { name: 'lin', aliases: lin, cred: [50] },
  { name: 'tob', aliases: ['sourcecred/github/USERLIKE/USER/tokafor', `sourcecred/ethereum/${wallet}`], cred: [30] },
])
const github = (username: string): Account => ({ platform: 'github', externalId: `@${username}`, username })
const discord = (id: string): Account => ({ platform: 'discord', externalId: id, username: null })
const claim = (member: string, account: Account, since = member): Claim => ({ member, since, account })

describe('spellings of names', () => {
  it('Spellings of one name have one form', () => {
    for (const other of ['LinYue', 'lin\u200byue', 'linyue\ufe0f', 'ｌｉｎｙｕｅ', 'LIN\u00adYUE', 'lin\u{e0001}yue'])
      assert.equal(spelling(other), 'linyue')
    assert.equal(spelling('Zo\u00eb'), spelling('zoe\u0308'))
    assert.notEqual(spelling('linyue'), spelling('lin_yue'))
  })

  it('Spellings of one account find one identity', () => {
    for (const account of [github('LinYue'), github('lin\u200byue'), github('ｌｉｎｙｕｅ')])
      assert.deepEqual(
        resolve(table, [account]).matches.map(({ address }) => address),
        lin.slice(0, 1),
      )
    const lower = { platform: 'ethereum', externalId: wallet.toLowerCase() }
    assert.equal(resolve(table, [lower]).matches[0]!.address, `sourcecred/ethereum/${wallet}`)
  })

  it('Spellings of one account have a key in common with the identity', () => {
    const { participant } = resolve(table, [github('linyue')]).matches[0]!
    const keys = keysOfIdentity(table, participant)
    for (const account of [github('LIN\u200bYUE'), discord('111222333444555666')])
      assert.ok(keysOfAccount(account).some((key) => keys.includes(key)))
    assert.ok(!keysOfAccount(github('tokafor')).some((key) => keys.includes(key)))
  })
})

describe('holders of an identity', () => {
  const identity = resolve(table, [github('linyue')]).matches[0]!.participant
  const claims = [claim('mem_2', discord('111222333444555666')), claim('mem_1', github('linyue'))]

  it('An identity is held by who was there first, in whatever order they are named', () => {
    for (const each of [claims, claims.toReversed()]) assert.equal(holderOf(table, [identity], each)!.member, 'mem_1')
    assert.equal(holderOf(table, [identity], [claim('mem_1', github('tokafor'))]), null)
  })

  it('An identity is held by a member as old as the oldest that was merged into it', () => {
    const merged = claim('mem_3', discord('111222333444555666'), 'mem_0')
    assert.equal(holderOf(table, [identity], [claims[1]!, merged])!.member, 'mem_3')
  })

  it('An identity makes all other members who have accounts of it doubles', () => {
    const found = doublesOf(table, [...claims, claim('mem_3', github('LinYue')), claim('mem_4', github('tokafor'))])
    assert.deepEqual(
      found.map(({ member, heldBy }) => [member, heldBy]),
      [
        ['mem_2', 'mem_1'],
        ['mem_3', 'mem_1'],
      ],
    )
    assert.ok(found.every((double) => double.identity === identity))
  })
})

describe('one account in two spellings', () => {
  const on = (username: string, externalId = `@${username}`): Account => ({ platform: 'forum', externalId, username })

  it('One account in two spellings makes a double, with no instance to ask', () => {
    const [double, ...more] = doublesOf(null, [claim('mem_1', on('lin')), claim('mem_2', on('lin\u200b'))])
    assert.deepEqual([double!.member, double!.heldBy, double!.identity, more], ['mem_2', 'mem_1', null, []])
  })

  it('One account in two spellings makes no double if the platform tells them apart, or of one member', () => {
    assert.deepEqual(doublesOf(null, [claim('mem_1', on('lin', '1')), claim('mem_2', on('ｌｉｎ', '2'))]), [])
    assert.deepEqual(doublesOf(null, [claim('mem_1', on('lin')), claim('mem_1', on('ｌｉｎ'))]), [])
    const elsewhere = { ...on('lin'), host: 'https://other.example' }
    assert.deepEqual(doublesOf(null, [claim('mem_1', on('lin')), claim('mem_2', elsewhere)]), [])
  })

  it('One account in two spellings is seen in ids of platforms whose case does not count', () => {
    const of = (platform: string, id: string): Account => ({ platform, externalId: id })
    const two = (platform: string) =>
      doublesOf(null, [claim('mem_1', of(platform, wallet)), claim('mem_2', of(platform, wallet.toUpperCase()))]).length
    assert.deepEqual([two('ethereum'), two('forum')], [1, 0])
  })
})
