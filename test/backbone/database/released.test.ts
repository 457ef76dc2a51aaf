// What each released version left behind is restored here, brought to the present, and asked the same as then: every answer is
// the one that was given then. On either engine, as the backup says nothing of where it was made.

import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { checkArchive } from '../../../backbone/archive/format.ts'
import { readConfig, readTestDatabaseUrl } from '../../../backbone/config.ts'
import { check, exportOf } from '../../../docs/verify.mjs'
import { restore } from '../../../gateway/backup/restore.ts'
import { startFolkmoot } from '../../../gateway/processes/start.ts'
import { connect } from '../../../sandbox/demo/client.ts'
import { emptyDatabase } from '../../support/template.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import type { Kept } from './released/keep.ts'

const root = join(import.meta.dirname, '../../..')
const folder = join(import.meta.dirname, 'released')
const backups = globSync('*.backup', { cwd: folder }).sort()

/** A configuration for what is restored: a folder of its own, and on PostgreSQL an empty database. */
async function place(t: TestContext, { secret, adminKey }: Kept) {
  const config = { ...readConfig({}), secret, adminKey, port: 0, logLevel: 'silent', dataFolder: temporaryFolder(t) }
  if (readTestDatabaseUrl() === null) return config
  const { url, drop } = await emptyDatabase()
  t.after(drop)
  return { ...config, databaseUrl: url }
}

describe('what was released', () => {
  it('What was released has left something behind, each version of it', () => {
    const versions = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').matchAll(/^## (\d+\.\d+\.\d+)$/gm)
    // Of 0.1.0 there is first.sql: see migrate.test.ts.
    const told = [...versions].map(([, version]) => version!).filter((version) => version !== '0.1.0')
    assert.deepEqual(told.map((version) => `${version}.backup`).sort(), backups)
  })

  for (const backup of backups) {
    it(`What was released is understood: ${basename(backup, '.backup')}`, async (t) => {
      const file = join(folder, backup)
      const kept: Kept = JSON.parse(readFileSync(file.replace(/backup$/, 'json'), 'utf8'))
      const { version, migrations } = await checkArchive(file)
      assert.equal(`${version}.backup`, backup)
      const released: Record<string, string> = JSON.parse(readFileSync(join(folder, 'migrations.json'), 'utf8'))
      for (const { part, name, sha256 } of migrations) assert.equal(released[`${part}/${name}`], sha256)

      const config = await place(t, kept)
      await restore(config, file)
      const folkmoot = await startFolkmoot(config)
      t.after(() => folkmoot.stop())
      const { ask } = connect(folkmoot.url, kept.adminKey)

      // As it was told then, to the letter: also what is in the records, and who voted how.
      assert.ok(kept.asked.length > 15)
      for (const { query, variables, data } of kept.asked) assert.deepEqual(await ask<any>(query, variables), data)

      // The chain holds, and so does each count, without a word of the server's; the head that was kept is in it.
      for (const [community, head] of Object.entries(kept.heads)) {
        const { verifyDecisions } = await ask<any>('query ($c: ID!) { verifyDecisions(community: $c) { valid } }', {
          c: community,
        })
        assert.deepEqual(verifyDecisions, { valid: true })
        const found = await check(exportOf(ask, community), { heads: [head] })
        assert.equal(found.problem, null)
        assert.ok(found.recounted > 0, 'votes were counted again')
        const { verifyAudit } = await ask<any>('query ($c: ID!) { verifyAudit(community: $c) { valid } }', {
          c: community,
        })
        assert.deepEqual(verifyAudit, { valid: true })
      }

      // And it goes on: what was open is voted on with a key of then and decided, unless its time is over by now.
      const { proposal, key } = kept.open
      const state = 'query ($p: ID!) { proposal(id: $p) { status tally { voters } decision { outcome hash } } }'
      const before = (await ask<any>(state, { p: proposal })).proposal
      if (before.status === 'OPEN' && before.decision === null) {
        const vote =
          'mutation ($p: ID!) { castVote(input: { proposal: $p, choices: ["approve"] }) { vote { id } userErrors { code message } } }'
        await ask<any>(vote, { p: proposal }, key).catch(({ message }) =>
          assert.match(message, /^(VOTE|PROPOSAL)_CLOSED/),
        )
        const close =
          'mutation ($p: ID!) { closeProposal(input: { proposal: $p }) { decision { id } userErrors { code } } }'
        // The last vote may have closed it, or its time.
        await ask<any>(close, { p: proposal }).catch(({ message }) => assert.match(message, /^PROPOSAL_CLOSED/))
      }
      const after = (await ask<any>(state, { p: proposal })).proposal
      assert.ok(after.decision.hash)
      const [community] = Object.keys(kept.heads)
      const { verifyDecisions } = await ask<any>(
        'query ($c: ID!) { verifyDecisions(community: $c) { valid length } }',
        {
          c: community,
        },
      )
      assert.deepEqual(verifyDecisions, { valid: true, length: 9 })
    })
  }
})
