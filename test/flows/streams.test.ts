// Streams of the whole of it: what is whose, and what happens when a right ends.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { closeCodes } from '../../gateway/wire/close-codes.ts'
import { type Garden, garden, makeSteward } from '../support/folkmoot.ts'

const proposals = (fields: string) =>
  `subscription ($c: ID!, $after: Cursor) { proposals(community: $c, after: $after) { cursor kind proposal { ${fields} } } }`

async function ballot(all: Garden): Promise<string> {
  const members = Object.values(all.people).map(({ id }) => id)
  const { proposal } = await all.mutate(
    'openProposal',
    'OpenProposalInput',
    { community: all.community, title: 'Hose', electorate: { members } },
    'proposal { id }',
  )
  return proposal.id
}

async function vote(all: Garden, proposal: string, slug: string, choice: string): Promise<void> {
  const input = { proposal, choices: [choice], comment: `said by ${slug}` }
  const cast = await all.mutate('castVote', 'CastVoteInput', input, 'vote { id }', all.people[slug]!.key)
  assert.deepEqual(cast.userErrors, [])
}

/** How a stream ends, and how long that took. */
async function endOf(watched: ReturnType<Garden['watch']>): Promise<{ code: string; ms: number }> {
  const began = performance.now()
  await watched.ended
  return { code: watched.seen.at(-1).errors[0].extensions.code, ms: performance.now() - began }
}

