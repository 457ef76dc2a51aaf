// Errors as they leave a part of Folkmoot: those with a name keep it; any other is masked, and logged once with its cause.

import { GraphQLError, Kind } from 'graphql'
import { isOutage } from '../../backbone/database/database.ts'
import { AskFailed } from '../../backbone/subgraph/subgraph.ts'
import { Refusal, type RefusalCode, refusals } from '../../schema/errors.ts'

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
  if (isOfGuest(error)) return error
  if (cause instanceof AskFailed && cause.codes.includes('UNAVAILABLE')) return rename(error, 'UNAVAILABLE')
  if (cause instanceof GraphQLError && isOfArgument(cause)) {
    return rename(error, 'BAD_INPUT', withoutObjects(error.message))
  }
  report(cause)
  return rename(error, isOutage(cause) ? 'UNAVAILABLE' : 'INTERNAL_SERVER_ERROR')
}

/** Named by the subgraph of another: its transport lets through what that may say. */
function isOfGuest({ extensions: { part, code } }: GraphQLError): boolean {
  return typeof part === 'string' && typeof code === 'string' && code.startsWith(codesOf(part))
}

/** How the codes begin that a subgraph of another may give its refusals. */
export function codesOf(part: string): string {
  return `${part.toUpperCase()}_`
}

/** As `presented`, for what was thrown instead of returned. */
export function presentedThrown(error: unknown, report: Report): GraphQLError {
  if (error instanceof GraphQLError) return presented(error, report)
  return presented(new GraphQLError('', { originalError: error as Error }), report)
}

/**
 * What graphql-js says of a value, without objects and lists that were given: it repeats them whole, and credentials may be in
 * them. Answers that refuse are logged by whoever asked.
 */
export function withoutObjects(message: string): string {
  let said = ''
  let rest = message
  for (let found = opening.exec(rest); found; found = opening.exec(rest)) {
    const start = found.index + found[0].length
    said += `${rest.slice(0, start)}…`
    rest = rest.slice(start + lengthOfObject(rest.slice(start)))
  }
  return said + rest
}

/** What comes before a value; in a value, only what stands between quotes could look so, and that is left out with it. */
const opening = /\b(?:value:?|found|got) (?=[[{])/

/** Up to the bracket that closes the first, those between quotes aside; all, where none does. */
function lengthOfObject(text: string): number {
  let depth = 0
  for (const { 0: token, index } of text.matchAll(/"""(?:\\"""|.)*?"""|"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '{' || token === '[') depth++
    else if ((token === '}' || token === ']') && --depth === 0) return index + 1
  }
  return text.length
}

/**
 * Whether an argument does not fit its type, by a variable in it: what graphql-js finds then, before it resolves a field,
 * points at the value in the operation. What goes wrong later points at the field, or nowhere.
 */
function isOfArgument({ nodes, path }: GraphQLError): boolean {
  return path === undefined && nodes !== undefined && nodes[0]?.kind !== Kind.FIELD
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

const retryAfter = 5 // seconds

/** There is more to do than can be done. */
export function overloaded(): Refusal {
  return new Refusal(
    'OVERLOADED',
    `There is more to do than can be done now, and votes go first: come back in ${retryAfter} seconds.`,
    { details: { status: 503, retryAfter } },
  )
}
