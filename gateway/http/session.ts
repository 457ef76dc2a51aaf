// /session: a person signs in to the live page with a key or the code of a link, asks who they are, and signs out. The
// key is exchanged for a token that scripts cannot read and that is good here alone.

import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { keyDigest } from '../../backbone/log/directory.ts'
import type { RefusedKind } from '../../backbone/security/refused.ts'
import type { SignInCodes } from '../../backbone/security/sign-in-codes.ts'
import type { Viewer } from '../../backbone/security/viewer.ts'
import type { EndSessionCall, StartSessionAnswer, StartSessionCall } from '../../backbone/subgraph/calls.ts'
import { Refusal, type RefusalCode, refusals } from '../../schema/errors.ts'
import { Admission, retryAfterOf } from '../admission/admission.ts'
import { tellRefused } from '../admission/auth.ts'
import { cookieWith, isForeign, requireOurs, tokenIn, withoutCookie } from '../admission/cookie.ts'
import { points } from '../admission/rates.ts'
import type { Tries } from '../admission/tries.ts'
import { ClientGone, mediaType, readBody, sendJson } from '../wire/exchange.ts'
import type { GraphQLDoor } from './graphql.ts'

/** The part that keeps sessions. */
export interface Sessions {
  /** @throws Refusal SIGN_IN_CODE_UNKNOWN, SIGN_IN_CODE_USED, SIGN_IN_CODE_EXPIRED, UNAUTHENTICATED, UNAVAILABLE */
  start(call: StartSessionCall): Promise<StartSessionAnswer>
  end(call: EndSessionCall): Promise<void>
}

export interface SessionDoor extends GraphQLDoor {
  sessions: Sessions
  tries: Tries
  codes: Pick<SignInCodes, 'isOurs'>
}

const bodyLimit = 4096 // bytes
const longestSecret = 512 // characters

const refusedCodes: Partial<Record<string, RefusedKind>> = {
  SIGN_IN_CODE_UNKNOWN: 'unknownCodeRefused',
  SIGN_IN_CODE_USED: 'usedCodeRefused',
  SIGN_IN_CODE_EXPIRED: 'expiredCodeRefused',
}

interface Answer {
  status: number
  body?: unknown
  cookie?: string
  viewer?: Viewer | null
  headers?: Record<string, string>
}

export async function answerSession(
  door: SessionDoor,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedAt = performance.now()
  const { method = '' } = request
  let answer: Answer
  let code: string | undefined
  try {
    const admission = new Admission(door, request)
    admission.payer.takeLastly(points.request)
    answer = await answerOf(door, request, admission)
  } catch (error) {
    if (error instanceof ClientGone) return door.log.session({ method, status: 499, startedAt })
    const refused = error instanceof Refusal ? error : null
    if (!refused) door.report(error)
    code = refused?.code ?? 'INTERNAL_SERVER_ERROR'
    const status = Number(refused?.details?.status ?? statuses[code as RefusalCode] ?? 400)
    const message = refused?.message ?? refusals.INTERNAL_SERVER_ERROR
    const wait = refused?.details?.wait
    answer = {
      status: refused ? status : 500,
      body: { error: { code, message } },
      headers: wait === undefined ? retryAfterOf(error) : { 'retry-after': String(wait) },
    }
  }
  const headers = {
    'cache-control': 'no-store',
    ...(answer.cookie === undefined ? {} : { 'set-cookie': answer.cookie }),
    ...answer.headers,
  }
  if (answer.body === undefined) response.writeHead(answer.status, headers).end()
  else sendJson(response, answer.status, answer.body, headers)
  door.log.session({
    method,
    status: answer.status,
    startedAt,
    viewer: answer.viewer ?? null,
    ...(code ? { code } : {}),
  })
}

const statuses: Partial<Record<RefusalCode, number>> = {
  UNAUTHENTICATED: 401,
  API_KEY_NOT_FOUND: 401,
  SIGN_IN_CODE_UNKNOWN: 401,
  SIGN_IN_CODE_USED: 401,
  SIGN_IN_CODE_EXPIRED: 401,
  CROSS_SITE: 403,
  TOO_LARGE: 413,
  TOO_MANY_TRIES: 429,
  UNAVAILABLE: 503,
}

function answerOf(door: SessionDoor, request: IncomingMessage, admission: Admission): Promise<Answer> | Answer {
  if (request.method === 'POST') return signIn(door, request, admission)
  if (request.method === 'GET') return whoIs(door, request, admission.missed)
  if (request.method === 'DELETE') return signOut(door, request)
  const error = { code: 'BAD_REQUEST', message: 'Wanted GET, POST or DELETE.' }
  return { status: 405, body: { error }, headers: { allow: 'GET, POST, DELETE' } }
}

