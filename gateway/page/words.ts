// What a browser sees at `/` where there is no built page.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { securityHeaders } from './security.ts'

/** Why there is none: nobody asked for one; it is being built; there is nothing to build it with; it does not build. */
export type Words = 'plain' | 'building' | 'missing' | 'broken'

const style =
  'body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; color-scheme: light dark } code { background: #8881; padding: 0 .2em }'

const notes: Record<Words, string> = {
  plain: '',
  building:
    '<p role="status">The live page is being built; this takes some seconds, once. It appears here by itself.</p>\n',
  missing: `<p role="status">The live page is not built: Folkmoot was installed without its development dependencies, and so without
Vite. <code>npm install</code>, then <code>npm run dashboard</code>, and a new start; everything else works.</p>\n`,
  broken: `<p role="status">The live page could not be built; the server's log says why. Everything else works.</p>\n`,
}

function textOf(words: Words): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
${words === 'building' ? '<meta http-equiv="refresh" content="1">\n' : ''}<title>Folkmoot</title>
<style>${style}</style>
<h1>Folkmoot</h1>
${notes[words]}<p>A community governs the platforms it already uses: this server hears what happens on them, lets the community decide,
does what was decided, and streams every decision.</p>
<ul>
<li><code>/graphql</code>: the API (POST; subscriptions by server-sent events or WebSocket). It describes itself by introspection.</li>
<li><code>/health/live</code>, <code>/health/ready</code>, <code>/metrics</code>: for those who run it.</li>
</ul>
</html>
`
}

export function sendWords(request: IncomingMessage, response: ServerResponse, words: Words): void {
  const body = textOf(words)
  response.writeHead(words === 'building' ? 503 : 200, {
    ...securityHeaders(style),
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...(words === 'building' ? { 'retry-after': '1' } : {}),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}
