import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { resolve } from '../../../subgraphs/cred/domain/resolve.ts'
import { tableOf } from './tables.ts'

const github = (username: string) => ({ platform: 'github', username })
const login = (name: string, kind = 'USER') => `sourcecred/github/USERLIKE/${kind}/${name}`

const table = tableOf([
  { name: 'Recmo', cred: [10] },
  { name: 'recmo', cred: [9] },
  { name: 'Ada', cred: [8], aliases: [login('ada'), 'sourcecred/discord/MEMBER/user/105608155857174528'] },
  { name: 'dependabot', cred: [7], kind: 'BOT', aliases: [login('dependabot', 'BOT')] },
  // Called like a login that is not theirs.
  { name: 'lisp', cred: [6], aliases: [login('somebody')] },
  { name: 'Nick', cred: [5], aliases: [login('lisp')] },
  { name: 'twice', cred: [4], aliases: [login('both')] },
  { name: 'twice too', cred: [3], aliases: [login('both', 'BOT')] },
])
const names = (...accounts: Parameters<typeof resolve>[1]) => {
  const { status, matches } = resolve(table, accounts)
  return [status, ...matches.map(({ participant }) => table.record(participant).name)]
}

describe('resolving accounts to identities', () => {
  it('Resolving accounts takes the exact hit though another differs in case alone', () => {
    assert.deepEqual(names(github('recmo')), ['FOUND', 'recmo'])
    assert.deepEqual(names(github('Recmo')), ['FOUND', 'Recmo'])
  })

  it('Resolving accounts never guesses if two answer in different case', () => {
    assert.deepEqual(names(github('RECMO')), ['AMBIGUOUS', 'Recmo', 'recmo'])
  })

  it('Resolving accounts ignores case if only one answers, and gives the address as it is written', () => {
    assert.deepEqual(resolve(table, [github('ADA')]).matches[0]!.address, login('ada'))
  })

  it('Resolving accounts finds bots as bots', () => {
    assert.deepEqual(names(github('dependabot')), ['FOUND', 'dependabot'])
  })

  it('Resolving accounts goes by the login, never by a name that looks like it', () => {
    assert.deepEqual(names(github('lisp')), ['FOUND', 'Nick'])
    assert.deepEqual(names(github('Nick')), ['NOT_FOUND'])
  })

  it('Resolving accounts goes by the name when that is asked for', () => {
    assert.deepEqual(names({ platform: 'sourcecred', username: 'lisp' }), ['FOUND', 'lisp'])
    assert.deepEqual(names({ platform: 'sourcecred', username: 'RECMO' }), ['AMBIGUOUS', 'Recmo', 'recmo'])
    assert.deepEqual(names({ platform: 'sourcecred', externalId: 'id-Nick' }), ['FOUND', 'Nick'])
  })

  it('Resolving accounts counts an identity once, whichever of its accounts are named', () => {
    assert.deepEqual(names(github('ada'), { platform: 'discord', externalId: '105608155857174528' }), ['FOUND', 'Ada'])
  })

  it('Resolving accounts adds up distinct identities', () => {
    assert.deepEqual(names(github('ada'), github('lisp'), github('nobody')), ['FOUND', 'Ada', 'Nick'])
  })

  it('Resolving accounts is ambiguous as a whole when one account is', () => {
    assert.deepEqual(names(github('ada'), github('both')), ['AMBIGUOUS', 'Ada', 'twice', 'twice too'])
  })

  it('Resolving accounts finds nobody for no accounts, empty ones, or foreign ones', () => {
    assert.deepEqual(names(), ['NOT_FOUND'])
    assert.deepEqual(names(github(' '), { platform: 'slack', externalId: 'U1' }, { platform: 'github' }), ['NOT_FOUND'])
  })
})
