// Who did what: every change that somebody asked for has its entry, with who and from where, and the entries are a chain.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createClient } from 'graphql-ws'
import { sql } from 'kysely'
import WebSocket from 'ws'
import { chained } from '../../backbone/log/acts.ts'
import { digestOf } from '../../schema/commitments.ts'
import { browserAt } from '../support/browser.ts'
import { apply, garden, makeSteward, policies } from '../support/folkmoot.ts'

const entry =
  'place at mutation address subjects events record hash by { kind session member { id } key { id name lastUsedAt } }'

describe('the audit log', () => {
  it('The audit log has who did what, with what and from where, in all parts and by every way in', async (t) => {
    const all = await garden(t)
    const { community, people } = all
    const read = async (more = '', key?: string) =>
      (
        await all.ask(
          `query ($c: ID!) { community(community: $c) { audit(first: 100${more}) { nodes { ${entry} } totalCount pageInfo { endCursor } } } }`,
          { c: community },
          key,
        )
      ).community.audit
    const admin = await all.key('ADMIN')
    const driver = await all.key('DRIVE')
    const made = (await read()).nodes
    const mutations = made.map(({ mutation }: any) => mutation)
    for (const each of ['createCommunity', 'connectCred', 'connectPlatform', 'createRole', 'addMember', 'createApiKey'])
      assert.ok(mutations.includes(each), each)
    assert.ok(made.every(({ by, address }: any) => by.kind === 'ADMIN' && address === '127.0.0.1'))

    // By the driver's own parts, a member's key, a session and a socket.
    await makeSteward(all, 'tobias-okafor')
    await apply(all, policies.invoices('ENFORCING', 'P1D'))
    const opened = all.watch(
      'subscription ($c: ID!, $after: Cursor) { proposals(community: $c, after: $after) { kind proposal { id } } }',
      { c: community, after: all.beginning('proposals', community) },
    )
    all.collective.submitExpense({ as: 'lin-yue', description: 'Hose', amountInCents: 6840 })
    const { proposal } = await opened.until(({ kind }) => kind === 'OPENED')
    const [byDriver] = (await read(', mutation: "openProposal"')).nodes
    assert.deepEqual([byDriver.by.kind, byDriver.address], ['SYSTEM', null])

    const input = {
      community,
      title: 'Paint the shed?',
      electorate: {},
      passes: { closeEarly: false },
      closesIn: 'P1D',
    }
    const ballot = await all.mutate('openProposal', 'OpenProposalInput', input, 'proposal { id }', driver)
    const vote = (choice: string) =>
      `mutation { castVote(input: { proposal: "${ballot.proposal.id}", choices: ["${choice}"] }) { vote { id } userErrors { code } } }`
    const [lin, tobias, maren] = ['lin-yue', 'tobias-okafor', 'maren-holt'].map((slug) => people[slug]!)
    const browser = browserAt(all.url)
    await browser.signIn({ key: maren!.key })
    const socket = createClient({
      url: `${all.url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${tobias!.key}` },
    })
    t.after(() => socket.dispose())
    // Together, so that they are written in one transaction: each is its own voter's all the same.
    await Promise.all([
      all.request(vote('approve'), {}, lin!.key),
      browser.ask(vote('reject')),
      socket.iterate({ query: vote('approve') }).next(),
    ])
    const votes = (await read(', mutation: "castVote"')).nodes
    assert.deepEqual(
      votes.map(({ by, address }: any) => [by.kind, by.member.id, by.key.name, address]).sort(),
      [
        ['KEY', lin!.id, 'lin-yue', '127.0.0.1'],
        ['KEY', tobias!.id, 'tobias-okafor', '127.0.0.1'],
        ['SESSION', maren!.id, 'maren-holt', '127.0.0.1'],
      ].sort(),
    )
    assert.ok(votes.every(({ record }: any) => !/approve|reject/.test(JSON.stringify(record))))
    assert.ok(votes.every(({ subjects }: any) => subjects.includes(ballot.proposal.id)))

    // What is said again, or refused, or only read, changes nothing.
    const before = (await read()).totalCount
    await all.request(vote('approve'), {}, lin!.key)
    await all.request(vote('no-such-choice'), {}, lin!.key)
    await all.mutate(
      'castVote',
      'CastVoteInput',
      { proposal: proposal.id, choices: ['approve'] },
      'vote { id }',
      lin!.key,
    )
    await all.ask('query ($c: ID!) { verifyDecisions(community: $c) { valid } }', { c: community })
    assert.equal((await read()).totalCount, before)

    // What no event tells of is there, too.
    const { url } = await all.mutate('createSignInLink', 'CreateSignInLinkInput', { member: lin!.id }, 'url', admin)
    const [link] = (await read(', mutation: "createSignInLink"')).nodes
    assert.deepEqual([link.by.key.name, link.subjects, link.events], ['ADMIN', [lin!.id], []])
    await browser.signIn({ code: new URL(url).hash.slice(1) })
    assert.equal(await browser.signOut(), 204)
    const { nodes: hers } = await read(`, by: "${lin!.id}"`)
    assert.deepEqual(
      hers.slice(0, 2).map(({ mutation, by }: any) => [mutation, by.kind]),
      [
        ['signOut', 'SESSION'],
        ['signIn', 'SESSION'],
      ],
    )
    assert.equal((await read(', mutation: "signOut"')).totalCount, 2, 'who signs in anew has left the session before')

    // Pages.
    const { nodes, totalCount } = await read()
    const first = (await read(', after: null')).nodes[0]
    assert.equal(first.place, totalCount)
    const some = await all.ask(
      'query ($c: ID!) { community(community: $c) { audit(first: 2) { nodes { place } pageInfo { endCursor hasNextPage } } } }',
      { c: community },
    )
    const { endCursor } = some.community.audit.pageInfo
    assert.equal((await read(`, after: "${endCursor}"`)).nodes[0].place, totalCount - 2)

    // The chain, by its words alone.
    const chain = 'query ($c: ID!) { verifyAudit(community: $c) { valid length head brokenAt problem } }'
    let head = ''
    for (const { record, hash } of nodes.toReversed()) {
      head = chained(head, digestOf(record))
      assert.equal(hash, head)
    }
    const good = (await all.ask(chain, { c: community })).verifyAudit
    assert.deepEqual(good, { valid: true, length: totalCount, head, brokenAt: null, problem: null })
    await sql`update backbone.audit set record = jsonb_set(record, '{address}', '"192.0.2.1"')
      where community = ${community} and place = 3`.execute(all.db.root)
    assert.equal((await all.ask(chain, { c: community })).verifyAudit.brokenAt, 3)
    await sql`delete from backbone.audit where community = ${community} and place >= 3`.execute(all.db.root)
    assert.match((await all.ask(chain, { c: community })).verifyAudit.problem, /2 are there/)

    // For admins alone; what is no community's for the admin over all.
    for (const key of [driver, lin!.key, null]) {
      const asked = await all.request(
        `query ($c: ID!) { community(community: $c) { audit { nodes { place } } } }`,
        { c: community },
        key,
      )
      assert.equal(asked.data.community.audit, null)
      assert.ok((await all.request(chain, { c: community }, key)).errors)
    }
    assert.ok((await all.request('{ audit { totalCount } }', {}, admin)).errors)
    await browser.signIn({ key: all.adminKey })
    const over = await all.ask('{ audit { nodes { mutation by { kind session } } totalCount } }')
    assert.equal(over.audit.totalCount, 1)
    assert.deepEqual([over.audit.nodes[0].mutation, over.audit.nodes[0].by.kind], ['signIn', 'ADMIN'])
  })
})
