// What operations are counted with, on the schema that clients see.

import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { getIntrospectionQuery, getNamedType, isObjectType, Kind, parse } from 'graphql'
import { defaultLimits } from '../../../backbone/limits.ts'
import * as driven from '../../../driver/operations.ts'
import { costOf, costOfIntrospection, isList, lengthArgument } from '../../../gateway/graph/limits.ts'
import { operationsOf, Unrunnable } from '../../../gateway/graph/operations.ts'
import { readSupergraph } from '../../../gateway/graph/supergraph.ts'
import * as questions from '../../../schema/policy/questions.ts'

const supergraph = readSupergraph()
const { api, sizes } = supergraph
const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
const types = Object.values(api.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'))
const fields = types.flatMap((type) =>
  isObjectType(type) ? Object.values(type.getFields()).map((field) => ({ type, field })) : [],
)

function partsOf(text: string) {
  const { definitions } = parse(text)
  const fragments = new Map(
    definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])),
  )
  return { fragments, operations: definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION) }
}
const unlimited = { ...defaultLimits, cost: Number.POSITIVE_INFINITY }
const costs = (text: string, variables: Record<string, unknown> = {}) => {
  const { fragments, operations } = partsOf(text)
  return operations.map((operation) => ({
    name: operation.name?.value,
    cost: costOf(unlimited, supergraph, operation, fragments)(variables),
  }))
}
const cost = (text: string, variables?: Record<string, unknown>) => costs(text, variables)[0]!.cost

