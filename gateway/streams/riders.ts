// Those who come back at once, each with a cursor of its own: a thousand that were cut off together, say.
//
// Who comes while a channel is being opened does not open another, but rides along in that one until it has sent its
// first; most places are then held, and their readers stand there. Of those whose place is not, the oldest of each
// stretch of the log leads the next channel, and the others of the stretch ride along in that. So a crowd costs a few
// channels, one for each stretch that it is spread over and one for each turn in which somebody older than all before
// came, and not one for each cursor.
//
// What is shared is what one group shares anyway: the events of one execution, for readers with the same rights, which
// are looked at for each of them. An event of the log never changes; what it shows of other things is as it was when it
// was read, for one who stands where a channel holds its place as for one who was there then.
//
// Where a cursor stands is only what it claims. A reader is let in where that very cursor was sent, or it opens a
// channel itself and is told what is wrong: a made-up cursor costs others a turn at most, and is never taken.

import type { Result } from '../graph/result.ts'
import type { Channel } from './channel.ts'
import type { Reader } from './reader.ts'

export interface Riders {
  /** Lets in a reader whose place no channel holds. @returns why not. */
  enter(reader: Reader, after: string): Promise<Result | null>
  /** The channel has sent more. */
  moved(channel: Channel): void
  closed(channel: Channel): void
}

export interface RidersOptions {
  /** Puts a reader where a channel holds its place. @returns why it is refused there; undefined where none holds it. */
  stand(reader: Reader, after: string): Promise<Result | null> | undefined
  /** Begins a channel with this reader. */
  lead(reader: Reader, after: string): { channel: Channel; opening: Promise<Result | null> }
  /** The position in the log that a cursor claims; null: none. */
  placeIn(cursor: string): number | null
}

interface Rider {
  reader: Reader
  after: string
  place: number
  /** Channels in vain after which it opens one itself. */
  patience: number
  letIn(how: Promise<Result | null> | null): void
}

interface Ride {
  channel: Channel
  /** The position that it began after. */
  start: number
  /** It has not sent anything yet. */
  opening: boolean
  riders: Rider[]
}

/** Where a reader stands in a channel before its place has come. */
export const unplaced = Number.POSITIVE_INFINITY

const reach = 2000 // positions of the log that one waits for: they are read in less than a tenth of a second
const patience = 2

export function ridersOf({ stand, lead, placeIn }: RidersOptions): Riders {
  const rides = new Map<Channel, Ride>()

  function setOff({ reader, after, place, letIn }: Rider): Ride {
    const { channel, opening } = lead(reader, after)
    const ride: Ride = { channel, start: place, opening: true, riders: [] }
    rides.set(channel, ride)
    letIn(opening)
    void opening.then((refusal) => {
      if (!refusal) return
      rides.delete(channel)
      setOut(here(ride).map((rider) => ({ ...rider, patience: rider.patience - 1 })))
    })
    return ride
  }

  /** Who rides along in it; the streams of the others have ended meanwhile. */
  function here({ channel, riders }: Ride): Rider[] {
    for (const { reader, letIn } of riders) if (reader.channel !== channel) letIn(null)
    return riders.filter(({ reader }) => reader.channel === channel)
  }

  function board(ride: Ride, rider: Rider): void {
    ride.channel.join(rider.reader, unplaced)
    ride.riders.push(rider)
  }

  /** The first of each stretch leads, the others ride along. */
  function setOut(riders: Rider[]): void {
    let ride: Ride | null = null
    for (const rider of riders.sort((a, b) => a.place - b.place)) {
      const stood = stand(rider.reader, rider.after)
      if (stood) rider.letIn(stood)
      else if (ride && rider.patience > 0 && rider.place - ride.start <= reach) board(ride, rider)
      else ride = setOff(rider)
    }
  }

  const newestOf = ({ channel }: Ride): number | null => {
    const cursor = channel.event(channel.end - 1)?.cursor
    return cursor ? placeIn(cursor) : null
  }

  /** Whether what the channel sends next may be what stands at a place. */
  function comesTo(ride: Ride, place: number): boolean {
    const newest = newestOf(ride)
    return !ride.channel.caughtUp && newest !== null && newest < place && place - newest <= reach
  }

  /** The ride to a place that begins closest to it; else any that is about to tell what it holds. */
  function rideTo(place: number): Ride | null {
    let best: Ride | null = null
    for (const ride of rides.values()) {
      if (!ride.opening && !comesTo(ride, place)) continue
      const closer = ride.start <= place && (best === null || best.start > place || ride.start > best.start)
      if (best === null || closer) best = ride
    }
    return best
  }

  return {
    enter(reader, after) {
      const place = placeIn(after)
      if (place === null) return lead(reader, after).opening
      return new Promise((letIn) => {
        const rider: Rider = { reader, after, place, patience, letIn }
        const ride = rideTo(place)
        if (ride) board(ride, rider)
        else setOff(rider)
      })
    },
    moved(channel) {
      const ride = rides.get(channel)
      if (!ride) return
      const riders = here(ride)
      const newest = newestOf(ride)
      const left: Rider[] = []
      ride.opening = false
      ride.riders = []
      for (const rider of riders) {
        const { place } = rider
        const stood = stand(rider.reader, rider.after)
        if (stood) rider.letIn(stood)
        else if (comesTo(ride, place)) ride.riders.push(rider)
        else {
          const passed = place >= ride.start && (channel.caughtUp || newest === null || newest >= place)
          left.push(passed ? { ...rider, patience: 0 } : rider)
        }
      }
      if (ride.riders.length === 0) rides.delete(channel)
      setOut(left)
    },
    closed(channel) {
      // Nobody is in it any more: the streams of all who rode along have ended.
      for (const { letIn } of rides.get(channel)?.riders ?? []) letIn(null)
      rides.delete(channel)
    },
  }
}
