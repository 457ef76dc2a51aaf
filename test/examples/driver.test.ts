// examples/driver, run as it stands: it keeps to its budget, asks the stewards beyond it, and catches up after having been off.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { it } from 'node:test'
import { apply, garden, makeSteward, policies } from '../support/folkmoot.ts'
import { program } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = join(import.meta.dirname, '../../examples/driver')

it('examples/driver keeps to a budget, and misses nothing while it is off', async (t) => {
  const all = await garden(t, { people: ['tobias-okafor', 'ines-carvalho', 'lin-yue'] })
  const { community, collective, people } = all
  await makeSteward(all, 'tobias-okafor', 'ines-carvalho')
  await apply(all, policies.invoices())
  const place = temporaryFolder(t)
  const env = { FOLKMOOT: all.url, COMMUNITY: community, PLACE: join(place, 'place') }
  const setUp = program(t, folder, ['node', 'set-up.mjs'], { ...env, KEY: all.adminKey })
  assert.equal(await setUp.ended, 0, setUp.said())
  const [, key] = /key: (fmk_\S+)/.exec(setUp.said())!
  const start = async () => {
    const driver = program(t, folder, ['node', 'driver.mjs'], { ...env, KEY: key!, BUDGET: '100' })
    await driver.says(/^reading$/m)
    return driver
  }
  const streams = all.watch(
    `subscription ($c: ID!, $after: Cursor) { proposals(community: $c, after: $after) {
      kind proposal { id title openedBy { name } decision { outcome madeBy reason compliance } } } }`,
    { c: community, after: all.beginning('proposals', community) },
  )
  const until = async (wanted: 'OPENED' | 'FOLLOWED', name: string) => {
    const { proposal } = await streams.until(
      ({ kind, proposal: { title, decision } }) =>
        title.includes(name) && (wanted === 'FOLLOWED' ? decision?.compliance === wanted : kind === wanted),
    )
    return proposal
  }
  const submit = (description: string, amountInCents: number) =>
    collective.submitExpense({ as: 'lin-yue', description, amountInCents }).legacyId

  const first = await start()
  const hose = submit('Hose', 6_000)
  const approved = await until('FOLLOWED', 'Hose')
  assert.deepEqual(approved.decision, {
    outcome: 'APPROVED',
    madeBy: 'AUTHORITY',
    reason: 'With it, 60 of 100 are spent this month.',
    compliance: 'FOLLOWED',
  })
  assert.equal(collective.expense(hose).status, 'APPROVED')

  // Beyond the budget it is a ballot, whose outcome the driver carries out.
  const rake = submit('Rake', 5_000)
  const { id } = await until('OPENED', 'Rake')
  assert.equal(collective.expense(rake).status, 'PENDING')
  for (const who of ['tobias-okafor', 'ines-carvalho'])
    await all.mutate(
      'castVote',
      'CastVoteInput',
      { proposal: id, choices: ['reject'] },
      'vote { id }',
      people[who]!.key,
    )
  const rejected = await until('FOLLOWED', 'Rake')
  assert.deepEqual([rejected.decision.outcome, rejected.decision.compliance], ['REJECTED', 'FOLLOWED'])
  assert.equal(collective.expense(rake).status, 'REJECTED')

  // Off; what was submitted meanwhile it reads when it is back, once, and within what is left.
  await first.kill()
  const twine = submit('Twine', 4_000)
  await start()
  assert.equal((await until('FOLLOWED', 'Twine')).decision.reason, 'With it, 100 of 100 are spent this month.')
  assert.equal(collective.expense(twine).status, 'APPROVED')
  const { community: seen } = await all.ask(
    'query ($c: ID!) { community(community: $c) { decisions { totalCount } } }',
    { c: community },
  )
  assert.equal(seen.decisions.totalCount, 3)

  const back = program(t, folder, ['node', 'set-up.mjs', '--back'], { ...env, KEY: all.adminKey })
  assert.equal(await back.ended, 0, back.said())
  submit('Seeds', 1_000)
  await until('OPENED', 'Seeds')
})
