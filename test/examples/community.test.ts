// examples/community, run as it stands against a stand-in collective and a made-up instance: from nothing to an approved expense.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { it } from 'node:test'
import { startOpenCollective } from '../../sandbox/opencollective/index.ts'
import { startSourceCred } from '../../sandbox/sourcecred/index.ts'
import { testFolkmoot } from '../support/folkmoot.ts'
import { program } from '../support/program.ts'

const folder = join(import.meta.dirname, '../../examples/community')

it('examples/community sets up a community that decides', async (t) => {
  const folkmoot = await testFolkmoot(t)
  const collective = await startOpenCollective({ rateLimit: false })
  t.after(() => collective.stop())
  const instance = await startSourceCred()
  t.after(() => instance.stop())
  const env = {
    FOLKMOOT: folkmoot.url,
    KEY: folkmoot.adminKey,
    CRED: instance.url,
    COLLECTIVE: collective.collective.slug,
    TOKEN: collective.tokens['governance-bot']!,
    SETTINGS: JSON.stringify({ apiUrl: collective.url, webUrl: collective.webUrl, reconcileEverySeconds: 3600 }),
  }
  const setUp = program(t, folder, ['node', 'set-up.mjs'], env)
  assert.equal(await setUp.ended, 0, setUp.said())
  assert.match(setUp.said(), /^Cred is read: \d+.*\nOpen Collective: CONNECTED\.\s*\n/)
  assert.match(setUp.said(), /policy stewards is in force, version 1\.\n.*policy invoices is in force, version 1\./)
  const keys = [...setUp.said().matchAll(/key: (fmk_\S+)/g)].map(([, key]) => key!)
  assert.equal(keys.length, 3)
  const [tobias, ines, lin] = keys

  const { id: community } = (await folkmoot.ask('{ community(community: "garden") { id } }')).community
  const requests = folkmoot.watch(
    'subscription ($c: ID!, $after: Cursor) { roleRequests(community: $c, after: $after) { roleRequest { status member { name } } } }',
    { c: community, after: folkmoot.beginning('roleRequests', community) },
  )
  const proposals = folkmoot.watch(
    'subscription ($c: ID!, $after: Cursor) { proposals(community: $c, after: $after) { kind proposal { id title electorate { size } decision { outcome compliance } } } }',
    { c: community, after: folkmoot.beginning('proposals', community) },
  )
  const asked = async (key: string, name: string) => {
    await folkmoot.mutate('requestRole', 'RequestRoleInput', { community, role: 'steward' }, 'roleRequest { id }', key)
    const { roleRequest } = await requests.until(
      ({ roleRequest }) => roleRequest.member.name === name && roleRequest.status !== 'PENDING',
    )
    return roleRequest.status
  }
  assert.equal(await asked(tobias!, 'Tobias'), 'GRANTED')
  assert.equal(await asked(ines!, 'Inês'), 'GRANTED')
  assert.equal(await asked(lin!, 'Lin'), 'REFUSED')

  const { legacyId } = collective.submitExpense({ as: 'lin-yue', description: 'Hose', amountInCents: 6840 })
  const { proposal } = await proposals.until(
    ({ kind, proposal }) => kind === 'OPENED' && proposal.title.includes('Hose'),
  )
  assert.deepEqual([proposal.title, proposal.electorate.size], ['Pay "Hose"?', 2])
  for (const key of [tobias, ines])
    await folkmoot.mutate(
      'castVote',
      'CastVoteInput',
      { proposal: proposal.id, choices: ['approve'] },
      'vote { id }',
      key,
    )
  const { proposal: after } = await proposals.until(
    ({ kind, proposal: { title } }) => kind === 'COMPLIANCE_CHANGED' && title.includes('Hose'),
  )
  assert.deepEqual(after.decision, { outcome: 'APPROVED', compliance: 'FOLLOWED' })
  assert.equal(collective.expense(legacyId).status, 'APPROVED')

  const again = program(t, folder, ['node', 'set-up.mjs'], env)
  assert.notEqual(await again.ended, 0)
  assert.match(again.said(), /createCommunity: /)
})
