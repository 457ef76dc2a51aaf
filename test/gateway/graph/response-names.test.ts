// Aliases and variables that are called like something the gateway needs for itself: the answer is what it is without them.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import {
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isCompositeType,
  isNonNullType,
  isObjectType,
  parse,
  print,
} from 'graphql'
import { renamed } from '../../../gateway/graph/response-names.ts'
import { readSupergraph } from '../../../gateway/graph/supergraph.ts'
import type { Hamlet } from '../../attack/village.ts'
import { testVillage } from '../../support/village.ts'
import { listen } from '../clients.ts'

const { api, whole, answeredBy } = readSupergraph()

async function hamlet(t: TestContext) {
  const { folkmoot, village } = await testVillage(t, 'names')
  return { folkmoot, open: village.open }
}

/** How one comes to each type that has a key, or that a part requires of another; HERE is what is selected of it. */
const ways: Record<string, (of: Hamlet) => string[]> = {
  Community: ({ id, proposal, action }) => [
    `community(community: "${id}") { HERE }`,
    `proposal(id: "${proposal}") { community { HERE } }`,
    `action(id: "${action}") { community { HERE } }`,
    `cred: community(community: "${id}") { members { nodes { community { HERE } cred { status total } } } }`,
  ],
  Member: ({ member, proposal }) => [
    `member(id: "${member}") { HERE }`,
    `proposal(id: "${proposal}") { votes { nodes { member { HERE } } } }`,
  ],
  MemberExport: ({ member }) => [`exportMember(member: "${member}") { HERE }`],
  RoleRequest: ({ roleRequest }) => [`roleRequest(id: "${roleRequest}") { HERE }`],
  CredSnapshot: ({ snapshot }) => [`credSnapshot(id: "${snapshot}") { HERE }`],
  Policy: ({ policy }) => [`policy(id: "${policy}") { HERE }`],
  Proposal: ({ proposal }) => [`proposal(id: "${proposal}") { HERE }`],
  Vote: ({ proposal }) => [`proposal(id: "${proposal}") { votes { nodes { HERE } } }`],
  Decision: ({ decision }) => [`decision(id: "${decision}") { HERE }`],
  PlatformAction: ({ action }) => [`action(id: "${action}") { HERE }`],
  PlatformAccount: ({ member }) => [`member(id: "${member}") { accounts { HERE } cred { status total } }`],
}

/** Names that the planner may read of a type, by what composition wrote: keys, and what is required. */
function needed(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  const add = (type: string, fields: string): void => {
    const names = found.get(type) ?? new Set(['__typename', '_internal_qp_alias_0', 'folkmoot_as_id'])
    found.set(type, names)
    const object = whole.getType(type) as GraphQLObjectType
    const [operation] = parse(`{ ${fields} }`).definitions as any[]
    for (const each of operation.selectionSet.selections) {
      names.add(each.name.value)
      const of = getNamedType(object.getFields()[each.name.value]!.type).name
      if (each.selectionSet) add(of, print(each.selectionSet).slice(1, -1))
    }
  }
  for (const type of Object.values(whole.getTypeMap())) {
    if (!isObjectType(type)) continue
    const nodes = [type, ...Object.values(type.getFields())].map(({ astNode }) => astNode)
    for (const { name, arguments: given } of nodes.flatMap((node) => node?.directives ?? [])) {
      for (const { name: argument, value } of given ?? []) {
        const reads = `${name.value}.${argument.value}`
        if (/^join__(type\.key|field\.requires)$/.test(reads)) add(type.name, (value as { value: string }).value)
      }
    }
  }
  return found
}

const simple = ({ args }: GraphQLField<unknown, unknown>) =>
  args.every(({ type, defaultValue }) => !isNonNullType(type) || defaultValue !== undefined)

/** A field with something below it, where there must be. */
function selected(field: GraphQLField<unknown, unknown>): string | null {
  const type = getNamedType(field.type)
  if (!isCompositeType(type)) return field.name
  const leaves = Object.values((type as GraphQLObjectType).getFields()).filter(
    (each) => simple(each) && !isCompositeType(getNamedType(each.type)),
  )
  const leaf = leaves.find(({ name }) => name === 'id' || name === 'totalCount') ?? leaves[0]
  return leaf ? `${field.name} { ${leaf.name} }` : null
}

