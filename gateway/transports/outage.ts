// What a subgraph that does not answer answers. The graph tells it at each field that is missing for it.

import { GraphQLError } from 'graphql'
import type { Report } from '../wire/errors.ts'
import type { SubgraphResult } from './transport.ts'

export function outageOf(part: string): GraphQLError {
  return new GraphQLError(`The part "${part}" does not answer now; try again.`, {
    extensions: { code: 'UNAVAILABLE', part },
  })
}

/** Whether a subgraph is away, as far as those know who ask it. */
export interface Outages {
  /** What is answered in its place. */
  answer(): SubgraphResult
  /** The same, and it is reported: once for each time that it goes away, however many requests come meanwhile. */
  begun(cause: unknown): SubgraphResult
  /** It answers again. */
  over(): void
}

/** @param problem what is reported, with its cause */
export function outagesOf(part: string, problem: string, report: Report): Outages {
  let away = false
  const answer = () => ({ errors: [outageOf(part)] })
  return {
    answer,
    begun(cause) {
      if (!away) report(new Error(problem, { cause }))
      away = true
      return answer()
    },
    over() {
      away = false
    },
  }
}
