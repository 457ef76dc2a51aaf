// What a type condition is true of.

import { type GraphQLSchema, isAbstractType } from 'graphql'

/** The names that fit any of the conditions: the types themselves, and of an abstract one all that it may be. */
export type Narrowing = (conditions: readonly string[]) => ReadonlySet<string>

/** An interface's own name fits it too: what a part with an `@interfaceObject` answers is called so. */
export function narrowingOf(schema: GraphQLSchema): Narrowing {
  const known = new Map<string, ReadonlySet<string>>()
  const of = (name: string): ReadonlySet<string> => {
    const before = known.get(name)
    if (before) return before
    const type = schema.getType(name)
    const found = new Set([name])
    if (isAbstractType(type)) for (const each of schema.getPossibleTypes(type)) found.add(each.name)
    known.set(name, found)
    return found
  }
  return (conditions) =>
    conditions.length === 1 ? of(conditions[0]!) : new Set(conditions.flatMap((each) => [...of(each)]))
}

/** Abstract types some of whose objects clients do not see: which one is there must be known, whatever is asked of it. */
export function concealing(whole: GraphQLSchema, api: GraphQLSchema): Set<string> {
  const abstract = Object.values(whole.getTypeMap()).filter((type) => isAbstractType(type))
  const conceals = abstract.filter((type) => whole.getPossibleTypes(type).some(({ name }) => !api.getType(name)))
  return new Set(conceals.map(({ name }) => name))
}
