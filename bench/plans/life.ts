// A community that lives: first shortly, so that there is something to copy; then, over a long history, everything that its
// clients, its platforms and the clock have Folkmoot do.

import type { TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database } from '../../backbone/database.ts'
import { apply, type Garden, garden, makeSteward, policies, type TestFolkmoot } from '../../test/support/folkmoot.ts'
import type { Village } from './fill.ts'
import { patience, readLists, within } from './lists.ts'

/** Asks the database until there is a row. */
async function row(db: Database, what: string, query: string): Promise<any> {
  for (let waited = 0; waited < patience; waited += 50) {
    const { rows } = await sql.raw<any>(query).execute(db.root)
    if (rows[0]) return rows[0]
    await pause(50)
  }
  throw new Error(`Wanted within ${patience / 1000} s: ${what}.`)
}

export interface Lived {
  all: Garden
  /** A way to its database that is not listened to. */
  db: Database
  village: Village
}

/** A role is asked for, an expense is voted on and paid out; a ballot is open; another community's driver is away. */
export async function live(t: Pick<TestContext, 'after'>, db: Database, url: string): Promise<Lived> {
  const all = await garden(t as TestContext, { on: { db, url, drop: async () => {} } })
  const { community } = all
  await makeSteward(all, 'tobias-okafor', 'lin-yue')
  await apply(all, policies.invoices())
  all.collective.submitExpense({ as: 'lin-yue', description: 'Old hose', amountInCents: 6840 })
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
  await all.stop()
  const voter = all.people['tobias-okafor']!.id
  return { all, db, village: { community, open: opened.proposal.id, decided, voter, driven } }
}

const selections: Record<string, string> = {
  openProposal: 'proposal { id }',
  closeProposal: 'decision { id }',
  approveProposal: 'decision { id }',
  recordDecision: 'decision { id }',
  retractVote: 'vote { id }',
  createCommunity: 'community { id }',
  setDriver: 'community { id }',
  addMember: 'member { id }',
  mergeMembers: 'member { id }',
  requestRole: 'roleRequest { id }',
  withdrawRoleRequest: 'roleRequest { id }',
}

const types: Record<string, string> = {
  approveProposal: 'SettleProposal',
  requestPermission: 'ReportAction',
  approveExpense: 'SettleExpense',
}

/** @throws Error on a refusal. */
async function make(on: TestFolkmoot, field: string, input: Record<string, unknown>, key?: string): Promise<any> {
  const type = types[field] ?? field[0]!.toUpperCase() + field.slice(1)
  const selection = selections[field] ?? 'action { id }'
  const payload = await within(field, on.mutate(field, `${type}Input`, input, selection, key))
  if (payload.errors?.length || payload.userErrors.length > 0) throw new Error(`${field}: ${JSON.stringify(payload)}`)
  return payload
}

const vote = (on: TestFolkmoot, { people }: Garden, proposal: string, who: string) =>
  within(
    'a vote',
    on.ask(
      'mutation ($input: CastVoteInput!) { castVote(input: $input) { proposal { tally { voters standing } } userErrors { code message } } }',
      { input: { proposal, choices: ['approve'] } },
      people[who]!.key,
    ),
  )

const report = (on: TestFolkmoot, community: string, subject: string) =>
  make(on, 'reportAction', {
    ...{ community, kind: 'forum.post.created', subject: { type: 'post', id: subject }, idempotencyKey: subject },
    initiator: { platform: 'forum', id: 'someone' },
  })

async function readOne(on: TestFolkmoot, { all, village }: Lived): Promise<void> {
  const voter = { key: all.people['tobias-okafor']!.key }
  const list = 'first: 50, after: $after'
  const inside = `votes(${list}) { nodes { id choices } pageInfo { endCursor } } history(${list}) { nodes { kind } pageInfo { endCursor } }`
  for (const id of [village.open, village.decided.proposal, 'prop_0000000007']) {
    const whole = `query ($id: ID!, $after: Cursor) { proposal(id: $id) { title status closesAt trigger { id kind } policy { name }
      electorate { size totalWeight } tally { voters standing } viewerVote { choices } venues { url }
      decision { id outcome compliance actions { id status } } ${inside} } }`
    const { proposal } = await within('a proposal', on.ask(whole, { id, after: null }, voter.key))
    for (const what of ['votes', 'history']) {
      const query = `query ($id: ID!, $after: Cursor) { proposal(id: $id) { ${what}(${list}) { totalCount pageInfo { endCursor } } } }`
      const after = proposal[what].pageInfo.endCursor
      await within(`more ${what}`, on.ask(query, { id, after }))
    }
  }
  const mine =
    'query ($id: ID!, $after: Cursor) { member(id: $id) { votes(first: 50, after: $after) { nodes { choices } totalCount pageInfo { endCursor } } } }'
  const { member } = await within('votes', on.ask(mine, { id: village.voter, after: null }))
  await within('more votes', on.ask(mine, { id: village.voter, after: member.votes.pageInfo.endCursor }))
  await within(
    'single things',
    on.ask(`{ decision(id: "dec_0000000007") { outcome compliance actions { id status } proposal { title } }
      action(id: "act_0000000007") { id status decisionId expense { id } }
      verifyDecisions(community: "${village.community}") { valid length }
      community(community: "${village.driven}") { driver { undelivered dead deliveries { totalCount nodes { id } }
        over: deliveries(dead: true) { totalCount nodes { id } } } } }`),
  )
  const document = policies.invoices()
  await within(
    'a trial',
    on.ask(
      'query ($c: ID!, $document: JSON!) { tryPolicy(community: $c, document: $document) { results { verdict } } }',
      {
        ...{ c: village.community, document },
      },
    ),
  )
}

