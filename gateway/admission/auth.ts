// Who asks. A request without a key is anonymous; one with a key that does not hold is refused, never anonymous by mistake.

import type { IncomingMessage } from 'node:http'
import type { Directory } from '../../backbone/log/directory.ts'
import type { Refused } from '../../backbone/security/refused.ts'
import { anonymous, type Viewer } from '../../backbone/security/viewer.ts'
import { Refusal } from '../../schema/errors.ts'
import type { Operation } from '../graph/operations.ts'
import type { AddressOf } from './addresses.ts'
import { requireOurs, type Site, tokenIn } from './cookie.ts'
import type { Tokens } from './tokens.ts'

/** The session that a cookie stands for has ended. */
export class SessionOver extends Refusal {
  constructor() {
    super('UNAUTHENTICATED', 'Wanted a session that goes on; this one has ended or expired: sign in again.')
  }
}

export interface Doorkeeper {
  directory: Pick<Directory, 'authenticate' | 'authenticateSession' | 'whyRefused'>
  site: Site
  /** null where no provider's tokens are taken. */
  tokens: Tokens | null
}

/**
 * By the key or token that comes with the request; without one, by the session of the browser.
 * @param given the authorization, where it does not stand in the headers.
 * @param missed is called before the log is read for one that is not known here, and may throw instead.
 * @throws Refusal UNAUTHENTICATED, CROSS_SITE; SessionOver
 */
export async function viewerOfRequest(
  door: Entrance,
  request: IncomingMessage,
  given: unknown = null,
  missed?: () => void,
): Promise<Viewer> {
  const viewer = await whoComes(door, request, given, missed)
  door.seen?.(viewer)
  return viewer
}

interface Entrance extends Doorkeeper {
  /** Told of who came in. */
  seen?: (viewer: Viewer) => void
  /** Told of keys that did not hold. */
  refused?: (refused: Refused) => void
  addressOf: AddressOf
}

/** Tells of a key that did not hold. */
export function tellRefused(
  { directory, refused, addressOf }: Pick<Entrance, 'directory' | 'refused' | 'addressOf'>,
  request: Pick<IncomingMessage, 'socket' | 'headers'>,
  secret: string,
): void {
  refused?.({ ...directory.whyRefused(secret), address: addressOf(request), link: null })
}

async function whoComes(
  door: Entrance,
  request: IncomingMessage,
  given: unknown,
  missed?: () => void,
): Promise<Viewer> {
  const { directory, site } = door
  const authorization = given ?? request.headers.authorization
  const token = isNothing(authorization) ? tokenIn(site, request) : null
  if (token === null) return viewerOf(door, request, authorization, missed)
  requireOurs(site, request)
  const viewer = await directory.authenticateSession(token, missed)
  if (!viewer) throw new SessionOver()
  return viewer
}

/** Who asks, as the operation is run for them: where a change comes from goes along, and is kept with it. */
export function askerOf(operation: Pick<Operation, 'type'>, viewer: Viewer, address: string): Viewer {
  return operation.type === 'mutation' ? { ...viewer, address } : viewer
}

/** @throws Refusal UNAUTHENTICATED when something was given that is not a valid key. */
async function viewerOf(
  door: Entrance,
  request: IncomingMessage,
  authorization: unknown,
  missed?: () => void,
): Promise<Viewer> {
  if (isNothing(authorization)) return anonymous
  const { directory, tokens } = door
  const given =
    typeof authorization === 'string' ? /^Bearer +([\w.~+/=-]{1,8192}) *$/i.exec(authorization)?.[1] : undefined
  if (given && tokens?.takes(given)) return tokens.viewerOf(given)
  const secret = given && given.length <= 512 ? given : undefined
  if (!secret) {
    throw new Refusal('UNAUTHENTICATED', 'Wanted an authorization of the form "Bearer KEY"; got another form.')
  }
  const viewer = await directory.authenticate(secret, missed)
  if (viewer) return viewer
  tellRefused(door, request, secret)
  throw new Refusal('UNAUTHENTICATED', 'Wanted a valid key; this one is unknown, revoked or has expired.')
}

function isNothing(authorization: unknown): boolean {
  return authorization === undefined || authorization === null || authorization === ''
}
