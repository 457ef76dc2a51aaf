// A field that an operation selects more than once.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { buildSchema, type FragmentDefinitionNode, Kind, type OperationDefinitionNode, parse, print } from 'graphql'
import { mergedFields } from '../../../gateway/graph/merged-fields.ts'
import { testFolkmoot } from '../../support/folkmoot.ts'
import { takenBy } from '../../support/taken.ts'

const schema = buildSchema(`
  type Query { a(id: ID): A  b: B }
  type Mutation { one: A two: B three: A }
  interface Named { text: String }
  type A implements Named { id: ID b: B list: [B!]! text: String }
  type B implements Named { id: ID a: A text: String }
`)

function merged(text: string, variables: Record<string, unknown> = {}): string | null {
  const { definitions } = parse(text)
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const each of definitions) if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each)
  const flat = (text: string) => text.replace(/\s+/g, ' ')
  const operation = mergedFields(schema, definitions[0] as OperationDefinitionNode, fragments, variables, 1000)
  return typeof operation === 'string' ? operation : operation && flat(print(operation))
}

describe('merging fields', () => {
  it('The fields of an operation are merged, however deep and by whichever fragments', () => {
    assert.equal(
      merged(`{ a(id: 1) { ...F list { id } ... { b { id } } } ...G b { id } }
        fragment F on A { list { text ...H } b { text } } fragment G on Query { a(id: 1) { list { a { id } } } }
        fragment H on B { id }`),
      '{ a(id: 1) { list { text id a { id } } b { text id } } b { id } }',
    )
  })

  it('The fields of an operation stay apart under other names, and those that are skipped are left out', () => {
    const text = `query ($x: Boolean!) { one: a(id: 1) { id } two: a(id: 2) { id } b { id text @skip(if: $x) ...F @include(if: $x) } }
      fragment F on B { a { id } a { b { id } } }`
    const both = 'query ($x: Boolean!) { one: a(id: 1) { id } two: a(id: 2) { id }'
    assert.equal(merged(text, { x: true }), `${both} b { id a { id b { id } } } }`)
    assert.equal(merged(text, { x: false }), `${both} b { id text } }`)
  })

  it('The fields of an operation that are all skipped leave what they stand in, and at the top nothing', () => {
    assert.equal(merged('{ b { id @skip(if: true) a @include(if: false) { id } } }'), '{ b { __typename } }')
    assert.equal(merged('{ b @skip(if: true) { id } ... @include(if: false) { a { id } } }'), 'nothing')
  })

  it('The fields of an operation that can never be are left out, and what they stand in is asked for', () => {
    assert.equal(merged('{ b { ... on Named { ... on A { id } } } }'), '{ b { __typename } }')
    assert.equal(merged('{ b { ... on Named { text ... on B { id } } } }'), '{ b { text id } }')
  })

  it('The fields of an operation have the name of a type by its own name', () => {
    assert.equal(merged('{ b { id: __typename kind: __typename text } }'), '{ b { __typename text } }')
  })

  it('The fields of an operation are left as they are if merging grows without end', () => {
    const levels = Array.from(
      { length: 40 },
      (_, index) => `fragment F${index} on A { x: b { a { ...F${index + 1} } } y: b { a { ...F${index + 1} } } }`,
    )
    assert.equal(merged(`{ a { ...F0 } } ${levels.join(' ')} fragment F40 on A { id }`), null)
  })

  it('The fields of an operation keep their order', () => {
    assert.equal(
      merged('mutation ($x: Boolean!) { one { id } two @skip(if: $x) { id } three { id } one { b { id } } }'),
      'mutation ($x: Boolean!) { one { id b { id } } two { id } three { id } }',
    )
  })
})

describe('answers to merged fields', () => {
  it('An answer has a list once, however often its field was asked for', async (t) => {
    const moot = await testFolkmoot(t)
    const tell = takenBy(moot)
    await tell('createCommunity', 'CreateCommunityInput', { slug: 'moot', name: 'Moot' }, 'community { id }')
    await tell('createRole', 'CreateRoleInput', { community: 'moot', name: 'one' }, 'role { id }')
    await tell(
      'recordDecision',
      'RecordDecisionInput',
      {
        community: 'moot',
        title: 'A list',
        outcome: 'APPROVED',
        reason: 'So it is.',
        evidence: { list: [1, 2] },
      },
      'decision { id }',
    )
    const { community } = await moot.ask(
      `query ($yes: Boolean!) { community(community: "moot") { ...F ...G @include(if: $yes) decisions { nodes { texts evidence } } } }
       fragment F on Community { roles { name } decisions { nodes { texts } ...H } }
       fragment G on Community { roles { name } decisions { nodes { id } } ... { decisions { ...H } } }
       fragment H on DecisionConnection { nodes { evidence proposal { choices { key } } } nodes { proposal { choices { label } } } }`,
      { yes: true },
    )
    assert.deepEqual(community.roles, [{ name: 'one' }])
    const { nodes } = community.decisions
    assert.equal(nodes.length, 1)
    assert.deepEqual(nodes[0].evidence, { list: [1, 2] })
    assert.deepEqual(nodes[0].texts.evidence.value, { list: [1, 2] })
    const { choices } = nodes[0].proposal
    assert.equal(new Set(choices.map(({ key }: { key: string }) => key)).size, choices.length)
    assert.ok(choices.every(({ label }: { label: string }) => label))
  })
})
