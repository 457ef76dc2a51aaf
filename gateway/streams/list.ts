// A list-like subscription with the same rights: executions begun at different places, and who reads which.
//
// A reader that comes back with a cursor stands at once in a channel that still holds that place; else a new channel
// begins there (or one that begins just now gets there: riders.ts), reads what was missed, and gives its readers
// away, with all that it holds, as soon as they stand at a place that an older channel holds. A place is known by its
// cursor: one event of the log has one cursor, and a cursor that we have sent or resumed from is good.

import type { Events, Result } from '../graph/result.ts'
import { Channel, type Group, type Source } from './channel.ts'
import type { StreamEvent } from './event.ts'
import { refusalEvent } from './events.ts'
import type { Reader } from './reader.ts'
import { ridersOf, unplaced } from './riders.ts'

export interface SharedGroup {
  /** Lets a reader in after a cursor, or from now. @returns why not. */
  enter(reader: Reader, after: string | null): Promise<Result | null>
}

export interface GroupOptions {
  /** @param by whoever it is opened for */
  open(cursor: string | null, by: Reader): Promise<Result | Events>
  eventsOf(result: Result): StreamEvent[]
  /** The last reader has left. */
  empty(): void
}

/**
 * @param options.replays whether one execution serves all, and holds what its readers have had for those that will come
 * @param options.placeIn the position in the log that a cursor claims, where an execution tells by a result without events
 *   that it has sent all that was missed; without, each that comes back to a place that is not held has its own channel
 */
export function listOf(
  options: GroupOptions & { kept: number; replays: boolean; placeIn?: (cursor: string) => number | null },
): SharedGroup {
  const { kept, replays, open, eventsOf, empty, placeIn = () => null } = options
  const channels = new Map<Channel, Promise<Result | null>>()
  /** The oldest live one first. */
  const inOrder = () => [...channels.keys()].sort((a, b) => Number(b.live) - Number(a.live))

  function begin(start: string | null, by: Reader): Channel {
    const channel = new Channel({ group, start, kept, replays })
    channels.set(channel, opened(channel, open(start, by), start, eventsOf))
    return channel
  }

  function stand(reader: Reader, after: string | null): Promise<Result | null> | undefined {
    for (const channel of inOrder()) {
      const at = after === null ? (channel.live ? channel.end : undefined) : channel.after(after)
      if (at === undefined || channel.ended) continue
      channel.join(reader, at)
      reader.flow()
      return channels.get(channel)!
    }
    return undefined
  }

  function lead(reader: Reader, after: string | null): { channel: Channel; opening: Promise<Result | null> } {
    const channel = begin(after, reader)
    channel.join(reader, 0)
    return { channel, opening: channels.get(channel)! }
  }

  const riders = ridersOf({ stand, lead, placeIn })

  const group: Group = {
    fellBehind(reader) {
      const { channel, last } = reader
      if (channel?.live || last === null) {
        return reader.refuse(
          refusalEvent('CONSUMER_TOO_SLOW', `Wanted a reader at most ${kept} events behind; this one is further.`, {
            cursor: last,
          }),
        )
      }
      // Of those who read what was missed, each may take the time that it needs.
      void lead(reader, last).opening.then((refusal) => refusal && reader.refuse(eventsOf(refusal)[0]!))
    },
    moved(channel) {
      riders.moved(channel)
      if (channels.size < 2) return
      const ordered = inOrder()
      for (const [rank, from] of ordered.entries()) {
        if (rank === 0) continue
        for (const reader of from.readers) {
          if (reader.at < from.end || reader.at === unplaced) continue
          for (const to of ordered.slice(0, rank)) {
            // One that has given all its readers away meanwhile is closed.
            const at = to.ended || !channels.has(to) ? undefined : to.after(reader.last)
            if (at === undefined) continue
            to.adopt(from, at)
            to.join(reader, at)
            reader.flow()
            break
          }
        }
      }
    },
    closed(channel) {
      channels.delete(channel)
      riders.closed(channel)
      if (channels.size === 0) empty()
    },
  }

  return {
    async enter(reader, after) {
      return stand(reader, after) ?? (after === null ? lead(reader, null).opening : riders.enter(reader, after))
    },
  }
}

/** Runs the channel once its execution is open. @returns why it is not. */
export async function opened(
  channel: Channel,
  opening: Promise<Result | Events>,
  start: string | null,
  eventsOf: GroupOptions['eventsOf'],
): Promise<Result | null> {
  const events = await opening
  if (!(Symbol.asyncIterator in events)) return events
  void channel.run(sourceOf(events, start, eventsOf))
  return null
}

function sourceOf(events: Events, start: string | null, eventsOf: GroupOptions['eventsOf']): Source {
  let last = start
  return {
    async next() {
      const { done, value } = await events.next()
      if (done) return null
      for (const { extensions } of value.errors ?? []) {
        if (extensions.code === 'CONSUMER_TOO_SLOW' && last !== null) extensions.cursor ??= last
      }
      const some = eventsOf(value)
      last = some.at(-1)?.cursor ?? last
      return some
    },
    close: () => void events.return?.(),
  }
}
