// The site as `npm run docs` built it, in a real browser: it is searched, and asks nobody but where it comes from. Skipped, with the
// reason printed, where it was not built, where there is no Chromium, and on PostgreSQL, which it does not need.

import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { it, type TestContext } from 'node:test'
import { chromium } from 'playwright-core'
import { readTestDatabaseUrl } from '../../backbone/config.ts'

const built = join(import.meta.dirname, '../../.site/built')
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const skip = readTestDatabaseUrl()
  ? 'the site needs no database'
  : !existsSync(join(built, 'index.html'))
    ? 'the site was not built (npm run docs)'
    : !executablePath && 'there is no Chromium here (apt-get install chromium)'
if (skip) console.log(`Skipped in a browser: ${skip}.`)

it('the site finds an operation, and leads to it, without asking anybody else', { skip }, async (t) => {
  const url = await served(t)
  const browser = await chromium.launch({
    executablePath: executablePath!,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  t.after(() => browser.close())
  const page = await browser.newPage()
  const asked = new Set<string>()
  const failed: string[] = []
  page.on('request', (request) => asked.add(new URL(request.url()).origin))
  page.on('pageerror', (error) => failed.push(error.message))
  page.on('response', (response) => response.status() >= 400 && failed.push(`${response.status()} ${response.url()}`))

  await page.goto(url)
  await page.getByText('Search', { exact: true }).first().click()
  await page.keyboard.type('castVote')
  await page.getByText('Mutations > castVote').click({ timeout: 60_000 })
  await page.getByRole('heading', { name: 'castVote' }).waitFor()
  assert.equal(new URL(page.url()).pathname.replace('.html', ''), '/reference/mutations')
  assert.equal(new URL(page.url()).hash, '#castvote')
  asked.delete('null') // data: has no origin
  assert.deepEqual([...asked], [url])
  assert.deepEqual(failed, [])
})

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

/** The built site as any server of files gives it. */
async function served(t: TestContext): Promise<string> {
  const server = createServer((request, response) => {
    let file = join(built, new URL(request.url!, 'http://site').pathname)
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html')
    if (!existsSync(file)) return void response.writeHead(404).end()
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream')
    response.end(readFileSync(file))
  })
  t.after(() => server.close().closeAllConnections())
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