describe('cost of operations', () => {
  it('The cost of every list of the schema has a length', () => {
    const lists = fields.filter(({ field }) => isList(field.type))
    assert.ok(lists.length > 50)
    for (const { type, field } of lists) {
      const leading = fields.filter((each) => getNamedType(each.field.type) === type)
      const said =
        lengthArgument(field) !== undefined ||
        sizes.get(`${type.name}.${field.name}`)?.length != null ||
        (leading.length > 0 && leading.every((each) => !isList(each.field.type) && lengthArgument(each.field)))
      assert.ok(said, `${type.name}.${field.name}: give it first or last, or @listSize(assumedSize: …)`)
    }
  })

  it('The cost of an operation multiplies by the length of a list, once', () => {
    assert.equal(cost('{ communities(first: 7) { nodes { name slug } } }'), 1 + 1 + 7 * 2)
    assert.equal(
      cost('{ communities(first: 7) { totalCount pageInfo { hasNextPage } nodes { name } } }'),
      1 + 1 + 2 + 1 + 7,
    )
    const nested = '{ communities(first: 10) { nodes { members(first: 20) { nodes { name } } } } }'
    assert.equal(cost(nested), 1 + 1 + 10 * (1 + 1 + 20))
    assert.equal(cost('{ communities { nodes { slug } } }'), 1 + 1 + 50)
    const asked =
      'query ($n: Int = 5) { communities(first: $n) { ...more } } fragment more on CommunityConnection { nodes { slug } }'
    assert.deepEqual([cost(asked), cost(asked, { n: 30 })], [7, 32])
    assert.equal(cost('{ member(id: "x") { accounts { platform username } } }'), 1 + 1 + 10 * 2)
  })

  it('An operation whose cost grows with lists in lists that take no length is refused', () => {
    const { prepare } = operationsOf(supergraph, defaultLimits)
    const forbidden = (query: string) => {
      const asked = { query, operationName: null, variables: {} }
      return prepare(asked).forbids({ kind: 'system', scopes: ['ADMIN'] } as any, {})?.extensions.code ?? null
    }
    const versions =
      '{ community(community: "pub") { policies { versions { versions { versions { id document } } } } } }'
    assert.equal(forbidden(versions), 'TOO_COMPLEX')
    const chains = (count: number) =>
      `{ ${Array.from({ length: count }, (_, n) => `a${n}: verifyDecisions(community: "c${n}") { valid }`).join(' ')} }`
    assert.deepEqual([forbidden(chains(25)), forbidden(chains(2))], ['TOO_COMPLEX', null])
    const deep = (n: number) => `{ __schema { types { ${'fields { type { '.repeat(n)} name ${'} } '.repeat(n)} } } }`
    assert.throws(() => prepare({ query: deep(4), operationName: null, variables: {} }), Unrunnable)
  })

  it('An operation with too many fields of one name is refused before it is validated', () => {
    const { prepare } = operationsOf(supergraph, defaultLimits)
    const names = 'id '.repeat(240)
    const spread = Array.from({ length: 15 }, (_, n) => `...F${n}`).join(' ')
    const fragments = Array.from({ length: 15 }, (_, n) => `fragment F${n} on Community { ${names} }`).join(' ')
    const query = `{ community(community: "x") { ${spread} } } ${fragments}`
    assert.throws(
      () => prepare({ query, operationName: null, variables: {} }),
      (error: Unrunnable) => error.errors[0]!.extensions.code === 'TOO_COMPLEX' && /pairs/.test(error.message),
    )
  })

  it('An operation past a limit is told from one that is wrong', () => {
    const codeOf = (query: string, limits: Partial<typeof defaultLimits> = {}) => {
      const { prepare } = operationsOf(supergraph, { ...defaultLimits, ...limits })
      try {
        prepare({ query, operationName: null, variables: {} })
      } catch (error) {
        return (error as Unrunnable).errors.map(({ extensions }) => extensions.code)
      }
      return []
    }
    // What validation would have to compare, were it not for our own limits before it.
    const wide = { pairs: 1e9, tokens: 1e6, rootFields: 1e5, selections: 1e5 }
    const same = '{ '.concat('viewer { scopes } '.repeat(10_000), '}')
    assert.deepEqual(codeOf(same, wide), ['TOO_COMPLEX'])
    assert.deepEqual(new Set(codeOf(`{ viewer { ${'nope '.repeat(30)} } }`)), new Set(['GRAPHQL_VALIDATION_FAILED']))
    assert.deepEqual(codeOf('{ viewer { scopes } }', { tokens: 6 }), [])
    assert.deepEqual(codeOf('{ viewer { scopes } }', { tokens: 5 }), ['TOO_COMPLEX'])
    assert.deepEqual(codeOf('{ viewer { scopes ', { tokens: 5 }), ['GRAPHQL_PARSE_FAILED'])
    assert.deepEqual(codeOf('{ viewer { "', { tokens: 5 }), ['GRAPHQL_PARSE_FAILED'])
  })

  it('The cost of introspection counts the schema as it is', () => {
    const count = (text: string) => {
      const { fragments, operations } = partsOf(text)
      return costOfIntrospection(api, operations[0]!, fragments)
    }
    assert.equal(count('{ __schema { types { name } } }'), 1 + 1 + Object.keys(api.getTypeMap()).length)
    const whole = getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    })
    assert.ok(count(whole) < defaultLimits.cost / 3)
  })

  it('The limit of cost leaves room for everything that the page, the driver and the docs ask', () => {
    const page = globSync(new URL('../../../dashboard/src/graphql/*.graphql', import.meta.url).pathname)
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n')
    const docs = [...read('docs/api.md').matchAll(/```graphql\n(.*?)```/gs)].map((match) => match[1]!)
    const ours = Object.values({ ...driven, ...questions })
      .flatMap((text: string | readonly string[]) => text)
      .filter((text) => /^\s*(query|mutation|subscription)\b/.test(text))
    const all = [page, ...docs, ...ours].flatMap((text) => costs(text, { first: 100, last: 100 }))
    assert.ok(all.length > 80, String(all.length))
    for (const { name, cost } of all) assert.ok(cost * 1.5 <= defaultLimits.cost, `${name} costs ${cost}`)
  })
})
