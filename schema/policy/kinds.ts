// Kinds of actions are dotted words, platform first: opencollective.expense.created.

/** A kind, or a pattern whose last part is a star. */
export const kindPattern = /^[a-z][a-z0-9_-]*(\.[A-Za-z0-9_-]+)*\.([A-Za-z0-9_-]+|\*)$/

/** A kind without a star: one thing that can be done. */
export const plainKind = /^[a-z][a-z0-9_-]*(\.[A-Za-z0-9_-]+)+$/

/** What a field holds; `role`: the name of a role of the community; with `?`: it may be null, or left out. */
export type FieldType = FieldHolds | `${FieldHolds}?`
type FieldHolds = 'text' | 'number' | 'bool' | 'list' | 'object' | 'role'
export type Fields = Readonly<Record<string, FieldType>>

/** What an installed adapter hears and does: `Query.platforms`. Fields, parameters and subjects by kind, or pattern of kinds. */
export interface PlatformCapability {
  platform: string
  hears: readonly string[]
  performs: readonly string[]
  /** What `action.data` has. */
  fields?: Readonly<Record<string, Fields>>
  /** What a step may be given. */
  parameters?: Readonly<Record<string, Fields>>
  /** The type of what an action is about, heard or performed; none where it is done to nothing that must be there. */
  subjects?: Readonly<Record<string, string>>
  /** The names of the terms of what it is about. */
  terms?: readonly string[]
}

/** Whether `kind` is what `pattern` asks for; a last part `*` takes everything below. */
export function matchesKind(pattern: string, kind: string): boolean {
  return pattern.endsWith('.*') ? kind.startsWith(pattern.slice(0, -1)) : kind === pattern
}

/** Whether a kind, or some kind of a pattern, is about an expense. */
export function isOfExpenses(pattern: string): boolean {
  return pattern === 'opencollective.*' || pattern.startsWith('opencollective.expense.')
}

/** What is told of a kind, in a record by kinds and patterns. */
export function ofKind<T>(told: Readonly<Record<string, T>> | undefined, kind: string): T | undefined {
  return Object.entries(told ?? {}).find(([pattern]) => matchesKind(pattern, kind))?.[1]
}

/** The platform that a kind or pattern belongs to. */
export function platformOf(kind: string): string {
  return kind.slice(0, kind.indexOf('.'))
}
