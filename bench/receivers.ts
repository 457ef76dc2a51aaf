// Subscribers that cost next to nothing: raw sockets that speak as much WebSocket as they need and count the messages
// that come, without reading them. They live in a process of their own, which the bench tells what to do.

import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export type Order =
  /** `payloads`: what they subscribe to, in turns; none where connecting is enough. */
  | { do: 'gather'; url: string; size: number; payloads: object[]; key: string | null }
  /** Answered at once (`expecting`), and again when so many messages more have come. */
  | { do: 'expect'; messages: number }
  | { do: 'leave' }
/** `at`: monotonic, in nanoseconds. `last` is the text of the last message, where one was expected. */
export interface Report {
  to: Order['do'] | 'expecting'
  at: string
  last: string
  error?: string
}

const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0])
const atOnce = 50 // connections that are being made
let crowd: Subscriber[] = []
let wanted = 0
let got = 0
let last: Buffer = Buffer.alloc(0)

function tell(to: Report['to'], error?: unknown): void {
  const report: Report = {
    to,
    at: String(process.hrtime.bigint()),
    last: last.toString(),
    ...(error ? { error: String(error) } : {}),
  }
  process.send!(report)
}

function heard(): void {
  got++
  if (wanted > 0 && got >= wanted) {
    wanted = 0
    tell('expect')
  }
}

process.on('message', (order: Order) => {
  obey(order).catch((error) => tell(order.do, error))
})

async function obey(order: Order): Promise<void> {
  if (order.do === 'leave') {
    await Promise.all(crowd.map((each) => each.leave()))
    crowd = []
    return tell('leave')
  }
  if (order.do === 'expect') {
    wanted = got + order.messages
    return tell('expecting')
  }
  const { hostname, port } = new URL(order.url)
  let begun = 0
  const some = async () => {
    while (begun < order.size) {
      const payload = order.payloads[begun++ % order.payloads.length] ?? null
      crowd.push(await Subscriber.open(hostname, Number(port), payload, order.key))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, some))
  tell('gather')
}

class Subscriber {
  private readonly socket: Socket
  /** What is still to come of the message that has begun. */
  private rest = 0
  private part: Buffer | null = null
  private counts = false

  private constructor(socket: Socket) {
    this.socket = socket
  }

  /** Connected, and where there is a payload subscribed. */
  static async open(host: string, port: number, payload: object | null, key: string | null): Promise<Subscriber> {
    const socket = connect({ host, port, noDelay: true })
    await once(socket, 'connect')
    const subscriber = new Subscriber(socket)
    socket.write(
      `GET /graphql HTTP/1.1\r\nhost: bench\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\n` +
        `sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n`,
    )
    const [answer] = (await once(socket, 'data')) as [Buffer]
    if (!answer.includes('101')) throw new Error(`Wanted 101; got ${answer.toString().slice(0, 200)}`)
    if (payload) {
      subscriber.say({ type: 'connection_init', payload: key ? { authorization: `Bearer ${key}` } : {} })
      for (let said = ''; !said.includes('connection_ack'); ) said = String((await once(socket, 'data'))[0])
      // As the published clients name theirs: no two are alike.
      subscriber.say({ id: randomUUID(), type: 'subscribe', payload })
    }
    subscriber.counts = true
    socket.on('data', (chunk) => subscriber.hear(chunk as Buffer))
    socket.on('error', () => {})
    return subscriber
  }

  async leave(): Promise<void> {
    this.counts = false
    const closed = once(this.socket, 'close')
    this.socket.resetAndDestroy()
    await closed
  }

  /** A masked text frame; the mask may be zero. */
  private say(message: object): void {
    const text = Buffer.from(JSON.stringify(message))
    const long = text.length > 125
    const head = Buffer.alloc(long ? 8 : 6)
    head[0] = 0x81
    head[1] = 0x80 | (long ? 126 : text.length)
    if (long) head.writeUInt16BE(text.length, 2)
    this.socket.write(Buffer.concat([head, text]))
  }

  private hear(chunk: Buffer): void {
    let at = 0
    if (this.part) {
      chunk = Buffer.concat([this.part, chunk])
      this.part = null
    }
    while (at < chunk.length) {
      if (this.rest > 0) {
        const taken = Math.min(this.rest, chunk.length - at)
        this.rest -= taken
        at += taken
        if (this.rest === 0 && this.counts) heard()
        continue
      }
      const short = chunk[at + 1]! & 127
      const start = short < 126 ? 2 : short === 126 ? 4 : 10
      if (chunk.length - at < start) {
        this.part = chunk.subarray(at)
        return
      }
      const length =
        short < 126 ? short : short === 126 ? chunk.readUInt16BE(at + 2) : Number(chunk.readBigUInt64BE(at + 2))
      const text = (chunk[at]! & 15) === 1
      at += start
      if (text) {
        this.rest = length
        if (got + 1 === wanted) last = chunk.subarray(at, at + length)
      } else {
        at += length
        this.socket.write(pong) // to a ping, which has no payload here
      }
    }
  }
}
