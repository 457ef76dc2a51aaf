// How many plans are kept: an operation has one for each set of values that say what is skipped in it.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { defaultLimits } from '../../../backbone/limits.ts'
import { adminViewer } from '../../../backbone/security/viewer.ts'
import { openGraph } from '../../../gateway/graph/graph.ts'
import type { Planner } from '../../../gateway/graph/planning/index.ts'
import type { SubgraphRequest, Transport } from '../../../gateway/transports/transport.ts'
import { fakes } from '../fakes.ts'

describe('kept plans', () => {
  it('Plans are kept for each set of conditions, and no more of them than a few thousand', async () => {
    const planned: string[] = []
    const planner: Planner = {
      async plan(text) {
        planned.push(text)
        return { kind: 'QueryPlan' }
      },
      stop() {},
    }
    const { supergraph } = fakes()
    const report = (cause: unknown) => assert.fail(cause as Error)
    const graph = await openGraph({ supergraph, limits: defaultLimits, transports: {}, planner, report })
    const names = Array.from({ length: 12 }, (_, index) => `v${index}`)
    const fields = names.map((name) => `${name}: name @skip(if: $${name})`).join(' ')
    const query = `query (${names.map((name) => `$${name}: Boolean!`).join(' ')}) {
      community(community: "x") { id members { nodes { cred { total } } } ${fields} } }`
    const ask = async (number: number) => {
      const variables = Object.fromEntries(names.map((name, index) => [name, ((number >> index) & 1) === 1]))
      const operation = graph.prepare({ query, operationName: null, variables })
      const { errors } = await graph.execute(operation, variables, adminViewer)
      assert.equal(errors, undefined)
    }
    for (const number of [5, 6, 5, 6]) await ask(number)
    assert.equal(planned.length, 2)
    for (let number = 0; number < 2100; number++) await ask(number)
    assert.equal(planned.length, 2100)
    await ask(2099)
    assert.equal(planned.length, 2100)
    await ask(5) // the oldest
    assert.equal(planned.length, 2101)
  })

  it('What a plan asks a part is sent as its text, and read only by those who look at it', async () => {
    const operation = 'a text that cannot be read'
    const planner: Planner = {
      async plan() {
        return { kind: 'QueryPlan', node: { kind: 'Fetch', serviceName: 'communities', operation } } as never
      },
      stop() {},
    }
    const { supergraph } = fakes()
    const asked: SubgraphRequest[] = []
    const communities: Transport = {
      async execute(request) {
        asked.push(request)
        return { data: { community: { name: 'Garden', cred: null } } }
      },
      subscribe: () => assert.fail('nobody subscribes'),
      close: async () => {},
    }
    const report = (cause: unknown) => assert.fail(cause as Error)
    const transports = { communities }
    const graph = await openGraph({ supergraph, limits: defaultLimits, transports, planner, report })
    const query = '{ community(community: "x") { name members { nodes { cred { total } } } } }'
    const read = graph.prepare({ query, operationName: null, variables: {} })
    const { errors } = await graph.execute(read, {}, adminViewer)
    assert.equal(errors, undefined)
    assert.deepEqual([asked[0]!.text, asked[0]!.viewer], [operation, adminViewer])
    assert.throws(() => asked[0]!.document, /Syntax Error/)
  })
})
