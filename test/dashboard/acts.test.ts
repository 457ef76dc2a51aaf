// On the page, one administrator approves what another asked for.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { policies } from '../support/folkmoot.ts'
import { gardenWithPage, open, signIn, skip, visit } from './browser.ts'

describe('acts that wait, on the page', { skip }, () => {
  it('An act that waits is shown whole to administrators alone, and approved or refused by another', async (t) => {
    const moot = await gardenWithPage(t, { people: ['tobias-okafor'] })
    const [first, second] = [await moot.key('ADMIN'), await moot.key('ADMIN')]
    const { community } = moot
    await moot.ask(
      `mutation { updateCommunity(input: { community: "${community}", twoAdmins: true }) { userErrors { code message } } }`,
    )
    const apply = () =>
      moot.mutate('applyPolicy', 'ApplyPolicyInput', { community, document: policies.stewards }, 'policy { id }', first)
    const drive = (endpoint: string) =>
      moot.mutate('setDriver', 'SetDriverInput', { community, kind: 'EXTERNAL', endpoint }, 'community { id }', first)
    assert.equal((await apply()).errors[0].extensions.code, 'SECOND_ADMIN_REQUIRED')
    await drive('https://driver.example/\ncommunity: <b>x</b>')
    const address = `${moot.url}/communities/${moot.collective.collective.slug}/activity`
    const shownTo = async (key: string) => {
      const context = await open(t)
      await signIn(context, moot.url, key)
      const page = await visit(context, address)
      await page.getByRole('heading', { name: 'Platforms' }).waitFor()
      return page
    }
    const member = await shownTo(moot.people['tobias-okafor']!.key)
    assert.equal(await member.getByText('another administrator').count(), 0)

    const asker = await shownTo(first)
    const card = { hasText: 'applyPolicy' }
    await asker.locator('.card').filter(card).getByRole('button', { name: 'Approve' }).click()
    await asker.getByRole('alert').filter({ hasText: 'You asked for it' }).waitFor()

    const other = await shownTo(second)
    await other.locator('.card').filter(card).getByText('cred.total > 25.0').waitFor()
    assert.equal(await other.locator('.card b b').count(), 0)
    await other.locator('.card').filter(card).getByRole('button', { name: 'Approve' }).click()
    await other.getByText('approved', { exact: true }).waitFor()
    await other.locator('.card').filter({ hasText: 'setDriver' }).getByRole('button', { name: 'Refuse' }).click()
    await other.getByText('setDriver').waitFor({ state: 'detached' })
    assert.ok((await apply()).policy.id)
  })
})
