import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { openOutbound } from '../../backbone/outbound.ts'

async function server(t: TestContext, answer: RequestListener): Promise<string> {
  const listening = createServer(answer)
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    listening.closeAllConnections()
    listening.close()
  })
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`
}

function outbound(t: TestContext, privateHosts: string[]) {
  const made = openOutbound(privateHosts)
  t.after(() => made.close())
  return made
}

const refusal = (code: string) => (error: any) => error.code === code
const failure = (kind: string) => (error: any) => error.kind === kind

describe('calls to the outside', () => {
  it('refuse private addresses, in whatever spelling', async (t) => {
    const { fetch } = outbound(t, [])
    const addresses = [
      'http://127.0.0.1:1/',
      'http://localhost:1/',
      'http://[::1]:1/',
      'http://10.1.2.3/',
      'http://192.168.0.1/',
      'http://172.16.0.1/',
      'http://169.254.169.254/latest/meta-data',
      'http://2130706433/',
      'http://0x7f.1/',
      'http://[::ffff:127.0.0.1]/',
      'http://0.0.0.0/',
      'http://[fd00::1]/',
      'http://a.localhost/',
      'file:///etc/passwd',
      'ftp://example.org/',
      'gopher://example.org',
      'not an address',
    ]
    for (const address of addresses) await assert.rejects(fetch(address), refusal('ADDRESS_REFUSED'), address)
  })

  it('reach a private host that is allowed by name', async (t) => {
    const url = await server(t, (_request, response) => response.end('hello'))
    const { fetch } = outbound(t, ['127.0.0.1'])
    const answer = await fetch(url)
    assert.equal(answer.status, 200)
    assert.equal(answer.body.toString(), 'hello')
  })

  it('do not follow a redirect unless asked, and check where it leads', async (t) => {
    const url = await server(t, (request, response) => {
      if (request.url === '/out') response.writeHead(302, { location: 'http://10.0.0.1/' }).end()
      else if (request.url === '/loop') response.writeHead(302, { location: '/loop' }).end()
      else if (request.url === '/once') response.writeHead(302, { location: '/' }).end()
      else response.end('there')
    })
    const { fetch } = outbound(t, ['127.0.0.1'])
    assert.equal((await fetch(`${url}/once`)).status, 302)
    assert.equal((await fetch(`${url}/once`, { redirects: 3 })).body.toString(), 'there')
    await assert.rejects(fetch(`${url}/out`, { redirects: 3 }), refusal('ADDRESS_REFUSED'))
    await assert.rejects(fetch(`${url}/loop`, { redirects: 3 }), failure('redirects'))
  })

  it('stop at the size that was set, also of what is compressed', async (t) => {
    const url = await server(t, (request, response) => {
      if (request.url === '/bomb')
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1_000_000)))
      else response.end(Buffer.alloc(100_000))
    })
    const { fetch } = outbound(t, ['127.0.0.1'])
    await assert.rejects(fetch(url, { maxBytes: 50_000 }), failure('too_large'))
    await assert.rejects(fetch(`${url}/bomb`, { maxBytes: 50_000 }), failure('too_large'))
    assert.equal((await fetch(`${url}/bomb`, { maxBytes: 1_000_000 })).body.length, 1_000_000)
  })

  it('tell a time-out from a connection that breaks', async (t) => {
    const url = await server(t, (request, response) => {
      if (request.url === '/break') response.destroy()
    })
    const { fetch } = outbound(t, ['127.0.0.1'])
    await assert.rejects(fetch(url, { timeoutMs: 50 }), failure('timeout'))
    await assert.rejects(fetch(`${url}/break`), failure('network'))
  })
})
