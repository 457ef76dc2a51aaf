import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { anonymous, communitiesWorld, type World } from './world.ts'

/** How many queries the database gets for this one. */
async function cost(world: World, query: string): Promise<number> {
  let queries = 0
  const stop = world.db.onQuery((sql) => {
    if (/\bcommunities\./.test(sql)) queries++ // the event log reads on its own
  })
  await world.data(anonymous, query)
  stop()
  return queries
}

// Members reached by two ways are one batch or two, by which of two answers comes first. One query for each would be 18 more.
const slack = 3

const everything = `{
  id name community { id name } joinedAt
  accounts { platform host externalId username proof linkedAt }
  roles { grantedAt decisionId role { id name holders(first: 2) { totalCount nodes { name roles { role { name } } } } } }
}`

describe('number of queries to the database', () => {
  it('The number of queries is the same for 2 members and for 50, with all that hangs on them', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    await world.role(community, 'steward')
    for (let i = 0; i < 50; i++) {
      await world.member(community, { accounts: [{ platform: 'github', username: `user-${i}` }], roles: ['steward'] })
    }
    const members = (first: number) =>
      `{ community(community: "${community}") { members(first: ${first}) { totalCount nodes ${everything} } } }`
    const few = await cost(world, members(2))
    const many = await cost(world, members(50))
    assert.ok(Math.abs(many - few) <= slack && many <= 12, `${few} queries for 2, ${many} for 50`)
  })

  it('The number of queries is the same for 2 communities and for 20', async (t) => {
    const world = await communitiesWorld(t)
    for (let i = 0; i < 20; i++) {
      const community = await world.community()
      await world.role(community, 'steward')
      await world.member(community, { roles: ['steward'] })
    }
    const communities = (first: number) => `{ communities(first: ${first}) { totalCount nodes {
      connections { id } driver { kind } roles { holders { totalCount nodes { id } } }
      members(first: 2, search: "m") { totalCount nodes ${everything} } roleRequests { totalCount nodes { id } }
      member(account: { platform: "github", username: "alice" }) { id } } } }`
    const [few, many] = [await cost(world, communities(2)), await cost(world, communities(20))]
    assert.ok(Math.abs(many - few) <= slack && many <= 20, `${few} queries for 2, ${many} for 20`)
  })

  it('The number of queries is one for fifty members asked for as entities', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const ids = await Promise.all(Array.from({ length: 50 }, () => world.member(community)))
    const r = ids.map((id) => `{ __typename: "Member", id: "${id}" }`).join(' ')
    assert.equal(
      await cost(world, `{ _entities(representations: [${r}]) { ... on Member { name accounts { platform } } } }`),
      3,
    )
  })
})
