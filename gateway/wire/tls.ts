// TLS between services, by what is configured: certificates of this process, and who signs those of the others.

import type { IncomingMessage } from 'node:http'
import type { ServerOptions } from 'node:https'
import type { TLSSocket } from 'node:tls'
import type { TlsSettings } from '../../backbone/config.ts'

/** How this process listens; null: without TLS. A client's certificate is asked for where it is known who signs them. */
export function listensBy({ ca, cert, key }: TlsSettings): ServerOptions | null {
  if (cert === null || key === null) return null
  // Not refused here: a probe of the health, or a client at the gateway's public doors, has none to show.
  return {
    cert,
    key,
    minVersion: 'TLSv1.2',
    ...(ca === null ? {} : { ca, requestCert: true, rejectUnauthorized: false }),
  }
}

/** How this process connects to others. */
export function connectsBy({ ca, cert, key }: TlsSettings): { ca?: string; cert?: string; key?: string } {
  return { ...(ca === null ? {} : { ca }), ...(cert === null || key === null ? {} : { cert, key }) }
}

/** Whether the other side has shown a certificate as it must, where one is wanted. */
export function isCertified(tls: TlsSettings, request: IncomingMessage): boolean {
  if (tls.ca === null || tls.cert === null) return true
  return (request.socket as TLSSocket).authorized === true
}

export const withoutTls: TlsSettings = { ca: null, cert: null, key: null }
