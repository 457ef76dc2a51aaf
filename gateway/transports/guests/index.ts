// A guest as the graph reaches it: like one of our own parts, but nothing that it says is believed, and nothing that it does not
// need is told to it. One that hangs, ends, or answers what it was not asked, makes its own fields UNAVAILABLE.

import { hash } from 'node:crypto'
import { type DocumentNode, OperationTypeNode, parse } from 'graphql'
import { cancelSignal } from '../../../backbone/concurrency/cancellation.ts'
import type { Viewer } from '../../../backbone/security/viewer.ts'
import type { Report } from '../../wire/errors.ts'
import { outagesOf } from '../outage.ts'
import {
  askedOf,
  counted,
  inTurn,
  type SubgraphRequest,
  type SubgraphResult,
  type Transport,
  withdrawn,
} from '../transport.ts'
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
  const outages = outagesOf(name, `The subgraph ${name} does not answer as it should.`, report)
  const read = (document: DocumentNode, request: SubgraphRequest, answer: unknown): SubgraphResult => {
    let good = true
    const result = held(document, request.variables, answer, (what) => {
      good = false
      outages.begun(what)
    })
    if (good) outages.over()
    return result
  }

  return {
    async execute(request) {
      const document = asked(request.document)
      if (underWay >= mostAtOnce) return outages.answer()
      underWay++
      try {
        const late = AbortSignal.timeout(timeout)
        const gone = request.type === OperationTypeNode.QUERY ? cancelSignal() : null // what changes something is done to its end
        const signal = gone ? AbortSignal.any([late, gone]) : late
        const body = askedOf({ document, variables: request.variables })
        return read(document, request, await carrier.execute(body, (text) => by(request.viewer, text), signal))
      } catch (error) {
        return withdrawn(report) ?? outages.begun(error)
      } finally {
        underWay--
      }
    },
    async subscribe(request) {
      const document = asked(request.document)
      if (streams >= mostStreams) return outages.answer()
      streams++
      const body = askedOf({ document, variables: request.variables })
      const source = carrier.subscribe(body, (text) => by(request.viewer, text))
      const events = inTurn(request, source, (event) => read(document, request, event), outages.begun)
      return counted(events, () => streams--)
    },
    close: () => carrier.close(),
  }
}
