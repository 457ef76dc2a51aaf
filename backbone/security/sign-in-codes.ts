// Codes of links to sign in. Each carries a mark under FOLKMOOT_SECRET that says it is one of ours: so what somebody made up
// is known for that at once, and whoever makes up many takes neither the database's time nor anybody else's tries.

import { type SecretBox, sameSecret, sign } from './secrets.ts'

export interface SignInCodes {
  /** @param random 32 bytes @throws Error when given fewer */
  make(random: Uint8Array): string
  /** Whether it was made here. It may be used or too old all the same. */
  isOurs(code: string): boolean
}

const markBytes = 16

/** `fml_`, and 32 random bytes and their mark in base64url. */
export function signInCodes(secrets: Pick<SecretBox, 'derive'>): SignInCodes {
  const key = secrets.derive('codes of links to sign in')
  const markOf = (random: Uint8Array) => sign(key, Buffer.from(random)).subarray(0, markBytes)
  return {
    make(random) {
      if (random.length !== 32) throw new Error(`A code takes 32 random bytes; it was given ${random.length}.`)
      return `fml_${Buffer.concat([random, markOf(random)]).toString('base64url')}`
    },
    isOurs(code) {
      if (!/^fml_[\w-]{64}$/.test(code)) return false
      const bytes = Buffer.from(code.slice(4), 'base64url')
      return sameSecret(bytes.subarray(32), markOf(bytes.subarray(0, 32)))
    },
  }
}
