// A part that is down, asked over a transport that says so as the real one does: each null of it is explained at its place.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { defaultLimits } from '../../../backbone/limits.ts'
import { adminViewer } from '../../../backbone/security/viewer.ts'
import { openGraph } from '../../../gateway/graph/graph.ts'
import { type SubgraphName, subgraphNames } from '../../../gateway/names.ts'
import { localTransport } from '../../../gateway/transports/local.ts'
import { outageOf } from '../../../gateway/transports/outage.ts'
import type { Transport } from '../../../gateway/transports/transport.ts'
import { fakes } from '../fakes.ts'

/** What the graph answers while those parts are down. */
async function answerWithout(t: TestContext, down: readonly SubgraphName[], query: string, variables = {}) {
  const { supergraph, subgraphs } = fakes()
  const report = (cause: unknown) => t.diagnostic(String(cause))
  const transports = {} as Record<SubgraphName, Transport>
  for (const name of subgraphNames) {
    transports[name] = localTransport(subgraphs[name], report)
    if (down.includes(name)) transports[name].execute = () => ({ errors: [outageOf(name)] })
  }
  const graph = await openGraph({ supergraph, limits: defaultLimits, transports, report })
  const operation = graph.prepare({ query, operationName: null, variables })
  const { data, errors = [] } = await graph.execute(operation, variables, adminViewer)
  return {
    data: JSON.parse(JSON.stringify(data ?? null)),
    told: errors.map(({ path, extensions }) => `${path?.join('.')} ${extensions.code} ${extensions.part}`).sort(),
  }
}

/** Where the answer is null. */
function nullsIn(value: unknown, path: readonly (string | number)[] = []): string[] {
  if (value === null) return [path.join('.')]
  if (typeof value !== 'object') return []
  return Object.entries(value!).flatMap(([name, each]) => nullsIn(each, [...path, name]))
}

describe('nulls of an outage', () => {
  for (const [what, query] of Object.entries({
    'three entities of a list': '{ community(community: "x") { members(first: 3) { nodes { name cred { total } } } } }',
    'aliased fields, at aliased places':
      '{ c: community(community: "x") { m: members(first: 3) { n: nodes { id: name cred: name total: cred { t: total } again: cred { of } } } } }',
    'an entity that stands at many places':
      '{ a: decision(id: "dec_1") { maker { cred { of } } } b: decision(id: "dec_2") { by: maker { its: cred { of } name } } }',
    'lists in lists':
      '{ community(community: "x") { a: members(first: 2) { nodes { community { members(first: 2) { nodes { c: cred { of } } } } } } } }',
    'fragments, and a field under a condition':
      '{ community(community: "x") { members(first: 3) { nodes { ...M ... on Member @include(if: true) { more: cred { of } } } } } } fragment M on Member { cred { total } }',
  }))
    it(`Each null of an outage has an error at its own path: ${what}`, async (t) => {
      const { data, told } = await answerWithout(t, ['cred'], query)
      const nulls = nullsIn(data)
      assert.ok(nulls.length >= 2, JSON.stringify(data))
      assert.deepEqual(told, nulls.map((path) => `${path} UNAVAILABLE cred`).sort())
    })

  it('Each null of an outage names the part that is down, where several are', async (t) => {
    const query =
      '{ decision(id: "dec_1") { maker { n: name cred { total } } actions { kind who: initiator { id } } } }'
    const { data, told } = await answerWithout(t, ['cred', 'actions'], query)
    assert.deepEqual(
      told,
      nullsIn(data)
        .map((path) => `${path} UNAVAILABLE ${path.includes('actions') ? 'actions' : 'cred'}`)
        .sort(),
    )
    assert.equal(told.length, 5)
  })

  it('Each null of an outage at the top has its error, from one part alone too, and none that was left out', async (t) => {
    const beside = await answerWithout(t, ['actions'], '{ p: platforms viewer { kind } q: platforms }')
    assert.deepEqual(beside.data, { p: null, viewer: { kind: 'admin' }, q: null })
    assert.deepEqual(beside.told, ['p UNAVAILABLE actions', 'q UNAVAILABLE actions'])
    const query =
      'query ($no: Boolean!) { p: platforms ... @include(if: $no) { q: platforms } ... @skip(if: $no) { r: platforms } }'
    const alone = await answerWithout(t, ['actions'], query, { no: false })
    assert.deepEqual(alone.data, { p: null, r: null })
    assert.deepEqual(alone.told, ['p UNAVAILABLE actions', 'r UNAVAILABLE actions'])
    const about = await answerWithout(t, ['actions'], '{ __typename platforms __schema { queryType { name } } }')
    assert.deepEqual(about.data, { __typename: 'Query', platforms: null, __schema: { queryType: { name: 'Query' } } })
    assert.deepEqual(about.told, ['platforms UNAVAILABLE actions'])
  })
})
