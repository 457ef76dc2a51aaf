// The page in a real browser: Debian's Chromium, driven by playwright-core. Skipped, with the reason printed, where there is
// none, and on PostgreSQL: the page speaks to the API alone, so one engine is enough.

import { existsSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { after, type TestContext } from 'node:test'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { readTestDatabaseUrl } from '../../backbone/config.ts'
import { buildPage } from '../../gateway/page/build.ts'
import { foldersOf, hashOfSources } from '../../gateway/page/sources.ts'
import { launchChromium } from '../support/chromium.ts'
import { type Garden, garden } from '../support/folkmoot.ts'

const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)

/** Why the tests in a browser cannot run; false when they can. */
export const skip: string | false = readTestDatabaseUrl()
  ? 'the page is tried on the embedded database only'
  : executable
    ? false
    : 'there is no Chromium here (apt-get install chromium)'
if (skip) console.log(`Skipped in a browser: ${skip}.`)

let browser: Promise<Browser> | null = null
after(async () => (await browser)?.close())

/** A browser of its own: cookies and storage of nobody else. What goes wrong in its pages fails the test. */
export async function open(t: TestContext, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  browser ??= launchChromium(executable!)
  const context = await (await browser).newContext({ viewport: { width: 1100, height: 900 }, ...options })
  context.setDefaultTimeout(60_000)
  const wrong: string[] = []
  context.on('weberror', (error) => wrong.push(String(error.error())))
  context.on('console', (message) => {
    // Chromium writes refusals of the Content-Security-Policy here, and every 4xx and lost connection too.
    if (/Content Security Policy|Refused to/.test(message.text())) wrong.push(message.text())
  })
  t.after(async () => {
    await context.close()
    if (wrong.length > 0) throw new Error(`In the browser: ${wrong.join('\n')}`)
  })
  return context
}

/** A garden whose server serves the page, built. */
export async function gardenWithPage(t: TestContext, options: Parameters<typeof garden>[1] = {}): Promise<Garden> {
  const [folder] = foldersOf(null)
  if (!existsSync(join(folder!, hashOfSources(), 'index.html'))) await buildPage(folder!)
  return garden(t, { ...options, page: true })
}

/** Signs the browser in with a key, as the page does. */
export async function signIn(context: BrowserContext, url: string, key: string): Promise<void> {
  const answer = await context.request.post(`${url}/session`, { data: { key }, headers: { origin: url } })
  if (answer.status() !== 200) throw new Error(`Wanted 200 of /session; got ${answer.status()}: ${await answer.text()}`)
}

export async function visit(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(address)
  return page
}

export interface Line {
  url: string
  /** Ends every connection, and refuses new ones. */
  cut(): void
  mend(): void
}

/** A line to the server that can be cut. */
export async function lineTo(t: TestContext, url: string): Promise<Line> {
  const sockets = new Set<Socket>()
  let whole = true
  const server = createServer((near) => {
    if (!whole) return void near.destroy()
    const far = connect(Number(new URL(url).port), new URL(url).hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    whole = false
    for (const socket of sockets) socket.destroy()
  }
  t.after(() => {
    cut()
    server.close()
  })
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    cut,
    mend: () => {
      whole = true
    },
  }
}
