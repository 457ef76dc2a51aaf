// The page at `/`: how it is built, kept and served, and what a browser is allowed to do with it.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import pino from 'pino'
import { readBuild } from '../../../gateway/page/files.ts'
import { openPage, type Page, pageOf } from '../../../gateway/page/index.ts'
import { hashOfSources } from '../../../gateway/page/sources.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const script = 'console.log("hello")\n'.repeat(100)

/** A build as Vite makes one. */
function madeUp(t: TestContext) {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'assets'))
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><script type="module" src="/assets/index-AbCd_123.js"></script>',
  )
  writeFileSync(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(join(folder, 'assets/index-AbCd_123.js'), script)
  writeFileSync(join(folder, 'assets/index-AbCd_123.js.br'), brotliCompressSync(script))
  writeFileSync(join(folder, 'assets/index-AbCd_123.js.gz'), gzipSync(script))
  return readBuild(folder)
}

async function served(t: TestContext, page: Page): Promise<string> {
  const server = createServer((request, response) => {
    if (!page.answer(request, response, (request.url ?? '/').split('?', 1)[0]!)) response.writeHead(404).end('nothing')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const still = (state: Parameters<typeof pageOf>[0]) => pageOf(state, Promise.resolve(), async () => {})

/** The answer as it came over the wire. */
function get(url: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, any>; body: Buffer }>((resolve, reject) => {
    request(url, { method, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk) => chunks.push(chunk))
      answer.on('end', () =>
        resolve({ status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(chunks) }),
      )
    })
      .on('error', reject)
      .end()
  })
}

describe('serving the built page', () => {
  it('A built page is served with right types, and found again by its own addresses', async (t) => {
    const build = madeUp(t)
    const url = await served(
      t,
      still(() => build),
    )
    for (const path of [
      '/',
      '/sign-in',
      '/communities/garden',
      '/communities/garden/cred',
      '/proposals/prop_1',
      '/?x=1',
    ]) {
      const { status, headers, body } = await get(url + path)
      assert.deepEqual([status, headers['content-type']], [200, 'text/html; charset=utf-8'], path)
      assert.match(String(body), /index-AbCd_123/)
    }
    const { headers } = await get(`${url}/favicon.svg`)
    assert.equal(headers['content-type'], 'image/svg+xml; charset=utf-8')
    for (const path of [
      '/assets/index-other.js',
      '/assets/',
      '/assets',
      '/d',
      '/sign-in/x',
      '/../package.json',
      '/assets/index-AbCd_123.js.br',
      '/%2e%2e/package.json',
    ]) {
      assert.equal((await get(url + path)).status, 404, path)
    }
    assert.equal((await get(`${url}/`, {}, 'POST')).status, 404)
  })

  it('A built page’s file is kept for ever where its name has a hash, and asked for again where not', async (t) => {
    const build = madeUp(t)
    const url = await served(
      t,
      still(() => build),
    )
    const asset = await get(`${url}/assets/index-AbCd_123.js`)
    assert.equal(asset.headers['cache-control'], 'public, max-age=31536000, immutable')
    const index = await get(`${url}/`)
    assert.equal(index.headers['cache-control'], 'no-cache')
    for (const path of ['/', '/assets/index-AbCd_123.js']) {
      const { etag } = (await get(url + path)).headers
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const again = await get(url + path, { 'if-none-match': known })
        assert.deepEqual([again.status, again.body.length, again.headers.etag], [304, 0, etag], known)
      }
      assert.equal((await get(url + path, { 'if-none-match': '"other"' })).status, 200)
    }
  })

  it('A built page comes compressed as the browser takes it', async (t) => {
    const build = madeUp(t)
    const url = `${await served(
      t,
      still(() => build),
    )}/assets/index-AbCd_123.js`
    const cases: [string, string | undefined][] = [
      ['gzip, deflate, br, zstd', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip;q=0.5', 'gzip'],
      ['*', 'br'],
      ['br;q=0, gzip;q=0, *', undefined],
      ['identity', undefined],
      ['', undefined],
    ]
    const etags = new Set()
    for (const [accepted, coding] of cases) {
      const { headers, body } = await get(url, { 'accept-encoding': accepted })
      assert.equal(headers['content-encoding'], coding, accepted)
      assert.equal(Number(headers['content-length']), body.length)
      assert.equal(headers.vary, 'accept-encoding')
      etags.add(headers.etag)
      if (coding === undefined) assert.equal(String(body), script)
    }
    assert.equal(etags.size, 3, 'each form has an ETag of its own')
    const head = await get(url, { 'accept-encoding': 'br' }, 'HEAD')
    assert.deepEqual([head.status, head.body.length, head.headers['content-encoding']], [200, 0, 'br'])
  })
})

