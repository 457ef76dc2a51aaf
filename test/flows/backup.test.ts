// A community is saved while its members vote, and goes on elsewhere: on the same engine, and on the other.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { loadArchive } from '../../backbone/archive/load.ts'
import { saveArchive } from '../../backbone/archive/save.ts'
import { readTestDatabaseUrl } from '../../backbone/config.ts'
import type { Database } from '../../backbone/database/database.ts'
import { afterRestore } from '../../subgraphs/actions/index.ts'
import { apply, garden, makeSteward, policies, type TestFolkmoot, testFolkmoot } from '../support/folkmoot.ts'
import { emptyDatabase, everyPart } from '../support/template.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const server = readTestDatabaseUrl()
const voters = 30

async function one<T>(db: Database, query: string): Promise<T> {
  return (await sql.raw<any>(query).execute(db.root)).rows[0]
}

/** What must be so in every state of the database that anyone may see. */
async function holds(db: Database): Promise<void> {
  const log = await one<any>(
    db,
    `select position::int as head, (select count(*)::int from backbone.events) as count,
      (select coalesce(max(position), 0)::int from backbone.events) as last,
      (select max(position)::int from backbone.cursors) as cursors from backbone.head`,
  )
  assert.equal(log.count, log.head, 'the log has no gap')
  assert.equal(log.last, log.head)
  assert.ok(log.cursors <= log.head, 'no consumer is ahead of the log')
  const { rows: proposals } = await sql<any>`select p.id, p.status, p.totals,
      (select count(*)::int from proposals.votes v where v.proposal = p.id and not v.retracted) as votes,
      (select count(distinct e.payload ->> 'member')::int from backbone.events e
        where e.type = 'proposals.vote.cast' and e.payload ->> 'proposal' = p.id) as told,
      (select count(*)::int from proposals.decisions d where d.proposal = p.id) as decisions
    from proposals.proposals p`.execute(db.root)
  for (const { id, status, totals, votes, told, decisions } of proposals) {
    assert.equal(totals.cast.votes, votes, `the tally of ${id} is of its votes`)
    assert.equal(told, votes, `each vote on ${id} has its event`)
    assert.equal(decisions, status === 'OPEN' ? 0 : 1, `a proposal that is ${status} has its decision`)
  }
}

const received =
  'subscription ($c: ID!, $after: Cursor) { proposals(community: $c, after: $after) { cursor kind proposal { id title } } }'

