// Access tokens of OpenID providers (JWT, RFC 9068), beside keys and sessions. `jose` checks them; what a token may is said by the
// settings, never by what comes with it. One that was good is remembered by its hash until it expires.

import { hash } from 'node:crypto'
import { decodeJwt, errors, type JWTPayload, jwtVerify } from 'jose'
import type { Directory } from '../../backbone/log/directory.ts'
import type { OutboundFetch } from '../../backbone/security/outbound.ts'
import { type Scope, systemViewer, type Viewer } from '../../backbone/security/viewer.ts'
import { Refusal } from '../../schema/errors.ts'
import type { Graph } from '../graph/graph.ts'
import { keysOf, Unreachable } from './issuer-keys.ts'
import type { TokenIssuer } from './token-settings.ts'

export interface Tokens {
  /** Whether this is a token, and not a key. */
  takes(secret: string): boolean
  /** Who asks by it. @throws Refusal UNAUTHENTICATED, UNAVAILABLE */
  viewerOf(token: string): Promise<Viewer>
  /** Whether the member is still the one that the token stood for; looked up again in the background. */
  holds(viewer: Viewer): boolean
}

export interface TokenDeps {
  issuers: readonly TokenIssuer[]
  fetch: OutboundFetch
  directory: Pick<Directory, 'find'>
  answer: Graph['answer']
  /** Milliseconds since 1970. */
  now?: () => number
}

const longest = 8192 // characters of a token
const keptTokens = 10_000
const memberFor = 5_000 // milliseconds for which a member that was found stays so

/** A token that was checked: everything in it is the issuer's word. */
interface Checked {
  issuer: TokenIssuer
  claims: JWTPayload & { sub: string; exp: number }
  /** Until when it is good here, in milliseconds since 1970. */
  until: number
}