/** The same with some of the fields, and one of them under one more name. */
function withName(value: any, name: string, field: string, some: ReadonlySet<string>): any {
  if (Array.isArray(value)) return value.map((each) => withName(each, name, field, some))
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value)
    .filter(([key]) => !key.startsWith('p_') || some.has(key.slice(2)))
    .map(([key, each]) => [key, withName(each, name, field, some)])
  return Object.fromEntries(`p_${field}` in value ? [...entries, [name, value[`p_${field}`]]] : entries)
}

describe('response names the gateway needs', () => {
  it('A name that the gateway needs may be the alias of any field, and changes nothing', async (t) => {
    const { folkmoot, open } = await hamlet(t)
    const wanted = needed()
    assert.deepEqual([...wanted.keys()].sort(), Object.keys(ways).sort())
    let asked = 0
    for (const [type, names] of wanted) {
      const fields = Object.values((api.getType(type) as GraphQLObjectType).getFields()).filter(simple)
      const texts = new Map(fields.flatMap((field) => (selected(field) ? [[field.name, selected(field)!]] : [])))
      texts.set('__typename', '__typename')
      // One field of each part, so that all of them are asked by key.
      const parts = new Map([...texts].map(([name]) => [[...(answeredBy.get(`${type}.${name}`) ?? [])].join(), name]))
      for (const way of ways[type]!(open)) {
        const ask = (some: Iterable<string>, more = '') => {
          const here = `${[...some].map((each) => `p_${each}: ${texts.get(each)}`).join(' ')} ${more}`
          return folkmoot.request(`{ aside: platforms { platform } ${way.replace('HERE', here)} }`)
        }
        const plain = await ask(texts.keys())
        assert.equal(plain.errors, undefined, way)
        // Each name for each field: all names at once, each time for other fields.
        const given = [...names]
        for (let turn = 0; turn < texts.size; turn++) {
          const some = new Set(parts.values())
          const called: [name: string, field: string][] = []
          given.forEach((name, at) => {
            const field = [...texts.keys()][(turn + at) % texts.size]!
            if (field === name) return
            some.add(field)
            called.push([name, field])
          })
          const more = called.map(([name, field]) => `${name}: ${texts.get(field)}`).join(' ')
          const expected = called.reduce((data, [name, field]) => withName(data, name, field, some), plain.data)
          assert.deepEqual(await ask(some, more), { data: expected }, `${more} of ${type}, ${way}`)
          asked += called.length
        }
      }
    }
    assert.ok(asked > 300)
  })

  it('A name that the gateway needs may be a field’s at the top, under a condition, and in a scalar', async (t) => {
    const { folkmoot, open } = await hamlet(t)
    const { data, errors } = await folkmoot.request(
      `query ($c: ID!, $yes: Boolean = true) {
        _entities: community(community: $c) { ...F @include(if: $yes) decisions { nodes { id: record hash } } cred { total } }
        community: decision(id: "${open.decision}") { evidence: reason proposal { community { id: slug name @skip(if: $yes) } } }
      } fragment F on Community { id: slug ... on Community { __typename: visibility } }`,
      { c: open.id },
    )
    assert.equal(errors, undefined)
    const { id: record } = data._entities.decisions.nodes[0]
    assert.equal(record.id, open.decision)
    assert.equal(data._entities.id, open.slug)
    assert.equal(data._entities.__typename, 'PUBLIC')
    assert.ok(data._entities.cred.total > 0)
    assert.deepEqual(data.community, { evidence: 'so it was', proposal: { community: { id: open.slug } } })
  })

  it('A name that the gateway needs may be the alias of itself', async (t) => {
    const { folkmoot, open } = await hamlet(t)
    const below = 'roles { role { holders { nodes { cred { status } community { id: id } } } } } votes { totalCount }'
    const { data, errors } = await folkmoot.request(`{ member(id: "${open.member}") { ${below} } }`)
    assert.equal(errors, undefined)
    assert.equal(data.member.roles[0].role.holders.nodes[0].community.id, open.id)
  })

  it('A name that the gateway needs is told in errors as the client wrote it', async (t) => {
    const { folkmoot, open } = await hamlet(t)
    const { data, errors } = await folkmoot.request(
      `{ aside: platforms { platform } id: community(community: "${open.id}") { slug: decisions(first: 1000) { totalCount } } }`,
    )
    assert.equal(data.id.slug, null)
    assert.equal(errors![0]!.extensions.code, 'BAD_INPUT')
    assert.deepEqual(errors![0]!.path?.slice(0, 1), ['id'])
    assert.ok(!JSON.stringify(errors).includes('folkmoot_as'))
  })

  it('A name that the gateway needs may be that of a variable', async (t) => {
    const { folkmoot, open } = await hamlet(t)
    const ask = (name: string, value: unknown) =>
      folkmoot.request(
        `query ($c: ID!, $${name}: Int = 1) { community(community: $c) { slug members(first: $${name}) { nodes { name votes(first: $${name}) { totalCount nodes { weight } } } } } }`,
        { c: open.id, ...(value === undefined ? {} : { [name]: value }) },
      )
    for (const name of ['representations', '_representations', 'folkmoot_as_representations']) {
      for (const value of [undefined, 2]) assert.deepEqual(await ask(name, value), await ask('plain', value))
      const said = JSON.stringify(await ask(name, 'x'))
      assert.equal(said, JSON.stringify(await ask('plain', 'x')).replaceAll('$plain', `$${name}`))
    }
  })

  it('A name that the gateway needs may be that of a field in a stream', async (t) => {
    const { folkmoot, open } = await hamlet(t)
    const below = (id: string, accounts: string, own: string) =>
      `${id}: joinedAt ${accounts}: name community { ${own}: slug decisions { totalCount } } cred { status total } votes { totalCount }`
    const list = (id: string, accounts: string, own: string) => `subscription {
      members(community: "${open.id}", after: "${folkmoot.beginning('members', open.id)}") {
        ${id}: __typename member { ${below(id, accounts, own)} } } }`
    const state = (id: string, accounts: string, own: string) => `subscription {
      ${id}: proposal(id: "${open.proposal}") { ${id}: title votes { nodes { member { ${below(id, accounts, own)} } } } } }`
    for (const written of [list, state]) {
      for (const transport of ['sse', 'ws'] as const) {
        const hear = async (...names: [string, string, string]) =>
          (await listen(t, transport, folkmoot.url, written(...names), folkmoot.adminKey).next()).value
        const plain = await hear('as_id', 'as_accounts', 'as_id')
        assert.ok(plain.data, JSON.stringify(plain))
        const expected = JSON.parse(JSON.stringify(plain).replace(/"as_/g, '"'))
        assert.deepEqual(await hear('id', 'accounts', 'id'), expected, `${written.name} over ${transport}`)
      }
    }
  })
})

describe('renaming in documents', () => {
  const flat = (text: string) => print(renamed(parse(text)).document).replace(/\s+/g, ' ')

  it('Names in a document that the client makes up are ours, and no others', () => {
    assert.equal(
      flat(
        'query ($representations: ID!, $x: ID!) { id: community(community: $representations) { id: slug name } member(id: $x) { id } }',
      ),
      'query ($folkmoot_as_representations: ID!, $x: ID!) { folkmoot_as_id: community(community: $folkmoot_as_representations) { folkmoot_as_id: slug name } member(id: $x) { id } }',
    )
  })

  it('Names of fields are not aliased to themselves, which would end the planner process', () => {
    assert.equal(
      flat('{ member(id: "x") { community: community { id: id } cred: cred { t: total } } }'),
      '{ member(id: "x") { community { id } cred { folkmoot_as_t: total } } }',
    )
  })

  it('Names in an error are the client’s', () => {
    const { restored } = renamed(parse('{ id: community(community: "x") { name } }'))
    const error = restored(new GraphQLError('It is wrong.', { path: ['folkmoot_as_id', 0, 'name'] }))
    assert.deepEqual(error.path, ['id', 0, 'name'])
  })
})
