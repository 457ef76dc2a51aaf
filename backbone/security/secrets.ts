// Credentials at rest, and keys for signing: all from the one FOLKMOOT_SECRET.

import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

export interface SecretBox {
  /** Encrypts with AES-256-GCM. `context` (what it belongs to) must be the same when it is opened. */
  seal(plain: string, context: string): string
  /** @throws Error when the text was altered, sealed for another context, or under another secret. */
  open(sealed: string, context: string): string
  /** A key of 32 bytes for one purpose (HKDF-SHA-256, RFC 5869). */
  derive(purpose: string): Buffer
}

/** A column that holds sealed texts. */
export interface SealedColumn {
  /** With its schema. */
  table: string
  column: string
  /** What a row's text is sealed for, by the row's id. */
  context(id: string): string
}

export function secretBox(secret: string): SecretBox {
  if (secret.length < 16) throw new Error(`FOLKMOOT_SECRET must have at least 16 characters; it has ${secret.length}.`)
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, 'folkmoot', purpose, 32))
  const key = derive('credentials')
  return {
    derive,
    seal(plain, context) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `v1.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(sealed, context) {
      if (!sealed.startsWith('v1.')) throw new Error('Wanted a sealed text that starts with v1.; got something else.')
      const bytes = Buffer.from(sealed.slice(3), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
      decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}

/**
 * HMAC-SHA-256 of the parts, each preceded by its length so that no two lists of parts look alike.
 * Where much is signed, the key is a KeyObject: to make one for each text costs six times the rest (12 µs against 2).
 */
export function sign(key: Buffer | KeyObject, ...parts: (string | Buffer)[]): Buffer {
  const mac = createHmac('sha256', key)
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part
    mac.update(`${bytes.length}:`).update(bytes)
  }
  return mac.digest()
}

/** Compares two secrets in a time that does not tell where they differ. */
export function sameSecret(a: string | Buffer, b: string | Buffer): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