export function tokensOf({ issuers, fetch, directory, answer, now = Date.now }: TokenDeps): Tokens {
  const known = new Map(issuers.map((issuer) => [issuer.issuer, { issuer, keys: keysOf(issuer, fetch, now) }]))
  const checked = new Map<string, Checked>()
  const members = new Map<string, { at: number; member: Promise<string | null> }>()
  /** The token that each viewer came by: to look again whether its member is still so. */
  const origins = new WeakMap<Viewer, { token: Checked; community: string; gone: boolean; looked: number }>()

  async function check(token: string): Promise<Checked> {
    const digest = hash('sha256', token)
    const before = checked.get(digest)
    if (before) {
      if (now() < before.until) return before
      checked.delete(digest)
    }
    let iss: unknown
    try {
      iss = decodeJwt(token).iss // not checked yet: it only says whose keys to check by
    } catch {
      throw refused()
    }
    const from = typeof iss === 'string' ? known.get(iss) : undefined
    if (!from) throw refused()
    const { issuer, keys } = from
    const { payload } = await jwtVerify(token, keys, {
      issuer: issuer.issuer,
      audience: [...issuer.audience],
      algorithms: [...issuer.algorithms],
      clockTolerance: issuer.clockTolerance,
      requiredClaims: ['exp', 'sub'],
      currentDate: new Date(now()),
      ...(issuer.type === undefined ? {} : { typ: issuer.type }),
    }).catch((error) => {
      if (error instanceof Unreachable) {
        throw new Refusal('UNAVAILABLE', 'The issuer of the token does not answer now; try again.', { cause: error })
      }
      if (error instanceof errors.JOSEError || error instanceof TypeError) throw refused()
      throw error
    })
    const { sub, exp } = payload
    if (typeof sub !== 'string' || sub === '' || sub.length > 200 || typeof exp !== 'number') throw refused()
    const good = { issuer, claims: { ...payload, sub, exp }, until: (exp + issuer.clockTolerance) * 1000 }
    if (checked.size >= keptTokens) checked.delete(checked.keys().next().value!)
    checked.set(digest, good)
    return good
  }

  /** The member that the token stands for; kept for some seconds, so that whoever is unlinked is so at once. */
  function memberOf({ issuer, claims }: Checked, community: string): Promise<string | null> {
    const { member: by } = issuer
    if (by === null) return Promise.resolve(null)
    const name = 'platform' in by ? claims.sub : claims[by.claim]
    if (typeof name !== 'string' || name === '') return Promise.resolve(null)
    const key = JSON.stringify([issuer.issuer, community, name])
    const before = members.get(key)
    if (before && now() - before.at < memberFor) return before.member
    const member = 'platform' in by ? byAccount(community, by.platform, name) : byId(community, name)
    if (members.size >= keptTokens) members.delete(members.keys().next().value!)
    members.delete(key)
    members.set(key, { at: now(), member })
    member.catch(() => members.delete(key))
    return member
  }

  async function asked<T>(query: string, variables: Record<string, unknown>): Promise<T> {
    const { data, errors: problems } = await answer(query, variables)
    if (!data || problems?.length)
      throw new Refusal('UNAVAILABLE', 'Who the token stands for cannot be read now; try again.')
    return data as T
  }

  async function byAccount(community: string, platform: string, id: string): Promise<string | null> {
    const { community: found } = await asked<AccountAnswer>(accountQuestion, { community, account: { platform, id } })
    const member = found?.member
    const has = member?.accounts.some((each) => each.platform === platform && each.externalId === id)
    return member && has ? member.id : null
  }

  async function byId(community: string, id: string): Promise<string | null> {
    const { member } = await asked<MemberAnswer>(memberQuestion, { id })
    return member && member.community.id === community && !member.erased ? member.id : null
  }

  async function communityOf({ issuer, claims }: Checked): Promise<string> {
    const { community: by } = issuer
    const name = 'is' in by ? by.is : claims[by.claim]
    const found = typeof name === 'string' && name !== '' ? await directory.find(systemViewer, name) : null
    if (found) return found.id
    throw new Refusal('UNAUTHENTICATED', 'Wanted a token for a community that is here; got one for none, or another.')
  }

  return {
    takes: (secret) => /^eyJ[\w-]*\.[\w-]*\.[\w-]*$/.test(secret),
    async viewerOf(token) {
      if (token.length > longest) throw refused()
      const good = await check(token)
      const community = await communityOf(good)
      const member = await memberOf(good, community)
      const { issuer, claims } = good
      // Without a member VOTE would be the right to vote for anybody, as a key of the community's own has it.
      const nobody = issuer.member !== null && member === null
      const scopes = scopesOf(issuer, claims).filter((each) => !nobody || each === 'READ')
      if (scopes.length === 0) {
        throw new Refusal('UNAUTHENTICATED', 'Wanted a token that gives a scope here; this one gives none.')
      }
      const key = `oidc_${hash('sha256', JSON.stringify([issuer.issuer, claims.sub])).slice(0, 24)}`
      const viewer: Viewer = { kind: 'key', key, community, member, scopes, expiresAt: good.until }
      origins.set(viewer, { token: good, community, gone: false, looked: now() })
      return viewer
    },
    holds(viewer) {
      const origin = origins.get(viewer)
      if (!origin) return true
      if (!origin.gone && now() - origin.looked >= memberFor) {
        origin.looked = now()
        memberOf(origin.token, origin.community).then(
          (member) => {
            origin.gone = member !== viewer.member
          },
          () => {}, // it cannot be known now: looked at again
        )
      }
      return !origin.gone
    },
  }
}

interface AccountAnswer {
  community: { member: { id: string; accounts: { platform: string; externalId: string | null }[] } | null } | null
}

interface MemberAnswer {
  member: { id: string; community: { id: string }; erased: { begunAt: string } | null } | null
}

const accountQuestion = `query TokenAccount($community: ID!, $account: AccountInput!) {
  community(community: $community) { member(account: $account) { id accounts { platform externalId } } } }`
const memberQuestion = 'query TokenMember($id: ID!) { member(id: $id) { id community { id } erased { begunAt } } }'

function scopesOf({ scopes }: TokenIssuer, claims: JWTPayload): Scope[] {
  const said = claims[scopes.claim]
  const words = typeof said === 'string' ? said.split(' ') : Array.isArray(said) ? said : []
  const given = words.flatMap((word) => (Object.hasOwn(scopes.map, word) ? scopes.map[word]! : []))
  return [...new Set([...scopes.always, ...given])].filter((each) => scopes.ceiling.includes(each))
}

function refused(): Refusal {
  return new Refusal(
    'UNAUTHENTICATED',
    'Wanted a token of a known issuer, for this server, that is good now; got another.',
  )
}
