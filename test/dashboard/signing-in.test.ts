// Signing in and out, and voting with nothing but a keyboard.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { makeSteward } from '../support/folkmoot.ts'
import { gardenWithPage, open, signIn, skip, visit } from './browser.ts'

describe('signing in on the page', { skip }, () => {
  it('Signing in by a key leaves a cookie that no script can read, and no key anywhere', async (t) => {
    const moot = await gardenWithPage(t, { people: ['tobias-okafor'], visibility: 'PRIVATE' })
    const { key } = moot.people['tobias-okafor']!
    const context = await open(t)
    const page = await visit(context, `${moot.url}/sign-in`)
    await page.getByLabel('Your key').fill('fmk_this-is-not-a-key')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').filter({ hasText: 'This key is not valid' }).waitFor()

    await page.getByLabel('Your key').fill(key)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Welcome, Tobias Okafor.').waitFor()
    const kept = await page.evaluate(() => ({
      address: location.href,
      cookie: document.cookie,
      stored: JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
      html: document.documentElement.outerHTML,
    }))
    assert.equal(kept.address, `${moot.url}/sign-in`)
    assert.equal(kept.cookie, '')
    assert.equal(kept.stored, '[{},{}]')
    assert.ok(!kept.html.includes(key))
    const [cookie] = await context.cookies()
    assert.deepEqual([cookie!.httpOnly, cookie!.sameSite, cookie!.value.includes(key)], [true, 'Strict', false])

    // What is private is there now, also over the WebSocket; signed out, it is not.
    await page.getByRole('link', { name: 'Tidewater Commons' }).click()
    await page.getByText('Live').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
    assert.deepEqual(await context.cookies(), [])

    // Signed in again from where one was, one is back there, by whichever link.
    await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click()
    await page.getByLabel('Your key').fill(key)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { level: 1, name: 'Tidewater Commons' }).waitFor()
  })

  it('Signing in and out in one tab is seen in the other at once', async (t) => {
    const moot = await gardenWithPage(t, { people: ['tobias-okafor'], visibility: 'PRIVATE' })
    const address = `${moot.url}/communities/${moot.collective.collective.slug}`
    const context = await open(t)
    const other = await visit(context, address)
    await other.getByRole('heading', { name: 'There is nothing here' }).waitFor()
    const page = await visit(context, `${moot.url}/sign-in`)
    await page.getByLabel('Your key').fill(moot.people['tobias-okafor']!.key)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await other.getByRole('heading', { level: 1, name: 'Tidewater Commons' }).waitFor()
    await other.getByText('Live').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await other.getByRole('heading', { name: 'There is nothing here' }).waitFor()
    await other.getByRole('link', { name: 'Sign in' }).first().waitFor()
  })

  it('Signing in by a link works once, and the code leaves the address', async (t) => {
    const moot = await gardenWithPage(t, { people: ['tobias-okafor'] })
    const admin = await open(t)
    await signIn(admin, moot.url, moot.adminKey)
    const maker = await visit(admin, `${moot.url}/members/${moot.people['tobias-okafor']!.id}`)
    await maker.getByRole('button', { name: 'Make a link' }).click()
    const link = await maker.getByLabel('Good until').inputValue()
    const first = await visit(await open(t), link)
    await first.getByText('Welcome, Tobias Okafor.').waitFor()
    assert.equal(first.url(), `${moot.url}/sign-in`)
    await first.goto(`${moot.url}/members/${moot.people['tobias-okafor']!.id}`)
    await first.getByRole('heading', { name: 'Accounts' }).waitFor()
    assert.equal(await first.getByRole('button', { name: 'Make a link' }).count(), 0)

    const second = await open(t)
    const page = await visit(second, link)
    await page.getByRole('alert').filter({ hasText: 'This link was used before' }).waitFor()
    assert.deepEqual(await second.cookies(), [])
    assert.equal(page.url(), `${moot.url}/sign-in`)

    // An administrator ends the session: the page knows at once.
    await first.getByRole('link', { name: 'Tidewater Commons' }).click()
    await first.getByText('Live').waitFor()
    await moot.ask(
      'mutation ($input: EndSessionsInput!) { endSessions(input: $input) { member { id } userErrors { code message } } }',
      { input: { member: moot.people['tobias-okafor']!.id } },
    )
    await first.getByRole('link', { name: 'Sign in' }).waitFor()
    await first.getByText('Live').waitFor()
  })

  it('Signing in, voting, changing and taking back need no mouse, and who has no seat is told so', async (t) => {
    const moot = await gardenWithPage(t, { people: ['tobias-okafor', 'lin-yue'] })
    await makeSteward(moot, 'tobias-okafor')
    const { openProposal } = await moot.ask(
      'mutation ($input: OpenProposalInput!) { openProposal(input: $input) { proposal { id } userErrors { message } } }',
      {
        input: {
          community: moot.community,
          title: 'Plant an oak?',
          closesIn: 'P1D',
          electorate: { role: 'steward' },
          passes: { closeEarly: false },
        },
      },
    )
    const address = `${moot.url}/proposals/${openProposal.proposal.id}`
    const page = await visit(await open(t), address)
    await page.getByText('Sign in to vote.').waitFor()
    const press = (...keys: string[]) =>
      keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
    const focused = () =>
      page.evaluate(() => document.activeElement?.textContent || document.activeElement?.getAttribute('value'))
    /** Tabs on until what has the focus says so. */
    const tabTo = async (wanted: RegExp) => {
      for (let tries = 0; tries < 60; tries++) {
        await press('Tab')
        if (wanted.test((await focused()) ?? '')) return
      }
      throw new Error(`The keyboard does not reach ${wanted}.`)
    }
    await press('Tab')
    assert.equal(await focused(), 'Skip to the page')
    await press('Enter')
    await tabTo(/^Sign in$/) // the one beside the ballot
    await press('Enter')
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.getByLabel('Your key').focus()
    await page.keyboard.type(moot.people['tobias-okafor']!.key)
    await press('Enter')
    await page.getByText('You have not voted.').waitFor()
    assert.equal(page.url(), address)

    await tabTo(/^approve$/)
    await press('Space')
    await tabTo(/^Vote$/)
    await press('Enter')
    await page.getByText('You voted Approve').waitFor()
    await page.getByRole('radio', { name: 'Approve' }).focus()
    await press('ArrowDown') // reject
    await tabTo(/^Change my vote$/)
    await press('Enter')
    await page.getByText('You voted Reject').waitFor()
    await page.getByRole('img', { name: 'Votes: for 0, against 1' }).waitFor()
    await tabTo(/^Take it back$/)
    await press('Enter')
    await page.getByText('You have not voted.').waitFor()
    await page.getByText('Nobody has voted yet.').waitFor()

    const stranger = await open(t)
    await signIn(stranger, moot.url, moot.people['lin-yue']!.key)
    const other = await visit(stranger, address)
    await other.getByText('You have no seat on this ballot').waitFor()
    assert.equal(await other.getByRole('radio').count(), 0)
  })
})
