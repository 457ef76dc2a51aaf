// Connections over `ws`: upgrades, heartbeats, closing. The protocol is another's. There may be ten thousand of them, most
// of them idle: so a connection is one object, and its listeners are shared.

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { handleProtocols } from 'graphql-ws'
import { type ServerOptions, WebSocket, WebSocketServer } from 'ws'
import type { Limits } from '../../backbone/limits.ts'
import { type CloseName, closeCodes } from '../wire/close-codes.ts'
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
const mostUnread = 1024 * 1024 // bytes that wait for a client while it is still listened to

/**
 * @param accept is told of each connection, once
 * @param waits milliseconds: between pings, of which one that is not answered by the next ends the connection; that a
 * client has to answer a close
 */
export function websocketHost<S extends HostedSocket>(
  Socket: new (...options: ConstructorParameters<typeof HostedSocket>) => S,
  limits: Limits,
  stopping: AbortSignal,
  accept: (socket: S, request: IncomingMessage) => void,
  waits: { heartbeat?: number; close?: number } = {},
): WebSocketDoor {
  const options: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    clientTracking: false,
    maxPayload: limits.body,
    perMessageDeflate: false,
    WebSocket: Socket as unknown as typeof WebSocket,
    handleProtocols: (offered) => handleProtocols(offered),
    closeTimeout: waits.close ?? closeWait,
  }
  const server = new WebSocketServer(options)
  const heartbeats = heartbeatsOf<S>((socket) => {
    // Who is not listened to cannot answer; whether it takes what waits for it is looked after elsewhere.
    if (socket.isPaused) return
    if (!socket.alive) return socket.terminate()
    socket.alive = false
    socket.ping()
  }, waits.heartbeat)

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
      await Promise.all(heartbeats.all().map((socket) => farewell(socket, options.closeTimeout)))
      heartbeats.stop()
      server.close()
    },
  }
}

export function closeSocket(socket: WebSocket, name: CloseName): void {
  const { code, reason } = closeCodes[name]
  socket.close(code, reason)
}

/** Whoever asks without taking the answers is not listened to until they are taken. */
export function heed(socket: HostedSocket): void {
  if (socket.wire.writableLength <= mostUnread || socket.isPaused) return
  socket.pause()
  socket.wire.once('drain', () => {
    socket.alive = true
    socket.resume()
  })
}

function answered(this: WebSocket): void {
  ;(this as HostedSocket).alive = true
}

/** The close that follows says it; ws has sent the code. */
function ignored(): void {}

function farewell(socket: WebSocket, wait: number): Promise<void> {
  return new Promise((resolve) => {
    const deaf = setTimeout(() => socket.terminate(), wait)
    socket.once('close', () => {
      clearTimeout(deaf)
      resolve()
    })
    closeSocket(socket, 'SHUTTING_DOWN')
  })
}
