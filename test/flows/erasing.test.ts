// A member who did everything is erased: no name and no account is left anywhere, votes and decisions are, and all chains hold.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inflateSync } from 'node:zlib'
import { check, exportOf } from '../../docs/verify.mjs'
import { startSourceCred } from '../../sandbox/sourcecred/index.ts'
import { subgraphNames } from '../../schema/subgraph-names.ts'
import { browserAt } from '../support/browser.ts'
import { everyCell } from '../support/every-table.ts'
import { apply, type Garden, garden, makeSteward, policies } from '../support/folkmoot.ts'
import { until } from '../support/until.ts'

/** What Lin Yue is known by. */
const words = /lin[ -]?yue|lyue/i

describe('a member who is erased', () => {
  it('A member who is erased is nowhere any more, and what they decided still verifies', {
    timeout: 60_000,
  }, async (t) => {
    const all = await lived(t)
    const { community, people } = all
    const lin = people['lin-yue']!
    const found = await naming(all)
    for (const column of told) assert.ok(found.has(column), `${column} named them`)
    const rows = await exported(all, lin.id, lin.key)
    await accountedFor(all, lin.id, rows)
    await guarded(all, lin.id)
    const before = await verified(all)
    assert.deepEqual([before.chain.valid, before.audit.valid, before.chain.erased], [true, true, 0])

    const socket = all.watch(
      'subscription ($c: ID!) { members(community: $c) { member { id name } } }',
      { c: community },
      lin.key,
    )
    const { eraseMember } = await all.ask(erasing, { m: lin.id }, lin.key)
    assert.deepEqual(eraseMember.member.name, 'erased member')
    assert.deepEqual([eraseMember.member.accounts, eraseMember.member.roles], [[], []])
    await socket.ended
    const { member } = await done(all, lin.id)
    assert.equal(member.id, lin.id)

    assert.deepEqual([...(await naming(all))], [], 'nothing names them')
    const after = await verified(all)
    assert.deepEqual([after.chain.valid, after.audit.valid], [true, true])
    assert.deepEqual([after.chain.head, after.chain.length], [before.chain.head, before.chain.length])
    assert.ok(after.chain.erased > 0 && after.audit.erased > 0, 'what was erased is told')
    assert.deepEqual([after.outside.problem, after.outside.head], [null, before.chain.head])
    assert.equal(after.outside.erased, after.chain.erased)

    // Votes stand, of a member without a name.
    const { votes } = (
      await all.ask(
        'query ($id: ID!) { proposal(id: $id) { votes { nodes { member { id name } choices comment } } } }',
        { id: all.open },
      )
    ).proposal
    assert.deepEqual(votes.nodes, [
      { member: { id: lin.id, name: 'erased member' }, choices: ['approve'], comment: null },
    ])
    // Nobody comes in by what was theirs, and nobody acts in their name.
    assert.equal(
      (await all.request('{ viewer { scopes } }', {}, lin.key)).errors?.[0]?.extensions.code,
      'UNAUTHENTICATED',
    )
    const integrator = await all.key('INTEGRATE', 'DRIVE', 'ADMIN')
    for (const [field, type, input] of [
      ['castVote', 'CastVoteInput', { proposal: all.open, member: lin.id, choices: ['reject'] }],
      ['createSignInLink', 'CreateSignInLinkInput', { member: lin.id }],
      ['linkAccount', 'LinkAccountInput', { member: lin.id, account: { platform: 'github', username: 'somebody' } }],
      ['createApiKey', 'CreateApiKeyInput', { community, name: 'x', scopes: ['VOTE'], member: lin.id }],
      ['grantRole', 'SettleRoleInput', { community, member: lin.id, role: 'steward' }],
      ['mergeMembers', 'MergeMembersInput', { from: lin.id, into: people['maren-holt']!.id }],
    ] as const) {
      const payload = await all.mutate(field, type, input, '__typename', integrator)
      assert.equal(payload.userErrors?.[0]?.code, 'MEMBER_ERASED', field)
    }
    // A reader that comes with an old cursor reads what is left.
    const log = all.watch(
      'subscription ($c: ID!, $after: Cursor) { driverEvents(community: $c, after: $after) { type payload } }',
      { c: community, after: all.beginning('driverEvents', community) },
      integrator,
    )
    await log.until(({ type }) => type === 'proposals.proposal.decided')
    assert.doesNotMatch(JSON.stringify(log.seen), words)
    const again = await all.ask(erasing, { m: lin.id })
    assert.deepEqual(again.eraseMember.userErrors, [])

    // What platforms say of them later is not kept again, and brings nobody back.
    const instance = await startSourceCred() // at another address: it is read whole
    t.after(() => instance.stop())
    const connect = { community, url: instance.url }
    const { cred } = await all.mutate(
      'connectCred',
      'ConnectCredInput',
      connect,
      'cred { leaderboard(first: 50) { nodes { name total } } }',
    )
    assert.ok(cred.leaderboard.nodes.some(({ name, total }: any) => name === 'erased member' && total > 1))
    all.collective.submitExpense({ as: 'lin-yue', description: 'Rake', amountInCents: 2000 })
    const heard = all.watch(
      'subscription ($c: ID!, $after: Cursor) { actions(community: $c, after: $after) { action { subject { title } initiator { id } initiatorName } } }',
      { c: community, after: all.beginning('actions', community) },
    )
    const { action } = await heard.until((event) => event.action?.subject.title === 'Rake')
    assert.equal(action.initiator, null)
    assert.match(action.initiatorName, /^erased:/)
    assert.deepEqual([...(await naming(all))], [], 'nothing names them again')

    // By their own wish they join anew: as somebody else.
    const account = { platform: 'opencollective', username: 'lin-yue' }
    const anew = await all.mutate(
      'addMember',
      'AddMemberInput',
      { community, name: 'Lin Yue', accounts: [account] },
      'member { id erased { doneAt } }',
    )
    assert.notEqual(anew.member.id, lin.id)
    assert.equal(anew.member.erased, null)
    assert.equal(
      (await all.ask('query ($id: ID!) { member(id: $id) { name } }', { id: lin.id })).member.name,
      'erased member',
    )
  })
})

