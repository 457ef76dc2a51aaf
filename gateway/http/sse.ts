// Server-sent events on /graphql: graphql-sse's "distinct connections" mode, one operation for each connection.
// The event's id is the cursor: a browser that comes back sends it, and the stream goes on after it.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Viewer } from '../../backbone/security/viewer.ts'
import { Refusal } from '../../schema/errors.ts'
import { Admission } from '../admission/admission.ts'
import { askerOf, viewerOfRequest } from '../admission/auth.ts'
import { type GraphQLRequest, type Operation, Unrunnable } from '../graph/operations.ts'
import type { Result } from '../graph/result.ts'
import { StreamEvent } from '../streams/event.ts'
import type { Streams } from '../streams/streams.ts'
import { refusal } from '../wire/errors.ts'
import { accepts, ClientGone, sendJson } from '../wire/exchange.ts'
import type { Connections } from './connections.ts'
import {
  type Asked,
  answerOperation,
  answerRefused,
  answerTypes,
  codesOf,
  type GraphQLDoor,
  goneOf,
  headersOfRefusal,
  refusedRequest,
} from './graphql.ts'
import { type Heartbeats, heartbeatsOf } from './heartbeats.ts'
import type { Origins } from './origins.ts'
import { readPost, readQuery } from './request.ts'
import type { SocketWaits } from './sockets.ts'
import type { Vanished } from './vanished.ts'

export interface SseDoor extends GraphQLDoor {
  streams: Streams
  stopping: AbortSignal
  origins: Origins
  connections: Connections
  vanished: Vanished
  /**
   * Milliseconds, for tests: between heartbeats, until connection_init must have come, until the end must have been read, a
   * close been answered; and those of every connection.
   */
  waits?: Partial<SocketWaits> & { heartbeat?: number; init?: number; end?: number; close?: number }
}

export type EventStreams = (
  request: IncomingMessage,
  response: ServerResponse,
  parameters: URLSearchParams,
) => Promise<void>

const endWait = 10_000 // milliseconds that a client has to read the end

export function eventStreams(door: SseDoor): EventStreams {
  const heartbeats = heartbeatsOf<ServerResponse>((response) => response.write(':\n\n'), door.waits?.heartbeat)
  return (...exchange) => answerSse(door, heartbeats, ...exchange)
}

