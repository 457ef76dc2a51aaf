// What the readers of one subscription with the same rights share, and how a channel of theirs takes up its execution.

import type { Events, Result } from '../graph/result.ts'
import type { Channel, Source } from './channel.ts'
import type { StreamEvent } from './event.ts'
import type { Reader } from './reader.ts'

/** The readers of one subscription with the same rights. */
export interface Group {
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