describe('erasing a member called like other words', () => {
  it('Erasing a member who is called like what others agreed to takes none of that, and it is carried out', {
    timeout: 60_000,
  }, async (t) => {
    const all = await garden(t, { people: ['maren-holt', 'tobias-okafor', 'lin-yue'] })
    const { community, people, collective } = all
    await apply(all, policies.invoices())
    await makeSteward(all, 'tobias-okafor')
    const watched = all.watch(
      'subscription ($c: ID!, $after: Cursor) { proposals(community: $c, after: $after) { kind proposal { id decision { compliance } } } }',
      { c: community, after: all.beginning('proposals', community) },
    )
    const { id } = collective.submitExpense({ as: 'lin-yue', description: 'Hose', amountInCents: 6840 })
    const { proposal } = await watched.until(({ kind }) => kind === 'OPENED')
    const agreed = async () =>
      (await everyCell(all.db))
        .filter(({ column }) => /^actions[.]expenses[.]id|[.]terms$/.test(column))
        .map(({ column, text }) => `${column} ${text}`)
        .sort()
    const before = await agreed()
    for (const name of ['USD', 'INVOICE', 'Hose', 'expense', 'collective', 'PENDING', id]) {
      const { member } = await all.mutate('addMember', 'AddMemberInput', { community, name }, 'member { id }')
      await all.ask(erasing, { m: member.id })
      await done(all, member.id)
    }
    assert.deepEqual(await agreed(), before)
    const input = { proposal: proposal.id, choices: ['approve'] }
    await all.mutate('castVote', 'CastVoteInput', input, 'vote { id }', people['tobias-okafor']!.key)
    const { proposal: now } = await watched.until(({ kind }) => kind === 'COMPLIANCE_CHANGED')
    assert.equal(now.decision.compliance, 'FOLLOWED')
  })
})

const erasing =
  'mutation ($m: ID!) { eraseMember(member: $m) { member { id name accounts { username } roles { grantedAt } erased { doneAt } } userErrors { code message } } }'

