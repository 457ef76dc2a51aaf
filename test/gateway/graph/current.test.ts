// One graph takes another's place.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { defaultLimits } from '../../../backbone/limits.ts'
import { anonymous } from '../../../backbone/security/viewer.ts'
import { compose } from '../../../gateway/graph/compose.ts'
import { currentOf, type Generation } from '../../../gateway/graph/current.ts'
import { openGraph } from '../../../gateway/graph/graph.ts'
import { supergraphOf } from '../../../gateway/graph/supergraph.ts'
import type { SubgraphName } from '../../../gateway/names.ts'
import { localTransport } from '../../../gateway/transports/local.ts'
import { until } from '../../support/until.ts'
import { type Fakes, fakes, sdl } from '../fakes.ts'

const text = compose((name) => sdl[name as SubgraphName])

async function generation(closed: string[], name: string): Promise<Generation & { fake: Fakes }> {
  const fake = fakes()
  const supergraph = supergraphOf(text)
  const report = (cause: unknown) => assert.fail(String(cause))
  const transports = Object.fromEntries(
    Object.entries(fake.subgraphs).map(([part, subgraph]) => [part, localTransport(subgraph, report)]),
  )
  const graph = await openGraph({ supergraph, limits: defaultLimits, transports, report })
  return { supergraph, graph, fake, close: async () => void closed.push(name) }
}

async function two(_: TestContext, wait: number) {
  const closed: string[] = []
  const [first, second] = [await generation(closed, 'first'), await generation(closed, 'second')]
  const current = currentOf(first, (cause) => assert.fail(String(cause)), wait)
  const prepare = (query: string) => current.graph.prepare({ query, operationName: null, variables: {} })
  return { closed, first, second, current, prepare }
}

describe('graphs that take the place of others', () => {
  it('An operation that was read by a graph is run by it to its end, which then is closed', async (t) => {
    const { closed, first, second, current, prepare } = await two(t, 0)
    const slow = current.graph.execute(prepare('{ slow }'), {}, anonymous)
    await first.fake.slowAsked
    current.replace(second)
    const { data } = await current.graph.execute(prepare('{ platforms }'), {}, anonymous)
    assert.deepEqual({ ...data }, { platforms: ['opencollective'] })
    assert.deepEqual([first.fake.viewers.length, second.fake.viewers.length, closed], [1, 1, []])
    first.fake.release()
    assert.equal((await slow).data!.slow, 'done')
    await until('it is closed', () => closed.length > 0)
    assert.deepEqual([closed, current.open], [['first'], 1])
  })

  it('A stream goes on with the graph that it began with, which is closed after it', async (t) => {
    const { closed, first, second, current, prepare } = await two(t, 0)
    const stream = prepare('subscription { decisions(community: "com_1") { decision { id } } }')
    const events = await current.graph.subscribe(stream, {}, anonymous)
    assert.ok(Symbol.asyncIterator in events)
    const next = events.next()
    await until('it is watched', () => first.fake.watchers() === 1)
    current.replace(second)
    first.fake.publish({ id: 'dec_1' })
    assert.deepEqual(JSON.parse(JSON.stringify((await next).value)), {
      data: { decisions: { decision: { id: 'dec_1' } } },
    })
    await turn()
    assert.deepEqual(closed, [])
    await events.return?.()
    await until('it is closed', () => closed.length > 0)
    assert.deepEqual(closed, ['first'])
  })

  it('An operation that comes when its graph is closed is told to come again', async (t) => {
    const { closed, second, current, prepare } = await two(t, 0)
    const late = prepare('{ platforms }')
    current.replace(second)
    await until('it is closed', () => closed.length > 0)
    const { errors } = await current.graph.execute(late, {}, anonymous)
    assert.equal(errors?.[0]?.extensions?.code, 'UNAVAILABLE')
    assert.equal((await current.graph.answer('{ platforms }', {})).errors, undefined)
  })

  it('Graphs that wait to be closed are closed at the end, all of them', async (t) => {
    const { closed, second, current } = await two(t, 60_000)
    current.replace(second)
    await current.close()
    assert.deepEqual(closed.sort(), ['first', 'second'])
  })
})
