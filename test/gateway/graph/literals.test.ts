// Values that stand in an operation itself: they mean the same whether one part answers it or a plan is made.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parse, print, validate } from 'graphql'
import { lifted } from '../../../gateway/graph/literals.ts'
import { readSupergraph } from '../../../gateway/graph/supergraph.ts'
import { testFolkmoot } from '../../support/folkmoot.ts'

const taken = [
  '"\\u0041 \\/\\b\\f\\n\\r\\t\\\\\\""',
  '"\\u0001\\u001f\\u007f\\u009f\\u000b"',
  '"\\u{1F701}\\uD83D\\uDE00\\u202e"',
  '"tab\there"',
  '["\\b", { a: "\\u001b" }, [["\\b"]]]',
  '"""block\n   text\n  with "quotes" \\""" and an end"""',
  '"""\n"""',
  '1e-400',
  '-0.0',
  '0.1e2',
  '12345.678901234567890123',
  '9223372036854775807',
  '-9223372036854775808',
  '{ type: 1, on: 2, fragment: NAME, true1: null, query: false }',
  `${'['.repeat(17)}${']'.repeat(17)}`,
]
const refused = [
  '1e400',
  '-1e400',
  '9223372036854775808',
  '-9223372036854775809',
  '9'.repeat(3000),
  `${'['.repeat(19)}${']'.repeat(19)}`,
  `${'{ a: '.repeat(60)}1${' }'.repeat(60)}`,
]

describe('literals in operations', () => {
  it('A literal in an operation is taken as it is, or refused, by whichever way it is planned', async (t) => {
    const moot = await testFolkmoot(t)
    await moot.mutate('createCommunity', 'CreateCommunityInput', { slug: 'moot', name: 'Moot' }, 'community { id }')
    let reported = 0
    const report = async (literal: string, more: string) => {
      const input = `community: "moot", kind: "forum.post.created", subject: { type: "post", id: "${++reported}" }`
      const { data, errors } = await moot.request(
        `mutation { reportAction(input: { ${input}, data: { value: ${literal} } }) { action { data ${more} } userErrors { message } } }`,
      )
      return errors ?? data.reportAction.action?.data ?? data.reportAction.userErrors
    }
    const planned = 'community { name }'
    for (const literal of taken) {
      const whole = await report(literal, '')
      assert.ok('value' in whole, JSON.stringify(whole))
      assert.deepEqual(await report(literal, planned), whole, literal)
    }
    for (const literal of refused) {
      for (const more of ['', planned]) {
        const [error] = await report(literal, more)
        assert.equal(error.extensions?.code, 'BAD_INPUT', literal)
        assert.ok(error.message.length < 200)
      }
    }
  })

  it('A literal may be deep where the fields are deep, too', async (t) => {
    const moot = await testFolkmoot(t, { limits: { depth: 20 } })
    await moot.mutate('createCommunity', 'CreateCommunityInput', { slug: 'moot', name: 'Moot' }, 'community { id }')
    const below = `${'newest { '.repeat(16)} community { name } ${' }'.repeat(16)}`
    const { data, errors } = await moot.request(
      `mutation { reportAction(input: { community: "moot", kind: "forum.post.created", subject: { type: "post", id: "1" },
        data: { value: ${'['.repeat(18)}${']'.repeat(18)} } }) { action { ${below} } } }`,
    )
    assert.equal(errors, undefined)
    assert.ok(data.reportAction.action)
  })

  it('A literal with control characters may be the default of a variable', async (t) => {
    const moot = await testFolkmoot(t)
    await moot.mutate('createCommunity', 'CreateCommunityInput', { slug: 'moot', name: 'Moot' }, 'community { id }')
    const query = `query ($name: String = "o\\bo", $c: ID!) {
      aside: platforms { platform } community(community: $c) { members(search: $name) { totalCount } cred { total } } }`
    const { errors } = await moot.request(query, { c: 'moot' })
    assert.equal(errors, undefined)
  })
})

describe('control characters in literals', () => {
  const { whole } = readSupergraph()
  const nameOf = (index: number) => `own${index}`

  it('Literals with control characters become variables of the type that stands there', () => {
    const { document, variables } = lifted(
      whole,
      parse(`query ($x: String = "\\b", $y: ID) { communities(search: "a\\u0001") { totalCount } community(community: $y) { members(search: $x) { totalCount } }
        checkPolicy(community: "x", document: { a: ["\\b"] }) { valid } }`),
      nameOf,
    )
    const text = print(document).replace(/\s+/g, ' ')
    assert.ok(text.startsWith('query ($x: String = " ", $y: ID, $own0: String, $own1: JSON)'), text)
    assert.ok(text.includes('communities(search: $own0)'))
    assert.ok(text.includes('document: { a: [$own1] }') || text.includes('document: {a: [$own1]}'), text)
    assert.deepEqual(variables({ y: '1' }), { x: '\b', y: '1', own0: 'a\u0001', own1: '\b' })
    assert.deepEqual(variables({ x: null }), { x: null, own0: 'a\u0001', own1: '\b' })
  })

  it('A document valid only by a variable’s default stays valid when its literals become variables', () => {
    const document = parse('query ($c: ID = "a\\u0001") { community(community: $c) { id } }')
    assert.deepEqual(validate(whole, document), [])
    const changed = lifted(whole, document, nameOf)
    assert.deepEqual(validate(whole, changed.document), [])
    assert.deepEqual(changed.variables({}), { c: 'a\u0001' })
  })

  it('A document without control characters in its literals is not changed', () => {
    const document = parse('{ communities(search: "a b") { totalCount } }')
    assert.equal(lifted(whole, document, nameOf).document, document)
  })
})