/** Columns that name somebody who did everything. */
const told = [
  'actions.accounts.username',
  'actions.actions.data',
  'actions.actions.initiator_name',
  'actions.actions.terms',
  'actions.decisions.terms',
  'actions.expense_terms.terms',
  'actions.expenses.payee',
  'actions.expenses.submitted_by',
  'backbone.events.payload',
  'communities.accounts.username',
  'communities.api_keys.name',
  'communities.members.name',
  'cred.accounts.account',
  'cred.snapshot_bodies.body',
  'proposals.decisions.evidence',
  'proposals.decisions.terms',
  'proposals.decisions.title',
  'proposals.keys.name',
  'proposals.proposals.evidence',
  'proposals.proposals.terms',
  'proposals.proposals.title',
  'proposals.subjects.terms',
  'proposals.triggers.terms',
  'proposals.votes.comment',
]

/** The columns in which somebody is named. */
async function naming({ db }: Garden, id?: string): Promise<Set<string>> {
  const found = new Set<string>()
  for (const { column, text } of await everyCell(db)) {
    const plain =
      column === 'cred.snapshot_bodies.body' ? inflateSync(Buffer.from(text.slice(2), 'hex')).toString('latin1') : text
    if (words.test(plain) || (id && plain.includes(id))) found.add(column)
  }
  return found
}

/** Every page of what is kept of a member. */
async function exported(all: Garden, member: string, key: string): Promise<{ table: string; row: any }[]> {
  const rows = []
  for (const part of subgraphNames) {
    for (let after: string | null = null; ; ) {
      const { exportMember } = await all.ask(
        `query ($m: ID!, $after: Cursor) { exportMember(member: $m) { ${part}(first: 7, after: $after) { nodes { table row } pageInfo { hasNextPage endCursor } } } }`,
        { m: member, after },
        key,
      )
      const { nodes, pageInfo } = exportMember[part]
      rows.push(...nodes)
      if (!pageInfo.hasNextPage) break
      after = pageInfo.endCursor
    }
  }
  return rows
}

/** Whatever names the member is in the export, or here with why not. */
const notExported: Record<string, string> = {
  'actions.attempts.detail': 'what came of a request, of which the export has the action',
  'actions.decisions.terms': 'as in proposals.decisions',
  'actions.standings.told': 'how an expense stands to a decision: in the events',
  'communities.api_keys.digest': 'secret',
  'proposals.follow_ups.known': 'what became of a decision: in the events',
  'proposals.keys.name': 'as in communities.api_keys',
  'proposals.subjects.terms': 'what is known of an expense: in actions.expense_terms',
  'proposals.subjects.settled_how': 'what became of an expense: in the events',
}

