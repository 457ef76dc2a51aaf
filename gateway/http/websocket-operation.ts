// One operation on a WebSocket, from its `subscribe` to its end: what is sent for it, and what is remembered for the log.
// Events go to the socket as the bytes that they are: only the id in front is the operation's own.

import type { Duplex } from 'node:stream'
import { abandoned } from '../../backbone/concurrency/cancellation.ts'
import type { Viewer } from '../../backbone/security/viewer.ts'
import type { GraphQLRequest, Operation } from '../graph/operations.ts'
import type { Result } from '../graph/result.ts'
import type { StreamEvent } from '../streams/event.ts'
import type { Stream, Subscriber } from '../streams/streams.ts'
import type { Transport } from '../telemetry/metrics.ts'
import { communityOf } from '../telemetry/request-log.ts'
import { codesOf } from './graphql.ts'
import type { SseDoor } from './sse.ts'
import type { HostedSocket } from './websocket-host.ts'

const highWater = 256 * 1024 // bytes that a socket holds back before its streams wait
const copied = 16 * 1024 // bytes that are copied rather than written in pieces
const brace = Buffer.from('}')

/** The connection that operations are on. */
export interface Carrier extends HostedSocket {
  /** What runs, the last first. */
  running: Running | null
  /** What runs waits until the socket has drained. */
  full: boolean
  readonly admission: { readonly address: string }
}

export class Running implements Subscriber {
  readonly viewer: Viewer
  /** How each of its messages begins. */
  readonly head: string
  /** The one that was begun before it, on the same connection. */
  next: Running | null
  private readonly door: SseDoor
  private readonly connection: Carrier
  private readonly startedAt: number
  private readonly operation: Operation
  private readonly community: string | undefined
  private events = 0
  private codes: Set<string> | null = null
  private stream: Stream | null = null
  private waiting: { flow(): void } | null = null
  private over = false
  private leaving: AbortController | null = null

  constructor(
    door: SseDoor,
    connection: Carrier,
    viewer: Viewer,
    head: string,
    startedAt: number,
    asked: GraphQLRequest,
    operation: Operation,
  ) {
    this.door = door
    this.connection = connection
    this.viewer = viewer
    this.head = head
    this.startedAt = startedAt
    this.operation = operation
    this.community = communityOf(asked.variables)
    this.next = connection.running
  }

  get transport(): Transport {
    return 'ws'
  }

  get address(): string {
    return this.connection.admission.address
  }

  cork(): void {
    this.connection.wire.cork()
  }

  uncork(): void {
    this.connection.wire.uncork()
  }

  write(event: StreamEvent): void {
    if (this.over) return
    this.events++
    for (const code of event.codes) this.told(code)
    const { connection } = this
    if (connection.readyState === connection.OPEN) writeNext(connection.wire, this.head, event.json)
  }

  ready(reader: { flow(): void }): boolean {
    const { connection } = this
    if (connection.wire.writableLength <= highWater) return true
    this.waiting = reader
    if (!connection.full) {
      connection.full = true
      connection.wire.once('drain', () => goOn(connection))
    }
    return false
  }

  /** Fires when the client wants no answer any more. */
  get gone(): AbortSignal {
    this.leaving ??= new AbortController()
    if (this.over) this.leaving.abort(abandoned())
    return this.leaving.signal
  }

  /** The stream has said the last that it says. */
  end(): void {
    if (this.over) return
    this.complete()
    this.finish('ended')
  }

  /** It runs until one side ends it. */
  opened(stream: Stream): void {
    if (this.over) stream.stop()
    else this.stream = stream
  }

  /** One result, and the end. */
  answer(result: Result): void {
    if (this.over) return
    this.events++
    for (const code of codesOf(result)) this.told(code)
    this.say(`${this.head}${JSON.stringify(result)}}`)
    this.end()
  }

  /** The client wants no more, or is gone. */
  leave(how: 'ended' | 'left'): void {
    if (this.over) return
    this.finish(how)
    this.stream?.stop()
    this.leaving?.abort(abandoned())
  }

  /** The connection has room again. */
  drained(): void {
    const reader = this.waiting
    this.waiting = null
    if (!this.over) reader?.flow()
  }

  private told(code: string): void {
    this.codes ??= new Set()
    this.codes.add(code)
  }

  private complete(): void {
    this.say(`${this.head.slice(0, -nextPayload.length)},"type":"complete"}`)
  }

  private say(text: string): void {
    const { connection } = this
    if (connection.readyState === connection.OPEN) connection.send(text)
  }

  private finish(how: 'ended' | 'left'): void {
    this.over = true
    const { connection } = this
    if (connection.running === this) connection.running = this.next
    else for (let each = connection.running; each; each = each.next) if (each.next === this) each.next = this.next
    const { door, startedAt, operation, viewer, community, events } = this
    const status = door.stopping.aborted ? 'stopping' : how
    const codes = [...(this.codes ?? [])]
    door.log.operation({ transport: 'ws', startedAt, status, operation, viewer, community, codes, events })
  }
}

function goOn(connection: Carrier): void {
  connection.full = false
  for (let each = connection.running; each; each = each.next) each.drained()
}

const nextPayload = ',"type":"next","payload":'

/** The beginning of each message to an operation, in ASCII. */
export function headOf(id: string): string {
  const text = JSON.stringify(id).replace(/[\u007f-\uffff]/g, (each) => {
    return `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return `{"id":${text}${nextPayload}`
}

/**
 * Writes a message as one unmasked, final text frame (RFC 6455, section 5.2): the head, the payload, a brace. By hand and
 * for streams alone: the way through a string and the library's sender costs more than sending. What it does send, pings
 * and the end, it writes whole and at once, so frames do not mix.
 */
function writeNext(wire: Duplex, head: string, payload: Buffer): void {
  const length = head.length + payload.length + 1
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const whole = payload.length <= copied
  const frame = Buffer.allocUnsafe(start + (whole ? length : head.length))
  frame[0] = 0x81
  if (start === 2) frame[1] = length
  else if (start === 4) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.write(head, start, 'latin1')
  if (whole) {
    frame.set(payload, start + head.length)
    frame[start + length - 1] = 0x7d // }
    wire.write(frame)
    return
  }
  wire.cork()
  wire.write(frame)
  wire.write(payload)
  wire.write(brace)
  wire.uncork()
}
