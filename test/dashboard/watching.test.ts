// Watching in one browser what others do elsewhere.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { apply, type Garden, makeSteward, policies } from '../support/folkmoot.ts'
import { addVotes } from '../support/many-votes.ts'
import { gardenWithPage, lineTo, open, signIn, skip, visit } from './browser.ts'

const stewards = ['tobias-okafor', 'ines-carvalho', 'sunniva-dahl', 'kofi-mensah']

async function scene(t: TestContext, enforcement = 'ENFORCING'): Promise<Garden> {
  const moot = await gardenWithPage(t, { people: ['maren-holt', 'lin-yue', ...stewards] })
  await makeSteward(moot, ...stewards)
  await apply(moot, policies.invoices(enforcement))
  return moot
}

/** Votes over the API with the member's own key. */
const vote = (moot: Garden, who: string, proposal: string, choice = 'approve') =>
  moot.ask(
    'mutation ($input: CastVoteInput!) { castVote(input: $input) { vote { id } userErrors { code message } } }',
    { input: { proposal, choices: [choice], comment: `${who} says ${choice}` } },
    moot.people[who]!.key,
  )

async function ballot(moot: Garden, description: string): Promise<{ proposal: string; expense: number }> {
  const stream = moot.watch(
    'subscription ($id: ID!) { proposals(community: $id, after: "' +
      moot.beginning('proposals', moot.community) +
      '") { kind proposal { id title } } }',
    { id: moot.community },
  )
  const { legacyId } = moot.collective.submitExpense({ as: 'lin-yue', description, amountInCents: 4200 })
  const { proposal } = await stream.until(
    ({ kind, proposal }) => kind === 'OPENED' && proposal.title.includes(description),
  )
  stream.stop()
  return { proposal: proposal.id, expense: legacyId }
}

const section = (page: Page, name: string | RegExp) => page.getByRole('region', { name })

