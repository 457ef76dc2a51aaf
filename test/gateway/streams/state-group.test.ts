// Watchers of one thing, over a graph whose thing is a number: what each is sent, and how often the graph is asked.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { buildSchema } from 'graphql'
import { abortable } from '../../../backbone/concurrency/abortable.ts'
import { anonymous, type Viewer } from '../../../backbone/security/viewer.ts'
import type { Operation } from '../../../gateway/graph/operations.ts'
import { streamsOf } from '../../../gateway/streams/streams.ts'
import { metricsOf } from '../../../gateway/telemetry/metrics.ts'
import { settled, subscribersOf } from './subscribers.ts'

const api = buildSchema(`
  type Query { nothing: String }
  type Subscription { one(id: ID!): Item! }
  type Item { value: Int! community: Community! viewerVote: String }
  type Community { id: ID! }`)

const voter = (key: string): Viewer => ({ kind: 'key', key, community: 'com_1', member: key, scopes: ['READ'] })

function gallery() {
  let value = 0
  let time = 0
  let wake = Promise.withResolvers<void>()
  const asked: Viewer[] = []
  let open = 0
  const graph = {
    mostBytes: 1_000_000,
    async subscribe(_operation: Operation, _variables: unknown, viewer: Viewer) {
      asked.push(viewer)
      open++
      return abortable(async function* (signal) {
        const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
        try {
          while (!signal.aborted) {
            const changed = Promise.race([wake.promise, ended])
            const one = { value, viewerVote: viewer.member, folkmoot_place: { id: 'com_1' } }
            yield { data: { one } }
            await changed
          }
        } finally {
          open--
        }
      })
    },
  }
  const community = { id: 'com_1', visibility: 'PUBLIC' as 'PUBLIC' | 'PRIVATE' }
  const directory: any = { find: async () => community, byId: () => community, holds: () => true }
  const streams = streamsOf({ graph: graph as any, directory, metrics: metricsOf(), now: () => time })
  const subscribe = subscribersOf(streams, { api, batches: new Set(), answeredBy: new Map() })
  return {
    asked,
    community,
    open: () => open,
    pass: (milliseconds: number) => {
      time += milliseconds
    },
    set(to: number, tell = true) {
      value = to
      if (!tell) return
      wake.resolve()
      wake = Promise.withResolvers()
    },
    async watch(viewer: Viewer = anonymous, text = 'subscription { one(id: "x") { value } }') {
      const subscriber = await subscribe({ text, viewer })
      await settled()
      return {
        ...subscriber,
        values: () => subscriber.seen.map(({ text }) => JSON.parse(text).data?.one.value),
      }
    },
  }
}

describe('watching one thing', () => {
  it('Watchers of one thing share one execution, each with the state at once and then each change', async () => {
    const all = gallery()
    const watchers = await Promise.all(Array.from({ length: 100 }, () => all.watch()))
    for (const to of [1, 2]) {
      all.set(to)
      await settled()
    }
    assert.equal(all.asked.length, 1)
    for (const each of watchers) assert.deepEqual(each.values(), [0, 1, 2])
    assert.equal(watchers[0]!.seen[2], watchers[1]!.seen[2])
    assert.deepEqual(watchers[0]!.last(), { data: { one: { value: 2, viewerVote: null } } })
    for (const each of watchers) each.stop()
    await settled()
    assert.equal(all.open(), 0)
  })

  it('Watchers of one thing who cannot keep up are sent the newest state, and delay nobody', async () => {
    const all = gallery()
    const [slow, quick] = [await all.watch(), await all.watch()]
    slow.stall()
    for (let to = 1; to <= 50; to++) {
      all.set(to)
      await settled()
    }
    assert.equal(quick.values().length, 51)
    slow.resume()
    assert.deepEqual(slow.values(), [0, 50])
    all.set(51)
    await settled()
    assert.deepEqual(slow.values(), [0, 50, 51])
    slow.stop()
    quick.stop()
  })

  it('Watchers of one thing who come later have it read anew, by an execution that then serves all', async () => {
    const all = gallery()
    const first = await all.watch()
    all.pass(500)
    const second = await all.watch()
    assert.equal(all.asked.length, 1)
    all.pass(501)
    const third = await all.watch()
    assert.deepEqual([all.asked.length, all.open()], [2, 1])
    assert.deepEqual(first.values(), [0]) // nothing has changed: nothing is told
    all.pass(5000)
    all.set(7, false) // changes without a word
    const fourth = await all.watch()
    assert.deepEqual([all.asked.length, all.open()], [3, 1])
    assert.deepEqual(fourth.values(), [7])
    for (const each of [first, second, third]) assert.deepEqual(each.values(), [0, 7])
    all.set(8)
    await settled()
    for (const each of [first, second, third, fourth]) assert.equal(each.values().at(-1), 8)
    for (const each of [first, second, third, fourth]) each.stop()
    await settled()
    assert.equal(all.open(), 0)
  })

  it('Watchers of one thing never share what is personal', async () => {
    const all = gallery()
    const text = 'subscription { one(id: "x") { mine: viewerVote value } }'
    const watchers = await Promise.all(['a', 'b', 'a'].map((key) => all.watch(voter(key), text)))
    assert.deepEqual(
      watchers.map((each) => each.last().data.one.viewerVote),
      ['a', 'b', 'a'],
    )
    assert.deepEqual(all.asked.map(({ key }) => key).sort(), ['a', 'b'])
    for (const viewer of [voter('c'), voter('d')]) await all.watch(viewer)
    assert.deepEqual(
      all.asked.slice(2).map(({ key, member }) => [key, member]),
      [[null, null]],
    )
    for (const each of watchers) each.stop()
  })

  it('Watchers of one thing lose it when its community turns private, though no event comes', async () => {
    const all = gallery()
    const [stranger, own] = [await all.watch(), await all.watch(voter('a'))]
    all.community.visibility = 'PRIVATE'
    while (stranger.seen.at(-1)!.codes.length === 0) await turn()
    assert.deepEqual(stranger.seen.at(-1)!.codes, ['FORBIDDEN'])
    assert.deepEqual(own.values(), [0])
    own.stop()
  })
})
