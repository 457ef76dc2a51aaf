// The keys of an OpenID provider, by which its tokens are checked.

import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose'
import { OutboundError, type OutboundFetch } from '../../backbone/security/outbound.ts'
import type { TokenIssuer } from './token-settings.ts'

const cooldown = 30_000 // milliseconds between two questions to an issuer that did not help
const largestAnswer = 256 * 1024 // bytes, of an issuer

/** The issuer does not answer, or not with what is wanted. */
export class Unreachable extends Error {}

/** The issuer's keys, fetched when they are first needed, and again for one that is not among them: not more often than it can bear. */
export function keysOf(issuer: TokenIssuer, fetch: OutboundFetch, now: () => number): JWTVerifyGetKey {
  let found: Promise<JWTVerifyGetKey> | null = null
  let failedAt = Number.NEGATIVE_INFINITY

  async function read(url: string): Promise<Response> {
    if (now() - failedAt < cooldown) throw new Unreachable(`${url} did not help a moment ago.`)
    try {
      const answer = await fetch(url, {
        timeoutMs: 5_000,
        maxBytes: largestAnswer,
        headers: { accept: 'application/json' },
      })
      if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}.`)
      JSON.parse(answer.body.toString())
      return new Response(new Uint8Array(answer.body), { headers: { 'content-type': 'application/json' } })
    } catch (cause) {
      failedAt = now()
      throw new Unreachable(`${url} cannot be read.`, { cause })
    }
  }

  async function discover(): Promise<JWTVerifyGetKey> {
    const known = { cooldownDuration: cooldown, [customFetch]: read }
    if (issuer.jwksUri !== undefined) return createRemoteJWKSet(new URL(issuer.jwksUri), known)
    const url = `${issuer.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    const said = (await (await read(url)).json()) as { issuer?: unknown; jwks_uri?: unknown } | null
    if (said?.issuer !== issuer.issuer || typeof said.jwks_uri !== 'string' || !URL.canParse(said.jwks_uri)) {
      failedAt = now()
      throw new Unreachable(`${url} is not about ${issuer.issuer}.`)
    }
    return createRemoteJWKSet(new URL(said.jwks_uri), known)
  }

  return async (header, token) => {
    found ??= discover()
    found.catch(() => {
      found = null
    })
    try {
      return await (await found)(header, token)
    } catch (error) {
      if (error instanceof Unreachable || error instanceof OutboundError) throw new Unreachable('', { cause: error })
      throw error
    }
  }
}
