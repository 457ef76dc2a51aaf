// Errors as Open Collective shows them: HTTP 200 with `extensions.code`. Its own errors carry an id; errors it did not
// foresee (a failed database validation, for example) come as INTERNAL_SERVER_ERROR without one.
import { GraphQLError } from 'graphql'

export type Uuid = () => string

/** An error with a code of Open Collective's own. */
export function refused(uuid: Uuid, code: string, message: string, extra: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extra, id: uuid(), code } })
}

/** An error that Open Collective did not foresee. */
export function unforeseen(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'INTERNAL_SERVER_ERROR' } })
}

export const NOT_PERMITTED = 'You do not have the necessary permissions to perform this action'
