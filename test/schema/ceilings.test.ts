// Lists without a length: what they show is bounded where it is written, and one that is too long is told.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { buildSchema, execute, isObjectType, parse } from 'graphql'
import { sql } from 'kysely'
import { applyCeilings, declaredSize, mostEntries } from '../../backbone/subgraph/graphql.ts'
import { readSupergraph } from '../../gateway/graph/supergraph.ts'
import { inspectPolicy } from '../../schema/policy/inspection.ts'
import { testFolkmoot } from '../support/folkmoot.ts'
import { ceilings, userErrors } from './ceilings.ts'

describe('lists that take no length', () => {
  it('A list that takes no length declares its limit in the schema, below what is shown', () => {
    const declared: string[] = []
    for (const type of Object.values(readSupergraph().whole.getTypeMap())) {
      if (!isObjectType(type)) continue
      for (const field of Object.values(type.getFields()))
        if (declaredSize(field) !== null && field.name !== 'userErrors') declared.push(`${type.name}.${field.name}`)
    }
    assert.deepEqual(declared.sort(), Object.keys(ceilings).sort())
    for (const { most } of [...Object.values(ceilings), userErrors]) assert.ok(most <= mostEntries)
  })

  it('A list that takes no length is given whole, or as an error by name, and never shortened', async () => {
    const list = 'directive @listSize(assumedSize: Int) on FIELD_DEFINITION'
    const schema = applyCeilings(
      buildSchema(`${list} type Query { few: [Int!] @listSize(assumedSize: 3) many: [Int!] @listSize(assumedSize: 3)
        later: [Int!] @listSize(assumedSize: 3) none: [Int!] @listSize(assumedSize: 3) paged: [Int!] }`),
    )
    const of = (length: number) => Array.from({ length }, (_, index) => index)
    const { data, errors } = await execute({
      schema,
      document: parse('{ few many later none paged }'),
      rootValue: {
        few: of(mostEntries),
        many: of(mostEntries + 1),
        later: async () => of(5000),
        none: null,
        paged: of(5000),
      },
    })
    assert.equal((data!.few as unknown[]).length, mostEntries)
    assert.equal((data!.paged as unknown[]).length, 5000)
    assert.deepEqual([data!.many, data!.later, data!.none], [null, null, null])
    assert.deepEqual(
      errors!.map(({ path, extensions }) => [path![0], extensions.code]),
      [
        ['many', 'LIST_TOO_LONG'],
        ['later', 'LIST_TOO_LONG'],
      ],
    )
    assert.match(errors![0]!.message, /Wanted at most 1000 entries of Query\.many; there are 1001\./)
  })
})

async function moot(t: TestContext) {
  const folkmoot = await testFolkmoot(t)
  const { community } = await folkmoot.mutate(
    'createCommunity',
    'CreateCommunityInput',
    { slug: 'moot', name: 'Moot' },
    'community { id }',
  )
  const add = async (input: object) =>
    folkmoot.mutate('addMember', 'AddMemberInput', { community: 'moot', name: 'Ada', ...input }, 'member { id }')
  return { folkmoot, community: community.id as string, add }
}

const accounts = (from: number, many: number) =>
  Array.from({ length: many }, (_, index) => ({ platform: 'forum', id: `id-${from + index}` }))

describe('ceilings of one member', () => {
  it('A member has 100 accounts at most, by whichever way they come', async (t) => {
    const { folkmoot, add } = await moot(t)
    const codes = (payload: any) => payload.userErrors.map((each: any) => [each.code, each.path?.[1]])
    assert.deepEqual(codes(await add({ accounts: accounts(1000, 51) })), [['TOO_MANY', 'accounts']])
    const { member: ada } = await add({ accounts: accounts(0, 50) })
    const { member: ben } = await add({ accounts: accounts(50, 50) })
    const { member: cleo } = await add({ accounts: accounts(100, 1) })
    const merge = (from: string, into: string) =>
      folkmoot.mutate('mergeMembers', 'MergeMembersInput', { from, into }, 'member { id accounts { externalId } }')
    assert.equal((await merge(ben.id, ada.id)).member.accounts.length, 100)
    assert.deepEqual(codes(await merge(cleo.id, ada.id)), [['TOO_MANY', 'into']])
    const link = (id: string) =>
      folkmoot.mutate(
        'linkAccount',
        'LinkAccountInput',
        { member: ada.id, account: { platform: 'forum', id } },
        'member { id }',
      )
    assert.deepEqual(codes(await link('one-more')), [['TOO_MANY', 'account']])
    assert.deepEqual(codes(await link('id-7')), []) // known before: nothing more
    const { community } = await folkmoot.ask(
      '{ community(community: "moot") { members { nodes { id accounts { externalId } } } } }',
    )
    assert.deepEqual(
      community.members.nodes.map((each: any) => each.accounts.length),
      [100, 1],
    )
  })

  it('A member has 200 roles at most, by whichever way they come', async (t) => {
    const { folkmoot, community, add } = await moot(t)
    const { member: ada } = await add({})
    const { member: ben } = await add({})
    await sql`insert into communities.roles (id, community, name, name_key)
      select 'role_' || n, ${community}, 'role ' || n, 'role ' || n from generate_series(1, 202) n`.execute(
      folkmoot.db.root,
    )
    const holds = (member: string, from: number, to: number) =>
      sql`insert into communities.grants (community, member, role)
        select ${community}, ${member}, 'role_' || n from generate_series(${from}::int, ${to}::int) n`.execute(
        folkmoot.db.root,
      )
    await holds(ada.id, 1, 199)
    await holds(ben.id, 199, 201)
    const grant = async (role: string) =>
      (
        await folkmoot.mutate('grantRole', 'SettleRoleInput', { member: ada.id, role }, 'roleRequest { status }')
      ).userErrors.map((each: any) => each.code)
    assert.deepEqual(await grant('role 200'), [])
    assert.deepEqual(await grant('role 202'), ['TOO_MANY'])
    assert.deepEqual(await grant('role 7'), []) // held before
    const { userErrors } = await folkmoot.mutate(
      'mergeMembers',
      'MergeMembersInput',
      { from: ben.id, into: ada.id },
      'member { id }',
    )
    assert.deepEqual(
      userErrors.map((each: any) => each.code),
      ['TOO_MANY'],
    )
    const { member } = await folkmoot.ask(`{ member(id: "${ada.id}") { roles { role { id } } } }`)
    assert.equal(member.roles.length, 200)
  })
})

describe('problems of a policy', () => {
  it('The problems of a policy are told up to a hundred, and how many more there are', () => {
    const vote = { title: 'x', closesIn: 'P1D', electorate: { members: Array.from({ length: 300 }, () => '') } }
    const { problems } = inspectPolicy({ name: 'x', on: 'a.b.c', decide: { vote } }, null, null)
    assert.equal(problems.length, 100)
    assert.match(problems.at(-1)!.message, /^There are \d+ more of them\.$/)
  })
})
