import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { Pool } from 'undici'
import { posted } from '../../../gateway/wire/posting.ts'

async function poolTo(t: TestContext, listener: RequestListener, options: Pool.Options = {}) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const pool = new Pool(origin, options)
  t.after(async () => {
    await pool.destroy()
    server.closeAllConnections()
    server.close()
  })
  return { pool, server, asked: { origin, path: '/graphql', headers: { 'x-said': 'this' }, body: '{"ö":1}' } }
}

describe('posting', () => {
  it('A post sends path, headers and body, and brings the whole answer', async (t) => {
    const long = 'ü'.repeat(200_000)
    const { pool, asked } = await poolTo(t, async (request, response) => {
      let body = ''
      for await (const chunk of request.setEncoding('utf8')) body += chunk
      const heard = [request.method, request.url, request.headers['x-said'], body].join(' ')
      response.writeHead(418, { 'x-answered': 'that' })
      response.write(heard)
      response.end(long)
    })
    const { status, headers, body } = await posted(pool, asked)
    assert.equal(status, 418)
    assert.equal(headers['x-answered'], 'that')
    assert.equal(body, `POST /graphql this {"ö":1}${long}`)
  })

  it('A post that nobody waits for any more hangs up, and says why', async (t) => {
    const { pool, server, asked } = await poolTo(t, () => {})
    const leaving = new AbortController()
    const asking = posted(pool, { ...asked, signal: leaving.signal })
    const [request] = await once(server, 'request')
    const hungUp = once(request.socket, 'close')
    leaving.abort(new Error('gone'))
    await assert.rejects(asking, /gone/)
    await hungUp
    await assert.rejects(posted(pool, { ...asked, signal: leaving.signal }), /gone/)
  })

  it('A post that waits for a connection ends at once when nobody waits for it, and is never sent', async (t) => {
    const paths: (string | undefined)[] = []
    const { pool, server, asked } = await poolTo(t, ({ url }) => void paths.push(url), { connections: 1 })
    const before = new AbortController()
    const first = posted(pool, { ...asked, signal: before.signal })
    await once(server, 'request')
    const leaving = new AbortController()
    const second = posted(pool, { ...asked, path: '/second', signal: leaving.signal })
    leaving.abort(new Error('gone'))
    await assert.rejects(second, /gone/)
    before.abort(new Error('gone too'))
    await assert.rejects(first, /gone too/)
    const third = posted(pool, { ...asked, path: '/third' })
    await once(server, 'request')
    assert.deepEqual(paths, ['/graphql', '/third'])
    await pool.destroy()
    await assert.rejects(third)
  })

  it('A post fails as the dispatcher says: with what is too large, what is cut off, and what nobody hears', async (t) => {
    const { pool, server, asked } = await poolTo(
      t,
      ({ url }, response) => {
        if (url === '/large') response.end('x'.repeat(2000))
        else response.writeHead(200, { 'content-length': 100 }).write('cut', () => response.destroy())
      },
      { maxResponseSize: 1000 },
    )
    await assert.rejects(posted(pool, { ...asked, path: '/large' }), { code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' })
    await assert.rejects(posted(pool, { ...asked, path: '/cut' }), { code: 'UND_ERR_SOCKET' })
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
    await assert.rejects(posted(pool, asked), { code: 'ECONNREFUSED' })
  })
})
