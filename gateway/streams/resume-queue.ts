// Readers that resume at once, each with a cursor of its own: a thousand that were cut off together, say.
//
// Who comes while a channel is being opened does not open another, but waits in that one until it has sent its first
// events; most positions are then held, and their readers are attached there. Of those whose position is not, the oldest
// of each stretch of the log is the leader that the next channel is opened for, and the others of the stretch follow in
// it. So a crowd costs a few channels, one for each stretch that it is spread over and one for each turn in which somebody
// older than all before came, and not one for each cursor.
//
// What is shared is what one group shares anyway: the events of one execution, for readers with the same rights, which
// are looked at for each of them. An event of the log never changes; what it shows of other things is as it was when it
// was read, for one who is attached where a channel holds its position as for one who was there then.
//
// Where a cursor stands is only what it claims. A reader is attached where that very cursor was sent, or it opens a
// channel itself and is told what is wrong: a made-up cursor costs others a turn at most, and is never taken.

import type { Result } from '../graph/result.ts'
import type { Channel } from './channel.ts'
import type { Reader } from './reader.ts'

export interface ResumeQueue {
  /** Attaches a reader whose position no channel holds yet. @returns why not. */
  enter(reader: Reader, after: string): Promise<Result | null>
  /** The channel has sent more. */
  advanced(channel: Channel): void
  closed(channel: Channel): void
}

export interface ResumeQueueOptions {
  /** Attaches a reader where a channel holds its position. @returns why it is refused there; undefined where none holds it. */
  attach(reader: Reader, after: string): Promise<Result | null> | undefined
  /** Opens a channel for this reader. */
  openChannel(reader: Reader, after: string): { channel: Channel; opening: Promise<Result | null> }
  /** The position in the log that a cursor claims; null: none. */
  positionOf(cursor: string): number | null
}

/** A reader in the queue. */
interface Resuming {
  reader: Reader
  after: string
  position: number
  /** Channels that it may follow in vain before it opens one itself. */
  tries: number
  resolve(how: Promise<Result | null> | null): void
}

/** A channel that reads what was missed, and the readers that follow in it until their position comes. */
interface CatchUp {
  channel: Channel
  /** The position that it began after. */
  start: number
  /** It has not sent anything yet. */
  opening: boolean
  followers: Resuming[]
}

/** The number of a follower's next event, before its position has come. */
export const unknownNumber = Number.POSITIVE_INFINITY

const stretch = 2000 // positions of the log that one waits for: they are read in less than a tenth of a second
const mostTries = 2

export function resumeQueueOf({ attach, openChannel, positionOf }: ResumeQueueOptions): ResumeQueue {
  const catchUps = new Map<Channel, CatchUp>()

  function lead({ reader, after, position, resolve }: Resuming): CatchUp {
    const { channel, opening } = openChannel(reader, after)
    const catchUp: CatchUp = { channel, start: position, opening: true, followers: [] }
    catchUps.set(channel, catchUp)
    resolve(opening)
    void opening.then((refusal) => {
      if (!refusal) return
      catchUps.delete(channel)
      resume(stillIn(catchUp).map((follower) => ({ ...follower, tries: follower.tries - 1 })))
    })
    return catchUp
  }

  function follow(catchUp: CatchUp, follower: Resuming): void {
    catchUp.channel.join(follower.reader, unknownNumber)
    catchUp.followers.push(follower)
  }

  /** Who still follows in it; the streams of the others have ended meanwhile. */
  function stillIn({ channel, followers }: CatchUp): Resuming[] {
    for (const { reader, resolve } of followers) if (reader.channel !== channel) resolve(null)
    return followers.filter(({ reader }) => reader.channel === channel)
  }

  /** The first of each stretch leads, the others follow. */
  function resume(waiting: Resuming[]): void {
    let catchUp: CatchUp | null = null
    for (const each of waiting.sort((a, b) => a.position - b.position)) {
      const attached = attach(each.reader, each.after)
      if (attached) each.resolve(attached)
      else if (catchUp && each.tries > 0 && each.position - catchUp.start <= stretch) follow(catchUp, each)
      else catchUp = lead(each)
    }
  }

  const newestOf = ({ channel }: CatchUp): number | null => {
    const cursor = channel.event(channel.end - 1)?.cursor
    return cursor ? positionOf(cursor) : null
  }

  /** Whether what the channel sends next may be what stands at a position. */
  function comesTo(catchUp: CatchUp, position: number): boolean {
    const newest = newestOf(catchUp)
    return !catchUp.channel.caughtUp && newest !== null && newest < position && position - newest <= stretch
  }

  /** The catch-up to a position that begins closest to it; else any that is about to tell what it holds. */
  function catchUpTo(position: number): CatchUp | null {
    let best: CatchUp | null = null
    for (const catchUp of catchUps.values()) {
      if (!catchUp.opening && !comesTo(catchUp, position)) continue
      const closer = catchUp.start <= position && (best === null || best.start > position || catchUp.start > best.start)
      if (best === null || closer) best = catchUp
    }
    return best
  }

  return {
    enter(reader, after) {
      const position = positionOf(after)
      if (position === null) return openChannel(reader, after).opening
      return new Promise((resolve) => {
        const resuming: Resuming = { reader, after, position, tries: mostTries, resolve }
        const catchUp = catchUpTo(position)
        if (catchUp) follow(catchUp, resuming)
        else lead(resuming)
      })
    },
    advanced(channel) {
      const catchUp = catchUps.get(channel)
      if (!catchUp) return
      const followers = stillIn(catchUp)
      const newest = newestOf(catchUp)
      const left: Resuming[] = []
      catchUp.opening = false
      catchUp.followers = []
      for (const follower of followers) {
        const { position } = follower
        const attached = attach(follower.reader, follower.after)
        if (attached) follower.resolve(attached)
        else if (comesTo(catchUp, position)) catchUp.followers.push(follower)
        else {
          const passed = position >= catchUp.start && (channel.caughtUp || newest === null || newest >= position)
          left.push(passed ? { ...follower, tries: 0 } : follower)
        }
      }
      if (catchUp.followers.length === 0) catchUps.delete(channel)
      resume(left)
    },
    closed(channel) {
      // Nobody is in it any more: the streams of all who followed in it have ended.
      for (const { resolve } of catchUps.get(channel)?.followers ?? []) resolve(null)
      catchUps.delete(channel)
    },
  }
}
