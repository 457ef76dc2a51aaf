// Words of a person in what was written down.

import assert from 'node:assert/strict'
import { createSecretKey } from 'node:crypto'
import { describe, it } from 'node:test'
import { erasedName, forgetting, markOf, redactor } from '../../../backbone/people/redact.ts'

const key = createSecretKey(Buffer.alloc(32, 7))
const words = [
  { platform: null, text: 'Ada Lovelace' },
  { platform: null, text: 'Ada' },
  { platform: 'github', text: 'ada-l' },
  { platform: 'discord', text: '41208734' },
  { platform: 'matrix', text: 'a.b(c' },
  { platform: 'x', text: 'Al' },
]
const { redact, exact } = redactor(key, words)

describe('redacting of words', () => {
  it('Redacting puts the same mark for a whole text, however it is spelled', () => {
    const mark = markOf(key, 'ada-l')
    assert.match(mark, /^erased:[0-9a-f]{24}$/)
    for (const text of ['ada-l', '@ada-l', 'ADA-L', 'Ada-L']) assert.equal(redact(text), mark)
    assert.equal(exact('41208734'), markOf(key, '41208734'))
    assert.notEqual(markOf(createSecretKey(Buffer.alloc(32, 8)), 'ada-l'), mark, 'of another community another')
  })

  it('Redacting within a text says that somebody was erased, and leaves other words whole', () => {
    const cases: [string, string][] = [
      ['Role steward for Ada Lovelace.', `Role steward for ${erasedName}.`],
      ['Is "ada-l" (ADA)?', `Is "${erasedName}" (${erasedName})?`],
      ['Adam, Canada, ada-lx and x-ada-l', 'Adam, Canada, ada-lx and x-ada-l'],
      ['by a.b(c, not axb(c', `by ${erasedName}, not axb(c`],
      ['number 41208734 of Al', 'number 41208734 of Al'], // a number, or two letters, says nothing there
      ['', ''],
    ]
    for (const [given, wanted] of cases) assert.equal(redact(given), wanted)
    assert.equal(exact('for Ada Lovelace'), 'for Ada Lovelace', 'what people wrote elsewhere stays')
  })

  it('Redacting goes through values at any depth, and leaves field names, numbers, states and times', () => {
    const at = new Date(0)
    const given = { 'ada-l': ['ada-l', { who: 'ada-l', n: 41208734 }], at, none: null, status: 'ADA' }
    const mark = markOf(key, 'ada-l')
    assert.deepEqual(redact(given), { 'ada-l': [mark, { who: mark, n: 41208734 }], at, none: null, status: 'ADA' })
  })

  it('Redacting keeps what a platform would say again, without accounts, whatever somebody is called', () => {
    const called = [...words, ...['USD', 'INVOICE', 'Hose', 'ex_1'].map((text) => ({ platform: null, text }))]
    const said = { id: 'ex_1', currency: 'USD', type: 'INVOICE', description: 'Hose', payee: 'ada', account: 'ada-l' }
    assert.deepEqual(redactor(key, called).exact(said), { ...said, account: markOf(key, 'ada-l') })
    const told = { type: 'collective.expense.created', kind: 'expense', currency: 'EUR', text: 'an expense' }
    const odd = ['collective', 'expense', 'EUR'].map((text) => ({ platform: 'x', text }))
    assert.deepEqual(redactor(key, odd).redact(told), { ...told, text: `an ${erasedName}` })
    assert.deepEqual(forgetting(key, new Set(odd.map(({ text }) => markOf(key, text))))(told), told)
  })

  it('Redacting knows a word again by its mark alone', () => {
    const forget = forgetting(key, new Set([markOf(key, 'ada-l')]))
    assert.deepEqual(forget({ payee: 'Ada-L', to: 'bob' }), { payee: markOf(key, 'ada-l'), to: 'bob' })
    assert.equal(forget(markOf(key, 'ada-l')), markOf(key, 'ada-l'))
  })
})
