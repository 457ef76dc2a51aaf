// The side of a session that answers: keeps who has introduced itself, and hears each request once.

import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { SecretBox } from '../../backbone/security/secrets.ts'
import { requestKeyOf } from '../../backbone/security/signing-key.ts'
import type { Viewer } from '../../backbone/security/viewer.ts'
import type { ServiceName } from '../names.ts'
import {
  byKeyPair,
  bySharedKey,
  isSigned,
  type ReceivedSignature,
  type Signatory,
  signatureIn,
  signed,
} from './message-signatures.ts'
import {
  answerParts,
  type Clocked,
  type Frames,
  framesOf,
  greetingParts,
  lifetime,
  requestParts,
  seconds,
  sharedKey,
  socketBody,
  socketKey,
  socketPath,
  unauthenticated,
} from './session-messages.ts'

const forgotten = 60 * 60_000 // milliseconds after which a session is forgotten
const keptSessions = 256
const keptGreetings = 4096
const keptNumbers = 16_384 // of a session: one that comes after so many younger ones may be refused

export interface GreetingAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** A request that was heard, and how to answer it. */
export interface VerifiedRequest {
  viewer: Viewer
  /** The headers that go with the answer. */
  seal(status: number, body: string): Record<string, string>
}

export interface SessionServer {
  /** The answer to POST /internal/session. */
  greet(headers: IncomingHttpHeaders, body: string | Buffer): GreetingAnswer
  /** Who is asking. @throws Refusal UNAUTHENTICATED for what is unsigned, altered, stale, heard before, or of no session here. */
  verify(path: string, headers: IncomingHttpHeaders, body: string | Buffer): VerifiedRequest
  /** What is said on a WebSocket from here on. @throws Refusal UNAUTHENTICATED */
  open(params: Readonly<Record<string, unknown>>): Frames
  /** The headers of a refusal. Where there is no such session here the key pair signs it: who asks may then begin again. */
  sealRefusal(headers: IncomingHttpHeaders, status: number, body: string): Record<string, string>
}

interface ServerSession {
  by: Signatory
  key: KeyObject
  since: number
  /** Of the numbers that leave the same rest, the highest that was heard: none is heard twice. */
  heard: Uint32Array
}

export function sessionServerOf(secrets: SecretBox, me: ServiceName, { now = Date.now }: Clocked = {}): SessionServer {
  const pair = byKeyPair(requestKeyOf(secrets))
  const sessions = new Map<string, ServerSession>()
  const greetings = new Map<string, number>()

  /** @throws Refusal UNAUTHENTICATED */
  function fresh(said: ReceivedSignature): void {
    if (Math.abs(seconds(now) - said.created) <= lifetime) return
    throw unauthenticated('Wanted a request signed within the last minute; got an older or later one.')
  }

  /** @throws Refusal UNAUTHENTICATED for one that was heard before. */
  function once(session: ServerSession, nonce: string): void {
    const number = /^\d{1,10}$/.test(nonce) ? Number(nonce) : 0
    const place = number % keptNumbers
    if (number === 0 || number > 0xffffffff || session.heard[place]! >= number) {
      throw unauthenticated('Wanted a request that was not heard before; got one again.')
    }
    session.heard[place] = number
  }

  function sessionOf(said: ReceivedSignature): ServerSession | null {
    const session = sessions.get(said.keyid)
    if (session && now() - session.since <= forgotten) return session
    sessions.delete(said.keyid)
    return null
  }

  /** @throws Refusal UNAUTHENTICATED */
  function sessionThatSigned(path: string, headers: Readonly<Record<string, unknown>>, body: string | Buffer) {
    const said = signatureIn(headers)
    const viewer = headers['folkmoot-viewer']
    if (!said || typeof viewer !== 'string') {
      throw unauthenticated('Wanted a signed request; got one without a signature.')
    }
    const session = sessionOf(said)
    if (!session) throw unauthenticated('Wanted a request of a session with this process; got one of another.')
    if (!isSigned(session.by, requestParts(path, viewer, body), said)) {
      throw unauthenticated('Wanted a request as it was signed; got another, or another secret.')
    }
    fresh(said)
    once(session, said.nonce)
    return { session, viewer }
  }

  return {
    greet(headers, body) {
      const refused = (message: string): GreetingAnswer => ({
        status: 401,
        headers: {},
        body: JSON.stringify({ error: { code: 'UNAUTHENTICATED', message } }),
      })
      const said = signatureIn(headers)
      if (!said || !isSigned(pair, greetingParts(body), said)) {
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
      const { session, viewer } = sessionThatSigned(path, headers, body)
      return {
        viewer: JSON.parse(Buffer.from(viewer, 'base64url').toString()) as Viewer,
        seal: (status, answer) => sealed(session.by, String(headers.signature), status, answer, seconds(now)),
      }
    },
    open(params) {
      const { session } = sessionThatSigned(socketPath, params, socketBody)
      return framesOf(socketKey(session.key, String(params.signature)), 'answering')
    },
    sealRefusal(headers, status, body) {
      const said = signatureIn(headers)
      if (said?.alg !== 'hmac-sha256') return {}
      return sealed(sessionOf(said)?.by ?? pair, String(headers.signature), status, body, seconds(now))
    },
  }
}

function sealed(by: Signatory, request: string, status: number, body: string, created: number): Record<string, string> {
  const parts = answerParts(request, status, body)
  return { 'content-digest': parts[1]![1], ...signed(by, parts, { created, nonce: '0' }) }
}
