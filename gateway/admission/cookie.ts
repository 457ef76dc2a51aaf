// The cookie of a browser's session, and who may send it. A browser sends a cookie whatever page asks for it: so where a
// cookie is what authenticates, the page that asks must be one of ours.

import type { IncomingMessage } from 'node:http'
import { Refusal } from '../../schema/errors.ts'

/** How browsers reach this server. */
export interface Site {
  /** Over https: the cookie travels over nothing else, and only this very host can set it. */
  secure: boolean
  /** As browsers name it; null where it was not told: then it is what they call the host. */
  origin: string | null
}

export function siteOf(publicUrl: string | null): Site {
  const origin = publicUrl === null ? null : new URL(publicUrl).origin
  return { secure: origin?.startsWith('https:') ?? false, origin }
}

// With the prefix __Host- a browser takes the cookie from no other host, not even one of the same domain.
const nameOf = ({ secure }: Site) => (secure ? '__Host-folkmoot_session' : 'folkmoot_session')
const attributes = ({ secure }: Site) => `HttpOnly; SameSite=Strict; Path=/${secure ? '; Secure' : ''}`

/** @param seconds how long the browser keeps it. */
export function cookieWith(site: Site, token: string, seconds: number): string {
  return `${nameOf(site)}=${token}; Max-Age=${Math.max(0, Math.floor(seconds))}; ${attributes(site)}`
}

export function withoutCookie(site: Site): string {
  return `${nameOf(site)}=; Max-Age=0; ${attributes(site)}`
}

/** The token that the request carries; null without one. */
export function tokenIn(site: Site, request: IncomingMessage): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === nameOf(site)) {
      const token = pair.slice(at + 1).trim()
      return /^[\w-]{1,200}$/.test(token) ? token : null
    }
  }
  return null
}

/** Whether a browser says that a page of another origin asks. Programs that are no browsers say nothing. */
export function isForeign(site: Site, request: IncomingMessage): boolean {
  const { 'sec-fetch-site': relation, origin } = request.headers
  if (relation !== undefined && relation !== 'same-origin') return true
  return origin !== undefined && !isOurs(site, origin, request.headers.host)
}

/** @throws Refusal CROSS_SITE unless the browser says that a page of ours asks. */
export function requireOurs(site: Site, request: IncomingMessage): void {
  const { 'sec-fetch-site': relation, origin } = request.headers
  const says = relation !== undefined || origin !== undefined
  if (says && !isForeign(site, request)) return
  const got = says ? `one from ${String(origin ?? relation).slice(0, 100)}` : 'one that does not say where it is from'
  throw new Refusal('CROSS_SITE', `Wanted a request from a page of this server, to go by its cookie; got ${got}.`)
}

/** Where the address is https, a page that came over http is not ours, though its host is. */
function isOurs({ origin: ours, secure }: Site, origin: string, host: string | undefined): boolean {
  if (origin === ours) return true
  if (host === undefined || !URL.canParse(origin)) return false
  const asked = new URL(origin)
  if (asked.host !== host.toLowerCase()) return false
  return !(secure && ours !== null && new URL(ours).host === asked.host)
}