describe('rights of streams', () => {
  it('A stream of proposals shows each member their own vote, and nobody that of another', async (t) => {
    const all = await garden(t)
    const after = all.beginning('proposals', all.community)
    const fields = 'id ... on Proposal { mine: viewerVote { comment member { id } } }'
    const slugs = ['tobias-okafor', 'lin-yue']
    const watching = [...slugs, ...slugs].map((slug) => ({
      slug,
      heard: all.watch(proposals(fields), { c: all.community, after }, all.people[slug]!.key),
    }))
    const strangers = [null, await all.key('READ'), all.adminKey].map((key) =>
      all.watch(proposals(fields), { c: all.community, after }, key),
    )
    const id = await ballot(all)
    await vote(all, id, 'tobias-okafor', 'approve')
    await vote(all, id, 'lin-yue', 'reject')
    const heardAll = async ({ seen }: { seen: any[] }) => {
      while (seen.length < 3) await pause(10)
      assert.deepEqual(
        seen.map(({ kind }) => kind),
        ['OPENED', 'VOTE_CAST', 'VOTE_CAST'],
      )
    }
    for (const { slug, heard } of watching) {
      await heardAll(heard)
      const votes = heard.seen.map(({ proposal }: any) => proposal.mine)
      assert.ok(votes.some((own) => own !== null))
      for (const own of votes.filter(Boolean)) {
        assert.equal(own.comment, `said by ${slug}`)
        assert.equal(own.member.id, all.people[slug]!.id)
      }
    }
    for (const heard of strangers) {
      await heardAll(heard)
      for (const { proposal } of heard.seen) assert.equal(proposal.mine, null)
    }
  })

  it('A stream of one proposal shows each member their own vote, and nobody that of another', async (t) => {
    const all = await garden(t)
    const id = await ballot(all)
    const one = 'subscription ($id: ID!) { proposal(id: $id) { tally { voters } mine: viewerVote { member { id } } } }'
    const slugs = ['tobias-okafor', 'lin-yue', 'maren-holt']
    const watching = [...slugs, ...slugs].map((slug) => ({
      slug,
      heard: all.watch(one, { id }, all.people[slug]!.key),
    }))
    const strangers = [null, await all.key('READ'), all.adminKey].map((key) => all.watch(one, { id }, key))
    for (const { heard } of watching) await heard.until(() => true)
    for (const heard of strangers) await heard.until(() => true)
    await vote(all, id, 'tobias-okafor', 'approve')
    await vote(all, id, 'lin-yue', 'reject')
    for (const { slug, heard } of watching) {
      const { mine } = await heard.until(({ tally }) => tally.voters === 2)
      assert.equal(mine?.member.id, slug === 'maren-holt' ? undefined : all.people[slug]!.id)
      for (const state of heard.seen) assert.ok([undefined, all.people[slug]!.id].includes(state.mine?.member.id))
    }
    for (const heard of strangers) {
      await heard.until(({ tally }) => tally.voters === 2)
      for (const state of heard.seen) assert.equal(state.mine, null)
    }
  })

  it('A stream of one proposal ends for strangers when its community turns private, with no other event', async (t) => {
    const all = await garden(t)
    const id = await ballot(all)
    const one = 'subscription ($id: ID!) { proposal(id: $id) { status } }'
    const stranger = all.watch(one, { id }, null)
    await stranger.until(() => true)
    await all.ask(
      'mutation ($input: UpdateCommunityInput!) { updateCommunity(input: $input) { community { id } userErrors { code } } }',
      { input: { community: all.community, visibility: 'PRIVATE' } },
    )
    assert.equal((await endOf(stranger)).code, 'FORBIDDEN')
  })

  it('A stream of a community that turns private ends for strangers, and goes on for its own', async (t) => {
    const all = await garden(t)
    const mine = all.watch(
      proposals('id'),
      { c: all.community, after: all.beginning('proposals', all.community) },
      all.people['lin-yue']!.key,
    )
    const stranger = all.watch(
      proposals('id'),
      { c: all.community, after: all.beginning('proposals', all.community) },
      null,
    )
    await ballot(all)
    await stranger.until(({ kind }) => kind === 'OPENED')
    await all.ask(
      'mutation ($input: UpdateCommunityInput!) { updateCommunity(input: $input) { community { id } userErrors { code } } }',
      { input: { community: all.community, visibility: 'PRIVATE' } },
    )
    const { code, ms } = await endOf(stranger)
    assert.equal(code, 'FORBIDDEN')
    assert.ok(ms < 5000)
    const second = await ballot(all)
    await mine.until(({ proposal }) => proposal?.id === second)
    assert.equal(stranger.seen.length, 2)
    const again = all.watch(proposals('id'), { c: all.community }, null)
    const refused: any = await Promise.race([again.ended, again.until(() => true)])
    assert.equal((refused.errors ?? refused)[0].extensions.code, 'COMMUNITY_NOT_FOUND')
  })

  it('A stream of a key that is revoked ends, of one proposal too, without any event', async (t) => {
    const all = await garden(t)
    const id = await ballot(all)
    const made = await all.ask(
      'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { id secret userErrors { code } } }',
      { input: { community: all.community, name: 'short', scopes: ['READ'] } },
    )
    const { secret } = made.createApiKey
    const list = all.watch(
      proposals('id'),
      { c: all.community, after: all.beginning('proposals', all.community) },
      secret,
    )
    const one = all.watch('subscription ($id: ID!) { proposal(id: $id) { status } }', { id }, secret)
    await list.until(() => true)
    await one.until(() => true)
    await all.ask('mutation ($id: ID!) { revokeApiKey(id: $id) { userErrors { code } } }', { id: made.createApiKey.id })
    for (const watched of [list, one]) {
      const { code, ms } = await endOf(watched)
      assert.equal(code, 'UNAUTHENTICATED')
      assert.ok(ms < 5000)
    }
  })

  it('A stream of one proposal or action ends for strangers if its community turns private, with no event', async (t) => {
    const all = await garden(t)
    // One that waits for an answer, and goes on waiting.
    await all.mutate('setDriver', 'SetDriverInput', { community: all.community, kind: 'EXTERNAL' }, 'community { id }')
    const { action } = await all.mutate(
      'requestPermission',
      'ReportActionInput',
      { community: all.community, kind: 'garden.gate.open', subject: { type: 'gate', id: '1' } },
      'action { id }',
    )
    const id = await ballot(all)
    const one = 'subscription ($id: ID!) { proposal(id: $id) { status } }'
    const stranger = all.watch(one, { id }, null)
    const own = all.watch(one, { id }, all.people['lin-yue']!.key)
    const asked = all.watch('subscription ($id: ID!) { action(id: $id) { status } }', { id: action.id }, null)
    for (const watched of [stranger, own, asked]) await watched.until(() => true)
    await all.ask(
      'mutation ($input: UpdateCommunityInput!) { updateCommunity(input: $input) { community { id } userErrors { code } } }',
      { input: { community: all.community, visibility: 'PRIVATE' } },
    )
    for (const watched of [stranger, asked]) assert.equal((await endOf(watched)).code, 'FORBIDDEN')
    await vote(all, id, 'lin-yue', 'approve')
    while (own.seen.length < 2) await pause(10)
  })

  it('A stream of a key that expires ends when the key does', async (t) => {
    const all = await garden(t)
    for (let lifetime = 1000; ; lifetime *= 2) {
      const expiresAt = new Date(Date.now() + lifetime).toISOString()
      const made = await all.ask(
        'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret userErrors { code } } }',
        { input: { community: all.community, name: `short ${lifetime}`, scopes: ['READ'], expiresAt } },
      )
      const watched = all.watch(proposals('id'), { c: all.community }, made.createApiKey.secret)
      const how = await watched.ended
      if (how?.code === closeCodes.UNAUTHENTICATED.code) continue // it had expired before it was let in
      assert.ok(Date.now() >= Date.parse(expiresAt))
      assert.equal(watched.seen.at(-1).errors[0].extensions.code, 'UNAUTHENTICATED')
      return
    }
  })

  it('A stream of a private community is read by its keys, also after the member lost a role', async (t) => {
    const all = await garden(t, { visibility: 'PRIVATE' })
    await makeSteward(all, 'lin-yue')
    const { key, id: member } = all.people['lin-yue']!
    const after = all.beginning('proposals', all.community)
    const watched = all.watch(proposals('id'), { c: all.community, after }, key)
    const before = await ballot(all)
    await watched.until(({ proposal }) => proposal.id === before)
    const input = { community: all.community, member, role: 'steward' }
    assert.deepEqual((await all.mutate('revokeRole', 'RevokeRoleInput', input, 'member { id }')).userErrors, [])
    const next = await ballot(all)
    await watched.until(({ proposal }) => proposal.id === next)
  })

  it('A stream goes on over SSE after the Last-Event-ID that a browser sends', async (t) => {
    const all = await garden(t)
    const read = async (query: string, lastEventId: string | null, count: number) => {
      const headers = { accept: 'text/event-stream', ...(lastEventId ? { 'last-event-id': lastEventId } : {}) }
      const request = get(`${all.url}/graphql?query=${encodeURIComponent(query)}`, { agent: false, headers })
      const [answer] = (await once(request, 'response')) as [IncomingMessage]
      let text = ''
      for await (const chunk of answer.setEncoding('utf8')) {
        text += chunk
        if ([...text.matchAll(/^data: .+$/gm)].length >= count) break
      }
      return [...text.matchAll(/id: (.+)\ndata: (.+)\n/g)].map(([, id, data]) => ({ id: id!, data: JSON.parse(data!) }))
    }
    const after = all.beginning('proposals', all.community)
    const query = `subscription { proposals(community: "${all.community}", after: "${after}") { proposal { id } } }`
    const ids = [await ballot(all), await ballot(all), await ballot(all)]
    const first = await read(query, null, 3)
    const rest = await read(query, first[0]!.id, 2)
    assert.deepEqual(
      rest.map(({ data }) => data.data.proposals.proposal.id),
      ids.slice(1),
    )
  })
})
