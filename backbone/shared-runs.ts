// Costly work that many may ask for: of each key one runs at a time, and those who ask meanwhile share the next. However
// often it is asked for, two are under way at most, and nobody gets an answer that began before they asked.

export function sharedRuns<T>(): (key: string, work: () => Promise<T>) => Promise<T> {
  const running = new Map<string, Promise<unknown>>()
  const waiting = new Map<string, Promise<T>>()
  return (key, work) => {
    const found = waiting.get(key)
    if (found) return found
    const before = running.get(key) ?? Promise.resolve()
    const run = before.then(() => {
      waiting.delete(key)
      const done = work()
      const settled = done.catch(() => {}).finally(() => running.get(key) === settled && running.delete(key))
      running.set(key, settled)
      return done
    })
    waiting.set(key, run)
    return run
  }
}
