// A log that is a list of numbers in memory, streamed by a graph that says how often it was asked and what it resolved.

import { setImmediate as turn } from 'node:timers/promises'
import { buildSchema } from 'graphql'
import { abortable } from '../../../backbone/concurrency/abortable.ts'
import { defaultLimits } from '../../../backbone/limits.ts'
import { anonymous, type Viewer } from '../../../backbone/security/viewer.ts'
import type { Graph } from '../../../gateway/graph/graph.ts'
import type { Operation } from '../../../gateway/graph/operations.ts'
import type { Result } from '../../../gateway/graph/result.ts'
import { type StreamOptions, streamsOf } from '../../../gateway/streams/streams.ts'
import { metricsOf } from '../../../gateway/telemetry/metrics.ts'
import { subscribersOf } from './subscribers.ts'

const api = buildSchema(`
  scalar Cursor
  type Query { viewer: Viewer }
  type Viewer { kind: String }
  type Subscription { news(community: ID!, after: Cursor): Event! one(id: ID!): Item! }
  type Event { cursor: Cursor! item: Item! }
  type Item { id: ID! viewerVote: String }`)

export const reader = (key: string, community = 'com_1'): Viewer => ({
  kind: 'key',
  key,
  community,
  member: `member of ${key}`,
  scopes: ['READ'],
})

export interface Newsroom extends Partial<StreamOptions> {
  /** Sent as lists of at most so many, with an empty one where those that were missed end; without, one by one. */
  together?: number
  /** Which of the log's numbers are news. */
  isNews?: (number: number) => boolean
}

/** A log of numbers, and a graph that streams them. */
export function newsroom({ together, isNews = () => true, ...options }: Newsroom = {}) {
  let head = 0
  let wake = Promise.withResolvers<void>()
  const asked: { viewer: Viewer; after: unknown }[] = []
  let resolved = 0
  const graph = {
    mostBytes: defaultLimits.answer,
    async subscribe(
      operation: Operation,
      variables: any,
      viewer: Viewer,
    ): Promise<Result | AsyncIterableIterator<Result>> {
      const after = variables.folkmoot_place ?? variables.after ?? null
      asked.push({ viewer, after })
      if (after !== null && !(/^\d+$/.test(after) && Number(after) <= head))
        return { errors: [{ message: 'no', extensions: { code: 'CURSOR_INVALID' } }] as any }
      let at = after === null ? head : Number(after)
      let missed = together && after !== null
      const selection = JSON.stringify(operation.document)
      const eventOf = (number: number) => {
        resolved++
        const item = {
          id: String(number),
          ...(selection.includes('viewerVote') ? { viewerVote: `vote of ${viewer.member}` } : {}),
        }
        return { item, ...(selection.includes('"cursor"') ? { folkmoot_place: String(number) } : {}) }
      }
      return abortable(async function* (signal) {
        const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
        while (!signal.aborted) {
          if (at < head) {
            if (Math.random() < 0.3) await turn()
            const numbers = upTo(at, Math.min(head, at + (together ?? 1)))
            at = numbers.at(-1)!
            const events = numbers.filter(isNews).map(eventOf)
            if (events.length > 0) yield { data: { news: together ? events : events[0] } }
          } else if (missed) {
            missed = false
            yield { data: { news: [] } }
          } else await Promise.race([wake.promise, ended])
        }
      })
    },
  } satisfies Pick<Graph, 'mostBytes' | 'subscribe'>
  const revoked = new Set<string | null>()
  const communities = new Map([['com_1', { id: 'com_1', visibility: 'PUBLIC' as 'PUBLIC' | 'PRIVATE' }]])
  const directory: any = {
    find: async (_: Viewer, id: string) => communities.get(id) ?? null,
    byId: (id: string) => communities.get(id),
    holds: (viewer: Viewer) => !revoked.has(viewer.key),
  }
  const positionOf = (cursor: string) => (Number.isNaN(Number(cursor)) ? null : Math.abs(Number(cursor)))
  const streams = streamsOf({ graph, directory, metrics: metricsOf(), positionOf, ...options })
  const subscribe = subscribersOf(streams, {
    api,
    batches: new Set(together ? ['news'] : []),
    answeredBy: new Map([['Subscription.news', new Set(['proposals'])]]),
  })
  return {
    asked,
    revoked,
    communities,
    resolved: () => resolved,
    head: () => head,
    publish(count = 1) {
      head += count
      wake.resolve()
      wake = Promise.withResolvers()
    },
    async open({
      text = 'subscription ($after: Cursor) { news(community: "com_1", after: $after) { item { id } } }',
      after = null as string | null,
      viewer = anonymous,
      lastEventId = null as string | null,
    } = {}) {
      const subscriber = await subscribe({ text, variables: after === null ? {} : { after }, viewer, lastEventId })
      return {
        ...subscriber,
        ids: () => subscriber.seen.map(({ text }) => Number(JSON.parse(text).data?.news.item.id)),
      }
    },
  }
}

export const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + 1 + index)
