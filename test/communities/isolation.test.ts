// A key sees its own community and nothing of another. A private community is, to others, one that is not there.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { buildSchema, parse } from 'graphql'
import type { Viewer } from '../../backbone/security/viewer.ts'
import { declaredScopes } from '../../backbone/subgraph/graphql.ts'
import { admin, anonymous, codeOf, communitiesWorld } from './world.ts'

async function scene(t: Parameters<typeof communitiesWorld>[0]) {
  const world = await communitiesWorld(t)
  const hidden = await world.community({ slug: 'hidden', visibility: 'PRIVATE' })
  const open = await world.community({ slug: 'open' })
  await world.role(hidden, 'steward')
  const member = await world.member(hidden, { accounts: [{ platform: 'github', username: 'alice' }] })
  const { roleRequest } = await world.done(admin, 'requestRole', { community: hidden, member, role: 'steward' })
  const { connection } = await world.done(admin, 'connectPlatform', {
    community: hidden,
    platform: 'slack',
    externalId: 'T1',
  })
  const { id: apiKey } = await world.done(admin, 'createApiKey', { community: hidden, name: 'k', scopes: ['READ'] })
  const foreign = await world.key(open, ['READ', 'VOTE', 'INTEGRATE', 'DRIVE', 'ADMIN'], await world.member(open))
  const own = await world.key(hidden, ['READ'])
  const asker = await world.key(hidden, ['ADMIN'], member)
  await world.key(hidden, ['ADMIN'])
  await world.done(admin, 'updateCommunity', { community: hidden, twoAdmins: true })
  const asked = await world.call(asker, 'setDriver', { community: hidden, kind: 'BUILT_IN' }).catch((error) => error)
  const { act } = asked.extensions
  return { world, hidden, open, member, request: roleRequest.id, connection: connection.id, apiKey, act, foreign, own }
}

describe('a private community', () => {
  it('A private community is in no query of anyone without its key', async (t) => {
    const { world, hidden, member, request, foreign, own } = await scene(t)
    const query = `{
      byId: community(community: "${hidden}") { id }
      bySlug: community(community: "hidden") { id }
      member(id: "${member}") { id }
      roleRequest(id: "${request}") { id }
      communities { totalCount nodes { slug } }
    }`
    for (const viewer of [anonymous, foreign]) {
      const seen = await world.data(viewer, query)
      assert.deepEqual(seen, {
        byId: null,
        bySlug: null,
        member: null,
        roleRequest: null,
        communities: { totalCount: 1, nodes: [{ slug: 'open' }] },
      })
    }
    for (const viewer of [own, admin]) {
      const seen = await world.data(viewer, query)
      assert.deepEqual(
        [seen.byId.id, seen.bySlug.id, seen.member.id, seen.roleRequest.id],
        [hidden, hidden, member, request],
      )
      assert.equal(seen.communities.totalCount, 2)
    }
  })

  it('A private community is in no entity of anyone without its key', async (t) => {
    const { world, hidden, member, request, foreign, own } = await scene(t)
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }'
    const r = [
      { __typename: 'Community', id: hidden },
      { __typename: 'Member', id: member },
      { __typename: 'RoleRequest', id: request },
    ]
    for (const viewer of [anonymous, foreign]) {
      assert.deepEqual((await world.data(viewer, query, { r }))._entities, [null, null, null])
    }
    assert.deepEqual(
      (await world.data(own, query, { r }))._entities.map((each: any) => each.__typename),
      ['Community', 'Member', 'RoleRequest'],
    )
  })

  it("A private community does not exist for any mutation with another community's key", async (t) => {
    const { world, open, member, request, connection, apiKey, act, foreign } = await scene(t)
    const mine = (await world.data(foreign, '{ viewer { member { id } } }')).viewer.member.id
    const community = 'hidden'
    const account = { platform: 'github', username: 'alice' }
    const refusals: [string, Record<string, unknown> | string, string][] = [
      ['updateCommunity', { community, name: 'x' }, 'COMMUNITY_NOT_FOUND'],
      ['setDriver', { community, kind: 'EXTERNAL' }, 'COMMUNITY_NOT_FOUND'],
      ['rotateDriverSecret', { community }, 'COMMUNITY_NOT_FOUND'],
      ['connectPlatform', { community, platform: 'slack', externalId: 'T2' }, 'COMMUNITY_NOT_FOUND'],
      ['disconnectPlatform', { community, connection }, 'COMMUNITY_NOT_FOUND'],
      ['disconnectPlatform', { community: open, connection }, 'CONNECTION_NOT_FOUND'],
      ['addMember', { community, name: 'x' }, 'COMMUNITY_NOT_FOUND'],
      ['linkAccount', { member, account }, 'MEMBER_NOT_FOUND'],
      ['unlinkAccount', { member, account }, 'MEMBER_NOT_FOUND'],
      ['mergeMembers', { from: member, into: mine }, 'MEMBER_NOT_FOUND'],
      ['mergeMembers', { from: mine, into: member }, 'MEMBER_NOT_FOUND'],
      ['createRole', { community, name: 'x' }, 'COMMUNITY_NOT_FOUND'],
      ['requestRole', { community, role: 'steward', member }, 'COMMUNITY_NOT_FOUND'],
      ['requestRole', { community: open, role: 'steward', member }, 'MEMBER_NOT_FOUND'],
      ['withdrawRoleRequest', request, 'ROLE_REQUEST_NOT_FOUND'],
      ['grantRole', { request }, 'ROLE_REQUEST_NOT_FOUND'],
      ['grantRole', { community, member, role: 'steward' }, 'MEMBER_NOT_FOUND'],
      ['refuseRole', { request }, 'ROLE_REQUEST_NOT_FOUND'],
      ['revokeRole', { community, member, role: 'steward' }, 'COMMUNITY_NOT_FOUND'],
      ['revokeRole', { community: open, member, role: 'steward' }, 'MEMBER_NOT_FOUND'],
      ['createApiKey', { community, name: 'x', scopes: ['READ'] }, 'COMMUNITY_NOT_FOUND'],
      ['createApiKey', { community: open, name: 'x', scopes: ['READ'], member }, 'MEMBER_NOT_FOUND'],
      ['revokeApiKey', apiKey, 'API_KEY_NOT_FOUND'],
      ['rotateApiKey', apiKey, 'API_KEY_NOT_FOUND'],
      ['createSignInLink', { member }, 'MEMBER_NOT_FOUND'],
      ['endSessions', { member }, 'MEMBER_NOT_FOUND'],
      ['approveAct', act, 'ACT_NOT_FOUND'],
      ['refuseAct', act, 'ACT_NOT_FOUND'],
      ['eraseMember', member, 'MEMBER_NOT_FOUND'],
    ]
    for (const [mutation, argument, code] of refusals) {
      assert.equal(await world.refused(foreign, mutation, argument), code, mutation)
      assert.equal(await world.refused(anonymous, mutation, argument), 'UNAUTHENTICATED', mutation)
    }
    const named = new Set(refusals.map(([mutation]) => mutation))
    assert.deepEqual(
      mutations().filter((name) => !named.has(name)),
      ['createCommunity'],
      'every mutation is tried',
    )
  })

  it('A private community does not exist for a subscription without its key', async (t) => {
    const { world, foreign, own } = await scene(t)
    for (const viewer of [anonymous, foreign] as Viewer[]) {
      const ended = await world.subscribe(viewer, 'subscription { roleRequests(community: "hidden") { cursor } }')
      assert.equal(codeOf(ended as any, 'roleRequests'), 'COMMUNITY_NOT_FOUND')
    }
    const stream: any = await world.subscribe(own, 'subscription { roleRequests(community: "hidden") { cursor } }')
    await stream.return()
  })
})

