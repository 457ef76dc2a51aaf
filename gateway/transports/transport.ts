// How the gateway reaches a subgraph: in this process, or over HTTP. What comes back looks the same: errors are named
// or masked before they cross, and a transport answers with errors instead of throwing.

import { type DocumentNode, GraphQLError, type OperationTypeNode, print } from 'graphql'
import { cancelSignal } from '../../backbone/concurrency/cancellation.ts'
import type { Viewer } from '../../backbone/security/viewer.ts'
import type { Turn } from '../../backbone/subgraph/subgraph.ts'
import { presentedThrown, type Report, refusal } from '../wire/errors.ts'

export interface SubgraphRequest {
  /** May be read only when it is looked at: those far away are sent the text. */
  readonly document: DocumentNode
  /** The document, where there is a text of it already. */
  readonly text?: string | undefined
  readonly type: OperationTypeNode
  readonly variables: Record<string, unknown> | undefined
  readonly viewer: Viewer
  /** Of a subscription: when its next event may be resolved. */
  readonly turn?: Turn | undefined
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

/** Each event read in its turn. @param last as of `mapped` */
export function inTurn<T>(
  { turn }: Pick<SubgraphRequest, 'turn'>,
  events: AsyncIterable<T>,
  read: (event: T) => SubgraphResult,
  last: (error: unknown) => SubgraphResult,
): AsyncIterableIterator<SubgraphResult> {
  return mapped(
    events,
    async (event) => {
      await turn?.enter()
      return read(event)
    },
    last,
  )
}

/** The same events. @param left is called once, when they have ended or nobody wants more */
export function counted<T>(events: AsyncIterableIterator<T>, left: () => void): AsyncIterableIterator<T> {
  let over = false
  const leave = () => {
    if (over) return
    over = true
    left()
  }
  return {
    async next() {
      const result = await events.next()
      if (result.done) leave()
      return result
    },
    async return() {
      try {
        await events.return?.()
      } finally {
        leave()
      }
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

/** A part is asked for more than the client is sent: keys, and what others require. */
export const slack = 4

const texts = new WeakMap<DocumentNode, string>()

/** What is sent: made once of a document that has none yet. */
export function textOf(request: Pick<SubgraphRequest, 'document' | 'text'>): string {
  if (request.text !== undefined) return request.text
  const { document } = request
  let text = texts.get(document)
  if (text === undefined) {
    text = print(document)
    texts.set(document, text)
  }
  return text
}

/** What is sent to where no schema of ours is. */
export interface Asked {
  query: string
  variables: Record<string, unknown>
}

export function askedOf(request: Pick<SubgraphRequest, 'document' | 'text' | 'variables'>): Asked {
  return { query: textOf(request), variables: request.variables ?? {} }
}

/** An answer that came as JSON. */
export function resultOf({ data, errors }: SubgraphResult): SubgraphResult {
  if (!errors) return { data }
  const errorOf = ({ message, path, extensions }: GraphQLError) =>
    new GraphQLError(String(message), { path, extensions })
  return { data, errors: errors.map(errorOf) }
}

/** The answer where nobody waits for one any more; null where somebody does. */
export function withdrawn(report: Report): SubgraphResult | null {
  const signal = cancelSignal()
  return signal?.aborted ? { errors: [presentedThrown(signal.reason, report)] } : null
}

/** What is too large to be read is an answer all the same. @returns null for another error */
export function tooLarge(error: unknown): SubgraphResult | null {
  const { code } = error as { code?: string }
  return code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' ? { errors: [refusal('ANSWER_TOO_LARGE')] } : null
}
