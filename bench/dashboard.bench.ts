// The live page in Chromium: from a cold browser to a page that answers, from a vote elsewhere to the screen, what a
// thousand votes in a minute cost the page, and a list of ten thousand votes scrolled from end to end.

import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { buildPage } from '../gateway/page/build.ts'
import { foldersOf } from '../gateway/page/sources.ts'
import { launchChromium } from '../test/support/chromium.ts'
import { type Made, mutateBy } from './client.ts'
import { type Bench, median, type Result, round } from './harness.ts'
import { startServer } from './server.ts'

const executablePath = '/usr/bin/chromium'
const colds = 5
const singles = 60 // votes, one at a time
const many = 1000 // votes in a minute
const long = 10_000 // votes of one ballot

/** A server with a community of `many + singles` members, and a ballot for all of them. */
async function start() {
  const server = await startServer<{ url: string; control: string }>('bench/page-server.ts')
  const { url, control } = server.said
  const mutate = mutateBy(url)
  const input = { slug: 'bench', name: 'Bench' }
  const { community } = await mutate<Made<'community'>>(
    'createCommunity',
    'CreateCommunityInput',
    input,
    'community { id }',
  )
  const members: string[] = []
  for (let made = 0; made < many + singles; made += 20) {
    const some = Array.from({ length: 20 }, (_, index) =>
      mutate<Made<'member'>>(
        'addMember',
        'AddMemberInput',
        { community: 'bench', name: `Member ${made + index}` },
        'member { id }',
      ),
    )
    members.push(...(await Promise.all(some)).map(({ member }) => member.id))
  }
  const ballot = { community: 'bench', title: 'A new roof?', closesIn: 'P1D', passes: { closeEarly: false } }
  const { proposal } = await mutate<Made<'proposal'>>('openProposal', 'OpenProposalInput', ballot, 'proposal { id }')
  return {
    url,
    proposal: proposal.id,
    /** A ballot with `long` votes. */
    async longBallot(): Promise<string> {
      const { proposal } = await mutate<Made<'proposal'>>(
        'openProposal',
        'OpenProposalInput',
        ballot,
        'proposal { id }',
      )
      const answer = await fetch(`${control}/votes?community=${community.id}&proposal=${proposal.id}&n=${long}`)
      if (!answer.ok) throw new Error(await answer.text())
      return proposal.id
    },
    vote: (index: number) =>
      mutate(
        'castVote',
        'CastVoteInput',
        {
          proposal: proposal.id,
          member: members[index],
          choices: [index % 3 ? 'approve' : 'reject'],
          source: 'folkmoot',
        },
        'vote { id }',
      ),
    stop: server.stop,
  }
}
type Scene = Awaited<ReturnType<typeof start>>

/** Milliseconds from asking a browser that has never been here for the page to the ballot's being there, live. */
async function cold({ url }: Scene): Promise<number> {
  const browser = await launchChromium(executablePath)
  const page = await browser.newPage()
  const began = performance.now()
  await page.goto(`${url}/communities/bench`, { waitUntil: 'commit' })
  await page.getByRole('link', { name: 'A new roof?' }).click({ trial: true })
  await page.getByText('Live').waitFor()
  const took = performance.now() - began
  await browser.close()
  return took
}

/** On the window: when each count of votes was painted. */
interface Seen {
  seen: Record<string, number>
}

