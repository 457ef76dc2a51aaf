// What of an entity is sent to another part, so that it knows which one is meant and has what it requires.

import type { RequiresSelection } from '@graphql-hive/router-query-planner'
import type { Entity } from './places.ts'
import type { Narrowing } from './types.ts'

/** Null: nothing of it is known that the part could know it by. */
export type Represented = (entity: Entity) => Entity | null

/** What is null is left out: a key that is null is none. */
export function representing(selections: readonly RequiresSelection[], narrow: Narrowing): Represented {
  const add = addingOf(selections, narrow)
  return (entity) => {
    const { __typename: type } = entity
    if (typeof type !== 'string') return null
    const representation: Entity = {}
    if (!add(entity, representation)) return null
    representation.__typename ??= type
    return representation
  }
}

/** Adds what is selected. @returns whether there is more of it than the name of its type */
type Adding = (entity: Entity, to: Entity) => boolean

function addingOf(selections: readonly RequiresSelection[], narrow: Narrowing): Adding {
  const each = selections.map((selection) => addingOne(selection, narrow))
  if (each.length === 1) return each[0]!
  return (entity, to) => {
    let some = false
    for (const add of each) if (add(entity, to)) some = true
    return some
  }
}

function addingOne(selection: RequiresSelection, narrow: Narrowing): Adding {
  if (selection.kind === 'FragmentSpread') throw new Error('Wanted a plan without named fragments; got one with some.')
  if (selection.kind === 'InlineFragment') {
    const fitting = narrow([selection.typeCondition])
    const inner = addingOf(selection.selections, narrow)
    return (entity, to) => fitting.has(entity.__typename as string) && inner(entity, to)
  }
  const { name, alias = name } = selection
  const nested = selection.selections && valueBy(addingOf(selection.selections, narrow))
  const tells = alias !== '__typename'
  return (entity, to) => {
    const known = entity[name] === undefined ? entity[alias] : entity[name]
    const value = nested ? nested(known) : known
    if (value === undefined || value === null) return false
    const before = to[alias]
    to[alias] = nested && before !== undefined ? together(before, value) : value
    return tells
  }
}

function valueBy(add: Adding): (value: unknown) => unknown {
  const of = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(of)
    const object: Entity = {}
    return add(value as Entity, object) ? object : null
  }
  return of
}

/** Two selections of one field, which stand in different fragments. */
function together(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return one.map((each, index) => together(each, other[index]))
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return other ?? one
  return { ...one, ...other }
}