/** Every stream from its beginning, and from now. */
async function readStreams(on: TestFolkmoot, { community }: Village): Promise<void> {
  const streams = {
    decisions: 'decision { id }',
    proposals: 'kind proposal { id }',
    actions: 'action { id }',
    roleRequests: 'roleRequest { id }',
    credRefreshed: 'snapshot { id }',
    driverEvents: 'type',
  } as const
  for (const stream of Object.keys(streams) as (keyof typeof streams)[]) {
    const query = `subscription ($c: ID!, $after: Cursor) { ${stream}(community: $c, after: $after) { cursor ${streams[stream]} } }`
    const reading = on.watch(query, { c: community, after: on.beginning(stream, community) })
    await within(
      `the stream ${stream}`,
      reading.until(() => true),
    )
    reading.stop()
  }
}

/** What happens: votes, expenses, requests, decisions; and the driver, the projections and the jobs that follow. */
async function happen(on: TestFolkmoot, { all, db, village }: Lived): Promise<void> {
  const { community, open } = village
  const lin = all.people['lin-yue']!
  await vote(on, all, open, 'tobias-okafor')
  await vote(on, all, open, 'lin-yue')
  await make(on, 'retractVote', { proposal: open, member: lin.id })
  await make(on, 'closeProposal', { proposal: open })
  const another = { community, title: 'A pond?', closesIn: 'P7D', electorate: { role: 'steward' } }
  const { proposal } = await make(on, 'openProposal', { ...another, idempotencyKey: 'the pond' })
  await make(on, 'approveProposal', { proposal: proposal.id, reason: 'It rains.', idempotencyKey: 'it rains' })
  await make(on, 'openProposal', { ...another, closesIn: 'PT1S', idempotencyKey: 'a short one' })
  await make(on, 'recordDecision', {
    community,
    title: 'Tea',
    outcome: 'REJECTED',
    reason: 'None',
    idempotencyKey: 'tea',
  })
  await make(on, 'requestRole', { community, role: 'steward' }, all.people['maren-holt']!.key)
  await report(on, community, 'second')
  await report(on, village.driven, 'third')
  const { legacyId } = all.collective.submitExpense({ as: 'lin-yue', description: 'A rake', amountInCents: 900 })
  await make(on, 'approveExpense', { community, expense: String(legacyId) })
  await make(on, 'requestPermission', { community, kind: 'forum.post.removed', subject: { type: 'post', id: '1' } })
  const { member: from } = await make(on, 'addMember', { community, name: 'Twice' })
  await make(on, 'mergeMembers', { from: from.id, into: lin.id })
  const before = await row(db, 'the announcements', 'select count(*)::int as many from proposals.venues')
  all.collective.submitExpense({ as: 'lin-yue', description: 'New hose', amountInCents: 100 })
  await within('webhooks', all.collective.webhooksSettled())
  // This server has another port than the one that the collective was told.
  const { url, body } = all.collective.webhookDeliveries.at(-1)!
  const hook = `${on.url}${new URL(url).pathname}`
  await within('a webhook', fetch(hook, { method: 'POST', body: JSON.stringify(body) }))
  const announced = `select v.proposal as id from proposals.venues v join proposals.proposals p on p.id = v.proposal
    where (select count(*) from proposals.venues) > ${before.many} and p.title like '%New hose%'`
  const { id: ballot } = await row(db, 'another ballot', announced)
  for (const who of ['tobias-okafor', 'lin-yue']) await vote(on, all, ballot, who)
  const followed = `select from proposals.follow_ups where proposal = '${ballot}' and compliance = 'FOLLOWED'`
  await row(db, 'another decision that is followed', followed)
  await row(db, 'the end of a deadline', `select from proposals.decisions where title = 'A pond?' and made_by = 'VOTE'`)
  await within(
    'the metrics',
    fetch(`${on.url}/metrics`).then((answer) => answer.text()),
  )
  await within(
    'the health',
    fetch(`${on.url}/health/ready`).then((answer) => answer.text()),
  )
}

/** Everything that is asked of a server that stands on the long history. */
export async function liveOn(on: TestFolkmoot, lived: Lived): Promise<void> {
  await readLists(on, lived.village.community)
  await readOne(on, lived)
  await readStreams(on, lived.village)
  await happen(on, lived)
}

/** What is done hourly is due. */
export async function hurryJobs(db: Database): Promise<void> {
  await sql`update jobs.job set start_after = now() where state = 'created'`.execute(db.root)
}
