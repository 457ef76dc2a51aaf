// What Folkmoot's own processes say to one another is signed and dated under FOLKMOOT_SECRET. A signature holds for one
// receiver, one path, one viewer and one body, for a minute; a subgraph believes nothing else.

import type { IncomingHttpHeaders } from 'node:http'
import { type SecretBox, sameSecret, sign } from '../backbone/secrets.ts'
import type { Viewer } from '../backbone/viewer.ts'
import { Refusal } from '../schema/errors.ts'
import type { ServiceName } from './names.ts'

const lifetime = 60_000 // milliseconds, either way: clocks differ

export interface Signer {
  /** The headers that go with a request. */
  sign(to: ServiceName, path: string, viewer: Viewer, body: string | Buffer): Record<string, string>
  /** Who is asking. @throws Refusal UNAUTHENTICATED for a request that is unsigned, altered, stale, or meant for another. */
  verify(me: ServiceName, path: string, headers: IncomingHttpHeaders, body: string | Buffer): Viewer
}

export function signer(secrets: SecretBox, now: () => number = Date.now): Signer {
  const key = secrets.derive('requests between services')
  const signature = (to: string, path: string, date: string, viewer: string, body: string | Buffer) =>
    sign(key, to, path, date, viewer, body).toString('base64url')
  return {
    sign(to, path, viewer, body) {
      const date = String(now())
      const encoded = Buffer.from(JSON.stringify(viewer)).toString('base64url')
      return {
        'x-folkmoot-date': date,
        'x-folkmoot-viewer': encoded,
        'x-folkmoot-signature': signature(to, path, date, encoded, body),
      }
    },
    verify(me, path, headers, body) {
      const [date, viewer, given] = ['date', 'viewer', 'signature'].map((name) => headers[`x-folkmoot-${name}`])
      if (typeof date !== 'string' || typeof viewer !== 'string' || typeof given !== 'string') {
        throw new Refusal('UNAUTHENTICATED', 'Wanted a signed request; got one without a signature.')
      }
      if (!sameSecret(given, signature(me, path, date, viewer, body))) {
        throw new Refusal('UNAUTHENTICATED', 'Wanted a request as it was signed; got another, or another secret.')
      }
      if (!(Math.abs(now() - Number(date)) <= lifetime)) {
        throw new Refusal(
          'UNAUTHENTICATED',
          'Wanted a request signed within the last minute; got an older or later one.',
        )
      }
      return JSON.parse(Buffer.from(viewer, 'base64url').toString()) as Viewer
    },
  }
}