/** Milliseconds from asking for each vote to its being counted on the screen, after the browser has painted. */
async function singly(scene: Scene, browser: Browser): Promise<number[]> {
  const page = await browser.newPage()
  await page.goto(`${scene.url}/proposals/${scene.proposal}`)
  await page.getByText('Live').waitFor()
  await page.evaluate(() => {
    const seen: Seen['seen'] = {}
    Object.assign(window, { seen })
    new MutationObserver(() => {
      const voted = document.querySelector('.turnout b')?.textContent
      if (voted && !seen[voted]) requestAnimationFrame(() => setTimeout(() => (seen[voted] ??= Date.now())))
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  const took: number[] = []
  for (let index = 0; index < singles; index++) {
    await pause(60)
    const began = Date.now()
    await scene.vote(index)
    const words = `${index + 1} of ${(many + singles).toLocaleString('en')} voted`
    const handle = await page.waitForFunction((words) => (window as unknown as Seen).seen[words], words, {
      polling: 10,
    })
    took.push(Number(await handle.jsonValue()) - began)
  }
  await page.close()
  return took
}

/** Part of a core that the page uses while a thousand votes come in a minute. */
async function crowd(scene: Scene, browser: Browser): Promise<{ share: number; shown: string }> {
  const page = await browser.newPage()
  await page.goto(`${scene.url}/proposals/${scene.proposal}`)
  await page.getByText('Live').waitFor()
  await pause(1000)
  const session = await browser.newBrowserCDPSession()
  const used = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0)
  }
  const before = await used()
  const began = performance.now()
  const votes: Promise<unknown>[] = []
  for (let index = 0; index < many; index++) {
    await pause(Math.max(0, began + (index * 60_000) / many - performance.now()))
    votes.push(scene.vote(singles + index))
  }
  await Promise.all(votes)
  const words = `${(many + singles).toLocaleString('en')} of ${(many + singles).toLocaleString('en')} voted`
  await page.getByText(words).waitFor()
  const share = (await used()) - before
  const seconds = (performance.now() - began) / 1000
  await page.close()
  return { share: share / seconds, shown: words }
}

interface Scrolled {
  /** Milliseconds from reaching the end of what is there to the next page's being painted. */
  pages: number[]
  /** Milliseconds of the longest task of the page. */
  longest: number
  /** Votes in the document at once, at most. */
  most: number
  /** Different votes that were shown. */
  shown: number
  /** Bytes on the page's heap, with all of them known. */
  heap: number
}

/** Scrolls a long list of votes to its end, a page at a time. */
async function scrolled(scene: Scene, browser: Browser): Promise<Scrolled> {
  const proposal = await scene.longBallot()
  const page = await browser.newPage()
  await page.goto(`${scene.url}/proposals/${proposal}`)
  await page.getByRole('button', { name: 'Show more votes' }).waitFor()
  const found = await page.evaluate(async (long) => {
    let longest = 0
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration)
    }).observe({ entryTypes: ['longtask'] })
    const names = new Set<string>()
    let most = 0
    const look = () => {
      const rows = document.querySelectorAll('.vote-line .who')
      most = Math.max(most, rows.length)
      for (const row of rows) names.add(row.textContent!)
    }
    const painted = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    const pages: number[] = []
    look()
    while (names.size < long) {
      const before = names.size
      const began = performance.now()
      window.scrollTo(0, document.documentElement.scrollHeight)
      while (names.size === before) {
        if (performance.now() - began > 10_000) throw new Error(`Nothing comes after ${before} votes.`)
        await painted()
        look()
      }
      pages.push(performance.now() - began)
    }
    return { pages, longest, most, shown: names.size }
  }, long)
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await page.close()
  return { ...found, heap: usedSize }
}

function percentile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1]!
}

const result = (what: string, ours: string, ratio: number, wanted: string, met: boolean): Result => ({
  what,
  ours,
  baseline: '–',
  ratio,
  wanted,
  met,
})

function shownOf({ pages, longest, most, shown, heap }: Scrolled): Result[] {
  const late = round(percentile(pages, 0.95))
  const task = round(longest)
  const megabytes = round(heap / 1024 ** 2, 1)
  const list = `a list of ${long} votes scrolled to its end`
  return [
    result(`${list}: the next 50 on the screen, p95`, `${late} ms`, late, '≤ 250 ms', late <= 250),
    result('of it, the longest task of the page', `${task} ms`, task, '≤ 200 ms', task <= 200),
    result(`of it, votes shown, at most ${most} at once`, `${shown}`, shown / long, `= ${long}`, shown === long),
    result('of it, the heap of the page at the end', `${megabytes} MB`, megabytes, '≤ 100 MB', megabytes <= 100),
  ]
}

export const bench: Bench = {
  name: 'The page',
  async run() {
    if (!existsSync(executablePath)) {
      console.log('  skipped: there is no Chromium here (apt-get install chromium)')
      return []
    }
    await buildPage(foldersOf(null)[0]!)
    const scene = await start()
    const firsts: number[] = []
    await cold(scene) // the server is warm, and the machine has read the browser from the disk
    for (let each = 0; each < colds; each++) firsts.push(await cold(scene))
    const browser = await launchChromium(executablePath)
    const late = await singly(scene, browser)
    const { share } = await crowd(scene, browser)
    const list = await scrolled(scene, browser)
    await browser.close()
    await scene.stop()
    const first = median(firsts) / 1000
    const p95 = percentile(late, 0.95)
    return [
      result('a cold browser to a page that answers, live', `${round(first)} s`, round(first), '≤ 1.5 s', first <= 1.5),
      result('a vote elsewhere to the screen, p95', `${p95} ms`, p95, '≤ 150 ms', p95 <= 150),
      result(
        `of a core, while ${many} votes come in a minute`,
        `${round(share * 100, 1)} %`,
        round(share),
        '≤ 30 %',
        share <= 0.3,
      ),
      ...shownOf(list),
    ]
  },
}