/** A page of another site must not sign a browser in, not even as itself: what one does then would be done as them. */
async function signIn(door: SessionDoor, request: IncomingMessage, admission: Admission): Promise<Answer> {
  const { site, directory } = door
  if (isForeign(site, request)) requireOurs(site, request)
  const type = mediaType(request.headers['content-type'])
  if (type !== 'application/json') {
    const details = { status: 415 }
    throw new Refusal('BAD_REQUEST', `Wanted a body of type application/json; got ${type || 'no type'}.`, { details })
  }
  const given = givenIn((await readBody(request, bodyLimit)).toString())
  const { address, missed } = admission
  // Always a new token: one that the browser brought along may be somebody else's.
  const token = randomBytes(32).toString('base64url')
  const digest = keyDigest(token)
  const started = 'code' in given ? await byCode(given.code) : await byKey(given.key)
  await endCarried(door, request)
  const viewer = await directory.authenticateSession(token)
  if (!viewer) throw new Refusal('UNAUTHENTICATED', 'Wanted a key that holds; it was revoked just now.')
  const seconds = (Date.parse(started.expiresAt) - Date.now()) / 1000
  return {
    status: 200,
    body: await told(door, viewer, started.expiresAt),
    viewer,
    cookie: cookieWith(site, token, seconds),
  }

  /** Whoever has a right key gets in, however many wrong ones came from where they are: first it is looked whether it is right. */
  async function byKey(key: string): Promise<StartSessionAnswer> {
    const viewer = await directory.authenticate(key, missed)
    if (!viewer) {
      const message = 'Wanted a valid key; this one is unknown, revoked or has expired.'
      tellRefused(door, request, key)
      throw tried(`address ${address}`) ?? new Refusal('UNAUTHENTICATED', message)
    }
    // From here on it is the key that pays.
    admission.recognise(viewer)
    admission.request(points.unknown)
    return door.sessions.start({ digest, address, viewer, adminMark: directory.adminMark })
  }

  /** What was made up is refused without asking; one of ours is counted by itself, and then for nobody else. */
  async function byCode(code: string): Promise<StartSessionAnswer> {
    if (!door.codes.isOurs(code)) {
      missed()
      const message = 'Wanted the code of a link to sign in; got another text.'
      refused('unknownCodeRefused', null)
      throw tried(`address ${address}`) ?? new Refusal('SIGN_IN_CODE_UNKNOWN', message, { path: ['code'] })
    }
    const digestOfCode = keyDigest(code)
    const link = `link ${digestOfCode}`
    const tooMany = tried(link, digestOfCode)
    if (tooMany) throw tooMany
    try {
      const started = await door.sessions.start({ digest, address, code })
      door.tries.giveBack(link)
      return started
    } catch (error) {
      // That nobody could look is not the link's fault.
      const kind = error instanceof Refusal ? refusedCodes[error.code] : undefined
      if (kind) refused(kind, digestOfCode)
      else door.tries.giveBack(link)
      throw error
    }
  }

  function refused(kind: RefusedKind, link: string | null): void {
    door.refused?.({ kind, address, community: null, key: null, link })
  }

  function tried(whose: string, link: string | null = null): Refusal | null {
    const wait = door.tries.take(whose)
    if (wait === null) return null
    refused('triesRefused', link)
    const message = `Too many tries to sign in failed; try again in ${wait} seconds.`
    return new Refusal('TOO_MANY_TRIES', message, { details: { wait } })
  }
}

/** Who asks with the cookie; that nobody does is no error, so that a page may ask. */
async function whoIs(door: SessionDoor, request: IncomingMessage, missed: () => void): Promise<Answer> {
  const { site } = door
  const token = tokenIn(site, request)
  if (token === null) return { status: 200, body: { viewer: null } }
  if (isForeign(site, request)) requireOurs(site, request)
  const viewer = await door.directory.authenticateSession(token, missed)
  if (!viewer) return { status: 200, body: { viewer: null }, cookie: withoutCookie(site) }
  return { status: 200, body: await told(door, viewer, door.directory.sessionExpiry(viewer)), viewer }
}

async function signOut(door: SessionDoor, request: IncomingMessage): Promise<Answer> {
  const { site } = door
  requireOurs(site, request)
  const viewer = await endCarried(door, request)
  return { status: 204, cookie: withoutCookie(site), viewer }
}

/** Ends the session that the browser has had. */
async function endCarried(
  { site, directory, sessions, addressOf }: SessionDoor,
  request: IncomingMessage,
): Promise<Viewer | null> {
  const token = tokenIn(site, request)
  const viewer = token === null ? null : await directory.authenticateSession(token)
  if (viewer?.session === undefined) return null
  await sessions.end({ ...viewer, session: viewer.session, address: addressOf(request) })
  await directory.catchUp()
  return viewer
}

const question = '{ viewer { scopes member { id name } community { id slug name } } }'

async function told({ graph }: SessionDoor, viewer: Viewer, expiresAt: string | null) {
  const operation = graph.prepare({ query: question, operationName: null, variables: {} })
  const { data } = await graph.execute(operation, {}, viewer)
  if (!data?.viewer) throw new Refusal('UNAVAILABLE', refusals.UNAVAILABLE)
  return { viewer: data.viewer, expiresAt }
}

/** @throws Refusal BAD_REQUEST */
function givenIn(body: string): { key: string } | { code: string } {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch (cause) {
    throw new Refusal('BAD_REQUEST', 'Wanted a body that is JSON; got something else.', { cause })
  }
  const { key, code } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const fits = (secret: unknown): secret is string =>
    typeof secret === 'string' && secret.length > 0 && secret.length <= longestSecret
  if (fits(key) && code === undefined) return { key: key.trim() }
  if (fits(code) && key === undefined) return { code: code.trim() }
  throw new Refusal('BAD_REQUEST', 'Wanted {"key": …} or {"code": …}, one of them, as text; got another value.')
}
