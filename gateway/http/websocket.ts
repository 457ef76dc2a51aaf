// graphql-transport-ws on /graphql, by the protocol's own rules
// (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md). Written here, and not by graphql-ws's server, since
// there may be ten thousand connections that wait: its closures for each would be most of what they cost.

import type { IncomingMessage } from 'node:http'
import { MessageType, parseMessage, type SubscribePayload } from 'graphql-ws'
import type { RawData, WebSocket } from 'ws'
import type { Viewer } from '../../backbone/security/viewer.ts'
import { Refusal } from '../../schema/errors.ts'
import { Admission, retryAfterOf } from '../admission/admission.ts'
import { askerOf, viewerOfRequest } from '../admission/auth.ts'
import { points } from '../admission/rates.ts'
import { type GraphQLRequest, type Operation, Unrunnable } from '../graph/operations.ts'
import { type CloseName, closeCodes } from '../wire/close-codes.ts'
import { presentedThrown } from '../wire/errors.ts'
import { codesOf } from './graphql.ts'
import { requestOf } from './request.ts'
import type { SseDoor } from './sse.ts'
import { closeSocket, HostedSocket, heed, type WebSocketDoor, websocketHost } from './websocket-host.ts'
import { type Carrier, headOf, Running } from './websocket-operation.ts'

const initWait = 5_000 // milliseconds until connection_init must have come
const operationsAtATime = 100 // of one connection

export class Connection extends HostedSocket implements Carrier {
  /** Who speaks; null until `connection_init` has been answered. */
  viewer: Viewer | null = null
  address = 'unknown'
  /** What runs, the last first: there is seldom more than one. */
  running: Running | null = null
  /** What it was opened by, and the wait, until `connection_init` comes. */
  request: IncomingMessage | null = null
  waiting: NodeJS.Timeout | null = null
  /** What runs waits until the socket has drained. */
  full = false
  /** Who pays for what it says. */
  admission: Admission = null!
  /** Counts it out. */
  leave: (() => void) | null = null
}

