import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { buildSchema, parse, validate } from 'graphql'
import { getVariableValues } from 'graphql/execution/values.js'
import { withoutObjects } from '../../../gateway/wire/errors.ts'
import { testFolkmoot } from '../../support/folkmoot.ts'

const schema = buildSchema(`
  scalar JSON
  input Deep { token: JSON more: Deep name: String! list: [Int!] }
  type Query { a(input: Deep, id: ID): Int }`)
const secret = 'a "secret" } ] of; value {'

/** What graphql-js says of variables. */
function saidOf(type: string, given: unknown): string {
  const [operation] = parse(`query ($given: ${type}) { a }`).definitions as any
  const { errors } = getVariableValues(schema, operation.variableDefinitions, { given })
  return errors!.map(({ message }) => withoutObjects(message)).join(' ')
}

describe('errors about values', () => {
  it('An error about a value does not repeat objects and lists, which may hold credentials', () => {
    const lacking = { token: { key: secret }, more: { token: [secret], name: 'x' } }
    assert.equal(
      saidOf('Deep', lacking),
      'Variable "$given" got invalid value …; Field "name" of required type "String!" was not provided.',
    )
    for (const [type, given] of [
      ['Deep', { name: { secret } }],
      ['Deep', { name: 'x', list: [{ secret }] }],
      ['Deep', { name: 'x', unknown: secret, token: { secret } }],
      ['ID', { secret }],
      ['ID', [[secret]]],
      ['Int', { secret: { secret } }],
    ] as const)
      assert.ok(!saidOf(type, given).includes('secret'), saidOf(type, given))
    assert.match(saidOf('Int', 'seven'), /got invalid value "seven"; Int cannot represent non-integer value: "seven"/)
  })

  it('An error about a value does not repeat it where it stands in the document either', () => {
    const literal = JSON.stringify(secret)
    const block = `""" of " secret } ] """`
    for (const text of [
      `{ a(id: { y: ${block} x: ${literal} }) }`,
      `{ a(id: { x: ${literal} }) }`,
      `{ a(input: { name: [${literal}] }) }`,
    ])
      for (const { message } of validate(schema, parse(text)))
        assert.ok(!withoutObjects(message).includes('secret'), withoutObjects(message))
  })
})

describe('operations without a plan', () => {
  it('An operation that no plan can be made for is refused by name, and not reported as a fault', async (t) => {
    const moot = await testFolkmoot(t)
    const { data, errors } = await moot.request(
      '{ community(community: "moot") { members { nodes { cred { heldBy { name cred { status } } } } } } }',
    )
    assert.equal(data, undefined)
    assert.deepEqual(
      errors!.map(({ extensions }) => extensions.code),
      ['PLAN_FAILED'],
    )
    const { errors: none } = await moot.request(
      '{ community(community: "moot") { members { nodes { cred { heldBy { name } } } } } }',
    )
    assert.equal(none, undefined)
  })
})
