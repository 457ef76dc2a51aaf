// Bytes as they are: what no client library would send.

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { elsewhere } from './ask.ts'

export async function rawSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.on('error', () => {}) // a reset is an answer
  await once(socket, 'connect')
  return socket
}

export const handshake = () =>
  `GET /graphql HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${elsewhere()}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n`

/** A frame of a WebSocket's client (RFC 6455, section 5.2), right or wrong. */
export function frameOf(text: string | Buffer, { opcode = 1, final = true, masked = true, reserved = 0 } = {}): Buffer {
  const payload = Buffer.from(text)
  const length = payload.length
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const head = Buffer.alloc(start + (masked ? 4 : 0)) // a mask of zeros
  head[0] = (final ? 0x80 : 0) | reserved | opcode
  head[1] = (masked ? 0x80 : 0) | (start === 2 ? length : start === 4 ? 126 : 127)
  if (start === 4) head.writeUInt16BE(length, 2)
  if (start === 10) head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, payload])
}
