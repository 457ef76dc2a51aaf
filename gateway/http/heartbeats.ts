// The heartbeats of all connections of a kind, by one timer: there may be ten thousand of them. A part of them has its
// heartbeat each time, so that not all have theirs at once.

export interface Heartbeats<T> {
  /** Its first comes within the time between two. */
  add(connection: T): void
  delete(connection: T): void
  all(): T[]
  stop(): void
}

const usual = 12_000 // milliseconds; finds connections that are half open, keeps proxies from closing idle ones
const parts = 12

/** @param every milliseconds between two heartbeats of one connection. */
export function heartbeatsOf<T>(beat: (connection: T) => void, every: number = usual): Heartbeats<T> {
  const connections = Array.from({ length: parts }, () => new Set<T>())
  let size = 0
  let next = 0
  let timer: NodeJS.Timeout | null = null

  function beatNext(): void {
    next = (next + 1) % parts
    for (const connection of connections[next]!) beat(connection)
  }

  function stop(): void {
    if (timer) clearInterval(timer)
    timer = null
  }

  return {
    add(connection) {
      connections[Math.floor(Math.random() * parts)]!.add(connection)
      size++
      timer ??= setInterval(beatNext, every / parts)
    },
    delete(connection) {
      if (!connections.some((part) => part.delete(connection))) return
      if (--size === 0) stop()
    },
    all: () => connections.flatMap((part) => [...part]),
    stop,
  }
}
