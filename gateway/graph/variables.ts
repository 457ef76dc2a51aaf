// Variables of an operation, held against their types before any part is asked: one that does not fit is an error of the
// request, whichever part would have found it, or none.

import { type GraphQLSchema, getVariableValues, type VariableDefinitionNode } from 'graphql'
import { placed, Unrunnable } from './operations.ts'

const maxErrors = 10 // of one operation

/**
 * The variables that an operation declares, with their defaults, as JSON has them.
 * @throws Unrunnable with BAD_INPUT
 */
export function coerced(
  api: GraphQLSchema,
  declared: readonly VariableDefinitionNode[],
  given: Record<string, unknown>,
  hideSuggestions: boolean,
): Record<string, unknown> {
  const { coerced, errors } = getVariableValues(api, declared, given, { maxErrors, hideSuggestions })
  if (errors) throw new Unrunnable(errors.map((error) => placed(error, 'BAD_INPUT')))
  return coerced
}
