// The side of a session that asks: another process of the installation answers (session-server.ts).

import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { SecretBox } from '../../backbone/security/secrets.ts'
import { requestKeyOf } from '../../backbone/security/signing-key.ts'
import type { Viewer } from '../../backbone/security/viewer.ts'
import type { ServiceName } from '../names.ts'
import { byKeyPair, bySharedKey, isSigned, signatureIn, signed } from './message-signatures.ts'
import {
  answerParts,
  type Clocked,
  type Frames,
  framesOf,
  greetingParts,
  requestParts,
  seconds,
  sharedKey,
  socketBody,
  socketKey,
  socketPath,
} from './session-messages.ts'

const renewed = 30 * 60_000 // milliseconds after which who asks begins another session

export interface ClientSession {
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

export interface SessionClient {
  /** Begins a session: what is to be posted to `greetingPath`, and what its answer makes of it. */
  begin(to: ServiceName): {
    headers: Record<string, string>
    body: string
    /** @throws Error for an answer that is not of the installation. */
    end(answer: { status: number; headers: IncomingHttpHeaders; body: string }): ClientSession
  }
  /** Whether a process of the installation says that it has no session for a request with these headers. */
  saysUnknown(
    request: Record<string, string>,
    answer: { status: number; headers: IncomingHttpHeaders; body: string },
  ): boolean
}

export function sessionClientOf(secrets: SecretBox, { now = Date.now }: Clocked = {}): SessionClient {
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
          const said = signatureIn(answer.headers)
          const ours = said && isSigned(pair, answerParts(signature.signature, answer.status, answer.body), said)
          if (!ours || answer.status !== 200) throw new Error(`Wanted the greeting returned; got ${answer.status}.`)
          const { session, key } = JSON.parse(answer.body)
          const shared = sharedKey(own.privateKey, key, to, signature.signature, session)
          return clientSession(session, shared, now)
        },
      }
    },
    saysUnknown(request, { status, headers, body }) {
      const said = signatureIn(headers)
      return status === 401 && said !== null && isSigned(pair, answerParts(request.signature!, status, body), said)
    },
  }
}

function clientSession(id: string, key: KeyObject, now: () => number): ClientSession {
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
      const said = signatureIn(headers)
      return said !== null && isSigned(by, answerParts(request.signature!, status, body), said)
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
