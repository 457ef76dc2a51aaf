// A guest as the graph reaches it: like one of our own parts, but nothing that it says is believed, and nothing that it does not
// need is told to it. One that hangs, ends, or answers what it was not asked, makes its own fields UNAVAILABLE.

import { hash } from 'node:crypto'
import { type DocumentNode, Kind, parse, print } from 'graphql'
import { cancelSignal } from '../../../backbone/concurrency/cancellation.ts'
import type { Viewer } from '../../../backbone/security/viewer.ts'
import { presentedThrown, type Report } from '../../wire/errors.ts'
import { outageOf } from '../outage.ts'
import { mapped, type SubgraphRequest, type SubgraphResult, type Transport } from '../transport.ts'
import type { Carrier } from './carrier.ts'
import { heldTo } from './held.ts'
import { type Identity, identityOf, type Signing, tokenOf } from './identity.ts'

export interface Guest {
  name: string
  /** As it was composed. */
  sdl: string
  /** The scopes that its fields ask for. */
  scopes: readonly string[]
  /** Milliseconds until it must have answered. */
  timeout: number
}

export type By<I> = (viewer: Viewer, body: string) => I

/** Who asks, for a guest in this process. */
export function introduced({ scopes }: Pick<Guest, 'scopes'>): By<Identity> {
  return (viewer) => identityOf(viewer, scopes)
}

/** Who asks, signed. */
export function signedBy(signing: Signing, { name, scopes }: Pick<Guest, 'name' | 'scopes'>): By<string> {
  return (viewer, body) => tokenOf(signing, name, identityOf(viewer, scopes), hash('sha256', body, 'base64url'))
}

const mostAtOnce = 200 // requests that it has not answered
const mostStreams = 2000

export function guestTransport<I>(guest: Guest, carrier: Carrier<I>, by: By<I>, report: Report): Transport {
  const { name, timeout } = guest
  const { asked, held } = heldTo(name, parse(guest.sdl))
  let underWay = 0
  let streams = 0
  let away = false
  /** Reported once for each time that it goes away or astray, however many requests come meanwhile. */
  const strange = (cause: unknown) => {
    if (!away) report(new Error(`The subgraph ${name} does not answer as it should.`, { cause }))
    away = true
  }
  const outage = (): SubgraphResult => ({ errors: [outageOf(name)] })
  const read = (document: DocumentNode, request: SubgraphRequest, answer: unknown): SubgraphResult => {
    let good = true
    const result = held(document, request.variables, answer, (what) => {
      good = false
      strange(what)
    })
    if (good) away = false
    return result
  }

  return {
    async execute(request) {
      const document = asked(request.document)
      if (underWay >= mostAtOnce) return outage()
      underWay++
      try {
        const late = AbortSignal.timeout(timeout)
        const gone = isQuery(document) ? cancelSignal() : null // what changes something is done to its end
        const signal = gone ? AbortSignal.any([late, gone]) : late
        const body = { query: textOf(document), variables: request.variables ?? {} }
        return read(document, request, await carrier.execute(body, (text) => by(request.viewer, text), signal))
      } catch (error) {
        const ended = cancelSignal()
        if (ended?.aborted) return { errors: [presentedThrown(ended.reason, report)] }
        strange(error)
        return outage()
      } finally {
        underWay--
      }
    },
    async subscribe(request) {
      const document = asked(request.document)
      if (streams >= mostStreams) return outage()
      streams++
      const body = { query: textOf(document), variables: request.variables ?? {} }
      const source = carrier.subscribe(body, (text) => by(request.viewer, text))
      const events = mapped(
        source,
        async (event) => {
          await request.turn?.enter()
          return read(document, request, event)
        },
        (error) => {
          strange(error)
          return outage()
        },
      )
      return counted(events, () => streams--)
    },
    close: () => carrier.close(),
  }
}

/** Calls `left` once, when the events have ended or nobody wants more. */
function counted<T>(events: AsyncIterableIterator<T>, left: () => void): AsyncIterableIterator<T> {
  let over = false
  const leave = () => {
    if (!over) left()
    over = true
  }
  return {
    async next() {
      const result = await events.next()
      if (result.done) leave()
      return result
    },
    async return() {
      leave()
      await events.return?.()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

function isQuery({ definitions }: DocumentNode): boolean {
  return definitions.some((each) => each.kind === Kind.OPERATION_DEFINITION && each.operation === 'query')
}

const texts = new WeakMap<DocumentNode, string>()

function textOf(document: DocumentNode): string {
  let text = texts.get(document)
  if (text === undefined) {
    text = print(document)
    texts.set(document, text)
  }
  return text
}
