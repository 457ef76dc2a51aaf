// What every operation passes, by whichever way it comes: whether there is room for it, and who pays.

import type { IncomingMessage } from 'node:http'
import type { Limits } from '../../backbone/limits.ts'
import type { Viewer } from '../../backbone/security/viewer.ts'
import { Refusal } from '../../schema/errors.ts'
import type { Graph } from '../graph/graph.ts'
import type { GraphQLRequest, Operation } from '../graph/operations.ts'
import type { AddressOf } from './addresses.ts'
import type { Guard } from './overload.ts'
import { type Payer, points, type Rates } from './rates.ts'

export interface AdmissionDoor {
  limits: Pick<Limits, 'cost'>
  graph: Pick<Graph, 'prepare'>
  addressOf: AddressOf
  rates: Rates
  guard: Guard
}

/** One who asks: by HTTP once, by WebSocket again and again. */
export class Admission {
  readonly address: string
  payer: Payer
  private readonly door: AdmissionDoor
  private viewer: Viewer | null = null

  constructor(door: AdmissionDoor, request: Pick<IncomingMessage, 'socket' | 'headers'>) {
    this.door = door
    this.address = door.addressOf(request)
    this.payer = door.rates.address(this.address)
  }

  /** Before the log is read for a key that is not known here. @throws Refusal OVERLOADED, RATE_LIMITED */
  readonly missed = (): void => {
    this.door.guard.admit('anonymous')
    this.payer.take(points.unknown)
  }

  /** It is known who asks. */
  recognise(viewer: Viewer): void {
    this.viewer = viewer
    this.payer = this.door.rates.viewer(viewer, this.address)
  }

  /** Before anything is read. @throws Refusal OVERLOADED, RATE_LIMITED */
  request(count: number = points.request): void {
    if (this.viewer?.kind === 'anonymous') this.door.guard.admit('anonymous')
    // Whether it is a vote is not known yet: of those, more are taken.
    this.payer.take(count, { vote: true })
  }

  /** @throws Unrunnable; Refusal OVERLOADED, RATE_LIMITED */
  operation(asked: GraphQLRequest): Operation {
    const { door, payer } = this
    // To be let in as a vote it must at least look like one before it is read.
    const vote = /\bmutation\b/.test(asked.query)
    if (!vote) door.guard.admit('query')
    const from = door.rates.now()
    let operation: Operation
    try {
      operation = door.graph.prepare(asked, () => payer.take(asked.query.length * points.character, { vote }))
    } finally {
      const spent = Math.floor(door.rates.now() - from)
      if (spent > 0) payer.owe(spent * points.millisecond)
    }
    if (operation.type !== 'mutation') door.guard.admit('query')
    const cost = operation.cost(asked.variables)
    // What is past the limit is not run, and costs no more than to say so.
    payer.take(cost > door.limits.cost ? 0 : cost, { vote: operation.type === 'mutation' })
    return operation
  }
}

/** What a refusal says in the headers of its answer. */
export function retryAfterOf(error: unknown): Record<string, string> {
  const seconds = error instanceof Refusal ? error.details?.retryAfter : undefined
  return seconds === undefined ? {} : { 'retry-after': String(seconds) }
}
