// The key that this installation signs with for the outside: Ed25519 (RFC 8032), its seed from FOLKMOOT_SECRET. Every process
// has the same; whoever has the public half, as /.well-known/folkmoot.json shows it, can check what was signed.

import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import type { SecretBox } from './secrets.ts'

/** The public half, as RFC 8037 writes it. */
export interface PublicKey {
  /** The key's thumbprint (RFC 7638). */
  kid: string
  kty: 'OKP'
  crv: 'Ed25519'
  /** 32 bytes in base64url. */
  x: string
}

export interface SigningKey {
  public: PublicKey
  /** The signature of the text's UTF-8 bytes, 64 bytes in base64url. */
  sign(text: string): string
}

/** What comes before the 32 bytes of the seed in a key as PKCS #8 (RFC 8410). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')

export function signingKeyOf(secrets: SecretBox): SigningKey {
  const der = Buffer.concat([pkcs8, secrets.derive('signs heads of chains')])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const { x } = createPublicKey(key).export({ format: 'jwk' }) as { x: string }
  const kid = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url')
  return {
    public: { kid, kty: 'OKP', crv: 'Ed25519', x },
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64url'),
  }
}
