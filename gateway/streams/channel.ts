// One execution of a subscription, and those who read it.
//
// The channel takes what its source has, event after event, and keeps the last of them, each as the bytes that all are
// sent. A reader stands somewhere among those: it writes on while its transport has room, and goes on from there when
// there is room again. So a reader that stalls delays nobody; one that the channel no longer reaches back to has fallen
// behind.

import { setImmediate as turn } from 'node:timers/promises'
import type { StreamEvent } from './event.ts'
import type { Readable, Reader } from './reader.ts'

export interface Source {
  /** The events that come next, those that are there together; none where what was missed ends; null at the end. Never throws. */
  next(): Promise<readonly StreamEvent[] | null>
  close(): void
}

/** What a channel tells the group that it is one of. */
export interface ChannelListener {
  /** A reader's next event is no longer held. */
  fellBehind(reader: Reader): void
  /** Each time that a channel has sent more. */
  advanced(channel: Channel): void
  closed(channel: Channel): void
}

export interface ChannelOptions {
  listener: ChannelListener
  /** The cursor that it begins after; null for one that begins now. */
  start: string | null
  /** Events that it holds at least, once it has had so many. */
  kept: number
  /** Holds what its readers have had, for those that will come. */
  replays: boolean
}

const readAhead = 16 // events that the quickest reader may be behind while a channel reads what was missed
const readersAtATime = 1000 // that are written to before others have a turn: some milliseconds

export class Channel implements Readable {
  readonly listener: ChannelListener
  /** It began without a cursor, or goes on for one that did: what it sends has only just happened. */
  readonly live: boolean
  readonly readers = new Set<Reader>()
  /** The number of the first event that it holds; the first that it sends is 0. */
  first = 0
  ended = false
  /** It has sent all that was missed: what comes next has only just happened. */
  caughtUp = false
  private readonly kept: number
  private readonly replays: boolean
  private events: StreamEvent[] = []
  /** The number of the event after each cursor whose place it holds. */
  private readonly numbers = new Map<string, number>()
  /** The cursor right before the first event that it holds; null where that is not known. */
  private before: string | null
  private source: Source | null = null
  private closed = false
  private onProgress: (() => void) | null = null

  constructor({ listener, start, kept, replays }: ChannelOptions) {
    this.listener = listener
    this.before = start
    if (start !== null) this.numbers.set(start, 0)
    this.live = start === null
    this.kept = kept
    this.replays = replays
  }

  get end(): number {
    return this.first + this.events.length
  }

  event(number: number): StreamEvent | undefined {
    return this.events[number - this.first]
  }

  /** The number of the event after a cursor; undefined when the channel does not reach there. */
  after(cursor: string | null): number | undefined {
    return cursor === null ? undefined : this.numbers.get(cursor)
  }

  join(reader: Reader, at: number): void {
    if (reader.channel !== this) reader.channel?.leave(reader)
    reader.channel = this
    reader.at = at
    this.readers.add(reader)
    this.progressed()
  }

  leave(reader: Reader): void {
    this.readers.delete(reader)
    if (reader.channel === this) reader.channel = null
    this.progressed()
    if (this.readers.size === 0) this.close()
  }

  /**
   * Takes over what another holds of the time before its own first event, so that who comes back to there need not have
   * it read again. @param at the number, here, of the event that the other sends next
   */
  adopt(other: Channel, at: number): void {
    const more = other.end - other.first - (at - this.first)
    if (!this.replays || more <= 0) return
    // Where one of them was sent an error in place of many events, numbers do not tell what meets what; and it is not kept.
    const meets =
      same(this.before, other.events[more - 1]?.cursor) || same(this.events[0]?.cursor, other.events[more]?.cursor)
    const lost = other.events.findLastIndex(({ cursor }, index) => cursor === null && index < more)
    const from = Math.max(0, more - (this.kept * 2 - 1 - this.events.length), lost + 1)
    if (!meets || from >= more) return
    const older = other.events.slice(from, more)
    this.events = older.concat(this.events)
    this.first -= older.length
    this.before = from > 0 ? other.events[from - 1]!.cursor : other.before
    if (this.before !== null) this.numbers.set(this.before, this.first)
    for (const [index, { cursor }] of older.entries()) this.numbers.set(cursor!, this.first + index + 1)
  }

  progressed(): void {
    this.onProgress?.()
  }

  /** Reads the source to its end. */
  async run(source: Source): Promise<void> {
    this.source = source
    if (this.closed) return source.close()
    for (;;) {
      if (!this.live) await this.waitForQuickest()
      if (this.closed) return
      const events = await source.next()
      if (this.closed) return
      if (!events) break
      if (events.length === 0) this.caughtUp = true
      for (const event of events) this.push(event)
      await this.deliver()
      if (this.closed) return
      this.listener.advanced(this)
      this.trim()
    }
    this.ended = true
    await this.deliver()
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    this.progressed()
    this.source?.close()
    this.listener.closed(this)
  }

  private push(event: StreamEvent): void {
    this.events.push(event)
    if (event.cursor !== null) this.numbers.set(event.cursor, this.end)
  }

  private async deliver(): Promise<void> {
    let delivered = 0
    for (const reader of this.readers) {
      reader.flow()
      if (++delivered % readersAtATime === 0) await turn()
    }
  }

  /** Lets go of what is no longer to be held, after everybody had a chance to take it. */
  private trim(): void {
    // Many at a time: taking one from an array's head costs the same.
    if (this.events.length >= this.kept * 2) this.forget(this.events.length - this.kept)
    if (!this.replays) {
      let slowest = this.end
      for (const { at } of this.readers) slowest = Math.min(slowest, at)
      if (slowest > this.first) this.forget(slowest - this.first)
    }
  }

  private forget(count: number): void {
    for (const { cursor } of this.events.splice(0, count)) {
      if (this.before !== null) this.numbers.delete(this.before)
      this.before = cursor
    }
    this.first += count
  }

  /** While it reads what was missed, it goes as fast as the quickest of its readers. */
  private async waitForQuickest(): Promise<void> {
    const keepsUp = () => {
      for (const reader of this.readers) if (this.end - reader.at < readAhead) return true
      return false
    }
    while (!this.closed && !keepsUp()) {
      await new Promise<void>((resolve) => {
        this.onProgress = resolve
      })
      this.onProgress = null
    }
  }
}

function same(one: string | null | undefined, other: string | null | undefined): boolean {
  return typeof one === 'string' && one === other
}
