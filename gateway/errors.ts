// Errors as they leave a part of Folkmoot: those with a name keep it; any other is masked, and logged once with its cause.

import { GraphQLError } from 'graphql'
import { isOutage } from '../backbone/database.ts'
import { AskFailed } from '../backbone/subgraph.ts'
import { Refusal, type RefusalCode, refusals } from '../schema/errors.ts'

/** Told of what was masked. */
export type Report = (cause: unknown) => void

/** An error of the request, by its name. */
export function refusal(code: RefusalCode, message: string = refusals[code]): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}

/** The error as the outside may see it. */
export function presented(error: GraphQLError, report: Report): GraphQLError {
  const cause = causeOf(error)
  if (cause instanceof Refusal) return rename(error, cause.code, cause.message, cause.details)
  const code = error.extensions.code
  if (typeof code === 'string' && Object.hasOwn(refusals, code)) return error
  if (cause instanceof AskFailed && cause.codes.includes('UNAVAILABLE')) return rename(error, 'UNAVAILABLE')
  if (cause instanceof GraphQLError && /^(Argument|Variable) "/.test(error.message)) {
    return rename(error, 'BAD_INPUT', error.message)
  }
  report(cause)
  return rename(error, isOutage(cause) ? 'UNAVAILABLE' : 'INTERNAL_SERVER_ERROR')
}

/** As `presented`, for what was thrown instead of returned. */
export function presentedThrown(error: unknown, report: Report): GraphQLError {
  if (error instanceof GraphQLError) return presented(error, report)
  return presented(new GraphQLError('', { originalError: error as Error }), report)
}

function causeOf(error: GraphQLError): unknown {
  let cause: unknown = error
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError
  return cause
}

function rename(
  error: GraphQLError,
  code: RefusalCode,
  message: string = refusals[code],
  details: Record<string, unknown> | null = null,
): GraphQLError {
  return new GraphQLError(message, { path: error.path, extensions: { code, ...details } })
}
