// What a browser sends with a page's requests, without a browser: the cookie, and where the request comes from.

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'

export interface Browser {
  /** The cookie as it is kept; null without one. */
  cookie: string | null
  /** The page's own requests, with the cookie and the headers that a browser adds. */
  fetch(path: string, options?: RequestInit & { from?: From }): Promise<Response>
  signIn(given: { key: string } | { code: string }): Promise<{ status: number; body: any }>
  signOut(): Promise<number>
  whoAmI(): Promise<any>
  ask(query: string, variables?: object): Promise<any>
  /** A subscription over graphql-transport-ws. */
  watch(t: TestContext, query: string, from?: From): { ended: Promise<any>; next(): Promise<any> }
}

/** The page that asks. */
export interface From {
  origin?: string
  site?: 'same-origin' | 'same-site' | 'cross-site' | 'none'
}

export function browserAt(url: string): Browser {
  const headersFrom = ({ origin, site }: From): Record<string, string> => ({
    ...(origin === undefined ? {} : { origin }),
    ...(site === undefined ? {} : { 'sec-fetch-site': site }),
    ...(browser.cookie === null ? {} : { cookie: browser.cookie }),
  })
  const own: From = { origin: url, site: 'same-origin' }
  const browser: Browser = {
    cookie: null,
    async fetch(path, { from = own, ...options } = {}) {
      const response = await fetch(`${url}${path}`, {
        ...options,
        headers: { ...headersFrom(from), ...(options.headers as Record<string, string>) },
      })
      for (const set of response.headers.getSetCookie()) {
        const [pair = ''] = set.split(';', 1)
        browser.cookie = /;\s*Max-Age=0/.test(set) ? null : pair
      }
      return response
    },
    async signIn(given) {
      const response = await browser.fetch('/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(given),
      })
      return { status: response.status, body: await response.json() }
    },
    signOut: async () => (await browser.fetch('/session', { method: 'DELETE' })).status,
    whoAmI: async () => (await browser.fetch('/session')).json(),
    async ask(query, variables = {}) {
      const response = await browser.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      })
      return response.json()
    },
    watch(t, query, from = own) {
      const headers = headersFrom(from)
      class WithHeaders extends WebSocket {
        constructor(address: string, protocol: string) {
          super(address, protocol, { headers })
        }
      }
      const client = createClient({
        url: `${url.replace(/^http/, 'ws')}/graphql`,
        webSocketImpl: WithHeaders,
        retryAttempts: 0,
      })
      t.after(() => client.dispose())
      const seen: any[] = []
      let wake = () => {}
      const ended = Promise.withResolvers<any>()
      client.subscribe<any>(
        { query },
        {
          next(value) {
            seen.push(value)
            wake()
          },
          error: (error) => ended.resolve(error),
          complete: () => ended.resolve(null),
        },
      )
      return {
        ended: ended.promise,
        async next() {
          while (seen.length === 0) {
            const next = new Promise<null>((resolve) => {
              wake = () => resolve(null)
            })
            const how = await Promise.race([next, ended.promise.then((error) => ({ error }))])
            assert.equal(how, null, `The stream ended: ${JSON.stringify(how)}`)
          }
          return seen.shift()
        },
      }
    },
  }
  return browser
}