async function accountedFor(all: Garden, id: string, rows: { table: string; row: any }[]): Promise<void> {
  const has = new Set(rows.flatMap(({ table, row }) => Object.keys(row).map((column) => `${table}.${column}`)))
  has.add('cred.snapshot_bodies.body') // what a snapshot says of them, instead of its bytes
  const carrying = await naming(all, id)
  assert.ok(carrying.size > 30)
  const forgotten = [...carrying].filter((column) => !has.has(column) && !(column in notExported))
  assert.deepEqual(forgotten, [], 'it is in the export, or here with why not')
  const others = rows.filter(({ table }) => table !== 'backbone.audit') // what has digests of its own
  assert.doesNotMatch(JSON.stringify(others), /"(digest|webhook_secret|credentials|salts)":"/)
  for (const [table, column, value] of [
    ['communities.members', 'name', 'Lin Yue'],
    ['proposals.votes', 'comment', 'I, Lin Yue, am for it.'],
    ['proposals.decisions', 'title', 'Role treasurer for Lin Yue'],
    ['actions.expenses', 'payee', 'lin-yue'],
    ['cred.snapshot_bodies', 'identityId', null],
    ['backbone.audit', 'mutation', 'castVote'],
    ['backbone.events', 'type', 'communities.account.linked'],
  ] as const) {
    const found = rows.filter((each) => each.table === table)
    assert.ok(
      found.some(({ row }) => value === null || row[column] === value) || table === 'backbone.events',
      `${table} ${column}`,
    )
  }
  const ids = rows.map(({ table, row }) => `${table} ${JSON.stringify(row)}`)
  assert.equal(new Set(ids).size, ids.length, 'each row once')
}

/** For the member, by more than a key to read, and for admins of the community; for nobody else. */
async function guarded(all: Garden, id: string): Promise<void> {
  const asks = `query ($m: ID!) { exportMember(member: $m) { ${subgraphNames.map((part) => `${part}(first: 1) { nodes { table } }`).join(' ')} } }`
  const { community } = all
  const input = { community, name: 'reader', scopes: ['READ'], member: id }
  const reader = (await all.mutate('createApiKey', 'CreateApiKeyInput', input, 'secret')).secret
  for (const key of [null, reader, all.people['tobias-okafor']!.key, await all.key('INTEGRATE', 'DRIVE')]) {
    const { data, errors } = await all.request(asks, { m: id }, key)
    assert.ok(errors && !data?.exportMember, 'the export is refused')
    const answer = await all.request(erasing, { m: id }, key)
    assert.ok(answer.errors || answer.data.eraseMember.userErrors[0].code === 'FORBIDDEN', 'and so is erasing')
  }
  assert.equal((await all.request(asks, { m: id }, await all.key('ADMIN'))).errors, undefined)
}

async function lived(t: Parameters<typeof garden>[0]): Promise<Garden & { open: string }> {
  const all = await garden(t)
  const { community, people, collective } = all
  const lin = people['lin-yue']!
  await all.mutate('createRole', 'CreateRoleInput', { community, name: 'treasurer' }, 'role { id }')
  await apply(all, aboutThem)
  await apply(all, policies.invoices())
  await makeSteward(all, 'lin-yue', 'tobias-okafor')
  const { url } = await all.mutate('createSignInLink', 'CreateSignInLinkInput', { member: lin.id }, 'url')
  await browserAt(all.url).signIn({ code: new URL(url).hash.slice(1) })
  // A rule decides on her, in words that name her.
  await all.mutate(
    'requestRole',
    'RequestRoleInput',
    { community, role: 'treasurer', member: lin.id },
    'roleRequest { id }',
    lin.key,
  )
  // Her invoice is decided on, and paid by her vote.
  const watched = all.watch(
    'subscription ($c: ID!, $after: Cursor) { proposals(community: $c, after: $after) { kind proposal { id title } } }',
    { c: community, after: all.beginning('proposals', community) },
  )
  await watched.until(({ kind, proposal }) => kind === 'DECIDED' && /treasurer/.test(proposal.title))
  collective.submitExpense({ as: 'lin-yue', description: 'Hose', amountInCents: 6840 })
  const { proposal } = await watched.until(({ kind, proposal }) => kind === 'OPENED' && /Hose/.test(proposal.title))
  const vote = (proposal: string, who: string) =>
    all.mutate(
      'castVote',
      'CastVoteInput',
      { proposal, choices: ['approve'], comment: `I, ${people[who]!.name}, am for it.` },
      'vote { id }',
      people[who]!.key,
    )
  await vote(proposal.id, 'tobias-okafor')
  await watched.until(({ kind, proposal: { id } }) => kind === 'COMPLIANCE_CHANGED' && id === proposal.id)
  // One stays open, in which she has voted.
  const input = { community, title: 'Paint the shed?', electorate: {}, passes: { closeEarly: false }, closesIn: 'P1D' }
  const ballot = await all.mutate('openProposal', 'OpenProposalInput', input, 'proposal { id }')
  await vote(ballot.proposal.id, 'lin-yue')
  return Object.assign(all, { open: ballot.proposal.id })
}

const aboutThem = `
name: treasurers
on: communities.role.requested
when: action.data.role == "treasurer"
decide: { rule: 'initiator.name != "" && size(initiator.accounts) > 0 && cred.total > 1000000.0' }
then:
  rejected: [{ perform: communities.role.refuse }]
`

async function verified(all: Garden) {
  const { community: c } = all
  const { verifyDecisions: chain, verifyAudit: audit } = await all.ask(
    `query ($c: ID!) { verifyDecisions(community: $c) { valid length head brokenAt problem erased }
      verifyAudit(community: $c) { valid length head brokenAt problem erased } }`,
    { c },
  )
  const outside = await check(exportOf((query, variables) => all.ask(query, variables), c))
  return { chain, audit, outside }
}

const done = (all: Garden, id: string) =>
  until('the erasure', async () => {
    const data = await all.ask('query ($id: ID!) { member(id: $id) { id erased { begunAt doneAt } } }', { id })
    return data.member.erased?.doneAt && data
  })
