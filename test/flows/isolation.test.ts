import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { apply, garden, policies } from '../support/folkmoot.ts'

describe('a private community', () => {
  it('A private community does not exist for others, by any question and on any transport', async (t) => {
    const all = await garden(t, { visibility: 'PRIVATE' })
    const { applyPolicy } = await apply(all, policies.invoices())
    const other = await all.ask(
      'mutation ($input: CreateCommunityInput!) { createCommunity(input: $input) { community { id } userErrors { code } } }',
      { input: { slug: 'elsewhere', name: 'Elsewhere' } },
    )
    const elsewhere = await all.ask(
      'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret userErrors { code } } }',
      { input: { community: other.createCommunity.community.id, name: 'foreign', scopes: ['ADMIN'] } },
    )
    const member = all.people['lin-yue']!.id
    const questions: [string, Record<string, unknown>][] = [
      ['query ($c: ID!) { community(community: $c) { name } }', { c: all.community }],
      [
        'query ($c: ID!) { community(community: $c) { policies { name } actions { totalCount } cred { total } } }',
        { c: all.collective.collective.slug },
      ],
      ['query ($m: ID!) { member(id: $m) { name cred { total } votes { totalCount } } }', { m: member }],
      ['query ($p: ID!) { policy(id: $p) { name } }', { p: applyPolicy.policy.id }],
    ]
    for (const key of [null, elsewhere.createApiKey.secret]) {
      for (const [query, variables] of questions) {
        const { data } = await all.request(query, variables, key)
        assert.deepEqual(Object.values(data ?? { nothing: null }), [null], query)
      }
      const { data, errors } = await all.request(
        'query ($c: ID!) { cred(community: $c, account: { platform: "github", username: "linyue" }) { total } }',
        { c: all.community },
        key,
      )
      assert.equal(data?.cred ?? null, null)
      assert.equal(errors?.[0]?.extensions.code, 'COMMUNITY_NOT_FOUND')
      const { communities } = await all.ask('{ communities { nodes { id } totalCount } }', {}, key)
      assert.deepEqual(
        [communities.totalCount, communities.nodes.map(({ id }: any) => id)],
        [1, [other.createCommunity.community.id]],
      )
      for (const stream of [
        'decisions(community: $c) { cursor }',
        'proposals(community: $c) { cursor }',
        'actions(community: $c) { cursor }',
        'roleRequests(community: $c) { cursor }',
        'credRefreshed(community: $c) { cursor }',
        'members(community: $c) { cursor }',
        'policies(community: $c) { cursor }',
      ]) {
        const watched = all.watch(`subscription ($c: ID!) { ${stream} }`, { c: all.community }, key)
        const ended = await Promise.race([watched.ended, watched.until(() => true)])
        assert.equal((ended.errors ?? ended)[0].extensions.code, 'COMMUNITY_NOT_FOUND', stream)
      }
    }
    const mine = await all.ask(
      'query ($c: ID!) { community(community: $c) { name policies { name } } }',
      { c: all.community },
      all.people['lin-yue']!.key,
    )
    assert.equal(mine.community.policies[0].name, 'invoices')
  })
})
