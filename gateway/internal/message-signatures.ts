// HTTP Message Signatures (RFC 9421) with Content-Digest (RFC 9530), as far as Folkmoot's processes need them: one
// signature, labelled `s`, over one list of components for each kind of message. Whatever is of another shape is not ours.

import { createHmac, hash, type KeyObject } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { sameSecret } from '../../backbone/security/secrets.ts'
import type { SigningKey } from '../../backbone/security/signing-key.ts'

/** What signs and checks: a key pair, or a key that both sides have. */
export interface Signatory {
  readonly keyid: string
  readonly alg: 'ed25519' | 'hmac-sha256'
  /** In base64. */
  sign(base: string): string
  verify(base: string, signature: string): boolean
}

/** A component of the message by its identifier, as it stands in the list, and its value. */
export type Component = readonly [identifier: string, value: string]

export interface ReceivedSignature {
  keyid: string
  alg: string
  /** Seconds since 1970. */
  created: number
  nonce: string
  /** All of them with the parameters, as they are signed. */
  params: string
  /** In base64. */
  signature: string
}

export function byKeyPair(key: SigningKey): Signatory {
  return {
    keyid: key.public.kid,
    alg: 'ed25519',
    sign: (base) => Buffer.from(key.sign(base), 'base64url').toString('base64'),
    verify: (base, signature) => key.verify(base, Buffer.from(signature, 'base64').toString('base64url')),
  }
}

export function bySharedKey(keyid: string, key: KeyObject): Signatory {
  const sign = (base: string) => createHmac('sha256', key).update(base).digest('base64')
  return { keyid, alg: 'hmac-sha256', sign, verify: (base, signature) => sameSecret(signature, sign(base)) }
}

export function digestOf(body: string | Buffer): string {
  return `sha-256=:${hash('sha256', body, 'base64')}:`
}

/** The two headers of a signature. */
export function signed(
  by: Signatory,
  components: readonly Component[],
  { created, nonce }: { created: number; nonce: string },
): { 'signature-input': string; signature: string } {
  const list = components.map(([identifier]) => identifier).join(' ')
  const params = `(${list});created=${created};nonce="${nonce}";keyid="${by.keyid}";alg="${by.alg}";tag="folkmoot"`
  return { 'signature-input': `s=${params}`, signature: `s=:${by.sign(baseOf(components, params))}:` }
}

/** What the headers of a signature say, not checked; null where they are of another shape. */
export function signatureIn(headers: IncomingHttpHeaders | Record<string, unknown>): ReceivedSignature | null {
  const { 'signature-input': input, signature } = headers
  if (typeof input !== 'string' || typeof signature !== 'string' || input.length > 1000) return null
  const found = shape.exec(input)
  const given = /^s=:([A-Za-z0-9+/]{1,100}={0,2}):$/.exec(signature)
  if (!found || !given) return null
  const [, params, created, nonce, keyid, alg] = found as unknown as string[]
  return { params: params!, created: Number(created), nonce: nonce!, keyid: keyid!, alg: alg!, signature: given[1]! }
}

const shape =
  /^s=(\([^()]*\);created=(\d{1,12});nonce="([\w-]{1,64})";keyid="([\w-]{1,64})";alg="(ed25519|hmac-sha256)";tag="folkmoot")$/

/** Whether exactly these components were signed, by this one. */
export function isSigned(by: Signatory, components: readonly Component[], said: ReceivedSignature): boolean {
  const list = `(${components.map(([identifier]) => identifier).join(' ')});`
  if (said.keyid !== by.keyid || said.alg !== by.alg || !said.params.startsWith(list)) return false
  return by.verify(baseOf(components, said.params), said.signature)
}

/** RFC 9421, section 2.5. */
function baseOf(components: readonly Component[], params: string): string {
  let base = ''
  for (const [identifier, value] of components) base += `${identifier}: ${value}\n`
  return `${base}"@signature-params": ${params}`
}
