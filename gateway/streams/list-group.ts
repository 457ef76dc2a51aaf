// A list-like subscription with the same rights: channels begun at different places, and who reads which.
//
// A reader that resumes with a cursor is attached at once to a channel that still holds that place; else a new channel
// begins there (or one that begins just now gets there: resume-queue.ts), reads what was missed, and gives its readers
// away, with all that it holds, as soon as they are at a place that an older channel holds. A place is known by its
// cursor: one event of the log has one cursor, and a cursor that we have sent or resumed from is good.

import type { Result } from '../graph/result.ts'
import { Channel, type ChannelListener } from './channel.ts'
import { refusalEvent } from './events.ts'
import { type Group, type GroupOptions, opened } from './group.ts'
import type { Reader } from './reader.ts'
import { resumeQueueOf, unknownNumber } from './resume-queue.ts'

/**
 * @param options.replays whether one execution serves all, and holds what its readers have had for those that will come
 * @param options.positionOf the position in the log that a cursor claims, where an execution tells by a result without events
 *   that it has sent all that was missed; without, each that resumes at a place that is not held has its own channel
 */
export function listGroupOf(
  options: GroupOptions & { kept: number; replays: boolean; positionOf?: (cursor: string) => number | null },
): Group {
  const { kept, replays, open, eventsOf, empty, positionOf = () => null } = options
  const channels = new Map<Channel, Promise<Result | null>>()
  /** The oldest live one first. */
  const inOrder = () => [...channels.keys()].sort((a, b) => Number(b.live) - Number(a.live))

  function begin(start: string | null, by: Reader): Channel {
    const channel = new Channel({ listener, start, kept, replays })
    channels.set(channel, opened(channel, open(start, by), start, eventsOf))
    return channel
  }

  function attach(reader: Reader, after: string | null): Promise<Result | null> | undefined {
    for (const channel of inOrder()) {
      const at = after === null ? (channel.live ? channel.end : undefined) : channel.after(after)
      if (at === undefined || channel.ended) continue
      channel.join(reader, at)
      reader.flow()
      return channels.get(channel)!
    }
    return undefined
  }

  function openChannel(reader: Reader, after: string | null): { channel: Channel; opening: Promise<Result | null> } {
    const channel = begin(after, reader)
    channel.join(reader, 0)
    return { channel, opening: channels.get(channel)! }
  }

  const resumeQueue = resumeQueueOf({ attach, openChannel, positionOf })

  const listener: ChannelListener = {
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
      void openChannel(reader, last).opening.then((refusal) => refusal && reader.refuse(eventsOf(refusal)[0]!))
    },
    advanced(channel) {
      resumeQueue.advanced(channel)
      if (channels.size < 2) return
      const ordered = inOrder()
      for (const [rank, from] of ordered.entries()) {
        if (rank === 0) continue
        for (const reader of from.readers) {
          if (reader.at < from.end || reader.at === unknownNumber) continue
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
      resumeQueue.closed(channel)
      if (channels.size === 0) empty()
    },
  }

  return {
    async enter(reader, after) {
      return (
        attach(reader, after) ?? (after === null ? openChannel(reader, null).opening : resumeQueue.enter(reader, after))
      )
    },
  }
}
