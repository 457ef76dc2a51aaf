// What of an entity is sent to another part, so that it knows which one is meant and has what it requires.

import type { RequiresSelection } from '@graphql-hive/router-query-planner'
import type { Known } from './keys.ts'
import type { Entity } from './places.ts'
import type { Narrowing } from './types.ts'

/**
 * `nobody`: the entity has no key by which the part would know it. `untold`: something that the part requires was not told,
 * by another part that should have.
 */
export type Represented = (entity: Entity) => Entity | 'nobody' | 'untold'

/** What is required and null is sent as null: a part must know that there is none from not being told. */
export function representing(selections: readonly RequiresSelection[], narrow: Narrowing, known: Known): Represented {
  const add = addingOf(selections, narrow)
  return (entity) => {
    const { __typename: type } = entity
    if (typeof type !== 'string') return 'nobody'
    const representation: Entity = {}
    const state = add(entity, representation)
    if (state === untold) return 'untold'
    if (state === none || !known(representation, type)) return 'nobody'
    representation.__typename ??= type
    return representation
  }
}

/** Nothing of it is there but the name of its type; or something that should be is not. */
const none = 0
const some = 1
const untold = 2
type State = typeof none | typeof some | typeof untold

/** Adds what is selected. */
type Adding = (entity: Entity, to: Entity) => State

function addingOf(selections: readonly RequiresSelection[], narrow: Narrowing): Adding {
  const each = selections.map((selection) => addingOne(selection, narrow))
  if (each.length === 1) return each[0]!
  return (entity, to) => {
    let state: State = none
    for (const add of each) {
      const one = add(entity, to)
      if (one > state) state = one
    }
    return state
  }
}

function addingOne(selection: RequiresSelection, narrow: Narrowing): Adding {
  if (selection.kind === 'FragmentSpread') throw new Error('Wanted a plan without named fragments; got one with some.')
  if (selection.kind === 'InlineFragment') {
    const fitting = narrow([selection.typeCondition])
    const inner = addingOf(selection.selections, narrow)
    return (entity, to) => {
      const { __typename: type } = entity
      return type === undefined || fitting.has(type as string) ? inner(entity, to) : none
    }
  }
  const { name, alias = name } = selection
  const nested = selection.selections && nestedBy(addingOf(selection.selections, narrow))
  if (alias === '__typename') {
    return (entity, to) => {
      if (entity.__typename !== undefined) to.__typename = entity.__typename
      return none
    }
  }
  return (entity, to) => {
    const value = entity[name] === undefined ? entity[alias] : entity[name]
    if (value === undefined) return untold
    const sent = nested && value !== null ? nested(value) : value
    if (sent === missing) return untold
    const before = to[alias]
    to[alias] = nested && before !== undefined ? together(before, sent) : sent
    return some
  }
}

const missing = Symbol('something that should be told is not')

function nestedBy(add: Adding): (value: unknown) => unknown {
  const of = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (!Array.isArray(value)) {
      const object: Entity = {}
      return add(value as Entity, object) === untold ? missing : object
    }
    const list = value.map(of)
    return list.includes(missing) ? missing : list
  }
  return of
}

/** Two selections of one field, which stand in different fragments. */
function together(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return one.map((each, index) => together(each, other[index]))
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return other ?? one
  return { ...one, ...other }
}