async function answerSse(
  door: SseDoor,
  heartbeats: Heartbeats<ServerResponse>,
  request: IncomingMessage,
  response: ServerResponse,
  parameters: URLSearchParams,
): Promise<void> {
  const startedAt = performance.now()
  let viewer: Viewer | null = null
  let asked: GraphQLRequest | null = null
  let operation: Operation | null = null
  let unrunnable: Unrunnable | null = null
  let leave = () => {}
  const admission = new Admission(door, request)
  try {
    viewer = await viewerOfRequest(door, request, null, admission.missed)
    admission.recognise(viewer)
    admission.request()
    const read = request.method === 'GET' ? readQuery(parameters) : await readPost(request, door.limits)
    asked = door.documents.admit(read)
    operation = admission.operation(asked)
    if (request.method === 'GET' && operation.type === 'mutation') {
      throw new Refusal('BAD_REQUEST', 'Wanted a mutation by POST; got GET.', { details: { status: 405 } })
    }
    leave = door.connections.enter(viewer, request)
  } catch (error) {
    if (error instanceof ClientGone) return door.log.operation({ transport: 'sse', startedAt, status: 499, viewer })
    // What is wrong with the operation itself is told in the stream: an EventSource cannot read a body.
    if (!(error instanceof Unrunnable)) {
      const refused = refusedRequest(error, door.report)
      const headers = {
        ...admission.payer.headers(),
        ...headersOfRefusal(door.site, refused.status, error),
        ...(refused.status === 405 ? { allow: 'POST' } : {}),
      }
      sendJson(response, refused.status, refused.result, headers)
      return door.log.operation({
        transport: 'sse',
        startedAt,
        status: refused.status,
        viewer,
        codes: codesOf(refused.result),
      })
    }
    unrunnable = error
  }

  // A client that takes both ways of answering, as urql does, gets the one that fits what it asks.
  const takesAnswer = request.method === 'POST' && answerTypes.some((type) => accepts(request, type))
  if (operation?.type !== 'subscription' && takesAnswer) {
    leave()
    const known = { startedAt, admission, viewer, asked, operation }
    if (unrunnable) return answerRefused(door, request, response, known, unrunnable)
    return answerOperation(door, request, response, known as { [K in keyof Asked]: NonNullable<Asked[K]> })
  }

  const codes = new Set<string>()
  let events = 0
  let full = false
  let waiting: { flow(): void } | null = null
  const write = (event: StreamEvent) => {
    for (const code of event.codes) codes.add(code)
    events++
    full = !response.write(frameOf(event))
  }
  const tell = (result: Result) => write(new StreamEvent(JSON.stringify(result), null, codesOf(result)))
  response.on('drain', () => {
    full = false
    waiting?.flow()
  })
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-content-type-options': 'nosniff',
    'x-accel-buffering': 'no',
    ...admission.payer.headers(),
  })
  response.flushHeaders()
  heartbeats.add(response)
  const stops: (() => void)[] = [leave, () => heartbeats.delete(response), door.vanished.watch(request.socket)]

  try {
    if (unrunnable) tell({ errors: unrunnable.errors })
    else if (operation!.type !== 'subscription') {
      const { address } = admission
      const asker = askerOf(operation!, viewer!, address)
      const gone = () => goneOf(response)
      tell(await door.graph.execute(operation!, asked!.variables, asker, { address, gone }))
    } else {
      const ended = Promise.withResolvers<void>()
      const stream = await door.streams.open(operation!, asked!.variables, {
        transport: 'sse',
        viewer: viewer!,
        address: admission.address,
        after: lastEventId(request),
        write,
        // Of the socket: a response that was corked while it is full tells nobody when it has drained.
        cork: () => response.socket?.cork(),
        uncork: () => response.socket?.uncork(),
        ready(reader) {
          waiting = reader
          return !full
        },
        end: ended.resolve,
      })
      if ('stop' in stream) {
        const stop = () => stream.stop()
        response.once('close', stop)
        door.stopping.addEventListener('abort', stop)
        stops.push(() => door.stopping.removeEventListener('abort', stop))
        if (response.destroyed || door.stopping.aborted) stop()
        await ended.promise
        if (door.stopping.aborted) tell({ errors: [refusal('SHUTTING_DOWN')] })
      } else {
        tell(stream)
      }
    }
    // Without `complete` a client knows that there is more, and comes back.
    if (!door.stopping.aborted) response.write('event: complete\ndata:\n\n')
  } finally {
    for (const stop of stops) stop()
    response.end()
    hangUp(response, door.waits?.end)
    const status = door.stopping.aborted ? 'stopping' : response.destroyed ? 'left' : 'ended'
    door.log.operation({
      transport: 'sse',
      startedAt,
      status,
      request: asked,
      operation,
      viewer,
      codes: [...codes],
      events,
    })
  }
}

/** A client that reads nothing never takes the end: its connection is closed all the same. */
function hangUp(response: ServerResponse, wait: number = endWait): void {
  if (response.writableFinished || response.destroyed) return
  const late = setTimeout(() => response.destroy(), wait).unref()
  response.once('close', () => clearTimeout(late))
}

let last: { event: StreamEvent; frame: Buffer } | null = null

/** The event as it goes over the wire: the same for all who are sent it, one after another. */
function frameOf(event: StreamEvent): Buffer {
  if (last?.event !== event) {
    const id = event.cursor === null ? '' : `id: ${event.cursor}\n`
    last = { event, frame: Buffer.concat([Buffer.from(`event: next\n${id}data: `), event.json, end]) }
  }
  return last.frame
}

const end = Buffer.from('\n\n')

/** Where an EventSource that reconnects by itself says that it stopped. */
function lastEventId(request: IncomingMessage): string | null {
  const id = request.headers['last-event-id']
  return typeof id === 'string' && id !== '' ? id : null
}
