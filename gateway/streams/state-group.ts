// One thing that is watched: its state at once, then each change. All who hold the same rights are sent the newest state
// of one execution; one that cannot keep up is sent the newest when it can, and not what was between.
//
// What a state shows of other things may change without a word of its own. So one who comes later than a moment after
// the state was read has it read anew, by an execution that then serves all, and the one before it ends.

import type { Result } from '../graph/result.ts'
import { Channel, type ChannelListener } from './channel.ts'
import { type Group, type GroupOptions, opened } from './group.ts'
import type { Reader } from './reader.ts'

const fresh = 1000 // milliseconds that a state is as recent as one that is read now

/** @param options.now milliseconds of a clock that never goes back. */
export function stateGroupOf({ open, eventsOf, empty, now }: GroupOptions & { now(): number }): Group {
  const channels = new Map<Channel, Promise<Result | null>>()
  /** What all read, and when it was last sent something. */
  let current: Channel | null = null
  let advancedAt = 0
  /** What was begun to take its place, and where that one stood then. */
  let next: Channel | null = null
  let endThen = 0

  const listener: ChannelListener = {
    /** Folded: only the newest is held. */
    fellBehind(reader) {
      reader.at = reader.channel!.end - 1
      reader.flow()
    },
    advanced(channel) {
      if (channel === next) {
        next = null
        // What all read has been sent something since: it is as new, and what began beside it is not needed.
        if (current && !current.ended && current.end > endThen) return handOver(channel, current)
        if (current) handOver(current, channel)
        current = channel
      }
      if (channel === current) advancedAt = now()
    },
    closed(channel) {
      channels.delete(channel)
      if (current === channel) current = null
      if (next === channel) next = null
      if (channels.size === 0) empty()
    },
  }

  /** Nobody is sent the state that they have. */
  function handOver(from: Channel, to: Channel): void {
    const newest = to.event(to.end - 1)
    for (const reader of from.readers) {
      const had = reader.at === from.end ? from.event(from.end - 1) : undefined
      to.join(reader, had && newest?.json.equals(had.json) ? to.end : to.end - 1)
      reader.flow()
    }
  }

  function begin(by: Reader): Channel {
    const channel = new Channel({ listener, start: null, kept: 1, replays: true })
    next = channel
    endThen = current?.end ?? 0
    channels.set(channel, opened(channel, open(null, by), null, eventsOf))
    return channel
  }

  return {
    async enter(reader) {
      const recent = current && !current.ended && now() - advancedAt < fresh ? current : null
      const channel = recent ?? (next && !next.ended ? next : begin(reader))
      channel.join(reader, Math.max(channel.first, channel.end - 1))
      const refusal = await channels.get(channel)!
      if (!refusal) reader.flow()
      return refusal
    },
  }
}
