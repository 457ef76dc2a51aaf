// What Folkmoot's own processes say to one another, signed. Who asks introduces itself at each process by a request signed with the
// installation's key pair (Ed25519), and both agree on a key for this one process alone (X25519): a session. From then on
// each request, and each answer, carries an HMAC under the session's key, which costs a fortieth of a signature.
//
// - A request is heard once: the session counts, and the other side remembers what it has heard. Another replica, and the
//   same process after a restart, does not have the session and refuses.
// - A signature is of one method, path, viewer and body, and holds for a minute; an answer's is of the request's signature,
//   the status and the body.
// - Over a WebSocket the first message opens a key of the socket's own; each that follows, either way, is in its place.

import { createHmac, createPublicKey, createSecretKey, diffieHellman, hkdfSync, type KeyObject } from 'node:crypto'
import { sameSecret } from '../../backbone/security/secrets.ts'
import { Refusal } from '../../schema/errors.ts'
import { type Component, digestOf } from './message-signatures.ts'

/** Where a process introduces itself, by POST. */
export const greetingPath = '/internal/session'

export const lifetime = 60 // seconds of a signature, either way: clocks differ

export interface Clocked {
  /** Milliseconds since 1970. */
  now?: () => number
}

export const seconds = (now: () => number) => Math.floor(now() / 1000)

/** One side of a WebSocket: what is said goes out with a MAC in front, what is heard must have one in its place. */
export interface Frames {
  seal(text: string): string
  /** @throws Refusal UNAUTHENTICATED */
  open(frame: string): string
}

export function greetingParts(body: string | Buffer): Component[] {
  return [
    ['"@method"', 'POST'],
    ['"@path"', greetingPath],
    ['"content-digest"', digestOf(body)],
  ]
}

export function requestParts(path: string, viewer: string, body: string | Buffer): Component[] {
  return [
    ['"@method"', 'POST'],
    ['"@path"', path],
    ['"content-digest"', digestOf(body)],
    ['"folkmoot-viewer"', viewer],
  ]
}

/** RFC 9421, section 2.4: the answer is bound to the request by the request's signature. */
export function answerParts(signature: string, status: number, body: string | Buffer): Component[] {
  return [
    ['"@status"', String(status)],
    ['"content-digest"', digestOf(body)],
    ['"signature";req', signature],
  ]
}

export const socketPath = '/graphql'
export const socketBody = 'connection_init'

/** By X25519 (RFC 7748) and HKDF: of these two, for this service, for this greeting. */
export function sharedKey(own: KeyObject, theirs: unknown, to: string, greeting: string, session: string): KeyObject {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: String(theirs) }, format: 'jwk' })
  const secret = diffieHellman({ privateKey: own, publicKey })
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, greeting, `folkmoot session ${to} ${session}`, 32)))
}

export function socketKey(session: KeyObject, signature: string | undefined): KeyObject {
  return createSecretKey(createHmac('sha256', session).update(`socket ${signature}`).digest())
}

const macLength = 43 // characters: 32 bytes in base64url

/** Each side counts what it says and what it hears, so that nothing is left out, repeated, or put elsewhere. */
export function framesOf(key: KeyObject, side: 'asking' | 'answering'): Frames {
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

export function unauthenticated(message: string): Refusal {
  return new Refusal('UNAUTHENTICATED', message)
}
