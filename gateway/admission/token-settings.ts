// Which OpenID providers' access tokens are taken, and what they may here: the file that FOLKMOOT_OIDC names.

import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { everyScope, type Scope } from '../../backbone/security/viewer.ts'

/** Signatures by key pairs alone: a public key must never do for a shared secret (RFC 8725, section 2.1). */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const

const address = z.url({ protocol: /^https?$/ })
const text = z.string().min(1).max(500)
const scope = z.enum(everyScope as [Scope, ...Scope[]])

const issuer = z
  .strictObject({
    /** As `iss` has it, to the letter. */
    issuer: address,
    /** Of which `aud` must have one. */
    audience: z.union([text.transform((one) => [one]), z.array(text).min(1)]),
    algorithms: z.array(z.enum(algorithms)).min(1).default(['RS256', 'ES256', 'EdDSA']),
    /** `typ` in the token's header, such as at+jwt; absent: any. */
    type: text.optional(),
    /** Absent: as the issuer's /.well-known/openid-configuration says. */
    jwksUri: address.optional(),
    /** Seconds that clocks may differ. */
    clockTolerance: z.int().min(0).max(300).default(30),
    /** The id or slug of the community: always this one, or as a claim says. */
    community: z.union([z.strictObject({ is: text }), z.strictObject({ claim: text })]),
    /** The member whose account of this platform has `sub` for its id, or whose id a claim says. null: tokens of programs. */
    member: z.union([z.strictObject({ platform: text }), z.strictObject({ claim: text }), z.null()]),
    scopes: z.strictObject({
      claim: text.default('scope'),
      /** What each word of the claim gives. */
      map: z.record(z.string(), z.array(scope)).default({}),
      /** Given to every token. */
      always: z.array(scope).default([]),
      /** No token gives more. */
      ceiling: z.array(scope).default(['READ', 'VOTE']),
    }),
  })
  .readonly()

export type TokenIssuer = z.infer<typeof issuer>

const settings = z.strictObject({ issuers: z.array(issuer).min(1) })

/** @throws Error that names the file and what is wrong with it */
export function readTokenIssuers(file: string): readonly TokenIssuer[] {
  const refuse = (got: string) =>
    new Error(`FOLKMOOT_OIDC: wanted a file of issuers, as docs/running.md has it; got ${got}.`)
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw refuse(`"${file}": ${(error as Error).message}`)
  }
  const { data, error } = settings.safeParse(value)
  if (error) {
    throw refuse(`"${file}": ${error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`)
  }
  for (const key of ['issuer', 'platform'] as const) {
    const all = data.issuers.flatMap((each) =>
      key === 'issuer' ? [each.issuer] : each.member && 'platform' in each.member ? [each.member.platform] : [],
    )
    // Two of one platform: a person of one could be made one of the other's.
    if (new Set(all).size < all.length) throw refuse(`two issuers of one ${key}`)
  }
  return data.issuers
}