describe('content security policy', () => {
  it('The browser may run the page’s own scripts and nothing else', async (t) => {
    const build = madeUp(t)
    const url = await served(
      t,
      still(() => build),
    )
    for (const path of ['/', '/assets/index-AbCd_123.js']) {
      const { headers } = await get(url + path)
      const policy = new Map(
        String(headers['content-security-policy'])
          .split('; ')
          .map((each) => [each.split(' ', 1)[0]!, each] as const),
      )
      assert.equal(policy.get('default-src'), "default-src 'none'")
      assert.equal(policy.get('script-src'), "script-src 'self'")
      assert.equal(policy.get('frame-ancestors'), "frame-ancestors 'none'")
      assert.equal(policy.get('base-uri'), "base-uri 'none'")
      assert.ok(!/unsafe|\*|data:|http/.test(String(headers['content-security-policy'])))
      assert.equal(headers['x-content-type-options'], 'nosniff')
      assert.equal(headers['referrer-policy'], 'no-referrer')
    }
  })

  it('The page that stands there without a build may do as little', async (t) => {
    for (const words of ['plain', 'building', 'missing', 'broken'] as const) {
      const url = await served(
        t,
        still(() => words),
      )
      const { status, headers, body } = await get(`${url}/`)
      assert.equal(status, words === 'building' ? 503 : 200)
      assert.match(String(body), /<h1>Folkmoot<\/h1>/)
      const [, style = ''] = /<style>(.*?)<\/style>/s.exec(String(body))!
      const hash = createHash('sha256').update(style).digest('base64')
      assert.ok(String(headers['content-security-policy']).includes(`style-src 'self' 'sha256-${hash}'`))
      assert.equal(/http-equiv="refresh"/.test(String(body)), words === 'building', 'it comes back by itself')
      assert.equal((await get(`${url}/communities/garden`)).status, words === 'plain' ? 404 : status)
      assert.equal((await get(`${url}/elsewhere`)).status, 404)
    }
  })
})

describe('building the page', () => {
  it('Building the page happens once, while the server already answers, and is found at the next start', async (t) => {
    const folder = temporaryFolder(t)
    const logger = pino({ level: 'silent' })
    const page = openPage(logger, [folder])
    t.after(() => page.stop())
    const url = await served(t, page)
    assert.equal((await get(`${url}/`)).status, 503)
    await page.settled
    const index = await get(`${url}/`)
    assert.equal(index.status, 200)
    const html = String(index.body)
    assert.ok(
      !/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|https?:\/\//.test(html),
      'nothing inline, nothing from elsewhere',
    )
    const [, path] = /<script[^>]*\ssrc="(\/assets\/[^"]+)"/.exec(html)!
    const { headers, body } = await get(url + path!, { 'accept-encoding': 'gzip' })
    assert.match(headers['cache-control'], /immutable/)
    assert.ok(body.length < 200 * 1024, `${body.length} bytes of script, compressed`)
    assert.deepEqual(readdirSync(folder), [hashOfSources()])

    const next = openPage(logger, [temporaryFolder(t), folder])
    t.after(() => next.stop())
    assert.equal((await get(`${await served(t, next)}/`)).status, 200)
  })
})
