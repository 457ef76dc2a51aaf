// Where a part of the server is down, the fields it owns are null, and so is what cannot be without them. The cache must
// not take that for knowledge ("there is no such proposal"): the error is told to be where the null is.

import type { Exchange } from '@urql/core'
import { pipe, tap } from 'wonka'

export const holesExchange: Exchange =
  ({ forward }) =>
  (operations) =>
    pipe(
      forward(operations),
      tap(({ data, error }) => {
        for (const each of error?.graphQLErrors ?? []) {
          if (each.path) Object.assign(each, { path: pathOfNull(data, each.path) })
        }
      }),
    )

/** The beginning of the path that leads to the null. */
export function pathOfNull(data: unknown, path: readonly (string | number)[]): readonly (string | number)[] {
  let value = data
  for (const [index, key] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, index)
    value = (value as Record<string | number, unknown>)[key]
  }
  return path
}
