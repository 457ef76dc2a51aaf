// PostgreSQL ends every connection, as a restart or a failover does: what was going on is taken up again.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { readTestDatabaseUrl } from '../../backbone/config.ts'
import { apply, garden, makeSteward, policies } from '../support/folkmoot.ts'

const skip = readTestDatabaseUrl() === null && 'needs PostgreSQL: TEST_DATABASE_URL'

describe('a database that ends all connections', { skip }, () => {
  it('A database that ends all connections costs no event: log, consumers, jobs, driver, streams go on', async (t) => {
    // A webhook that comes in the moment is refused, and is not sent again: then reading at intervals finds it.
    const all = await garden(t, { reconcileEverySeconds: 5 })
    await makeSteward(all, 'tobias-okafor')
    await apply(all, policies.invoices())
    const watched = all.watch(
      'subscription ($c: ID!, $after: Cursor) { proposals(community: $c, after: $after) { kind proposal { id title decision { compliance } } } }',
      { c: all.community, after: all.beginning('proposals', all.community) },
    )
    const flow = async (description: string) => {
      const { legacyId } = all.collective.submitExpense({ as: 'lin-yue', description, amountInCents: 6840 })
      await all.collective.webhooksSettled()
      const mine = (wanted: string) => (event: any) =>
        event.kind === wanted && event.proposal.title.includes(description)
      const { proposal } = await watched.until(mine('OPENED'))
      const input = { proposal: proposal.id, choices: ['approve'] }
      const key = all.people['tobias-okafor']!.key
      // A request in the moment fails, as one does that meets a server's end: the client asks again.
      while ((await all.mutate('castVote', 'CastVoteInput', input, 'vote { id }', key)).errors) await pause(100)
      await watched.until(
        (event) => mine('COMPLIANCE_CHANGED')(event) && event.proposal.decision.compliance === 'FOLLOWED',
      )
      assert.equal(all.collective.expense(legacyId).status, 'APPROVED')
    }
    await flow('before')
    for (const round of ['once', 'again']) {
      const admin = new pg.Client({ connectionString: readTestDatabaseUrl()! })
      await admin.connect()
      const { rowCount } = await admin.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
        [new URL(all.db.url!).pathname.slice(1)],
      )
      await admin.end()
      assert.ok(rowCount! >= 3, `${rowCount} connections were ended`)
      await flow(round)
    }
  })
})
