// Events that come by themselves, for whoever takes them one by one: so many are kept, and no more.

export interface Inbox<T> {
  put(event: T): void
  /** Nothing comes any more, after what is there. @param error null: it was its own end */
  end(error: unknown): void
  readonly events: AsyncIterableIterator<T>
}

/** @param left is called once, when nobody takes any more, or it has ended */
export function inboxOf<T>(most: number, left: () => void): Inbox<T> {
  const kept: T[] = []
  let ending: { error: unknown } | null = null
  let over = false
  let wake = Promise.withResolvers<void>()
  const leave = () => {
    if (over) return
    over = true
    left()
  }
  const end = (error: unknown) => {
    ending ??= { error }
    wake.resolve()
    leave()
  }
  return {
    put(event) {
      if (ending) return
      if (kept.length >= most) {
        end(new Error(`Wanted at most ${most} events that wait; got more.`))
        return
      }
      kept.push(event)
      wake.resolve()
    },
    end,
    events: {
      async next() {
        for (;;) {
          if (kept.length > 0) return { done: false, value: kept.shift()! }
          if (ending?.error != null) {
            const { error } = ending
            ending = { error: null }
            throw error
          }
          if (ending) return { done: true, value: undefined }
          await wake.promise
          wake = Promise.withResolvers()
        }
      },
      async return() {
        kept.length = 0
        end(null)
        return { done: true, value: undefined }
      },
      [Symbol.asyncIterator]() {
        return this
      },
    },
  }
}