describe('backup and restore of a community', () => {
  for (const to of server ? [server, null] : [null]) {
    it(`A community saved while it votes goes on where restored, on ${to ? 'PostgreSQL' : 'the embedded database'}`, async (t) => {
      const all = await garden(t)
      await makeSteward(all, 'tobias-okafor')
      await apply(all, policies.stewards)
      await apply(all, policies.invoices())
      const asked = await all.mutate(
        'requestRole',
        'RequestRoleInput',
        { community: all.community, role: 'steward' },
        'roleRequest { id }',
        all.people['maren-holt']!.key,
      )
      assert.deepEqual(asked.userErrors, [])
      const watched = all.watch(received, { c: all.community, after: all.beginning('proposals', all.community) })
      const expense = all.collective.submitExpense({ as: 'lin-yue', description: 'Hose', amountInCents: 6840 })
      const invoice = (await watched.until(
        ({ kind, proposal }) => kind === 'OPENED' && proposal.title.includes('Hose'),
      )) as any
      const members: string[] = []
      for (let n = 0; n < voters; n++) {
        const added = await all.mutate(
          'addMember',
          'AddMemberInput',
          { community: all.community, name: `Voter ${n}` },
          'member { id }',
        )
        members.push(added.member.id)
      }
      const question = {
        community: all.community,
        title: 'A shed?',
        closesIn: 'P7D',
        idempotencyKey: 'the shed',
        electorate: { members },
        passes: { closeEarly: false },
      }
      const shed = (await all.mutate('openProposal', 'OpenProposalInput', question, 'proposal { id closesAt }'))
        .proposal
      const vote = (on: TestFolkmoot, member: string) =>
        on.mutate('castVote', 'CastVoteInput', { proposal: shed.id, choices: ['approve'], member }, 'vote { id }')

      const voting = Promise.all(members.map((member) => vote(all, member)))
      const file = join(temporaryFolder(t), 'backup')
      const saved = await saveArchive(all.db, file, '1')
      await voting
      const seen = watched.seen.slice(0, 3) as any[]
      const credBefore = await all.ask(
        'query ($c: ID!) { cred(community: $c, account: { platform: "github", username: "tokafor" }) { total snapshot { id } } }',
        { c: all.community },
      )
      const original = await one<any>(
        all.db,
        `select md5(string_agg(id || payload::text, ',' order by position)) as digest
        from backbone.events where position <= ${saved.header.position}`,
      )
      await all.stop()

      const on = await emptyDatabase(to)
      try {
        await loadArchive(on.db, { file, parts: await everyPart(), afterwards: afterRestore })
        await holds(on.db)
      } catch (error) {
        await on.drop()
        throw error
      }
      const again = await testFolkmoot(t, { on })
      const log = await one<any>(
        on.db,
        `select md5(string_agg(id || payload::text, ',' order by position)) as digest from backbone.events where position <= ${saved.header.position}`,
      )
      assert.equal(log.digest, original.digest)
      assert.deepEqual(
        (await again.ask('query ($c: ID!) { verifyDecisions(community: $c) { valid } }', { c: all.community }))
          .verifyDecisions,
        { valid: true },
      )

      // A subscriber comes with the cursor that the old server gave it, and misses nothing.
      const resumed = again.watch(received, { c: all.community, after: seen.at(-1).cursor })
      // What was asked for before is not asked for twice, and what is weighed is what was weighed.
      const repeated = await again.mutate('openProposal', 'OpenProposalInput', question, 'proposal { id }')
      assert.equal(repeated.proposal.id, shed.id)
      assert.deepEqual(
        await again.ask(
          'query ($c: ID!) { cred(community: $c, account: { platform: "github", username: "tokafor" }) { total snapshot { id } } }',
          { c: all.community },
        ),
        credBefore,
      )
      // The deadline has its job, at its time; and nothing of the backup waits beside.
      const job = await one<any>(
        on.db,
        `select start_after as at from jobs.job where name = 'proposals.close' and data ->> 'proposal' = '${shed.id}'`,
      )
      assert.equal(job.at.toISOString(), shed.closesAt)
      const left = await one<any>(on.db, 'select count(*)::int as count from backbone.restored_jobs')
      assert.equal(left.count, 0)

      // Who voted before the moment has voted; the others vote now. The invoice is approved, once, by the restored server.
      for (const member of members) assert.ok((await vote(again, member)).vote?.id)
      const invoiceVote = { proposal: invoice.proposal.id, choices: ['approve'] }
      const voted = (slug: string) =>
        again.mutate('castVote', 'CastVoteInput', invoiceVote, 'vote { id }', all.people[slug]!.key)
      assert.deepEqual((await voted('tobias-okafor')).userErrors, [])
      await voted('maren-holt') // hers is needed, too, if the role was hers already when the ballot opened
      const followed = ({ kind, proposal }: any) => kind === 'COMPLIANCE_CHANGED' && proposal.id === invoice.proposal.id
      await resumed.until(followed)
      const approvals = all.collective
        .expense(expense.legacyId)
        .activities.filter(({ type }) => type.endsWith('_APPROVED'))
      assert.deepEqual(
        approvals.map(({ by }) => by),
        ['governance-bot'],
      )
      assert.equal(
        all.collective.expense(expense.legacyId).comments.filter(({ html }) => html.includes('A vote is open')).length,
        1,
      )
      const whole = again.watch(received, { c: all.community, after: again.beginning('proposals', all.community) })
      await whole.until(followed)
      const cursors = (events: any[]) => events.map(({ cursor }) => cursor)
      const until = (events: any[]) => cursors(events.slice(0, events.findIndex(followed) + 1))
      assert.deepEqual([...cursors(seen), ...until(resumed.seen)], until(whole.seen))
      await holds(on.db)
    })
  }
})
