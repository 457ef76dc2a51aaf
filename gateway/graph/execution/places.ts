// Where a plan's step goes on: the objects at a path of what is known so far.

import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner'
import type { Narrowing } from './types.ts'

export type Entity = Record<string, unknown>
export type Path = readonly (string | number)[]

export interface Places {
  /** The objects there, in the order of the lists they are in; one that is met twice is there twice. */
  of(data: Entity): Entity[]
  /** Their paths in the answer, in the same order. */
  paths(data: Entity): Path[]
  /** The fields on the way. */
  readonly fields: readonly string[]
}

/** Told of each object; the path is there only while it is told, and only where one was given. */
type Walk = (value: unknown, found: (entity: Entity, path: (string | number)[] | null) => void, path: Path0) => void
type Path0 = (string | number)[] | null

export function placesAt(segments: readonly FlattenNodePathSegment[], narrow: Narrowing): Places {
  const walk = walkOf(segments, 0, narrow)
  return {
    of(data) {
      const entities: Entity[] = []
      walk(data, (entity) => entities.push(entity), null)
      return entities
    },
    paths(data) {
      const paths: Path[] = []
      walk(data, (_, path) => paths.push([...path!]), [])
      return paths
    },
    fields: segments.flatMap((each) => (typeof each === 'object' && 'Field' in each ? [each.Field] : [])),
  }
}

function walkOf(segments: readonly FlattenNodePathSegment[], index: number, narrow: Narrowing): Walk {
  const segment = segments[index]
  if (segment === undefined) {
    const end: Walk = (value, found, path) => {
      if (Array.isArray(value)) return eachOf(value, end, found, path)
      if (typeof value === 'object' && value !== null) found(value as Entity, path)
    }
    return end
  }
  const rest = walkOf(segments, index + 1, narrow)
  if (segment === '@') {
    return (value, found, path) => {
      if (Array.isArray(value)) eachOf(value, rest, found, path)
    }
  }
  if ('Field' in segment) {
    const name = segment.Field
    const field: Walk = (value, found, path) => {
      if (typeof value !== 'object' || value === null) return
      if (Array.isArray(value)) return eachOf(value, field, found, path)
      const inner = (value as Entity)[name]
      if (inner === null || inner === undefined) return
      path?.push(name)
      rest(inner, found, path)
      path?.pop()
    }
    return field
  }
  const fitting = narrow(segment.TypeCondition)
  const cast: Walk = (value, found, path) => {
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) return eachOf(value, cast, found, path)
    const { __typename: type } = value as Entity
    if (typeof type !== 'string' || fitting.has(type)) rest(value, found, path)
  }
  return cast
}

function eachOf(values: readonly unknown[], walk: Walk, found: Parameters<Walk>[1], path: Path0): void {
  for (let index = 0; index < values.length; index++) {
    path?.push(index)
    walk(values[index], found, path)
    path?.pop()
  }
}
