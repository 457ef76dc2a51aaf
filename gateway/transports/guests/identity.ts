// Who asks, as a guest is told it: what it needs to decide, signed so that it can check it by our public keys. It shares no
// secret with us, and has nothing by which it could ask us anything, or another guest, in somebody's name.

import type { SigningKey } from '../../../backbone/security/signing-key.ts'
import type { Scope, Viewer } from '../../../backbone/security/viewer.ts'

/** What stands in it: docs/subgraphs.md. */
export interface Identity {
  kind: Viewer['kind']
  /** The community that the scopes are held in; null: all, for `admin` and `system`, or none. */
  community: string | null
  member: string | null
  /** Of those that its fields ask for, what is held. */
  scopes: readonly string[]
}

/** The header that a request has it in, and the entry of `extensions` where there is no header for each. */
export const identityHeader = 'folkmoot-identity'

/** @param asked the scopes that the guest's fields ask for */
export function identityOf({ kind, community, member, scopes }: Viewer, asked: readonly string[]): Identity {
  const held = asked.filter((each) => scopes.includes(each as Scope) || scopes.includes('ADMIN'))
  return { kind, community, member, scopes: held }
}

export interface Signing {
  key: SigningKey
  /** The gateway's address, as its keys are found by it. */
  issuer: string
  /** Seconds since 1970. */
  now(): number
  /** Made once for each. */
  id(): string
}

const lifetime = 60 // seconds

/** A JWT (RFC 7519) for one request to one guest. @param digest of what is asked: SHA-256 in base64url */
export function tokenOf(
  { key, issuer, now, id }: Signing,
  audience: string,
  identity: Identity,
  digest: string,
): string {
  const iat = now()
  const { member, ...more } = identity
  const claims = {
    iss: issuer,
    aud: audience,
    iat,
    exp: iat + lifetime,
    jti: id(),
    ...(member === null ? {} : { sub: member }),
    ...more,
    digest,
  }
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${encoded({ alg: 'EdDSA', typ: 'JWT', kid: key.public.kid })}.${encoded(claims)}`
  return `${text}.${key.sign(text)}`
}
