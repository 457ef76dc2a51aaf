// Whose event is resolved next. An event may be awaited by thousands of different subscriptions, and each is some
// milliseconds of work: resolved as they come, whoever has most of them delays everybody, and all else besides. So each
// waits for its turn: a few at a time, with a turn of the event loop between, and first the community, and in it the
// owner, that has used the least time lately.

import type { Turn } from '../../backbone/subgraph/subgraph.ts'

export interface Lane {
  /** First it is between these. */
  community: string
  /** Then between those who have something to do in one. */
  owner: string
  /** Its time counts so many times less: it is used for many. */
  readers?: number
}

export interface Turns {
  /** @param lane which one it is in by now */
  of(lane: () => Lane): Turn
  /** How many wait. */
  readonly waiting: number
}

export interface TurnOptions {
  /** Milliseconds; only differences count. */
  now?: () => number
  /** Calls back after the event loop has had a turn. */
  later?: (go: () => void) => void
  /** Turns at a time. */
  places?: number
  /** Milliseconds after which a turn is over: then it waits for something that is not here. */
  patience?: number
}

const usualPlaces = 8
const begunAtOnce = 2 // before the event loop has a turn
const usualPatience = 50
const halfLife = 1000 // milliseconds in which what was used counts for half
const remembered = 10_000 // lanes

interface Used {
  time: number
  at: number
}

interface Waiting {
  turn: KeptTurn
  go(): void
}

interface KeptTurn extends Turn {
  lane: () => Lane
  since: number | null
  waiting: Waiting | null
}

export function turnsOf({
  now = () => performance.now(),
  later = setImmediate,
  places = usualPlaces,
  patience = usualPatience,
}: TurnOptions = {}): Turns {
  const running = new Set<KeptTurn>()
  const queues = new Map<string, Map<string, Waiting[]>>()
  const used = new Map<string, Used>()
  let waiting = 0
  let due = false
  let timer: NodeJS.Timeout | null = null

  const laneName = ({ community, owner }: Lane) => `${community}\n${owner}`
  const timeOf = (name: string, at: number) => {
    const known = used.get(name)
    return known ? known.time * 2 ** ((known.at - at) / halfLife) : 0
  }

  function charge(name: string, time: number, at: number): void {
    const before = timeOf(name, at)
    used.delete(name)
    used.set(name, { time: before + time, at })
    if (used.size > remembered) used.delete(used.keys().next().value!)
  }

  function begin(turn: KeptTurn): void {
    turn.since = now()
    running.add(turn)
  }

  function end(turn: KeptTurn): void {
    const at = now()
    const lane = turn.lane()
    const share = (at - turn.since!) / running.size / (lane.readers ?? 1)
    charge(lane.community, share, at)
    charge(laneName(lane), share, at)
    turn.since = null
    running.delete(turn)
    if (waiting > 0) soon()
  }

  function soon(): void {
    if (due) return
    due = true
    later(pump)
  }

  function pump(): void {
    due = false
    if (timer) clearTimeout(timer)
    timer = null
    const at = now()
    for (const turn of running) if (at - turn.since! >= patience) end(turn)
    for (let begun = 0; begun < begunAtOnce && waiting > 0 && running.size < places; begun++) {
      const { turn, go } = next(at)
      turn.waiting = null
      begin(turn)
      go()
    }
    if (waiting === 0) return
    if (running.size < places) soon()
    else timer = setTimeout(pump, patience).unref()
  }

  /** Of those that have used the least time, the one that waits longest. */
  function next(at: number): Waiting {
    const community = least([...queues.keys()], (name) => timeOf(name, at))
    const owners = queues.get(community)!
    const owner = least([...owners.keys()], (name) => timeOf(laneName({ community, owner: name }), at))
    const queue = owners.get(owner)!
    const found = queue.shift()!
    waiting--
    if (queue.length === 0) owners.delete(owner)
    if (owners.size === 0) queues.delete(community)
    return found
  }

  function enter(turn: KeptTurn): Promise<void> | undefined {
    if (turn.since !== null || turn.waiting) return undefined
    if (waiting === 0 && running.size < places) {
      begin(turn)
      return undefined
    }
    return new Promise((go) => {
      const { community, owner } = turn.lane()
      if (!queues.has(community)) queues.set(community, new Map())
      const owners = queues.get(community)!
      if (!owners.has(owner)) owners.set(owner, [])
      turn.waiting = { turn, go }
      owners.get(owner)!.push(turn.waiting)
      waiting++
      if (running.size < places) soon()
      else timer ??= setTimeout(pump, patience).unref()
    })
  }

  return {
    of(lane) {
      const turn: KeptTurn = {
        lane,
        since: null,
        waiting: null,
        enter: () => enter(turn),
        // One that waits keeps its place: it ends its turn, when that has come, as it goes on.
        leave: () => turn.since !== null && end(turn),
      }
      return turn
    },
    get waiting() {
      return waiting
    },
  }
}

function least(names: readonly string[], timeOf: (name: string) => number): string {
  let best = names[0]!
  let bestTime = timeOf(best)
  for (const name of names.slice(1)) {
    const time = timeOf(name)
    if (time >= bestTime) continue
    best = name
    bestTime = time
  }
  return best
}

/** The events, each of which ends the turn that it was resolved in. */
export function inTurns<T>(turn: Turn, events: AsyncIterableIterator<T>, ended = () => {}): AsyncIterableIterator<T> {
  let over = false
  const end = () => {
    if (!over) ended()
    over = true
  }
  return {
    async next() {
      try {
        const result = await events.next()
        if (result.done) end()
        return result
      } finally {
        turn.leave()
      }
    },
    // One that waits for its turn is counted until that has come: nobody gets more of them by leaving and coming again.
    async return() {
      turn.leave()
      await events.return?.()
      end()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
