// On the page, expenses that were there before their collective was connected are put to the policies.

import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { apply, makeSteward, policies } from '../support/folkmoot.ts'
import { until } from '../support/until.ts'
import { gardenWithPage, open, signIn, skip, visit } from './browser.ts'

describe('earlier expenses, on the page', { skip }, () => {
  it('Earlier expenses are counted first, and then put to the policies, by those who may', async (t) => {
    const moot = await gardenWithPage(t, { people: ['tobias-okafor', 'ines-carvalho'], reconcileEverySeconds: 5 })
    await makeSteward(moot, 'tobias-okafor', 'ines-carvalho')
    await apply(moot, policies.invoices('ENFORCING'))
    // As if it were connected only in an hour.
    await sql`update actions.connections set watch_from = clock_timestamp() + interval '1 hour'`.execute(moot.db.root)
    for (const description of ['Hose', 'Paint'])
      moot.collective.submitExpense({ as: 'lin-yue', description, amountInCents: 6_840 })
    const known = '{ community(community: "tidewater-commons") { expenses { totalCount } } }'
    await until('both expenses', async () => (await moot.ask(known)).community.expenses.totalCount === 2 || null)

    const address = `${moot.url}/communities/${moot.collective.collective.slug}/activity`
    const shownTo = async (key: string) => {
      const context = await open(t)
      await signIn(context, moot.url, key)
      const page = await visit(context, address)
      await page.getByRole('heading', { name: 'Platforms' }).waitFor()
      return page
    }
    const watched = moot.watch(
      'subscription ($c: ID!, $after: Cursor) { proposals(community: $c, after: $after) { kind proposal { title } } }',
      { c: moot.community, after: moot.beginning('proposals', moot.community) },
    )
    const member = await shownTo(moot.people['tobias-okafor']!.key)
    if (await member.getByRole('button', { name: 'Look for earlier expenses' }).count()) throw new Error('shown to all')
    const page = await shownTo(moot.adminKey)
    await page.getByRole('button', { name: 'Look for earlier expenses' }).click()
    await page.getByText('2 expenses were waiting before').waitFor()
    await page.getByRole('button', { name: 'Ask the policies about all of them' }).click()
    await page.getByText('The policies are asked about 2 expenses.').waitFor()
    for (const description of ['Hose', 'Paint'])
      await watched.until(({ kind, proposal }) => kind === 'OPENED' && proposal.title.includes(description))
    await page.getByRole('button', { name: 'Look for earlier expenses' }).click()
    await page.getByText('There are none that nobody was asked about.').waitFor()
  })
})
