// Kinds of actions are dotted words, platform first: opencollective.expense.created.

/** A kind, or a pattern whose last part is a star. */
export const kindPattern = /^[a-z][a-z0-9_-]*(\.[A-Za-z0-9_-]+)*\.([A-Za-z0-9_-]+|\*)$/

/** A kind without a star: one thing that can be done. */
export const plainKind = /^[a-z][a-z0-9_-]*(\.[A-Za-z0-9_-]+)+$/

/** Whether `kind` is what `pattern` asks for; a last part `*` takes everything below. */
export function matchesKind(pattern: string, kind: string): boolean {
  return pattern.endsWith('.*') ? kind.startsWith(pattern.slice(0, -1)) : kind === pattern
}

/** Whether a kind, or some kind of a pattern, is about an expense. */
export function isOfExpenses(pattern: string): boolean {
  return pattern === 'opencollective.*' || pattern.startsWith('opencollective.expense.')
}

/** The platform that a kind or pattern belongs to. */
export function platformOf(kind: string): string {
  return kind.slice(0, kind.indexOf('.'))
}
