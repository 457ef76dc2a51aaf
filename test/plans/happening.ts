// What happens over a long history: everything that clients and platforms change; and the driver, the projections and the jobs
// that follow.

import { policies, type TestFolkmoot } from '../support/folkmoot.ts'
import { until } from '../support/until.ts'
import { make, report, row, vote, within } from './deeds.ts'
import type { Lived } from './life.ts'
import { readLists } from './lists.ts'
import { readOne, readStreams } from './reading.ts'

/** Everything that is asked of a server that stands on the long history. */
export async function liveOn(on: TestFolkmoot, lived: Lived): Promise<void> {
  await readLists(on, lived.village.community)
  await readOne(on, lived)
  await readStreams(on, lived.village)
  await decide(on, lived)
  await act(on, lived)
  await belong(on, lived)
  await announceAndFollow(on, lived)
  await arrange(on, lived)
  for (const path of ['/metrics', '/health/ready'])
    await within(
      path,
      fetch(`${on.url}${path}`).then((answer) => answer.text()),
    )
}

async function decide(on: TestFolkmoot, { all, village: { community, open } }: Lived): Promise<void> {
  await vote(on, all, open, 'tobias-okafor')
  await vote(on, all, open, 'lin-yue')
  await make(on, 'retractVote', { proposal: open }, all.people['lin-yue']!.key)
  await make(on, 'closeProposal', { proposal: open })
  const another = { community, title: 'A pond?', closesIn: 'P7D', electorate: { role: 'steward' } }
  const opened = async (idempotencyKey: string, more = {}) =>
    (await make(on, 'openProposal', { ...another, idempotencyKey, ...more })).proposal.id
  await make(on, 'approveProposal', {
    proposal: await opened('the pond'),
    reason: 'It rains.',
    idempotencyKey: 'it rains',
  })
  await make(on, 'rejectProposal', { proposal: await opened('no pond'), reason: 'It is dry.' })
  await make(on, 'cancelProposal', { proposal: await opened('which pond'), reason: 'Nobody knows.' })
  await opened('a short one', { closesIn: 'PT1S' })
  const tea = { community, title: 'Tea', outcome: 'REJECTED', reason: 'None', idempotencyKey: 'tea' }
  await make(on, 'recordDecision', tea)
}

async function connectionOf(on: TestFolkmoot, community: string): Promise<string> {
  const query = 'query ($c: ID!) { community(community: $c) { connections { id platform } } }'
  const { connections } = (await within('the connection', on.ask(query, { c: community }))).community
  return connections.find(({ platform }: { platform: string }) => platform === 'opencollective').id
}

async function act(on: TestFolkmoot, { all, village: { community, driven, decided } }: Lived): Promise<void> {
  const { action } = await report(on, community, 'second')
  await make(on, 'setActionProblem', { id: action.id, problem: 'Nobody knows what this is.' })
  const step = { decision: decided.decision, step: 'approved:9', kind: 'forum.post.create' }
  for (const problem of ['Nobody can.', null]) await make(on, 'reportStep', { ...step, problem })
  await report(on, driven, 'third')
  const expense = (description: string) =>
    String(all.collective.submitExpense({ as: 'lin-yue', description, amountInCents: 900 }).legacyId)
  const approved = await make(on, 'approveExpense', { community, expense: expense('A rake') })
  await make(on, 'rejectExpense', { community, expense: expense('A yacht') })
  await make(on, 'performAction', {
    ...{ community, kind: 'opencollective.expense.comment', subject: expense('A spade'), advisory: true },
    parameters: { message: 'Look.' },
  })
  await make(on, 'considerExpenses', { community, connection: await connectionOf(on, community), all: true })
  await make(on, 'retryAction', { id: approved.action.id }).catch(() => {}) // it may be done by now
  const held = await make(on, 'performAction', {
    ...{ community, kind: 'opencollective.expense.comment', subject: expense('A fence'), decision: 'dec_none' },
    ...{ parameters: { message: 'Wait.' }, holds: 'P2D', guardian: 'steward', needs: 2, by: 'steward' },
  })
  const steward = all.people['tobias-okafor']!.key
  for (const confirmed of [true, false, true])
    await make(on, 'confirmAction', { action: held.action.id, confirmed }, steward)
  const waits = `query ($id: ID!) { action(id: $id) { heldUntil guardian needs confirmers lapsesAt approvals { member { name } at }
    viewerMayStay viewerMayConfirm } }`
  await within('what waits', on.ask(waits, { id: held.action.id }, steward))
  await make(on, 'stayAction', { action: held.action.id, reason: 'A hedge will do.' }, steward)
  const asked = { community, kind: 'forum.post.removed', subject: { type: 'post', id: '1' } }
  const permission = await make(on, 'requestPermission', asked)
  await make(on, 'settlePermission', { action: permission.action.id, verdict: 'ALLOW' })
}

