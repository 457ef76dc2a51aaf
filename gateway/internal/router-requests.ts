// What another router in front of our parts says when it asks one (docs/routers.md): that it is the operator's own, by a token
// over what it sends. Who asks it never says: it sends on the client's key, and the part looks for itself whose that is. So
// nobody who takes a router for another's, and no router, can ask in the name of somebody whose key they do not have.

import { createHash, createSecretKey } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { type JWTPayload, jwtVerify } from 'jose'
import type { Directory } from '../../backbone/log/directory.ts'
import { sameSecret } from '../../backbone/security/secrets.ts'
import { anonymous, type Viewer } from '../../backbone/security/viewer.ts'
import { Refusal } from '../../schema/errors.ts'
import type { SubgraphName } from '../names.ts'
import { unauthenticated } from './session-messages.ts'

/** Where the token stands. What has it is asked by another router, and nothing else that is said of who asks counts. */
export const routerHeader = 'folkmoot-router'

export interface Routed {
  /** The client's authorization, if it had one: signed with the rest, and not looked at. */
  authorization: string | null
  /** The client's address, as the router says: any text. */
  address: string | null
}

export interface RouterDoor {
  /** @throws Refusal UNAUTHENTICATED for what no router of ours has signed for this part, altered, stale, or heard before */
  verify(headers: IncomingHttpHeaders, body: string | Buffer): Promise<Routed>
  /** @throws Refusal UNAUTHENTICATED for a key that does not hold */
  viewerOf(routed: Routed): Promise<Viewer>
}

const lifetime = 60 // seconds from when it was signed
const tolerance = 30 // seconds that clocks may differ by
const mostCharacters = 4096

/** @param secrets that routers sign with; none: nobody is let in so. @param now milliseconds since 1970 */
export function routerDoorOf(
  secrets: readonly string[],
  me: SubgraphName,
  directory: Pick<Directory, 'authenticate'>,
  now: () => number = Date.now,
): RouterDoor | null {
  if (secrets.length === 0) return null
  const keys = secrets.map((secret) => createSecretKey(Buffer.from(secret)))
  const heard = heardOnce((lifetime + 2 * tolerance) * 1000, now)

  async function claimsOf(token: string): Promise<JWTPayload | null> {
    for (const key of keys) {
      const options = {
        algorithms: ['HS256'],
        audience: me,
        maxTokenAge: lifetime,
        clockTolerance: tolerance,
        requiredClaims: ['exp', 'jti', 'digest'],
        currentDate: new Date(now()),
      }
      const verified = await jwtVerify(token, key, options).catch(() => null)
      if (verified) return verified.payload
    }
    return null
  }

  return {
    async verify(headers, body) {
      const token = headers[routerHeader]
      const claims = typeof token === 'string' && token.length <= mostCharacters ? await claimsOf(token) : null
      // One for several parts would be good at each of them.
      if (!claims || claims.aud !== me)
        throw unauthenticated(`Wanted a token of a router for ${me}, signed within the last minute; got another.`)
      const { authorization = null } = headers
      const said = authorization === null ? undefined : digestOf(authorization)
      if (!same(claims.digest, digestOf(body)) || !same(claims.authorization, said))
        throw unauthenticated('Wanted a request as a router signed it; got another.')
      if (typeof claims.jti !== 'string' || !heard(claims.jti))
        throw unauthenticated('Wanted a request that was not heard before; got one again.')
      const { address } = claims
      return { authorization, address: typeof address === 'string' ? address : null }
    },
    async viewerOf({ authorization }) {
      if (authorization === null) return anonymous
      const key = /^Bearer +([\w.~+/=-]{1,512}) *$/i.exec(authorization)?.[1]
      if (key === undefined)
        throw new Refusal('UNAUTHENTICATED', 'Wanted an authorization of the form "Bearer KEY"; got another form.')
      const viewer = await directory.authenticate(key)
      if (viewer) return viewer
      throw new Refusal('UNAUTHENTICATED', 'Wanted a valid key; this one is unknown, revoked or has expired.')
    },
  }
}

function digestOf(value: string | Buffer): string {
  return createHash('sha256').update(value).digest('base64url')
}

function same(claim: unknown, wanted: string | undefined): boolean {
  if (wanted === undefined || typeof claim !== 'string') return claim === wanted
  return sameSecret(claim, wanted)
}

/** Tells whether it is the first time, of what is older than the time given alone perhaps again. */
function heardOnce(milliseconds: number, now: () => number): (id: string) => boolean {
  let [before, current] = [new Set<string>(), new Set<string>()]
  let since = now()
  return (id) => {
    const passed = now() - since
    if (passed >= milliseconds) {
      before = passed >= 2 * milliseconds ? new Set() : current
      current = new Set()
      since = now()
    }
    if (current.has(id) || before.has(id)) return false
    current.add(id)
    return true
  }
}
