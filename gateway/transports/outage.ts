// What a subgraph that does not answer answers. The graph tells it at each field that is missing for it.

import { GraphQLError } from 'graphql'

export function outageOf(part: string): GraphQLError {
  return new GraphQLError(`The part "${part}" does not answer now; try again.`, {
    extensions: { code: 'UNAVAILABLE', part },
  })
}
