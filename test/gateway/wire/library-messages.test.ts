// The libraries themselves, asked for what they tell in words alone: where one of these fails, an update says it otherwise.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { QueryPlanner } from '@graphql-hive/router-query-planner'
import { buildSchema, execute, type GraphQLError, parse, validate } from 'graphql'
import { readSupergraph } from '../../../gateway/graph/supergraph.ts'
import {
  isOfArgument,
  isOfPlanning,
  isOfTooManyPairs,
  isOfTooManyTokens,
  isOfVariable,
  withoutSuggestion,
} from '../../../gateway/wire/library-messages.ts'

const schema = buildSchema('type Query { number(is: Int!): Int  query: Query }')

/** The only error of an operation that is carried out. */
async function errorOf(text: string, variableValues: Record<string, unknown> = {}): Promise<GraphQLError> {
  const { errors } = await execute({ schema, document: parse(text), variableValues })
  assert.equal(errors?.length, 1)
  return errors[0]!
}

describe('what libraries tell in words alone', () => {
  it('What libraries tell in words alone is that there are too many tokens', () => {
    const is = (text: string) => {
      try {
        parse(text, { maxTokens: 5 })
      } catch (error) {
        return isOfTooManyTokens(error as Error)
      }
      return null
    }
    assert.equal(is('{ a b c d e f }'), true)
    assert.equal(is('{ a { '), false)
    assert.equal(is('{ a }'), null)
  })

  it('What libraries tell in words alone is that too many fields of one name stand side by side', () => {
    const text = (count: number) => `{ ${'query { number(is: 1) } '.repeat(count)} }`
    const is = (count: number) => validate(schema, parse(text(count))).some(isOfTooManyPairs)
    assert.equal(is(10), false)
    assert.equal(is(10_000), true)
  })

  it('What libraries tell in words alone is that a variable or an argument does not fit its type', async () => {
    const wrong = await errorOf('query ($is: Int!) { number(is: $is) }', { is: 'one' })
    assert.ok(isOfVariable(wrong) && !isOfArgument(wrong), wrong.message)
    const lacking = await errorOf('{ number }')
    assert.ok(isOfArgument(lacking) && !isOfVariable(lacking), lacking.message)
  })

  it('What libraries tell in words alone is what is near to a name that is not known', () => {
    const [error] = validate(schema, parse('{ numbers }'))
    assert.match(error!.message, /"number"/)
    assert.equal(withoutSuggestion(error!.message), 'Cannot query field "numbers" on type "Query".')
  })

  it('What libraries tell in words alone is that no plan can be made', () => {
    const planner = new QueryPlanner(readSupergraph().sdl)
    const below = 'members { nodes { cred { heldBy { name cred { status } } } } }'
    assert.throws(
      () => planner.plan(`{ community(community: "moot") { ${below} } }`, null, new Set(), 0),
      (error) => isOfPlanning(error as Error),
    )
    assert.throws(
      () => planner.plan('{ nothing }', null, new Set(), 0),
      (error) => !isOfPlanning(error as Error),
    )
  })
})
