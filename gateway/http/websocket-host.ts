// Connections over `ws`: upgrades, heartbeats, closing. The protocol is another's. There may be ten thousand of them, most
// of them idle: so a connection is one object, and its listeners are shared.

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { handleProtocols } from 'graphql-ws'
import { WebSocket, WebSocketServer } from 'ws'
import type { Limits } from '../../backbone/limits.ts'
import { type CloseName, closeCodes } from '../close-codes.ts'
import { heartbeatsOf } from './heartbeats.ts'

export interface WebSocketDoor {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Tells every client to come back, and waits until they have gone. */
  stop(): Promise<void>
}

/** A connection. What is written to `wire` between two messages must be whole frames. */
export class HostedSocket extends WebSocket {
  /** Whether it has answered, or said something, since the last heartbeat. */
  alive = true
  wire: Duplex = null!
}

const closeWait = 2_000 // milliseconds that a client has to answer a close

/**
 * @param accept is told of each connection, once
 * @param every milliseconds between pings; one that is not answered by the next ends the connection
 */
export function websocketHost<S extends HostedSocket>(
  Socket: new (...options: ConstructorParameters<typeof HostedSocket>) => S,
  limits: Limits,
  stopping: AbortSignal,
  accept: (socket: S, request: IncomingMessage) => void,
  every?: number,
): WebSocketDoor {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: limits.body,
    perMessageDeflate: false,
    WebSocket: Socket as unknown as typeof WebSocket,
    handleProtocols: (offered) => handleProtocols(offered),
  })
  const heartbeats = heartbeatsOf<S>((socket) => {
    if (!socket.alive) return socket.terminate()
    socket.alive = false
    socket.ping()
  }, every)

  function left(this: WebSocket): void {
    heartbeats.delete(this as S)
  }

  function opened(socket: S, request: IncomingMessage): void {
    socket.wire = request.socket
    heartbeats.add(socket)
    socket.on('pong', answered)
    socket.on('error', ignored)
    socket.on('close', left)
    accept(socket, request)
    if (stopping.aborted) closeSocket(socket, 'SHUTTING_DOWN')
  }

  return {
    upgrade(request, socket, head) {
      server.handleUpgrade(request, socket, head, opened as (socket: WebSocket, request: IncomingMessage) => void)
    },
    async stop() {
      await Promise.all(heartbeats.all().map(farewell))
      heartbeats.stop()
      server.close()
    },
  }
}

export function closeSocket(socket: WebSocket, name: CloseName): void {
  const { code, reason } = closeCodes[name]
  socket.close(code, reason)
}

function answered(this: WebSocket): void {
  ;(this as HostedSocket).alive = true
}

/** The close that follows says it; ws has sent the code. */
function ignored(): void {}

function farewell(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const deaf = setTimeout(() => socket.terminate(), closeWait)
    socket.once('close', () => {
      clearTimeout(deaf)
      resolve()
    })
    closeSocket(socket, 'SHUTTING_DOWN')
  })
}
