import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import { secretBox } from '../../../backbone/security/secrets.ts'
import { signInCodes } from '../../../backbone/security/sign-in-codes.ts'

describe('codes of sign-in links', () => {
  const codes = signInCodes(secretBox('a secret of the tests'))

  it('A code of a sign-in link is known as ours, and nothing else is', () => {
    const code = codes.make(randomBytes(32))
    assert.match(code, /^fml_[\w-]{64}$/)
    assert.ok(codes.isOurs(code))
    for (let at = 0; at < code.length; at++) {
      const other = code[at] === 'A' ? 'B' : 'A'
      assert.equal(codes.isOurs(code.slice(0, at) + other + code.slice(at + 1)), false, `${at}`)
    }
    for (const text of ['', 'fml_', `${code}A`, `${code}=`, ` ${code}`, `${code}\n`, code.slice(0, -1), code.slice(4)])
      assert.equal(codes.isOurs(text), false, text)
    assert.equal(signInCodes(secretBox('another secret of tests')).isOurs(code), false)
  })

  it('A code of a sign-in link is made of 32 random bytes, no fewer', () => {
    assert.throws(() => codes.make(randomBytes(31)), /32 random bytes/)
  })
})
