// What one subgraph can answer whole is given to it as it came. Nobody is to see a difference: each operation is asked
// alone, and beside a field of another subgraph, which makes the planner part it.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { defaultLimits } from '../../../backbone/limits.ts'
import { operationsOf } from '../../../gateway/graph/operations.ts'
import { readSupergraph } from '../../../gateway/graph/supergraph.ts'
import { arrangements, keys, testGateway } from '../server.ts'

interface Question {
  query: string
  variables?: object
}

const questions: Record<string, Question> = {
  'a field with an alias': { query: '{ it: community(community: "x") { id called: name } }' },
  'the same field twice, and its type': {
    query: '{ community(community: "x") { name } community(community: "x") { id __typename } }',
  },
  'fragments, one in the other': {
    query: `{ ...Top } fragment Top on Query { community(community: "x") { ...Named } }
      fragment Named on Community { members(first: 3) { nodes { id ... on Member { name } } } }`,
  },
  'conditions and a default': {
    query: `query ($with: Boolean = true, $first: Int = 2, $not: Boolean!) { community(community: "x") {
      name @skip(if: $with) id @include(if: $not) members(first: $first) @include(if: $with) { nodes { name } } } }`,
    variables: { not: false },
  },
  'what is null': { query: '{ community(community: "none") { name } }' },
  'an entity that another part completes': {
    query: '{ viewer { kind scopes member { id } community { id } } decision(id: "dec_1") { id maker { id } } }',
  },
  'a refusal': { query: '{ ok: community(community: "x") { id } fail(how: "refusal") }' },
  'a fault': { query: '{ fail(how: "bug") }' },
  'a variable of another type': {
    query: 'query ($c: ID!) { community(community: $c) { name } }',
    variables: { c: { a: 1 } },
  },
  'a variable that is not there': { query: 'query ($c: ID!) { community(community: $c) { name } }' },
}

/** With a field of `actions` at the top beside what is asked. */
const beside = (query: string) => query.replace(/^(query[^{]*)?\{/, '$1{ aside: platforms ')

for (const arrangement of arrangements) {
  describe(`operations of one subgraph, subgraphs ${arrangement}`, () => {
    for (const [what, { query, variables = {} }] of Object.entries(questions)) {
      it(`An operation of one subgraph is answered as beside another: ${what}, subgraphs ${arrangement}`, async (t) => {
        const gateway = await testGateway(t, arrangement)
        const alone = await gateway.post(query, { variables })
        const parted = await gateway.post(beside(query), { variables })
        const { aside, ...data } = parted.body.data ?? {}
        assert.deepEqual(alone.body.data ?? {}, data)
        assert.deepEqual(alone.body.errors, parted.body.errors)
        assert.equal(alone.status, parted.status)
        if (parted.body.data) assert.deepEqual(aside, ['opencollective'])
      })
    }

    it(`An operation of one subgraph is one request, with the asker’s rights, subgraphs ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const mutation = 'mutation { a: decide(outcome: "x") { outcome } b: decide(outcome: "y") { id outcome } }'
      assert.equal((await gateway.post(mutation, { key: keys.reader })).body.errors[0].extensions.code, 'FORBIDDEN')
      assert.equal(gateway.fakes.viewers.length, 0)
      const { body } = await gateway.post(mutation, { key: keys.driver })
      assert.deepEqual(body, { data: { a: { outcome: 'x' }, b: { id: 'dec_1', outcome: 'y' } } })
      assert.deepEqual(
        gateway.fakes.viewers.map(({ scopes }) => scopes),
        [['DRIVE']],
      )
    })
  })
}

describe('the part for a whole operation', () => {
  const operations = operationsOf(readSupergraph(), defaultLimits)
  const partOf = (query: string) =>
    operations.prepare({ query, operationName: null, variables: {} }).alone?.part ?? null
  const account = 'account: { platform: "github", username: "ada" }'

  it('An operation is answered whole by the part that has all of its fields', () => {
    assert.equal(partOf(`{ cred(community: "c", ${account}) { total status } }`), 'cred')
    assert.equal(
      partOf('{ community(community: "c") { name members { nodes { name roles { role { name } } } } } }'),
      'communities',
    )
    assert.equal(
      partOf('mutation { castVote(input: { proposal: "p", choices: ["a"] }) { vote { id } userErrors { code } } }'),
      'proposals',
    )
    assert.equal(partOf('{ proposal(id: "p") { title community { id } } }'), 'proposals')
    assert.equal(partOf('{ action(id: "a") { kind initiator { id __typename } } }'), 'actions')
  })

  it('An operation is not answered whole if a field is of another part, or needs fields of another', () => {
    for (const query of [
      '{ community(community: "c") { name cred { total } } }',
      '{ proposal(id: "p") { title community { name } } }',
      '{ action(id: "a") { initiator { name } } }',
      `{ community(community: "c") { member(${account}) { cred { total } } } }`,
      '{ proposal(id: "p") { ...F } } fragment F on Proposal { community { ...G } } fragment G on Community { slug }',
      '{ a: proposal(id: "p") { id } b: action(id: "a") { id } }',
    ])
      assert.equal(partOf(query), null, query)
  })
})
