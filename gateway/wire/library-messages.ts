// What libraries tell in words alone, without a code or a class for it. The test of this file asks the libraries
// themselves, so that it fails where an update of theirs says it otherwise.

/** graphql-js 16.15, `parse`: there are more tokens than `maxTokens`. */
export function isOfTooManyTokens(error: Error): boolean {
  return error.message.includes('Parsing aborted')
}

/** graphql-js 16.15, `validate`: there are more pairs of fields of one name than it compares. */
export function isOfTooManyPairs(error: Error): boolean {
  return error.message === 'Validation aborted.'
}

/** graphql-js 16.15, `getVariableValues`, by which the router's runtime reads variables, too: one does not fit its type. */
export function isOfVariable(error: Error): boolean {
  return error.message.startsWith('Variable "')
}

/** graphql-js 16.15, `getArgumentValues`: an argument does not fit its type, by itself or by a variable in it. */
export function isOfArgument(error: Error): boolean {
  return error.message.startsWith('Argument "')
}

/** graphql-js 16.15: what it says, without the names that are near to one that it does not know. */
export function withoutSuggestion(message: string): string {
  return message.replace(/ Did you mean .*$/s, '')
}

/** The router's planner, @graphql-hive/router-query-planner 0.0.38: it found no way to answer the operation. */
export function isOfPlanning(error: Error): boolean {
  return error.message.startsWith('Failed to plan query')
}