describe('a public community', () => {
  it('A public community is read by anyone, and written by its own keys only', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    await world.role(community, 'steward')
    const member = await world.member(community)
    const foreign = await world.key(await world.community(), ['ADMIN'])
    const inputs: [string, Record<string, unknown>][] = [
      ['updateCommunity', { community, name: 'x' }],
      ['setDriver', { community, kind: 'EXTERNAL' }],
      ['rotateDriverSecret', { community }],
      ['connectPlatform', { community, platform: 'slack', externalId: 'T2' }],
      ['addMember', { community, name: 'x' }],
      ['linkAccount', { member, account: { platform: 'github', username: 'mallory' } }],
      ['createRole', { community, name: 'x' }],
      ['requestRole', { community, role: 'steward', member }],
      ['grantRole', { member, role: 'steward' }],
      ['revokeRole', { community, member, role: 'steward' }],
      ['createApiKey', { community, name: 'x', scopes: ['READ'] }],
      ['createSignInLink', { member }],
      ['endSessions', { member }],
    ]
    const weak = await world.key(community, ['READ', 'VOTE'])
    for (const [mutation, input] of inputs) {
      for (const viewer of [foreign, weak])
        assert.equal(await world.refused(viewer, mutation, input), 'FORBIDDEN', mutation)
    }
    assert.ok((await world.data(foreign, `{ member(id: "${member}") { name } }`)).member)
  })

  it('A community that becomes private ends its streams for those who may not read it any more', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    await world.role(community, 'steward')
    const member = await world.member(community)
    const stream: any = await world.subscribe(
      anonymous,
      `subscription { roleRequests(community: "${community}") { cursor } }`,
    )
    await world.done(admin, 'updateCommunity', { community, visibility: 'PRIVATE' })
    await world.directory.catchUp()
    const ended = assert.rejects(stream.next(), /private/)
    await world.done(admin, 'requestRole', { community, member, role: 'steward' })
    await ended
  })
})

describe('scopes in the SDL', () => {
  it('The SDL declares scopes on each mutation, ADMIN always among them', () => {
    const type = schema().getMutationType()!
    for (const [name, field] of Object.entries(type.getFields())) {
      const scopes = declaredScopes(field)
      assert.ok(
        scopes?.some((all) => all.length === 1 && all[0] === 'ADMIN'),
        name,
      )
    }
  })
})

const mutations = () => Object.keys(schema().getMutationType()!.getFields())

function schema() {
  const sdl = readFileSync(new URL('../../schema/communities.graphql', import.meta.url), 'utf8')
  const directives = `directive @link(url: String, import: [String]) repeatable on SCHEMA
    directive @key(fields: String) on OBJECT
    directive @shareable on OBJECT | FIELD_DEFINITION
    directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION`
  parse(sdl)
  return buildSchema(`${directives}\n${sdl}`, { assumeValidSDL: true })
}