async function belong(on: TestFolkmoot, { all, village: { community } }: Lived): Promise<void> {
  const [lin, maren] = [all.people['lin-yue']!, all.people['maren-holt']!]
  const account = { platform: 'forum', username: 'twice' }
  const { member: twice } = await make(on, 'addMember', { community, name: 'Twice', roles: ['steward'] })
  await make(on, 'linkAccount', { member: twice.id, account })
  await make(on, 'unlinkAccount', { member: twice.id, account })
  const { id: key } = await make(on, 'createApiKey', { community, name: 'twice', scopes: ['READ'], member: twice.id })
  await make(on, 'rotateApiKey', { id: key, overlap: 'PT1H' })
  await make(on, 'revokeApiKey', { id: key })
  await make(on, 'createSignInLink', { member: twice.id })
  await make(on, 'endSessions', { member: twice.id })
  const asks = async () => (await make(on, 'requestRole', { community, role: 'steward' }, maren.key)).roleRequest.id
  await make(on, 'withdrawRoleRequest', { id: await asks() })
  await make(on, 'refuseRole', { request: await asks(), reason: 'Not yet.' })
  const steward = { community, member: maren.id, role: 'steward' }
  await make(on, 'refuseRole', { ...steward, reason: 'Not yet.' })
  for (const reason of ['Now.', 'Again.']) await make(on, 'grantRole', { ...steward, reason })
  await make(on, 'revokeRole', steward)
  await asks()
  await make(on, 'mergeMembers', { from: twice.id, into: lin.id })
  const { member: gone } = await make(on, 'addMember', {
    community,
    name: 'Gone',
    accounts: [{ platform: 'forum', username: 'gone' }],
  })
  await make(on, 'eraseMember', { member: gone.id })
  await until(
    'the erasure',
    async () =>
      (await on.ask('query ($id: ID!) { member(id: $id) { erased { doneAt } } }', { id: gone.id })).member.erased
        .doneAt,
  )
}

/** Another expense is heard of, voted on, and paid out; and a deadline passes. */
async function announceAndFollow(on: TestFolkmoot, { all, db }: Lived): Promise<void> {
  const before = await row(db, 'the announcements', 'select count(*)::int as many from proposals.venues')
  all.collective.submitExpense({ as: 'maren-holt', description: 'New hose', amountInCents: 100 })
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
}

/** What is dangerous waits for another administrator. */
async function needTwo(on: TestFolkmoot, community: string): Promise<void> {
  const keys: string[] = []
  for (const name of ['one', 'two'])
    keys.push((await make(on, 'createApiKey', { community, name, scopes: ['ADMIN'] })).secret)
  const [one, two] = keys
  await make(on, 'updateCommunity', { community, twoAdmins: true })
  const rotate = `mutation { rotateDriverSecret(input: { community: "${community}" }) { userErrors { code } } }`
  const asks = async () => (await within('what is dangerous', on.request(rotate, {}, one))).errors![0] as any
  await make(on, 'approveAct', { act: (await asks()).extensions.act }, two)
  await within('what was approved', on.ask(rotate, {}, one))
  await make(on, 'refuseAct', { act: (await asks()).extensions.act }, two)
}

/** What an administrator sets; at last the platform is left. */
async function arrange(on: TestFolkmoot, { all, db, village: { community, driven } }: Lived): Promise<void> {
  await make(on, 'createRole', { community, name: 'gardener' })
  await make(on, 'createCommunity', { slug: 'beyond', name: 'Beyond' })
  await make(on, 'updateCommunity', { community: driven, name: 'Far away' })
  await make(on, 'rotateDriverSecret', { community: driven })
  await needTwo(on, driven)
  await make(on, 'setDriver', { community: driven, kind: 'EXTERNAL', endpoint: 'http://127.0.0.1:9/elsewhere' })
  const { policy } = await make(on, 'applyPolicy', { community, document: policies.invoices('ADVISORY') })
  await make(on, 'setPolicyStatus', { policy: policy.id, status: 'PAUSED' })
  const { community: now } = await within(
    'what is connected',
    on.ask('query ($c: ID!) { community(community: $c) { cred { source { url } } connections { id } } }', {
      c: community,
    }),
  )
  await make(on, 'connectCred', { community, url: now.cred.source.url })
  await make(on, 'refreshCred', { community })
  await make(on, 'connectPlatform', {
    ...{ community, platform: 'opencollective', externalId: all.collective.collective.slug },
    credentials: { personalToken: all.collective.tokens['governance-bot'] },
    settings: { apiUrl: all.collective.url, webUrl: all.collective.webUrl },
  })
  const looked = `select from actions.connections where community = '${community}' and not retry_due`
  await row(db, 'whether anything was refused before', looked)
  await make(on, 'disconnectPlatform', { community, connection: now.connections[0].id })
}
