import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type GraphQLError, type OperationDefinitionNode, parse } from 'graphql'
import { defaultLimits } from '../../../backbone/limits.ts'
import { operationsOf, type Unrunnable } from '../../../gateway/graph/operations.ts'
import { readSupergraph } from '../../../gateway/graph/supergraph.ts'
import { coerced } from '../../../gateway/graph/variables.ts'

const { api } = readSupergraph()

function valuesOf(declared: string, given: Record<string, unknown>, hideSuggestions = false) {
  const [definition] = parse(`query (${declared}) { __typename }`).definitions as [OperationDefinitionNode]
  return coerced(api, definition.variableDefinitions!, given, hideSuggestions)
}

function refusedOf(...asked: Parameters<typeof valuesOf>): readonly GraphQLError[] {
  try {
    valuesOf(...asked)
  } catch (error) {
    return (error as { errors: readonly GraphQLError[] }).errors
  }
  return []
}

describe('values of variables', () => {
  it('A variable has its default, and stays as JSON has it', () => {
    assert.deepEqual(valuesOf('$a: Int = 3, $b: DateTime, $c: [ID!], $d: JSON, $e: String', { c: 5, d: { x: [1] } }), {
      a: 3,
      c: ['5'],
      d: { x: [1] },
    })
    const instant = '2026-11-22T18:00:00.5+01:00'
    assert.deepEqual(valuesOf('$at: DateTime!, $for: Duration', { at: instant, for: 'P3D', more: 1 }), {
      at: instant,
      for: 'P3D',
    })
  })

  it('A variable of a scalar of ours is refused before a part is asked, and tells no credentials', () => {
    const secret = { token: 'hunter2' }
    for (const [type, given] of [
      ['DateTime', 'yesterday'],
      ['DateTime', 5],
      ['DateTime', secret],
      ['Duration', '3 days'],
      ['Duration', secret],
      ['Cursor', secret],
      ['CreateApiKeyInput', { community: 'c', name: 'n', scopes: ['READ'], expiresAt: 'never' }],
      ['CreateApiKeyInput', { community: 'c', name: 'n', scopes: ['READ'], expiresAt: secret }],
    ] as const) {
      const errors = refusedOf(`$v: ${type}`, { v: given })
      assert.deepEqual(
        errors.map(({ extensions, locations }) => [extensions.code, locations]),
        [['BAD_INPUT', [{ line: 1, column: 8 }]]],
        `${type} ${JSON.stringify(given)}`,
      )
      assert.match(errors[0]!.message, /^Variable "\$v" got invalid value .*Wanted /)
      assert.doesNotMatch(errors[0]!.message, /hunter2/)
    }
  })

  it('A literal of a scalar of ours is refused by validation, with where', () => {
    const key = (expiresAt: string) =>
      `mutation { createApiKey(input: { community: "c", name: "n", scopes: [READ], expiresAt: ${expiresAt}}) { id } }`
    const { prepare } = operationsOf(readSupergraph(), defaultLimits)
    const refused = (literal: string) => {
      try {
        prepare({ query: key(literal), operationName: null, variables: {} })
      } catch (error) {
        const [{ message, locations, extensions }] = (error as Unrunnable).errors as [GraphQLError]
        return { message, at: locations?.[0]?.column, code: extensions.code }
      }
      return null
    }
    assert.equal(refused('"2099-01-01T00:00:00Z"'), null)
    for (const literal of ['"soon"', '{ token: "hunter2" }']) {
      const { message, at, code } = refused(literal)!
      assert.deepEqual([at, code], [key('').indexOf('})') + 1, 'GRAPHQL_VALIDATION_FAILED'])
      assert.match(message, /^Wanted an RFC 3339 instant/)
      assert.doesNotMatch(message, /hunter2/)
    }
  })

  it('Variables that do not fit are told together, up to a number, and what is near to them only if wanted', () => {
    const many = Array.from({ length: 30 }, (_, index) => `$v${index}: Int!`).join(' ')
    assert.equal(refusedOf(many, {}).length, 11)
    const given = { v: { slgu: 'x' } }
    const said = (hide: boolean) => refusedOf('$v: CreateCommunityInput', given, hide).map(({ message }) => message)
    assert.match(said(false).join(' '), /Did you mean/)
    assert.doesNotMatch(said(true).join(' '), /Did you mean/)
  })
})
