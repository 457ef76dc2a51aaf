// What platforms and people write is text: it is shown as it is, and does nothing.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gardenWithPage, open, skip, visit } from './browser.ts'

const hostile = '<img src=x onerror="taken=1"><script>taken=2</script>'

describe('hostile texts on the page', { skip }, () => {
  it('Hostile texts are shown on the page as they are, and do nothing', async (t) => {
    const moot = await gardenWithPage(t, { people: ['maren-holt'] })
    const input = async (field: string, type: string, value: object, selection: string) => {
      const payload = await moot.mutate(field, type, value as Record<string, unknown>, selection)
      if (payload.errors || payload.userErrors.length > 0) throw new Error(JSON.stringify(payload))
      return payload
    }
    const { community } = moot
    await input('updateCommunity', 'UpdateCommunityInput', { community, name: `Moot ${hostile}` }, 'community { id }')
    const { member } = await input(
      'addMember',
      'AddMemberInput',
      { community, name: `Mallory ${hostile}` },
      'member { id }',
    )
    const { role } = await input(
      'createRole',
      'CreateRoleInput',
      { community, name: 'guest', description: hostile },
      'role { id }',
    )
    await input('grantRole', 'SettleRoleInput', { community, member: member.id, role: role.id }, 'roleRequest { id }')
    const { action } = await input(
      'reportAction',
      'ReportActionInput',
      {
        community,
        kind: 'wiki.page.edited',
        subject: { type: 'page', id: 'p1', title: `Page ${hostile}` },
      },
      'action { id }',
    )
    const { proposal } = await input(
      'openProposal',
      'OpenProposalInput',
      {
        community,
        title: `Title ${hostile}`,
        body: `Body ${hostile}`,
        trigger: action.id,
        closesIn: 'P1D',
        electorate: { members: [member.id] },
        choices: [
          { key: 'a', label: `Choice ${hostile}` },
          { key: 'b', label: 'Another' },
        ],
        passes: { closeEarly: false },
      },
      'proposal { id }',
    )
    await input(
      'castVote',
      'CastVoteInput',
      { proposal: proposal.id, member: member.id, choices: ['a'], comment: `Comment ${hostile}`, source: 'slack' },
      'vote { id }',
    )
    const { decision } = await input(
      'closeProposal',
      'CloseProposalInput',
      { proposal: proposal.id, reason: `Reason ${hostile}` },
      'decision { id }',
    )

    const context = await open(t)
    const at = `${moot.url}/communities/${moot.collective.collective.slug}`
    for (const [address, words] of [
      [`${moot.url}/`, 'Moot <img'],
      [at, 'Title <img'],
      [`${moot.url}/proposals/${proposal.id}`, 'Comment <img'],
      [`${moot.url}/decisions/${decision.id}`, 'Title <img'],
      [`${moot.url}/members/${member.id}`, 'Mallory <img'],
      [`${at}/activity`, 'Page <img'],
    ] as const) {
      const page = await visit(context, address)
      await page.getByText(words).first().waitFor()
      const found = await page.evaluate(() => ({
        taken: (window as any).taken,
        made: document.querySelectorAll('main img, main script').length,
        links: [...document.querySelectorAll('a')]
          .filter((link) => !/^https?:/.test(link.href))
          .map((link) => link.href),
      }))
      assert.deepEqual(found, { taken: undefined, made: 0, links: [] }, address)
      await page.close()
    }
    // Nor does an address that someone else wrote lead away.
    const page = await visit(context, `${moot.url}/sign-in?back=//elsewhere.example/`)
    await page.getByLabel('Your key').fill(moot.people['maren-holt']!.key)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Welcome, Maren Holt.').waitFor()
    assert.equal(new URL(page.url()).origin, moot.url)
  })
})