describe('watching on the page', { skip }, () => {
  it('The page shows an invoice being decided while others vote in their browsers and by the API', async (t) => {
    const moot = await scene(t)
    const watcher = await visit(await open(t), `${moot.url}/communities/${moot.collective.collective.slug}`)
    await section(watcher, /Open now/)
      .getByText('Nothing is being decided')
      .waitFor()
    await watcher.getByText('Live').waitFor()

    const { proposal, expense } = await ballot(moot, 'Garden hose')
    await section(watcher, /Expenses waiting/)
      .getByText('Garden hose')
      .waitFor()
    await section(watcher, /Open now/)
      .getByRole('link', { name: 'Pay "Garden hose"?' })
      .click()
    await watcher.getByRole('heading', { level: 1, name: 'Pay "Garden hose"?' }).waitFor()
    await watcher.getByText('Nobody has voted yet.').waitFor()

    // A bridge votes for a member, who sees by what, and votes themselves.
    await moot.ask(
      'mutation ($input: CastVoteInput!) { castVote(input: $input) { vote { id } userErrors { code message } } }',
      { input: { proposal, member: moot.people['tobias-okafor']!.id, choices: ['reject'] } },
      await moot.key('INTEGRATE'),
    )
    await section(watcher, /Who voted/)
      .getByText(/cast by key/)
      .waitFor()
    for (const [index, who] of ['tobias-okafor', 'ines-carvalho'].entries()) {
      const context = await open(t)
      await signIn(context, moot.url, moot.people[who]!.key)
      const voter = await visit(context, `${moot.url}/proposals/${proposal}`)
      if (index === 0) await voter.getByText(/^The key “.*” voted for you: Reject\./).waitFor()
      await voter.getByLabel('Approve').check()
      await voter.getByRole('button', { name: 'Vote' }).click()
      await voter.getByText('You voted Approve').waitFor()
      await watcher.getByRole('img', { name: `Votes: for ${index + 1}, against 0` }).waitFor()
      await section(watcher, /Who voted/)
        .getByRole('link', { name: moot.people[who]!.name })
        .waitFor()
    }
    await watcher.getByText('If it closed now: approved').waitFor()
    await vote(moot, 'sunniva-dahl', proposal) // with it nobody is left who could change the outcome
    const decision = watcher.getByRole('article', { name: 'Pay "Garden hose"?' })
    await decision.getByText('Approved', { exact: true }).waitFor()
    await decision.getByText('Followed').waitFor()
    await decision.getByText('Open Collective: approve the expense').waitFor()
    assert.equal(
      await section(watcher, /Who voted/)
        .getByRole('listitem')
        .count(),
      3,
    )
    await section(watcher, 'What happened').getByText('Decided by vote: Approved').waitFor()
    await watcher.getByRole('link', { name: 'Now' }).click()
    await section(watcher, 'Decided').getByRole('link', { name: 'Pay "Garden hose"?' }).waitFor()
    assert.equal(await section(watcher, /Expenses waiting/).count(), 0)
    assert.equal(moot.collective.expense(expense).status, 'APPROVED')
  })

  it('The page misses nothing and repeats nothing when its line was cut while votes arrived', async (t) => {
    const moot = await scene(t)
    const { proposal } = await ballot(moot, 'Rain barrel')
    const line = await lineTo(t, moot.url)
    const page = await visit(await open(t), `${line.url}/proposals/${proposal}`)
    await page.getByText('Live').waitFor()
    await vote(moot, 'tobias-okafor', proposal, 'reject')
    await section(page, /Who voted/)
      .getByRole('link', { name: 'Tobias Okafor' })
      .waitFor()

    line.cut()
    await page.getByText('The connection is lost.').waitFor()
    await vote(moot, 'ines-carvalho', proposal)
    await vote(moot, 'tobias-okafor', proposal) // changes it
    await moot.ask(
      'mutation ($input: RetractVoteInput!) { retractVote(input: $input) { proposal { id } userErrors { message } } }',
      { input: { proposal } },
      moot.people['ines-carvalho']!.key,
    )
    await vote(moot, 'kofi-mensah', proposal, 'abstain')
    line.mend()

    await page.getByText('Live').waitFor()
    await page.getByRole('img', { name: 'Votes: for 1, against 0' }).waitFor()
    const voters = section(page, /Who voted/).getByRole('listitem')
    await voters.filter({ hasText: 'Kofi Mensah' }).waitFor()
    await voters.filter({ hasText: 'Inês Carvalho' }).waitFor({ state: 'detached' })
    assert.deepEqual((await voters.getByRole('link').allTextContents()).sort(), ['Kofi Mensah', 'Tobias Okafor'])
    await voters.filter({ hasText: 'Tobias Okafor' }).getByText('Approve', { exact: true }).waitFor()
    const told = section(page, 'What happened').getByRole('listitem')
    await told.filter({ hasText: 'Kofi Mensah voted Abstain' }).waitFor()
    const words = (await told.allTextContents()).map((text) => text.replace(/ \w+ \d+, \d+:\d+$/, ''))
    for (const each of [
      'Tobias Okafor voted Reject',
      'Inês Carvalho voted Approve',
      'Tobias Okafor changed their vote to Approve',
      'Inês Carvalho took their vote back',
      'Kofi Mensah voted Abstain',
    ])
      assert.equal(words.filter((text) => text === each).length, 1, `${each} in ${words}`)
    assert.equal(await page.getByText('The connection is lost.').count(), 0)
  })

  it('The page shows at once that a decision was overridden, by whom and how', async (t) => {
    const moot = await scene(t, 'ADVISORY')
    const page = await visit(await open(t), `${moot.url}/communities/${moot.collective.collective.slug}`)
    await page.getByText('Live').waitFor()
    const { proposal, expense } = await ballot(moot, 'Gold-plated lamps')
    for (const who of stewards.slice(0, 2)) await vote(moot, who, proposal, 'reject')
    const card = page.getByRole('article', { name: 'Pay "Gold-plated lamps"?' })
    await card.getByText('people were told').waitFor()
    await moot.collective.process({ as: 'maren-holt', expense, action: 'APPROVE' })
    await card.getByText('Overridden').waitFor()
    const became = (words: RegExp) => card.locator('.override').filter({ hasText: words })
    await became(/^Maren Holt did otherwise\. Open Collective: expense approved “Gold-plated lamps”, /).waitFor()
    await card.locator('.override').getByRole('link', { name: 'Maren Holt' }).click()
    await page.getByRole('heading', { level: 1, name: 'Maren Holt' }).waitFor()
    await page.goto(`${moot.url}/proposals/${proposal}`)
    const told = section(page, 'What happened').getByRole('listitem')
    const byMaren = 'On the platform: Overridden. Open Collective: expense approved by Maren Holt: Gold-plated lamps'
    await told.filter({ hasText: byMaren }).waitFor()

    // The newest act counts; who is no member here has the name of the platform; and once nobody knew.
    await moot.collective.process({ as: 'hanna-lindqvist', expense, action: 'PAY' })
    await newestAct(moot, proposal, 'opencollective.expense.paid')
    await page.reload()
    await became(/^hanna-lindqvist did otherwise\. Open Collective: expense paid “Gold-plated lamps”, /).waitFor()
    await told.filter({ hasText: byMaren }).waitFor()
    const nobodyKnows = sql`update proposals.follow_ups set known = known || jsonb_build_object('standings',
      (select jsonb_object_agg(key, value || '{"act": null}') from jsonb_each(known -> 'standings')))`
    await moot.db.transaction((tx) => nobodyKnows.execute(tx))
    await page.reload()
    await became(/^Somebody with power on the platform did otherwise\.$/).waitFor()
    await card.getByRole('link', { name: 'Pay "Gold-plated lamps"?' }).click()
    await page.locator('.override').getByText('Somebody with power on the platform did otherwise.').waitFor()
    await page.getByRole('button', { name: 'Check the chain' }).click()
    await page.getByText(/Computed in your browser: 1 decision, and every hash holds/).waitFor()
  })

  it('The page shows at once who gains and loses a role, and how policies change', async (t) => {
    const moot = await scene(t)
    const context = await open(t)
    const at = `${moot.url}/communities/${moot.collective.collective.slug}`
    const [now, list, person] = await Promise.all([
      visit(context, at),
      visit(context, `${at}/policies`),
      visit(context, `${moot.url}/members/${moot.people['kofi-mensah']!.id}`),
    ])
    const holders = section(now, 'Roles').getByRole('listitem')
    await holders.filter({ hasText: 'Kofi Mensah' }).waitFor()
    await section(person, 'Roles').getByText('steward').waitFor()
    await list.getByText('version 1, since').waitFor()
    await Promise.all([now, list, person].map((page) => page.getByText('Live').waitFor()))
    await moot.ask(
      'mutation ($input: RevokeRoleInput!) { revokeRole(input: $input) { member { id } userErrors { code message } } }',
      { input: { community: moot.community, member: moot.people['kofi-mensah']!.id, role: 'steward' } },
    )
    await holders.filter({ hasText: 'Kofi Mensah' }).waitFor({ state: 'detached' })
    await section(person, 'Roles').getByText('None.').waitFor()
    await makeSteward(moot, 'lin-yue')
    await holders.filter({ hasText: 'Lin Yue' }).waitFor()

    const { applyPolicy } = await apply(moot, policies.invoices('ADVISORY'))
    await list.getByText('version 2, since').waitFor()
    await list.getByRole('link', { name: 'invoices' }).click()
    await list.getByText('version 2, since').waitFor()
    await moot.ask(
      'mutation ($input: SetPolicyStatusInput!) { setPolicyStatus(input: $input) { policy { id } userErrors { code message } } }',
      { input: { policy: applyPolicy.policy.id, status: 'PAUSED' } },
    )
    await list.getByText('paused').first().waitFor()
    await apply(moot, policies.invoices('ENFORCING'))
    await list.getByRole('link', { name: 'version 3' }).click()
    await list.getByText('version 3, since').waitFor()
  })

  it('The page loads a long list of votes as it is scrolled, and keeps only what is near', async (t) => {
    const moot = await scene(t)
    const proposal = await longBallot(moot, 1000)
    const context = await open(t)
    await context.addInitScript(noteVotes)
    const page = await visit(context, `${moot.url}/proposals/${proposal}`)
    const votes = section(page, /Who voted/).getByRole('listitem')
    await votes.filter({ hasText: 'Voter 50' }).first().waitFor()
    assert.equal(await votes.count(), 50)
    await page.waitForFunction(scrollToVote, 'Voter 1000')
    const seen = await page.evaluate(() => (window as any).votes as { names: string[]; most: number; twice: string[] })
    const all = Array.from({ length: 1000 }, (_, index) => `Voter ${index + 1}`)
    assert.deepEqual(seen.names, all)
    assert.deepEqual(seen.twice, [])
    assert.ok(seen.most <= 300, `${seen.most} votes in the document at once`)
    await page.getByRole('img', { name: 'Votes: for 667, against 333' }).waitFor()

    // Back at the top is what was there; a vote that comes meanwhile is at the end.
    await page.evaluate(() => window.scrollTo(0, 0))
    await votes.filter({ hasText: /^Voter 1Approve/ }).waitFor()
    await vote(moot, 'kofi-mensah', proposal, 'reject')
    await page.getByRole('img', { name: 'Votes: for 667, against 334' }).waitFor()
    await page.waitForFunction(scrollToVote, 'Kofi Mensah')
  })
})

