// Every page, light and dark, on a phone and on a desk: nothing that axe finds serious, nothing wider than the screen,
// nothing that the Content-Security-Policy refuses. The pictures stay in test-output/pages, to be looked at.

import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { accountsFile, discord, github, json, serve } from '../cred/instances.ts'
import { apply, makeSteward, policies } from '../support/folkmoot.ts'
import { gardenWithPage, open, signIn, skip, visit } from './browser.ts'
import { story } from './story.ts'

const pictures = join(import.meta.dirname, '../../test-output/pages')
const most = 200 * 1024 // bytes of script, compressed, at the first load

/** What axe finds that is serious or critical. */
async function findings(page: Page, axe: string): Promise<string[]> {
  const found = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ['violations'] })`)
  return (found as any).violations
    .filter(({ impact }: any) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }: any) =>
        `${id}: ${nodes.map((node: any) => `${node.html.slice(0, 150)} ${node.failureSummary}`).join(' | ')}`,
    )
}

describe('the pages of the dashboard', { skip }, () => {
  it('The pages are readable by everyone, everywhere', async (t) => {
    const { moot, pages } = await story(t)
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    mkdirSync(pictures, { recursive: true })
    const scripts = new Map<string, number>()
    const problems: string[] = []
    // Each page is loaded once for a device, and looked at in both colours.
    const devices = [
      { device: 'desk', width: 1200, height: 900, schemes: ['light', 'dark'], key: moot.adminKey },
      { device: 'phone', width: 360, height: 740, schemes: ['dark', 'light'], key: moot.people['tobias-okafor']!.key },
    ] as const
    await Promise.all(
      devices.map(async ({ device, width, height, schemes, key }) => {
        const context = await open(t, {
          colorScheme: schemes[0],
          reducedMotion: 'reduce',
          viewport: { width, height },
        })
        const page = await context.newPage()
        for (const [name, path] of Object.entries(pages)) {
          if (name === 'community') await signIn(context, moot.url, key)
          await page.goto(moot.url + path)
          await page.getByRole('heading', { level: 1 }).waitFor()
          await page.locator('.waiting').first().waitFor({ state: 'detached' })
          if (name === 'proposal' || name === 'overridden') await page.getByText('The ballot opened').waitFor()
          if (name === 'new-policy' && key === moot.adminKey) await page.getByText('It would be').waitFor()
          const wide = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          )
          if (wide > 0) problems.push(`${name}, ${device}: ${wide} pixels wider than the screen`)
          // Both widths and both colours are in two looks.
          for (const finding of await findings(page, axe))
            problems.push(`${name}, ${device}, ${schemes[0]}: ${finding}`)
          for (const colorScheme of schemes) {
            await page.emulateMedia({ colorScheme })
            await page.screenshot({ path: join(pictures, `${name}-${device}-${colorScheme}.png`), fullPage: true })
          }
          await page.emulateMedia({ colorScheme: schemes[0] })
        }
      }),
    )
    assert.deepEqual(problems, [])

    const context = await open(t)
    const first = await context.newPage()
    first.on('response', async (answer) => {
      if (answer.url().endsWith('.js')) scripts.set(answer.url(), Number(answer.headers()['content-length']))
    })
    await first.goto(moot.url + pages.community)
    await first.getByText('Live').waitFor()
    const size = [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0)
    assert.ok(size > 0 && size <= most, `${size} bytes of script at the first load`)
    const answer = await fetch(moot.url + pages.community)
    assert.match(answer.headers.get('content-security-policy')!, /script-src 'self'/)
    assert.doesNotMatch(answer.headers.get('content-security-policy')!, /unsafe/)
  })

  it('The page of policies shows a policy’s faults at their line, and what it would have done', async (t) => {
    const moot = await gardenWithPage(t, { people: ['tobias-okafor'] })
    await makeSteward(moot, 'tobias-okafor')
    await apply(moot, policies.invoices('ADVISORY'))
    const opened = moot.watch(
      `subscription ($id: ID!) { proposals(community: $id, after: "${moot.beginning('proposals', moot.community)}") { proposal { title } } }`,
      { id: moot.community },
    )
    for (const description of ['Lamps', 'Paint']) {
      moot.collective.submitExpense({ as: 'maren-holt', description, amountInCents: 4200 })
      await opened.until(({ proposal }) => proposal.title.includes(description))
    }
    const context = await open(t)
    await signIn(context, moot.url, moot.adminKey)
    const page = await visit(context, `${moot.url}/communities/${moot.collective.collective.slug}/policies/new`)
    const text = page.getByLabel('Document, in YAML')
    await page.getByText('It would be a new policy.').waitFor()
    const good = (await text.inputValue()).replace('my-first-policy', 'invoices')
    await text.fill(good.replace('quorum: 0.2', 'qorum: 0.2'))
    await page.getByRole('button', { name: 'line 9' }).waitFor()
    assert.ok(await page.getByRole('button', { name: 'Apply it' }).isDisabled())
    await text.fill(good)
    await page.getByText('It would be version 2 of invoices.').waitFor()
    await page.getByRole('button', { name: 'Try it on the last 50 actions' }).click()
    await page.getByText(/It would have concerned 2 of the last \d+ actions/).waitFor()
    await page.getByText('a ballot would open').first().waitFor()
    await page.getByRole('button', { name: 'Apply it' }).click()
    await page.getByText('version 2, since').waitFor()
    await page.getByRole('heading', { name: 'Versions side by side' }).waitFor()
  })

  it('The page of actions lets those who may try again what failed', async (t) => {
    const moot = await gardenWithPage(t, { people: [] })
    // What is paid cannot be rejected: the platform refuses, for good.
    const { legacyId } = moot.collective.submitExpense({ as: 'lin-yue', description: 'Lamps', amountInCents: 4200 })
    await moot.collective.process({ as: 'maren-holt', expense: legacyId, action: 'APPROVE' })
    await moot.collective.process({ as: 'hanna-lindqvist', expense: legacyId, action: 'PAY' })
    const refused = { community: moot.community, kind: 'opencollective.expense.reject', subject: String(legacyId) }
    await moot.ask(
      'mutation ($input: PerformActionInput!) { performAction(input: $input) { action { id } userErrors { code message } } }',
      { input: refused },
    )
    const activity = `${moot.url}/communities/${moot.collective.collective.slug}/activity`
    const watcher = await visit(await open(t), activity)
    await watcher
      .getByRole('region', { name: /What went wrong/ })
      .getByText('It failed')
      .waitFor()
    assert.equal(await watcher.getByRole('button', { name: 'Try again' }).count(), 0)
    const context = await open(t)
    await signIn(context, moot.url, await moot.key('INTEGRATE'))
    const page = await visit(context, activity)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('2 tries so far').waitFor()
    await watcher.getByText('2 tries so far').waitFor()
  })

  it('The page tells somebody without a seat why, and lets an admin merge two who are one', async (t) => {
    const moot = await gardenWithPage(t, { people: ['tobias-okafor'] })
    const { community } = moot
    const people = [{ name: 'lin', cred: [50], aliases: [github('linyue'), discord('111222333444555666')] }]
    const instance = await serve(t, { 'output/accounts.json': json(accountsFile(people)) })
    const made = async (field: string, type: string, input: object, selection: string) =>
      moot.mutate(field, type, { community, ...input }, selection)
    await made('connectCred', 'ConnectCredInput', { url: instance.url }, 'cred { total }')
    const add = async (name: string, account: object) =>
      (await made('addMember', 'AddMemberInput', { name, accounts: [account] }, 'member { id }')).member.id
    await add('Lin Yue', { platform: 'github', username: 'linyue' })
    const second = await add('lin on Discord', { platform: 'discord', id: '111222333444555666' })
    const { secret } = await made(
      'createApiKey',
      'CreateApiKeyInput',
      { name: 'second', scopes: ['READ', 'VOTE'], member: second },
      'secret',
    )
    const { proposal } = await made('openProposal', 'OpenProposalInput', { title: 'Paint it?' }, 'proposal { id }')
    const context = await open(t)
    await signIn(context, moot.url, secret)
    const page = await visit(context, `${moot.url}/proposals/${proposal.id}`)
    await page.getByText('You have no seat on this ballot').waitFor()
    assert.equal(await page.getByRole('button', { name: 'Vote' }).count(), 0)
    await page.getByText('Everyone with a seat').click()
    await page.getByRole('link', { name: 'Lin Yue' }).waitFor()
    await page.getByText('lin on Discord has no seat of their own: by their accounts they are Lin Yue').waitFor()

    const admin = await open(t)
    await signIn(admin, moot.url, moot.adminKey)
    const cred = await visit(admin, `${moot.url}/communities/${moot.collective.collective.slug}/cred`)
    await cred.getByText('belong to one identity of SourceCred').waitFor()
    await cred.getByRole('button', { name: 'Merge into Lin Yue' }).click()
    await cred.getByRole('heading', { name: 'Perhaps one person' }).waitFor({ state: 'detached' })
    await page.reload()
    await page.getByRole('button', { name: 'Vote' }).waitFor()
  })
})
