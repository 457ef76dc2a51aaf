// One subscriber of the soak: a bare TCP socket that speaks just enough WebSocket or HTTP to hear a stream, keeps the
// numbers that it heard, and comes back with its last cursor however the connection ended.

import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

export interface Reader {
  readonly heard: Uint32Array
  readonly count: number
  /** Breaks the connection, and comes back after `away` milliseconds. */
  breakOff(away: number): void
  stop(): void
}

export interface ReaderOptions {
  port: number
  transport: 'ws' | 'sse'
  /** Of decisions, with a variable `after`. */
  query: string
  after: string
  /** Events at most. */
  room: number
  random(): number
  /** A stream ended with this code, or in this way. */
  ended(how: string): void
}

const ack = '{"type":"connection_ack"}'

export function startReader({ port, transport, query, after, room, random, ended }: ReaderOptions): Reader {
  const heard = new Uint32Array(room)
  let count = 0
  let last: string | null = null // the last event, as text: the cursor is looked for only when it is needed
  let socket: Socket | null = null
  let timer: NodeJS.Timeout | null = null
  let stopped = false

  const cursor = () => (last === null ? after : /"cursor":"([^"]+)"/.exec(last)![1]!)

  function begin(): void {
    timer = null
    const mine = connect(port, '127.0.0.1')
    socket = mine
    const speak = transport === 'ws' ? overWebSocket : overEventStream
    mine.setNoDelay(true)
    mine.on('data', speak(mine))
    mine.on('error', () => {})
    mine.on('close', () => socket === mine && again('closed', 50 + random() * 1000))
  }

  function again(how: string, wait: number): void {
    const mine = socket
    socket = null
    mine?.destroy()
    if (stopped) return
    ended(how)
    timer = setTimeout(begin, wait)
  }

  /** One message of the stream. Anything but an event ends it. */
  function hear(text: string): void {
    const at = text.indexOf('"reason":"soak ')
    if (at >= 0) {
      if (count === room) throw new Error('A subscriber heard more than there is.')
      heard[count++] = Number.parseInt(text.slice(at + 15, at + 25), 10)
      last = text
    } else {
      const code = /"code":"(\w+)"/.exec(text)?.[1]
      again(code ?? `said ${text.slice(0, 100)}`, 50 + random() * 1000)
    }
  }

  function overWebSocket(mine: Socket): (chunk: Buffer) => void {
    mine.write(
      `GET /graphql HTTP/1.1\r\nHost: soak\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n`,
    )
    let open = false
    let rest: Buffer = Buffer.alloc(0)
    return (chunk) => {
      let data = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      if (!open) {
        const end = data.indexOf('\r\n\r\n')
        rest = data
        if (end < 0) return
        if (!data.toString('latin1', 0, 12).endsWith(' 101')) return again(data.toString('latin1', 9, 12), 1000)
        open = true
        mine.write(masked(0x81, '{"type":"connection_init"}'))
        data = data.subarray(end + 4)
      }
      let at = 0
      while (socket === mine && data.length - at >= 2) {
        const short = data[at + 1]!
        const head = short < 126 ? 2 : short === 126 ? 4 : 10
        if (data.length - at < head) break
        const length =
          short < 126 ? short : short === 126 ? data.readUInt16BE(at + 2) : Number(data.readBigUInt64BE(at + 2))
        const end = at + head + length
        if (data.length < end) break
        const kind = data[at]! & 0x0f
        const text = data.toString('latin1', at + head, end)
        at = end
        if (kind === 0x9) mine.write(masked(0x8a, text))
        else if (kind === 0x8) again(`close ${Buffer.from(text, 'latin1').readUInt16BE(0)}`, 50 + random() * 1000)
        else if (text === ack) {
          const payload = { query, variables: { after: cursor() } }
          mine.write(masked(0x81, JSON.stringify({ id: '1', type: 'subscribe', payload })))
        } else if (text.startsWith('{"type":"ping"')) mine.write(masked(0x81, '{"type":"pong"}'))
        else hear(text)
      }
      rest = data.subarray(at)
    }
  }

  function overEventStream(mine: Socket): (chunk: Buffer) => void {
    const body = JSON.stringify({ query, variables: { after } })
    mine.write(
      `POST /graphql HTTP/1.1\r\nHost: soak\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\n${last === null ? '' : `Last-Event-ID: ${cursor()}\r\n`}\r\n${body}`,
    )
    let open = false
    let bytes = ''
    let text = ''
    return (chunk) => {
      bytes += chunk.toString('latin1')
      if (!open) {
        const end = bytes.indexOf('\r\n\r\n')
        if (end < 0) return
        if (!bytes.startsWith('HTTP/1.1 200')) return again(bytes.slice(9, 12), 1000)
        open = true
        bytes = bytes.slice(end + 4)
      }
      for (;;) {
        const line = bytes.indexOf('\r\n')
        if (line < 0) break
        const size = Number.parseInt(bytes.slice(0, line), 16)
        if (bytes.length < line + 2 + size + 2) break
        text += bytes.slice(line + 2, line + 2 + size)
        bytes = bytes.slice(line + 2 + size + 2)
        if (size === 0) return again('ended', 50 + random() * 1000)
      }
      for (;;) {
        const end = text.indexOf('\n\n')
        if (end < 0) break
        const event = text.slice(0, end)
        text = text.slice(end + 2)
        if (event.startsWith('event: next')) hear(event.slice(event.indexOf('\ndata: ') + 7))
        else if (event.startsWith('event: complete')) again('complete', 50 + random() * 1000)
        if (socket !== mine) return
      }
    }
  }

  begin()
  return {
    heard,
    get count() {
      return count
    },
    breakOff(away) {
      if (socket) again('broken off', away)
    },
    stop() {
      stopped = true
      if (timer) clearTimeout(timer)
      socket?.destroy()
    },
  }
}

/** A frame as a client must send it. A mask of zeros is one. */
function masked(first: number, text: string): Buffer {
  const body = Buffer.from(text, 'latin1')
  const head = body.length < 126 ? [first, 0x80 | body.length] : [first, 0xfe, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), body])
}