/** Until the newest act of people that bears on the decision is of this kind: no event tells of one after the first. */
async function newestAct(moot: Garden, proposal: string, kind: string): Promise<void> {
  const query = 'query ($id: ID!) { proposal(id: $id) { decision { peoplesAct { kind } } } }'
  const newest = async () => (await moot.ask(query, { id: proposal })).proposal.decision.peoplesAct.kind
  while ((await newest()) !== kind) await pause(50)
}

async function longBallot(moot: Garden, many: number): Promise<string> {
  const { openProposal } = await moot.ask(
    'mutation ($input: OpenProposalInput!) { openProposal(input: $input) { proposal { id } userErrors { message } } }',
    {
      input: {
        community: moot.community,
        title: 'A name for the boat?',
        closesIn: 'P1D',
        electorate: { role: 'steward' },
        passes: { closeEarly: false },
      },
    },
  )
  await addVotes(moot.db, moot.community, openProposal.proposal.id, many)
  return openProposal.proposal.id
}

/** In the page: notes whose votes were shown, in order, how many at once at most, and which twice at once. */
function noteVotes() {
  const votes = { names: [] as string[], most: 0, twice: [] as string[] }
  const known = new Set<string>()
  Object.assign(window, { votes })
  const look = () => {
    const names = [...document.querySelectorAll('.vote-line .who')].map(({ textContent }) => textContent!)
    votes.most = Math.max(votes.most, names.length)
    votes.twice.push(...names.filter((name, index) => names.indexOf(name) !== index))
    for (const name of names) if (!known.has(name)) known.add(name) && votes.names.push(name)
  }
  new MutationObserver(look).observe(document, { subtree: true, childList: true })
}

/** In the page: scrolls to the end, as often as it is asked, until the vote is there. */
function scrollToVote(name: string): boolean {
  window.scrollTo(0, document.documentElement.scrollHeight)
  return [...document.querySelectorAll('.vote-line .who')].some(({ textContent }) => textContent === name)
}
