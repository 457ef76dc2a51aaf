// Who asks, and what their token lets them do.
import type { IncomingHttpHeaders } from 'node:http'
import { refused, unforeseen } from './errors.ts'
import { type Account, isAdminOf, isHostAdminOf, type Token, type Viewer, type World } from './world.ts'

/** An answer given before GraphQL is looked at. */
export class Unauthenticated extends Error {}

/**
 * Reads the viewer from a request. A personal token counts in the `Personal-Token` or `Api-Key` header, the query string
 * or the path. As `Authorization: Bearer` it is not recognised, and the request is silently anonymous.
 */
export function readViewer(world: World, headers: IncomingHttpHeaders, url: URL): Viewer {
  const given =
    headers['personal-token'] ??
    headers['api-key'] ??
    url.searchParams.get('personalToken') ??
    /^\/graphql\/v2\/(\w+)$/.exec(url.pathname)?.[1]
  if (given !== undefined && given !== null) return byPersonalToken(world, String(given))
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]
  const token = world.tokens.find((one) => one.secret === bearer && one.kind !== 'personal' && one.state === 'valid')
  return token ? { account: token.account, token } : { account: null, token: null }
}

function byPersonalToken(world: World, secret: string): Viewer {
  const token = world.tokens.find((one) => one.secret === secret && one.kind === 'personal')
  if (!token || token.state === 'revoked') throw new Unauthenticated(`Invalid Personal Token (Api Key): ${secret}`)
  if (token.state === 'expired') throw new Unauthenticated('Expired Personal Token (Api Key)')
  if (token.state === 'suspended')
    throw new Unauthenticated(
      'Your personal token has been suspended, likely due to abuse. Please contact support to reactivate it.',
    )
  return { account: token.account, token }
}

/** Whether the token covers a scope. Nobody's token covers everything: who must log in is asked before. */
export function hasScope(viewer: Viewer, scope: string): boolean {
  return !viewer.token || viewer.token.kind === 'session' || viewer.token.scopes.includes(scope)
}

export function requireScope(world: World, viewer: Viewer, scope: string): void {
  if (hasScope(viewer, scope)) return
  const token = viewer.token?.kind === 'personal' ? 'Personal Token' : 'User Token'
  throw refused(world.uuid, 'Forbidden', `The ${token} is not allowed for operations in scope "${scope}".`)
}

/** The person, or the refusal. */
export function requireLogin(world: World, viewer: Viewer, message: string): Account {
  if (!viewer.account) throw refused(world.uuid, 'Unauthorized', message)
  return viewer.account
}

/** Refuses a person with two-factor authentication whose token was not allowed to go without it. */
export function requireTwoFactor(world: World, viewer: Viewer, account: Account): void {
  const person = viewer.account
  if (!person) return
  if (person.hasTwoFactor) {
    requirePreAuthorized(world, viewer.token)
    return
  }
  const wanted = [account, account.parent, account.host].some((one) => one?.policies.REQUIRE_2FA_FOR_ADMINS)
  if (wanted && (isAdminOf(world, person, account) || isHostAdminOf(world, person, account)))
    throw refused(world.uuid, '2FA_REQUIRED', 'Two factor authentication must be configured')
}

function requirePreAuthorized(world: World, token: Token | null): void {
  if (token?.preAuthorized2FA) return
  if (token?.kind === 'personal') throw unforeseen('This personal token is not pre-authorized for 2FA')
  throw refused(world.uuid, '2FA_REQUIRED', 'Two-factor authentication required', {
    supportedMethods: ['totp', 'recovery_code'],
    authenticationOptions: {},
  })
}
