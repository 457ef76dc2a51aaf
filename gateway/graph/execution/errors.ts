// Where an error of a part stands in the client's answer.

import { GraphQLError } from 'graphql'
import type { Path } from './places.ts'

/** The same error at another path. */
export function movedTo(error: GraphQLError, path: Path): GraphQLError {
  const { message, extensions, originalError } = error
  const place = path.length > 0 ? path : null // nowhere in particular
  return new GraphQLError(message, { path: place, extensions, originalError: originalError ?? null })
}

/** What a part says may be anything: of a path only names and numbers count, by what the answer calls them. */
export function pathIn(path: unknown, renames: ReadonlyMap<string, string>): (string | number)[] {
  if (!Array.isArray(path)) return []
  return path
    .filter((each) => typeof each === 'string' || typeof each === 'number')
    .map((each) => (typeof each === 'string' ? (renames.get(each) ?? each) : each))
}

/**
 * Errors of fields at the top. One that stands nowhere among them is told at each of them that was not answered; where all
 * were, it stands nowhere.
 * @param names what was asked for
 */
export function ofFields(
  errors: readonly GraphQLError[],
  data: Readonly<Record<string, unknown>> | null,
  names: readonly string[],
  renames: ReadonlyMap<string, string>,
): GraphQLError[] {
  return errors.flatMap((error) => {
    const path = pathIn(error.path, renames)
    if (typeof path[0] === 'string' && names.includes(path[0])) return [movedTo(error, path)]
    const missing = names.filter((name) => data?.[name] === undefined || data[name] === null)
    return missing.length > 0 ? missing.map((name) => movedTo(error, [name])) : [movedTo(error, [])]
  })
}

/** Where an entity stands in the answer. */
export interface Standing {
  path: Path
  type: string
}

/** What was asked of entities under one name, and where they stand in the answer. */
export interface Asked {
  /** `_entities`, or another name for it. */
  name: string
  renames: ReadonlyMap<string, string>
  /** What was asked of one of that type, by what the answer calls it. */
  fieldsOf(type: string): readonly string[]
  /** Where each stands, for each that was sent: one may stand at many places. */
  standing: readonly (readonly Standing[])[]
}

/**
 * Errors of entities, told wherever these stand; one that is of a whole entity, or of all of them, at each field of it that
 * was asked for and is not there.
 */
export function ofEntities(
  errors: readonly GraphQLError[],
  data: Readonly<Record<string, unknown>> | null,
  asked: readonly Asked[],
): GraphQLError[] {
  return errors.flatMap((error) => {
    const given = Array.isArray(error.path) ? (error.path as Path) : []
    const of = asked.find(({ name }) => name === given[0])
    const index = given[1]
    if (of && typeof index === 'number' && of.standing[index]) {
      const rest = pathIn(given.slice(2), of.renames)
      if (rest.length > 0) return of.standing[index].map(({ path }) => movedTo(error, [...path, ...rest]))
      return of.standing[index].flatMap((place) => atFields(error, place, of))
    }
    const among = of ? [of] : asked
    const missing = among.flatMap((each) => {
      const entities = data?.[each.name]
      return each.standing.flatMap((places, at) =>
        Array.isArray(entities) && entities[at] ? [] : places.flatMap((place) => atFields(error, place, each)),
      )
    })
    return missing.length > 0 ? missing : [movedTo(error, among[0]?.standing[0]?.[0]?.path ?? [])]
  })
}

function atFields(
  error: GraphQLError,
  { path, type }: Standing,
  { fieldsOf }: Pick<Asked, 'fieldsOf'>,
): GraphQLError[] {
  const fields = fieldsOf(type)
  return fields.length > 0 ? fields.map((field) => movedTo(error, [...path, field])) : [movedTo(error, path)]
}

/**
 * Why entities were not asked for: what that takes was not told by another part. Where nothing is known to have failed,
 * there was nothing to tell, and there is nothing to say.
 */
export function ofUntold(
  errors: readonly GraphQLError[],
  standing: readonly Standing[],
  fieldsOf: Asked['fieldsOf'],
): GraphQLError[] {
  return standing.flatMap((place) => {
    const cause = errors.find(({ path = [] }) => place.path.every((each, at) => path[at] === each)) ?? errors.at(-1)
    return cause ? atFields(cause, place, { fieldsOf }) : []
  })
}

/** Without those at places that the answer does not have: of what was asked for the gateway's own needs, or is skipped. */
export function withPlace(errors: readonly GraphQLError[], data: unknown): GraphQLError[] {
  return errors.filter(({ path = [] }) => {
    let value = data
    for (const each of path) {
      if (typeof value !== 'object' || value === null) return true
      if (!Object.hasOwn(value, each)) return false
      value = (value as Record<string | number, unknown>)[each]
    }
    return true
  })
}
