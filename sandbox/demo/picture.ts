// `node sandbox/demo/picture.ts`: films the page while an expense comes in, is voted on and is decided, into
// docs/images/decided.webp, which README.md shows. Every frame is the page of a running server; only the band with the
// words above it, and the pointer, are drawn over it. It wants Chromium. `--to FILE` writes elsewhere; `--stills FOLDER`
// leaves what each scene ends with as a PNG, to be looked at.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Locator, type Page } from 'playwright-core'
import { readConfig } from '../../backbone/config.ts'
import { startFolkmoot } from '../../gateway/processes/start.ts'
import { startOpenCollective } from '../opencollective/index.ts'
import { startSourceCred } from '../sourcecred/index.ts'
import { animatedWebp, type Still } from './animated-webp.ts'
import { connect } from './client.ts'
import { narrator } from './narrator.ts'
import { play } from './story.ts'

const { values } = parseArgs({
  options: {
    to: { type: 'string', default: join(import.meta.dirname, '../../docs/images/decided.webp') },
    stills: { type: 'string' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
  },
})

const size = { width: 1080, height: 700 }
const band = 64
const scale = 1.25

await using stops = new AsyncDisposableStack()
const dataFolder = mkdtempSync(join(tmpdir(), 'folkmoot-picture-'))
stops.defer(() => rmSync(dataFolder, { recursive: true, force: true }))
const collective = await startOpenCollective({ rateLimit: false })
stops.defer(() => collective.stop())
const instance = await startSourceCred()
stops.defer(() => instance.stop())
const config = { ...readConfig({}), port: 0, dataFolder, privateHosts: ['127.0.0.1'], logLevel: 'error' as const }
const folkmoot = await startFolkmoot(config, { page: true })
stops.defer(() => folkmoot.stop())
const api = connect(folkmoot.url, folkmoot.adminKey)
stops.defer(() => api.close())

// What the demonstration plays is what the community has behind it. The ballot that it leaves open is closed.
const silent = narrator(() => {}, false)
const address = (path: string) => `${folkmoot.url}${path}`
const played = await play({ api, collective, sourceCredUrl: instance.url, tell: silent, page: address, pace: 0 })
const vote = (proposal: string, who: string, choice: string) =>
  api.ask(
    'mutation ($input: CastVoteInput!) { castVote(input: $input) { userErrors { code message } } }',
    { input: { proposal, choices: [choice] } },
    played.keys[who],
  )
await vote(played.open, 'Tobias Okafor', 'approve')

const browser = await chromium.launch({ executablePath: values.chromium, args: ['--no-sandbox', '--disable-gpu'] })
stops.defer(() => browser.close())
const context = await browser.newContext({ viewport: size, deviceScaleFactor: scale })
await context.request.post(address('/session'), {
  data: { key: played.keys['Tobias Okafor'] },
  headers: { origin: folkmoot.url },
})
const page = await context.newPage()
const table = await cuttingTable()
const stills: Still[] = []
let words = ''
let pointer = { x: 640, y: 420 }

// The film.
await page.goto(address(`/communities/${played.community.slug}`))
await page.getByText('Nothing is being decided').waitFor()
await scene('A community decides what happens on the platforms it uses.', 1600)

const { legacyId } = collective.submitExpense({ as: 'lin-yue', description: 'Rain barrels', amountInCents: 24_000 })
const ballot = page.getByRole('link', { name: 'Pay "Rain barrels"?' }).first()
await ballot.waitFor()
await scene('Lin submits an expense on Open Collective: a ballot opens.', 2200)

await moveTo(ballot)
await ballot.click()
const choose = page.getByRole('radio', { name: 'Approve' })
await choose.waitFor()
await scene('Four members may vote: they have earned it. Tobias is one of them.', 2200)

await scrollTo(page.getByRole('heading', { name: 'How it stands' }))
await moveTo(choose)
await choose.check()
await frame(400)
const cast = page.getByRole('button', { name: 'Vote', exact: true })
await moveTo(cast)
await cast.click()
await standing('1 of 4 voted', 'Tobias Okafor')
await scene('He votes for it …', 1200)

const proposal = new URL(page.url()).pathname.split('/').at(-1)!
await vote(proposal, 'Inês Carvalho', 'approve')
await standing('2 of 4 voted', 'Inês Carvalho')
await scene('… others do, too, and the page shows it at once.', 1800)

await vote(proposal, 'Sunniva Dahl', 'approve')
await standing('3 of 4 voted', 'Sunniva Dahl')
await page.getByText('Followed').first().waitFor()
await scene('Three of four are for it: the fourth cannot change that. Decided.', 2200)

await page.getByRole('link', { name: 'Tidewater Commons' }).first().click()
await page.getByText('Nothing is being decided').waitFor()
await page.evaluate(() => window.scrollTo(0, 0))
await scene('And done: the expense is approved on Open Collective.', 3500)

if (collective.expense(legacyId).status !== 'APPROVED') throw new Error('Wanted the expense approved.')
const [width, height] = [size.width * scale, (size.height + band) * scale]
const film = animatedWebp(width, height, stills)
writeFileSync(values.to, film)
const seconds = stills.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000
console.log(`${values.to}: ${width} × ${height}, ${stills.length} frames, ${seconds} s, ${film.length} bytes`)

/** Says what is seen now, and holds it. */
async function scene(text: string, milliseconds: number): Promise<void> {
  words = text
  await frame(milliseconds)
  if (!values.stills) return
  mkdirSync(values.stills, { recursive: true })
  const name = `${String(stills.length).padStart(2, '0')}.png`
  await table.locator('canvas').screenshot({ path: join(values.stills, name) })
}

/** What the table of stills does, in its own page. */
interface Table {
  lay(
    shot: string,
    words: string,
    pointer: { x: number; y: number },
  ): Promise<{ x: number; y: number; width: number; height: number; webp: string } | null>
}

/** What the page shows now, for so long. */
async function frame(milliseconds: number): Promise<void> {
  const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' })
  const laid = await table.evaluate(
    ({ shot, words, pointer }) => (globalThis as unknown as Table).lay(shot, words, pointer),
    {
      shot: shot.toString('base64'),
      words,
      pointer,
    },
  )
  if (laid) stills.push({ ...laid, webp: Buffer.from(laid.webp, 'base64'), milliseconds })
  else stills.at(-1)!.milliseconds += milliseconds
}

/** Waits until the page says how many voted, and that this one has. */
async function standing(turnout: string, voter: string): Promise<void> {
  await page.getByText(turnout).first().waitFor()
  await page.getByText(`${voter} voted`).first().waitFor()
}

/** Moves the pointer to the middle of it, in some frames, and rests there. */
async function moveTo(target: Locator): Promise<void> {
  const box = (await target.boundingBox())!
  const from = pointer
  const to = { x: box.x + Math.min(box.width / 2, 90), y: box.y + box.height / 2 }
  await glide(8, async (part) => {
    pointer = { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
    await page.mouse.move(pointer.x, pointer.y)
  })
  await frame(300)
}

/** Scrolls it to the top, in some frames. */
async function scrollTo(target: Locator): Promise<void> {
  const by = (await target.boundingBox())!.y - 24
  await glide(3, (part) => page.evaluate((top) => window.scrollTo({ top, behavior: 'instant' }), by * part))
}

/** Frames of 50 ms, slower at both ends. */
async function glide(frames: number, step: (part: number) => Promise<void>): Promise<void> {
  for (let index = 1; index <= frames; index++) {
    await step((1 - Math.cos((Math.PI * index) / frames)) / 2)
    await frame(50)
  }
}

/** A page of its own, on which frames are put together, compared with the one before, and encoded. */
async function cuttingTable(): Promise<Page> {
  const table = await (await browser.newContext({ viewport: { width: 1600, height: 1200 } })).newPage()
  await table.setContent('<canvas></canvas>')
  await table.evaluate(prepare, { ...size, band, scale })
  return table
}

/** Runs in the browser: makes `lay` there, which gives what has changed since the last frame, or null. */
function prepare({ width, height, band, scale }: { width: number; height: number; band: number; scale: number }): void {
  const canvas = document.querySelector('canvas')!
  canvas.width = width * scale
  canvas.height = (height + band) * scale
  const pen = canvas.getContext('2d', { alpha: false, willReadFrequently: true })!
  let before: Uint32Array | null = null

  const draw = async (shot: string, words: string, pointer: { x: number; y: number }) => {
    const image = new Image()
    image.src = `data:image/png;base64,${shot}`
    await image.decode()
    pen.setTransform(1, 0, 0, 1, 0, 0)
    pen.drawImage(image, 0, band * scale)
    pen.scale(scale, scale)
    pen.fillStyle = '#1d5a4f'
    pen.fillRect(0, 0, width, band)
    pen.fillStyle = '#fffef8'
    pen.font = '600 22px "DejaVu Sans", sans-serif'
    pen.textBaseline = 'middle'
    pen.fillText(words, 32, band / 2, width - 64)
    pen.translate(pointer.x, pointer.y + band)
    const arrow = new Path2D('M0 0 L0 22 L5.5 17 L9.5 26 L13.5 24 L9.5 15.5 L17 15.5 Z')
    pen.fillStyle = '#111'
    pen.strokeStyle = '#fff'
    pen.lineWidth = 3
    pen.stroke(arrow)
    pen.fill(arrow)
  }

  /** The smallest rectangle with all that is different, from an even place on. */
  const changed = (now: Uint32Array) => {
    if (!before) return { x: 0, y: 0, width: canvas.width, height: canvas.height }
    let [left, top, right, bottom] = [canvas.width, canvas.height, -1, -1]
    for (let at = 0; at < now.length; at++) {
      if (now[at] === before[at]) continue
      const x = at % canvas.width
      const y = Math.floor(at / canvas.width)
      if (x < left) left = x
      if (x > right) right = x
      if (y < top) top = y
      if (y > bottom) bottom = y
    }
    if (right < 0) return null
    const [x, y] = [left - (left % 2), top - (top % 2)]
    return { x, y, width: right + 1 - x, height: bottom + 1 - y }
  }

  Object.assign(globalThis, {
    async lay(shot: string, words: string, pointer: { x: number; y: number }) {
      await draw(shot, words, pointer)
      const now = new Uint32Array(pen.getImageData(0, 0, canvas.width, canvas.height).data.buffer)
      const area = changed(now)
      before = now
      if (!area) return null
      const part = new OffscreenCanvas(area.width, area.height)
      const { x, y, width, height } = area
      part.getContext('2d', { alpha: false })!.drawImage(canvas, x, y, width, height, 0, 0, width, height)
      const blob = await part.convertToBlob({ type: 'image/webp', quality: 0.9 })
      return {
        ...area,
        webp: (new Uint8Array(await blob.arrayBuffer()) as unknown as { toBase64(): string }).toBase64(),
      }
    },
  })
}
