// A community that lives shortly, so that there is something to copy.

import type { TestContext } from 'node:test'
import { sql } from 'kysely'
import type { Database } from '../../backbone/database/database.ts'
import { apply, type Garden, garden, makeSteward, policies } from '../support/folkmoot.ts'
import type { FreshDatabase } from '../support/template.ts'
import { make, report, row, vote } from './deeds.ts'
import type { Village } from './fill.ts'

export interface Lived {
  all: Garden
  /** Its database, as the test asks it. */
  db: Database
  village: Village
}

/** A role is asked for, an expense is voted on and paid out; a ballot is open; another community's driver is away. */
export async function live(
  t: Pick<TestContext, 'after'>,
  { db, url }: Pick<FreshDatabase, 'db' | 'url'>,
): Promise<Lived> {
  const all = await garden(t as TestContext, { on: { db, url, drop: async () => {} } })
  const { community } = all
  await makeSteward(all, 'tobias-okafor', 'lin-yue')
  await apply(all, policies.invoices())
  all.collective.submitExpense({ as: 'maren-holt', description: 'Old hose', amountInCents: 6840 })
  const { id: proposal } = await row(db, 'a ballot that is announced', 'select proposal as id from proposals.venues')
  for (const who of ['tobias-okafor', 'lin-yue']) await vote(all, all, proposal, who)
  const decided = await row(
    db,
    'a decision that is followed',
    `select proposal, decision, (select trigger from proposals.proposals p where p.id = f.proposal) as trigger
      from proposals.follow_ups f where compliance = 'FOLLOWED'`,
  )
  const opened = await make(all, 'openProposal', {
    ...{ community, title: 'A shed?', closesIn: 'P7D', electorate: { role: 'steward' }, passes: { closeEarly: false } },
    idempotencyKey: 'the shed',
  })
  await make(all, 'recordDecision', { community, title: 'Tea', outcome: 'REJECTED', reason: 'None is left.' })
  const other = await make(all, 'createCommunity', { slug: 'away', name: 'Away', visibility: 'PUBLIC' })
  const driven = other.community.id
  await make(all, 'setDriver', { community: driven, kind: 'EXTERNAL', endpoint: 'http://127.0.0.1:9/folkmoot' })
  await make(all, 'recordDecision', { community: driven, title: 'Tea', outcome: 'REJECTED', reason: 'None is left.' })
  await report(all, driven, 'first')
  await row(db, 'a delivery', `select position from communities.deliveries where community = '${driven}' and tries > 0`)
  await row(db, 'an answered webhook', 'select id from actions.webhooks where handled_at is not null')
  await row(db, 'a decision that actions knows', `select id from actions.decisions where community = '${community}'`)
  await all.stop()
  const [voter, ...asks] = ['tobias-okafor', 'lin-yue', 'maren-holt'].map((who) => all.people[who]!.id)
  return { all, db, village: { community, open: opened.proposal.id, decided, voter: voter!, asks, driven } }
}

/** What is done hourly is due. */
export async function hurryJobs(db: Database): Promise<void> {
  await sql`update jobs.job set start_after = now() where state = 'created'`.execute(db.root)
}
