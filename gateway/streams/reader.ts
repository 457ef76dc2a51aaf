// One subscriber: where it stands in a channel, and what it is sent next. There may be ten thousand: so it is one small
// object, and a turn of it makes none.

import type { Viewer } from '../../backbone/security/viewer.ts'
import type { Transport } from '../telemetry/metrics.ts'
import type { StreamEvent } from './event.ts'

/** Where a reader's events go: a connection, or an operation on one. */
export interface Sink {
  readonly transport: Transport
  /** Where it is read from. */
  readonly address?: string
  /** From here to `uncork`, what is written may go out together. */
  cork?(): void
  write(event: StreamEvent): void
  uncork?(): void
  /** Whether it takes more now. If not, it calls `reader.flow()` once it does. */
  ready(reader: { flow(): void }): boolean
  /** Nothing more comes. Called once. */
  end(): void
}

/** What all readers ask and tell: their rights, and what is counted. */
export interface ReaderCallbacks {
  /** Why a reader may not read any longer; null while it may. */
  refused(reader: Reader): StreamEvent | null
  sent(transport: Transport, events: number): void
  left(reader: Reader): void
}

/** What a reader stands in: events by their numbers, those of a channel (channel.ts). */
export interface Readable {
  /** The number of the first event that it holds, and of the one that comes next. */
  readonly first: number
  readonly end: number
  readonly ended: boolean
  /** What it sends has only just happened. */
  readonly live: boolean
  readonly listener: { fellBehind(reader: Reader): void }
  event(number: number): StreamEvent | undefined
  /** A reader went on. */
  progressed(): void
  leave(reader: Reader): void
}

export class Reader {
  readonly viewer: Viewer
  /** The id of the community that it reads; null until one is known. */
  community: string | null
  channel: Readable | null = null
  /** The number, in the channel, of the event that it is sent next. */
  at = 0
  /** The last cursor sent. */
  last: string | null
  private readonly sink: Sink
  private readonly callbacks: ReaderCallbacks
  private over = false

  constructor(callbacks: ReaderCallbacks, sink: Sink, viewer: Viewer, community: string | null, last: string | null) {
    this.callbacks = callbacks
    this.sink = sink
    this.viewer = viewer
    this.community = community
    this.last = last
  }

  get transport(): Transport {
    return this.sink.transport
  }

  get address(): string {
    return this.sink.address ?? 'unknown'
  }

  /** Writes what is there while there is room. */
  flow(): void {
    const { sink } = this
    for (;;) {
      const { channel } = this
      if (this.over || !channel) return
      if (this.at < channel.first) {
        channel.listener.fellBehind(this)
        return
      }
      const event = channel.event(this.at)
      if (!event) {
        if (channel.ended) this.stop()
        return
      }
      if (event.community !== null) this.community = event.community
      // Nothing can change before this turn ends: once is enough.
      const refusal = this.callbacks.refused(this)
      if (refusal) {
        this.refuse(refusal)
        return
      }
      if (!sink.ready(this)) return
      if (this.at + 1 === channel.end) this.take(event)
      else this.takeAll(channel)
      channel.progressed()
    }
  }

  /** The last event that it gets. */
  refuse(event: StreamEvent): void {
    if (this.over) return
    this.sink.write(event)
    this.callbacks.sent(this.sink.transport, 1)
    this.stop()
  }

  stop(): void {
    if (this.over) return
    this.withdraw()
    this.sink.end()
  }

  /** Leaves as if it had not come: it is answered in another way. */
  withdraw(): void {
    if (this.over) return
    this.over = true
    this.channel?.leave(this)
    this.callbacks.left(this)
  }

  private take(event: StreamEvent): void {
    this.at++
    if (event.cursor !== null) this.last = event.cursor
    this.sink.write(event)
    this.callbacks.sent(this.sink.transport, 1)
  }

  /** What there is room for of all that is there, together. */
  private takeAll(channel: Readable): void {
    const { sink } = this
    sink.cork?.()
    for (let event = channel.event(this.at); event; event = channel.event(this.at)) {
      this.take(event)
      if (!sink.ready(this)) break
    }
    sink.uncork?.()
  }
}
