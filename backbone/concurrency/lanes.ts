// Work in lanes: in order within a lane, lanes side by side. Only so many run at a time; but a run that takes long is
// waiting for somebody else and not working, so it gives its slot to another lane. However many lanes hang, no other waits
// for them longer than that.

export interface Lanes {
  /** The lane has work: it is run, or once more after the run under way. One that waits for a retry goes on waiting, unless `now`. */
  push(lane: string, options?: { now?: boolean }): void
  /** Begins nothing more, and resolves when what was begun has ended. */
  stop(): Promise<void>
}

interface Lane {
  state: 'queued' | 'running' | 'waiting'
  /** Pushed while it ran. */
  again: boolean
  timer: NodeJS.Timeout | null
}

const longestTimer = 2 ** 31 - 1

export function lanesOf(options: {
  /** Works the lane off. @returns milliseconds after which it wants to be run again; null: nothing is left. Never throws. */
  run(lane: string, stopping: AbortSignal): Promise<number | null>
  /** How many runs begin at a time. */
  slots?: number
  /** Milliseconds after which a run gives its slot to another. */
  patience?: number
}): Lanes {
  const { run, slots = 16, patience = 1000 } = options
  const lanes = new Map<string, Lane>()
  const queue: string[] = []
  const underWay = new Set<Promise<void>>()
  const stopping = new AbortController()
  let taken = 0

  function enqueue(name: string, lane: Lane): void {
    lane.state = 'queued'
    lane.again = false
    queue.push(name)
    begin()
  }

  function begin(): void {
    while (taken < slots && !stopping.signal.aborted) {
      const name = queue.shift()
      if (name === undefined) return
      const lane = lanes.get(name)!
      lane.state = 'running'
      const running = runOnce(name, lane)
      underWay.add(running)
      void running.finally(() => underWay.delete(running))
    }
  }

  async function runOnce(name: string, lane: Lane): Promise<void> {
    taken++
    let mine = true
    const giveUp = () => {
      if (!mine) return
      mine = false
      taken--
      begin()
    }
    const impatience = setTimeout(giveUp, patience)
    const wait = await run(name, stopping.signal)
    clearTimeout(impatience)
    if (wait !== null) {
      lane.state = 'waiting'
      lane.timer = setTimeout(() => enqueue(name, lane), Math.min(Math.max(0, wait), longestTimer))
    } else if (lane.again) enqueue(name, lane)
    else lanes.delete(name)
    giveUp()
  }

  return {
    push(name, { now = false } = {}) {
      if (stopping.signal.aborted) return
      const lane = lanes.get(name)
      if (lane === undefined) {
        const fresh: Lane = { state: 'queued', again: false, timer: null }
        lanes.set(name, fresh)
        enqueue(name, fresh)
      } else if (lane.state === 'running') lane.again = true
      else if (lane.state === 'waiting' && now) {
        clearTimeout(lane.timer!)
        enqueue(name, lane)
      }
    },
    async stop() {
      stopping.abort()
      for (const { timer } of lanes.values()) if (timer) clearTimeout(timer)
      await Promise.all(underWay)
    },
  }
}
