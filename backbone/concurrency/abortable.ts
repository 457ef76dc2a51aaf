// An async generator that waits cannot be told to return: the call stands in line behind the wait. This makes one that
// can, by a signal that the generator's waits listen to.

/** @param generate must end soon after the signal fires. */
export function abortable<T>(
  generate: (signal: AbortSignal) => AsyncGenerator<T, void>,
  outer?: AbortSignal,
): AsyncIterableIterator<T> {
  const ending = new AbortController()
  const generator = generate(outer ? AbortSignal.any([outer, ending.signal]) : ending.signal)
  return {
    next: () => generator.next() as Promise<IteratorResult<T>>,
    async return() {
      ending.abort()
      await generator.return()
      return { done: true, value: undefined }
    },
    async throw(error) {
      ending.abort()
      await generator.return()
      throw error
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