export function websocketDoor(door: SseDoor): WebSocketDoor {
  function accept(connection: Connection, request: IncomingMessage): void {
    if (connection.protocol === '') {
      closeSocket(connection, 'SUBPROTOCOL_NOT_ACCEPTABLE')
      return
    }
    connection.request = request
    connection.admission = new Admission(door, request)
    connection.waiting = setTimeout(closeSocket, door.waits?.init ?? initWait, connection, 'CONNECTION_INIT_TIMEOUT')
    connection.on('message', heard)
    connection.on('close', left)
  }

  function heard(this: WebSocket, data: RawData): void {
    if (this.readyState !== this.OPEN) return
    const connection = this as Connection
    connection.alive = true
    heed(connection)
    receive(connection, data).catch((error) => {
      door.report(error)
      closeSocket(this, 'INTERNAL_SERVER_ERROR')
    })
  }

  async function receive(connection: Connection, data: RawData): Promise<void> {
    let message: ReturnType<typeof parseMessage>
    try {
      connection.admission.payer.takeLastly(points.message)
    } catch {
      return closeSocket(connection, 'RATE_LIMITED')
    }
    try {
      message = parseMessage(String(data))
    } catch {
      return closeSocket(connection, 'BAD_REQUEST')
    }
    switch (message.type) {
      case MessageType.ConnectionInit:
        return initialise(connection, message.payload)
      case MessageType.Ping: {
        const { payload } = message
        return connection.send(JSON.stringify({ type: MessageType.Pong, ...(payload ? { payload } : {}) }))
      }
      case MessageType.Pong:
        return
      case MessageType.Subscribe:
        if (!connection.viewer) return closeSocket(connection, 'UNAUTHENTICATED')
        return subscribe(connection, connection.viewer, message.id, message.payload)
      case MessageType.Complete:
        return runningOf(connection, headOf(message.id))?.leave('ended')
      default:
        return closeSocket(connection, 'BAD_REQUEST')
    }
  }

  async function initialise(connection: Connection, given: Record<string, unknown> | undefined): Promise<void> {
    const { request } = connection
    if (!request) return closeSocket(connection, 'TOO_MANY_INIT_REQUESTS')
    connection.request = null
    clearTimeout(connection.waiting!)
    connection.waiting = null
    try {
      door.origins.check(request)
      const { admission } = connection
      const viewer = await viewerOfRequest(
        door,
        request,
        given?.authorization ?? given?.Authorization,
        admission.missed,
      )
      if (connection.readyState !== connection.OPEN) return
      admission.recognise(viewer)
      admission.request()
      connection.leave = door.connections.enter(viewer, request)
      connection.address = door.addressOf(request)
      connection.viewer = viewer
      connection.send('{"type":"connection_ack"}')
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      closeSocket(connection, Object.hasOwn(closeCodes, error.code) ? (error.code as CloseName) : 'UNAUTHENTICATED')
    }
  }

  async function subscribe(
    connection: Connection,
    viewer: Viewer,
    id: string,
    payload: SubscribePayload,
  ): Promise<void> {
    const startedAt = performance.now()
    const head = headOf(id)
    if (runningOf(connection, head)) return closeSocket(connection, 'SUBSCRIBER_ALREADY_EXISTS')
    let asked: GraphQLRequest
    let operation: Operation
    try {
      if (!door.directory.holds(viewer)) {
        throw new Refusal('UNAUTHENTICATED', 'Wanted a valid key; this one was revoked or has expired.')
      }
      if (countOf(connection) >= operationsAtATime) {
        closeSocket(connection, 'TOO_MANY_OPERATIONS')
        throw new Refusal('TOO_COMPLEX', `Wanted at most ${operationsAtATime} operations at a time on one connection.`)
      }
      connection.admission.request()
      door.seen?.(viewer)
      asked = door.documents.admit(requestOf(payload))
      operation = connection.admission.operation(asked)
    } catch (error) {
      const errors = error instanceof Unrunnable ? error.errors : [presentedThrown(error, door.report)]
      door.log.operation({ transport: 'ws', startedAt, status: 'refused', viewer, codes: codesOf({ errors }) })
      return connection.send(JSON.stringify({ id, type: MessageType.Error, payload: errors }))
    }
    const running = new Running(door, connection, viewer, head, startedAt, asked, operation)
    connection.running = running
    if (operation.type !== 'subscription') {
      const { address } = connection
      const asker = askerOf(operation, viewer, address)
      return running.answer(
        await door.graph.execute(operation, asked.variables, asker, { address, gone: () => running.gone }),
      )
    }
    const stream = await door.streams.open(operation, asked.variables, running)
    if ('stop' in stream) running.opened(stream)
    else running.answer(stream)
  }

  function left(this: WebSocket): void {
    const connection = this as Connection
    if (connection.waiting) clearTimeout(connection.waiting)
    connection.leave?.()
    while (connection.running) connection.running.leave('left')
  }

  const host = websocketHost(Connection, door.limits, door.stopping, accept, door.waits)
  return {
    ...host,
    upgrade(request, socket, head) {
      try {
        new Admission(door, request).payer.takeLastly(points.connection)
      } catch (error) {
        const retry = retryAfterOf(error)['retry-after'] ?? 60
        const lines = [
          'HTTP/1.1 429 Too Many Requests',
          `retry-after: ${retry}`,
          'connection: close',
          'content-length: 0',
        ]
        socket.end(`${lines.join('\r\n')}\r\n\r\n`, () => socket.destroy())
        return
      }
      host.upgrade(request, socket, head)
    },
  }
}

function runningOf(connection: Connection, head: string): Running | null {
  for (let each = connection.running; each; each = each.next) if (each.head === head) return each
  return null
}

function countOf(connection: Connection): number {
  let count = 0
  for (let each = connection.running; each; each = each.next) count++
  return count
}
