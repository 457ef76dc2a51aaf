// What Folkmoot's own processes say to one another. Who asks introduces itself at each process by a request signed with the
// installation's key pair (Ed25519), and both agree on a key for this one process alone (X25519): a session. From then on
// each request, and each answer, carries an HMAC under the session's key, which costs a fortieth of a signature.
//
// - A request is heard once: the session counts, and the other side remembers what it has heard. Another replica, and the
//   same process after a restart, does not have the session and refuses.
// - A signature is of one method, path, viewer and body, and holds for a minute; an answer's is of the request's signature,
//   the status and the body.
// - Over a WebSocket the first message opens a key of the socket's own; each that follows, either way, is in its place.

import {
  createHmac,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { type SecretBox, sameSecret } from '../../backbone/security/secrets.ts'
import { requestKeyOf } from '../../backbone/security/signing-key.ts'
import type { Viewer } from '../../backbone/security/viewer.ts'
import { Refusal } from '../../schema/errors.ts'
import type { ServiceName } from '../names.ts'
import {
  byKeyPair,
  bySharedKey,
  type Component,
  digestOf,
  holds,
  type Said,
  type Signatory,
  saidIn,
  signed,
} from './message-signatures.ts'

/** Where a process introduces itself, by POST. */
export const greetingPath = '/internal/session'

const lifetime = 60 // seconds, either way: clocks differ
const renewed = 30 * 60_000 // milliseconds after which who asks begins another session
const forgotten = 60 * 60_000 // milliseconds after which the other side has forgotten one
const keptSessions = 256
const keptGreetings = 4096
const keptNumbers = 16_384 // of a session: one that comes after so many younger ones may be refused

export interface Answered {
  status: number
  headers: Record<string, string>
  body: string
}

/** One side of a WebSocket: what is said goes out with a MAC in front, what is heard must have one in its place. */
export interface Frames {
  seal(text: string): string
  /** @throws Refusal UNAUTHENTICATED */
  open(frame: string): string
}

/** A request that was heard, and how to answer it. */
export interface Heard {
  viewer: Viewer
  /** The headers that go with the answer. */
  seal(status: number, body: string): Record<string, string>
}

export interface Hearer {
  /** The answer to POST /internal/session. */
  greet(headers: IncomingHttpHeaders, body: string | Buffer): Answered
  /** Who is asking. @throws Refusal UNAUTHENTICATED for what is unsigned, altered, stale, heard before, or of no session here. */
  verify(path: string, headers: IncomingHttpHeaders, body: string | Buffer): Heard
  /** What is said on a WebSocket from here on. @throws Refusal UNAUTHENTICATED */
  open(params: Readonly<Record<string, unknown>>): Frames
  /** The headers of a refusal. Where there is no such session here the key pair signs it: who asks may then begin again. */
  sealRefusal(headers: IncomingHttpHeaders, status: number, body: string): Record<string, string>
}

export interface SpokenSession {
  /** The headers of a request. */
  sign(path: string, viewer: Viewer, body: string | Buffer): Record<string, string>
  /** Whether this is the answer to a request with these headers. */
  answers(
    request: Record<string, string>,
    answer: { status: number; headers: IncomingHttpHeaders; body: string },
  ): boolean
  /** A WebSocket's first message, and what is said on it from then on. */
  open(): { params: Record<string, string>; frames: Frames }
  /** Whether it is time for another. */
  old(): boolean
}

export interface Speaker {
  /** Begins a session: what is to be posted to `greetingPath`, and what its answer makes of it. */
  begin(to: ServiceName): {
    headers: Record<string, string>
    body: string
    /** @throws Error for an answer that is not of the installation. */
    end(answer: { status: number; headers: IncomingHttpHeaders; body: string }): SpokenSession
  }
  /** Whether a process of the installation says that it has no session for a request with these headers. */
  saysUnknown(
    request: Record<string, string>,
    answer: { status: number; headers: IncomingHttpHeaders; body: string },
  ): boolean
}

interface Clocked {
  /** Milliseconds since 1970. */
  now?: () => number
}

const seconds = (now: () => number) => Math.floor(now() / 1000)

function greetingParts(body: string | Buffer): Component[] {
  return [
    ['"@method"', 'POST'],
    ['"@path"', greetingPath],
    ['"content-digest"', digestOf(body)],
  ]
}

function requestParts(path: string, viewer: string, body: string | Buffer): Component[] {
  return [
    ['"@method"', 'POST'],
    ['"@path"', path],
    ['"content-digest"', digestOf(body)],
    ['"folkmoot-viewer"', viewer],
  ]
}

/** RFC 9421, section 2.4: the answer is bound to the request by the request's signature. */
function answerParts(signature: string, status: number, body: string | Buffer): Component[] {
  return [
    ['"@status"', String(status)],
    ['"content-digest"', digestOf(body)],
    ['"signature";req', signature],
  ]
}

const socketPath = '/graphql'
const socketBody = 'connection_init'

export function speakerOf(secrets: SecretBox, { now = Date.now }: Clocked = {}): Speaker {
  const pair = byKeyPair(requestKeyOf(secrets))
  return {
    begin(to) {
      const own = generateKeyPairSync('x25519')
      const body = JSON.stringify({ to, key: own.publicKey.export({ format: 'jwk' }).x })
      const nonce = randomBytes(16).toString('base64url')
      const parts = greetingParts(body)
      const signature = signed(pair, parts, { created: seconds(now), nonce })
      return {
        headers: { 'content-type': 'application/json', 'content-digest': parts[2]![1], ...signature },
        body,
        end(answer) {
          const said = saidIn(answer.headers)
          const ours = said && holds(pair, answerParts(signature.signature, answer.status, answer.body), said)
          if (!ours || answer.status !== 200) throw new Error(`Wanted the greeting returned; got ${answer.status}.`)
          const { session, key } = JSON.parse(answer.body)
          const shared = sharedKey(own.privateKey, key, to, signature.signature, session)
          return spokenSession(session, shared, now)
        },
      }
    },
    saysUnknown(request, { status, headers, body }) {
      const said = saidIn(headers)
      return status === 401 && said !== null && holds(pair, answerParts(request.signature!, status, body), said)
    },
  }
}

function spokenSession(id: string, key: KeyObject, now: () => number): SpokenSession {
  const by = bySharedKey(id, key)
  const since = now()
  let count = 0
  const sign = (path: string, viewer: Viewer | null, body: string | Buffer) => {
    const encoded = viewer ? encodedViewer(viewer) : ''
    const parts = requestParts(path, encoded, body)
    count += 1
    const signature = signed(by, parts, { created: seconds(now), nonce: String(count) })
    return { 'content-digest': parts[2]![1], 'folkmoot-viewer': encoded, ...signature }
  }
  return {
    sign,
    answers(request, { status, headers, body }) {
      const said = saidIn(headers)
      return said !== null && holds(by, answerParts(request.signature!, status, body), said)
    },
    open() {
      const params = sign(socketPath, null, socketBody)
      return { params, frames: framesOf(socketKey(key, params.signature), 'asking') }
    },
    old: () => now() - since > renewed,
  }
}

const encodedViewers = new WeakMap<Viewer, string>()

function encodedViewer(viewer: Viewer): string {
  let encoded = encodedViewers.get(viewer)
  if (encoded === undefined) {
    encoded = Buffer.from(JSON.stringify(viewer)).toString('base64url')
    encodedViewers.set(viewer, encoded)
  }
  return encoded
}

interface HeardSession {
  by: Signatory
  key: KeyObject
  since: number
  /** Of the numbers that leave the same rest, the highest that was heard: none is heard twice. */
  heard: Uint32Array
}

export function hearerOf(secrets: SecretBox, me: ServiceName, { now = Date.now }: Clocked = {}): Hearer {
  const pair = byKeyPair(requestKeyOf(secrets))
  const sessions = new Map<string, HeardSession>()
  const greetings = new Map<string, number>()

  /** @throws Refusal UNAUTHENTICATED */
  function fresh(said: Said): void {
    if (Math.abs(seconds(now) - said.created) <= lifetime) return
    throw unauthenticated('Wanted a request signed within the last minute; got an older or later one.')
  }

  /** @throws Refusal UNAUTHENTICATED for one that was heard before. */
  function once(session: HeardSession, nonce: string): void {
    const number = /^\d{1,10}$/.test(nonce) ? Number(nonce) : 0
    const place = number % keptNumbers
    if (number === 0 || number > 0xffffffff || session.heard[place]! >= number) {
      throw unauthenticated('Wanted a request that was not heard before; got one again.')
    }
    session.heard[place] = number
  }

  function sessionOf(said: Said): HeardSession | null {
    const session = sessions.get(said.keyid)
    if (session && now() - session.since <= forgotten) return session
    sessions.delete(said.keyid)
    return null
  }

  /** @throws Refusal UNAUTHENTICATED */
  function sessionThatSaid(path: string, headers: Readonly<Record<string, unknown>>, body: string | Buffer) {
    const said = saidIn(headers)
    const viewer = headers['folkmoot-viewer']
    if (!said || typeof viewer !== 'string') {
      throw unauthenticated('Wanted a signed request; got one without a signature.')
    }
    const session = sessionOf(said)
    if (!session) throw unauthenticated('Wanted a request of a session with this process; got one of another.')
    if (!holds(session.by, requestParts(path, viewer, body), said)) {
      throw unauthenticated('Wanted a request as it was signed; got another, or another secret.')
    }
    fresh(said)
    once(session, said.nonce)
    return { session, viewer }
  }

  return {
    greet(headers, body) {
      const refused = (message: string): Answered => ({
        status: 401,
        headers: {},
        body: JSON.stringify({ error: { code: 'UNAUTHENTICATED', message } }),
      })
      const said = saidIn(headers)
      if (!said || !holds(pair, greetingParts(body), said)) {
        return refused('Wanted a greeting signed by the installation; got another, or another secret.')
      }
      if (Math.abs(seconds(now) - said.created) > lifetime) {
        return refused('Wanted a greeting signed within the last minute; got an older or later one.')
      }
      // Made in the order in which they are forgotten, but for the clocks: what is over is over by then.
      for (const [nonce, until] of greetings) {
        if (until >= now()) break
        greetings.delete(nonce)
      }
      if (greetings.has(said.nonce) || greetings.size >= keptGreetings) {
        return refused('Wanted a greeting that was not heard before; got one again, or too many of them.')
      }
      greetings.set(said.nonce, now() + 2 * lifetime * 1000)
      const { to, key } = JSON.parse(body.toString())
      if (to !== me) return refused(`Wanted a greeting to ${me}; got one to another.`)
      const own = generateKeyPairSync('x25519')
      const id = randomBytes(16).toString('base64url')
      const signature = `s=:${said.signature}:`
      const shared = sharedKey(own.privateKey, key, me, signature, id)
      if (sessions.size >= keptSessions) sessions.delete(sessions.keys().next().value!)
      sessions.set(id, {
        by: bySharedKey(id, shared),
        key: shared,
        since: now(),
        heard: new Uint32Array(keptNumbers),
      })
      const answer = JSON.stringify({ session: id, key: own.publicKey.export({ format: 'jwk' }).x })
      return { status: 200, headers: sealed(pair, signature, 200, answer, seconds(now)), body: answer }
    },
    verify(path, headers, body) {
      const { session, viewer } = sessionThatSaid(path, headers, body)
      return {
        viewer: JSON.parse(Buffer.from(viewer, 'base64url').toString()) as Viewer,
        seal: (status, answer) => sealed(session.by, String(headers.signature), status, answer, seconds(now)),
      }
    },
    open(params) {
      const { session } = sessionThatSaid(socketPath, params, socketBody)
      return framesOf(socketKey(session.key, String(params.signature)), 'answering')
    },
    sealRefusal(headers, status, body) {
      const said = saidIn(headers)
      if (said?.alg !== 'hmac-sha256') return {}
      return sealed(sessionOf(said)?.by ?? pair, String(headers.signature), status, body, seconds(now))
    },
  }
}

function sealed(by: Signatory, request: string, status: number, body: string, created: number): Record<string, string> {
  const parts = answerParts(request, status, body)
  return { 'content-digest': parts[1]![1], ...signed(by, parts, { created, nonce: '0' }) }
}

/** By X25519 (RFC 7748) and HKDF: of these two, for this service, for this greeting. */
function sharedKey(own: KeyObject, theirs: unknown, to: string, greeting: string, session: string): KeyObject {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: String(theirs) }, format: 'jwk' })
  const secret = diffieHellman({ privateKey: own, publicKey })
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, greeting, `folkmoot session ${to} ${session}`, 32)))
}

function socketKey(session: KeyObject, signature: string | undefined): KeyObject {
  return createSecretKey(createHmac('sha256', session).update(`socket ${signature}`).digest())
}

const macLength = 43 // characters: 32 bytes in base64url

/** Each side counts what it says and what it hears, so that nothing is left out, repeated, or put elsewhere. */
function framesOf(key: KeyObject, side: 'asking' | 'answering'): Frames {
  const other = side === 'asking' ? 'answering' : 'asking'
  const mac = (whose: string, count: number, text: string) =>
    createHmac('sha256', key).update(`${whose} ${count} `).update(text).digest('base64url')
  let said = 0
  let heard = 0
  return {
    seal: (text) => mac(side, ++said, text) + text,
    open(frame) {
      const text = frame.slice(macLength)
      if (!sameSecret(frame.slice(0, macLength), mac(other, ++heard, text))) {
        throw unauthenticated('Wanted a message in its place, as it was said; got another.')
      }
      return text
    },
  }
}

function unauthenticated(message: string): Refusal {
  return new Refusal('UNAUTHENTICATED', message)
}
