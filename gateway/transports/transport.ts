// How the gateway reaches a subgraph: in this process, or over HTTP. What comes back looks the same: errors are named
// or masked before they cross, and a transport answers with errors instead of throwing.

import { type DocumentNode, type GraphQLError, type OperationTypeNode, print } from 'graphql'
import type { Viewer } from '../../backbone/security/viewer.ts'
import type { Turn } from '../../backbone/subgraph/subgraph.ts'

export interface SubgraphRequest {
  /** May be read only when it is looked at: those far away are sent the text. */
  document: DocumentNode
  /** The document, where there is a text of it already. */
  text?: string | undefined
  type: OperationTypeNode
  variables: Record<string, unknown> | undefined
  viewer: Viewer
  /** Of a subscription: when its next event may be resolved. */
  turn?: Turn
}

export interface SubgraphResult {
  data?: Record<string, unknown> | null | undefined
  errors?: readonly GraphQLError[]
}

export interface Transport {
  execute(request: SubgraphRequest): SubgraphResult | Promise<SubgraphResult>
  /** Either errors, or results as they come. An end that is not the publisher's own is a last result with errors. */
  subscribe(request: SubgraphRequest): Promise<SubgraphResult | AsyncIterableIterator<SubgraphResult>>
  close(): Promise<void>
}

/** Each value of `source` mapped; a throw of `source` becomes the last value by `last`. Can be returned while it waits. */
export function mapped<T, U>(
  source: AsyncIterable<T>,
  map: (value: T) => U | Promise<U>,
  last: (error: unknown) => U,
): AsyncIterableIterator<U> {
  const iterator = source[Symbol.asyncIterator]()
  let ended = false
  const done = { done: true, value: undefined } as const
  return {
    async next() {
      if (ended) return done
      try {
        const result = await iterator.next()
        if (!result.done) return { done: false, value: await map(result.value) }
        ended = true
        return done
      } catch (error) {
        if (ended) return done
        ended = true
        void iterator.return?.().catch(() => {})
        return { done: false, value: last(error) }
      }
    },
    async return() {
      ended = true
      await iterator.return?.()
      return done
    },
    async throw(error) {
      ended = true
      await iterator.return?.()
      throw error
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

const texts = new WeakMap<DocumentNode, string>()

/** What is sent: made once of a document that has none yet. */
export function textOf({ document, text: known }: Pick<SubgraphRequest, 'document' | 'text'>): string {
  if (known !== undefined) return known
  let text = texts.get(document)
  if (text === undefined) {
    text = print(document)
    texts.set(document, text)
  }
  return text
}
