// The keys that this installation signs with for others to check: Ed25519 (RFC 8032), their seeds from FOLKMOOT_SECRET. Every
// process has the same; whoever has the public halves, as /.well-known/folkmoot.json shows them, can check what was signed.

import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
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
  verify(text: string, signature: string): boolean
}

/** What comes before the 32 bytes of the seed in a key as PKCS #8 (RFC 8410). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The one that signs heads of chains. */
export function signingKeyOf(secrets: SecretBox): SigningKey {
  return keyFor(secrets, 'signs heads of chains')
}

/** The one that opens what a process of ours says to a subgraph: none of it can be taken for the head of a chain. */
export function requestKeyOf(secrets: SecretBox): SigningKey {
  return keyFor(secrets, 'signs requests to subgraphs')
}

/** The one that says to subgraphs of others who asks: it opens nothing of ours. */
export function viewerKeyOf(secrets: SecretBox): SigningKey {
  return keyFor(secrets, 'signs who asks, for subgraphs of others')
}

function keyFor(secrets: SecretBox, purpose: string): SigningKey {
  const der = Buffer.concat([pkcs8, secrets.derive(purpose)])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key)
  const { x } = publicKey.export({ format: 'jwk' }) as { x: string }
  const kid = createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url')
  return {
    public: { kid, kty: 'OKP', crv: 'Ed25519', x },
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64url'),
    verify: (text, signature) => verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url')),
  }
}
